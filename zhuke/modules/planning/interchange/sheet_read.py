"""Reading a plan out of a table: Excel, WPS or CSV, from MS Project's export to what a site keeps by hand."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuke.commons.imports import dates, reading
from zhuke.commons.imports.cells import decimal_or_none, plain, to_yesno
from zhuke.commons.imports.findings import UnreadableFile
from zhuke.commons.imports.tables import RawRow
from zhuke.modules.planning.domain.network import Constraint, LinkKind, minutes, moment
from zhuke.modules.planning.domain.worktime import STANDARD, WorkTime

from . import sheet_words as words
from .plan_file import MINUTES_PER_DAY, FileAssignment, FileCalendar, FileLink, FileResource, FileTask, PlanFile, set_parents
from .refusals import MAX_LINKS, MAX_TASKS, BadPlanFile, warning

_HEAD = 40
_SHEETS = 10
_MORNING, _EVENING = dt.time(8), dt.time(17)
_EVERY_DAY = (STANDARD[0],) * 7


@dataclass(slots=True)
class _Line:
    """A row of the table with what was read out of it."""

    number: int
    cells: dict[str, Any]
    task: FileTask
    span: words.Span | None = None
    indent: int = 0


@dataclass(slots=True)
class _Table:
    plan: PlanFile
    columns: set[str] = field(default_factory=set)
    lines: list[_Line] = field(default_factory=list)

    def say(self, code: str, message: str, task: FileTask | None = None) -> None:
        self.plan.findings.append(warning(code, message, task.uid if task else None))


def read(path: Path, name: str = "", minutes_per_day: int = MINUTES_PER_DAY) -> PlanFile:
    """The plan in the first sheet that has a column of task names; a day of the table has so many minutes. Raises BadPlanFile."""
    try:
        rows, headings = _find(path)
        table = _Table(PlanFile("xlsx", name=name, minutes_per_day=minutes_per_day), set(headings.values()))
        for row in rows:
            _line(table, row, headings)
    except UnreadableFile as problem:
        raise BadPlanFile(problem.code, said=problem.message) from problem
    if not table.lines:
        raise BadPlanFile("no_tasks")
    plan = table.plan
    plan.tasks = [line.task for line in table.lines]
    _levels(table)
    set_parents(plan)
    if _counts_every_day(table):
        plan.calendars, plan.calendar = [FileCalendar(1, _("每周七天"), week=list(_EVERY_DAY))], 1
    _spans(table)
    starts = [task.start for task in plan.tasks if task.start]
    plan.start = min(starts) if starts else None
    _links(table)
    _dates_as_constraints(table)
    _resources(table)
    return plan


def _find(path: Path) -> tuple[Iterator[RawRow], dict[int, str]]:
    """The rows below the headings, and which column is what."""
    how = reading.how_to_read(path)
    for sheet in range(_SHEETS):
        try:
            rows = reading.lines(path, sheet, reading=how)
            for seen, row in enumerate(rows):
                headings = _headings(row)
                if headings:
                    return rows, headings
                if seen > _HEAD:
                    break
        except UnreadableFile as problem:
            if problem.code == "no_such_sheet" and sheet:
                break
            raise
    raise BadPlanFile("no_name_column")


def _headings(row: RawRow) -> dict[int, str] | None:
    found: dict[int, str] = {}
    for column, value in enumerate(row.values):
        name = words.column_of(value) if isinstance(value, str) else None
        if name and name not in found.values():
            found[column] = name
    return found if "name" in found.values() and len(found) >= 2 else None


def _line(table: _Table, row: RawRow, headings: dict[int, str]) -> None:
    cells = {headings[column]: value for column, value in enumerate(row.values) if column in headings and value not in (None, "")}
    raw = cells.get("name")
    name = plain(raw) if raw is not None else ""
    if not name:
        return
    if words.column_of(name) == "name" and len(cells) > 1:
        return  # the headings again, as tables of several pages have them
    task = FileTask(len(table.lines) + 1, " ".join(name.split())[:1000], id=len(table.lines) + 1)
    text = raw if isinstance(raw, str) else ""
    indent = len(text) - len(text.lstrip(" \u3000\t\u00a0"))
    table.lines.append(_Line(row.number, cells, task, indent=indent))
    if len(table.lines) > MAX_TASKS:
        raise BadPlanFile("too_many_tasks", limit=MAX_TASKS)
    task.wbs = plain(cells.get("wbs", ""))[:100]
    task.notes = plain(cells.get("notes", ""))[:10_000]
    task.start = _date(table, task, cells.get("start"), _MORNING)
    task.finish = _date(table, task, cells.get("finish"), _EVENING)
    task.actual_start = _date(table, task, cells.get("actual_start"), _MORNING)
    task.actual_finish = _date(table, task, cells.get("actual_finish"), _EVENING)
    task.deadline = _date(table, task, cells.get("deadline"), _EVENING)
    task.constraint = words.constraint_of(plain(cells.get("constraint", ""))) or Constraint.ASAP
    evening = task.constraint in (Constraint.FNET, Constraint.FNLT, Constraint.MFO)
    task.constraint_at = _date(table, task, cells.get("constraint_at"), _EVENING if evening else _MORNING)
    if task.constraint_at is None and task.constraint is not Constraint.ALAP:
        task.constraint = Constraint.ASAP
    priority = decimal_or_none(plain(cells.get("priority", "")))
    task.priority = int(priority) if priority is not None and 0 <= priority <= 1000 else 500
    _progress(task, cells.get("progress"))


def _date(table: _Table, task: FileTask, value: Any, ordinary: dt.time) -> dt.datetime | None:
    """A date without a time gets the usual one of its kind; MS Project's exports end in "NA" where there is none."""
    if value is None or plain(value).strip().lower() in ("na", "n/a", "-", "/"):
        return None
    moment, _findings = dates.to_datetime(value)
    if moment is None:
        said = _("第 %(row)s 行任务“%(name)s”的日期“%(text)s”无法识别，已忽略。")
        table.say("date", said % {"row": table.lines[-1].number, "name": task.name, "text": plain(value)[:40]}, task)
        return None
    moment = moment.replace(tzinfo=None, second=0, microsecond=0)
    return dt.datetime.combine(moment.date(), ordinary) if moment.time() == dt.time() else moment


