"""Keeping a plan as it is agreed today."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError
from zhuke.kernel.events import emit
from zhuke.modules.planning.models import Baseline, BaselineTask, Plan, Task

from .editing import locked
from .network import baseline_of

MOST_BASELINES = 11  # 0–10, as files of MS Project can hold


def take(actor: Actor, pk: UUID, *, name: str = "") -> Baseline:
    """Keep the dates of all tasks as they are. Raises not_found, not_allowed_here, archived, too_many_baselines, nothing_to_keep."""
    with writing(actor):
        plan = locked(actor, pk)
        taken = set(plan.baselines.filter(archived_at=None).values_list("number", flat=True))
        free = next((n for n in range(MOST_BASELINES) if n not in taken), None)
        if free is None:
            raise Conflict("too_many_baselines", _("一个计划最多保留 %(n)s 条基线，请先删除不再需要的。") % {"n": MOST_BASELINES})
        if not plan.tasks.filter(archived_at=None).exists():
            raise DomainError("nothing_to_keep", _("计划里还没有任务，请先编制计划再保存基线。"))
        baseline = keep(actor, plan, name=name or _("基线 %(n)s") % {"n": free + 1}, number=free)
        emit("plans.baseline_taken", plan, actor, {"baseline": str(baseline.pk), "name": baseline.name})
    return baseline


def keep(actor: Actor, plan: Plan, *, name: str, number: int) -> Baseline:
    """Write a baseline of the plan as it stands; the caller is within ``writing``."""
    baseline = Baseline.objects.create(
        plan=plan, name=name[:80], number=number, taken_at=timezone.now(), finish_at=plan.finish_at, created_by_id=actor.id
    )
    rows = Task.objects.filter(plan=plan, archived_at=None).exclude(starts_at=None)
    BaselineTask.objects.bulk_create(
        [
            BaselineTask(baseline=baseline, task=key, starts_at=start, ends_at=end, duration=duration, budget=budget)
            for key, start, end, duration, budget in rows.values_list("pk", "starts_at", "ends_at", "duration", "budget")
            if start and end
        ],
        batch_size=2000,
    )
    return baseline


def remove(actor: Actor, pk: UUID, baseline: UUID) -> None:
    """Put a baseline away. Raises not_found, not_allowed_here."""
    with writing(actor):
        plan = locked(actor, pk)
        row = baseline_of(plan, baseline)
        row.archived_at = timezone.now()
        row.save(update_fields=["archived_at"])


def shown(row: Baseline) -> dict[str, Any]:
    """A baseline as the API tells it."""
    return {"id": row.pk, "name": row.name, "number": row.number, "taken_at": row.taken_at, "finish_at": row.finish_at}


def has_baseline(project: Any) -> Any:
    """The gate condition ``plan_baseline``: None, or what is missing."""
    if Baseline.objects.filter(plan__project=project, plan__kind="live", plan__archived_at=None, archived_at=None).exists():
        return None
    return _("进度计划还没有基线，请在“计划”中编制任务并保存基线。")
