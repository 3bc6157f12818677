"""The week: written in the grid, sent to the superior, and, once approved, cost of the projects at the cost rates of that moment."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals import services as approvals
from zhuke.kernel.access import Actor, require
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, clean, create, save
from zhuke.modules.effort.models import Timesheet, WeeklyReport, WeeklyReportLine
from zhuke.modules.projects.services import costs
from zhuke.modules.workforce.models import PoolResource

from . import sheets
from .sheets import SENT, monday_of, week_lines

CENT = Decimal("0.01")
WORDS = ("summary", "problems", "plan")


def begin(actor: Actor, *, pk: UUID | None = None, **values: Any) -> WeeklyReport:
    """Begin the report of a week, one's own. Raises invalid (no Monday, a coming week, a second one), outside_scope."""
    row: WeeklyReport = build(actor, by_model(WeeklyReport), values, pk=pk)
    row.person_id = row.person_id or actor.id
    if actor.kind != "system" and row.person_id != actor.id:
        raise NotAllowed("outside_scope", _("周报只能自己写，请由本人填写。"))
    if row.person_id is None:
        raise invalid({"person": [_("请选择填报人。")]})
    if row.monday.weekday():
        raise invalid({"monday": [_("请填写那一周的星期一。")]})
    if row.monday > timezone.localdate():
        raise invalid({"monday": [_("不能提前写以后的周报。")]})
    _fill(row)
    save(row, by_model(WeeklyReport))
    Timesheet.objects.filter(pk__in=[line.pk for line in week_lines(row.person_id, row.monday)]).update(report=row)
    emit("weekly_reports.created", row, actor)
    return row


def edit(actor: Actor, row: WeeklyReport, **values: Any) -> WeeklyReport:
    """Change the words of a week that was not sent; person and week stand. Raises week_sent, invalid."""
    if row.state in SENT:
        raise Conflict("week_sent", _("周报已提交，不能再修改。要改请先在审批里撤回。"))
    if any(values.get(name, getattr(row, name)) != getattr(row, name) for name in ("person_id", "monday")):
        raise invalid({"monday": [_("周报的填报人和周次不能改，请为那一周另写一份。")]})
    assign(row, values)
    _fill(row)
    save(row, by_model(WeeklyReport))
    emit("weekly_reports.updated", row, actor, {"fields": sorted(values)})
    return row


def write_week(actor: Actor, monday: dt.date, entries: Sequence[Mapping[str, Any]]) -> None:
    """Make one's own week read as in the grid: entries with an id are changed, others added, those that are missing taken away.

    All or nothing. Raises invalid (``data.line``: which entry), week_sent, too_late, not_allowed.
    """
    resource = by_model(Timesheet)
    require(actor, resource, "create")
    with writing(actor):
        known = {line.pk: line for line in week_lines(actor.id, monday)}
        kept = {entry["id"] for entry in entries if entry.get("id") in known}
        for key, line in known.items():
            if key not in kept:
                sheets.remove(actor, line)
        # Lines that become shorter first: a day is never fuller than it will be.
        order = sorted(range(len(entries)), key=lambda n: _growth(known, entries[n]))
        for n in order:
            _write_line(actor, known, monday, n, entries[n])


def submit(actor: Actor, row: WeeklyReport) -> WeeklyReport:
    """Send the week to the superior. Raises wrong_state, empty_week."""
    approvals.submit(actor, "weekly_reports", row, verb="approve_week")
    row.refresh_from_db()
    return row


def send_week(actor: Actor, monday: dt.date, words: Mapping[str, str]) -> WeeklyReport:
    """Write the words of one's own week and send it, beginning the report where there is none. Raises as begin, edit and submit."""
    resource = by_model(WeeklyReport)
    require(actor, resource, "submit")
    with writing(actor):
        found = WeeklyReport.objects.select_for_update(no_key=True, of=("self",)).filter(
            person_id=actor.id, monday=monday, archived_at=None
        )
        row = found.first()
        if row is None:
            row = create(actor, resource, {"monday": monday, **words})[0]
        elif words:
            row = edit(actor, row, **clean(actor, resource, words, row=row))
        return submit(actor, row)


def submitted(actor: Actor, row: WeeklyReport) -> None:
    """The week goes to approval; its totals stand as they are now. Raises wrong_state, empty_week."""
    if row.state in SENT:
        raise Conflict("wrong_state", _("这一周的周报已经提交过了。"))
    lines = list(week_lines(row.person_id, row.monday))
    if not lines:
        raise DomainError("empty_week", _("这一周还没有填工时，请先填报再提交。"))
    _fill(row)
    row.state, row.submitted_at, row.reason = "submitted", timezone.now(), ""
    save(row, by_model(WeeklyReport))
    _mark(row, "submitted")
    row.totals.all().delete()
    for (project, kind), part in _parts(lines).items():
        made = WeeklyReportLine(
            report=row, project_id=project, kind=kind, hours=sum(line.hours for line in part), overtime=sum(line.overtime for line in part),
            days=len({line.day for line in part}),
        )  # fmt: skip
        save(made, by_model(WeeklyReportLine))
    emit("weekly_reports.submitted", row, actor, {"hours": str(row.hours)})


def approved(actor: Actor, row: WeeklyReport) -> None:
    """The hours count: each project bears its part at the cost rates of today. Without a rate nothing is posted for that resource."""
    lines = list(week_lines(row.person_id, row.monday))
    for line in lines:
        rate = line.resource.cost_rate if line.resource else None
        line.costed = None if rate is None else (line.hours * rate).quantize(CENT, ROUND_HALF_UP)
        line.state, line.report = "approved", row
        save(line, by_model(Timesheet))
    for key, part in _parts(lines).items():
        _post(actor, row, key, part)
    row.state, row.approved_at = "approved", timezone.now()
    known = [line.costed for line in lines if line.costed is not None]
    row.costed = sum(known, Decimal(0)) if known else None
    save(row, by_model(WeeklyReport))
    emit("weekly_reports.approved", row, actor, {"hours": str(row.hours)})


