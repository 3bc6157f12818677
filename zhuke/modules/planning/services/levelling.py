"""Levelling a plan: who works on it, how much of them there is, what other projects have taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import F
from django.utils.translation import gettext as _

from zhuke.commons.collecting import rarely
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError
from zhuke.modules.planning.domain import optimal
from zhuke.modules.planning.domain.levelling import CannotLevel, Capacity, Levelled, level
from zhuke.modules.planning.domain.state import State
from zhuke.modules.planning.domain.worktime import DAY, day_number
from zhuke.modules.planning.models import Assignment, Plan
from zhuke.modules.workforce.models import Absence, PoolResource

from .consequences import Before
from .editing import changeable, finish, locked
from .moments import since_epoch
from .reading import Loaded, load
from .refusals import told

SEARCH_SECONDS = 10.0  # somebody waits for it
KEPT_SECONDS = 3600  # as long as somebody looks at what would follow
Searched = Callable[[Callable[[], Levelled]], Levelled]


@dataclass(frozen=True, slots=True)
class Wish:
    """How to level; see ``level_plan``."""

    rule: str
    within_float: bool
    others: bool


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
    """Delay tasks until what they need is free; answers as an edit, with ``levelling`` {rule, delayed, over, proven, note}.

    ``others``: count what other live plans have taken; ``clear``: only take an earlier levelling back. ``rule`` "optimal" takes what
    a job has found (seeking.py). Raises not_found, not_allowed_here, archived, nothing_assigned, cannot_level; for "optimal" also
    not_sought (409): nothing has been found for the plan as it is.
    """
    wish = None if clear else Wish(rule, within_float, others)
    sought = _sought(actor, pk, wish) if wish and wish.rule == "optimal" else None
    with writing(actor):
        plan = locked(actor, pk)
        if sought and sought.revision != plan.revision:
            raise _not_sought()
        loaded = load(plan)
        before = Before(loaded)
        state = loaded.state
        for task in _unlevelled(state):
            state.touched["tasks"].add(task)
        found = sought.found if sought else _solved(loaded, wish) if wish else None
        for key, at in (found.starts if found else {}).items():
            state.tasks[key].not_before = at
            state.touched["tasks"].add(key)
        with told(state):
            state.schedule()
        answer = finish(actor, loaded, before, preview=preview, kind="level")
    return answer | {"levelling": _told(loaded, found)}


@dataclass(frozen=True, slots=True)
class _Sought:
    """What was found for a plan as it stood at a revision."""

    revision: int
    found: Levelled


def _sought(actor: Actor, pk: UUID, wish: Wish) -> _Sought:
    """What a job has found for the plan as it is now: what was shown is what is saved."""
    plan = changeable(actor, pk)
    found: Levelled | None = cache.get(kept_under(plan, wish))
    if found is None:
        raise _not_sought()
    return _Sought(plan.revision, found)


def kept_under(plan: Plan, wish: Wish) -> str:
    """The key under which what was found is kept until the plan changes."""
    return f"planning.levelled:{plan.pk}:{plan.revision}:{wish.within_float:d}{wish.others:d}"


def seek(plan: Plan, wish: Wish, searched: Searched) -> Levelled:
    """Seek the shortest plan, holding no lock, and keep it. ``searched`` runs the search, which touches no database.

    Raises nothing_assigned, cannot_level.
    """
    loaded = load(plan)
    _unlevelled(loaded.state)
    found = replace(_solved(loaded, wish, searched), rows={})
    cache.set(kept_under(plan, wish), found, KEPT_SECONDS)
    return found


def _not_sought() -> Conflict:
    return Conflict("not_sought", _("还没有求出这份计划的最短排法，或者计划刚被修改过。请重新试算。"))


def _unlevelled(state: State) -> list[UUID]:
    """Take an earlier levelling back, in memory; the tasks that had waited."""
    waited = [task for task in state.tasks.values() if task.not_before is not None]
    for task in waited:
        task.not_before = None
    return [task.id for task in waited]


def _solved(loaded: Loaded, wish: Wish, searched: Searched | None = None) -> Levelled:
    state = loaded.state
    demands: dict[UUID, dict[UUID, float]] = {}
    for row in state.assignments.values():
        if not row.archived:
            demands.setdefault(row.task, {})[row.resource] = row.units
    if not demands:
        raise DomainError("nothing_assigned", _("计划里还没有分配资源。请先为任务分配人员、班组或设备。"))
    capacities = capacities_of(loaded, {key for needs in demands.values() for key in needs}, others=wish.others)
    with told(state):
        state.arrange()
        try:
            if searched:
                network = state.network()
                within = wish.within_float
                return searched(lambda: optimal.optimise(network, demands, capacities, within_float=within, seconds=SEARCH_SECONDS))
            return level(state.network(), demands, capacities, wish.rule, within_float=wish.within_float)
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
        return {"rule": "", "delayed": 0, "over": [], "proven": False, "note": ""}
    short = PoolResource.objects.in_bulk({resource for resource, _task in found.over})
    tasks = loaded.state.tasks
    over = [
        {
            "resource": {"id": key, "label": short[key].name}, "kind": short[key].kind, "skills": short[key].skills,
            "task": {"id": task, "label": tasks[task].name},
        }
        for key, task in found.over[:50]
    ]  # fmt: skip
    return {"rule": found.rule, "delayed": len(found.starts), "over": over, "proven": found.proven, "note": _note(found)}


def _note(found: Levelled) -> str:
    """Why the shortest plan was not sought, as a sentence."""
    if found.note == "calendars":
        return _("任务用了不同的工作日历，不能求最短排法；这是各种排队规则中最短的一种。")
    if found.note == "too_many":
        return _("任务超过 %(most)s 个，不能求最短排法；这是各种排队规则中最短的一种。") % {"most": optimal.MOST_TASKS}
    return ""
