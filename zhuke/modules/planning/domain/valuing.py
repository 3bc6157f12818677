"""What a value of a task means for its others: dragging a bar, entering progress, choosing a constraint."""

from __future__ import annotations

from typing import Any

from .state import State, TaskRow

SETTABLE = (
    "name", "kind", "owner", "priority", "tag", "duration", "elapsed", "constraint", "constraint_at", "deadline", "progress",
    "actual_start", "actual_end", "remaining", "calendar", "inactive", "manual", "start", "end", "cost_item", "budget", "note",
    "not_before", "paused",
)  # fmt: skip
# A summary's dates, effort and progress follow from what lies below it.
NOT_OF_SUMMARIES = frozenset(("kind", "duration", "elapsed", "progress", "actual_start", "actual_end", "remaining", "start", "end"))
PLAIN = (
    "name",
    "paused",
    "owner",
    "priority",
    "tag",
    "elapsed",
    "deadline",
    "calendar",
    "inactive",
    "cost_item",
    "budget",
    "note",
    "not_before",
)
DATED = frozenset(("snet", "snlt", "fnet", "fnlt", "mso", "mfo"))


class EditError(ValueError):
    """An operation that a rule of plans refuses; ``code`` and ``data`` say which and about what."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code, self.data = code, data


def set_values(state: State, task: TaskRow, values: dict[str, Any], *, summary: bool) -> None:
    """Put the values on the task and draw the conclusions that belong to them. Raises EditError."""
    if summary and (refused := NOT_OF_SUMMARIES & values.keys()):
        raise EditError("of_summary", name=task.name, fields=sorted(refused))
    if summary and values.get("constraint") not in (None, "asap", "snet", "fnlt"):
        raise EditError("summary_constraint", name=task.name)
    for name in PLAIN:
        if name in values:
            setattr(task, name, values[name])
    if "kind" in values or "duration" in values:
        _measure(task, values)
    if "manual" in values and values["manual"] != task.manual:
        task.manual = values["manual"]
        task.manual_start, task.manual_end = (task.start, task.end) if task.manual else (None, None)
    _constrain(task, values)
    if "start" in values or "end" in values:
        drag(state, task, values.get("start"), values.get("end"))
    if {"progress", "actual_start", "actual_end", "remaining"} & values.keys():
        _report(state, task, values)


def _measure(task: TaskRow, values: dict[str, Any]) -> None:
    kind = values.get("kind") or task.kind
    if "duration" in values:
        task.duration = values["duration"]
        kind = "milestone" if not task.duration else "task" if kind == "milestone" and "kind" not in values else kind
        if task.manual:
            task.manual_end = None
    task.kind = kind
    if kind == "milestone":
        task.duration = 0
        task.remaining = None


def _constrain(task: TaskRow, values: dict[str, Any]) -> None:
    if "constraint" in values:
        task.constraint = values["constraint"]
        if task.constraint not in DATED:
            task.constraint_at = None
    if "constraint_at" in values:
        task.constraint_at = values["constraint_at"] if task.constraint in DATED else None
    if task.constraint in DATED and task.constraint_at is None:
        raise EditError("constraint_date", name=task.name)


def drag(state: State, task: TaskRow, start: int | None, end: int | None) -> None:
    """A bar was moved or stretched: a new start asks to begin no earlier, a new end alone is a new duration."""
    calendar = state.worktime(task)
    if start is not None and end is not None and end < start:
        raise EditError("end_before_start", name=task.name)
    begin = start if start is not None else task.start
    if end is not None and begin is not None:
        if end < begin:
            raise EditError("end_before_start", name=task.name)
        if task.kind != "milestone":
            task.duration = calendar.between(begin, end)
            if not task.duration:
                raise EditError("no_working_time", name=task.name)
    _put_bar(task, start, end, begin, calendar.add(begin or 0, task.duration))


def _put_bar(task: TaskRow, start: int | None, end: int | None, begin: int | None, worked: int) -> None:
    """Keep where the bar was put: as a constraint, for a task that has begun as what happened. ``worked``: its end by its duration."""
    if task.manual:
        task.manual_start = begin
        task.manual_end = end
    elif task.actual_end is not None:
        task.actual_start = begin
        task.actual_end = end if end is not None else worked
    elif task.actual_start is not None:
        task.actual_start = start if start is not None else task.actual_start
    elif start is not None:
        task.constraint = "mso" if task.constraint == "mso" else "snet"
        task.constraint_at = start
        task.not_before = None
    elif task.kind == "milestone" and end is not None:
        task.constraint, task.constraint_at = "snet", end


def _report(state: State, task: TaskRow, values: dict[str, Any]) -> None:
    """Progress and what happened. 100 % or an end means done; more than nothing means begun; nothing takes both back."""
    if "actual_start" in values:
        task.actual_start = values["actual_start"]
    if "actual_end" in values:
        task.actual_end = values["actual_end"]
        task.progress = 100 if task.actual_end is not None else min(task.progress, 99)
    if "progress" in values:
        task.progress = round(values["progress"], 2)
        task.remaining = None
        if task.progress < 100 and values.get("actual_end") is None:
            task.actual_end = None
        if task.progress <= 0 and "actual_start" not in values:
            task.actual_start = None
    if values.get("remaining") is not None:
        done = round(task.duration * task.progress / 100)
        task.duration = done + values["remaining"]
        task.progress = round(done * 100 / task.duration, 2) if task.duration else 100
        task.remaining = None
    _conclude(state, task)


def _conclude(state: State, task: TaskRow) -> None:
    if task.progress >= 100 and task.actual_end is None:
        task.actual_end = task.end if task.end is not None else state.start
    if task.progress > 0 and task.actual_start is None:
        task.actual_start = task.start if task.start is not None else state.start
    if task.actual_end is not None:
        task.paused = False
        task.remaining = None
        task.actual_start = min(task.actual_start if task.actual_start is not None else task.actual_end, task.actual_end)
        if task.manual:
            task.manual_start, task.manual_end = task.actual_start, task.actual_end
