"""What modules put on the workbench: lists of what waits, counters, blocks. Each is one function of the actor, a few set-based queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.db.models import QuerySet

from zhuke.kernel.access import Actor
from zhuke.kernel.filters import midnight

FIRST = 8  # items of a list on the workbench; the rest is behind its link
MOST = 999  # a list counts no further: beyond it says 999+
Tone = Literal["", "warn", "danger"]
Unit = Literal["count", "yuan", "percent"]
Needs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Link:
    """Where more of it stands: the list of a resource under a filter, or a page of the web application."""

    resource: str = ""
    filter: Any = None
    sort: str = ""
    path: str = ""


@dataclass(frozen=True)
class Item:
    """One line: a record, what is known of it, by when. ``actions`` are one-tap verbs of the screen: call, follow, done.

    ``about``: the record that a tap opens, where it is another one: {"resource", "id"}.
    """

    resource: str
    id: Any
    title: str
    hint: str = ""
    due: dt.date | dt.datetime | None = None
    tone: Tone = ""
    actions: tuple[str, ...] = ()
    phone: str = ""
    customer: Mapping[str, Any] | None = None
    version: int | None = None
    about: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Found:
    """What a list holds: how many (``MOST`` + 1: more than that), and the first of them."""

    count: int
    items: Sequence[Item]
    link: Link | None = None


@dataclass(frozen=True)
class Period:
    """This month to date, and the same days of last month: 1st … today's day, or to its end where last month is shorter."""

    first: dt.date
    last: dt.date
    before_first: dt.date
    before_last: dt.date
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        """What ``make`` answers, asked for once a request: several counters read the same figures."""
        if key not in self.known:
            self.known[key] = make()
        return self.known[key]

    @classmethod
    def of(cls, today: dt.date) -> Period:
        """The period up to ``today``."""
        first = today.replace(day=1)
        before_end = first - dt.timedelta(days=1)
        return cls(first, today, before_end.replace(day=1), before_end.replace(day=min(today.day, before_end.day)))

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """From when until when (not included) this month counts."""
        return midnight(self.first), midnight(self.last + dt.timedelta(days=1))

    @property
    def before(self) -> tuple[dt.datetime, dt.datetime]:
        """The same of last month."""
        return midnight(self.before_first), midnight(self.before_last + dt.timedelta(days=1))


@dataclass(frozen=True)
class Figure:
    """A number and that of the same days of last month; None where there is nothing to compare with."""

    value: int | Decimal
    previous: int | Decimal | None = None
    link: Link | None = None


@dataclass(frozen=True)
class Part:
    """One thing that the workbench can show. ``needs``: all of these rights, each at any scope."""

    key: str
    label: Any
    load: Callable[..., Any]
    needs: tuple[tuple[str, str], ...] = ()
    empty: Any = ""
    unit: Unit = "count"
    better: Literal["more", "less"] = "more"
    kind: str = ""

    def open_to(self, actor: Actor) -> bool:
        """Whether the actor holds what it needs."""
        return all(actor.can(resource, action) for resource, action in self.needs)


@dataclass
class Registry:
    """All parts by key, in the order of registration, which is their order where nobody chose another."""

    lists: dict[str, Part] = field(default_factory=dict)
    counters: dict[str, Part] = field(default_factory=dict)
    blocks: dict[str, Part] = field(default_factory=dict)


registry = Registry()


def register_list(key: str, label: Any, load: Callable[[Actor, int], Found], *, needs: Needs = (), empty: Any = "") -> None:
    """Add a list of what waits: ``load(actor, limit)``; ``empty`` is the sentence when nothing does."""
    registry.lists[key] = Part(key, label, load, tuple(needs), empty)


def register_counter(
    key: str,
    label: Any,
    load: Callable[[Actor, Period], Figure],
    *,
    unit: Unit,
    needs: Needs = (),
    better: Literal["more", "less"] = "more",
) -> None:
    """Add a counter: ``load(actor, period)``; ``unit`` is how it is written (个, ¥, %); ``better`` says which way is good."""
    registry.counters[key] = Part(key, label, load, tuple(needs), unit=unit, better=better)


def register_block(key: str, label: Any, load: Callable[[Actor], Mapping[str, Any] | None], *, kind: str, needs: Needs = ()) -> None:
    """Add a block that the web application draws by its ``kind`` (funnel); None: there is nothing to show."""
    registry.blocks[key] = Part(key, label, load, tuple(needs), kind=kind)


def first_of(rows: QuerySet[Any], limit: int) -> tuple[int, list[Any]]:
    """The count (no further than ``MOST`` + 1) and the first rows, in their order: one query, two where there are more."""
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return len(found), found
    return rows.order_by().values("pk")[: MOST + 1].count(), found[:limit]
