"""Recipients that need the org tree: supervisors, managers, holders of a role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.recipients import register_recipient
from zhuke.commons.automation.services.definitions import unit_column
from zhuke.kernel.resource import Resource

from .models import Membership, Unit

SUPERVISOR = "sales_supervisor"
People = dict[UUID, list[UUID]]


def holders(role: str) -> People:
    """Unit → the active people who hold the role there."""
    rows = Membership.objects.filter(role__code=role, role__active=True, role__archived_at=None, archived_at=None, user__is_active=True)
    found: People = {}
    for unit, person in rows.order_by("pk").values_list("unit_id", "user_id"):
        found.setdefault(unit, []).append(person)
    return found


def managers() -> People:
    """Unit → its active manager."""
    rows = Unit.objects.filter(manager__is_active=True).values_list("pk", "manager_id")
    return {unit: [person] for unit, person in rows if person}


def nearest(*layers: People) -> Callable[[Resource, list[UUID]], Mapping[UUID, Iterable[UUID]]]:
    """Find the people of the nearest unit from a record's own upwards; a later layer counts where an earlier one has nobody at all."""

    def find(resource: Resource, ids: list[UUID]) -> Mapping[UUID, Iterable[UUID]]:
        column = unit_column(resource)
        if not column:
            return {}
        rows = resource.model._default_manager.filter(pk__in=ids).values_list("pk", F(f"{column[:-3]}__path"))
        return {pk: _upwards(path or "", layers) for pk, path in rows}

    return find


def _upwards(path: str, layers: Iterable[People]) -> list[UUID]:
    units = [UUID(part) for part in reversed(path.split("/")) if part]
    return next((layer[unit] for layer in layers for unit in units if layer.get(unit)), [])


def _supervisor(resource: Resource, ids: list[UUID], _argument: str) -> Mapping[UUID, Iterable[UUID]]:
    return nearest(holders(SUPERVISOR), managers())(resource, ids)


def _manager(resource: Resource, ids: list[UUID], _argument: str) -> Mapping[UUID, Iterable[UUID]]:
    return nearest(managers())(resource, ids)


def _role(resource: Resource, ids: list[UUID], argument: str) -> Mapping[UUID, Iterable[UUID]]:
    return nearest(holders(argument))(resource, ids)


register_recipient("supervisor", _("销售主管（没有则为部门负责人）"), _supervisor)
register_recipient("manager", _("部门负责人"), _manager)
register_recipient("role", _("担任某角色的人（就近）"), _role, "role")
