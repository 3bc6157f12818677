"""Writing MS Project XML: what was read and not changed is written as it was, the rest by the schema of Project 2010 and later."""

import copy
import datetime as dt
from collections.abc import Iterator
from typing import Any

from zhuke.modules.planning.domain.worktime import Shifts

from . import codecs as c
from . import mspdi_fields as f
from .mspdi_read import LINKS, fill, price, rate
from .plan_file import FileAssignment, FileBaseline, FileCalendar, FileException, FileLink, FileResource, FileTask, Node, PlanFile

_NOT_READ_BACK = frozenset(("CriticalSlackLimit",))
_PER_MEASURE = "8"
_KINDS = {"material": "0", "work": "1", "cost": "2"}


def write(plan: PlanFile) -> bytes:
    """The plan as an MS Project XML file."""
    return "".join(_document(plan if plan.format == "mspdi" else _own(plan))).encode("utf-8")


def _own(plan: PlanFile) -> PlanFile:
    """A copy without what another format said: that means nothing here."""
    plan = copy.deepcopy(plan)
    plan.format = "mspdi"
    things: list[Any] = [plan, *plan.calendars, *plan.tasks, *plan.links, *plan.resources, *plan.assignments]
    for thing in [*things, *(baseline for task in plan.tasks for baseline in task.baselines.values())]:
        thing.source, thing.nested = {}, []
    return plan


def _document(plan: PlanFile) -> Iterator[str]:
    found = f.values(plan, [field for field in f.PROJECT if field.tag not in _NOT_READ_BACK])
    if not plan.source:
        found["SaveVersion"] = "14"
        found["CriticalSlackLimit"] = str(plan.critical_slack // max(plan.minutes_per_day, 1))
    head = f.element("Project", found, plan.nested).removesuffix("</Project>").removeprefix("<Project>")
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Project xmlns="{f.NAMESPACE}">'
    yield head
    yield "\n<Calendars>"
    yield from (_calendar(calendar) for calendar in plan.calendars)
    yield "</Calendars>\n<Tasks>"
    yield from _tasks(plan)
    yield "</Tasks>\n<Resources>"
    yield from (_resource(resource) for resource in plan.resources)
    yield "</Resources>\n<Assignments>"
    yield from (_assignment(assignment) for assignment in plan.assignments)
    yield "</Assignments></Project>\n"


def _tasks(plan: PlanFile) -> Iterator[str]:
    links: dict[int, list[FileLink]] = {}
    for link in plan.links:
        links.setdefault(link.succ, []).append(link)
    counters: list[int] = []
    for task in plan.tasks:
        number = "" if task.null else _outline(counters, task.level)
        yield _task(task, links.get(task.uid, []), number)


def _outline(counters: list[int], level: int) -> str:
    """The outline number (1.2.3) of the next row at this level."""
    if level <= 0:
        return "0"
    while len(counters) < level:
        counters.append(0)
    del counters[level:]
    counters[-1] += 1
    return ".".join(str(count or 1) for count in counters)


def _task(task: FileTask, links: list[FileLink], number: str) -> str:
    found = f.values(task, f.TASK)
    if number and (not task.source or "OutlineNumber" in task.source):
        found["OutlineNumber"] = number
    if number and not task.source:
        found.setdefault("WBS", number)
    if task.duration is not None and (not task.source or "DurationFormat" in task.source or task.elapsed or task.estimated):
        found["DurationFormat"] = _duration_format(task)
    nested: list[Node] = [*task.nested]
    nested += [["PredecessorLink", _link(link)] for link in links]
    nested += [["Baseline", _baseline(index, baseline)] for index, baseline in sorted(task.baselines.items())]
    return f.element("Task", found, nested)


def _duration_format(task: FileTask) -> str:
    raw = c.read_int(task.source.get("DurationFormat", ""))
    if raw is not None and (raw in f.ELAPSED) == task.elapsed and (raw in f.ESTIMATED) == task.estimated:
        return task.source["DurationFormat"]
    return {(False, False): "7", (True, False): "8", (False, True): "39", (True, True): "40"}[task.elapsed, task.estimated]


def _ordered(name: str, found: dict[str, str], nested: list[Node]) -> list[Node]:
    """The children of an element in the order of the schema."""
    ranks = {tag: rank for rank, tag in enumerate(f.ORDER[name].split())}
    children: list[Node] = [[tag, text] for tag, text in found.items()]
    return sorted([*children, *nested], key=lambda child: ranks.get(child[0], len(ranks)))


def _link(link: FileLink) -> list[Node]:
    found = f.values(link, f.LINK)
    kind = str(LINKS.index(link.kind))
    if "Type" not in found or c.read_int(found["Type"]) != int(kind):
        found["Type"] = kind
    raw_format = c.read_int(link.source.get("LagFormat", ""))
    same = raw_format is not None and (raw_format in f.PERCENTS) == (link.percent is not None) and (raw_format in f.ELAPSED) == link.elapsed
    if not same:
        found["LagFormat"] = ("20" if link.elapsed else "19") if link.percent is not None else ("8" if link.elapsed else "7")
    lag, raw = link.source.get("LinkLag"), None
    if lag is not None and same:
        raw = c.read_decimal(lag) if link.percent is not None else c.TENTHS.read(lag)
    if raw is None or raw != (link.percent if link.percent is not None else link.lag):
        found["LinkLag"] = c.NUMBER.write(link.percent) if link.percent is not None else c.TENTHS.write(link.lag)
    return _ordered("PredecessorLink", found, link.nested)


def _baseline(number: int, baseline: FileBaseline) -> list[Node]:
    found = f.values(baseline, f.BASELINE)
    found.setdefault("Number", str(number))
    if baseline.duration is not None and not baseline.source:
        found.setdefault("DurationFormat", "7")
    return _ordered("Baseline", found, baseline.nested)


def _resource(resource: FileResource) -> str:
    found = f.values(resource, f.RESOURCE)
    if "Type" not in found:
        found["Type"] = _KINDS.get(resource.kind, "1")
    if resource.rate is not None and rate(resource.source) != resource.rate:
        found["StandardRate"], found["StandardRateFormat"] = c.NUMBER.write(resource.rate), "2"
    if resource.kind == "material" and resource.price is not None and price(resource.source) != resource.price:
        found["StandardRate"], found["StandardRateFormat"] = c.NUMBER.write(resource.price), _PER_MEASURE
    return f.element("Resource", found, resource.nested)


def _assignment(assignment: FileAssignment) -> str:
    """Work spread over the days is left out where the assignment has moved since: it would no longer be true."""
    moved = any(
        tag in assignment.source and c.read_moment(assignment.source[tag]) != value
        for tag, value in (("Start", assignment.start), ("Finish", assignment.finish))
    )
    nested = [child for child in assignment.nested if not (moved and child[0] == "TimephasedData")]
    return f.element("Assignment", f.values(assignment, f.ASSIGNMENT), nested)


# Calendars -----------------------------------------------------------------------------------------------------------------


def _calendar(calendar: FileCalendar) -> str:
    before = FileCalendar(calendar.uid, calendar.name, calendar.base)
    fill(before, calendar.nested)
    parts = {"WeekDays": _week_days(calendar.week), "Exceptions": _exceptions(calendar.exceptions), "WorkWeeks": _work_weeks(calendar)}
    kept: list[Node] = []
    for child in calendar.nested:
        same = (
            (child[0] == "WeekDays" and before.week == calendar.week and before.exceptions == calendar.exceptions)
            or (child[0] == "Exceptions" and before.exceptions == calendar.exceptions)
            or (child[0] == "WorkWeeks" and before.weeks == calendar.weeks)
        )
        if same or child[0] not in parts:
            kept.append(child)
            parts.pop(child[0], None)
    if before.exceptions == calendar.exceptions:
        parts.pop("Exceptions", None)  # spelt as days of the week by older versions
    kept += [[name, children] for name, children in parts.items() if children]
    return f.element("Calendar", f.values(calendar, f.CALENDAR), kept)


def _week_days(week: list[Shifts | None]) -> list[Node]:
    days = []
    for kind in range(1, 8):
        shifts = week[(kind + 5) % 7]
        if shifts is not None:
            days.append(["WeekDay", [["DayType", str(kind)], *_working(shifts)]])
    return days


def _working(shifts: Shifts) -> list[Node]:
    if not shifts:
        return [["DayWorking", "0"]]
    times = [["WorkingTime", [["FromTime", _clock(begin)], ["ToTime", _clock(end)]]] for begin, end in shifts]
    return [["DayWorking", "1"], ["WorkingTimes", times]]


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}:00"


