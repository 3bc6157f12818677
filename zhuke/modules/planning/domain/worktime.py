"""Working time: a week of shifts with exceptions, compiled so that adding, subtracting and counting cost O(log n)."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

Shift = tuple[int, int]
Shifts = tuple[Shift, ...]
DAY = 1440
EPOCH_DAY = dt.date(2000, 1, 1)
STANDARD: tuple[Shifts, ...] = (((480, 720), (780, 1020)),) * 5 + ((), ())
ALWAYS: tuple[Shifts, ...] = (((0, DAY),),) * 7
# MS Project's own range; also what keeps a calendar without working days from being searched for ever.
FIRST = (dt.date(1984, 1, 1) - EPOCH_DAY).days
LAST = (dt.date(2150, 1, 1) - EPOCH_DAY).days
STEP = 3 * 366


class NoWorkingTime(ValueError):
    """The calendar has no more working time between 1984 and 2149 where some is needed."""


def day_number(day: dt.date) -> int:
    """Days since 2000-01-01."""
    return (day - EPOCH_DAY).days


def tidy(shifts: Sequence[Shift]) -> Shifts:
    """Shifts in order, those that touch or overlap as one, cut to the day; empty ones fall away."""
    found: list[Shift] = []
    for begin, end in sorted((max(0, b), min(DAY, e)) for b, e in shifts):
        if begin >= end:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return tuple(found)


class WorkTime:
    """``week``: shifts of Monday … Sunday in minutes of the day; ``exceptions``: day number → shifts of that day instead.

    Two instants can mean the same work done (17:00 and the next morning): methods say which of the two they give.
    """

    __slots__ = ("_before", "_ends", "_first", "_last", "_starts", "exceptions", "week")

    def __init__(self, week: Sequence[Sequence[Shift]] = STANDARD, exceptions: Mapping[int, Sequence[Shift]] | None = None) -> None:
        self.week: tuple[Shifts, ...] = tuple(tidy(shifts) for shifts in week)
        self.exceptions: dict[int, Shifts] = {day: tidy(shifts) for day, shifts in (exceptions or {}).items()}
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []  # working minutes before each interval, counted from the first one known
        self._first = self._last = 0
        self._build(-366, STEP)

    # ---- compiled intervals

    def _build(self, first: int, last: int) -> None:
        """Know the days from ``first`` to before ``last``."""
        first, last = max(first, FIRST), min(last, LAST)
        week, exceptions = self.week, self.exceptions
        starts: list[int] = []
        ends: list[int] = []
        for day in range(first, last):
            shifts = exceptions.get(day)
            # 2000-01-01 was a Saturday.
            for begin, end in week[(day + 5) % 7] if shifts is None else shifts:
                at = day * DAY
                if ends and ends[-1] == at + begin:
                    ends[-1] = at + end
                else:
                    starts.append(at + begin)
                    ends.append(at + end)
        before = []
        total = 0
        for begin, end in zip(starts, ends, strict=True):
            before.append(total)
            total += end - begin
        self._starts, self._ends, self._before, self._first, self._last = starts, ends, before, first, last

    def _cover(self, at: int) -> None:
        """Know the day of ``at`` and a year around it."""
        day = at // DAY
        if day < FIRST + 366 or day > LAST - 366:
            raise NoWorkingTime
        if day - 366 < self._first or day + 366 > self._last:
            self._build(min(self._first, day - STEP), max(self._last, day + STEP))

    def _later(self) -> None:
        if self._last >= LAST:
            raise NoWorkingTime
        self._build(self._first, self._last + max(STEP, (self._last - self._first) // 2))

    def _earlier(self) -> None:
        if self._first <= FIRST:
            raise NoWorkingTime
        self._build(self._first - max(STEP, (self._last - self._first) // 2), self._last)

    # ---- questions

    def works(self, at: int) -> bool:
        """Whether the minute that begins at ``at`` is worked."""
        self._cover(at)
        i = bisect_right(self._starts, at) - 1
        return i >= 0 and at < self._ends[i]

    def next_start(self, at: int) -> int:
        """``at`` itself if work goes on there, else the next moment at which it begins."""
        while True:
            if not self._first + 1 < at // DAY < self._last - 1:
                self._cover(at)
            i = bisect_right(self._starts, at) - 1
            if i >= 0 and at < self._ends[i]:
                return at
            if i + 1 < len(self._starts):
                return self._starts[i + 1]
            self._later()

    def prev_end(self, at: int) -> int:
        """``at`` itself if work went on right before it, else the moment before it at which work last ended."""
        while True:
            if not self._first + 1 < at // DAY < self._last - 1:
                self._cover(at)
            i = bisect_left(self._starts, at) - 1
            if i >= 0:
                end = self._ends[i]
                return end if end < at else at
            self._earlier()

    def settle(self, at: int) -> int:
        """Where a milestone stands: ``at`` if work goes on, begins or has just ended there, else the next beginning."""
        if not self._first + 1 < at // DAY < self._last - 1:
            self._cover(at)
        i = bisect_right(self._starts, at) - 1
        return at if i >= 0 and at <= self._ends[i] else self.next_start(at)

    def settle_back(self, at: int) -> int:
        """As ``settle``, but back to the last end of work."""
        return at if self.settle(at) == at else self.prev_end(at)

    def add(self, at: int, work: int) -> int:
        """The moment at which ``work`` minutes are done (an end of work, not the next morning). 0: ``at``; negative: as ``subtract``."""
        if work <= 0:
            return self.subtract(at, -work) if work else at
        while True:
            if not self._first + 1 < at // DAY < self._last - 1:
                self._cover(at)
            starts, ends, before = self._starts, self._ends, self._before
            i = bisect_right(starts, at) - 1
            if i >= 0:
                done = at - starts[i]
                length = ends[i] - starts[i]
                if done + work <= length:
                    return at + work
                target = before[i] + (done if done < length else length) + work
            else:
                target = work
            j = bisect_left(before, target) - 1
            if j >= 0 and (result := starts[j] + target - before[j]) <= ends[j]:
                return result
            self._later()

    def subtract(self, at: int, work: int) -> int:
        """The latest moment from which ``work`` minutes are done by ``at`` (a beginning of work). 0: ``at``; negative: as ``add``."""
        if work <= 0:
            return self.add(at, -work) if work else at
        while True:
            if not self._first + 1 < at // DAY < self._last - 1:
                self._cover(at)
            starts, ends, before = self._starts, self._ends, self._before
            i = bisect_left(starts, at) - 1
            if i >= 0:
                target = before[i] + min(at, ends[i]) - starts[i] - work
                if target >= 0:
                    j = bisect_right(before, target) - 1
                    return starts[j] + target - before[j]
            self._earlier()

    def between(self, begin: int, end: int) -> int:
        """Working minutes from ``begin`` to ``end``; negative if ``end`` lies before."""
        if begin == end:
            return 0
        low, high = self._first + 1, self._last - 1
        if not (low < begin // DAY < high and low < end // DAY < high):
            self._cover(begin)
            self._cover(end)
        return self.position(end) - self.position(begin)

    def position(self, at: int) -> int:
        """Working minutes before ``at``, from a beginning that moves when the calendar is extended: only differences mean something."""
        if not self._first + 1 < at // DAY < self._last - 1:
            self._cover(at)
        i = bisect_right(self._starts, at) - 1
        if i < 0:
            return 0
        begin, end = self._starts[i], self._ends[i]
        return self._before[i] + (at if at < end else end) - begin

    def shifts_on(self, day: int) -> Shifts:
        """The shifts of a day (number since 2000-01-01)."""
        shifts = self.exceptions.get(day)
        return self.week[(day + 5) % 7] if shifts is None else shifts

    def minutes_per_day(self) -> int:
        """The length of the commonest working day of the week; 480 where there is none."""
        lengths = [sum(e - b for b, e in shifts) for shifts in self.week]
        worked = [length for length in lengths if length]
        return max(set(worked), key=worked.count) if worked else 480

    def united(self, other: "WorkTime") -> "WorkTime":
        """Where either works: how MS Project schedules a task whose resources have calendars of their own."""
        week = [(*a, *b) for a, b in zip(self.week, other.week, strict=True)]
        days = {*self.exceptions, *other.exceptions}
        return WorkTime(week, {day: (*self.shifts_on(day), *other.shifts_on(day)) for day in days})

    def common(self, other: "WorkTime") -> "WorkTime":
        """Where both work: a task calendar over a resource's."""
        week = [_cut(a, b) for a, b in zip(self.week, other.week, strict=True)]
        days = {*self.exceptions, *other.exceptions}
        return WorkTime(week, {day: _cut(self.shifts_on(day), other.shifts_on(day)) for day in days})


def _cut(left: Sequence[Shift], right: Sequence[Shift]) -> list[Shift]:
    return [(max(a, c), min(b, d)) for a, b in left for c, d in right if max(a, c) < min(b, d)]
