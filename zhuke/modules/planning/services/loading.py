"""A plan file into a plan: replaces it or is added to it, one change of the log, with everything told that could not be kept."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.kernel import writes
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.ids import uuid7
from zhuke.kernel.resource import by_model, by_name
from zhuke.modules.planning.domain.editing import MOST_LINKS, MOST_TASKS
from zhuke.modules.planning.domain.network import minutes
from zhuke.modules.planning.domain.outline import STEP
from zhuke.modules.planning.domain.state import AssignmentRow, LinkRow, State, TaskRow
from zhuke.modules.planning.domain.valuing import EditError
from zhuke.modules.planning.interchange.network import start_of
from zhuke.modules.planning.interchange.plan_file import FileLink, FileTask, PlanFile
from zhuke.modules.planning.interchange.refusals import note, warning
from zhuke.modules.planning.models import Baseline, BaselineTask, Plan
from zhuke.modules.workforce.models import PoolResource

from . import dispatching, file_materials, following, kept_files
from .consequences import Before, consequences
from .editing import locked
from .file_calendars import ProjectCalendars
from .moments import aware, text
from .reading import Loaded, load
from .refusals import refusal, told
from .saving import save

Mode = Literal["replace", "append"]
MOST_SHOWN = 50
_SUMMARY_CONSTRAINTS = ("snet", "fnlt")
_BASELINES = range(11)


class _Preview(Exception):
    """Takes the transaction back and carries what was found."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer


def load_file(
    actor: Actor, pk: UUID, file: PlanFile, *, mode: Mode = "replace", preview: bool = False, filename: str = ""
) -> dict[str, Any]:
    """Load a file into a plan; answers counts, findings, where our dates differ from the file's, and the consequences.

    ``append`` adds its tasks below the plan's and leaves the plan's own facts alone. A preview writes nothing.
    Raises not_found, not_allowed_here, archived, cycle, too_deep, too_many_tasks, too_many_links, no_working_time.
    """
    try:
        with writing(actor, cause=""):
            answer = _load(actor, locked(actor, pk), file, mode, filename)
            if preview:
                raise _Preview(answer)
            return answer
    except _Preview as found:
        return found.answer


def _load(actor: Actor, plan: Plan, file: PlanFile, mode: Mode, filename: str) -> dict[str, Any]:
    if mode == "replace":
        kept_files.keep(plan, file, filename)
    calendars = ProjectCalendars(plan, file)
    own = plan.calendar_id if mode == "append" else calendars.own()
    if mode == "replace":
        _settle(plan, file, own)
    placed = {task.uid: calendars.of(task, own) for task in file.rows()}
    if mode == "append" and file.calendars and (theirs := calendars.own()) != own:
        placed = {uid: theirs if found is None else found for uid, found in placed.items()}
    loaded = load(plan)
    before = Before(loaded)
    state = loaded.state
    replaced = dict(state.tasks) if mode == "replace" else {}
    if mode == "replace":
        if state.tasks:
            said = _("计划中原有的 %(n)s 项任务将被替换，导入后不能撤销；需要保留时请先复制为比选方案或导出文件。")
            file.findings.append(note("replaces", said % {"n": len(state.tasks)}))
        _clear(state)
    rows = _tasks(state, file, placed, mode)
    links = _links(state, file, rows)
    _assignments(actor, state, file, rows)
    with told(state):
        state.schedule()
    written = save(actor, loaded, "load")
    following.after(actor, loaded, written)
    dispatching.tell(actor, loaded, written)
    file_materials.take(actor, plan, file, rows, replaced)
    if mode == "replace":
        _baselines(plan, file, rows)
    answer = _answer(loaded, before, file, rows)
    answer["counts"]["links"] = links
    return answer


def _settle(plan: Plan, file: PlanFile, calendar: UUID) -> None:
    """The plan's own facts are those of the file."""
    start = start_of(file)
    plan.starts_on, plan.day_begins = start.date(), start.hour * 60 + start.minute
    plan.calendar_id = calendar
    plan.status_on = file.status_at.date() - dt.timedelta(days=1) if file.format in ("xer", "pmxml") and file.status_at else None
    plan.honour_constraints, plan.lag_by = file.honour_constraints, file.lag_by
    plan.critical_limit = min(max(file.critical_slack, 0), 525_600)
    writes.save(plan, by_model(Plan))


def _clear(state: State) -> None:
    for name, rows in (("tasks", state.tasks), ("links", state.links), ("assignments", state.assignments)):
        for row in rows.values():
            row.archived = True
            state.touched[name].add(row.id)


# Tasks ---------------------------------------------------------------------------------------------------------------------


