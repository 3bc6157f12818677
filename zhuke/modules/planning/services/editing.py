"""Changing a network: operations are tried in memory, consequences told, and only then written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.commons.collecting import rarely
from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.config import entries
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed
from zhuke.kernel.resource import by_model, by_name
from zhuke.modules.planning.domain import editing
from zhuke.modules.planning.domain.valuing import EditError
from zhuke.modules.planning.models import Assignment, Plan, PlanChange, Task, TaskLink

from . import dispatching, following, shown
from .consequences import Before, consequences
from .reading import Loaded, load
from .refusals import refusal, told
from .saving import Written, differences, rows_of, save

Operation = dict[str, Any]


@rarely()
def edit(actor: Actor, pk: UUID, operations: Sequence[Operation], *, revision: int | None = None, preview: bool = False) -> dict[str, Any]:
    """Apply operations to a plan; answers what changed and what follows from it. A preview writes nothing.

    ``revision``: the one the editor has seen. Operations on rows that somebody has changed since raise changed_since (409).
    Raises not_found, not_allowed_here, archived, cycle and the codes of services/refusals.py.
    """
    with writing(actor):
        plan = locked(actor, pk)
        loaded = load(plan)
        _check_seen(loaded, operations, revision)
        _check_references(actor, loaded, operations)
        _check_new_ids(operations)
        return run(actor, loaded, operations, preview=preview)


def locked(actor: Actor, pk: UUID, right: str = "update") -> Plan:
    """The plan, locked, if it may be changed. Raises not_found, not_allowed_here, archived."""
    return changeable(actor, pk, right, lock=True)


def changeable(actor: Actor, pk: UUID, right: str = "update", *, lock: bool = False) -> Plan:
    """As ``locked``; without ``lock`` for what is only worked out beforehand."""
    plan: Plan = get_visible(actor, by_model(Plan), pk, right, lock=lock)
    if plan.archived_at or plan.project.archived_at:
        raise Conflict("archived", _("计划或项目已归档，请先恢复再编辑。"))
    return plan


def run(actor: Actor, loaded: Loaded, operations: Sequence[Operation], *, preview: bool = False, kind: str = "edit") -> dict[str, Any]:
    """Apply operations to a plan in memory and write it. The caller has checked rights and references and holds the plan's row."""
    before = Before(loaded)
    with told(loaded.state):
        for operation in operations:
            editing.apply(loaded.state, operation)
        loaded.state.schedule()
    return finish(actor, loaded, before, preview=preview, kind=kind)


def finish(
    actor: Actor, loaded: Loaded, before: Before, *, preview: bool = False, kind: str = "edit", of: PlanChange | None = None
) -> dict[str, Any]:
    """Write what was scheduled (or not, for a preview) and answer it."""
    written = differences(loaded) if preview else save(actor, loaded, kind, of=of)
    if not preview:
        following.after(actor, loaded, written)
        if kind not in ("undo", "redo"):  # what comes back was told when it was given
            dispatching.tell(actor, loaded, written)
    return answer(loaded, written, before)


def answer(loaded: Loaded, written: Written, before: Before) -> dict[str, Any]:
    """The answer of an edit: rows as they are now, and the consequences."""
    state = loaded.state
    touched = state.touched["links"]
    changed = set(written.changed) | (_tasks_of_assignments(loaded) - {*written.added, *written.returned, *written.removed})
    return {
        "revision": loaded.plan.revision,
        "changed": shown.tasks(state, rows_of(loaded, list(changed))),
        "added": shown.tasks(state, rows_of(loaded, [*written.added, *written.returned])),
        "removed": written.removed,
        "links": {
            "added": [shown.link_json(state.links[key]) for key in touched if key not in before.links and not state.links[key].archived],
            "changed": [shown.link_json(state.links[key]) for key in touched if key in before.links and not state.links[key].archived],
            "removed": [key for key in touched if key in before.links and state.links[key].archived],
        },
        "consequences": consequences(loaded, before),
    }


