"""What an edit brings about, told before it is saved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from zhuke.modules.planning.domain.state import INPUTS, TaskRow

from .moments import text
from .reading import Loaded

START, END = len(INPUTS) + 3, len(INPUTS) + 4
CRITICAL = len(INPUTS) + 9
DEADLINE = INPUTS.index("deadline")
MOST_LATE = 50


class Before:
    """What a plan was before operations touched it."""

    __slots__ = ("finish", "links")

    def __init__(self, loaded: Loaded) -> None:
        self.links: frozenset[UUID] = frozenset(loaded.state.links)
        counting = [task.end for task in loaded.state.tasks.values() if task.end is not None and not task.inactive]
        self.finish = max(counting, default=None)


def consequences(loaded: Loaded, before: Before) -> dict[str, Any]:
    """The end before and after, how many tasks move, deadlines that break, what becomes critical."""
    state = loaded.state
    calendar = state.calendars[state.calendar]
    days = 0.0
    if before.finish is not None and state.finish is not None:
        days = round(calendar.between(before.finish, state.finish) / calendar.minutes_per_day(), 1)
    moved = newly = 0
    late: list[TaskRow] = []
    for task in state.living():
        if task.kind == "summary" or task.inactive:
            continue
        old = loaded.before.get(task.id)
        if old is not None and (old[START], old[END]) != (task.start, task.end) and task.id not in state.touched["tasks"]:
            moved += 1
        newly += task.critical and (old is None or not old[CRITICAL])
        if _late(task.deadline, task.end) and not (old is not None and _late(old[DEADLINE], old[END])):
            late.append(task)
    late.sort(key=lambda task: task.end or 0)
    return {
        "finish": [text(before.finish), text(state.finish)],
        "moved": moved,
        "days": days,
        "late": [{"task": {"id": t.id, "label": t.name}, "deadline": text(t.deadline), "end": text(t.end)} for t in late[:MOST_LATE]],
        "late_count": len(late),
        "newly_critical": newly,
    }


def _late(deadline: int | None, end: int | None) -> bool:
    return deadline is not None and end is not None and end > deadline