def _progress(task: FileTask, value: Any) -> None:
    text = plain(value) if value is not None else ""
    number = decimal_or_none(text.rstrip("%％ "))
    if number is None:
        return
    share = not text.endswith(("%", "％")) and isinstance(value, float) and 0 < number <= 1
    task.progress = min(max(number * 100 if share else number, Decimal(0)), Decimal(100)).quantize(Decimal("0.01"))


# Order and length ----------------------------------------------------------------------------------------------------------


def _levels(table: _Table) -> None:
    """Outline levels from their column, else from dotted codes, else from the spaces before the names."""
    if "level" in table.columns:
        for line in table.lines:
            number = decimal_or_none(plain(line.cells.get("level", "")))
            line.task.level = min(max(int(number), 1), 100) if number is not None and number == number.to_integral_value() else 1
        return
    dotted = [line for line in table.lines if "." in line.task.wbs]
    if dotted:
        least = min(line.task.wbs.strip(".").count(".") for line in table.lines if line.task.wbs)
        level = 1
        for line in table.lines:
            if line.task.wbs:
                level = line.task.wbs.strip(".").count(".") - least + 1
            line.task.level = min(level, 100)
        return
    widths: list[int] = []
    for line in table.lines:
        while widths and widths[-1] >= line.indent:
            widths.pop()
        widths.append(line.indent)
        line.task.level = min(len(widths), 100)


def _counts_every_day(table: _Table) -> bool:
    """Whether most durations are days of the calendar, as sites count them: from the first to the last, both included."""
    natural = working = 0
    time, day = WorkTime(STANDARD), table.plan.minutes_per_day
    for line in table.lines:
        task = line.task
        span = words.span_of(plain(line.cells.get("duration", "")), day)
        if task.summary or not task.start or not task.finish or span is None or span.elapsed or not span.minutes:
            continue
        days = (task.finish.date() - task.start.date()).days + 1
        natural += days * day == span.minutes
        working += time.between(minutes(task.start), minutes(task.finish)) == span.minutes
    if natural > working:
        table.say("calendar_days", _("表中的工期按日历天计算，已使用每周七天的日历。"))
    return natural > working


