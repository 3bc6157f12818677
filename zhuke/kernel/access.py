"""Who may see and do what. One door: ``visible``; everything that reads rows goes through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .config import keep
from .errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from .resource import Resource

M = TypeVar("M", bound=Model)

SCOPES = ("own", "department", "below", "company", "group")


@dataclass(frozen=True)
class Reach:
    """How far one grant reaches: these org units (None: all of them); the actor's own records are always within."""

    units: frozenset[UUID] | None = frozenset()

    def __or__(self, other: Reach) -> Reach:
        if self.units is None or other.units is None:
            return Reach(None)
        return Reach(self.units | other.units)

    def __and__(self, other: Reach) -> Reach:
        if self.units is None:
            return other
        return self if other.units is None else Reach(self.units & other.units)


EVERYWHERE = Reach(None)


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, a person's API token, or a named part of the system. Made once per request, passed on everywhere."""

    id: UUID | None
    name: str
    kind: str = "user"
    reaches: Mapping[tuple[str, str], Reach] = field(default_factory=dict)
    unmasked: frozenset[tuple[str, str]] = frozenset()
    owner_ids: tuple[UUID, ...] = ()
    unit: UUID | None = None
    company: UUID | None = None
    key: str = ""

    def reach(self, resource: str, action: str) -> Reach | None:
        """Return how far the actor may do ``action`` on ``resource``; None: not at all."""
        return EVERYWHERE if self.kind == "system" else self.reaches.get((resource, action))

    def can(self, resource: str, action: str) -> bool:
        """Whether the actor holds the action at any scope."""
        return self.reach(resource, action) is not None

    def sees(self, resource: str, name: str) -> bool:
        """Whether a masked field of ``resource`` is open to the actor."""
        return self.kind == "system" or (resource, name) in self.unmasked


def system(name: str) -> Actor:
    """Return a named system actor (jobs, connectors, demonstration data): sees all, and history says who it was."""
    return Actor(None, name, "system", key=f"system:{name}")


class Scope:
    """Says which rows a reach covers. One per resource."""

    def q(self, actor: Actor, resource: Resource, action: str, prefix: str = "") -> Q:
        """Return the condition; raise nothing: an action that was not granted is the caller's check."""
        raise NotImplementedError


@dataclass(frozen=True)
class OrgScope(Scope):
    """Rows that belong to an org unit and perhaps to a person and a team."""

    unit: str = "unit"
    owner: str | None = "owner"
    team: bool = False

    def q(self, actor: Actor, resource: Resource, action: str, prefix: str = "") -> Q:
        reach = actor.reach(resource.name, action)
        if reach is None:
            return Q(pk__in=[])
        if reach.units is None:
            return Q()
        condition = Q(**{f"{prefix}{self.unit}_id__in": sorted(reach.units)}) if reach.units else Q(pk__in=[])
        if self.owner:
            condition |= Q(**{f"{prefix}{self.owner}_id__in": actor.owner_ids})
        if self.team and (ids := team_of(actor, resource.name, write=action != "read")):
            condition |= Q(**{f"{prefix}pk__in": ids})
        return condition


def team_of(actor: Actor, resource: str, *, write: bool) -> list[UUID]:
    """The records on whose team the actor is: ids, not a subquery, so that PostgreSQL can join three index scans. Kept within the epoch."""

    def load() -> list[UUID]:
        from .models import TeamMember

        rows = TeamMember.objects.filter(resource=resource, user_id__in=actor.owner_ids, **({"can_write": True} if write else {}))
        return sorted(rows.values_list("object_id", flat=True))

    return keep(("team", actor.owner_ids, resource, write), load)


@dataclass(frozen=True)
class ParentScope(Scope):
    """A child row: seen where its parent is seen, changed as far as its own grants reach within that."""

    parent: str

    def q(self, actor: Actor, resource: Resource, action: str, prefix: str = "") -> Q:
        return self.parents(actor, resource, action, f"{prefix}{self.parent}__")

    def parents(self, actor: Actor, resource: Resource, action: str, prefix: str = "") -> Q:
        """The parent rows below which ``actor`` may do ``action`` with children."""
        own = actor.reach(resource.name, action)
        parent = resource.parent()
        seen = actor.reach(parent.name, "read")
        if own is None or seen is None:
            return Q(pk__in=[])
        narrowed = Actor(
            actor.id,
            actor.name,
            actor.kind,
            {(parent.name, "read"): own & seen},
            actor.unmasked,
            actor.owner_ids,
            actor.unit,
            actor.company,
        )
        return parent.scope.q(narrowed, parent, "read", prefix)


@dataclass(frozen=True)
class SharedScope(Scope):
    """Rows of the whole group (dictionaries, roles): seen by all who hold the grant, changed by those who hold it for the group."""

    def q(self, actor: Actor, resource: Resource, action: str, prefix: str = "") -> Q:
        reach = actor.reach(resource.name, action)
        return Q() if reach and (action in ("read", "export") or reach.units is None) else Q(pk__in=[])


def visible(actor: Actor, resource: Resource, action: str = "read") -> QuerySet[Any]:
    """Return the rows on which ``actor`` may do ``action``. The only way to rows of a resource."""
    rows = resource.model._default_manager.all()
    if not actor.can(resource.name, action):
        return rows.none()
    return rows.filter(resource.scope.q(actor, resource, action))


def require(actor: Actor, resource: Resource, action: str) -> None:
    """Raise NotAllowed unless the actor holds the action at some scope."""
    if not actor.can(resource.name, action):
        raise NotAllowed(
            "not_allowed",
            _("您没有“%(resource)s”的“%(action)s”权限，请联系管理员开通。")
            % {"resource": resource.label, "action": resource.action_label(action)},
        )


def get_visible(actor: Actor, resource: Resource, pk: object, action: str = "read", *, lock: bool = False) -> Any:
    """Return one row, perhaps locked. NotFound outside the read scope; NotAllowed inside it but not for ``action``."""
    from .ids import parse_uuid

    key = parse_uuid(pk)
    rows = visible(actor, resource, "read").filter(pk=key) if key else None
    if rows is None or not rows.exists():
        raise NotFound()
    if action != "read":
        require(actor, resource, action)
        if not visible(actor, resource, action).filter(pk=key).exists():
            raise NotAllowed(
                "not_allowed_here",
                _("您可以查看该记录，但无权对它执行“%(action)s”，请联系其负责人。") % {"action": resource.action_label(action)},
            )
    row = resource.model._default_manager.filter(pk=key)
    return (row.select_for_update(of=("self",), no_key=True) if lock else row).get()
