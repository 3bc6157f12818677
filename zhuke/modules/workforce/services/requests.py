"""A project is short of somebody: it asks a unit, whose manager grants from the pool or refuses with a reason."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import may_see, notify, say
from zhuke.kernel.access import Actor, require
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, NotAllowed, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, clean, save
from zhuke.modules.orgs.models import Unit
from zhuke.modules.workforce.models import Booking, PoolResource, ResourceRequest

from .bookings import book

WISHES = ("project", "since", "until", "percent", "note", "role")


def create_request(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ResourceRequest:
    """Ask a unit for resources; its manager is told. Raises invalid (dates, closed project)."""
    row: ResourceRequest = build(actor, by_model(ResourceRequest), values, pk=pk)
    return _open(actor, row)


def ask_for(actor: Actor, resource_id: UUID, values: dict[str, Any]) -> ResourceRequest:
    """Ask for one resource found in the search over the group: its unit is asked. Raises not_found, not_allowed, invalid.

    Whoever may ask finds resources beyond the own scope, by name and unit only; so the reference needs no reading right here.
    """
    kind = by_model(ResourceRequest)
    require(actor, kind, "create")
    wished = PoolResource.objects.filter(pk=resource_id, archived_at=None).first()
    if wished is None:
        raise NotFound()
    with writing(actor):
        row = build(actor, kind, clean(actor, kind, {name: value for name, value in values.items() if name in WISHES}))
        row.unit_id, row.kind, row.wished, row.count = wished.unit_id, wished.kind, wished, 1
        return _open(actor, row)


def update_request(actor: Actor, row: ResourceRequest, **values: Any) -> ResourceRequest:
    """Change a request that nobody has answered. Raises wrong_state, invalid."""
    if row.state != "open" or row.granted:
        raise Conflict("wrong_state", _("已有答复的申请不能修改，请另提一份。"))
    assign(row, values)
    _check(row)
    save(row, by_model(ResourceRequest))
    emit("resource_requests.updated", row, actor, {"fields": sorted(values)})
    return row


def grant(
    actor: Actor, row: ResourceRequest, *, resource: Any, since: dt.date | None = None, until: dt.date | None = None,
    percent: Decimal | None = None, note: str | None = None,
) -> ResourceRequest:  # fmt: skip
    """Give one resource to the project; the request is done when as many were given as were asked for.

    Raises wrong_state, invalid (kind), not_allowed (another unit's resource), overbooked, not_available.
    """
    _expect_open(row)
    given: PoolResource | None = PoolResource.objects.filter(pk=resource).first()
    if given is None:
        raise NotFound()
    _require_booking(actor, given)
    if given.kind != row.kind:
        raise invalid({"resource": [_("申请的是“%(kind)s”，请选择这一类的资源。") % {"kind": row.get_kind_display()}]})
    if row.bookings.filter(resource=given, archived_at=None).exists():
        raise invalid({"resource": [_("“%(name)s”已经安排给这份申请，请选择另一个。") % {"name": given.name}]})
    book(actor, given, row, since=since or row.since, until=until or row.until, percent=row.percent if percent is None else percent)
    row.granted += 1
    row.answer = note or row.answer
    if row.granted >= row.count:
        row.state = "granted"
    _answered(actor, row)
    emit("resource_requests.granted", row, actor, {"resource": str(given.pk), "user": str(given.user_id or ""), "role": row.role})
    notify(
        [row.owner_id], "workforce", say(_("%(name)s 已安排到 %(project)s"), name=given.name, project=row.project.name),
        say(_("已安排 %(done)s / %(count)s"), done=row.granted, count=row.count),
        subject=row, actor=actor, key=f"request:{row.pk}:{row.version}",
    )  # fmt: skip
    return row


def refuse(actor: Actor, row: ResourceRequest, *, reason: str) -> ResourceRequest:
    """Say no, to the whole or, where some were given, to the rest. Raises wrong_state."""
    _expect_open(row)
    row.state, row.answer = ("granted" if row.granted else "refused"), reason
    _answered(actor, row)
    emit("resource_requests.refused", row, actor, {"reason": reason})
    title = _("%(project)s 的用人申请未获安排") if not row.granted else _("%(project)s 的用人申请只安排了一部分")
    notify(
        [row.owner_id], "workforce", say(title, project=row.project.name), reason,
        subject=row, actor=actor, key=f"request:{row.pk}:{row.version}",
    )  # fmt: skip
    return row


def withdraw(actor: Actor, row: ResourceRequest) -> ResourceRequest:
    """No longer needed; what was given stays and is taken back in the bookings. Raises wrong_state."""
    _expect_open(row)
    row.state = "granted" if row.granted else "withdrawn"
    save(row, by_model(ResourceRequest))
    emit("resource_requests.withdrawn", row, actor)
    return row


def manager_of(row: ResourceRequest) -> UUID | None:
    """The manager of the asked unit, else of the units above, who may read the request."""
    unit = Unit.objects.filter(pk=row.unit_id).first()
    ids = [part for part in reversed(unit.path.split("/")) if part] if unit else []
    managers = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "manager_id"))
    found = (managers.get(UUID(key)) for key in ids)
    return next((user for user in found if user and may_see(user, by_model(ResourceRequest), row.pk)), None)


def _open(actor: Actor, row: ResourceRequest) -> ResourceRequest:
    _check(row)
    save(row, by_model(ResourceRequest))
    emit("resource_requests.created", row, actor)
    manager = manager_of(row)
    if manager and manager != actor.id:
        what = row.wished.name if row.wished else str(row.get_kind_display())
        notify(
            [manager], "workforce", say(_("%(project)s 申请 %(what)s × %(count)s"), project=row.project.name, what=what, count=row.count),
            say(_("%(since)s 至 %(until)s。%(note)s"), since=row.since, until=row.until, note=row.note),
            subject=row, actor=actor, key=f"request:{row.pk}",
        )  # fmt: skip
    return row


def _check(row: ResourceRequest) -> None:
    if row.project_id and (row.project.archived_at or row.project.phase == "closed"):
        raise invalid({"project": [_("该项目已关闭，不能再申请资源。")]})
    if row.since and row.until and row.until < timezone.localdate():
        raise invalid({"until": [_("这段时间已经过去，请选择以后的日期。")]})


def _require_booking(actor: Actor, given: PoolResource) -> None:
    """Whoever gives a resource away must be the one who may promise it."""
    kind = by_model(Booking)
    scope: Any = kind.scope
    if not actor.can(kind.name, "create") or not PoolResource.objects.filter(scope.parents(actor, kind, "create"), pk=given.pk).exists():
        raise NotAllowed("outside_scope", _("您不能安排“%(name)s”，请选择本单位的资源或请其单位安排。") % {"name": given.name})


def _answered(actor: Actor, row: ResourceRequest) -> None:
    row.answered_at, row.answered_by_id = timezone.now(), actor.id
    save(row, by_model(ResourceRequest))


def _expect_open(row: ResourceRequest) -> None:
    if row.state != "open":
        raise Conflict("wrong_state", _("这份申请已经结束，请刷新后查看最新状态。"))
