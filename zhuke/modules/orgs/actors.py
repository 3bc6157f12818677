"""Makes actors: memberships × grants × the org tree, kept in memory until rights change."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from zhuke.commons.switches.services import modules_off
from zhuke.kernel.access import Actor, Reach
from zhuke.kernel.config import keep

from .models import ApiToken, Delegation, FieldGrant, Grant, Membership, Unit, User


@dataclass(frozen=True)
class Tree:
    """The org tree in memory: a thousand units are small."""

    paths: dict[UUID, str]
    kinds: dict[UUID, str]

    def below(self, unit: UUID) -> frozenset[UUID]:
        """The unit and everything below it."""
        start = self.paths.get(unit, "-")
        return frozenset(key for key, path in self.paths.items() if path.startswith(start))

    def company_of(self, unit: UUID) -> UUID | None:
        """The subsidiary (or the group's own head office) that a unit belongs to."""
        return next((a for a in self.upward(unit) if self.kinds.get(a) in ("subsidiary", "group")), None)

    def company(self, unit: UUID) -> frozenset[UUID]:
        """All units of the company that ``unit`` belongs to. The head office does not contain the subsidiaries."""
        root = self.company_of(unit)
        return frozenset(key for key in self.below(root) if self.company_of(key) == root) if root else frozenset()

    def upward(self, unit: UUID) -> list[UUID]:
        """The unit and all units above it, the unit first."""
        return [UUID(part) for part in reversed(self.paths.get(unit, "").split("/")) if part]

    def reach(self, unit: UUID, scope: str) -> Reach:
        """The units that a scope covers, seen from a membership's unit."""
        if scope == "group":
            return Reach(None)
        units = {"own": frozenset[UUID](), "department": frozenset({unit}), "below": self.below(unit), "company": self.company(unit)}[scope]
        return Reach(units)


def load_tree() -> Tree:
    """The org tree as this transaction sees it."""
    rows = list(Unit.objects.values_list("id", "path", "kind"))
    return Tree({key: path for key, path, _kind in rows}, {key: kind for key, _path, kind in rows})


def tree() -> Tree:
    """The org tree, kept in memory until it changes."""
    return keep("units", load_tree)


class Actors:
    """The kernel's source of actors."""

    def for_user(self, user: Any) -> Actor:
        """The actor of a signed-in person, deputyships of today included."""
        today = timezone.localdate()
        return keep(("actor", user.pk, user.unit_id, user.name, today), lambda: build(user, today))

    def for_id(self, user_id: UUID) -> Actor:
        """The actor of a person by id; a person who was switched off may do nothing."""
        user = User.objects.get(pk=user_id)
        return self.for_user(user) if user.is_active else Actor(user.pk, user.name, owner_ids=(user.pk,))

    def for_token(self, secret: str) -> Actor | None:
        """The actor of an API token, narrowed to the token's grants. Notes the use once an hour."""
        token = ApiToken.objects.select_related("user").filter(digest=digest(secret)).first()
        if token is None or not token.is_live or not token.user.is_active or token.user.must_change_password:
            return None
        now = timezone.now()
        if token.last_used_at is None or now - token.last_used_at > dt.timedelta(hours=1):
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        whole = self.for_user(token.user)
        allowed = {tuple(pair) for pair in token.grants} if token.grants is not None else None
        reaches = {key: reach for key, reach in whole.reaches.items() if allowed is None or key in allowed}
        return Actor(
            whole.id, whole.name, "token", reaches, whole.unmasked, whole.owner_ids, whole.unit, whole.company, f"{whole.key}:{token.pk}"
        )


def own_id(actor: Actor) -> UUID:
    """The id of the person who acts; only where a person does."""
    assert actor.id is not None
    return actor.id


def digest(secret: str) -> str:
    """What is stored of a token's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def build(user: User, today: dt.date, *, lent: bool = True, whole: bool = False) -> Actor:
    """Add up what a person may do, and (``lent``) those whom the person deputises for today.

    A role held in a company gives nothing of the modules that are off there; ``whole``: what it would give with every module on.
    """
    absent = Delegation.objects.filter(deputy=user, starts_on__lte=today, ends_on__gte=today, archived_at=None, user__is_active=True)
    people = [user.pk, *(absent.values_list("user_id", flat=True) if lent else ())]
    held = list(
        Membership.objects.filter(
            Q(user__in=people), role__active=True, role__archived_at=None, unit__active=True, archived_at=None
        ).values_list("unit_id", "role_id")
    )
    units = tree()
    reaches: dict[tuple[str, str], Reach] = {}
    grants: dict[UUID, list[tuple[str, str, str]]] = {}
    for role, resource, action, scope in Grant.objects.filter(role__in={r for _u, r in held}).values_list(
        "role_id", "resource", "action", "scope"
    ):
        grants.setdefault(role, []).append((resource, action, scope))
    for unit, role in held:
        off = [] if whole else modules_off(units.upward(unit))
        for resource, action, scope in grants.get(role, []):
            if any(module.has(resource, action) for module in off):
                continue
            reach = units.reach(unit, scope)
            key = (resource, action)
            reaches[key] = reaches[key] | reach if key in reaches else reach
    unmasked = frozenset(FieldGrant.objects.filter(role__in={r for _u, r in held}).values_list("resource", "field"))
    company = units.company_of(user.unit_id) if user.unit_id else None
    return Actor(user.pk, user.name, "user", reaches, unmasked, tuple(people), user.unit_id, company, str(user.pk))
