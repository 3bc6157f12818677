"""Levelling a plan: who works on it, how much of them there is, what other projects have taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from zhuke.commons.collecting import rarely
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError
from zhuke.modules.planning.domain.levelling import CannotLevel, Capacity, Levelled, level
from zhuke.modules.planning.domain.worktime import DAY, day_number
from zhuke.modules.planning.models import Assignment
from zhuke.modules.workforce.models import Absence, PoolResource

from .consequences import Before
from .editing import finish, locked
from .moments import since_epoch
from .reading import Loaded, load
from .refusals import told


@rarely()
def level_plan(
    actor: Actor,
    pk: UUID,
    *,
    rule: str = "best",
    within_float: bool = False,
    others: bool = True,
    clear: bool = False,
    preview: bool = False,
) -> dict[str, Any]:
    """Delay tasks until what they need is free; answers as an edit, with ``levelling`` {rule, delayed, over}.

    ``others``: count what other live plans have taken; ``clear``: only take an earlier levelling back. Raises not_found,
    not_allowed_here, archived, nothing_assigned, cannot_level.
    """
    with writing(actor):
        plan = locked(actor, pk)
        loaded = load(plan)
        before = Before(loaded)
        state = loaded.state
        for task in state.tasks.values():
            if task.not_before is not None:
                task.not_before = None
                state.touched["tasks"].add(task.id)
        found = None if clear else _solved(loaded, rule, within_float=within_float, others=others)
        for key, at in (found.starts if found else {}).items():
            state.tasks[key].not_before = at
            state.touched["tasks"].add(key)
        with told(state):
            state.schedule()
        answer = finish(actor, loaded, before, preview=preview, kind="level")
    return answer | {"levelling": _told(loaded, found)}


def _solved(loaded: Loaded, rule: str, *, within_float: bool, others: bool) -> Levelled:
    state = loaded.state
    demands: dict[UUID, dict[UUID, float]] = {}
    for row in state.assignments.values():
        if not row.archived:
            demands.setdefault(row.task, {})[row.resource] = row.units
    if not demands:
        raise DomainError("nothing_assigned", _("计划里还没有分配资源。请先为任务分配人员、班组或设备。"))
    capacities = capacities_of(loaded, {key for needs in demands.values() for key in needs}, others=others)
    with told(state):
        state.arrange()
        try:
            return level(state.network(), demands, capacities, rule, within_float=within_float)
        except CannotLevel as error:
            raise _cannot(loaded, error) from error


def capacities_of(loaded: Loaded, keys: set[UUID], *, others: bool) -> dict[UUID, Capacity]:
    """How much of each resource there is for this plan: less absences, less what other live plans have taken."""
    away: dict[UUID, list[tuple[int, int, float]]] = {key: [] for key in keys}
    units = dict(PoolResource.objects.filter(pk__in=keys).values_list("pk", "capacity"))
    for key, since, until in Absence.objects.filter(resource__in=keys, archived_at=None).values_list("resource", "since", "until"):
        away[key].append((day_number(since) * DAY, (day_number(until) + 1) * DAY, float(units[key])))
    if others:
        taken = Assignment.objects.filter(
            resource__in=keys, archived_at=None, task__live=True, task__archived_at=None, task__inactive=False, task__actual_end=None
        )
        taken = taken.exclude(task__project=loaded.plan.project_id).exclude(task__starts_at=None).exclude(task__ends_at=None)
        rows = taken.annotate(begin=F("task__starts_at"), end=F("task__ends_at")).values_list("resource", "begin", "end", "units")
        for key, begin, end, share in rows:
            away[key].append((since_epoch(begin), since_epoch(end), float(share)))
    return {key: Capacity(float(units[key]), away[key]) for key in keys if key in units}


def _cannot(loaded: Loaded, error: CannotLevel) -> DomainError:
    name = PoolResource.objects.filter(pk=error.resource).values_list("name", flat=True).first() or ""
    sentence = _("任务“%(task)s”需要的“%(resource)s”超过它的可用量。请减少投入，或增加资源。")
    task = loaded.state.tasks[error.key]
    return DomainError(
        "cannot_level", sentence % {"task": task.name, "resource": name}, data={"task": str(task.id), "resource": str(error.resource)}
    )


def _told(loaded: Loaded, found: Levelled | None) -> dict[str, Any]:
    if found is None:
        return {"rule": "", "delayed": 0, "over": []}
    names = dict(PoolResource.objects.filter(pk__in={resource for resource, _task in found.over}).values_list("pk", "name"))
    tasks = loaded.state.tasks
    over = [
        {"resource": {"id": key, "label": names.get(key, "")}, "task": {"id": task, "label": tasks[task].name}}
        for key, task in found.over[:50]
    ]
    return {"rule": found.rule, "delayed": len(found.starts), "over": over}
