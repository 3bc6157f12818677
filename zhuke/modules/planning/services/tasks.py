"""Single tasks: entered and changed as records, reported on by those who do them. All of it goes through the network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.ids import uuid7
from zhuke.modules.planning.models import Plan, Task

from . import editing
from .moments import since_epoch
from .reading import Loaded, load

TIMES = ("constraint_at", "deadline")
PLACES = ("plan_id", "parent_id")


@contextmanager
def held(plan_id: UUID) -> Iterator[Plan]:
    """The plan's row. Who edits the plan locks it before its tasks, we come from the task: waiting long could be for ever.

    Raises busy, archived.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '700ms'")
            plan = Plan.objects.select_for_update(of=("self",), no_key=True).select_related("project").get(pk=plan_id)
            cursor.execute("SET LOCAL lock_timeout = 0")
    except OperationalError as error:
        raise Conflict("busy", _("计划正在被他人保存，请稍后再试一次。")) from error
    if plan.archived_at or plan.project.archived_at:
        raise Conflict("archived", _("计划或项目已归档，请先恢复再编辑。"))
    yield plan


def _run(actor: Actor, task: Task, operations: list[dict[str, Any]], kind: str = "edit") -> Task:
    with held(task.plan_id) as plan:
        editing.run(actor, load(plan), operations, kind=kind)
    task.refresh_from_db()
    return task


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values of the form as the editor takes them."""
    plain: dict[str, Any] = {}
    for name, value in values.items():
        key = name.removesuffix("_id")
        if isinstance(value, dt.datetime):
            plain[key] = since_epoch(value)
        elif isinstance(value, Decimal):
            plain[key] = float(value) if key == "progress" else f"{value:.2f}"
        else:
            plain[key] = value
    return plain


def create_task(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Task:
    """Add a task as the last one below its parent. Raises invalid (no plan, kind) and what the editor refuses."""
    plan_id = values.get("plan_id")
    if values.get("kind") == "summary":
        raise invalid({"kind": [_("摘要任务由下级任务而来：请先建任务，再在它下面加任务。")]})
    custom = {name: value for name, value in values.items() if name.startswith("cf_")}
    plain = _plain({name: value for name, value in values.items() if name not in PLACES and name not in custom})
    with held(plan_id) as plan:  # type: ignore[arg-type]
        key = pk or uuid7()
        operation = {"op": "add", "id": key, "parent": values.get("parent_id"), **plain}
        editing.run(actor, load(plan), [operation])
    task = Task.objects.get(pk=key)
    if custom:
        _put_custom(task, custom)
    emit("tasks.created", task, actor)
    return task


def update_task(actor: Actor, task: Task, **values: Any) -> Task:
    """Change a task. Raises other_plan and what the editor refuses."""
    if values.get("plan_id", task.plan_id) != task.plan_id:
        raise DomainError("other_plan", _("任务不能换到另一个计划。请在那个计划里新建任务。"))
    operations: list[dict[str, Any]] = []
    custom = {name: value for name, value in values.items() if name.startswith("cf_")}
    if values.get("parent_id", task.parent_id) != task.parent_id:
        operations.append({"op": "move", "task": task.pk, "parent": values["parent_id"]})
    given = {n: v for n, v in values.items() if n not in PLACES and n not in custom and getattr(task, n) != v}
    if given.get("kind") == "summary":
        raise invalid({"kind": [_("摘要任务由下级任务而来：请先建任务，再在它下面加任务。")]})
    if given:
        operations.append({"op": "set", "task": task.pk, "values": _plain(given)})
    if custom:
        _put_custom(task, custom)
    if operations:
        _run(actor, task, operations)
    emit("tasks.updated", task, actor, {"fields": sorted(values)})
    return task


def _put_custom(task: Task, custom: dict[str, Any]) -> None:
    task.custom = {**task.custom, **{name[3:]: value for name, value in custom.items()}}
    Task.objects.filter(pk=task.pk).update(custom=task.custom)


# ---- what those report who do the work


def start(actor: Actor, task: Task, *, at: dt.datetime | None = None) -> Task:
    """It has begun. Raises of_summary, wrong_state, in_future."""
    _check_leaf(task)
    if task.state != "todo":
        raise Conflict("wrong_state", _("任务“%(name)s”已经开始，请刷新后查看。") % {"name": task.name})
    moment = _happened(at)
    report(actor, task, {"actual_start": since_epoch(moment)})
    emit("tasks.started", task, actor)
    return task


def finish(actor: Actor, task: Task, *, at: dt.datetime | None = None) -> Task:
    """It is done. Raises of_summary, wrong_state, in_future, invalid (before it began)."""
    _check_leaf(task)
    if task.state == "done":
        raise Conflict("wrong_state", _("任务“%(name)s”已经完成，请刷新后查看。") % {"name": task.name})
    moment = _happened(at)
    if task.actual_start and moment < task.actual_start:
        raise invalid({"at": [_("完成不能早于开始，请改正时间。")]})
    values = {"actual_end": since_epoch(moment)}
    if task.actual_start is None:
        begun = min(moment, task.starts_at or moment)
        values["actual_start"] = since_epoch(begun)
    report(actor, task, values)
    emit("tasks.finished", task, actor)
    return task


def set_progress(actor: Actor, task: Task, *, progress: Decimal, note: str = "") -> Task:
    """So many percent are done; 100 is ``finish``, 0 takes a start back. Raises of_summary, invalid."""
    _check_leaf(task)
    if not 0 <= progress <= 100:
        raise invalid({"progress": [_("完成百分比应在 0 与 100 之间。")]})
    values: dict[str, Any] = {"progress": float(progress)}
    now = since_epoch(timezone.now())
    if progress >= 100:
        values["actual_end"] = now
    if progress > 0 and task.actual_start is None:
        values["actual_start"] = min(now, since_epoch(task.starts_at)) if task.starts_at else now
    if task.actual_end is not None and progress < 100:
        values["actual_end"] = None
    if note:
        values["note"] = f"{task.note}\n{timezone.localdate().isoformat()} {note}".strip()[:10_000]
    was_done = task.state == "done"
    report(actor, task, values)
    emit("tasks.progressed", task, actor, {"progress": float(progress)})
    if task.state == "done" and not was_done:
        emit("tasks.finished", task, actor)
    return task


def pause(actor: Actor, task: Task) -> Task:
    """It rests. Raises of_summary, wrong_state."""
    return _rest(actor, task, paused=True)


def resume(actor: Actor, task: Task) -> Task:
    """It goes on. Raises of_summary, wrong_state."""
    return _rest(actor, task, paused=False)


def _rest(actor: Actor, task: Task, *, paused: bool) -> Task:
    _check_leaf(task)
    if task.state == "done" or task.paused == paused:
        raise Conflict("wrong_state", _("任务“%(name)s”现在不能这样做，请刷新后查看。") % {"name": task.name})
    report(actor, task, {"paused": paused})
    emit("tasks.paused" if paused else "tasks.resumed", task, actor)
    return task


def report(actor: Actor, task: Task, values: dict[str, Any]) -> Task:
    """Put what happened on a task, as one change of kind ``progress``."""
    return _run(actor, task, [{"op": "set", "task": task.pk, "values": values}], kind="progress")


def _check_leaf(task: Task) -> None:
    if task.kind == "summary":
        raise DomainError("of_summary", _("“%(name)s”是摘要任务，请填报它下面的任务。") % {"name": task.name})


def _happened(at: dt.datetime | None) -> dt.datetime:
    now = timezone.now()
    if at is not None and at > now:
        raise DomainError("in_future", _("不能填报将来的时间，请改正。"))
    return at or now


__all__ = ["Loaded", "create_task", "finish", "pause", "report", "resume", "set_progress", "start", "update_task"]