def rejected(actor: Actor, row: WeeklyReport) -> None:
    """Back to the person, who may change and send it again."""
    _back(actor, row, "rejected", "weekly_reports.rejected")


def withdrawn(actor: Actor, row: WeeklyReport) -> None:
    """The person took it back."""
    _back(actor, row, "draft", "weekly_reports.withdrawn")


def reopen(actor: Actor, row: WeeklyReport, *, reason: str) -> WeeklyReport:
    """Give an approved week back to its person: the costs of the projects are taken back. Raises wrong_state."""
    if row.state != "approved":
        raise Conflict("wrong_state", _("只有已批准的周报可以退回重填。"))
    for total in row.totals.all():
        costs.reverse(actor, source=("weekly_report_lines", total.pk), reason=reason)
    row.totals.update(costed=None)
    row.state, row.reason, row.costed, row.approved_at = "rejected", reason, None, None
    save(row, by_model(WeeklyReport))
    week = [line.pk for line in week_lines(row.person_id, row.monday)]
    Timesheet.objects.filter(pk__in=week).update(state="rejected", costed=None)
    emit("weekly_reports.reopened", row, actor, {"reason": reason})
    return row


def title_of(row: WeeklyReport) -> str:
    """How the centre names it."""
    return _("%(name)s，共 %(hours)s 小时") % {"name": row.name, "hours": f"{row.hours.normalize():f}"}


def _back(actor: Actor, row: WeeklyReport, state: str, event: str) -> None:
    latest = approvals.latest("weekly_reports", row.pk, "approve_week")
    row.state, row.reason = state, (latest.opinion if latest and state == "rejected" else "")[:1000]
    save(row, by_model(WeeklyReport))
    _mark(row, state)
    emit(event, row, actor)


def _mark(row: WeeklyReport, state: str) -> None:
    week = [line.pk for line in week_lines(row.person_id, row.monday)]
    Timesheet.objects.filter(pk__in=week).update(state=state, report=row)


def _fill(row: WeeklyReport) -> None:
    lines = list(week_lines(row.person_id, row.monday))
    row.hours = sum((line.hours for line in lines), Decimal(0))
    row.overtime = sum((line.overtime for line in lines), Decimal(0))
    row.late_days = max((line.late_days for line in lines), default=0)
    year, week, _day = row.monday.isocalendar()
    person = row.person.name if row.person else ""
    row.name = str(_("%(person)s %(year)s 年第 %(week)s 周工时") % {"person": person, "year": year, "week": week})


def _parts(lines: Sequence[Timesheet]) -> dict[tuple[UUID, str], list[Timesheet]]:
    """The lines by project and by labour or machine."""
    parts: dict[tuple[UUID, str], list[Timesheet]] = defaultdict(list)
    for line in lines:
        machine = line.resource is not None and line.resource.kind == "machine"
        parts[(line.project_id, "machine" if machine else "labour")].append(line)
    return parts


def _post(actor: Actor, row: WeeklyReport, key: tuple[UUID, str], part: Sequence[Timesheet]) -> None:
    project_id, kind = key
    total = row.totals.select_related("project").filter(project_id=project_id, kind=kind).first()
    known = [line.costed for line in part if line.costed is not None]
    if total is None or not known:
        return
    total.costed = sum(known, Decimal(0))
    save(total, by_model(WeeklyReportLine))
    year, week, _day = row.monday.isocalendar()
    # Neither a name nor hours: whoever reads the costs of a project must not learn anybody's rate from them.
    text = str(_("%(year)s 年第 %(week)s 周工时成本") % {"year": year, "week": week})
    on = min(row.monday + dt.timedelta(days=6), timezone.localdate())
    costs.post(actor, total.project, kind, total.costed, on, source=("weekly_report_lines", total.pk), text=text)


def _growth(known: Mapping[UUID, Timesheet], entry: Mapping[str, Any]) -> Decimal:
    line = known.get(entry.get("id"))  # type: ignore[arg-type]
    moved = line is None or line.day != entry["day"]
    return entry["hours"] if line is None or moved else entry["hours"] - line.hours  # type: ignore[no-any-return]


def _write_line(actor: Actor, known: Mapping[UUID, Timesheet], monday: dt.date, number: int, entry: Mapping[str, Any]) -> None:
    resource = by_model(Timesheet)
    values = {name: value for name, value in entry.items() if name != "id"}
    line = known.get(entry.get("id"))  # type: ignore[arg-type]
    try:
        if monday_of(entry["day"]) != monday:
            raise invalid({"day": [_("%(day)s 不在这一周。") % {"day": entry["day"]}]})
        if line is None:
            create(actor, resource, values, pk=entry.get("id"))
            return
        cleaned = clean(actor, resource, values, row=line)
        if any(getattr(line, name) != value for name, value in cleaned.items()):
            sheets.change(actor, line, **cleaned)
    except DomainError as error:
        error.data["line"] = number
        raise


def resources_for(actor: Actor, person_id: UUID | None) -> list[PoolResource]:
    """The crews and machines for which the person has entered hours before, the latest first."""
    used = Timesheet.objects.filter(person_id=person_id, archived_at=None).exclude(resource__kind="person")
    keys = list(dict.fromkeys(used.order_by("-day").values_list("resource_id", flat=True)[:200]))
    found = PoolResource.objects.in_bulk(keys[:10])
    return [found[key] for key in keys[:10] if key in found]
