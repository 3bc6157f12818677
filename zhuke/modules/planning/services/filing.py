"""A plan as a plan file: what it was loaded from, with everything that has changed since in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.domain.network import Constraint, LinkKind, minutes, moment
from zhuke.modules.planning.domain.state import State, TaskRow
from zhuke.modules.planning.domain.worktime import EPOCH_DAY, WorkTime
from zhuke.modules.planning.interchange import mspdi_write, sheet_write
from zhuke.modules.planning.interchange.network import Calendars
from zhuke.modules.planning.interchange.plan_file import (
    FileAssignment,
    FileBaseline,
    FileCalendar,
    FileException,
    FileLink,
    FileResource,
    FileTask,
    PlanFile,
)
from zhuke.modules.planning.models import BaselineTask, Plan, WorkCalendar
from zhuke.modules.workforce.models import PoolResource

from . import file_materials
from .file_calendars import AFTER, BEFORE, around, runs
from .kept_files import kept
from .moments import since_epoch
from .reading import calendars_of, load

# What follows from work, dates or money of a task and is no longer true when they have changed.
_STALE = frozenset(
    (
        "RegularWork", "ActualWork", "RemainingWork", "ActualOvertimeWork", "RemainingOvertimeWork", "OvertimeWork", "PercentWorkComplete",
        "WorkVariance", "StartVariance", "FinishVariance", "StartSlack", "FinishSlack", "ManualStart", "ManualFinish", "ManualDuration",
        "ActualCost", "RemainingCost", "Cost", "ACWP", "CV", "BCWS", "BCWP",
    )
)  # fmt: skip
KINDS = {"mspdi": ("xml", "application/xml"), "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")}


def export(actor: Actor, pk: UUID, kind: str) -> tuple[bytes, str, str]:
    """The bytes, the name and the media type of a plan as a file. Needs plans.export. Raises not_found, not_allowed_here."""
    plan: Plan = get_visible(actor, by_model(Plan), pk, "export")
    file = to_plan_file(plan, prices=actor.sees("materials", "price"))
    content = mspdi_write.write(file) if kind == "mspdi" else sheet_write.write(file)
    ending, media = KINDS[kind]
    return content, f"{plan.project.name} {plan.name}.{ending}", media


def to_plan_file(plan: Plan, *, prices: bool = False) -> PlanFile:
    """The plan as it stands, in the form of the interchange. ``prices``: what materials cost goes along."""
    return _Filing(plan, prices).made()


@dataclass
class _Filing:
    """The making of one file. ``old``: rows of the file the plan came from, by uid; ``moved``: those that are others now."""

    plan: Plan
    prices: bool = False
    file: PlanFile = field(init=False)
    state: State = field(init=False)
    old: dict[int, FileTask] = field(init=False)
    uids: dict[UUID, int] = field(default_factory=dict)
    calendars: dict[UUID, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)

    def made(self) -> PlanFile:
        source = kept(self.plan)
        self.file = source or PlanFile("plan", name=self.plan.project.name, title=self.plan.name)
        self.state = load(self.plan).state
        self.old = {task.uid: task for task in self.file.tasks}
        self._facts()
        self._calendars()
        self._tasks()
        self._links()
        self._people()
        file_materials.put(self.plan, self.file, self.uids, prices=self.prices)
        self._work(self.file.assignments)
        self._baselines()
        self.file.findings = []
        return self.file

    # ---- the plan's own facts

    def _facts(self) -> None:
        plan, file = self.plan, self.file
        own = self.state.calendars[plan.calendar_id]
        start = moment(own.next_start(self.state.start) if not plan.day_begins else self.state.start)
        if file.start is None or minutes(file.start) != self.state.start:
            file.start = start
        finish = max((task.end for task in self.state.tasks.values() if task.end is not None), default=None)
        if file.format in ("mspdi", "plan"):
            file.finish = moment(finish) if finish is not None else None
        file.lag_by, file.honour_constraints, file.critical_slack = plan.lag_by, plan.honour_constraints, plan.critical_limit
        if file.format == "plan":
            file.minutes_per_day = own.minutes_per_day()
            file.minutes_per_week = sum(end - begin for shifts in own.week for begin, end in shifts) or 2400
            if plan.status_on:
                file.status_at = dt.datetime.combine(plan.status_on, dt.time(17))

    # ---- calendars

    def _calendars(self) -> None:
        """Calendars that still are what the file says keep their place in it, others are added."""
        dates = [task.start for task in self.state.tasks.values() if task.start is not None] or [self.state.start]
        first, last = min(dates) // 1440 - BEFORE, max(dates) // 1440 + AFTER
        times = Calendars(self.file)
        known = {calendar.uid: _key(times.by_uid(calendar.uid), first, last) for calendar in self.file.calendars}
        used = {self.plan.calendar_id, *(task.calendar for task in self.state.tasks.values() if task.calendar)}
        for row in calendars_of(self.plan):
            if row.pk not in used:
                continue
            time = self.state.calendars[row.pk]
            key = _key(time, first, last)
            same = [uid for uid, other in known.items() if other == key]
            if same:
                preferred = self.file.calendar if row.pk == self.plan.calendar_id else row.uid
                self.calendars[row.pk] = preferred if preferred in same else same[0]
            elif row.pk == self.plan.calendar_id or not self._of_resources(times, row, key, first, last):
                self.calendars[row.pk] = self._new_calendar(row, time, first, last)
        self.file.calendar = self.calendars.get(self.plan.calendar_id)

    def _of_resources(self, times: Calendars, row: WorkCalendar, key: Any, first: int, last: int) -> bool:
        """Whether all tasks on this calendar have it from their resources, so that the file needs none of its own for them."""
        tasks = [task for task in self.state.tasks.values() if task.calendar == row.pk]
        return all(
            (old := self.old.get(task.uid or -1)) is not None and _key(times.times[times.of(old)], first, last) == key for task in tasks
        )

    def _new_calendar(self, row: WorkCalendar, time: WorkTime, first: int, last: int) -> int:
        uid = max((calendar.uid for calendar in self.file.calendars), default=0) + 1
        exceptions = [
            FileException(EPOCH_DAY + dt.timedelta(days=begin), EPOCH_DAY + dt.timedelta(days=end), shifts)
            for begin, end, shifts in runs(around(time, first, last))
        ]
        self.file.calendars.append(FileCalendar(uid, row.name, week=list(time.week), exceptions=exceptions))
        return uid

    # ---- tasks

    def _tasks(self) -> None:
        ordered = self.state.arrange()
        highest = max([*self.old, *(task.uid or 0 for task in ordered), 0])
        for row in ordered:
            if row.uid is None or row.uid in self.uids.values():
                highest += 1
                self.uids[row.id] = highest
            else:
                self.uids[row.id] = row.uid
        gaps = self._gaps()
        tasks = [self._project_row(ordered), *gaps.pop(None, [])]
        done = self._done(ordered)
        for row in ordered:
            uid = self.uids[row.id]
            old = self.old.get(uid)
            task = old if old is not None and not old.null else FileTask(uid)
            self._fill(task, row, done)
            tasks += [task, *gaps.pop(uid, [])]
        for number, task in enumerate(tasks):
            task.id = number
        self.file.tasks = tasks

    def _gaps(self) -> dict[int | None, list[FileTask]]:
        """Empty rows of the file, by the row they stand behind; behind one that is gone they are gone too."""
        gaps: dict[int | None, list[FileTask]] = {}
        before: int | None = None
        for task in self.file.tasks:
            if task.null:
                gaps.setdefault(before, []).append(task)
            elif task.level > 0:
                before = task.uid
        return gaps

    def _project_row(self, ordered: list[TaskRow]) -> FileTask:
        task = next((task for task in self.file.tasks if task.level == 0 and not task.null), None)
        if task is None:
            uid = 0 if 0 not in self.uids.values() else max(self.uids.values()) + 1
            task = FileTask(uid, self.plan.project.name, level=0, summary=True)
        starts = [row.start for row in ordered if row.start is not None]
        ends = [row.end for row in ordered if row.end is not None]
        if starts and ends:
            task.start, task.finish = moment(min(starts)), moment(max(ends))
            task.duration = self.state.calendars[self.plan.calendar_id].between(min(starts), max(ends))
        if task.duration is None:
            task.duration = 0
        return task

    def _done(self, ordered: list[TaskRow]) -> dict[UUID, Decimal]:
        """Progress of summaries as MS Project counts it: of the tasks at the bottom, by their durations."""
        sums: dict[UUID, list[float]] = {}
        by_id = {row.id: row for row in ordered}
        for row in ordered:
            if row.kind == "summary" or row.inactive:
                continue
            at = by_id.get(row.parent) if row.parent else None
            while at is not None:
                total = sums.setdefault(at.id, [0, 0])
                total[0] += row.duration * row.progress
                total[1] += row.duration
                at = by_id.get(at.parent) if at.parent else None
        return {key: Decimal(str(round(done / whole, 2))) if whole else Decimal(0) for key, (done, whole) in sums.items()}

    def _fill(self, task: FileTask, row: TaskRow, done: dict[UUID, Decimal]) -> None:
        was = (task.duration, task.start, task.finish, round(task.progress, 2), task.actual_start, task.actual_finish)
        if task.name[:200] != row.name:
            task.name = row.name
        task.level, task.summary = row.wbs.count(".") + 1, row.kind == "summary"
        task.milestone = row.kind == "milestone" or (task.milestone and bool(task.source) and not task.summary)
        task.wbs = task.wbs if task.source else row.wbs
        task.priority, task.notes = row.priority, row.note
        if not task.summary or row.duration != task.duration:
            task.duration = row.duration
        task.elapsed = row.elapsed or (task.summary and task.elapsed)
        task.active, task.manual = not row.inactive, row.manual and not task.external
        task.deadline = _moment(row.deadline)
        if not task.summary or row.constraint != "asap" or task.constraint in (Constraint.SNET, Constraint.FNLT):
            task.constraint, task.constraint_at = Constraint(row.constraint), _moment(row.constraint_at)
        task.start, task.finish = _moment(row.start), _moment(row.end)
        task.late_start, task.late_finish = _moment(row.late_start), _moment(row.late_end)
        task.total_slack, task.free_slack, task.critical = row.total_float, row.free_float, row.critical
        progress = done.get(row.id, Decimal(0)) if task.summary else Decimal(str(row.progress))
        if round(progress) != round(task.progress) or not task.source:
            task.progress = progress
        task.actual_start, task.actual_finish = _moment(row.actual_start), _moment(row.actual_end)
        self._calendar_of(task, row)
        if was != (task.duration, task.start, task.finish, round(task.progress, 2), task.actual_start, task.actual_finish):
            self.moved.add(task.uid)
            _refresh(task, row)

    def _calendar_of(self, task: FileTask, row: TaskRow) -> None:
        if row.calendar is None:
            if task.calendar is not None and not task.elapsed and not task.summary and task.calendar != self.file.calendar:
                task.calendar = None
        elif row.calendar in self.calendars:
            task.calendar = self.calendars[row.calendar]

    # ---- links, people, baselines

    def _links(self) -> None:
        left = {(link.pred, link.succ, link.kind): link for link in self.file.links}
        living = set(self.uids.values())
        made: list[FileLink] = []
        for row in self.state.links.values():
            key = (self.uids[row.pred], self.uids[row.succ], LinkKind(row.kind))
            link = left.pop(key, None) or FileLink(*key)
            link.lag, link.elapsed = row.lag, row.elapsed
            link.percent = None if row.percent is None else Decimal(str(row.percent)).normalize()
            made.append(link)
        foreign = [link for link in left.values() if link.cross_project and link.succ in living]
        order = {id(link): place for place, link in enumerate(self.file.links)}
        self.file.links = sorted([*made, *foreign], key=lambda link: order.get(id(link), len(order)))

    def _people(self) -> None:
        living = set(self.uids.values())
        people = {p.pk: p for p in PoolResource.objects.filter(pk__in={row.resource for row in self.state.assignments.values()})}
        by_name = {resource.name: resource for resource in self.file.resources if resource.kind == "work"}
        matched = {person.name for person in people.values()}
        old = {(one.task, one.resource): one for one in self.file.assignments}
        in_pool = {by_name[name].uid for name in matched if name in by_name}
        kept_ones = [one for one in self.file.assignments if one.task in living and one.resource not in in_pool]
        made: list[FileAssignment] = []
        for row in self.state.assignments.values():
            person, uid = people[row.resource], self.uids[row.task]
            resource = by_name.get(person.name) or self._new_resource(person, by_name)
            units = Decimal(str(row.units)).normalize() / 100
            one = old.get((uid, resource.uid)) or FileAssignment(0, uid, resource.uid, units)
            one.units = units
            made.append(one)
        order = {id(one): place for place, one in enumerate(self.file.assignments)}
        self.file.assignments = sorted([*kept_ones, *made], key=lambda one: order.get(id(one), len(order)))

    def _new_resource(self, person: PoolResource, by_name: dict[str, FileResource]) -> FileResource:
        uid = max((resource.uid for resource in self.file.resources), default=0) + 1
        made = FileResource(uid, person.name, id=uid, units=Decimal(person.capacity) / 100)
        self.file.resources.append(made)
        by_name[person.name] = made
        return made

    def _work(self, assignments: Iterable[FileAssignment]) -> None:
        """Work follows the task where the task is another than the file says; new assignments get their numbers."""
        tasks = {task.uid: task for task in self.file.tasks}
        materials = {resource.uid for resource in self.file.resources if resource.kind == "material"}
        highest = max((one.uid for one in assignments), default=0)
        for one in assignments:
            task = tasks[one.task]
            if one.uid == 0 and not one.source:
                highest += 1
                one.uid = highest
            elif one.task not in self.moved:
                continue
            one.start, one.finish = task.start, task.finish
            if one.resource in materials:
                continue  # so much of it is used up, however long the task takes
            one.work = round((task.duration or 0) * one.units)
            one.actual_work = round(one.work * task.progress / 100)
            one.remaining_work = one.work - one.actual_work

    def _baselines(self) -> None:
        by_uid = {task.uid: task for task in self.file.tasks}
        found: dict[tuple[int, int], BaselineTask] = {}
        for row in BaselineTask.objects.filter(baseline__plan=self.plan, baseline__archived_at=None).select_related("baseline"):
            uid = self.uids.get(row.task)
            if uid is not None and 0 <= row.baseline.number <= 10:
                found[uid, row.baseline.number] = row
        for task in self.file.tasks:
            task.baselines = {number: was for number, was in task.baselines.items() if (task.uid, number) in found or task.level == 0}
        for (uid, number), row in found.items():
            was = by_uid[uid].baselines.setdefault(number, FileBaseline())
            was.start, was.finish = moment(since_epoch(row.starts_at)), moment(since_epoch(row.ends_at))
            if was.duration is not None or not was.source:
                was.duration = row.duration


def _key(time: WorkTime, first: int, last: int) -> Any:
    return time.week, around(time, first, last)


def _moment(value: int | None) -> dt.datetime | None:
    return None if value is None else moment(value)


def _refresh(task: FileTask, row: TaskRow) -> None:
    """A task that is another than the file says: what depends on its dates is written anew or left out."""
    for name in _STALE & task.source.keys():
        task.source.pop(name)
    task.nested = [child for child in task.nested if child[0] != "TimephasedData"]
    task.early_start, task.early_finish = task.start, task.finish
    task.work = task.cost = task.stop = task.resume = None
    if row.resume_at is not None:
        task.resume = _moment(row.resume_at)
    if task.summary:
        task.actual_duration = task.remaining_duration = None
        return
    duration = task.duration or 0
    if task.actual_finish is not None:
        rest = 0
    elif task.actual_start is None:
        rest = duration
    else:
        rest = row.remaining if row.remaining is not None else round(duration * (100 - float(task.progress)) / 100)
    task.remaining_duration, task.actual_duration = rest, max(duration - rest, 0)
