"""Earned value: what should be done by a day, what is done, what it cost, and where that leads. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from .worktime import WorkTime


@dataclass(frozen=True, slots=True)
class Piece:
    """One task. ``value``: its budget (or hours); planned from ``start`` to ``end``; done as far as ``progress`` percent."""

    value: float
    start: int
    end: int
    progress: float
    actual_start: int | None
    actual_end: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """Planned, earned and spent by one moment; the last two None in the future."""

    at: int
    pv: float
    ev: float | None
    ac: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """``bac`` budget at completion, ``eac`` estimate at completion (BAC ÷ CPI; without costs BAC), ``vac`` what then remains of the budget.

    ``spi``, ``cpi``: None where there is nothing to divide by.
    """

    bac: float
    pv: float
    ev: float
    ac: float
    spi: float | None
    cpi: float | None
    eac: float

    @property
    def sv(self) -> float:
        """Schedule variance."""
        return self.ev - self.pv

    @property
    def cv(self) -> float:
        """Cost variance."""
        return self.ev - self.ac

    @property
    def etc(self) -> float:
        """Estimate to complete."""
        return max(self.eac - self.ac, 0)

    @property
    def vac(self) -> float:
        """Variance at completion."""
        return self.bac - self.eac


def figures(pieces: Sequence[Piece], costs: Sequence[tuple[int, float]], calendar: WorkTime, at: int) -> Figures:
    """The figures at one moment; ``costs``: (moment, amount)."""
    bac = sum(piece.value for piece in pieces)
    pv = sum(piece.value * planned(piece, calendar, at) for piece in pieces)
    ev = sum(piece.value * piece.progress / 100 for piece in pieces)
    ac = sum(amount for when, amount in costs if when <= at)
    cpi = ev / ac if ac > 0 else None
    return Figures(bac, pv, ev, ac, ev / pv if pv > 0 else None, cpi, bac / cpi if cpi else max(bac, ac))


def planned(piece: Piece, calendar: WorkTime, at: int) -> float:
    """The share of a piece that should be done: evenly over its working time, a milestone at once."""
    if at >= piece.end:
        return 1.0
    if at <= piece.start:
        return 0.0
    length = calendar.between(piece.start, piece.end)
    return calendar.between(piece.start, at) / length if length else 1.0


def earned(piece: Piece, calendar: WorkTime, at: int, now: int) -> float:
    """The share that was done at an earlier moment: evenly from its actual start to its end, or to what is done now."""
    begun = piece.actual_start if piece.actual_start is not None else piece.actual_end
    if begun is None or at < begun:
        return 0.0
    until = piece.actual_end if piece.actual_end is not None else max(now, begun)
    share = piece.progress / 100
    if at >= until:
        return share
    length = calendar.between(begun, until)
    return share * calendar.between(begun, at) / length if length else share


def curve(pieces: Sequence[Piece], costs: Sequence[tuple[int, float]], calendar: WorkTime, moments: Sequence[int], now: int) -> list[Point]:
    """The S-curve at these moments."""
    ordered = sorted(costs)
    times = [when for when, _amount in ordered]
    sums = [0.0, *accumulate(amount for _when, amount in ordered)]
    points = []
    for at in moments:
        pv = sum(piece.value * planned(piece, calendar, at) for piece in pieces)
        past = at <= now
        ev = sum(piece.value * earned(piece, calendar, at, now) for piece in pieces) if past else None
        points.append(Point(at, pv, ev, sums[bisect_right(times, at)] if past else None))
    return points
