"""Hours are entered by whoever worked, or by whoever answers for a crew or machine; a week that was sent stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.calendars.lateness import check_late, late_days
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import Conflict, NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.effort.models import Timesheet, WeeklyReport
from zhuke.modules.workforce.models import PoolResource
from zhuke.modules.workforce.services.pool import of_person

DAY_HOURS = Decimal(24)
STEP = Decimal("0.25")
SENT = ("submitted", "approved")


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the day's week."""
    return day - dt.timedelta(days=day.weekday())


def enter(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Timesheet:
    """Enter hours of one's own, or of a crew or machine. Raises invalid, outside_scope, week_sent, too_late."""
    row: Timesheet = build(actor, by_model(Timesheet), values, pk=pk)
    row.person_id = row.person_id or actor.id
    if actor.kind != "system" and row.person_id != actor.id:
        raise NotAllowed("outside_scope", _("工时只能自己填报，请由本人填写。"))
    if row.person_id is None:
        raise invalid({"person": [_("请选择填报人。")]})
    return _save(actor, row, "timesheets.created")


def change(actor: Actor, row: Timesheet, **values: Any) -> Timesheet:
    """Change hours of a week that was not sent; the person stands. Raises week_sent, invalid, too_late."""
    if values.get("person_id", row.person_id) != row.person_id:
        raise invalid({"person": [_("填报人不能改，请由本人另填一条。")]})
    check_open(row.person_id, row.day)
    assign(row, values)
    return _save(actor, row, "timesheets.updated")


def remove(actor: Actor, row: Timesheet) -> None:
    """Take hours away that were entered by mistake. Raises week_sent, too_late."""
    check_open(row.person_id, row.day)
    check_late(row.unit_id, row.day, field="day")
    row.archived_at = timezone.now()
    save(row, by_model(Timesheet))
    emit("timesheets.archived", row, actor)


def check_open(person_id: UUID | None, day: dt.date) -> None:
    """Raise week_sent where the week of that day lies with the superior or is approved. Holds the week until the transaction ends."""
    week = WeeklyReport.objects.select_for_update(no_key=True, of=("self",)).filter(
        person_id=person_id, monday=monday_of(day), archived_at=None
    )
    if any(report.state in SENT for report in week):
        raise Conflict("week_sent", _("这一周的周报已提交，工时不能再改。要改请先撤回周报，已批准的请联系上级退回。"))


def _save(actor: Actor, row: Timesheet, event: str) -> Timesheet:
    today = timezone.localdate()
    if row.day > today:
        raise invalid({"day": [_("不能提前填报以后日期的工时。")]})
    check_open(row.person_id, row.day)
    if actor.kind != "system":
        check_late(row.unit_id, row.day, field="day")
    resource = _resource_of(actor, row)
    _check_project(row)
    _check_hours(row)
    _check_day(resource, row)
    row.late_days, row.state = late_days(row.day), "draft"
    report = WeeklyReport.objects.filter(person_id=row.person_id, monday=monday_of(row.day), archived_at=None).first()
    row.report_id = report.pk if report else None
    save(row, by_model(Timesheet))
    emit(event, row, actor, {"project": str(row.project_id), "day": row.day.isoformat()})
    return row


def _resource_of(actor: Actor, row: Timesheet) -> PoolResource:
    if row.resource_id is None and row.person_id:
        row.resource = of_person(actor, row.person_id)
    resource = PoolResource.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.resource_id)  # type: ignore[misc]
    if resource.kind == "person" and resource.user_id != row.person_id:
        raise invalid({"resource": [_("“%(name)s”是另一个人，请由本人填报；这里只能为班组和机械代填。") % {"name": resource.name}]})
    if resource.kind != "person" and not visible(actor, by_model(PoolResource)).filter(pk=resource.pk).exists():
        raise invalid({"resource": [_("没有找到所选的“%(field)s”，请重新选择。") % {"field": _("资源")}]})
    return resource


def _check_project(row: Timesheet) -> None:
    if row.project.archived_at or row.project.phase == "closed":
        raise invalid({"project": [_("项目“%(name)s”已关闭，不能再填工时。") % {"name": row.project.name}]})
    if row.task and row.task.project_id != row.project_id:
        raise invalid({"task": [_("该任务不属于这个项目，请重新选择。")]})


def _check_hours(row: Timesheet) -> None:
    problems = {
        name: [_("请按 0.25 小时（一刻钟）的倍数填写。")]
        for name in ("hours", "overtime")
        if getattr(row, name) and getattr(row, name) % STEP
    }
    if problems:
        raise invalid(problems)


def _check_day(resource: PoolResource, row: Timesheet) -> None:
    """A person has 24 hours, a crew of eight 192. The resource's row is held, so that two entries at once cannot pass."""
    others = Timesheet.objects.filter(resource=resource, day=row.day, archived_at=None).exclude(pk=row.pk)
    before = others.aggregate(sum=Sum("hours"))["sum"] or Decimal(0)
    most = DAY_HOURS * max(resource.capacity, Decimal(100)) / 100
    if before + (row.hours or 0) > most:
        text = _("“%(name)s”这一天已填 %(before)s 小时，最多 %(most)s 小时，请改正。")
        values = {"name": resource.name, "before": f"{before.normalize():f}", "most": f"{most.normalize():f}"}
        raise invalid({"hours": [text % values]})


def week_lines(person_id: UUID | None, monday: dt.date) -> Iterable[Timesheet]:
    """The hours of a person in a week, in the order of days."""
    rows = Timesheet.objects.filter(person_id=person_id, day__range=(monday, monday + dt.timedelta(days=6)), archived_at=None)
    return rows.select_related("project", "task", "resource").order_by("day", "created_at", "id")
