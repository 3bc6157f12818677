"""Copies of a plan to try things out on: made, compared, and taken over."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, NotFound
from zhuke.kernel.events import emit
from zhuke.kernel.ids import uuid7
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save as save_record
from zhuke.modules.planning.domain.state import INPUTS, AssignmentRow, LinkRow, State, TaskRow
from zhuke.modules.planning.models import Baseline, BaselineTask, Plan, Task

from .consequences import Before
from .editing import finish, locked
from .moments import since_epoch, text
from .reading import load
from .refusals import told
from .saving import save

MOST_SCENARIOS = 10
COPIED = ("calendar_id", "starts_on", "day_begins", "status_on", "honour_constraints", "lag_by", "critical_limit", "source")
ORIGIN = "copied_from"
# The same facts in memory.
FACTS = ("start", "calendar", "calendars", "status_at", "honour_constraints", "lag_by", "critical_limit")


def copy(actor: Actor, pk: UUID, *, name: str) -> Plan:
    """A scenario with the same tasks, links and work. Raises not_found, not_allowed_here, archived, too_many_scenarios, invalid."""
    with writing(actor):
        plan = locked(actor, pk)
        if Plan.objects.filter(project=plan.project_id, kind="scenario", archived_at=None).count() >= MOST_SCENARIOS:
            raise Conflict("too_many_scenarios", _("一个项目最多 %(n)s 个比选方案，请先归档不再需要的。") % {"n": MOST_SCENARIOS})
        loaded = load(plan)
        scenario = Plan(
            project=plan.project, kind="scenario", name=name, copied_from=plan, copied_revision=plan.revision, created_by_id=actor.id,
            **{field: getattr(plan, field) for field in COPIED},
        )  # fmt: skip
        save_record(scenario, by_model(Plan))
        target = load(scenario)
        target.state = _copied(loaded.state, target.state)
        with told(target.state):
            target.state.schedule()
        save(actor, target, "load")
        emit("plans.copied", scenario, actor, {"from": str(plan.pk)})
    return scenario


def _copied(state: State, into: State) -> State:
    """All rows with ids of their own; ``source`` remembers whose copy a task is."""
    ids = {key: uuid7() for key in state.tasks}
    for task in state.tasks.values():
        values = {f.name: getattr(task, f.name) for f in fields(TaskRow)}
        values |= {"id": ids[task.id], "parent": ids.get(task.parent) if task.parent else None, "version": 0}
        values["source"] = {**task.source, ORIGIN: str(task.id)}
        into.tasks[ids[task.id]] = TaskRow(**values)
    for link in state.links.values():
        row = LinkRow(uuid7(), ids[link.pred], ids[link.succ], link.kind, link.lag, link.percent, link.elapsed)
        into.links[row.id] = row
    for work in state.assignments.values():
        copy_ = AssignmentRow(uuid7(), ids[work.task], work.resource, work.units, work.work)
        into.assignments[copy_.id] = copy_
    _touch_all(into)
    return into


def _touch_all(state: State) -> None:
    for name in state.touched:
        state.touched[name] = set(getattr(state, name))


def adopt(actor: Actor, pk: UUID, *, preview: bool = False) -> dict[str, Any]:
    """Make the live plan what a scenario says, as one change that can be undone; answers as an edit of the live plan.

    Raises not_found, not_allowed_here, archived, not_a_scenario, live_changed: somebody has changed the live plan since it was copied.
    """
    with writing(actor):
        scenario = get_visible(actor, by_model(Plan), pk, "update")
        if scenario.kind != "scenario":
            raise Conflict("not_a_scenario", _("执行计划本身不能被采用。请打开一个比选方案。"))
        live = Plan.objects.filter(project=scenario.project_id, kind="live", archived_at=None).first()
        if live is None:
            raise NotFound
        live = locked(actor, live.pk)
        if scenario.copied_from_id != live.pk or scenario.copied_revision != live.revision:
            sentence = _("复制这个方案之后，执行计划又被修改过。请从最新的执行计划重新复制，或在方案里补上这些修改。")
            raise Conflict("live_changed", sentence, data={"revision": live.revision, "copied": scenario.copied_revision})
        source, loaded = load(scenario), load(live)
        before = Before(loaded)
        _take_over(source.state, loaded.state)
        for fact in FACTS:
            setattr(loaded.state, fact, getattr(source.state, fact))
        with told(loaded.state):
            loaded.state.schedule()
        if not preview:
            _take_facts(scenario, live)
        answer = finish(actor, loaded, before, preview=preview, kind="adopt")
        if not preview:
            Plan.objects.filter(pk=scenario.pk).update(copied_revision=live.revision)
            emit("plans.adopted", live, actor, {"from": str(scenario.pk)})
    return answer


def _take_facts(scenario: Plan, live: Plan) -> None:
    changed = [field for field in COPIED if getattr(live, field) != getattr(scenario, field)]
    if changed:
        for field in changed:
            setattr(live, field, getattr(scenario, field))
        save_record(live, by_model(Plan))


def _take_over(source: State, live: State) -> None:
    """Rows of the live plan become those of the scenario: known ones change, new ones come, others go."""
    ids = _known(source, live)
    own = {live_id for live_id in ids.values() if live_id in live.tasks}
    for task in live.tasks.values():
        if task.id not in own:
            task.archived = True
            live.touched["tasks"].add(task.id)
    for key, task in source.tasks.items():
        target = live.tasks.get(ids[key])
        if target is None:
            target = live.tasks[ids[key]] = TaskRow(ids[key])
        for name in INPUTS:
            setattr(target, name, getattr(task, name))
        target.parent = ids[task.parent] if task.parent else None
        target.source = {name: value for name, value in task.source.items() if name != ORIGIN}
        live.touched["tasks"].add(target.id)
    _replace_beside(source, live, ids)


def _known(source: State, live: State) -> dict[UUID, UUID]:
    """Ids in the live plan by ids in the scenario: those copied from it, others new."""
    ids = {}
    for key, task in source.tasks.items():
        origin = task.source.get(ORIGIN)
        ids[key] = UUID(origin) if origin and UUID(origin) in live.tasks else uuid7()
    return ids


def _replace_beside(source: State, live: State, ids: dict[UUID, UUID]) -> None:
    known_links = {(link.pred, link.succ, link.kind): link for link in live.links.values()}
    for link in source.links.values():
        ends = (ids[link.pred], ids[link.succ], link.kind)
        row = known_links.pop(ends, None)
        if row is None:
            row = LinkRow(uuid7(), *ends)
            live.links[row.id] = row
        row.lag, row.percent, row.elapsed = link.lag, link.percent, link.elapsed
        live.touched["links"].add(row.id)
    known_work = {(work.task, work.resource): work for work in live.assignments.values()}
    for work in source.assignments.values():
        pair = (ids[work.task], work.resource)
        found = known_work.pop(pair, None)
        if found is None:
            found = AssignmentRow(uuid7(), *pair)
            live.assignments[found.id] = found
        found.units, found.work = work.units, work.work
        live.touched["assignments"].add(found.id)
    for rows, name in ((known_links, "links"), (known_work, "assignments")):
        for gone in rows.values():
            gone.archived = True
            live.touched[name].add(gone.id)


def compare(actor: Actor, pk: UUID, other: UUID) -> dict[str, Any]:
    """What differs between a plan and another plan or baseline of the same project, in WBS order; ``days``: of the end, in working days.

    Raises not_found.
    """
    plan: Plan = get_visible(actor, by_model(Plan), pk)
    here = {task.pk: task for task in Task.objects.filter(plan=plan, archived_at=None)}
    there, finish_there = _other(actor, plan, other, here)
    calendar = load(plan).state
    worktime = calendar.calendars[calendar.calendar]
    rows = []
    for key in {*here, *there}:
        task, theirs = here.get(key), there.get(key)
        ours = [since_epoch(task.starts_at), since_epoch(task.ends_at)] if task and task.starts_at and task.ends_at else None
        if ours == (theirs["dates"] if theirs else None):
            continue
        days = worktime.between(theirs["dates"][1], ours[1]) / worktime.minutes_per_day() if ours and theirs else None
        rows.append(
            {
                "id": key, "wbs": task.wbs if task else theirs["wbs"] if theirs else "", "sort": task.wbs_sort if task else "~",
                "name": task.name if task else theirs["name"] if theirs else "",
                "here": [text(at) for at in ours] if ours else None,
                "there": [text(at) for at in theirs["dates"]] if theirs else None,
                "days": None if days is None else round(days, 1),
            }
        )  # fmt: skip
    rows.sort(key=lambda row: (str(row.pop("sort")), str(row["name"])))
    ours_end = text(since_epoch(plan.finish_at)) if plan.finish_at else None
    return {"finish": [ours_end, finish_there], "tasks": rows}


def _other(actor: Actor, plan: Plan, other: UUID, here: dict[UUID, Task]) -> tuple[dict[UUID, dict[str, Any]], str | None]:
    """Rows of the other side by ids of this one."""
    baseline = Baseline.objects.filter(pk=other, plan__project=plan.project_id, archived_at=None).first()
    if baseline is not None:
        get_visible(actor, by_model(Plan), baseline.plan_id)
        rows = BaselineTask.objects.filter(baseline=baseline)
        names = dict(Task.objects.filter(pk__in=rows.values("task")).values_list("pk", "name"))
        found = {
            row.task: {"name": names.get(row.task, ""), "wbs": "", "dates": [since_epoch(row.starts_at), since_epoch(row.ends_at)]}
            for row in rows
        }
        return found, text(since_epoch(baseline.finish_at)) if baseline.finish_at else None
    theirs: Plan = get_visible(actor, by_model(Plan), other)
    if theirs.project_id != plan.project_id:
        raise NotFound
    of_here = {origin: key for key, task in here.items() if (origin := task.source.get(ORIGIN))}
    found = {}
    for task in Task.objects.filter(plan=theirs, archived_at=None).exclude(starts_at=None):
        origin = task.source.get(ORIGIN)
        key = UUID(origin) if origin and UUID(origin) in here else of_here.get(str(task.pk), task.pk)
        if task.starts_at and task.ends_at:
            found[key] = {"name": task.name, "wbs": task.wbs, "dates": [since_epoch(task.starts_at), since_epoch(task.ends_at)]}
    return found, text(since_epoch(theirs.finish_at)) if theirs.finish_at else None
