"""A whole plan in memory: rows as they are stored, the calculation over them, what differs afterwards. Times are minutes (network.py)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any
from uuid import UUID

from . import outline
from .cpm import calculate
from .network import Activity, Constraint, LagBy, Link, LinkKind, Network
from .worktime import ALWAYS, WorkTime

Key = UUID


@dataclass(slots=True)
class TaskRow:
    """One task: what people enter, then (from ``state`` on) what follows from it."""

    id: Key
    parent: Key | None = None
    position: int = 0
    name: str = ""
    kind: str = "task"
    owner: Key | None = None
    priority: int = 500
    tag: str = ""
    duration: int = 480
    elapsed: bool = False
    constraint: str = "asap"
    constraint_at: int | None = None
    deadline: int | None = None
    progress: float = 0
    actual_start: int | None = None
    actual_end: int | None = None
    remaining: int | None = None
    resume_at: int | None = None
    calendar: Key | None = None
    inactive: bool = False
    manual: bool = False
    manual_start: int | None = None
    manual_end: int | None = None
    not_before: int | None = None
    cost_item: Key | None = None
    budget: str | None = None
    note: str = ""
    paused: bool = False
    uid: int | None = None
    source: dict[str, Any] = field(default_factory=dict)
    archived: bool = False
    state: str = "todo"
    wbs: str = ""
    wbs_sort: str = ""
    start: int | None = None
    end: int | None = None
    late_start: int | None = None
    late_end: int | None = None
    total_float: int = 0
    free_float: int = 0
    critical: bool = False
    version: int = 0

    @property
    def started(self) -> bool:
        """Whether it has begun."""
        return self.actual_start is not None or self.actual_end is not None


INPUTS = tuple(TaskRow.__dataclass_fields__)[1:31]  # parent … archived
DERIVED = tuple(TaskRow.__dataclass_fields__)[31:41]  # state … critical
# What the calculation rolls up for summaries, although people enter it for tasks.
ROLLED = ("kind", "duration", "progress", "actual_start", "actual_end", "remaining")
task_values = attrgetter(*INPUTS, *DERIVED)
task_inputs = attrgetter(*INPUTS)


@dataclass(slots=True)
class LinkRow:
    """What ties two tasks. ``percent``: of the predecessor's duration, instead of ``lag``."""

    id: Key
    pred: Key
    succ: Key
    kind: str = "FS"
    lag: int = 0
    percent: float | None = None
    elapsed: bool = False
    archived: bool = False
    version: int = 0


@dataclass(slots=True)
class AssignmentRow:
    """So many percent of a resource on a task."""

    id: Key
    task: Key
    resource: Key
    units: float = 100
    work: int | None = None
    archived: bool = False
    version: int = 0


LINK_FIELDS = ("pred", "succ", "kind", "lag", "percent", "elapsed", "archived")
ASSIGNMENT_FIELDS = ("task", "resource", "units", "work", "archived")
link_values = attrgetter(*LINK_FIELDS)
assignment_values = attrgetter(*ASSIGNMENT_FIELDS)


