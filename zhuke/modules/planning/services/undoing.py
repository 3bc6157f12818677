"""Taking back one's own last change of a plan, and doing it again: field by field, so that what others did since stays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Max
from django.utils.translation import gettext as _

from zhuke.commons.collecting import rarely
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict
from zhuke.modules.planning.domain.state import ROLLED, AssignmentRow, LinkRow, State, task_values
from zhuke.modules.planning.models import Plan, PlanChange

from . import columns
from .consequences import Before
from .editing import finish, locked
from .reading import Loaded, load
from .refusals import told

KEYS = frozenset(("parent", "owner", "calendar", "cost_item", "pred", "succ", "task", "resource"))
ROWS: dict[str, Any] = {"tasks": lambda *row: columns.task_row(row), "links": LinkRow, "assignments": AssignmentRow}


@rarely()
def undo(actor: Actor, pk: UUID) -> dict[str, Any]:
    """Take back the actor's last change that stands. Raises nothing_to_undo, undo_conflict and what ``editing.edit`` raises."""
    return _step(actor, pk, back=True)


@rarely()
def redo(actor: Actor, pk: UUID) -> dict[str, Any]:
    """Do again what was taken back last, as long as the actor has changed nothing else since. Raises nothing_to_redo, undo_conflict."""
    return _step(actor, pk, back=False)


def _step(actor: Actor, pk: UUID, *, back: bool) -> dict[str, Any]:
    with writing(actor):
        plan = locked(actor, pk)
        change = undoable(actor, plan) if back else redoable(actor, plan)
        if change is None:
            if back:
                raise Conflict("nothing_to_undo", _("您在这个计划里没有可以撤销的修改。"))
            raise Conflict("nothing_to_redo", _("没有可以重做的修改。"))
        loaded = load(plan)
        before = Before(loaded)
        _revive(loaded, change)
        for name, images in change.images.items():
            for key, image in images.items():
                _put(loaded, name, UUID(key), image, back=back)
        _check_whole(loaded.state)
        with told(loaded.state):
            loaded.state.schedule()
        PlanChange.objects.filter(pk=change.pk).update(undone=back)
        return finish(actor, loaded, before, kind="undo" if back else "redo", of=change)


def _own(actor: Actor, plan: Plan) -> Any:
    return PlanChange.objects.filter(plan=plan, user=actor.id).exclude(kind__in=("undo", "redo", "load"))


def undoable(actor: Actor, plan: Plan) -> PlanChange | None:
    """The change that ``undo`` would take back."""
    found: PlanChange | None = _own(actor, plan).filter(undone=False).order_by("-revision").first()
    return found


def redoable(actor: Actor, plan: Plan) -> PlanChange | None:
    """The change that ``redo`` would bring back."""
    last = _own(actor, plan).filter(undone=False).aggregate(last=Max("revision"))["last"] or 0
    found: PlanChange | None = _own(actor, plan).filter(undone=True, revision__gt=last).order_by("revision").first()
    return found


def _revive(loaded: Loaded, change: PlanChange) -> None:
    """Removed rows are not read with the plan: fetch those that the change speaks of."""
    for name, images in change.images.items():
        rows: dict[UUID, Any] = getattr(loaded.state, name)
        missing = [UUID(key) for key in images if UUID(key) not in rows]
        for row in columns.select(name, "id = ANY(%s) AND archived_at IS NOT NULL", [missing]) if missing else ():
            rows[row[0]] = ROWS[name](*row)
            if name == "tasks":
                loaded.before[row[0]] = task_values(rows[row[0]])


def _put(loaded: Loaded, name: str, key: UUID, image: dict[str, list[Any]], *, back: bool) -> None:
    state = loaded.state
    row = getattr(state, name).get(key)
    summary = name == "tasks" and any(task.parent == key and not task.archived for task in state.tasks.values())
    for field, (old, new) in image.items():
        expected, wanted = (new, old) if back else (old, new)
        if row is None or (not (summary and field in ROLLED) and msgspec.to_builtins(getattr(row, field)) != expected):
            raise _conflict(row, name)
        setattr(row, field, UUID(wanted) if wanted is not None and field in KEYS else wanted)
    state.touched[name].add(key)


def _check_whole(state: State) -> None:
    """What comes back must still fit: parents, tied tasks and work must be there, and nothing tied twice."""
    tasks = state.tasks
    for key in state.touched["tasks"]:
        task = tasks[key]
        seen = {key}
        while not task.archived and task.parent is not None:
            if task.parent in seen or task.parent not in tasks or tasks[task.parent].archived:
                raise _conflict(tasks[key], "tasks")
            seen.add(task.parent)
            task = tasks[task.parent]
    tied = set()
    for link in state.links.values():
        if link.archived:
            continue
        ends = (link.pred, link.succ, link.kind)
        if ends in tied or any(end not in tasks or tasks[end].archived for end in (link.pred, link.succ)):
            raise _conflict(None, "links")
        tied.add(ends)
    for row in state.assignments.values():
        if not row.archived and (row.task not in tasks or tasks[row.task].archived):
            raise _conflict(None, "assignments")


def _conflict(row: Any, name: str) -> Conflict:
    which = f"“{row.name}”" if name == "tasks" and row is not None else _("其中的内容")
    return Conflict("undo_conflict", _("%(what)s后来又被修改过，不能再撤销或重做。请直接修改计划。") % {"what": which})
