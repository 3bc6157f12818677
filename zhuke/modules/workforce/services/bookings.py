"""Resources promised to projects: never more than the whole of a resource on any day, never outside the days on which it can be had."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.workforce.domain.availability import Span, peak
from zhuke.modules.workforce.models import Booking, PoolResource, ResourceRequest

FULL = Decimal(100)


def create_booking(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Booking:
    """Promise a resource to a project. Raises invalid (dates), overbooked, not_available."""
    row: Booking = build(actor, by_model(Booking), values, pk=pk)
    return _save(actor, row, "bookings.created")


def update_booking(actor: Actor, row: Booking, **values: Any) -> Booking:
    """Change what is promised; resource and project stand. Raises invalid, overbooked, not_available."""
    if any(values.get(name, getattr(row, name)) != getattr(row, name) for name in ("resource_id", "project_id")):
        raise invalid({"resource": [_("已有安排不能改资源和项目，请归档这一条，另建一条。")]})
    assign(row, values)
    return _save(actor, row, "bookings.updated")


def book(actor: Actor, resource: PoolResource, request: ResourceRequest, *, since: dt.date, until: dt.date, percent: Decimal) -> Booking:
    """The promise that answers a request. Raises overbooked, not_available, invalid."""
    row = Booking(
        resource=resource, project_id=request.project_id, request=request, since=since, until=until, percent=percent,
        note=request.note[:200], created_by_id=actor.id,
    )  # fmt: skip
    return _save(actor, row, "bookings.created")


def _save(actor: Actor, row: Booking, event: str) -> Booking:
    if not row.since or not row.until or row.until < row.since:
        raise invalid({"until": [_("结束日期不能早于开始日期，请改正日期。")]})
    resource = PoolResource.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.resource_id)
    _check_days(resource, row)
    _check_room(resource, row)
    save(row, by_model(Booking))
    emit(event, row, actor, {"project": str(row.project_id)})
    if resource.user_id and resource.user_id != actor.id:
        notify(
            [resource.user_id], "workforce", say(_("您被安排到项目 %(project)s"), project=row.project.name),
            say(_("%(since)s 至 %(until)s，占用 %(percent)s%%"), since=row.since, until=row.until, percent=f"{row.percent.normalize():f}"),
            subject=row, actor=actor, key=f"booking:{row.pk}:{row.version}",
        )  # fmt: skip
    return row


def _check_days(resource: PoolResource, row: Booking) -> None:
    if resource.archived_at:
        raise Conflict("not_available", _("“%(name)s”已归档，请选择其他资源。") % {"name": resource.name})
    too_early = resource.available_from and row.since < resource.available_from
    too_late = resource.available_until and row.until > resource.available_until
    if too_early or too_late:
        first, last = resource.available_from or "…", resource.available_until or "…"
        text = _("“%(name)s”的可用时间是 %(first)s 至 %(last)s，请调整日期。")
        raise Conflict("not_available", text % {"name": resource.name, "first": first, "last": last})
    for gone in resource.absences.filter(archived_at=None, since__lte=row.since, until__gte=row.until):
        text = _("“%(name)s”在 %(first)s 至 %(last)s 不可用，请调整日期或选择其他资源。")
        raise Conflict("not_available", text % {"name": resource.name, "first": gone.since, "last": gone.until})


def _check_room(resource: PoolResource, row: Booking) -> None:
    others = Booking.objects.filter(resource=resource, archived_at=None, since__lte=row.until, until__gte=row.since).exclude(pk=row.pk)
    spans = [Span(*each) for each in others.values_list("since", "until", "percent")]
    taken, when = peak(spans, row.since, row.until)
    if taken + row.percent > FULL:
        text = _("“%(name)s”从 %(when)s 起已安排 %(taken)s%%，最多还能占用 %(left)s%%。请降低占用比例、调整日期或选择其他资源。")
        values = {"name": resource.name, "when": when, "taken": f"{taken.normalize():f}", "left": f"{(FULL - taken).normalize():f}"}
        raise Conflict("overbooked", text % values, data={"taken": str(taken), "from": str(when)})
