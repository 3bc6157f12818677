"""The registry of what a person did on one day: modules register facts in their ``calendar.py``, daily reports are filled in from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zhuke.kernel.access import Actor

from .sources import DAY, midnight

# Facts of one kind on one day; more is a machine at work.
MOST = 200


@dataclass(frozen=True)
class DayAsked:
    """What did ``person`` do on ``day``? Only what ``actor`` may see counts."""

    actor: Actor
    person: UUID
    day: dt.date

    @property
    def since(self) -> dt.datetime:
        """The first moment of the day in Shanghai."""
        return midnight(self.day)

    @property
    def until(self) -> dt.datetime:
        """The first moment of the next day."""
        return midnight(self.day + DAY)


@dataclass(frozen=True)
class Fact:
    """One thing done. ``late``: days between doing and entering it. Titles hold no masked fields."""

    title: str
    at: dt.datetime
    resource: str
    id: UUID
    note: str = ""
    late: int = 0


@dataclass(frozen=True)
class FactKind:
    """One line of a daily report. ``resource``: only who may read it is asked."""

    code: str
    label: Any
    resource: str
    facts: Callable[[DayAsked], Iterable[Fact]] = field(compare=False)


_kinds: dict[str, FactKind] = {}


def register_fact(code: str, label: Any, resource: str, facts: Callable[[DayAsked], Iterable[Fact]]) -> None:
    """Make a line of daily reports known, at the end of a module's ``calendar.py``. The order of registration is that of the lines."""
    _kinds[code] = FactKind(code, label, resource, facts)


def fact_label(code: str) -> str:
    """What a line is called; its code when the module is gone."""
    return str(_kinds[code].label) if code in _kinds else code


def facts_of(asked: DayAsked) -> dict[str, list[Fact]]:
    """All that the person did that day, by line, in the order of time; lines that do not concern the actor are absent."""
    kinds = [kind for kind in _kinds.values() if asked.actor.can(kind.resource, "read")]
    return {kind.code: sorted(list(kind.facts(asked))[:MOST], key=lambda fact: fact.at) for kind in kinds}
