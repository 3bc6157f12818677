"""A plan file as the network that the engine calculates."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zhuke.modules.planning.domain.network import Activity, LagBy, Link, Network, minutes
from zhuke.modules.planning.domain.worktime import ALWAYS, STANDARD, Shifts, WorkTime

from .calendars import work_time
from .plan_file import FileLink, FileTask, PlanFile
from .refusals import warning

_NINE = dt.time(8)


@dataclass(slots=True)
class Calendars:
    """The working times of a plan, each once; the plan's own has index 0."""

    plan: PlanFile
    times: list[WorkTime] = field(default_factory=list)
    _index: dict[tuple[tuple[Shifts, ...], tuple[tuple[int, Shifts], ...]], int] = field(default_factory=dict)
    _by_uid: dict[int | None, WorkTime] = field(default_factory=dict)
    _of: dict[tuple[int | None, frozenset[int | None], bool], int] = field(default_factory=dict)
    _teams: dict[int, frozenset[int | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place(self.by_uid(self.plan.calendar))
        workers = {r.uid: r.calendar for r in self.plan.resources if r.kind == "work" and not r.null}
        teams: dict[int, set[int | None]] = {}
        for assignment in self.plan.assignments:
            if assignment.resource in workers:
                teams.setdefault(assignment.task, set()).add(workers[assignment.resource])
        self._teams = {task: frozenset(calendars) for task, calendars in teams.items()}

    def names_of(self, task: FileTask) -> list[str]:
        """What the calendars a task is worked in are called in the file."""
        uids = [] if task.calendar is None else [task.calendar]
        if not (task.calendar is not None and task.ignore_resource_calendar):
            uids += sorted(self._teams.get(task.uid, frozenset()) - {None, task.calendar}, key=lambda uid: uid or 0)  # type: ignore[arg-type]
        known = {calendar.uid: calendar.name for calendar in self.plan.calendars}
        return [known[uid] for uid in uids if known.get(uid)]

    def by_uid(self, uid: int | None) -> WorkTime:
        """The working time of a calendar of the file; one without a single working day is taken for the standard week."""
        if uid not in self._by_uid:
            found = work_time(self.plan, uid)
            self._by_uid[uid] = found if any(found.week) else WorkTime(STANDARD, found.exceptions)
        return self._by_uid[uid]

    def place(self, time: WorkTime) -> int:
        """The index of a working time; equal ones share it."""
        key = (time.week, tuple(sorted(time.exceptions.items())))
        if key not in self._index:
            self._index[key] = len(self.times)
            self.times.append(time)
        return self._index[key]

    def of(self, task: FileTask) -> int:
        """What a task is worked in: its own calendar within those of its resources, together where they differ (as MS Project does)."""
        if task.elapsed and not task.summary:
            return self.place(WorkTime(ALWAYS))
        team = frozenset() if task.summary or (task.calendar is not None and task.ignore_resource_calendar) else self._teams.get(task.uid)
        key = (task.calendar, team or frozenset(), bool(team))
        if key not in self._of:
            self._of[key] = self.place(self._together(task.calendar, team or frozenset()))
        return self._of[key]

    def _together(self, own: int | None, team: Iterable[int | None]) -> WorkTime:
        times = [self.by_uid(self.plan.calendar if uid is None else uid) for uid in sorted(team, key=lambda uid: uid or 0)]
        if own is not None:
            mine = self.by_uid(own)
            met = [time for other in times if any((time := mine.common(other)).week)]
            times = met or [mine]
        if not times:
            return self.times[0]
        whole = times[0]
        for other in times[1:]:
            whole = whole.united(other)
        return whole


def to_network(plan: PlanFile) -> Network:
    """The plan as the engine sees it; keys are the uids of the file. What cannot be kept is added to the findings of the plan."""
    calendars = Calendars(plan)
    tasks = [task for task in plan.tasks if not task.null]
    known = {task.uid: task for task in tasks}
    links = tuple(link for link in (_link(plan, link, known) for link in plan.links) if link)
    return Network(
        activities=tuple(_activity(task, calendars.of(task)) for task in tasks),
        links=links,
        calendars=tuple(calendars.times),
        start=minutes(start_of(plan)),
        status_at=minutes(plan.status_at) if plan.format in ("xer", "pmxml") and plan.status_at else None,
        honour_constraints=plan.honour_constraints,
        lag_by=LagBy(plan.lag_by),
        critical_limit=plan.critical_slack,
        finish_at=minutes(plan.finish) if plan.format in ("xer", "pmxml") and plan.finish else None,
    )


def start_of(plan: PlanFile) -> dt.datetime:
    """When the plan starts; where the file does not say, the first date in it."""
    if plan.start:
        return plan.start
    dates = [date for task in plan.rows() for date in (task.start, task.actual_start, task.constraint_at) if date]
    return min(dates) if dates else dt.datetime.combine(dt.date(2000, 1, 3), _NINE)


def _activity(task: FileTask, calendar: int) -> Activity:
    fixed = task.manual or task.external
    begun = task.actual_start is not None and not task.summary
    duration = 0 if task.summary else task.duration or 0
    return Activity(
        key=task.uid,
        duration=duration,
        calendar=calendar,
        constraint=task.constraint,
        constraint_at=_at(task.constraint_at),
        deadline=_at(task.deadline),
        actual_start=_at(task.actual_start) if not task.summary else None,
        actual_finish=_at(task.actual_finish) if not task.summary else None,
        progress=float(task.progress),
        remaining=task.remaining_duration if begun else None,
        resume_at=_at(task.resume) if begun and task.stop and task.resume and task.resume > task.stop else None,
        manual=fixed,
        start_at=_at(task.start) if fixed else None,
        finish_at=_at(task.finish) if fixed else None,
        inactive=not task.active,
        parent=task.parent,
        not_before=_at(task.start) if task.levelling_delay > 0 and not fixed else None,
    )


def _at(moment: dt.datetime | None) -> int | None:
    return None if moment is None else minutes(moment)


def _link(plan: PlanFile, link: FileLink, known: dict[int, FileTask]) -> Link | None:
    pred = known.get(link.pred)
    succ = known.get(link.succ)
    if link.cross_project or pred is None or succ is None or pred is succ:
        name = succ.name if succ else "?"
        if link.cross_project:
            said = _("任务“%(name)s”的前置任务在另一个项目里，这条关系没有导入。") % {"name": name}
        else:
            said = _("任务“%(name)s”的一个前置任务不在文件里，这条关系没有导入。") % {"name": name}
        plan.findings.append(warning("link_dropped", said, link.succ))
        return None
    return Link(link.pred, link.succ, link.kind, lag_of(link, pred), link.elapsed)


def lag_of(link: FileLink, pred: FileTask) -> int:
    """The lag in minutes, also where the file gives it in percent of the predecessor's duration."""
    if link.percent is None:
        return link.lag
    return round((pred.duration or 0) * float(link.percent) / 100)
