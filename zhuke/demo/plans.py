"""Schedules of the invented projects: what was planned, what has been done of it by now, and where it is late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from zhuke.kernel.audit import deriving, writing
from zhuke.modules.planning.domain.network import minutes
from zhuke.modules.planning.domain.outline import STEP
from zhuke.modules.planning.domain.state import AssignmentRow, LinkRow, State, TaskRow
from zhuke.modules.planning.models import Assignment, Baseline, BaselineTask, Plan, Task, TaskLink, WorkCalendar
from zhuke.modules.planning.services import saving
from zhuke.modules.planning.services.moments import aware
from zhuke.modules.planning.services.plans import plan_for
from zhuke.modules.planning.services.reading import Loaded, load
from zhuke.modules.projects.models import Project, ProjectMember
from zhuke.modules.projects.services import health
from zhuke.modules.workforce.models import PoolResource

from . import programmes
from .recording import CAUSE, acting
from .rows import analyze
from .source import Source, moment
from .told import told, told_keys

if TYPE_CHECKING:
    from .book import Book

DAY = 1440
FLOORS = {"residential": (9, 26), "commercial": (6, 18), "medical": (6, 14), "education": (4, 7)}
STRETCHES = (3, 7)
LEAD_ROLES = ("manager", "construction_lead", "engineer", "technical_lead")
SHORTEST, LONGEST = 45, 900
# What a task is called, and whose work it is.
TRADES = (
    ("钢筋", "rebar"), ("模板", "formwork"), ("支模", "formwork"), ("混凝土", "concrete"), ("浇筑", "concrete"), ("主体", "concrete"),
    ("砌", "masonry"), ("抹灰", "masonry"), ("水电", "electrical"), ("电", "electrical"), ("机电", "electrical"), ("脚手架", "scaffolding"),
    ("吊", "lifting"), ("梁", "lifting"), ("土方", "earthwork"), ("路基", "earthwork"), ("开挖", "earthwork"), ("回填", "earthwork"),
    ("面层", "paving"), ("沥青", "paving"),
)  # fmt: skip
SITES_EACH = 3
"""So many running projects share a crew or a machine: more would be waiting for it all the time."""


class Pool:
    """Who can be put on tasks: persons by account, crews and machines by company and trade."""

    def __init__(self) -> None:
        self.people: dict[UUID, PoolResource] = {}
        self.trades: dict[tuple[str, str], list[PoolResource]] = {}
        self.sites: dict[UUID, set[UUID]] = {}
        for one in PoolResource.objects.filter(archived_at=None).order_by("created_at", "pk"):
            if one.kind == "person" and one.user_id:
                self.people[one.user_id] = one
            for skill in one.skills if one.kind != "person" else ():
                self.trades.setdefault((str(one.unit_id), skill), []).append(one)

    def crew(self, project: Project, skill: str) -> PoolResource | None:
        """A crew or machine of the company for this trade, if it does not serve enough projects already."""
        for unit in project.unit.path.strip("/").split("/"):
            for one in self.trades.get((unit, skill), []):
                sites = self.sites.setdefault(one.pk, set())
                if project.pk in sites or len(sites) < SITES_EACH:
                    sites.add(project.pk)
                    return one
        return None


@dataclass(slots=True)
class Programme:
    """One plan while it is made. ``rows`` by key of the step; ``pace``: how much longer things take than was planned."""

    project: Project
    source: Source
    loaded: Loaded
    rows: dict[str, TaskRow]
    now: int
    pace: float

    @property
    def state(self) -> State:
        """The plan in memory."""
        return self.loaded.state


def add(book: Book) -> dict[str, int]:
    """Plan every project that has none of its own yet; returns how many tasks, links and baselines."""
    counts = {"plans": 0, "tasks": 0, "task_links": 0, "assignments": 0, "baselines": 0}
    people, pool = _people(), Pool()
    site = WorkCalendar.objects.filter(unit=None, project=None, archived_at=None, statutory=False).order_by("created_at", "pk").first()
    now = minutes(dt.datetime.combine(book.today, dt.time(17)))
    for project in told(Project.objects.filter(archived_at=None).select_related("owner", "unit")).order_by("created_at", "pk"):
        with writing(acting(project.owner), CAUSE):
            plan = plan_for(acting(project.owner), project) or Plan.objects.filter(project=project, kind="live", archived_at=None).first()
            if plan is None or plan.revision:
                continue
            made = _planned(plan, project, Source(book.seed, f"plan/{project.pk}"), now, site)
            _give(made, people.get(project.pk, []))
            baseline = _agreed(made)
            _happened(made)
            _engage(made, pool)
            _save(made, baseline)
            counts["plans"] += 1
            counts["tasks"] += len(made.state.tasks)
            counts["task_links"] += len(made.state.links)
            counts["assignments"] += len(made.state.assignments)
            counts["baselines"] += len(baseline) > 0
    analyze(Task, TaskLink, Assignment)
    health.refresh(told_keys())
    return counts


def _people() -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    rows = ProjectMember.objects.filter(role__in=LEAD_ROLES, person__isnull=False).order_by("project", "created_at", "pk")
    for project, person in rows.values_list("project_id", "person_id"):
        found.setdefault(project, []).append(person)
    return found


def _planned(plan: Plan, project: Project, source: Source, now: int, site: WorkCalendar | None) -> Programme:
    """The tasks as they were planned, stretched to the time the contract gives."""
    first, last = _time(project, source, now)
    plan.starts_on = first
    if site is not None:
        plan.calendar = site
    plan.save()
    loaded = load(plan)
    sections = programmes.of(project.project_type or "other", project.name)
    made = Programme(project, source, loaded, {}, now, 1 + max(-0.03, min(0.4, source.gauss(0.04, 0.09))))
    _outline(made, programmes.spelt(sections, _times(project, sections, source)))
    loaded.state.schedule()
    whole = (loaded.state.finish or 0) - loaded.state.start
    wanted = (last - first).days * DAY
    _stretch(made, max(0.35, min(4.0, wanted / max(whole, DAY))))
    return made


def _time(project: Project, source: Source, now: int) -> tuple[dt.date, dt.date]:
    """When the work was to begin and to end."""
    today = dt.date(2000, 1, 1) + dt.timedelta(days=now // DAY)
    first = project.began_on or project.starts_on or project.created_at.date()
    first -= dt.timedelta(days=min(30, max(0, (first - project.created_at.date()).days // 2)))
    last = project.finished_on or project.ends_on or first + dt.timedelta(days=source.randint(200, 420))
    if project.finished_on is None and last <= today and project.phase not in ("settlement", "warranty", "closed"):
        last = today + dt.timedelta(days=source.randint(15, 90))
    return first, min(max(last, first + dt.timedelta(days=SHORTEST)), first + dt.timedelta(days=LONGEST))


def _times(project: Project, sections: tuple[programmes.Section, ...], source: Source) -> int:
    if sections is programmes.BUILDING:
        return source.randint(*FLOORS.get(project.project_type, (4, 12)))
    return source.randint(*STRETCHES) + (3 if sections is programmes.PLANT else 0)


def _outline(made: Programme, sections: list[tuple[str, list[programmes.Planned]]]) -> None:
    state, at = made.state, moment(made.loaded.plan.starts_on, 9)
    day = state.calendars[state.calendar].minutes_per_day()
    for place, (title, steps) in enumerate(sections):
        head = TaskRow(made.source.id(at), position=place * STEP, name=title, kind="summary")
        state.tasks[head.id] = head
        for order, step in enumerate(steps):
            row = TaskRow(made.source.id(at), head.id, order * STEP, step.name, kind="task" if step.days else "milestone", tag=step.tag)
            row.duration = round(step.days * made.source.uniform(0.85, 1.2) * 2) * day // 2 if step.days else 0
            row.priority = 700 if step.tag == "key_node" else 500
            state.tasks[row.id] = made.rows[step.key] = row
    for _title, steps in sections:
        for step in steps:
            for key, kind, days in step.waits:
                link = LinkRow(made.source.id(at), made.rows[key].id, made.rows[step.key].id, kind, days * day)
                state.links[link.id] = link


def _stretch(made: Programme, factor: float) -> None:
    """Durations times a factor, in half days; then the dates."""
    state = made.state
    half = state.calendars[state.calendar].minutes_per_day() // 2
    for row in made.rows.values():
        if row.duration:
            row.duration = max(1, round(row.duration * factor / half)) * half
    for link in state.links.values():
        link.lag = round(link.lag * factor / half) * half
    state.schedule()


def _give(made: Programme, people: list[UUID]) -> None:
    """Owners, and what each task may cost."""
    for row in made.rows.values():
        if people:
            row.owner = made.source.one(people)
    budget = made.project.budget_total
    work = [row for row in made.rows.values() if row.duration]
    whole = sum(row.duration for row in work)
    for row in work:
        row.budget = str((Decimal(budget) * row.duration / whole).quantize(Decimal("1"))) if budget else None
    last = made.rows.get("final") or made.rows.get("out")
    if last is not None and last.end is not None:
        last.deadline = last.end + 10 * DAY


def _agreed(made: Programme) -> list[BaselineTask]:
    """The dates that were agreed before anybody began; without them where the project has not come so far."""
    if made.project.phase == "initiation":
        return []
    return [
        BaselineTask(task=row.id, starts_at=aware(row.start), ends_at=aware(row.end), duration=row.duration, budget=row.budget)
        for row in made.state.tasks.values()
        if row.start is not None and row.end is not None
    ]


def _happened(made: Programme) -> None:
    """What came of it until now: some steps took longer, what should be over is over but for a few, what runs is on its way."""
    if made.project.phase == "initiation":
        return
    state, source, now = made.state, made.source, made.now
    over = made.project.phase in ("settlement", "warranty", "closed")
    half = state.calendars[state.calendar].minutes_per_day() // 2
    for row in made.rows.values():
        if row.duration and row.start is not None and row.start < now and source.chance(0.45):
            row.duration = max(1, round(row.duration * source.uniform(0.92, 2 * made.pace - 0.92) / half)) * half
    state.schedule()
    waits: dict[UUID, list[TaskRow]] = {}
    for link in state.links.values():
        if link.kind == "FS" and link.lag >= 0:
            waits.setdefault(link.succ, []).append(state.tasks[link.pred])
    ordered = sorted(made.rows.values(), key=lambda row: (row.start or 0, row.end or 0, row.parent is not None and row.position))
    for _pass in range(3):  # milestones of one moment may wait for one another
        for row in ordered:
            ready = row.start is not None and row.start < now and all(one.actual_end is not None for one in waits.get(row.id, []))
            if row.actual_start is None and (over or ready):
                _happen(row, source, now, over=over)


def _happen(row: TaskRow, source: Source, now: int, *, over: bool) -> None:
    """A task that has begun: over, a little behind, or on its way."""
    assert row.start is not None
    assert row.end is not None
    behind = not over and bool(row.duration) and row.end > now - 12 * DAY and source.chance(0.35)
    if over or (row.end <= now and not behind):
        _finish(row, now)
    elif row.duration:
        share = (now - row.start) / max(row.end - row.start, 1)
        row.actual_start, row.progress = row.start, float(min(95, max(5, round(share * source.uniform(70, 105) / 5) * 5)))


def _finish(row: TaskRow, now: int) -> None:
    assert row.start is not None
    assert row.end is not None
    row.actual_start, row.actual_end, row.progress = min(row.start, now), min(row.end, now), 100


def _engage(made: Programme, pool: Pool) -> None:
    """Who works on what is still to be done: its owner for a part of the day, and the crew or machine of the trade."""
    if made.project.phase not in ("design", "construction", "acceptance"):
        return
    at = moment(made.loaded.plan.starts_on, 9)
    for row in made.rows.values():
        if not row.duration or row.actual_end is not None:
            continue
        engaged: list[tuple[PoolResource, float]] = []
        if row.owner in pool.people:
            engaged.append((pool.people[row.owner], made.source.one((10.0, 20.0, 25.0))))
        skill = next((skill for word, skill in TRADES if word in row.name), "")
        crew = pool.crew(made.project, skill) if skill and made.project.phase == "construction" else None
        if crew is not None:
            engaged.append((crew, 100.0 if crew.kind == "machine" else round(float(crew.capacity) * made.source.one((0.4, 0.5, 0.6)), -1)))
        for one, units in engaged:
            key = made.source.id(at)
            made.state.assignments[key] = AssignmentRow(key, row.id, one.pk, units)


def _save(made: Programme, baseline: list[BaselineTask]) -> None:
    state, plan = made.state, made.loaded.plan
    for name, rows in (("tasks", state.tasks), ("links", state.links), ("assignments", state.assignments)):
        state.touched[name].update(rows)
    state.schedule()
    saving.save(acting(made.project.owner), made.loaded, "template")
    if baseline:
        finish = max(one.ends_at for one in baseline)
        kept = Baseline.objects.create(plan=plan, name="签约基准计划", number=0, taken_at=moment(plan.starts_on, 9), finish_at=finish)
        for one in baseline:
            one.baseline = kept
        BaselineTask.objects.bulk_create(baseline)
    with deriving():
        Project.objects.filter(pk=made.project.pk).update(progress=round(state.progress, 2))