def _tasks(state: State, file: PlanFile, calendars: dict[int, UUID | None], mode: Mode) -> dict[int, TaskRow]:
    tasks = file.rows()
    if len(state.living()) + len(tasks) > MOST_TASKS:
        raise refusal(EditError("too_many_tasks", most=MOST_TASKS))
    rows: dict[int, TaskRow] = {}
    last = max((task.position for task in state.living() if task.parent is None), default=0)
    for place, task in enumerate(tasks, 1):
        parent = rows.get(task.parent) if task.parent is not None else None
        row = TaskRow(uuid7(), parent.id if parent else None, last + place * STEP, uid=task.uid if mode == "replace" else None)
        _fill(row, task, file)
        row.calendar = calendars.get(task.uid)
        rows[task.uid] = state.tasks[row.id] = row
        state.touched["tasks"].add(row.id)
    return rows


def _fill(row: TaskRow, task: FileTask, file: PlanFile) -> None:
    row.name = task.name[:200] or _("未命名任务")
    if len(task.name) > 200:
        _say(file, "name_cut", _("任务“%(name)s”的名称超过 200 个字，已截短。") % {"name": task.name[:40]}, task)
    row.duration, row.elapsed = task.duration or 0, task.elapsed and not task.summary
    row.kind = "summary" if task.summary else "milestone" if not row.duration else "task"
    row.priority, row.note = min(max(task.priority, 0), 1000), task.notes
    row.constraint, row.constraint_at = task.constraint.value, _at(task.constraint_at)
    if task.summary and row.constraint not in (*_SUMMARY_CONSTRAINTS, "asap"):
        _say(file, "summary_constraint", _("摘要任务“%(name)s”的限制类型不受支持，已忽略。") % {"name": task.name}, task)
        row.constraint = "asap"
    if row.constraint_at is None and row.constraint != "alap":
        row.constraint = "asap"
    if row.constraint in ("asap", "alap"):
        row.constraint_at = None
    row.deadline, row.inactive = _at(task.deadline), not task.active
    row.manual = task.manual or task.external
    if row.manual:
        row.manual_start, row.manual_end = _at(task.start), _at(task.finish)
    if task.levelling_delay > 0 and not row.manual and not task.summary:
        row.not_before = _at(task.start)
    if not task.summary:
        _report(row, task)


def _report(row: TaskRow, task: FileTask) -> None:
    """What has happened already."""
    row.progress = float(task.progress)
    row.actual_start, row.actual_end = _at(task.actual_start), _at(task.actual_finish)
    if row.progress >= 100 and row.actual_end is None:
        row.actual_end = _at(task.finish)
    if row.actual_end is not None:
        row.progress = 100
        row.actual_start = row.actual_start if row.actual_start is not None else _at(task.start)
        return
    if row.progress > 0 and row.actual_start is None:
        row.actual_start = _at(task.start)
    if row.actual_start is not None:
        row.remaining = task.remaining_duration
        if task.stop and task.resume and task.resume > task.stop:
            row.resume_at = _at(task.resume)


def _at(moment: dt.datetime | None) -> int | None:
    return None if moment is None else minutes(moment)


def _say(file: PlanFile, code: str, message: str, task: FileTask) -> None:
    file.findings.append(warning(code, message, task.uid))


# What ties tasks, and who works on them ------------------------------------------------------------------------------------


def _links(state: State, file: PlanFile, rows: dict[int, TaskRow]) -> int:
    tasks = {task.uid: task for task in file.rows()}
    seen: set[tuple[int, int, str]] = set()
    for link in file.links:
        if link.succ not in rows:
            continue
        why = _refused(link, tasks, seen)
        if why:
            _say(file, "link_dropped", why, tasks[link.succ])
            continue
        seen.add((link.pred, link.succ, link.kind))
        percent = None if link.percent is None else float(link.percent)
        row = LinkRow(uuid7(), rows[link.pred].id, rows[link.succ].id, link.kind.value, link.lag, percent, link.elapsed)
        state.links[row.id] = row
        state.touched["links"].add(row.id)
    if len(seen) > MOST_LINKS:
        raise refusal(EditError("too_many_links", most=MOST_LINKS))
    return len(seen)


def _refused(link: FileLink, tasks: dict[int, FileTask], seen: set[tuple[int, int, str]]) -> str:
    succ, pred = tasks[link.succ], tasks.get(link.pred)
    names = {"name": succ.name, "other": pred.name if pred else ""}
    if link.cross_project:
        return _("任务“%(name)s”的前置任务在另一个项目里，这条关系没有导入。") % names
    if pred is None or pred is succ:
        return _("任务“%(name)s”的一个前置任务不在文件里，这条关系没有导入。") % names
    if (link.pred, link.succ, link.kind) in seen:
        return _("任务“%(other)s”与“%(name)s”之间有两条同类关系，只导入了第一条。") % names
    if _is_above(pred, succ, tasks) or _is_above(succ, pred, tasks):
        return _("任务“%(other)s”与“%(name)s”是上下级，它们之间的关系没有导入。") % names
    if succ.summary and link.kind in ("FF", "SF"):
        return _("摘要任务“%(name)s”的完成不能由关系决定，这条关系没有导入。") % names
    return ""


