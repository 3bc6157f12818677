"""Resources enter and change here; people with project roles come into the pool by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.orgs.models import Membership, User
from zhuke.modules.workforce.models import Absence, PoolResource

# Whoever holds one of these roles works on projects.
ENGAGED = ("project_manager", "technical", "purchaser", "quality", "safety", "site_worker")


def create_resource(actor: Actor, *, pk: UUID | None = None, **values: Any) -> PoolResource:
    """Add a resource; without a number it gets the next one. Raises invalid (account or number taken, dates)."""
    row: PoolResource = build(actor, by_model(PoolResource), values, pk=pk)
    _save(actor, row)
    emit("pool_resources.created", row, actor)
    return row


def update_resource(actor: Actor, row: PoolResource, **values: Any) -> PoolResource:
    """Change a resource. Raises invalid."""
    assign(row, values)
    _save(actor, row)
    emit("pool_resources.updated", row, actor, {"fields": sorted(values)})
    return row


def enrol(actor: Actor, people: Iterable[UUID]) -> list[PoolResource]:
    """Put people with accounts into the pool who are not in it; archived resources count as in it. Returns those that are new."""
    wanted = User.objects.filter(pk__in=set(people), is_active=True, unit__isnull=False)
    missing = wanted.exclude(pk__in=PoolResource.objects.filter(user__isnull=False).values("user")).order_by("pk")
    with writing(actor):
        return [
            create_resource(
                actor, name=user.name, kind="person", user_id=user.pk, unit_id=user.unit_id, position=user.job_title, phone=user.phone
            )
            for user in missing
        ]  # fmt: skip


def enrol_engaged(actor: Actor) -> int:
    """Enrol everybody who holds a role of project work; returns how many are new."""
    held = Membership.objects.filter(role__code__in=ENGAGED, role__active=True, archived_at=None)
    return len(enrol(actor, held.values_list("user_id", flat=True)))


def of_person(actor: Actor, user_id: UUID) -> PoolResource:
    """The resource of an account, made where there is none. Raises invalid: the account is switched off or has no unit."""
    found = PoolResource.objects.filter(user_id=user_id).first() or next(iter(enrol(actor, [user_id])), None)
    if found is None:
        raise invalid({"person": [_("该账号已停用或没有所属单位，请联系管理员。")]})
    return found


def create_absence(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Absence:
    """Write down days on which a resource is away. Raises invalid (dates, another absence on these days)."""
    row: Absence = build(actor, by_model(Absence), values, pk=pk)
    _save_absence(row)
    emit("absences.created", row, actor)
    return row


def update_absence(actor: Actor, row: Absence, **values: Any) -> Absence:
    """Change an absence. Raises invalid."""
    assign(row, values)
    _save_absence(row)
    emit("absences.updated", row, actor, {"fields": sorted(values)})
    return row


def _save_absence(row: Absence) -> None:
    others = Absence.objects.filter(resource_id=row.resource_id, archived_at=None, since__lte=row.until, until__gte=row.since)
    other = others.exclude(pk=row.pk).first()
    if other:
        text = _("该资源在 %(since)s 至 %(until)s 已登记不可用，请修改那一条或另选日期。")
        raise invalid({"since": [text % {"since": other.since, "until": other.until}]})
    save(row, by_model(Absence))


def _save(actor: Actor, row: PoolResource) -> None:
    row.number = row.number.strip()
    while not row.number:
        number = next_number(actor, "pool_resources", row.unit_id, timezone.localdate())
        if not PoolResource.objects.filter(unit_id=row.unit_id, number=number).exists():  # else somebody has typed it in
            row.number = number
    save(row, by_model(PoolResource))
