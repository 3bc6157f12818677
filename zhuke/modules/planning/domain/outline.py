"""The work breakdown: who lies below whom, in which order, under which code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

MOST_DEPTH = 20
STEP = 1024


class TooDeep(ValueError):
    """More levels than a plan may have."""


def children(tasks: Iterable[Any]) -> dict[Any, list[Any]]:
    """Tasks by parent, each list in order of position; None holds the top."""
    kids: dict[Any, list[Any]] = {}
    for task in tasks:
        kids.setdefault(task.parent, []).append(task)
    for below in kids.values():
        below.sort(key=_place)
    return kids


def _place(task: Any) -> tuple[int, str]:
    return task.position, str(task.id)


def number(kids: dict[Any, list[Any]]) -> list[Any]:
    """Write ``wbs`` and ``wbs_sort`` of all; returns them from top to bottom. Raises TooDeep."""
    ordered: list[Any] = []
    stack: list[tuple[Any, str, str, int]] = [(task, str(n), f"{n:05d}", 1) for n, task in reversed(list(enumerate(kids.get(None, []), 1)))]
    while stack:
        task, code, sort, depth = stack.pop()
        if depth > MOST_DEPTH:
            raise TooDeep
        task.wbs, task.wbs_sort = code, sort
        ordered.append(task)
        below = kids.get(task.id)
        if below:
            for n in range(len(below), 0, -1):
                stack.append((below[n - 1], f"{code}.{n}", f"{sort}.{n:05d}", depth + 1))
    return ordered


def between(siblings: list[Any], at: int) -> int | None:
    """A position for a row that comes at index ``at`` among these; None: there is no room, use ``spread``."""
    before = siblings[at - 1].position if at else None
    after = siblings[at].position if at < len(siblings) else None
    if before is None:
        return 0 if after is None else after - STEP
    if after is None:
        return int(before) + STEP
    return (before + after) // 2 if after - before > 1 else None


def spread(siblings: list[Any]) -> list[Any]:
    """Give the rows, as they are ordered, positions with room between them; returns those that changed."""
    moved = []
    for n, task in enumerate(siblings):
        if task.position != n * STEP:
            task.position = n * STEP
            moved.append(task)
    return moved
