"""Operations of the editor on a plan in memory. Who may, and whether references exist, is the service's; rules of the plan are here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from . import outline, valuing
from .state import AssignmentRow, LinkRow, State, TaskRow
from .valuing import EditError

Key = UUID
MOST_TASKS = 20_000
MOST_LINKS = 60_000


def apply(state: State, operation: dict[str, Any]) -> None:
    """Change the plan by one operation of the API (docs/api.md). Raises EditError. Dates follow at the next ``state.schedule()``."""
    _OPERATIONS[operation["op"]](state, operation)


def task_of(state: State, key: Key | None) -> TaskRow:
    """The living task of that id. Raises EditError."""
    task = state.tasks.get(key) if key else None
    if task is None or task.archived:
        raise EditError("no_task", task=key)
    return task


def below(state: State, task: TaskRow) -> Iterator[TaskRow]:
    """The task and all that lies under it."""
    kids = outline.children(state.living())
    waiting = [task]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(kids.get(one.id, []))


def _siblings(state: State, parent: Key | None, without: TaskRow | None = None) -> list[TaskRow]:
    rows = [task for task in state.tasks.values() if task.parent == parent and not task.archived and task is not without]
    return sorted(rows, key=lambda task: (task.position, str(task.id)))


def _insert(state: State, task: TaskRow, parent: Key | None, operation: dict[str, Any]) -> None:
    """Put the task below ``parent``: behind the sibling named ``after``, first with None, last where ``after`` is not said."""
    siblings = _siblings(state, parent, task)
    if parent is not None and not siblings:
        state.touched["tasks"].add(parent)  # becomes a summary: undoing brings back what it was
    at = len(siblings)
    if "after" in operation:
        after = operation["after"]
        places = [n for n, one in enumerate(siblings, 1) if one.id == after]
        if after is not None and not places:
            raise EditError("no_sibling", task=after)
        at = places[0] if places else 0
    task.parent = parent
    position = outline.between(siblings, at)
    if position is None:
        siblings.insert(at, task)
        state.touched["tasks"].update(one.id for one in outline.spread(siblings))
    else:
        task.position = position
    state.touched["tasks"].add(task.id)


def _becomes_summary(state: State, parent: Key | None) -> None:
    """Refuse what a summary cannot have: links into its finish."""
    if parent is None:
        return
    task = task_of(state, parent)
    if any(not link.archived and link.succ == parent and link.kind in ("FF", "SF") for link in state.links.values()):
        raise EditError("summary_finish_link", name=task.name)


def _add(state: State, operation: dict[str, Any]) -> None:
    if operation["id"] in state.tasks:
        raise EditError("id_taken", task=operation["id"])
    if len(state.tasks) >= MOST_TASKS:
        raise EditError("too_many_tasks", most=MOST_TASKS)
    parent = operation.get("parent")
    _becomes_summary(state, parent)
    task = TaskRow(operation["id"], name=operation["name"], kind=operation.get("kind") or "task")
    if task.kind == "milestone":
        task.duration = 0
    state.tasks[task.id] = task
    _insert(state, task, parent, operation)
    values = {name: operation[name] for name in valuing.SETTABLE if name in operation and name not in ("name", "kind")}
    valuing.set_values(state, task, values, summary=False)


def _set(state: State, operation: dict[str, Any]) -> None:
    task = task_of(state, operation["task"])
    summary = any(one.parent == task.id and not one.archived for one in state.tasks.values())
    valuing.set_values(state, task, operation["values"], summary=summary)
    state.touched["tasks"].add(task.id)
    if "inactive" in operation["values"] and summary:
        for one in below(state, task):
            one.inactive = task.inactive
            state.touched["tasks"].add(one.id)


def _remove(state: State, operation: dict[str, Any]) -> None:
    gone = {one.id for key in operation["tasks"] for one in below(state, task_of(state, key))}
    for key in gone:
        state.tasks[key].archived = True
    for link in state.links.values():
        if not link.archived and (link.pred in gone or link.succ in gone):
            link.archived = True
            state.touched["links"].add(link.id)
    for assignment in state.assignments.values():
        if not assignment.archived and assignment.task in gone:
            assignment.archived = True
            state.touched["assignments"].add(assignment.id)
    state.touched["tasks"] |= gone


def _move(state: State, operation: dict[str, Any]) -> None:
    task = task_of(state, operation["task"])
    parent = operation.get("parent")
    above = parent
    while above is not None:
        if above == task.id:
            raise EditError("below_itself", name=task.name)
        above = task_of(state, above).parent
    if parent != task.parent:
        _becomes_summary(state, parent)
    _insert(state, task, parent, operation)


def _ends(state: State, operation: dict[str, Any]) -> tuple[TaskRow, TaskRow]:
    pred, succ = task_of(state, operation["from"]), task_of(state, operation["to"])
    if pred is succ:
        raise EditError("link_itself", name=pred.name)
    return pred, succ


def _check_link(state: State, link: LinkRow) -> None:
    pred, succ = state.tasks[link.pred], state.tasks[link.succ]
    for upper, lower in ((pred, succ), (succ, pred)):
        above = lower.parent
        while above is not None:
            if above == upper.id:
                raise EditError("link_with_summary", name=lower.name, summary=upper.name)
            above = state.tasks[above].parent
    if link.kind in ("FF", "SF") and any(one.parent == succ.id and not one.archived for one in state.tasks.values()):
        raise EditError("summary_finish_link", name=succ.name)
    for other in state.links.values():
        if other is not link and not other.archived and (other.pred, other.succ, other.kind) == (link.pred, link.succ, link.kind):
            raise EditError("linked_already", name=pred.name, other=succ.name)


def _link(state: State, operation: dict[str, Any]) -> None:
    if operation["id"] in state.links:
        raise EditError("id_taken", task=operation["id"])
    if len(state.links) >= MOST_LINKS:
        raise EditError("too_many_links", most=MOST_LINKS)
    pred, succ = _ends(state, operation)
    link = LinkRow(operation["id"], pred.id, succ.id)
    _put_link(link, operation)
    state.links[link.id] = link
    _check_link(state, link)
    state.touched["links"].add(link.id)


def _put_link(link: LinkRow, operation: dict[str, Any]) -> None:
    link.kind = operation.get("kind") or link.kind
    link.lag = operation.get("lag") or 0
    link.elapsed = bool(operation.get("elapsed"))
    link.percent = operation.get("lag_percent")


def _link_of(state: State, key: Key) -> LinkRow:
    link = state.links.get(key)
    if link is None or link.archived:
        raise EditError("no_link", link=key)
    return link


def _relink(state: State, operation: dict[str, Any]) -> None:
    link = _link_of(state, operation["id"])
    _put_link(link, {"lag": link.lag, "elapsed": link.elapsed, "lag_percent": link.percent, **operation})
    _check_link(state, link)
    state.touched["links"].add(link.id)


def _unlink(state: State, operation: dict[str, Any]) -> None:
    link = _link_of(state, operation["id"])
    link.archived = True
    state.touched["links"].add(link.id)


def _assign(state: State, operation: dict[str, Any]) -> None:
    task = task_of(state, operation["task"])
    for known in state.assignments.values():
        if not known.archived and known.task == task.id and known.resource == operation["resource"]:
            # Naming somebody again says how much of them.
            known.units = operation.get("units") or known.units
            state.touched["assignments"].add(known.id)
            return
    if operation["id"] in state.assignments:
        raise EditError("id_taken", task=operation["id"])
    if any(one.parent == task.id and not one.archived for one in state.tasks.values()):
        raise EditError("summary_work", name=task.name)
    state.assignments[operation["id"]] = AssignmentRow(operation["id"], task.id, operation["resource"], operation.get("units") or 100)
    state.touched["assignments"].add(operation["id"])


def _unassign(state: State, operation: dict[str, Any]) -> None:
    row = state.assignments.get(operation["id"])
    if row is None or row.archived:
        raise EditError("no_assignment", assignment=operation["id"])
    row.archived = True
    state.touched["assignments"].add(row.id)


_OPERATIONS = {
    "add": _add,
    "set": _set,
    "remove": _remove,
    "move": _move,
    "link": _link,
    "relink": _relink,
    "unlink": _unlink,
    "assign": _assign,
    "unassign": _unassign,
}
