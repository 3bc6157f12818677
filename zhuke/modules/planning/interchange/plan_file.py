"""One plan as a file holds it, whoever wrote the file. Times are naive wall-clock times of the site, durations minutes of working time.

What a format has and this does not understand stays in ``source`` (simple values by name) and ``nested``, so that writing the
file again loses nothing.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhuke.modules.planning.domain.network import Constraint, LinkKind
from zhuke.modules.planning.domain.worktime import Shifts

from .refusals import Finding

# A tag with its text or with what lies below it; plain lists, so that it can be kept as JSON.
Node = list[Any]
MINUTES_PER_DAY = 480


@dataclass(slots=True)
class Recurrence:
    """How an exception comes back. ``kind``: as MS Project numbers them (1 daily … 6 weekly, see ``calendars.days_of``)."""

    kind: int
    period: int = 1
    weekdays: int = 0
    item: int = 0
    position: int = 0
    month: int = 0
    day: int = 1
    times: int | None = None


@dataclass(slots=True)
class FileException:
    """Days that differ from the week. No shifts: nobody works."""

    since: dt.date
    until: dt.date
    shifts: Shifts = ()
    name: str = ""
    recurrence: Recurrence | None = None


@dataclass(slots=True)
class WorkWeek:
    """Another week for some time. A day that is None follows the ordinary week."""

    since: dt.date
    until: dt.date
    week: list[Shifts | None]
    name: str = ""


@dataclass(slots=True)
class FileCalendar:
    """Shifts of Monday … Sunday, None: as the calendar it is derived from."""

    uid: int
    name: str
    base: int | None = None
    is_base: bool = True
    week: list[Shifts | None] = field(default_factory=lambda: [None] * 7)
    exceptions: list[FileException] = field(default_factory=list)
    weeks: list[WorkWeek] = field(default_factory=list)
    source: dict[str, str] = field(default_factory=dict)
    nested: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class FileBaseline:
    """What was once agreed for a task."""

    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    duration: int | None = None
    work: int | None = None
    cost: Decimal | None = None
    source: dict[str, str] = field(default_factory=dict)
    nested: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class FileTask:
    """A row of the plan. ``null``: an empty row; ``level`` 0: the project itself. Dates and slacks are the file's, not our calculation."""

    uid: int
    name: str = ""
    id: int | None = None
    level: int = 1
    wbs: str = ""
    guid: str = ""
    null: bool = False
    milestone: bool = False
    summary: bool = False
    active: bool = True
    manual: bool = False
    external: bool = False
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    duration: int | None = None
    elapsed: bool = False
    estimated: bool = False
    constraint: Constraint = Constraint.ASAP
    constraint_at: dt.datetime | None = None
    deadline: dt.datetime | None = None
    priority: int = 500
    calendar: int | None = None
    ignore_resource_calendar: bool = False
    progress: Decimal = Decimal(0)
    actual_start: dt.datetime | None = None
    actual_finish: dt.datetime | None = None
    actual_duration: int | None = None
    remaining_duration: int | None = None
    stop: dt.datetime | None = None
    resume: dt.datetime | None = None
    levelling_delay: int = 0
    work: int | None = None
    cost: Decimal | None = None
    notes: str = ""
    early_start: dt.datetime | None = None
    early_finish: dt.datetime | None = None
    late_start: dt.datetime | None = None
    late_finish: dt.datetime | None = None
    free_slack: int | None = None
    total_slack: int | None = None
    critical: bool | None = None
    parent: int | None = None
    baselines: dict[int, FileBaseline] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    nested: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class FileLink:
    """``lag`` in working minutes, in minutes of the clock when ``elapsed``; ``percent``: of the predecessor's duration instead."""

    pred: int
    succ: int
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    elapsed: bool = False
    percent: Decimal | None = None
    cross_project: bool = False
    source: dict[str, str] = field(default_factory=dict)
    nested: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class FileResource:
    """Somebody or something that works, or material (``kind``: work, material, cost). ``rate`` in ¥ per hour, ``units`` 1 = one person.

    Of material: ``code``, ``measure`` it is counted in, ``price`` in ¥ of one such measure.
    """

    uid: int
    name: str = ""
    id: int | None = None
    kind: str = "work"
    null: bool = False
    units: Decimal = Decimal(1)
    calendar: int | None = None
    rate: Decimal | None = None
    code: str = ""
    measure: str = ""
    price: Decimal | None = None
    group: str = ""
    email: str = ""
    notes: str = ""
    source: dict[str, str] = field(default_factory=dict)
    nested: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class FileAssignment:
    """``resource`` None: work that nobody has been given yet. Of material, ``fixed``: ``units`` is a quantity, however long it takes."""

    uid: int
    task: int
    resource: int | None
    units: Decimal = Decimal(1)
    work: int | None = None
    actual_work: int | None = None
    remaining_work: int | None = None
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    fixed: bool = False
    source: dict[str, str] = field(default_factory=dict)
    nested: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class PlanFile:
    """Everything a plan file has. ``calendar``: uid of the plan's own; ``lag_by``: whose working time lags are counted in (see LagBy)."""

    format: str
    name: str = ""
    title: str = ""
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    status_at: dt.datetime | None = None
    calendar: int | None = None
    minutes_per_day: int = MINUTES_PER_DAY
    minutes_per_week: int = 2400
    days_per_month: int = 20
    critical_slack: int = 0
    from_start: bool = True
    honour_constraints: bool = True
    lag_by: str = "successor"
    projects: list[tuple[str, str]] = field(default_factory=list)
    calendars: list[FileCalendar] = field(default_factory=list)
    tasks: list[FileTask] = field(default_factory=list)
    links: list[FileLink] = field(default_factory=list)
    resources: list[FileResource] = field(default_factory=list)
    assignments: list[FileAssignment] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    source: dict[str, str] = field(default_factory=dict)
    nested: list[Node] = field(default_factory=list)

    def rows(self) -> list[FileTask]:
        """The tasks that are work: neither empty rows nor the project's own row."""
        return [task for task in self.tasks if not task.null and task.level > 0]


def set_parents(plan: PlanFile) -> None:
    """Read parents off the outline levels; a level that jumps hangs under the nearest row above. Who has rows below is a summary."""
    above: list[FileTask] = []
    for task in plan.tasks:
        if task.null:
            continue
        while above and above[-1].level >= task.level:
            above.pop()
        task.parent = above[-1].uid if above else None
        above.append(task)
    parents = {task.parent for task in plan.tasks if task.parent is not None}
    for task in plan.tasks:
        if task.uid in parents:
            task.summary = True
