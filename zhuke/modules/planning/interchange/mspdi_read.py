"""Reading MS Project XML (MSPDI), from Project 2002 to today and from those who write it too."""

import datetime as dt
from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from zhuke.modules.planning.domain.network import LinkKind
from zhuke.modules.planning.domain.worktime import STANDARD, Shifts, tidy

from . import codecs as c
from . import mspdi_fields as f
from .markup import branches, leaves, local, node, pieces
from .plan_file import (
    FileAssignment,
    FileBaseline,
    FileCalendar,
    FileException,
    FileLink,
    FileResource,
    FileTask,
    Node,
    PlanFile,
    Recurrence,
    WorkWeek,
    set_parents,
)
from .refusals import MAX_LINKS, MAX_TASKS, BadPlanFile, Finding, warning

LINKS = (LinkKind.FF, LinkKind.FS, LinkKind.SF, LinkKind.SS)
_PER_HOUR = {1: 1 / Decimal(60), 2: Decimal(1), 3: Decimal(8), 4: Decimal(40), 5: Decimal(160), 7: Decimal(2080)}
_EXCEPTION_DAY = 0


def read(data: bytes) -> PlanFile:
    """The plan in the bytes of an MS Project XML file. Raises BadPlanFile."""
    plan = PlanFile("mspdi")
    kept: dict[str, list[Node]] = {}
    for parent, item in pieces(data, 2):
        name = local(item.tag)
        if parent == "Tasks" and name == "Task":
            _task(plan, item)
        elif parent == "Calendars" and name == "Calendar":
            plan.calendars.append(_calendar(item, plan.findings))
        elif parent == "Resources" and name == "Resource":
            plan.resources.append(_resource(item))
        elif parent == "Assignments" and name == "Assignment":
            _assignment(plan, item)
        elif parent != "Project":
            kept.setdefault(parent, []).append(node(item))
        elif name in kept:
            plan.nested.append([name, kept.pop(name)])
        elif name not in ("Tasks", "Calendars", "Resources", "Assignments"):
            plan.source.setdefault(name, item.text or "" if not len(item) else "")
    _project(plan)
    return plan


def _project(plan: PlanFile) -> None:
    f.read(plan, f.PROJECT, plan.source)
    plan.critical_slack = _slack_limit(plan.source, plan.minutes_per_day)
    if not plan.rows():
        raise BadPlanFile("no_tasks")
    _repair_uids(plan)
    set_parents(plan)
    if not plan.from_start:
        plan.findings.append(warning("from_finish", _("原计划从完成日期倒排。系统按开始日期顺排，日期可能与原计划不同。")))


def _slack_limit(source: dict[str, str], minutes_per_day: int) -> int:
    """Written in days by MS Project."""
    return min(c.read_int(source.get("CriticalSlackLimit", "0")) or 0, 10_000) * minutes_per_day


def _repair_uids(plan: PlanFile) -> None:
    """A uid that comes twice would merge two tasks: the later one gets a new one, and says so."""
    seen: set[int] = set()
    highest = max((task.uid for task in plan.tasks), default=0)
    for task in plan.tasks:
        if task.uid in seen:
            highest += 1
            plan.findings.append(
                warning(
                    "same_uid", _("任务“%(name)s”与另一任务的编号相同，已另编；指向它的关系可能不完整。") % {"name": task.name}, highest
                )
            )
            task.uid = highest
        seen.add(task.uid)


