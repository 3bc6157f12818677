"""What Primavera knows of a project, by the column names of XER, as a plan. Both of its formats come through here."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from zhuke.modules.planning.domain.network import Constraint, LinkKind

from . import codecs as c
from .plan_file import FileAssignment, FileBaseline, FileCalendar, FileLink, FileResource, FileTask, PlanFile, set_parents
from .refusals import MAX_LINKS, MAX_TASKS, BadPlanFile, warning

Record = dict[str, str]
_CONSTRAINTS = {
    "CS_MSO": Constraint.MSO,
    "CS_MSOA": Constraint.SNET,
    "CS_MSOB": Constraint.SNLT,
    "CS_MEO": Constraint.MFO,
    "CS_MEOA": Constraint.FNET,
    "CS_MEOB": Constraint.FNLT,
    "CS_ALAP": Constraint.ALAP,
    "CS_MANDSTART": Constraint.MSO,
    "CS_MANDFIN": Constraint.MFO,
}
_LAGS = {"rcal_predecessor": "predecessor", "rcal_successor": "successor", "rcal_24hour": "elapsed", "rcal_projdefault": "project"}
_PRIORITIES = {"PT_Top": 1000, "PT_High": 750, "PT_Normal": 500, "PT_Low": 250, "PT_Lowest": 0}
_MILESTONES = ("TT_Mile", "TT_FinMile")
_KINDS = {"RT_Labor": "work", "RT_Equip": "work", "RT_Mat": "material"}


@dataclass(slots=True)
class P6:
    """Tables of one file. Calendars are read already, by their id."""

    format: str
    projects: list[Record] = field(default_factory=list)
    calendars: dict[str, FileCalendar] = field(default_factory=dict)
    wbs: list[Record] = field(default_factory=list)
    tasks: list[Record] = field(default_factory=list)
    links: list[Record] = field(default_factory=list)
    resources: list[Record] = field(default_factory=list)
    rates: list[Record] = field(default_factory=list)
    assignments: list[Record] = field(default_factory=list)
    options: list[Record] = field(default_factory=list)
    plan: PlanFile = field(default_factory=lambda: PlanFile("xer"))


def build(tables: P6, project: str | None = None) -> PlanFile:
    """The plan of one project: the one named by its id, else the only or first one that has tasks. Raises BadPlanFile."""
    plan = tables.plan
    plan.format = tables.format
    chosen = _choose(tables, project)
    key = chosen.get("proj_id", "")
    plan.projects = [(row["proj_id"], _title(tables, row)) for row in tables.projects if not row.get("orig_proj_id")]
    _settings(plan, tables, chosen)
    if project is None and len(plan.projects) > 1:
        names = "、".join(name for _id, name in plan.projects[:5])
        said = _("文件里有 %(n)s 个项目（%(names)s），现在读取的是“%(name)s”。")
        plan.findings.append(warning("several", said % {"n": len(plan.projects), "names": names, "name": plan.name}))
    uids = _Uids()
    _rows(plan, tables, key, uids)
    _links(plan, tables, key, uids)
    _resources(plan, tables, uids)
    _older_plans(plan, tables, key, uids)
    if not plan.rows():
        raise BadPlanFile("no_tasks")
    set_parents(plan)
    return plan


class _Uids:
    """Numbers for what Primavera numbers by table."""

    def __init__(self) -> None:
        self.by_task: dict[str, int] = {}
        self.by_code: dict[str, int] = {}
        self.last = 0

    def next(self) -> int:
        self.last += 1
        return self.last


def _choose(tables: P6, project: str | None) -> Record:
    with_tasks = {row.get("proj_id", "") for row in tables.tasks}
    if not tables.projects:
        raise BadPlanFile("no_tasks")
    if project is not None:
        for row in tables.projects:
            if row.get("proj_id") == project:
                return row
        raise BadPlanFile("no_project", project=project)
    own = [row for row in tables.projects if not row.get("orig_proj_id")]
    full = [row for row in own if row.get("proj_id", "") in with_tasks]
    return (full or own or tables.projects)[0]


def _title(tables: P6, row: Record) -> str:
    key = row.get("proj_id", "")
    named = next((w.get("wbs_name", "") for w in tables.wbs if w.get("proj_id") == key and w.get("proj_node_flag") == "Y"), "")
    return row.get("proj_name") or named or row.get("proj_short_name", "")


def _settings(plan: PlanFile, tables: P6, row: Record) -> None:
    plan.name, plan.title = _title(tables, row), row.get("proj_short_name", "")
    plan.start, plan.status_at = _moment(row, "plan_start_date"), _moment(row, "last_recalc_date")
    plan.finish = _moment(row, "plan_end_date")
    plan.calendars = list(tables.calendars.values())
    calendar = tables.calendars.get(row.get("clndr_id", "")) or next(iter(plan.calendars), None)
    plan.calendar = calendar.uid if calendar else None
    plan.critical_slack = _minutes(row, "critical_drtn_hr_cnt") or 0
    option = next((one for one in tables.options if one.get("proj_id") == row.get("proj_id")), {})
    plan.lag_by = _LAGS.get(option.get("sched_calendar_on_relationship_lag", "").lower(), "predecessor")
    plan.source = {name: value for name, value in {**option, **row}.items() if value}
    mandatory = {"CS_MANDSTART", "CS_MANDFIN"}
    plan.honour_constraints = any(task.get("cstr_type") in mandatory for task in tables.tasks)


def _moment(row: Record, *names: str) -> dt.datetime | None:
    """The first of these columns that holds a time."""
    for name in names:
        if row.get(name) and (found := c.read_moment(row[name])):
            return found
    return None


def _minutes(row: Record, name: str) -> int | None:
    """Hours of a column in minutes."""
    hours = c.read_decimal(row.get(name, ""))
    return None if hours is None or abs(hours) > 900_000 else round(hours * 60)


# The tree ------------------------------------------------------------------------------------------------------------------


def _rows(plan: PlanFile, tables: P6, key: str, uids: _Uids) -> None:
    """Levels of the breakdown become summaries; under each first its tasks, then the levels below."""
    nodes = {row["wbs_id"]: row for row in tables.wbs if row.get("proj_id") == key and row.get("wbs_id")}
    below, roots = _tree(nodes)
    tasks: dict[str, list[Record]] = {}
    for row in tables.tasks:
        if row.get("proj_id") == key:
            tasks.setdefault(row.get("wbs_id", "") if row.get("wbs_id") in nodes else "", []).append(row)
    plan.tasks += [_task(plan, tables, row, 1, uids) for row in tasks.get("", [])]
    stack: list[tuple[Record, int, str]] = [(row, 0 if _is_project(row, roots) else 1, "") for row in reversed(roots)]
    while stack:  # a ring of levels has no root and is never entered
        node, level, path = stack.pop()
        path = ".".join(part for part in (path, node.get("wbs_short_name", "")) if part) if level else ""
        if level:
            name = node.get("wbs_name", "") or path
            plan.tasks.append(FileTask(uids.next(), name, level=level, wbs=path, summary=True, source=_kept(node)))
        own = sorted(tasks.get(node["wbs_id"], []), key=_task_order)
        plan.tasks += [_task(plan, tables, row, level + 1, uids) for row in own]
        if len(plan.tasks) > MAX_TASKS:
            raise BadPlanFile("too_many_tasks", limit=MAX_TASKS)
        stack += [(child, level + 1, path) for child in sorted(below.get(node["wbs_id"], []), key=_wbs_order, reverse=True)]
    for number, task in enumerate(plan.tasks, 1):
        task.id = number


def _tree(nodes: dict[str, Record]) -> tuple[dict[str, list[Record]], list[Record]]:
    below: dict[str, list[Record]] = {}
    roots: list[Record] = []
    for row in nodes.values():
        parent = row.get("parent_wbs_id", "")
        if parent in nodes and row.get("proj_node_flag") != "Y":
            below.setdefault(parent, []).append(row)
        else:
            roots.append(row)
    return below, roots


def _is_project(row: Record, roots: list[Record]) -> bool:
    """Whether a level is the project itself and no row of its own."""
    return row.get("proj_node_flag") == "Y" or len(roots) == 1


def _task_order(row: Record) -> tuple[str, str]:
    return (row.get("early_start_date") or row.get("act_start_date") or row.get("target_start_date", ""), row.get("task_code", ""))


def _wbs_order(row: Record) -> tuple[int, str]:
    return (c.read_int(row.get("seq_num", "")) or 0, row.get("wbs_short_name", ""))


def _kept(row: Record) -> Record:
    return {name: value for name, value in row.items() if value}


def _task(plan: PlanFile, tables: P6, row: Record, level: int, uids: _Uids) -> FileTask:
    uid = uids.next()
    uids.by_task[row.get("task_id", "")] = uid
    uids.by_code.setdefault(row.get("task_code", ""), uid)
    kind, done = row.get("task_type", ""), row.get("status_code") == "TK_Complete"
    calendar = tables.calendars.get(row.get("clndr_id", ""))
    task = FileTask(
        uid,
        row.get("task_name", "") or row.get("task_code", ""),
        level=level,
        wbs=row.get("task_code", ""),
        guid=row.get("guid", ""),
        milestone=kind in _MILESTONES,
        start=_moment(row, "act_start_date", "early_start_date", "target_start_date"),
        finish=_moment(row, "act_end_date", "early_end_date", "target_end_date"),
        actual_start=_moment(row, "act_start_date"),
        actual_finish=_moment(row, "act_end_date"),
        early_start=_moment(row, "early_start_date"),
        early_finish=_moment(row, "early_end_date"),
        late_start=_moment(row, "late_start_date"),
        late_finish=_moment(row, "late_end_date"),
        resume=_moment(row, "resume_date"),
        stop=_moment(row, "suspend_date"),
        duration=0 if kind in _MILESTONES else max(_minutes(row, "target_drtn_hr_cnt") or 0, 0),
        remaining_duration=_minutes(row, "remain_drtn_hr_cnt"),
        total_slack=_minutes(row, "total_float_hr_cnt"),
        free_slack=_minutes(row, "free_float_hr_cnt"),
        priority=_PRIORITIES.get(row.get("priority_type", ""), 500),
        calendar=calendar.uid if calendar and calendar.uid != plan.calendar else None,
        ignore_resource_calendar=kind != "TT_Rsrc",
        source=_kept(row),
    )
    if task.ignore_resource_calendar and task.calendar is None:
        task.calendar = plan.calendar  # only tasks that depend on resources are worked in their calendars
    task.progress = Decimal(100) if done else _progress(row)
    if not done and task.total_slack is not None:
        task.critical = task.total_slack <= plan.critical_slack
    _constrain(plan, task, row)
    if kind == "TT_LOE":
        said = _("任务“%(name)s”是随其他任务伸缩的配合工作，按固定工期导入。") % {"name": task.name}
        plan.findings.append(warning("level_of_effort", said, uid))
    if kind == "TT_FinMile":
        task.source["finish_milestone"] = "Y"
    return task


def _progress(row: Record) -> Decimal:
    """In percent, by the way the task counts it: time, what is seen on site, or units of work."""
    kind = row.get("complete_pct_type", "CP_Drtn")
    if row.get("status_code") == "TK_NotStart":
        return Decimal(0)
    if kind == "CP_Phys":
        share = c.read_decimal(row.get("phys_complete_pct", "")) or Decimal(0)
    elif kind == "CP_Units":
        done, left = (_sum(row, f"{what}_work_qty", f"{what}_equip_qty") for what in ("act", "remain"))
        share = done * 100 / (done + left) if done + left else Decimal(0)
    else:
        planned, rest = _minutes(row, "target_drtn_hr_cnt") or 0, _minutes(row, "remain_drtn_hr_cnt") or 0
        share = Decimal(planned - rest) / planned * 100 if planned else Decimal(0)
    return min(max(share, Decimal(0)), Decimal(100)).quantize(Decimal("0.01"))


def _sum(row: Record, *names: str) -> Decimal:
    return sum((c.read_decimal(row.get(name, "")) or Decimal(0) for name in names), Decimal(0))


def _constrain(plan: PlanFile, task: FileTask, row: Record) -> None:
    first, second = row.get("cstr_type", ""), row.get("cstr_type2", "")
    if first in _CONSTRAINTS:
        task.constraint, task.constraint_at = _CONSTRAINTS[first], _moment(row, "cstr_date")
        if task.constraint_at is None and task.constraint is not Constraint.ALAP:
            task.constraint = Constraint.ASAP
    if second == "CS_MEOB" and row.get("cstr_date2"):
        task.deadline = _moment(row, "cstr_date2")
    elif second in _CONSTRAINTS:
        said = _("任务“%(name)s”有两个时间限制，第二个没有导入。") % {"name": task.name}
        plan.findings.append(warning("second_constraint", said, task.uid))


# What hangs on tasks -------------------------------------------------------------------------------------------------------


def _links(plan: PlanFile, tables: P6, key: str, uids: _Uids) -> None:
    for row in tables.links:
        if row.get("proj_id", key) not in ("", key) or row.get("task_id") not in uids.by_task:
            continue
        kind = row.get("pred_type", "PR_FS")[-2:].upper()
        pred = uids.by_task.get(row.get("pred_task_id", ""))
        plan.links.append(
            FileLink(
                pred if pred is not None else -1,
                uids.by_task[row["task_id"]],
                LinkKind(kind) if kind in LinkKind.__members__ else LinkKind.FS,
                _minutes(row, "lag_hr_cnt") or 0,
                cross_project=pred is None,
                source=_kept(row),
            )
        )
        if len(plan.links) > MAX_LINKS:
            raise BadPlanFile("too_many_links", limit=MAX_LINKS)


def _resources(plan: PlanFile, tables: P6, uids: _Uids) -> None:
    rates = {row.get("rsrc_id", ""): row for row in reversed(tables.rates)}
    numbers: dict[str, int] = {}
    used = {row.get("rsrc_id", "") for row in tables.assignments if row.get("task_id") in uids.by_task}
    for row in tables.resources:
        key = row.get("rsrc_id", "")
        if key not in used:
            continue  # a file holds everybody of the firm
        numbers[key] = len(numbers) + 1
        rate = rates.get(key, {})
        calendar = tables.calendars.get(row.get("clndr_id", ""))
        most = c.read_decimal(rate.get("max_qty_per_hr", "") or row.get("def_qty_per_hr", ""))
        plan.resources.append(
            FileResource(
                numbers[key],
                row.get("rsrc_name", "") or row.get("rsrc_short_name", ""),
                id=numbers[key],
                kind=_KINDS.get(row.get("rsrc_type", ""), "work"),
                units=most or Decimal(1),
                calendar=calendar.uid if calendar else None,
                rate=c.read_decimal(rate.get("cost_per_qty", "")),
                email=row.get("email_addr", ""),
                source=_kept(row),
            )
        )
    for number, row in enumerate((row for row in tables.assignments if row.get("task_id") in uids.by_task), 1):
        plan.assignments.append(
            FileAssignment(
                number,
                uids.by_task[row["task_id"]],
                numbers.get(row.get("rsrc_id", "")),
                units=c.read_decimal(row.get("target_qty_per_hr", "")) or Decimal(1),
                work=_minutes(row, "target_qty"),
                actual_work=_minutes(row, "act_reg_qty"),
                remaining_work=_minutes(row, "remain_qty"),
                start=_moment(row, "act_start_date", "target_start_date"),
                finish=_moment(row, "act_end_date", "target_end_date"),
                source=_kept(row),
            )
        )


def _older_plans(plan: PlanFile, tables: P6, key: str, uids: _Uids) -> None:
    """Baseline 0 is what was planned; baseline projects of the file follow, matched by the codes of the tasks."""
    by_uid = {task.uid: task for task in plan.tasks}
    for row in tables.tasks:
        if row.get("proj_id") == key:
            _baseline(by_uid[uids.by_task[row.get("task_id", "")]], 0, row)
    others: Iterable[Record] = [row for row in tables.projects if row.get("orig_proj_id") == key][:10]
    for number, other in enumerate(others, 1):
        for row in tables.tasks:
            uid = uids.by_code.get(row.get("task_code", ""))
            if row.get("proj_id") == other.get("proj_id") and uid is not None:
                _baseline(by_uid[uid], number, row)


def _baseline(task: FileTask, number: int, row: Record) -> None:
    start, finish = _moment(row, "target_start_date"), _moment(row, "target_end_date")
    if start and finish:
        task.baselines[number] = FileBaseline(start, finish, _minutes(row, "target_drtn_hr_cnt"))
