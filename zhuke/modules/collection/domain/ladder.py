"""Which step of a dunning ladder comes next, and on which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step. It comes when the oldest debt is more than ``days_overdue`` days late, ``silence`` days after the last letter, and only
    when the last ``unanswered`` letters in a row got no answer."""

    position: int
    days_overdue: int = 0
    silence: int = 0
    unanswered: int = 0
    writes: bool = True


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a case stands. ``level``: the position of the last step taken, 0 before the first; ``last_on``: when the last letter went
    out; ``not_before``: the end of a pause."""

    oldest_due: dt.date
    level: int = 0
    last_on: dt.date | None = None
    unanswered: int = 0
    not_before: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Next:
    """The step to come. ``again``: a letter is written a second time, because the step after it waits for letters without an answer."""

    position: int
    on: dt.date
    again: bool = False


def next_step(ladder: Sequence[Rung], stand: Stand) -> Next | None:
    """The next step of the case, or None at the end of the ladder. The day may have passed: then the step is due at once.

    A step that asks for more unanswered letters than there are makes the last letter go out once more: an answer in between starts the
    count anew, it does not end the chain.
    """
    rungs = sorted(ladder, key=lambda rung: rung.position)
    coming = next((rung for rung in rungs if rung.position > stand.level), None)
    if coming is None:
        return None
    missing = coming.unanswered - stand.unanswered
    again = next((rung for rung in reversed(rungs) if rung.position <= stand.level and rung.writes), None) if missing > 0 else None
    if missing > 0 and again is None:
        return None  # it waits for letters that nobody writes
    rung = again or coming
    days = [stand.oldest_due + DAY * (rung.days_overdue + 1)]
    if stand.last_on:
        days.append(stand.last_on + DAY * max(rung.silence, coming.silence if again else 0))
    if stand.not_before:
        days.append(stand.not_before)
    return Next(rung.position, max(days), again is not None)


def forecast(ladder: Sequence[Rung], stand: Stand, most: int = 6) -> list[Next]:
    """The steps to come if nobody answers and nothing is paid, the next one first."""
    found: list[Next] = []
    writes = {rung.position: rung.writes for rung in ladder}
    while len(found) < most and (step := next_step(ladder, stand)):
        found.append(step)
        wrote = writes[step.position]
        stand = Stand(
            stand.oldest_due,
            max(step.position, stand.level),
            step.on if wrote else stand.last_on,
            stand.unanswered + (1 if wrote else 0),
            step.on,
        )
    return found