def _task(plan: PlanFile, item: Element) -> None:
    source = leaves(item)
    task = FileTask(uid=len(plan.tasks) + 1, source=source)
    unread = f.read(task, f.TASK, source)
    task.name = task.name[:1000]
    format_ = c.read_int(source.get("DurationFormat", "")) or 7
    task.elapsed, task.estimated = format_ in f.ELAPSED, format_ in f.ESTIMATED
    if "OutlineLevel" not in source and source.get("OutlineNumber"):
        task.level = 0 if source["OutlineNumber"] == "0" else source["OutlineNumber"].count(".") + 1
    task.level = min(max(task.level, 0), 100)
    task.duration = None if task.null else max(task.duration or 0, 0)
    for child in item:
        name = local(child.tag)
        if name == "PredecessorLink":
            plan.links.append(_link(child, task.uid))
        elif name == "Baseline":
            number = c.read_int(child.findtext("{*}Number") or "0") or 0
            task.baselines[number] = _baseline(child)
    task.nested = branches(item, frozenset(("PredecessorLink", "Baseline")))
    plan.tasks.append(task)
    for tag in unread:
        plan.findings.append(
            warning("unread", _("任务“%(name)s”的 %(tag)s 无法识别，已忽略。") % {"name": task.name, "tag": tag}, task.uid)
        )
    if len(plan.tasks) > MAX_TASKS:
        raise BadPlanFile("too_many_tasks", limit=MAX_TASKS)
    if len(plan.links) > MAX_LINKS:
        raise BadPlanFile("too_many_links", limit=MAX_LINKS)


def _baseline(item: Element) -> FileBaseline:
    baseline = FileBaseline(source=leaves(item), nested=branches(item))
    f.read(baseline, f.BASELINE, baseline.source)
    return baseline


def _link(item: Element, succ: int) -> FileLink:
    source = leaves(item)
    link = FileLink(-1, succ, source=source, nested=branches(item))
    f.read(link, f.LINK, source)
    kind = c.read_int(source.get("Type", "1"))
    link.kind = LINKS[kind] if kind is not None and 0 <= kind < len(LINKS) else LinkKind.FS
    format_ = c.read_int(source.get("LagFormat", "7")) or 7
    link.elapsed = format_ in f.ELAPSED
    if format_ in f.PERCENTS:
        link.percent = c.read_decimal(source.get("LinkLag", "0"))
    else:
        link.lag = c.TENTHS.read(source.get("LinkLag", "0")) or 0
    return link


def _resource(item: Element) -> FileResource:
    resource = FileResource(uid=0, source=leaves(item), nested=branches(item))
    f.read(resource, f.RESOURCE, resource.source)
    cost = c.FLAG.read(resource.source.get("IsCostResource", "0"))
    resource.kind = "cost" if cost else {"0": "material", "2": "cost"}.get(resource.source.get("Type", "1").strip(), "work")
    resource.rate = rate(resource.source)
    resource.price = price(resource.source) if resource.kind == "material" else None
    return resource


def rate(source: dict[str, str]) -> Decimal | None:
    """What an hour costs, however the file counts it; None where it does not say or the resource is material."""
    amount = price(source)
    per = _PER_HOUR.get(c.read_int(source.get("StandardRateFormat", "2")) or 2)
    return None if amount is None or per is None else (amount / per).quantize(Decimal("0.0001"))


def price(source: dict[str, str]) -> Decimal | None:
    """What one measure of a material costs."""
    return c.read_decimal(source.get("StandardRate", ""))


def _assignment(plan: PlanFile, item: Element) -> None:
    assignment = FileAssignment(0, -1, None, source=leaves(item), nested=branches(item))
    f.read(assignment, f.ASSIGNMENT, assignment.source)
    plan.assignments.append(assignment)


def _calendar(item: Element, findings: list[Finding]) -> FileCalendar:
    calendar = FileCalendar(0, "", source=leaves(item))
    f.read(calendar, f.CALENDAR, calendar.source)
    calendar.nested = [node(child) for child in item if len(child) or local(child.tag) in ("WeekDays", "Exceptions", "WorkWeeks")]
    for name in ("WeekDays", "Exceptions", "WorkWeeks"):
        calendar.source.pop(name, None)
    fill(calendar, calendar.nested)
    return calendar


