"""What a change does to the plan: a task takes longer, or a new one comes behind it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict
from zhuke.kernel.ids import uuid7
from zhuke.modules.changes.models import ChangeRequest
from zhuke.modules.planning.domain.state import TaskRow
from zhuke.modules.planning.models import Plan
from zhuke.modules.planning.services import editing
from zhuke.modules.planning.services.moments import text
from zhuke.modules.planning.services.plans import live_plan
from zhuke.modules.planning.services.reading import Loaded, load

from .parts import Figure, Found, by_change

FIGURES = (
    Figure("finish", _("计划完成"), "moment"),
    Figure("task_end", _("任务完成"), "moment"),
    Figure("task_days", _("任务工期"), "days"),
)


def wanted(row: ChangeRequest) -> bool:
    """Whether the plan changes at all."""
    return row.task_effect != "none"


def foresee(row: ChangeRequest) -> Found:
    """What would follow; nothing is written. Raises what ``apply`` raises."""
    plan = _plan(row)
    return _run(row, load(plan), preview=True)


def apply(row: ChangeRequest) -> Found:
    """Change the live plan. Raises no_plan, archived, task_gone, task_done, not_a_task, too_short, and the codes of planning."""
    actor = by_change(row)
    with writing(actor):
        plan = editing.locked(actor, _plan(row).pk)
        return _run(row, load(plan), preview=False)


def _plan(row: ChangeRequest) -> Plan:
    plan = live_plan(row.project_id)
    if plan is None:
        raise Conflict("no_plan", _("项目没有执行计划，无法调整。请先建立计划，再重新应用。"))
    return plan


def _run(row: ChangeRequest, loaded: Loaded, *, preview: bool) -> Found:
    task = _task(row, loaded)
    day = loaded.state.worktime(task).minutes_per_day()
    before = {"finish": text(_finish(loaded)), "task_end": text(task.end), "task_days": _days(task.duration, day)}
    operations = _longer(row, task, day) if row.task_effect == "extend" else _behind(row, task, loaded, day)
    answer = editing.run(by_change(row), loaded, operations, preview=preview)
    told = answer["consequences"]
    after = {"finish": text(_finish(loaded)), "moved": told["moved"], "late": told["late_count"], "shift": told["days"]}
    if row.task_effect == "extend":
        after |= {"task_end": text(task.end), "task_days": _days(task.duration, day)}
    else:
        new = loaded.state.tasks[operations[0]["id"]]
        after |= {"task_end": text(new.end), "task_days": _days(new.duration, day), "new_task": new.name}
        before["task_days"] = None
    return Found(before | {"task": task.name}, after, loaded.plan.pk)


def _task(row: ChangeRequest, loaded: Loaded) -> TaskRow:
    task = loaded.state.tasks.get(row.task_id) if row.task_id else None
    if task is None or task.archived or task.inactive:
        raise Conflict("task_gone", _("受影响的任务已不在执行计划中。请另提变更选择别的任务，或在计划中恢复它后重新应用。"))
    if task.kind == "summary" or any(one.parent == task.id and not one.archived for one in loaded.state.tasks.values()):
        raise Conflict("not_a_task", _("“%(name)s”是摘要任务，工期由下级任务决定。请选择它下面的具体任务。") % {"name": task.name})
    if row.task_effect == "extend":
        if task.kind == "milestone":
            raise Conflict("not_a_task", _("“%(name)s”是里程碑，没有工期。请选择具体任务。") % {"name": task.name})
        if task.progress >= 100 or task.actual_end is not None:
            raise Conflict(
                "task_done", _("任务“%(name)s”已经完成，不能再改工期。请改为在它之后增加新任务，或选择别的任务。") % {"name": task.name}
            )
    return task


def _longer(row: ChangeRequest, task: TaskRow, day: int) -> list[dict[str, Any]]:
    duration = task.duration + (row.task_days or 0) * day
    if duration <= 0:
        raise Conflict(
            "too_short",
            _("任务“%(name)s”现在的工期是 %(n)s 天，缩短后不足一天。请改小缩短的天数。")
            % {"name": task.name, "n": _days(task.duration, day)},
        )
    return [{"op": "set", "task": task.id, "values": {"duration": duration}}]


def _behind(row: ChangeRequest, task: TaskRow, loaded: Loaded, day: int) -> list[dict[str, Any]]:
    """A new task after this one; what waited for the end of this one now waits for the new one too."""
    new = uuid7()
    followers: list[UUID] = [
        link.succ for link in loaded.state.links.values() if not link.archived and link.pred == task.id and link.kind == "FS"
    ]
    name = row.new_task or row.title
    add = {
        "op": "add", "id": new, "name": name, "parent": task.parent, "after": task.id, "duration": (row.task_days or 1) * day,
        "note": f"{row.number} {row.title}",
    }  # fmt: skip
    ties = [(task.id, new), *((new, key) for key in followers)]
    return [add, *({"op": "link", "id": uuid7(), "from": one, "to": other, "kind": "FS", "lag": 0} for one, other in ties)]


def _finish(loaded: Loaded) -> int | None:
    counting = [task.end for task in loaded.state.living() if task.end is not None and not task.inactive]
    return max(counting, default=None)


def _days(duration: int, day: int) -> float:
    return round(duration / day, 1)


def sentence(found: Found) -> str:
    """What happens, in one sentence."""
    after = found.after
    if after.get("new_task"):
        first = _("在“%(task)s”之后增加任务“%(new)s”。") % {"task": found.before.get("task"), "new": after["new_task"]}
    else:
        first = _("任务“%(task)s”的工期改变。") % {"task": found.before.get("task")}
    more = _("%(n)d 项其他任务随之移动。") % {"n": after.get("moved", 0)}
    late = _("%(n)d 项任务将超过截止日期。") % {"n": after["late"]} if after.get("late") else ""
    return f"{first}{more}{late}"
