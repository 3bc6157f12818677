"""A plan out of memory into the database, in sets: what people changed as theirs, what follows without making anybody's edit stale."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from zhuke.commons.live import push
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import deriving
from zhuke.modules.planning.domain.state import (
    ASSIGNMENT_FIELDS,
    INPUTS,
    LINK_FIELDS,
    AssignmentRow,
    LinkRow,
    TaskRow,
    task_values,
)
from zhuke.modules.planning.models import Plan, PlanChange

from . import columns
from .moments import aware
from .reading import Loaded

KEPT_CHANGES = 300
ARCHIVED = INPUTS.index("archived")
FIELDS = {"tasks": INPUTS, "links": LINK_FIELDS, "assignments": ASSIGNMENT_FIELDS}


@dataclass
class Written:
    """What a save has written: ids of rows by what happened to them; ``returned``: removed before, now back."""

    added: list[UUID] = field(default_factory=list)
    returned: list[UUID] = field(default_factory=list)
    changed: list[UUID] = field(default_factory=list)
    removed: list[UUID] = field(default_factory=list)
    images: dict[str, dict[str, dict[str, list[Any]]]] = field(default_factory=dict)


def differences(loaded: Loaded) -> Written:
    """What differs from what was read, without writing it. ``changed``: all whose dates, floats, codes or entries are others."""
    found = Written()
    for task in loaded.state.tasks.values():
        before = loaded.before.get(task.id)
        if before is None:
            if not task.archived:
                found.added.append(task.id)
        elif before[ARCHIVED] != task.archived:
            (found.removed if task.archived else found.returned).append(task.id)
        elif before != task_values(task):
            found.changed.append(task.id)
    return found


def save(
    actor: Actor, loaded: Loaded, kind: str = "edit", *, of: PlanChange | None = None, summary: dict[str, Any] | None = None
) -> Written:
    """Write the plan, which has been scheduled, and one entry of its log. The caller is within ``writing`` and holds the plan's row."""
    plan, state = loaded.plan, loaded.state
    written = differences(loaded)
    touched = state.touched
    written.images = {name: _images(loaded, name, touched[name]) for name in touched}
    _write_tasks(actor, loaded, written)
    for name, rows in (("links", state.links), ("assignments", state.assignments)):
        _write_beside(actor, loaded, name, {key: rows[key] for key in touched[name]})
    plan.revision += 1
    _write_plan(plan, state.finish, state.progress)
    _log(actor, plan, kind, written, of)
    push(None, "plan", {"plan": str(plan.pk), "project": str(plan.project_id), "revision": plan.revision, "by": str(actor.id or "")})
    return written


def _write_tasks(actor: Actor, loaded: Loaded, written: Written) -> None:
    state, touched = loaded.state, loaded.state.touched["tasks"]
    fixed: dict[str, Any] = {
        "plan_id": loaded.plan.pk, "project_id": loaded.plan.project_id, "live": loaded.plan.kind == "live", "created_by_id": actor.id,
    }  # fmt: skip
    columns.insert("tasks", (state.tasks[key] for key in written.added), fixed)
    for key in written.added:
        state.tasks[key].version = 1
    known = [key for key in (*written.changed, *written.removed, *written.returned) if key in touched]
    columns.update("tasks", (state.tasks[key] for key in known))
    for key in known:
        state.tasks[key].version += 1
    with deriving():
        columns.update("tasks", (state.tasks[key] for key in written.changed if key not in touched), columns.DERIVED)


def _write_beside(actor: Actor, loaded: Loaded, name: str, rows: dict[UUID, LinkRow] | dict[UUID, AssignmentRow] | dict[UUID, Any]) -> None:
    new = [row for row in rows.values() if not row.version and not row.archived]
    columns.update(name, [row for row in rows.values() if row.version])
    columns.insert(name, new, {"plan_id": loaded.plan.pk, "created_by_id": actor.id})
    for row in rows.values():
        row.version += 1


def _write_plan(plan: Plan, finish: int | None, progress: float) -> None:
    """The plan's own figures; no new version of it."""
    plan.finish_at = None if finish is None else aware(finish)
    plan.progress = progress
    with deriving():
        Plan.objects.filter(pk=plan.pk).update(revision=plan.revision, finish_at=plan.finish_at, progress=progress)


def _images(loaded: Loaded, name: str, keys: set[UUID]) -> dict[str, dict[str, list[Any]]]:
    """What each touched row was and is, field by field; a new row is one that was archived."""
    rows: dict[UUID, Any] = getattr(loaded.state, name)
    stored = _stored(loaded, name, keys)
    images: dict[str, dict[str, list[Any]]] = {}
    for key in keys:
        row, before = rows[key], stored.get(key)
        if before is None:
            image = {} if row.archived else {"archived": [True, False]}
        else:
            image = {f: [old, getattr(row, f)] for f, old in zip(FIELDS[name], before, strict=True) if old != getattr(row, f)}
        if image:
            images[str(key)] = image
    return images


def _stored(loaded: Loaded, name: str, keys: set[UUID]) -> dict[UUID, tuple[Any, ...]]:
    if name == "tasks":
        return {key: loaded.before[key][: len(INPUTS)] for key in keys if key in loaded.before}
    return {row[0]: row[1:-1] for row in columns.select(name, "id = ANY(%s)", [list(keys)])} if keys else {}


def _log(actor: Actor, plan: Plan, kind: str, written: Written, of: PlanChange | None) -> PlanChange:
    ids = {UUID(key) for rows in written.images.values() for key in rows}
    counts = {"added": len(written.added), "changed": len(written.changed), "removed": len(written.removed)}
    change = PlanChange.objects.create(
        plan=plan, revision=plan.revision, kind=kind, user_id=actor.id, user_name=actor.name, summary=counts,
        images=msgspec.to_builtins(written.images), touched=sorted(ids), of=of,
    )  # fmt: skip
    PlanChange.objects.filter(plan=plan, revision__lt=plan.revision - KEPT_CHANGES).delete()
    return change


def rows_of(loaded: Loaded, keys: list[UUID]) -> list[TaskRow]:
    """Tasks in the order of the outline."""
    return sorted((loaded.state.tasks[key] for key in keys), key=lambda task: task.wbs_sort)
