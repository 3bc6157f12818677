"""The pool of the demonstration group: its people, crews and machines, what they are promised to, and the hours of the last weeks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from zhuke.commons.calendars.services import is_workday
from zhuke.commons.numbering.services import take_numbers
from zhuke.kernel.audit import writing
from zhuke.kernel.ports import actors
from zhuke.modules.effort.models import Timesheet, WeeklyReport, WeeklyReportLine
from zhuke.modules.effort.services import weeks
from zhuke.modules.effort.services.sheets import monday_of
from zhuke.modules.orgs.models import User
from zhuke.modules.projects.models import Project, ProjectMember
from zhuke.modules.workforce.models import Absence, Booking, Certificate, PoolResource
from zhuke.modules.workforce.services.pool import ENGAGED

from .recording import ACTOR, CAUSE, recorded
from .rows import copy, row
from .source import Source, moment

if TYPE_CHECKING:
    from .book import Book
    from .group import Firm, Group

DAY = dt.timedelta(days=1)
WEEKS = 5  # weeks with hours, the running one among them
MOST_PEOPLE = 240  # so many people fill in hours
SKILLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "project_manager": (("project_management", "structure"), ("project_management", "municipal"), ("project_management", "cost")),
    "technical": (("structure", "bim"), ("mep", "bim"), ("architecture", "fit_out"), ("survey", "municipal"), ("documents",)),
    "purchaser": (("materials", "cost"), ("materials",)),
    "quality": (("quality", "structure"), ("quality",)),
    "safety": (("safety",), ("safety", "scaffolding")),
    "site_worker": (("rebar",), ("formwork",), ("welding",), ("electrical",), ("concrete",)),
}
PAPERS: dict[str, tuple[str, ...]] = {
    "project_manager": ("constructor_1", "safety_b"),
    "technical": ("constructor_2",),
    "quality": ("site_post",),
    "safety": ("safety_c",),
    "site_worker": ("special_work",),
}
RATES = {"project_manager": 120, "technical": 95, "purchaser": 80, "quality": 75, "safety": 75, "site_worker": 52}
CREWS = (
    ("钢筋班", "rebar", 12, 48), ("模板班", "formwork", 16, 50), ("混凝土班", "concrete", 10, 46), ("砌筑班", "masonry", 9, 45),
    ("水电班", "electrical", 8, 52), ("架子班", "scaffolding", 7, 54),
)  # fmt: skip
MACHINES = (
    ("塔式起重机", "QTZ80", "lifting", 180), ("汽车吊", "25 吨", "lifting", 220), ("挖掘机", "PC220", "earthwork", 160),
    ("摊铺机", "RP953", "paving", 320), ("混凝土泵车", "46 米", "concrete", 260),
)  # fmt: skip
WORK = (
    "现场巡查和工序验收",
    "图纸会审和技术交底",
    "放线复核",
    "钢筋隐蔽验收",
    "材料进场验收",
    "协调分包穿插",
    "整理报验资料",
    "安全检查整改",
    "进度例会",
)


def add(group: Group, book: Book) -> dict[str, int]:
    """Fill the pool and the last weeks; returns how many rows of each."""
    pool = [one for firm in group.firms for one in _resources(firm, book)]
    with writing(ACTOR, CAUSE):
        for number, one in zip(take_numbers(ACTOR, "pool_resources", None, book.today, len(pool)), pool, strict=True):
            one.number = number
    people = {one.user_id: one for one in pool if one.user_id}
    jobs = _jobs(people)
    sheets, reports, totals = _hours(book, people, jobs)
    made: tuple[tuple[str, type[Any], list[Any]], ...] = (
        ("pool_resources", PoolResource, pool),
        ("certificates", Certificate, [one for each in pool for one in _papers(each, book)]),
        ("absences", Absence, [one for each in pool for one in _absences(each, book)]),
        ("bookings", Booking, list(_bookings(pool, book))),
        ("weekly_reports", WeeklyReport, reports),
        ("timesheets", Timesheet, sheets),
        ("weekly_report_lines", WeeklyReportLine, totals),
    )
    with recorded(*(model for _name, model, _rows in made)):
        counts = {name: copy(model, listed) for name, model, listed in made}
    counts["approvals"] = _submit(group, book)
    return counts


def _resources(firm: Firm, book: Book) -> Iterator[Any]:
    source = Source(book.seed, f"pool/{firm.id}")
    at = moment(book.today - dt.timedelta(days=400), 9)
    city = next(iter(firm.cities.options)).name
    users = {user.pk: user for user in User.objects.filter(pk__in=[member.id for member in firm.of(*ENGAGED)])}
    author = firm.members[0].id
    for member in firm.of(*ENGAGED):
        if member.id not in users:
            continue
        user = users.pop(member.id)
        yield row(
            PoolResource, id=source.id(at), created_at=at, created_by_id=author, name=user.name, kind="person", user_id=user.pk,
            unit_id=member.unit, position=user.job_title, phone=user.phone, skills=list(source.one(SKILLS[member.role])), city=city,
            cost_rate=Decimal(RATES[member.role] + source.randint(-8, 20)), week="six" if member.role == "site_worker" else "office",
        )  # fmt: skip
    for name, skill, heads, rate in CREWS:
        boss = source.one("王李张刘陈杨赵周吴徐孙朱")
        yield row(
            PoolResource, id=source.id(at), created_at=at, created_by_id=author, name=f"{firm.short}{name}（{boss}班）", kind="crew",
            unit_id=firm.id, position=f"{heads} 人", skills=[skill], city=city, capacity=Decimal(heads * 100), cost_rate=Decimal(rate),
            week="six", user_id=None,
        )  # fmt: skip
    for place, (name, make, skill, rate) in enumerate(MACHINES, 1):
        yield row(
            PoolResource, id=source.id(at), created_at=at, created_by_id=author, name=f"{firm.short}{name} {place} 号", kind="machine",
            unit_id=firm.id, position=make, skills=[skill], city=city, cost_rate=Decimal(rate), week="seven", user_id=None,
        )  # fmt: skip


def _papers(one: Any, book: Book) -> Iterator[Any]:
    source = Source(book.seed, f"papers/{one.id}")
    trade = next((role for role, skills in SKILLS.items() if tuple(one.skills) in skills), "")
    kinds = ("machine_inspection",) if one.kind == "machine" else PAPERS.get(trade, ()) if one.kind == "person" else ()
    for kind in kinds:
        left = source.randint(-15, 45) if source.chance(0.12) else source.randint(60, 900)
        expires = book.today + left * DAY
        yield row(
            Certificate, id=source.id(one.created_at), created_at=one.created_at, created_by_id=one.created_by_id, resource_id=one.id,
            kind=kind, number=f"{source.randint(2020, 2025)}{source.randint(10**7, 10**8 - 1)}", issued_by="住房和城乡建设厅",
            issued_on=expires - 1095 * DAY, expires_on=expires,
        )  # fmt: skip


def _absences(one: Any, book: Book) -> Iterator[Any]:
    source = Source(book.seed, f"away/{one.id}")
    if one.kind == "crew" or not source.chance(0.2):
        return
    since = book.today + source.randint(-10, 40) * DAY
    repair = one.kind == "machine"
    yield row(
        Absence, id=source.id(one.created_at), created_at=moment(min(since, book.today), 9), created_by_id=one.created_by_id,
        resource_id=one.id, kind="repair" if repair else source.one(("leave", "training")), since=since,
        until=since + source.randint(1, 6) * DAY, reason="例行保养" if repair else "年休假",
    )  # fmt: skip


def _jobs(people: dict[UUID, Any]) -> dict[UUID, list[UUID]]:
    """The running projects of each person."""
    held: dict[UUID, list[UUID]] = defaultdict(list)
    rows = ProjectMember.objects.filter(person__in=people, archived_at=None, project__phase__in=("design", "construction", "acceptance"))
    for person, project in rows.order_by("project_id", "pk").values_list("person_id", "project_id"):
        if project not in held[person]:
            held[person].append(project)
    return held


def _bookings(pool: list[Any], book: Book) -> Iterator[Any]:
    """Crews and machines are promised to the running projects of their company, one after the other."""
    running = defaultdict(list)
    for key, path in Project.objects.filter(phase="construction", held_on=None, archived_at=None).values_list("pk", "unit__path"):
        for unit in path.strip("/").split("/"):
            running[UUID(unit)].append(key)
    for one in pool:
        source = Source(book.seed, f"booking/{one.id}")
        projects = sorted(running[one.unit_id])
        if one.kind == "person" or not projects:
            continue
        since = book.today - source.randint(5, 25) * DAY
        for _n in range(source.randint(1, 3)):
            until = since + source.randint(12, 40) * DAY
            yield row(
                Booking, id=source.id(one.created_at), created_at=moment(min(since, book.today), 9), created_by_id=one.created_by_id,
                resource_id=one.id, project_id=source.one(projects), since=since, until=until,
                percent=Decimal(source.one((50, 80, 100, 100))),
            )  # fmt: skip
            since = until + source.randint(1, 12) * DAY


def _hours(book: Book, people: dict[UUID, Any], jobs: dict[UUID, list[UUID]]) -> tuple[list[Any], list[Any], list[Any]]:
    """The hours of the last weeks; whole weeks are approved, the last one of some still waits to be sent."""
    sheets: list[Any] = []
    reports: list[Any] = []
    totals: list[Any] = []
    this = monday_of(book.today)
    for user, one in list(people.items())[:MOST_PEOPLE]:
        projects = jobs.get(user, [])[:3]
        source = Source(book.seed, f"hours/{user}")
        for back in range(WEEKS - 1, -1, -1) if projects else ():
            monday = this - dt.timedelta(weeks=back)
            week = [line for day in range(6) if (line := _day(source, one, monday + day * DAY, projects, book.today))]
            if not week:
                continue
            sheets += week
            if back >= (1 if source.chance(0.6) else 2):
                report, lines = _week(source, one, monday, week)
                reports.append(report)
                totals += lines
    return sheets, reports, totals


def _day(source: Source, one: Any, day: dt.date, projects: list[UUID], today: dt.date) -> Any:
    if day > today or (not is_workday(day) and not source.chance(0.1)) or source.chance(0.05):
        return None
    late = 1 if source.chance(0.12) and day < today else 0
    at = moment(day + late * DAY, 18, source.randint(0, 50))
    extra = source.randint(1, 3) if source.chance(0.15) else 0
    return row(
        Timesheet, id=source.id(at), created_at=at, created_by_id=one.user_id, person_id=one.user_id, unit_id=one.unit_id,
        resource_id=one.id, day=day, project_id=source.one(projects), hours=Decimal(8 + extra), overtime=Decimal(extra),
        note=source.one(WORK), late_days=late, state="draft", report_id=None, costed=None,
    )  # fmt: skip


def _week(source: Source, one: Any, monday: dt.date, week: list[Any]) -> tuple[Any, list[Any]]:
    """An approved week with its totals."""
    at = moment(monday + 4 * DAY, 18, 30)
    year, number, _day = monday.isocalendar()
    report = row(
        WeeklyReport, id=source.id(at), created_at=at, created_by_id=one.user_id, name=f"{one.name} {year} 年第 {number} 周工时",
        person_id=one.user_id, unit_id=one.unit_id, monday=monday, summary="；".join(dict.fromkeys(line.note for line in week)),
        plan="按周计划推进，配合监理验收", state="approved", hours=sum(line.hours for line in week),
        overtime=sum(line.overtime for line in week), late_days=max(line.late_days for line in week),
        costed=sum(line.hours for line in week) * one.cost_rate, submitted_at=at, approved_at=at + dt.timedelta(hours=15),
    )  # fmt: skip
    parts: dict[UUID, list[Any]] = defaultdict(list)
    for line in week:
        line.report_id, line.state, line.costed = report.id, "approved", line.hours * one.cost_rate
        parts[line.project_id].append(line)
    lines = [
        row(
            WeeklyReportLine, id=source.id(at), created_at=at, created_by_id=one.user_id, report_id=report.id, project_id=project,
            kind="labour", hours=sum(line.hours for line in part), overtime=sum(line.overtime for line in part),
            days=len({line.day for line in part}), costed=sum(line.costed for line in part),
        )
        for project, part in parts.items()
    ]  # fmt: skip
    return report, lines


def _submit(group: Group, book: Book) -> int:
    """Some of the last week's hours of the first company go to the superiors now."""
    firm = group.firms[0]
    monday = monday_of(min(book.today, timezone.localdate())) - dt.timedelta(weeks=1)
    waiting = Timesheet.objects.filter(day__range=(monday, monday + 6 * DAY), state="draft", person__in=[m.id for m in firm.members])
    people = sorted(set(waiting.values_list("person_id", flat=True)))[:4]
    for key in people:
        actor = actors().for_id(key)
        with writing(actor, CAUSE):
            report = weeks.begin(actor, monday=monday, summary="本周按计划完成，资料已报验")
            weeks.submit(actor, report)
    return len(people)
