"""All customers of the demonstration in the order in which the firm came to know them, made in chunks so that memory stays bounded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from zhuke.modules.customers.domain.regions import Division
from zhuke.modules.quotes.defaults import DICTIONARIES

from . import client as clients
from . import names, projects, story
from .children import Children
from .chunk import Chunk
from .client import Client
from .group import YEARS, Firm, Group
from .names import Namer
from .pricing import Prices
from .projects import Project
from .rhythm import working_day
from .source import Odds, Source, moment

CHUNK = 1000
MOODS = Odds({"active": 56.0, "sleeping": 22.0, "quiet": 13.0, "lost": 9.0})
MOODS_AGAIN = Odds({"active": 3.0, "quiet": 5.0, "sleeping": 2.0})
# Twins: the same owner pursued by two companies. Doubles: the same customer twice in one company, written differently.
TWIN_EVERY, TWIN_AT, DOUBLE_EVERY, DOUBLE_AT = 50, 23, 100, 57
PAYING = Odds({"good": 60.0, "slow": 29.0, "bad": 11.0})


class Book:
    """Makes customers ``0`` … ``total``-1. Ask for the chunks one after the other: names that were used do not come again."""

    def __init__(self, group: Group, seed: int, now: dt.datetime, total: int, stages: Sequence[Any]) -> None:
        """``stages``: the group's own pipeline, one stage for each phase, in order."""
        self.group, self.seed, self.now, self.total = group, seed, now, total
        self.today = now.date()
        self.stages = stages
        self.tender_kinds = tuple(code for code, *_labels in DICTIONARIES["tender_kind"][:4])
        self.bond_kinds = tuple(code for code, *_labels in DICTIONARIES["bond_kind"][:3])
        self.firm_names = {unit.id: unit.name for unit in group.units if unit.kind == "subsidiary"}
        self.namer = Namer()
        self.references = {firm.id: self._references(firm) for firm in group.firms}
        self.firms = Odds({place: self._weight(place, firm) for place, firm in enumerate(group.firms)})
        self.since = self._registered()
        self.prices = Prices(self)

    def _registered(self) -> list[dt.datetime]:
        """When each customer was registered, in order: more of them the nearer to today."""
        source, found = Source(self.seed, "since"), []
        for place in range(self.total):
            age = (1 - (place + 0.5) / self.total) ** 1.15 * 365 * YEARS
            day = working_day(self.today - dt.timedelta(days=max(1, round(age))))
            at = moment(day, source.randint(8, 17), source.randint(0, 59), source.randint(0, 59))
            found.append(min(at, self.now - dt.timedelta(hours=3)))
        return sorted(found)

    def chunk(self, first: int, last: int, numbers: list[str]) -> Chunk:
        """Customers ``first`` … ``last``-1 with everything that belongs to them; ``numbers`` are theirs."""
        source = Source(self.seed, f"customers/{first}")
        made, previous = Chunk(), None
        for place in range(first, last):
            client = self._client(source, place, previous)
            Children(self, client, made).write(numbers[place - first])
            previous = client
        return made

    def _client(self, source: Source, place: int, previous: Client | None) -> Client:
        if previous is not None and place % TWIN_EVERY == TWIN_AT:
            return self._twin(source, place, previous)
        if previous is not None and place % DOUBLE_EVERY == DOUBLE_AT:
            return self._double(source, place, previous)
        firm = self.group.firms[source.pick(self.firms)]
        kind = clients.kind_for(source, firm)
        city = source.pick(firm.cities)
        company = self.namer.company(source, kind, city)
        since = self.since[place]
        founded = clients.established(source, kind, since.date())
        made = Client(
            source,
            firm,
            clients.owner_of(source, firm, kind),
            kind,
            company,
            city,
            clients.industry_for(source, firm, kind, company.trade),
            source.lognormvariate(0, 0.55),
            since,
            source.pick(MOODS),
            founded,
            source.id(since),
            source.pick(PAYING),
            credit_code=clients.code_of(source, kind, city, founded),
            name=company.name,
        )
        return self._plan(made)

    def _twin(self, source: Source, place: int, other: Client) -> Client:
        """Another company of the group pursues the same owner and does not know."""
        firms = [firm for firm in self.group.firms if firm.id != other.firm.id]
        nearby = [firm for firm in firms if other.city in firm.cities.options]
        firm = source.one(nearby or firms)
        return self._again(source, place, other, firm, other.name, other.credit_code)

    def _double(self, source: Source, place: int, other: Client) -> Client:
        """A colleague entered the same customer once more, as he had it in his notes."""
        written = names.variants(source, other.name, other.city)
        return self._again(source, place, other, other.firm, written, other.credit_code if source.chance(0.3) else "")

    def _again(self, source: Source, place: int, other: Client, firm: Firm, name: str, code: str) -> Client:
        since = self.since[place]
        owner = clients.owner_of(source, firm, other.kind)
        mood = source.pick(MOODS_AGAIN)
        return self._plan(
            Client(
                source,
                firm,
                owner,
                other.kind,
                other.company,
                other.city,
                other.industry,
                other.scale,
                since,
                mood,
                other.established,
                source.id(since),
                other.paying,
                credit_code=code,
                name=name,
            ),
            few=True,
        )

    def _plan(self, client: Client, *, few: bool = False) -> Client:
        """Lay out its talks and what it builds."""
        source = client.source
        if client.family != "owner":
            client.share = Decimal(f"{source.uniform(0.008, 0.05):.4f}")
        days = (self.now - client.since).days
        end = self._silent_since(client, days)
        stretch = (end - client.since).days
        count = 0
        if stretch >= 2 and not source.chance(0.02):
            wish = source.lognormvariate(2.58, 0.8) * (0.45 if client.mood == "quiet" or few else 0.6 if client.family != "owner" else 1.0)
            count = max(1, min(90, round(min(wish, 2 + stretch / 9))))
        moments = (
            [at for at in story.days_of(source, count, client.since.date(), end.date()) if client.since < at < self.now] if count else []
        )
        client.talks = story.line(source, moments, client.family, client.mood)
        undertakings = 1 + max((talk.undertaking for talk in client.talks), default=0)
        client.undertakings = [self._undertaking(client) for _ in range(undertakings)]
        client.gaps = clients.choose_gaps(client, self.today)
        return client

    def _silent_since(self, client: Client, days: int) -> dt.datetime:
        """The end of the talks: near today, or long ago for the sleeping and the lost."""
        source = client.source
        if client.mood in ("sleeping", "lost") and days > 130:
            return self.now - dt.timedelta(days=min(days - 10, source.randint(100, 420)))
        return self.now - dt.timedelta(days=min(days, int(source.expovariate(1 / 16))))

    def _undertaking(self, client: Client) -> Project:
        source = client.source
        if client.family in ("supply", "sub"):
            return source.one(self.references[client.firm.id])
        place = client.company.short[:2] if client.kind in ("government", "institution", "state_owned") and source.chance(0.75) else ""
        return projects.project(source, client.industry, place, client.scale)

    def _references(self, firm: Firm) -> list[Project]:
        """Works of the company itself: what it shows to others, and what its suppliers deliver to."""
        source = Source(self.seed, f"works/{firm.short}")
        fields = firm.industries or ("residential", "commercial", "municipal", "industrial", "education", "medical")
        return [projects.project(source, source.one(fields)) for _ in range(12)]

    def _weight(self, place: int, firm: Firm) -> float:
        return 2.6 if place == 0 else 1.5 if place == 1 else 0.7 if firm.industries else 0.85 + 0.1 * (place % 4)

    def rivals(self, city: Division) -> tuple[str, ...]:
        """Invented competitors where the customer is."""
        from .scene import rivals_of

        return rivals_of(self.seed, city)
