"""The rule about giving rights: nobody gives more than they hold in their own right, and one group administrator always remains.

A role given in a unit is a set of reaches: each of its grants, seen from that unit. The giver must hold every one of these actions at least
as far, and see every masked field that the role opens. Rights lent by deputyship do not count, nor do those that an API token leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, Reach
from zhuke.kernel.errors import Conflict, NotAllowed
from zhuke.kernel.resource import by_name
from zhuke.modules.orgs.actors import build, load_tree
from zhuke.modules.orgs.models import FieldGrant, Grant, Membership, Role, Unit, User


def in_own_right(actor: Actor) -> Actor:
    """The actor without what is lent by deputyship; a token stays as narrow as it is.

    A module that is off takes no say in it: else nobody could give the roles that hold its rights, nor take them away.
    """
    if actor.id is None:
        return actor
    own = build(User.objects.get(pk=actor.id), timezone.localdate(), lent=False, whole=True)
    reaches = own.reaches
    if actor.kind == "token":
        reaches = {key: reach & actor.reaches[key] for key, reach in own.reaches.items() if key in actor.reaches}
    return Actor(actor.id, actor.name, actor.kind, reaches, own.unmasked & actor.unmasked, (actor.id,), actor.unit, actor.company)


def covers(have: Reach | None, need: Reach) -> bool:
    """Whether ``need`` lies within ``have``."""
    if have is None:
        return False
    return have.units is None or (need.units is not None and need.units <= have.units)


def excess(giver: Actor, unit_id: UUID, role_id: UUID) -> list[str]:
    """What the role, held in the unit, allows beyond ``giver`` (an actor in own right): labels for a message; empty: nothing."""
    if giver.kind == "system":
        return []
    tree = load_tree()
    found = [
        right_label(resource, action)
        for resource, action, scope in Grant.objects.filter(role_id=role_id).values_list("resource", "action", "scope")
        if not covers(giver.reach(resource, action), tree.reach(unit_id, scope))
    ]
    fields = FieldGrant.objects.filter(role_id=role_id).values_list("resource", "field")
    return found + [field_label(resource, field) for resource, field in fields if not giver.sees(resource, field)]


def right_label(resource: str, action: str) -> str:
    """``客户·导出``, for messages."""
    known = by_name(resource)
    return f"{known.label}·{known.action_label(action)}" if known else f"{resource}·{action}"


def field_label(resource: str, field: str) -> str:
    """``联系人·手机``, for messages."""
    known = by_name(resource)
    return f"{known.label}·{known.specs[field].label}" if known and field in known.specs else f"{resource}·{field}"


def require_gives(actor: Actor, unit: Unit, role: Role) -> None:
    """Raise not_allowed_here or exceeds_own unless the actor may give the role in the unit."""
    giver = in_own_right(actor)
    if not covers(giver.reach("memberships", "create"), Reach(frozenset({unit.pk}))):
        raise NotAllowed("not_allowed_here", _("“%(unit)s”不在您可以任命的范围内，请由该单位的上级管理员操作。") % {"unit": unit.name})
    if beyond := excess(giver, unit.pk, role.pk):
        raise NotAllowed(
            "exceeds_own",
            _("角色“%(role)s”的权限超出您自己的权限（%(rights)s），请由上级管理员授予。") % {"role": role.name, "rights": _few(beyond)},
            data={"rights": beyond[:50]},
        )


def require_not_above(actor: Actor, person: User) -> None:
    """Raise above_you when the person holds more than the actor: whoever could take over such an account would gain by it."""
    if actor.id == person.pk:
        return
    giver = in_own_right(actor)
    for unit_id, role_id in Membership.objects.filter(user=person, archived_at=None).values_list("unit_id", "role_id"):
        if beyond := excess(giver, unit_id, role_id):
            raise NotAllowed(
                "above_you",
                _("“%(name)s”的权限高于您（%(rights)s），请由上级管理员操作。") % {"name": person.name, "rights": _few(beyond)},
            )


def _few(labels: list[str]) -> str:
    return "、".join(labels[:3]) + ("…" if len(labels) > 3 else "")


def administrators() -> Any:
    """The memberships that make group administrators: active people who may give roles and edit roles in the whole group."""
    rows = Membership.objects.filter(archived_at=None, user__is_active=True, unit__active=True, role__active=True, role__archived_at=None)
    for resource, action in (("memberships", "create"), ("roles", "update")):
        rows = rows.filter(role__in=Grant.objects.filter(resource=resource, action=action, scope="group").values("role"))
    return rows


@contextmanager
def keeping_an_administrator() -> Iterator[None]:
    """Raise last_administrator when the block leaves the group without one. Such blocks run one at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('zhuke.rights'))")
    before = administrators().exists()
    yield
    if before and not administrators().exists():
        raise Conflict("last_administrator", _("这样集团就没有系统管理员了。请先把系统管理员角色授予另一位在职人员。"))