def _spans(table: _Table) -> None:
    day = table.plan.minutes_per_day
    time = WorkTime(_EVERY_DAY if table.plan.calendars else STANDARD)
    for line in table.lines:
        task, text = line.task, plain(line.cells.get("duration", ""))
        span = words.span_of(text, day) if text else None
        task.milestone = bool(to_yesno(line.cells.get("milestone", ""))[0]) and not task.summary
        if task.summary:
            continue
        if text and (span is None or span.percent is not None):
            said = _("第 %(row)s 行任务“%(name)s”的工期“%(text)s”无法识别，按 1 天处理。")
            table.say("duration", said % {"row": line.number, "name": task.name, "text": text[:40]}, task)
            span = None
        if span is not None:
            task.duration, task.elapsed = span.minutes, span.elapsed
        elif task.milestone:
            task.duration = 0
        elif task.start and task.finish and task.finish >= task.start:
            task.duration = max(time.between(minutes(task.start), minutes(task.finish)), 0)
        else:
            task.duration, task.estimated = day, True
        task.milestone = task.milestone or task.duration == 0
        if task.finish and not task.start and task.duration is not None:
            task.start = _before(time, task.finish, task.duration)


def _before(time: WorkTime, finish: dt.datetime, duration: int) -> dt.datetime:
    return moment(time.subtract(minutes(finish), duration))


# Links ---------------------------------------------------------------------------------------------------------------------


def _links(table: _Table) -> None:
    plan = table.plan
    targets = _targets(table)
    for line in table.lines:
        text = plain(line.cells.get("predecessors", ""))
        if not text:
            continue
        found, bad = words.predecessors_of(text, plan.minutes_per_day)
        seen: set[tuple[int, LinkKind]] = set()
        for entry in found:
            pred = targets.get(entry.ref.lower())
            if pred is None or pred is line.task:
                bad.append(entry.ref)
            elif (pred.uid, entry.kind) not in seen:
                seen.add((pred.uid, entry.kind))
                lag = entry.lag
                plan.links.append(FileLink(pred.uid, line.task.uid, entry.kind, lag.minutes, lag.elapsed, lag.percent))
        if bad:
            said = _("第 %(row)s 行任务“%(name)s”的前置任务“%(text)s”没有找到或无法识别，已忽略。")
            table.say("predecessor", said % {"row": line.number, "name": line.task.name, "text": "、".join(bad)[:80]}, line.task)
        if len(plan.links) > MAX_LINKS:
            raise BadPlanFile("too_many_links", limit=MAX_LINKS)


def _targets(table: _Table) -> dict[str, FileTask]:
    """What a predecessor may be called: the number in its own column, else its code, else its place in the table."""
    found: dict[str, FileTask] = {}
    for line in table.lines:
        found.setdefault(line.task.name.lower(), line.task)
    for place, line in enumerate(table.lines, 1):
        found[str(place)] = line.task
    if "wbs" in table.columns and "id" not in table.columns and _codes_are_named(table):
        found.update({line.task.wbs.lower(): line.task for line in table.lines if line.task.wbs})
    for line in table.lines:
        number = plain(line.cells.get("id", "")).strip().lower()
        if number:
            found[number] = line.task
    return found


def _codes_are_named(table: _Table) -> bool:
    """Whether more predecessors can be found among the codes than among the places."""
    codes = {line.task.wbs.lower() for line in table.lines if line.task.wbs}
    refs = [
        entry.ref.lower()
        for line in table.lines
        for entry in words.predecessors_of(plain(line.cells.get("predecessors", "")), table.plan.minutes_per_day)[0]
    ]
    places = {str(place) for place in range(1, len(table.lines) + 1)}
    return sum(ref in codes for ref in refs) > sum(ref in places for ref in refs) or any(ref in codes - places for ref in refs)


def _dates_as_constraints(table: _Table) -> None:
    """A table that has no column of constraints means its dates: who has no predecessor starts on the day that is written there."""
    plan = table.plan
    if "constraint" in table.columns or "start" not in table.columns:
        return
    followed = {link.succ for link in plan.links}
    for task in plan.tasks:
        if not task.summary and task.uid not in followed and task.start and plan.start and task.start > plan.start:
            task.constraint, task.constraint_at = Constraint.SNET, task.start


def _resources(table: _Table) -> None:
    plan = table.plan
    known: dict[str, FileResource] = {}
    for line in table.lines:
        for entry in plain(line.cells.get("resources", "")).replace("，", ",").replace("、", ",").replace(";", ",").split(","):
            name, _bracket, units = entry.strip().partition("[")
            if not name or line.task.summary:
                continue
            if name not in known:
                known[name] = FileResource(len(known) + 1, name[:255], id=len(known) + 1)
                plan.resources.append(known[name])
            share = decimal_or_none(units.rstrip("]% "))
            part = share / 100 if share is not None and "%" in units else Decimal(1)
            plan.assignments.append(FileAssignment(len(plan.assignments) + 1, line.task.uid, known[name].uid, units=part))
