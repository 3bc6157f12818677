"""How far expenses go beyond what is usual. ¥; days and months as in the firm's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Spent:
    """So much of a kind on a day."""

    kind: str
    on: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Over:
    """By how much one expense goes beyond a limit, and which one."""

    amount: Decimal
    period: str
    limit: Decimal


Limits = Mapping[tuple[str, str], Decimal]


def bucket(period: str, one: Spent) -> Hashable:
    """What is added up for a limit: nothing, the day, the month."""
    return {"day": one.on, "month": (one.on.year, one.on.month)}.get(period)


def overs(lines: Sequence[Spent], earlier: Iterable[Spent], limits: Limits) -> list[Over | None]:
    """Of each line the farthest it goes beyond a limit, in their order.

    ``limits``: (kind, period) → amount. ``earlier`` are the same person's other expenses; they and the lines before count first, so that
    the line that passes the limit bears the rest.
    """
    sums: dict[Hashable, Decimal] = {}
    for one in earlier:
        _add(sums, one, limits)
    return [_worst(sums, one, limits) for one in lines]


def _add(sums: dict[Hashable, Decimal], one: Spent, limits: Limits) -> None:
    for period in ("day", "month"):
        if (one.kind, period) in limits:
            key = (one.kind, period, bucket(period, one))
            sums[key] = sums.get(key, ZERO) + one.amount


def _worst(sums: dict[Hashable, Decimal], one: Spent, limits: Limits) -> Over | None:
    _add(sums, one, limits)
    found = []
    for period in ("line", "day", "month"):
        limit = limits.get((one.kind, period))
        if limit is None:
            continue
        total = one.amount if period == "line" else sums[(one.kind, period, bucket(period, one))]
        if total > limit:
            found.append(Over(min(one.amount, total - limit), period, limit))
    return max(found, key=lambda over: over.amount, default=None)
