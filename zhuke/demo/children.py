"""The rows of one customer: record, contacts, addresses, talks, needs and complaints, works, and what was changed later."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhuke.kernel.models import Event, TeamMember
from zhuke.modules.customers.domain.names import name_columns
from zhuke.modules.customers.models import Address, Contact, Cooperation, Customer, Interaction

from . import people, places, projects
from .around import add_around
from .chunk import Chunk, Move
from .client import Client, phrase, record
from .contracts import add_expenses
from .deals import add_deals
from .feedback import add_feedbacks
from .group import Member
from .people import Person
from .rhythm import entered_at, working_day
from .rows import row
from .scene import Scene
from .source import Odds, Source, moment
from .story import DONE, Talk, words_for
from .texts import render
from .visits import add_visits

if TYPE_CHECKING:
    from .book import Book

STAGE_INTENTION = {
    "first": "low",
    "need": "medium",
    "tech": "high",
    "bid": "high",
    "deal": "high",
    "work": "high",
    "pay": "medium",
    "care": "medium",
    "keep": "low",
    "coop": "high",
    "quote": "medium",
    "sleep": "none",
    "lost": "none",
}
GRADES = {
    "good": Odds({"aaa": 2.0, "aa": 4.0, "a": 4.0, "bbb": 1.0}),
    "slow": Odds({"a": 1.0, "bbb": 4.0, "bb": 4.0, "b": 1.0}),
    "bad": Odds({"bb": 2.0, "b": 4.0, "c": 4.0, "d": 1.0}),
}
ADDRESS_KINDS = Odds({"office": 10.0, "site": 4.0, "registered": 2.5, "delivery": 2.0, "invoice": 2.0})


class Children:
    """Writes one customer into a chunk."""

    def __init__(self, book: Book, client: Client, into: Chunk) -> None:
        self.book, self.client, self.into, self.source = book, client, into, client.source
        self.owner_before = self._former_owner()
        self.switch_at = self._between(0.3, 0.8) if self.owner_before else None
        self.mine: list[Any] = []  # its feedback rows
        self.used: set[int] = set()  # entries that were told of this customer before
        self.contacts: list[tuple[Any, str]] = []
        self.said: list[tuple[Talk, Any]] = []  # talks and their rows
        self.under_way = False  # a deal is open
        self.deal_links, self.line_keys = list[Any](), dict[Any, Any]()
        self.works: dict[int, Any] = {}  # what undertakings became
        self.scene = Scene(
            self.source,
            client.firm,
            client.owner,
            client.kind,
            client.company.trade,
            client.company.short,
            client.city,
            client.undertakings[-1],
            book.references[client.firm.id],
            book.rivals(client.city),
            client.share,
            at=client.since.date(),
        )

    def write(self, number: str) -> None:
        """All rows of the customer."""
        self._customer(number)
        self._contacts()
        self._addresses()
        for talk in self.client.talks:
            self.talk(talk)
        add_feedbacks(self)
        self._cooperations()
        self._team()
        add_deals(self)
        add_expenses(self)
        add_visits(self)
        add_around(self)

    def keeper(self, at: dt.datetime) -> Member:
        """Who looked after the customer at this time."""
        return self.owner_before if self.owner_before and self.switch_at and at < self.switch_at else self.client.owner

    # -- the record and what became of it -------------------------------------------------------------

    def _customer(self, number: str) -> None:
        client = self.client
        values = record(client, self.scene, number)
        last = client.talks[-1].stage if client.talks else "first"
        final = {
            "intention": "" if "intention" in client.gaps else STAGE_INTENTION[last],
            "budget": None if "budget" in client.gaps else self._budget(),
            "pain_points": "" if "pain_points" in client.gaps else phrase(self.scene, "pain", client.family),
            "credit_grade": self._grade(),
        }
        keeper = self.keeper(client.since)
        start = {"intention": final["intention"], "budget": final["budget"], "pain_points": final["pain_points"], "credit_grade": ""}
        steps = self._steps(final, start)
        self.into.customers.append(
            row(
                Customer,
                id=client.id,
                created_at=client.since,
                created_by_id=keeper.id,
                unit_id=keeper.unit,
                owner_id=keeper.id,
                **name_columns(client.name),
                **values,
                **start,
            )
        )
        self.event("customer.registered", client.since, keeper)
        for name, at in steps:
            actor = self._risk() if name == "credit_grade" else self.keeper(at)
            self.move(name, at, actor, {name: str(final[name])})
        if self.owner_before and self.switch_at:
            self._hand_over(self.owner_before, self.switch_at)

    def _steps(self, final: dict[str, Any], start: dict[str, Any]) -> list[tuple[str, dt.datetime]]:
        """Which fields came or changed later, and when; resets them in ``start``."""
        if len(self.client.talks) < 3:
            start["credit_grade"] = final["credit_grade"]
            return []
        chosen = [
            name
            for name, share in (("intention", 0.55), ("budget", 0.35), ("pain_points", 0.3))
            if final[name] and self.source.chance(share)
        ]
        if final["credit_grade"]:
            chosen.append("credit_grade")
        times = sorted(self._between(0.05, 1.0) for _ in chosen)
        for name in chosen:
            start[name] = {"intention": "low" if final["intention"] != "low" else "medium", "budget": None}.get(name, "")
        return list(zip(chosen, times, strict=True))

    def _budget(self) -> Decimal | None:
        amount = self.client.undertakings[-1].amount
        return (amount * self.client.share / 10000).quantize(Decimal(1)) * 10000 or None

    def _grade(self) -> str:
        known = any(talk.won and talk.stage in DONE for talk in self.client.talks)
        if not known or self.client.kind == "government" or "credit_grade" in self.client.gaps:
            return ""
        return self.source.pick(GRADES[self.client.paying])

    def _risk(self) -> Member:
        return next(member for member in self.book.group.members if member.role == "risk_control")

    def _hand_over(self, before: Member, at: dt.datetime) -> None:
        owner = self.client.owner
        chiefs = self.client.firm.of("sales_supervisor", "subsidiary_manager")
        actor = chiefs[0] if chiefs else owner
        self.move("owner", at, actor, {"owner_id": str(owner.id), "unit_id": str(owner.unit)})
        self.event("customer.assigned", at, actor, {"from": str(before.id), "to": str(owner.id)})

    def _former_owner(self) -> Member | None:
        client = self.client
        if len(client.talks) < 6 or not self.source.chance(0.2):
            return None
        roles = ("purchaser", "sales") if client.owner.role == "purchaser" else ("sales",)
        others = [member for member in client.firm.of(*roles) if member.id != client.owner.id]
        return self.source.one(others) if others else None

    def _between(self, low: float, high: float) -> dt.datetime:
        """A working moment in this stretch of the time with the customer."""
        first = self.client.since
        last = self.client.talks[-1].at if self.client.talks else self.book.now
        at = first + (last - first) * self.source.uniform(low, high)
        day = working_day(at.date())
        return min(moment(day, self.source.randint(8, 17), self.source.randint(0, 59), self.source.randint(0, 59)), self.book.now)

    def move(self, step: str, at: dt.datetime, actor: Member, values: dict[str, Any], key: Any = None) -> None:
        """A later change of the customer, or of the row ``key``; ``step`` names the statement that makes it."""
        self.into.moves.append(Move(step, key or self.client.id, actor.id, actor.name, at, values))

    def event(
        self,
        name: str,
        at: dt.datetime,
        actor: Member | None,
        data: dict[str, Any] | None = None,
        subject: Any = None,
        resource: str = "customers",
    ) -> None:
        """A fact as the services record it; without ``subject`` one of the customer's."""
        who = {"actor_id": actor.id, "actor_name": actor.name} if actor else {"actor_name": "官网表单"}
        self.into.events.append(
            row(Event, name=name, resource=resource, subject_id=subject or self.client.id, data=data or {}, at=at, **who)
        )

    # -- contacts, addresses ---------------------------------------------------------------------------

    def _contacts(self) -> None:
        client, source = self.client, self.source
        count = 1 + source.many(2.05, 6)
        for place in range(count):
            at = client.since + dt.timedelta(minutes=source.randint(1, 9)) if place == 0 or source.chance(0.3) else self._between(0, 0.9)
            self._contact(people.person(source), min(at, self.book.now), first=place == 0)
        self.contacts.sort(key=lambda pair: pair[0].created_at)

    def _contact(self, who: Person, at: dt.datetime, *, first: bool) -> None:
        client, source = self.client, self.source
        title, department, _weight, role, salutation = people.position(source, client.kind)
        title, salutation = _fitting(title, salutation, client.name)
        keeper = self.keeper(at)
        full = "contact_position" not in client.gaps
        mobile = people.mobile(source)
        made = row(
            Contact,
            id=source.id(at),
            created_at=at,
            created_by_id=keeper.id,
            customer_id=client.id,
            name=who.name,
            position=title if full else "",
            department=department if full and source.chance(0.7) else "",
            phone=mobile if first or source.chance(0.9) else "",
            landline=places.landline(source, client.city) if source.chance(0.2) else "",
            email=people.mail(source, who, client.company.domain) if "contact_email" not in client.gaps and source.chance(0.6) else "",
            wechat=self._wechat(who, mobile),
            decision_role=role if full and source.chance(0.8) else "",
            is_primary=first,
            preferences=phrase(self.scene, "contact.preferences") if source.chance(0.2) else "",
            remark=phrase(self.scene, "contact.remark") if source.chance(0.1) else "",
        )
        self.into.contacts.append(made)
        self.contacts.append((made, people.spoken(who, salutation)))

    def _wechat(self, who: Person, mobile: str) -> str:
        if not self.source.chance(0.35):
            return ""
        return mobile if self.source.chance(0.6) else f"{who.latin}{self.source.randint(66, 9999)}"[:20]

    def _addresses(self) -> None:
        if "addresses" in self.client.gaps:
            return
        source, client = self.source, self.client
        for place in range(1 + source.many(0.42, 3)):
            at = min(client.since + dt.timedelta(minutes=source.randint(3, 30)), self.book.now)
            spot = places.place(source, client.city)
            known = "coordinates" not in client.gaps and source.chance(0.9)
            self.into.addresses.append(
                row(
                    Address,
                    id=source.id(at),
                    created_at=at,
                    created_by_id=self.keeper(at).id,
                    customer_id=client.id,
                    kind="office" if place == 0 else source.pick(ADDRESS_KINDS),
                    region=spot.region,
                    city=spot.city,
                    district=spot.district,
                    detail=spot.detail,
                    receiver=self.contacts[0][0].name if source.chance(0.3) else "",
                    longitude=spot.longitude if known else None,
                    latitude=spot.latitude if known else None,
                )
            )

    # -- talks and works -------------------------------------------------------------------------------

    def talk(self, talk: Talk) -> None:
        """One talk as it was noted."""
        source, scene, client = self.source, self.scene, self.client
        contact, spoken, second = self.whom(talk.at)
        keeper = self.keeper(talk.at)
        channel, entry, effect = words_for(source, client.family, talk.stage, client.undertakings[talk.undertaking].industry, self.used)
        scene.at, scene.project, scene.owner = talk.at.date(), client.undertakings[talk.undertaking], keeper
        scene.contact, scene.second = spoken, second
        entry_at = entered_at(source, talk.at, self.book.now)
        self.into.interactions.append(
            row(
                Interaction,
                id=source.id(entry_at),
                created_at=entry_at,
                created_by_id=keeper.id,
                customer_id=client.id,
                contact_id=contact.id,
                channel=channel,
                occurred_at=talk.at,
                content=render(entry.text, source, scene.fill),
                result=render(source.one(entry.ends), source, scene.fill)[:200] if source.chance(0.9) else "",
                effect=effect,
                next_contact_at=self._next(talk),
                owner_id=keeper.id,
                origin="manual",
            )
        )
        self.said.append((talk, self.into.interactions[-1]))

    def whom(self, at: dt.datetime) -> tuple[Any, str, str]:
        """The contact talked with at this time, how he is spoken of, and how a second person is."""
        known = [pair for pair in self.contacts if pair[0].created_at <= at] or self.contacts[:1]
        place = min(int(self.source.expovariate(1.1)), len(known) - 1)
        contact, spoken = known[place]
        second = known[(place + 1) % len(known)][1] if len(known) > 1 else self.scene.fill("dept") + "同事"
        return contact, spoken, second

    def _next(self, talk: Talk) -> dt.datetime | None:
        is_last = talk is self.client.talks[-1]
        if talk.stage in ("lost", "sleep") or not self.source.chance(0.62 if is_last else 0.35):
            return None
        day = working_day(talk.at.date() + dt.timedelta(days=self.source.randint(3, 28)))
        return moment(day, self.source.one((9, 10, 14, 15, 16)), self.source.one((0, 30)))

    def _cooperations(self) -> None:
        """Works that came out of the talks, and older ones that people remember."""
        client, source = self.client, self.source
        for place, project in enumerate(client.undertakings):
            done = [talk for talk in client.talks if talk.undertaking == place and talk.won and talk.stage in DONE]
            if done:
                ended = done[-1].stage == "care" or (client.talks[-1].undertaking > place and (self.book.now - done[0].at).days > 300)
                self._cooperation(project, done[0].at.date() + dt.timedelta(days=source.randint(5, 30)), ended)
                self.works[place] = self.into.cooperations[-1]
        for _ in range(source.many(0.75 if client.family != "owner" or source.chance(0.5) else 0.3, 4)):
            day = client.since.date() - dt.timedelta(days=source.randint(120, 1700))
            older = projects.project(source, client.industry, "", client.scale)
            self._cooperation(older, day, ended=(self.book.today - day).days > 500)

    def _cooperation(self, project: projects.Project, started: dt.date, ended: bool) -> None:
        client, source = self.client, self.source
        role = {"owner": "owner", "design": "partner", "supply": "supplier", "sub": "subcontractor"}[client.family]
        finished = started + dt.timedelta(days=_building_time(source, project.amount))
        is_over = ended and finished < self.book.today
        started = min(started, self.book.today)
        at = max(client.since + dt.timedelta(minutes=40), moment(working_day(started), 16, source.randint(0, 59)))
        at = at if at < self.book.now else client.since + (self.book.now - client.since) * source.random()
        late = self._late() if is_over or (self.book.today - started).days > 240 else None
        self.into.cooperations.append(
            row(
                Cooperation,
                id=source.id(at),
                created_at=at,
                created_by_id=self.keeper(at).id,
                customer_id=client.id,
                project_name=project.name,
                project_type=project.industry,
                role=role,
                amount=(project.amount * client.share).quantize(Decimal("0.01")) if source.chance(0.95) else None,
                started_on=started,
                ended_on=finished if is_over else None,
                paid_late_days=late,
                disputed=client.paying == "bad" and late is not None and source.chance(0.4),
                remark="",
            )
        )

    def _late(self) -> int:
        if self.client.paying == "good":
            return 0 if self.source.chance(0.85) else self.source.randint(3, 20)
        return self.source.randint(10, 75) if self.client.paying == "slow" else self.source.randint(60, 260)

    def _team(self) -> None:
        """Large customers have a project manager or an engineer beside the owner."""
        helpers = self.client.firm.of("project_manager", "technical")
        if len(self.client.talks) > 25 and helpers and self.source.chance(0.4):
            helper = self.source.one(helpers)
            self.into.team.append(
                row(TeamMember, resource="customers", object_id=self.client.id, user_id=helper.id, can_write=self.source.chance(0.5))
            )


def _building_time(source: Source, amount: Decimal) -> int:
    """Days that a work of this size takes: half a year for ten million, a year and a half for some hundred million."""
    return round((100 + 170 * math.log10(max(float(amount) / 1_000_000, 1.0))) * source.uniform(0.75, 1.3))


def _fitting(title: str, salutation: str, name: str) -> tuple[str, str]:
    """Titles that go with the house: a school has a headmaster, a bureau of a zone no bureau chief."""
    if title in ("院长", "副院长"):
        if name.endswith(("学校", "中学", "小学")):
            return title.replace("院长", "校长"), "校长"
        if not name.endswith(("院", "学院", "医院")) and "设计" not in name and "事务所" not in name:
            return title.replace("院长", "主任"), "主任"
    if title == "副局长" and not name.endswith("局"):
        return "副主任", "主任"
    if title == "厂长" and not any(word in name for word in ("机械", "制造", "食品", "化工", "纺织", "材料", "零部件", "工业", "电子")):
        return "副总经理", "总"
    return title, salutation
