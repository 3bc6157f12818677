"""What the three effects of a change have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from zhuke.kernel.access import Actor, system
from zhuke.modules.changes.models import ChangeRequest

Facts = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """What an effect changes, or has changed: the same facts before and after, as JSON; ``target`` is what it has written."""

    before: Facts
    after: Facts
    target: UUID | None = None


@dataclass
class Row:
    """One figure before and after, for a screen. ``kind``: money, date, moment, days or text."""

    name: str
    label: Any
    kind: str
    before: Any = None
    after: Any = None

    def told(self) -> Facts:
        """As the API answers it."""
        return {"name": self.name, "label": str(self.label), "kind": self.kind, "before": self.before, "after": self.after}


@dataclass(frozen=True)
class Figure:
    """A fact that is shown. ``money``: only to who sees that masked field of change requests."""

    name: str
    label: Any
    kind: str
    money: str = ""


@dataclass(frozen=True)
class Reading:
    """Who reads effects."""

    actor: Actor
    figures: tuple[Figure, ...] = field(default=())

    def rows(self, found: Found) -> list[Facts]:
        """The figures that the actor may see, those that are not there left out."""
        shown = []
        for one in self.figures:
            if one.money and not self.actor.sees("change_requests", one.money):
                continue
            if one.name in found.before or one.name in found.after:
                shown.append(Row(one.name, one.label, one.kind, found.before.get(one.name), found.after.get(one.name)).told())
        return shown


def by_change(row: ChangeRequest) -> Actor:
    """Who the effects are by: the change itself, so that the history of plan, budget and contract names it."""
    return system(row.number)


def yuan(value: Decimal | None) -> str | None:
    """An amount as the API writes it."""
    return None if value is None else f"{value:.2f}"
