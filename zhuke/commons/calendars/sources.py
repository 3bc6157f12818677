"""The registry of what stands in calendars. Modules register sources in their ``calendar.py``; every source reads through ``visible``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import Resource, by_name

DAY = dt.timedelta(days=1)
# Entries of one kind in one answer; a month of a busy team stays far below.
MOST = 1000


@dataclass(frozen=True)
class Asked:
    """What a source is asked: the entries of these people from ``first`` to ``last`` (days of Shanghai, both included)."""

    actor: Actor
    people: frozenset[UUID]
    first: dt.date
    last: dt.date

    @property
    def since(self) -> dt.datetime:
        """The first moment."""
        return midnight(self.first)

    @property
    def until(self) -> dt.datetime:
        """The first moment after the last day."""
        return midnight(self.last + DAY)


@dataclass(frozen=True)
class Move:
    """How an entry is put on another day: PATCH ``field`` of this record, made on ``version``."""

    resource: str
    id: UUID
    version: int
    field: str


@dataclass(frozen=True)
class Entry:
    """One entry. ``start`` is an aware moment, or a date for the whole day. ``resource`` and ``id`` say which record opens.

    ``key`` makes the entry recognisable for good (default: the record's id). Titles never hold masked fields: feeds leave the house.
    """

    kind: str
    title: str
    start: dt.datetime | dt.date
    resource: str = ""
    id: UUID | None = None
    end: dt.datetime | dt.date | None = None
    person: UUID | None = None
    done: bool = False
    overdue: bool = False
    changed_at: dt.datetime | None = None
    key: str = ""
    note: str = ""
    place: str = ""
    move: Move | None = None
    remind: dt.timedelta | None = None

    @property
    def all_day(self) -> bool:
        """Whether it belongs to a day rather than to an hour."""
        return not isinstance(self.start, dt.datetime)

    @property
    def uid(self) -> str:
        """The same for the same entry, today and next year."""
        return f"{self.kind}-{self.key or self.id}@zhuke"


@dataclass(frozen=True)
class Source:
    """One kind of entry. ``resource``: only who may read it is offered the kind. ``background``: colours the day, is no entry."""

    kind: str
    label: Any
    color: str
    entries: Callable[[Asked], Iterable[Entry]] = field(compare=False)
    resource: str = ""
    background: bool = False


_sources: dict[str, Source] = {}


def register_source(
    kind: str, label: Any, color: str, entries: Callable[[Asked], Iterable[Entry]], *, resource: str = "", background: bool = False
) -> None:
    """Make a kind of entry known, at the end of a module's ``calendar.py``, which is found at start.

    ``color`` is a name that the screens know (blue, green, gold …).
    """
    _sources[kind] = Source(kind, label, color, entries, resource, background)


def sources_for(actor: Actor) -> list[Source]:
    """The kinds that may hold something for this actor, in order of registration."""
    return [s for s in _sources.values() if not s.resource or actor.can(s.resource, "read")]


def midnight(day: dt.date) -> dt.datetime:
    """The first moment of a day in Shanghai."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def changeable(actor: Actor, resource: Resource, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these records the actor may edit: one query."""
    keys = list(ids)
    return set(visible(actor, resource, "update").filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def resource(name: str) -> Resource:
    """A resource that is known to exist."""
    found = by_name(name)
    assert found is not None, name
    return found