def _period(since: dt.date, until: dt.date) -> Node:
    return ["TimePeriod", [["FromDate", f"{since}T00:00:00"], ["ToDate", f"{until}T23:59:00"]]]


def _exceptions(exceptions: list[FileException]) -> list[Node]:
    return [["Exception", _exception(exception)] for exception in exceptions]


def _exception(exception: FileException) -> list[Node]:
    rule = exception.recurrence
    by_times = rule is not None and rule.times is not None
    days = (exception.until - exception.since).days + 1
    times = rule.times if rule is not None and rule.times is not None else days
    found: list[Node] = [
        ["EnteredByOccurrences", "1" if by_times else "0"],
        _period(exception.since, exception.until),
        ["Occurrences", str(times)],
        ["Name", exception.name],
        ["Type", str(rule.kind if rule else 1)],
    ]
    if rule is not None:
        found += [["Period", str(rule.period)], ["DaysOfWeek", str(rule.weekdays)], ["MonthItem", str(rule.item)]]
        found += [["MonthPosition", str(rule.position)], ["Month", str(rule.month)], ["MonthDay", str(rule.day)]]
    return [*found, *_working(exception.shifts)]


def _work_weeks(calendar: FileCalendar) -> list[Node]:
    return [
        ["WorkWeek", [_period(other.since, other.until), ["Name", other.name], ["WeekDays", _week_days(other.week)]]]
        for other in calendar.weeks
    ]