def fill(calendar: FileCalendar, nested: list[Node]) -> None:
    """Set week, exceptions and other weeks of a calendar from its elements."""
    parts = {child[0]: child[1] for child in nested if isinstance(child[1], list)}
    calendar.week, old = _week(parts.get("WeekDays", []))
    if calendar.base is None and all(shifts is None for shifts in calendar.week):
        calendar.week = list(STANDARD)
    new = [found for child in parts.get("Exceptions", []) if (found := _exception(child))]
    # Both spellings stand side by side since 2007, the newer one says more.
    calendar.exceptions = new or old
    calendar.weeks = [other for child in parts.get("WorkWeeks", []) if (other := _work_week(child))]


def _below(item: Node) -> dict[str, "str | list[Node]"]:
    return {child[0]: child[1] for child in item[1]} if isinstance(item[1], list) else {}


def _text(found: dict[str, "str | list[Node]"], name: str, default: str = "") -> str:
    value = found.get(name, default)
    return value if isinstance(value, str) else default


def _number(found: dict[str, "str | list[Node]"], name: str, default: int = 0) -> int:
    value = c.read_int(_text(found, name))
    return default if value is None or abs(value) > 100_000 else value


def _week(days: list[Node]) -> tuple[list[Shifts | None], list[FileException]]:
    week: list[Shifts | None] = [None] * 7
    old: list[FileException] = []
    for day in days:
        found = _below(day)
        kind = _number(found, "DayType", -1)
        if kind == _EXCEPTION_DAY:
            since, until = _period(found)
            if since and until:
                old.append(FileException(since, until, _shifts(found)))
        elif 1 <= kind <= 7:
            week[(kind + 5) % 7] = _shifts(found)  # 1 is Sunday
    return week, old


def _shifts(found: dict[str, "str | list[Node]"]) -> Shifts:
    if _text(found, "DayWorking", "0").strip() not in ("1", "true"):
        return ()
    times = found.get("WorkingTimes")
    if not isinstance(times, list):
        return STANDARD[0]
    shifts = []
    for time in times:
        part = _below(time)
        begin, end = _clock(_text(part, "FromTime")), _clock(_text(part, "ToTime"))
        if begin is not None and end is not None:
            shifts.append((begin, end if end > begin else 1440))
    return tidy(shifts)


def _clock(text: str) -> int | None:
    try:
        value = dt.time.fromisoformat(text.strip().rpartition("T")[2][:8])
    except ValueError:
        return None
    return value.hour * 60 + value.minute


def _period(found: dict[str, "str | list[Node]"]) -> tuple[dt.date | None, dt.date | None]:
    period = found.get("TimePeriod")
    if not isinstance(period, list):
        return None, None
    ends = {child[0]: child[1] for child in period}
    since, until = c.read_moment(_text(ends, "FromDate")), c.read_moment(_text(ends, "ToDate"))
    return (since.date() if since else None), (until.date() if until else None)


def _exception(item: Node) -> FileException | None:
    found = _below(item)
    since, until = _period(found)
    if not since:
        return None
    kind = _number(found, "Type", 1)
    rule = None
    if kind in range(1, 7) and (kind > 1 or _number(found, "Period", 1) > 1):
        by_times = _text(found, "EnteredByOccurrences").strip() in ("1", "true")
        rule = Recurrence(
            kind,
            _number(found, "Period", 1),
            _number(found, "DaysOfWeek"),
            _number(found, "MonthItem"),
            _number(found, "MonthPosition"),
            _number(found, "Month"),
            _number(found, "MonthDay", 1),
            _number(found, "Occurrences") if by_times else None,
        )
    return FileException(since, until or since, _shifts(found), _text(found, "Name"), rule)


def _work_week(item: Node) -> WorkWeek | None:
    found = _below(item)
    since, until = _period(found)
    if not since or not until:
        return None
    days = found.get("WeekDays")
    return WorkWeek(since, until, _week(days if isinstance(days, list) else [])[0], _text(found, "Name"))