def _tasks_of_assignments(loaded: Loaded) -> set[UUID]:
    rows = loaded.state.assignments
    return {rows[key].task for key in loaded.state.touched["assignments"] if not loaded.state.tasks[rows[key].task].archived}


# ---- what an editor has not seen


def _targets(operation: Operation) -> list[UUID]:
    if operation["op"] in ("set", "move"):
        return [operation["task"]]
    if operation["op"] == "remove":
        return list(operation["tasks"])
    return [operation["id"]] if operation["op"] in ("relink", "unlink", "unassign") else []


def _check_seen(loaded: Loaded, operations: Sequence[Operation], revision: int | None) -> None:
    plan = loaded.plan
    stale: set[UUID] = set()
    for operation in operations:
        version = operation.get("version")
        row = loaded.state.tasks.get(operation["task"]) if version is not None else None
        if row is not None and row.version != version:
            stale.add(row.id)
    if revision is not None and revision < plan.revision:
        unversioned = {key for one in operations if one.get("version") is None for key in _targets(one)}
        since = PlanChange.objects.filter(plan=plan, revision__gt=revision, touched__overlap=list(unversioned)) if unversioned else ()
        stale |= {key for change in since for key in change.touched} & unversioned
    if stale:
        rows = [loaded.state.tasks[key] for key in stale if key in loaded.state.tasks]
        last = PlanChange.objects.filter(plan=plan, touched__overlap=list(stale)).order_by("-revision").first()
        by = last.user_name if last else ""
        sentence = _("%(who)s刚修改过这些内容。请对照最新内容后再改一次。") % {"who": by or _("他人")}
        raise Conflict("changed_since", sentence, data={"revision": plan.revision, "by": by, "current": shown.tasks(loaded.state, rows)})


# ---- references


def _check_references(actor: Actor, loaded: Loaded, operations: Sequence[Operation]) -> None:
    """People, resources and cost items must be visible to who names them; calendars be those of the plan. Raises unknown_reference."""
    wanted: dict[str, set[UUID]] = {"users": set(), "pool_resources": set(), "cost_items": set()}
    for operation in operations:
        values = operation.get("values", operation)
        calendar = values.get("calendar")
        if calendar and calendar not in loaded.state.calendars:
            raise DomainError("unknown_reference", _("没有找到所选的工作日历，请重新选择。"), data={"id": str(calendar)})
        tag = values.get("tag")
        if tag and tag not in {entry.code for entry in entries("task_tag")}:
            raise DomainError("unknown_reference", _("没有找到所选的节点类别，请重新选择。"), data={"id": tag})
        if values.get("budget") is not None and not actor.sees("tasks", "budget"):
            raise NotAllowed("not_allowed", _("您的角色看不到任务预算，不能填写。请联系管理员开通。"))
        for name, field in (("users", "owner"), ("cost_items", "cost_item")):
            if values.get(field):
                wanted[name].add(values[field])
        if operation["op"] == "assign":
            wanted["pool_resources"].add(operation["resource"])
    for name, ids in wanted.items():
        check_visible(actor, name, ids)


def check_visible(actor: Actor, name: str, ids: set[UUID]) -> None:
    """Raise unknown_reference unless all of these records are visible."""
    resource = by_name(name)
    if not ids or resource is None:
        return
    known = set(visible(actor, resource).filter(pk__in=ids).values_list("pk", flat=True))
    if missing := ids - known:
        sentence = _("没有找到所选的“%(field)s”，请重新选择。") % {"field": resource.label}
        raise DomainError("unknown_reference", sentence, data={"id": str(min(missing))})


NEW_ROWS: dict[str, type[Any]] = {"add": Task, "link": TaskLink, "assign": Assignment}


def _check_new_ids(operations: Sequence[Operation]) -> None:
    """Ids come from the client: one that any plan has, or has removed, is taken. Naming somebody again on a task is no new row."""
    for op, model in NEW_ROWS.items():
        ids = [operation["id"] for operation in operations if operation["op"] == op]
        taken = model._default_manager.filter(pk__in=ids).values_list("pk", flat=True).first() if ids else None
        if taken:
            raise refusal(EditError("id_taken", task=taken))
