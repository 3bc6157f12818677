"""What may go wrong and what did on the invented projects, and the meetings at which people talked about it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from zhuke.commons.numbering.services import take_numbers
from zhuke.kernel.models import TeamMember
from zhuke.modules.control.models import (
    Issue,
    Meeting,
    MeetingAction,
    MeetingAttendee,
    MeetingDecision,
    MeetingMinutes,
    Risk,
    RiskAction,
    RiskScore,
)
from zhuke.modules.control.services import minutes
from zhuke.modules.control.services.scales import Bounds
from zhuke.modules.customers.models import Contact
from zhuke.modules.projects.models import Project, ProjectMember
from zhuke.modules.projects.services import health

from .recording import ACTOR, recorded
from .rhythm import working_day
from .rows import copy, row
from .source import Odds, Source, moment
from .told import told, told_keys
from .troubles import AGENDA, DECISIONS, FOLLOW_UPS, ISSUES, MEETINGS, RISKS, WORDS

if TYPE_CHECKING:
    from .book import Book

DAY = dt.timedelta(days=1)
BUILT = ("construction", "acceptance", "settlement")
TABLES: tuple[Any, ...] = (Risk, RiskAction, Issue, Meeting, MeetingAttendee, MeetingDecision, MeetingAction)
SPREAD = Odds({1: 18.0, 2: 30.0, 3: 30.0, 4: 16.0, 5: 6.0})
PRIORITY = Odds({"normal": 55.0, "high": 28.0, "low": 12.0, "urgent": 5.0})


@dataclass(slots=True)
class Made:
    """Rows by table."""

    rows: dict[Any, list[Any]] = field(default_factory=lambda: defaultdict(list))
    team: list[TeamMember] = field(default_factory=list)
    scores: list[RiskScore] = field(default_factory=list)


def add(book: Book) -> dict[str, int]:
    """Registers and meetings of the projects that are under way; returns how many rows of each table."""
    made, people, contacts = Made(), _people(), _contacts()
    projects = Project.objects.filter(archived_at=None, phase__in=("design", *BUILT)).select_related("owner")
    for project in told(projects).order_by("created_at", "pk"):
        team = people.get(project.pk, [])
        if project.owner_id and team:
            _Site(book, made, project, team, contacts.get(project.customer_id, [])).write()
    for model, name in ((Risk, "risks"), (Issue, "issues"), (Meeting, "meetings")):
        _number(made.rows[model], name)
    with recorded(*TABLES):
        counts = {model._meta.db_table.removeprefix("control_"): copy(model, made.rows[model]) for model in TABLES}
        RiskScore.objects.bulk_create(made.scores)
        TeamMember.objects.bulk_create(made.team, ignore_conflicts=True)
    _publish(made)
    health.refresh(told_keys())
    return counts


def _people() -> dict[UUID, list[tuple[UUID, str]]]:
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    rows = ProjectMember.objects.filter(person__isnull=False, person__is_active=True, archived_at=None).order_by(
        "project", "created_at", "pk"
    )
    for project, person, name in rows.values_list("project_id", "person_id", "person__name"):
        if (person, name) not in found[project]:
            found[project].append((person, name))
    return found


def _contacts() -> dict[UUID, list[Contact]]:
    found: dict[UUID, list[Contact]] = defaultdict(list)
    rows = Contact.objects.filter(archived_at=None, customer__in=told(Project.objects.all()).values("customer")).select_related("customer")
    for contact in rows.order_by("customer", "created_at", "pk"):
        found[contact.customer_id].append(contact)
    return found


def _number(rows: list[Any], name: str) -> None:
    years: dict[int, list[Any]] = defaultdict(list)
    for one in sorted(rows, key=lambda one: (one.created_at, one.id)):
        years[one.created_at.year].append(one)
    for year, listed in sorted(years.items()):
        for one, number in zip(listed, take_numbers(ACTOR, name, None, dt.date(year, 12, 31), len(listed)), strict=True):
            one.number = number


def _publish(made: Made) -> None:
    """Minutes that are out were frozen when they went out."""
    keys = [one.id for one in made.rows[Meeting] if one.edition]
    rows = Meeting.objects.filter(pk__in=keys).select_related("project", "customer", "chair", "owner", "unit__parent__parent")
    frozen = [
        MeetingMinutes(
            meeting=one,
            edition=1,
            content=minutes.snapshot(one),
            at=one.published_at or one.created_at,
            by_name=one.owner.name if one.owner else "",
        )
        for one in rows.iterator(200)
    ]
    MeetingMinutes.objects.bulk_create(frozen, batch_size=500)


class _Site:
    """One project's registers and meetings."""

    def __init__(self, book: Book, made: Made, project: Project, team: list[tuple[UUID, str]], contacts: list[Contact]) -> None:
        self.book, self.made, self.project, self.team, self.contacts = book, made, project, team, contacts
        self.source = Source(book.seed, f"control/{project.pk}")
        first = project.began_on or project.starts_on or project.created_at.date()
        self.first = min(max(first, project.created_at.date()), book.today - 20 * DAY)
        self.over = project.phase in ("settlement",)

    def write(self) -> None:
        """Everything."""
        source = self.source
        for risk in source.sample(RISKS, source.randint(3, 6)):
            self._risk(risk)
        if self.project.phase in BUILT:
            for issue in source.sample(ISSUES, source.randint(2, 6)):
                self._issue(issue)
        self._meetings()

    def _day(self, back: int = 200) -> dt.date:
        since = max(self.first, self.book.today - back * DAY)
        return min(working_day(since + DAY * self.source.randint(0, max(1, (self.book.today - since).days - 2))), self.book.today)

    def _at(self, day: dt.date, hour: int = 0) -> dt.datetime:
        return min(moment(day, hour or self.source.randint(9, 17), 5 * self.source.randint(0, 11)), self.book.now)

    def _base(self, at: dt.datetime, by: UUID | None) -> dict[str, Any]:
        return {"id": self.source.id(at), "created_at": at, "created_by_id": by}

    def _risk(self, text: tuple[str, str, str, str, str, str, tuple[str, ...]]) -> None:
        source, (title, category, cause, effect, strategy, response, steps) = self.source, text
        day = self._day()
        at, who = self._at(day), source.one(self.team)[0]
        p, i = source.pick(SPREAD), source.pick(SPREAD)
        state = "closed" if self.over or source.chance(0.22) else "responding" if source.chance(0.75) else "open"
        review = self.book.today + DAY * source.randint(-4, 40)
        known = {
            **self._base(at, self.project.owner_id), "project_id": self.project.pk, "title": title, "category": category, "cause": cause,
            "effect": effect, "probability": p, "impact": i, "strategy": strategy, "response": response, "owner_id": who, "state": state,
            "cost_impact": Decimal(source.randint(2, 80) * 10_000) if source.chance(0.7) else None, "delay_days": source.randint(3, 45),
            "due_on": working_day(day + DAY * source.randint(15, 60)), "review_on": review, "reviewed_at": at, "score": p * i,
            "level": Bounds().level(p * i),
        }  # fmt: skip
        if source.chance(0.6):
            rp, ri = max(1, p - source.randint(1, 2)), max(1, i - source.randint(0, 1))
            known |= {"residual_probability": rp, "residual_impact": ri, "residual_score": rp * ri}
        if state == "closed":
            known |= {"closed_on": min(day + DAY * source.randint(10, 90), self.book.today), "closing_note": "措施已落实，复核后关闭"}
        made = row(Risk, **known)
        self.made.rows[Risk].append(made)
        self._scores(made, at)
        if state != "open":
            for step in steps:
                self._step(made, step, day, state == "closed")

    def _scores(self, risk: Any, at: dt.datetime) -> None:
        name = self.team[0][1]
        times = [(at, min(5, risk.probability + 1)), (min(at + 21 * DAY, self.book.now), risk.probability)]
        for when, p in times if self.source.chance(0.5) else times[1:]:
            level = Bounds().level(p * risk.impact)
            score = RiskScore(risk_id=risk.id, at=when, probability=p, impact=risk.impact, score=p * risk.impact, level=level, by_name=name)
            self.made.scores.append(score)

    def _step(self, risk: Any, title: str, day: dt.date, over: bool) -> None:
        due = working_day(day + DAY * self.source.randint(7, 45))
        done = over or (due < self.book.today and self.source.chance(0.8))
        self.made.rows[RiskAction].append(
            row(
                RiskAction, **self._base(self._at(day), self.project.owner_id), risk_id=risk.id, project_id=self.project.pk, title=title,
                owner_id=self.source.one(self.team)[0], due_on=due, state="done" if done else "open",
                done_on=min(due, self.book.today) if done else None,
            )
        )  # fmt: skip

    def _issue(self, text: tuple[str, str, str, str, str]) -> None:
        source, (title, kind, place, description, resolution) = self.source, text
        day = self._day(90)
        due = working_day(day + DAY * source.randint(3, 12))
        late = due < self.book.today
        state = "closed" if self.over or (late and source.chance(0.86)) else source.one(("open", "doing", "doing", "resolved"))
        at = self._at(day)
        solved = state in ("closed", "resolved")
        when = self._at(min(due, self.book.today), 16) if solved else None
        self.made.rows[Issue].append(
            row(
                Issue, **self._base(at, source.one(self.team)[0]), project_id=self.project.pk, title=title, kind=kind, place=place,
                description=description, priority=source.pick(PRIORITY), owner_id=source.one(self.team)[0], found_on=day, due_on=due,
                state=state, resolution=resolution if solved else "", resolved_at=when, closed_at=when if state == "closed" else None,
            )
        )  # fmt: skip

    def _meetings(self) -> None:
        """The weekly meeting of the last weeks and the next, and now and then another one."""
        if self.over:
            return
        monday = self.book.today - DAY * self.book.today.weekday()
        weekday = self.source.randint(0, 4)
        weeks = (-14, -7, 0, 7) if self.project.phase == "construction" else (-7, 7)
        previous: UUID | None = None
        for back in weeks:
            day = working_day(monday + DAY * (weekday + back))
            if day >= self.first:
                previous = self._meeting(day, self.source.one(MEETINGS) if self.source.chance(0.2) else MEETINGS[0], previous)

    def _meeting(self, day: dt.date, text: tuple[str, str], previous: UUID | None) -> UUID:
        source, project = self.source, self.project
        kind, title = text
        start = moment(day, source.one((9, 10, 14, 15)), source.one((0, 30)))
        past = start < self.book.now
        at = min(start - 3 * DAY, self.book.now)
        out = past and (day < self.book.today - 2 * DAY or source.chance(0.5))
        talked = "\n".join(source.sample(WORDS, 4)) if past else ""
        made = row(
            Meeting, **self._base(at, project.owner_id), title=f"{project.name} {title}"[:160], kind=kind, project_id=project.pk,
            customer_id=project.customer_id, unit_id=project.unit_id, owner_id=project.owner_id, chair_id=project.owner_id,
            starts_at=start, ends_at=start + dt.timedelta(minutes=source.one((60, 90))), place="项目部会议室",
            agenda=[{"title": name, "who": source.one(self.team)[1], "minutes": length, "note": ""} for name, length in AGENDA],
            minutes=talked, state="published" if out else "held" if past else "planned", edition=1 if out else 0,
            published_at=min(start + DAY, self.book.now) if out else None, previous_id=previous,
        )  # fmt: skip
        self.made.rows[Meeting].append(made)
        self._seats(made, at, past)
        if past:
            self._outcome(made, start, day)
        return UUID(str(made.id))

    def _seats(self, meeting: Any, at: dt.datetime, past: bool) -> None:
        for person, name in self.team[:8]:
            presence = ("excused" if self.source.chance(0.1) else "present") if past else "invited"
            self._seat(meeting, at, person_id=person, name=name, presence=presence)
            if person != self.project.owner_id:
                self.made.team.append(TeamMember(resource="meetings", object_id=meeting.id, user_id=person))
        for contact in self.contacts[:1]:
            presence = "present" if past else "invited"
            company = contact.customer.name[:120]
            self._seat(meeting, at, contact_id=contact.pk, name=contact.name, company=company, email=contact.email, presence=presence)
        self._seat(meeting, at, name="监理代表", company="监理单位", presence="present" if past else "invited")

    def _seat(self, meeting: Any, at: dt.datetime, **values: Any) -> None:
        known = {**self._base(at, self.project.owner_id), "meeting_id": meeting.id, **values}
        self.made.rows[MeetingAttendee].append(row(MeetingAttendee, **known))

    def _outcome(self, meeting: Any, start: dt.datetime, day: dt.date) -> None:
        source = self.source
        for place, text in enumerate(source.sample(DECISIONS, source.randint(1, 3)), 1):
            base = self._base(min(start + dt.timedelta(hours=2), self.book.now), self.project.owner_id)
            self.made.rows[MeetingDecision].append(row(MeetingDecision, **base, meeting_id=meeting.id, text=text, position=place))
        for title in source.sample(FOLLOW_UPS, source.randint(2, 4)):
            due = working_day(day + DAY * source.randint(2, 8))
            done = due < self.book.today and source.chance(0.85)
            base = self._base(min(start + dt.timedelta(hours=2), self.book.now), self.project.owner_id)
            outside = source.chance(0.15)
            self.made.rows[MeetingAction].append(
                row(
                    MeetingAction, **base, meeting_id=meeting.id, title=title, due_on=due, state="done" if done else "open",
                    owner_id=None if outside else source.one(self.team)[0], outside="监理代表" if outside else "",
                    done_on=min(due, self.book.today) if done else None,
                )
            )  # fmt: skip
