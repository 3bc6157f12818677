"""What a schedule is calculated from and what comes out. Pure data: no Django, no clock.

Times are whole minutes since 2000-01-01T00:00 of the site's wall clock; durations, lags and floats are minutes of working time.
"""

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .worktime import WorkTime

EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001  the wall clock of the site, on purpose without an offset
Key = Hashable


def minutes(at: dt.datetime) -> int:
    """A wall-clock time as minutes since the epoch; seconds are cut off."""
    return (at - EPOCH) // dt.timedelta(minutes=1)


def moment(value: int) -> dt.datetime:
    """Minutes since the epoch as a naive wall-clock time."""
    return EPOCH + dt.timedelta(minutes=value)


class LinkKind(StrEnum):
    """Which end of the predecessor drives which end of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class Constraint(StrEnum):
    """As MS Project knows them. The strict ones hold even against links (``Network.honour_constraints``)."""

    ASAP = "asap"
    ALAP = "alap"
    SNET = "snet"
    SNLT = "snlt"
    FNET = "fnet"
    FNLT = "fnlt"
    MSO = "mso"
    MFO = "mfo"


class LagBy(StrEnum):
    """Whose working time a lag is counted in. MS Project: the successor's; Primavera: an option of the project."""

    SUCCESSOR = "successor"
    PREDECESSOR = "predecessor"
    PROJECT = "project"
    ELAPSED = "elapsed"


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of the work breakdown. Who is named as a ``parent`` is a summary: its dates follow from what lies below.

    ``calendar``: index into ``Network.calendars``; an elapsed duration is a task on a calendar that works round the clock.
    ``remaining``: minutes still to do of a task that has begun; None: ``duration × (100 − progress) / 100``.
    ``resume_at``: where the rest of a task that has begun goes on. ``manual``: stands at ``start_at``/``finish_at``, links do not move it.
    ``inactive``: has dates and moves nobody. ``not_before``: what levelling found, binds like a link.
    """

    key: Key
    duration: int = 0
    calendar: int = 0
    constraint: Constraint = Constraint.ASAP
    constraint_at: int | None = None
    deadline: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    progress: float = 0
    remaining: int | None = None
    resume_at: int | None = None
    manual: bool = False
    start_at: int | None = None
    finish_at: int | None = None
    inactive: bool = False
    parent: Key | None = None
    not_before: int | None = None
    priority: int = 500

    @property
    def never_delayed(self) -> bool:
        """Levelling leaves it where it is: priority 1000, as in MS Project."""
        return self.priority >= 1000


@dataclass(frozen=True, slots=True)
class Link:
    """``lag`` in working minutes (negative: lead); ``elapsed``: in minutes of the clock. Who makes the link resolves a lag in percent."""

    pred: Key
    succ: Key
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    elapsed: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """A plan as the calculation sees it. ``calendars[0]`` is the plan's own.

    ``status_at``: what is not done yet happens from then on (None: as MS Project does without rescheduling, dates may lie in the past).
    ``critical_limit``: a float up to this many minutes is critical. ``finish_at``: late dates count back from here instead of the end.
    """

    activities: tuple[Activity, ...]
    links: tuple[Link, ...]
    calendars: tuple[WorkTime, ...]
    start: int
    status_at: int | None = None
    honour_constraints: bool = True
    lag_by: LagBy = LagBy.SUCCESSOR
    critical_limit: int = 0
    finish_at: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Dates of one activity. Floats in working minutes of its calendar; negative: a date that was promised cannot be kept."""

    start: int
    finish: int
    late_start: int
    late_finish: int
    total_float: int
    free_float: int
    critical: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """Dates of every activity, and of the whole (``start``: of the earliest, ``finish``: of the last)."""

    rows: dict[Any, Row]
    start: int
    finish: int


class PlanningError(ValueError):
    """The network cannot be calculated."""


@dataclass(eq=False)
class Cycle(PlanningError):
    """Links lead back to where they began. ``keys``: the activities of one such ring, in order."""

    keys: tuple[Any, ...] = field(default=())

    def __str__(self) -> str:
        return "cycle: " + " → ".join(str(key) for key in self.keys)


@dataclass(eq=False)
class UnknownKey(PlanningError):
    """A link or a parent names an activity that is not there."""

    key: Any = None

    def __str__(self) -> str:
        return f"unknown activity: {self.key}"