def _is_above(upper: FileTask, lower: FileTask, tasks: dict[int, FileTask]) -> bool:
    at = lower.parent
    while at is not None and at in tasks:
        if at == upper.uid:
            return True
        at = tasks[at].parent
    return False


def _assignments(actor: Actor, state: State, file: PlanFile, rows: dict[int, TaskRow]) -> None:
    """People and machines are found in the pool by their names; who is not there, or is there twice, is told."""
    names = {resource.uid: resource.name for resource in file.resources if resource.kind == "work" and resource.name and not resource.null}
    found = _pool(actor, set(names.values()))
    missing = sorted({name for name in names.values() if len(found.get(name, [])) != 1})
    if missing:
        said = _("资源池中没有（或有多个）同名资源：%(names)s。它们的分配没有导入，导出时仍会写回文件。")
        file.findings.append(warning("resources", said % {"names": "、".join(missing[:10]) + ("…" if len(missing) > 10 else "")}))
    summaries = {task.uid for task in file.rows() if task.summary}
    seen: set[tuple[UUID, UUID]] = set()
    for assignment in file.assignments:
        row, people = rows.get(assignment.task), found.get(names.get(assignment.resource or -1, ""), [])
        if row is None or assignment.task in summaries or len(people) != 1 or (row.id, people[0].pk) in seen:
            continue
        seen.add((row.id, people[0].pk))
        units = min(max(float(assignment.units) * 100, 0.01), 1_000_000)
        made = AssignmentRow(uuid7(), row.id, people[0].pk, units, assignment.work)
        state.assignments[made.id] = made
        state.touched["assignments"].add(made.id)
        if row.owner is None and people[0].user_id:
            row.owner = people[0].user_id


def _pool(actor: Actor, names: set[str]) -> dict[str, list[PoolResource]]:
    resource = by_name("pool_resources")
    found: dict[str, list[PoolResource]] = {}
    if resource is None or not names:
        return found
    for row in visible(actor, resource).filter(name__in=names, archived_at=None):
        found.setdefault(row.name, []).append(row)
    return found


# Baselines and the answer --------------------------------------------------------------------------------------------------


def _baselines(plan: Plan, file: PlanFile, rows: dict[int, TaskRow]) -> None:
    """Baselines of the file take the place of those with their numbers."""
    numbers = sorted({number for task in file.rows() for number in task.baselines if number in _BASELINES})
    plan.baselines.filter(number__in=numbers, archived_at=None).update(archived_at=timezone.now())
    for number in numbers:
        tasks = [task for task in file.rows() if (one := task.baselines.get(number)) and one.start and one.finish]
        if not tasks:
            continue
        name = _("基线") if number == 0 else _("基线 %(n)s") % {"n": number}
        finish = max(task.baselines[number].finish for task in tasks)  # type: ignore[type-var]
        baseline = Baseline(plan=plan, number=number, name=name, taken_at=timezone.now(), finish_at=aware(minutes(finish)))  # type: ignore[arg-type]
        writes.save(baseline)
        BaselineTask.objects.bulk_create(_baseline_task(baseline, rows[task.uid].id, task.baselines[number]) for task in tasks)


def _baseline_task(baseline: Baseline, task: UUID, was: Any) -> BaselineTask:
    duration = was.duration if was.duration is not None else 0
    return BaselineTask(
        baseline=baseline,
        task=task,
        starts_at=aware(minutes(was.start)),
        ends_at=aware(minutes(was.finish)),
        duration=duration,
        work=was.work,
    )


def _answer(loaded: Loaded, before: Before, file: PlanFile, rows: dict[int, TaskRow]) -> dict[str, Any]:
    tasks = file.rows()
    names = {task.uid: task.name for task in tasks}
    differing = []
    for task in tasks:
        said, ours = (_at(task.start), _at(task.finish)), (rows[task.uid].start, rows[task.uid].end)
        if not task.summary and None not in said and said != ours:
            differing.append({"name": task.name, "file": [text(at) for at in said], "ours": [text(at) for at in ours]})
    return {
        "format": file.format,
        "name": file.name,
        "projects": [{"id": key, "name": name} for key, name in file.projects],
        "counts": {
            "tasks": len(tasks),
            "milestones": sum(rows[task.uid].kind == "milestone" for task in tasks),
            "calendars": len(file.calendars),
            "resources": sum(not resource.null and bool(resource.name) for resource in file.resources),
            "assignments": sum(one.resource is not None for one in file.assignments),
            "baselines": len({number for task in tasks for number in task.baselines}),
        },
        "start": text(min((row.start for row in rows.values() if row.start is not None), default=None)),
        "finish": text(loaded.state.finish),
        "findings": [
            {"kind": one.kind, "code": one.code, "message": one.message, "task": names.get(one.task) if one.task is not None else None}
            for one in file.findings[:500]
        ],
        "differing": {"count": len(differing), "rows": differing[:MOST_SHOWN]},
        "revision": loaded.plan.revision,
        "consequences": consequences(loaded, before),
    }
