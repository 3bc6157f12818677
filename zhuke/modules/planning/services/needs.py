"""Materials of tasks: what is needed, and what of it has been confirmed by who buys it (R71)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.planning.models import MaterialNeed


def create_need(actor: Actor, *, pk: UUID | None = None, **values: Any) -> MaterialNeed:
    """A task needs so much of a material. Raises invalid (quantity, the same material twice), of_scenario, removed, archived."""
    row: MaterialNeed = build(actor, by_model(MaterialNeed), values, pk=pk)
    if row.task_id is None:
        raise invalid({"task": [_("请选择任务。")]})
    row.project_id = row.task.project_id
    _check_task(row)
    _save(row)
    emit("material_needs.created", row, actor, {"task": str(row.task_id)})
    return row


def enter(actor: Actor, row: MaterialNeed, was: MaterialNeed | None) -> MaterialNeed:
    """A need from a file, on a task that has just been saved; what was confirmed of the one in its place stays so. Raises invalid."""
    row.project_id, row.created_by_id = row.task.project_id, actor.id
    if was is not None:
        row.needed_on, row.note, row.confirmed = was.needed_on, was.note, min(was.confirmed, row.quantity)
        row.confirmed_at, row.confirmed_by_id = was.confirmed_at, was.confirmed_by_id
    _save(row)
    emit("material_needs.created", row, actor, {"task": str(row.task_id)})
    return row


def update_need(actor: Actor, row: MaterialNeed, **values: Any) -> MaterialNeed:
    """Change a need. Raises invalid (another task), confirmed (another material, or less than is confirmed), removed, archived."""
    if values.get("task_id", row.task_id) != row.task_id:
        raise invalid({"task": [_("材料需求不能换到另一项任务，请归档这一条，在那项任务里另建。")]})
    other = values.get("material_id", row.material_id) != row.material_id
    if row.confirmed and other:
        raise Conflict("confirmed", _("这项需求已落实，不能换材料。请先取消落实。"))
    if row.confirmed and values.get("quantity", row.quantity) < row.confirmed:
        text = _("已落实 %(done)s %(measure)s，计划数量不能更少。请先取消落实。")
        raise Conflict("confirmed", text % {"done": f"{row.confirmed.normalize():f}", "measure": row.measure})
    _check_task(row)
    assign(row, values)
    if other:
        row.name = row.measure = ""
    _save(row)
    emit("material_needs.updated", row, actor, {"fields": sorted(values)})
    return row


def confirm(actor: Actor, row: MaterialNeed, *, quantity: Decimal | None = None, note: str | None = None) -> MaterialNeed:
    """So much of it is sure to come; left out: all of it. ``quantity`` is the sum, not what is added.

    Raises wrong_state (confirmed in full), invalid (quantity), removed, archived.
    """
    if row.confirmed >= row.quantity:
        raise Conflict("wrong_state", _("这项需求已全部落实。数量变了请先改计划数量。"))
    _check_task(row)
    amount = row.quantity if quantity is None else quantity
    if not 0 < amount <= row.quantity:
        text = _("请填写大于 0、不超过计划数量 %(most)s %(measure)s 的数量；需要更多时先改计划数量。")
        raise invalid({"quantity": [text % {"most": f"{row.quantity.normalize():f}", "measure": row.measure}]})
    row.confirmed, row.confirmed_at, row.confirmed_by_id = amount, timezone.now(), actor.id
    row.note = note or row.note
    _save(row)
    emit("material_needs.confirmed", row, actor, {"quantity": str(amount)})
    return row


def release(actor: Actor, row: MaterialNeed) -> MaterialNeed:
    """It will not come after all. Raises wrong_state (nothing is confirmed), archived, removed."""
    if not row.confirmed:
        raise Conflict("wrong_state", _("这项需求还没有落实，不用取消。"))
    _check_task(row)
    row.confirmed, row.confirmed_at, row.confirmed_by = Decimal(0), None, None
    _save(row)
    emit("material_needs.released", row, actor)
    return row


def state_of(quantity: Decimal, confirmed: Decimal) -> str:
    """``open``, ``part`` or ``confirmed``."""
    return "confirmed" if confirmed >= quantity else "part" if confirmed else "open"


def _check_task(row: MaterialNeed) -> None:
    task = row.task
    if not task.live:
        raise Conflict("of_scenario", _("材料需求只记在执行计划的任务上。请打开执行计划。"))
    if task.archived_at:
        raise Conflict("removed", _("任务“%(name)s”已从计划中删除，请刷新后查看。") % {"name": task.name})
    if task.project.archived_at or task.project.phase == "closed":
        raise Conflict("archived", _("项目“%(name)s”已归档或关闭，不能再改材料需求。") % {"name": task.project.name})


def _save(row: MaterialNeed) -> None:
    if row.material_id and not row.measure:
        row.name, row.measure = str(row.material), row.material.measure
    if row.quantity is not None:
        row.state = state_of(row.quantity, row.confirmed)
    save(row, by_model(MaterialNeed))