@dataclass(slots=True)
class State:
    """A plan: its own facts and all rows that are not removed. ``touched``: ids of rows that somebody changed by hand, by table."""

    start: int
    calendar: Key
    calendars: dict[Key, WorkTime]
    status_at: int | None = None
    honour_constraints: bool = True
    lag_by: str = "successor"
    critical_limit: int = 0
    tasks: dict[Key, TaskRow] = field(default_factory=dict)
    links: dict[Key, LinkRow] = field(default_factory=dict)
    assignments: dict[Key, AssignmentRow] = field(default_factory=dict)
    touched: dict[str, set[Key]] = field(default_factory=lambda: {"tasks": set(), "links": set(), "assignments": set()})
    finish: int | None = None
    progress: float = 0
    kids: dict[Key | None, list[TaskRow]] = field(default_factory=dict)

    def living(self) -> list[TaskRow]:
        """Tasks that are in the plan."""
        return [task for task in self.tasks.values() if not task.archived]

    def worktime(self, task: TaskRow) -> WorkTime:
        """The calendar on which the task runs."""
        if task.elapsed:
            return ROUND_THE_CLOCK
        return self.calendars[task.calendar if task.calendar in self.calendars else self.calendar]

    def arrange(self) -> list[TaskRow]:
        """Put the outline in order: children by parent, positions, WBS codes. Returns the tasks in that order. Raises outline.TooDeep."""
        self.kids = outline.children(self.living())
        return outline.number(self.kids)

    def network(self) -> Network:
        """The plan as the calculation takes it. Call ``arrange`` before."""
        numbers: dict[Key | None, int] = {self.calendar: 0}
        calendars = [self.calendars[self.calendar]]
        round_the_clock = -1
        activities = []
        for task in self.living():
            if task.elapsed:
                if round_the_clock < 0:
                    round_the_clock = len(calendars)
                    calendars.append(ROUND_THE_CLOCK)
                number = round_the_clock
            elif task.calendar is None or task.calendar not in self.calendars:
                number = 0
            elif (number := numbers.get(task.calendar, -1)) < 0:
                number = numbers[task.calendar] = len(calendars)
                calendars.append(self.calendars[task.calendar])
            activities.append(_activity(task, number, bool(self.kids.get(task.id))))
        return Network(
            tuple(activities), tuple(self._links()), tuple(calendars), self.start, self.status_at, self.honour_constraints,
            LagBy(self.lag_by), self.critical_limit,
        )  # fmt: skip

    def _links(self) -> Iterable[Link]:
        tasks = self.tasks
        for link in self.links.values():
            if not link.archived and not tasks[link.pred].archived and not tasks[link.succ].archived:
                lag = link.lag if link.percent is None else round(tasks[link.pred].duration * link.percent / 100)
                yield Link(link.pred, link.succ, KINDS[link.kind], lag, link.elapsed)

    def schedule(self) -> None:
        """Calculate anew and put dates, floats, codes and roll-ups on the rows. Raises Cycle, NoWorkingTime, outline.TooDeep."""
        ordered = self.arrange()
        schedule = calculate(self.network())
        for task in ordered:
            row = schedule.rows[task.id]
            task.start, task.end, task.late_start, task.late_end = row.start, row.finish, row.late_start, row.late_finish
            task.total_float, task.free_float, task.critical = row.total_float, row.free_float, row.critical
        for task in reversed(ordered):
            self._follow(task)
        self.finish = schedule.finish if ordered else None
        self.progress = _progress([task for task in self.kids.get(None, []) if not task.inactive])

    def _follow(self, task: TaskRow) -> None:
        """Kind, roll-ups and state of a row; of a summary's children before."""
        kids = self.kids.get(task.id)
        if kids:
            counting = [kid for kid in kids if not kid.inactive] or kids
            task.kind = "summary"
            task.duration = self.calendars[self.calendar].between(task.start or 0, task.end or 0)
            task.progress = _progress(counting)
            task.remaining = None
            task.actual_start = min((kid.actual_start for kid in counting if kid.actual_start is not None), default=None)
            ends = [kid.actual_end for kid in counting]
            task.actual_end = None if None in ends else max(end for end in ends if end is not None)
        elif task.kind == "summary":
            task.kind = "task" if task.duration else "milestone"
        task.state = "done" if task.actual_end is not None else "paused" if task.paused else "doing" if task.started else "todo"


ROUND_THE_CLOCK = WorkTime(ALWAYS)
KINDS = {kind.value: kind for kind in LinkKind}
CONSTRAINTS = {kind.value: kind for kind in Constraint}


def _activity(task: TaskRow, calendar: int, summary: bool) -> Activity:
    if summary:
        keeps = task.constraint if task.constraint in ("snet", "fnlt") else "asap"
        return Activity(
            task.id, 0, calendar, Constraint(keeps), task.constraint_at, task.deadline, parent=task.parent, inactive=task.inactive,
            manual=task.manual, start_at=task.manual_start, finish_at=task.manual_end,
        )  # fmt: skip
    return Activity(
        task.id, task.duration, calendar, CONSTRAINTS[task.constraint], task.constraint_at, task.deadline, task.actual_start,
        task.actual_end, task.progress, task.remaining, task.resume_at, task.manual, task.manual_start, task.manual_end,
        task.inactive, task.parent, task.not_before, task.priority,
    )  # fmt: skip


def _progress(tasks: list[TaskRow]) -> float:
    """Percent done, weighted by duration; milestones alone count each as one."""
    weight = sum(task.duration for task in tasks)
    if weight:
        return round(sum(task.duration * task.progress for task in tasks) / weight, 2)
    return round(sum(task.progress for task in tasks) / len(tasks), 2) if tasks else 0
