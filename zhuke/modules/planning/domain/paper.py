"""A plan on paper: rows and days cut into pages, bars and links in millimetres. Knows no database and no words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .network import moment
from .worktime import DAY, EPOCH_DAY

Span = tuple[int, int]  # days: first, and the one after the last
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Room between the margins. ``columns``: name and width beside the bars of the first page, then of those further on in time."""

    width: float
    height: float
    row: float
    columns: tuple[tuple[str, float], ...]
    narrow: tuple[tuple[str, float], ...]

    @property
    def rows(self) -> int:
        """How many rows a page holds."""
        return int(self.height // self.row)


SHEETS = {
    "a3": Sheet(
        400, 240, 6.0,
        (("wbs", 15), ("name", 66), ("days", 16), ("start", 21), ("end", 20), ("owner", 22)), (("wbs", 15), ("name", 50)),
    ),
    "a4": Sheet(277, 157.5, 5.25, (("wbs", 13), ("name", 54), ("days", 13), ("start", 19), ("end", 19)), (("wbs", 13), ("name", 40))),
}  # fmt: skip
SCALES = {"day": 5.5, "week": 11 / 7, "month": 14 / 30.4, "quarter": 14 / 91.3}  # millimetres of a day
PAD = 1.2  # how far a link runs out of a bar before it turns
SHADED = 1.0  # from this width of a day on days off are shaded


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the outline to be printed. Times in minutes; ``cells``: what stands beside the bars, by column."""

    key: Any
    cells: Mapping[str, str]
    level: int
    kind: str
    start: int | None
    end: int | None
    critical: bool = False
    progress: float = 0
    deadline: int | None = None
    planned: Span | None = None
    late_end: int | None = None


@dataclass(slots=True)
class Drawing:
    """All lines on one endless sheet: shapes by kind, in millimetres from the first row and day."""

    scale: float
    span: Span
    shapes: list[tuple[float, float, float, float, dict[str, Any]]] = field(default_factory=list)  # x1, y1, x2, y2, what
    tiers: list[list[dict[str, Any]]] = field(default_factory=list)

    @property
    def width(self) -> float:
        """How long the time axis is."""
        return (self.span[1] - self.span[0]) * self.scale

    def x(self, at: int) -> float:
        """Where a minute lies."""
        return (at / DAY - self.span[0]) * self.scale


def span_of(lines: Iterable[Line]) -> Span | None:
    """The days from the first start to the last end, a little room at both sides; None: nothing has dates."""
    firsts, lasts = [], []
    for line in lines:
        ends = [at for at in (line.start, line.end, line.deadline, *(line.planned or ())) if at is not None]
        if ends:
            firsts.append(min(ends))
            lasts.append(max(ends))
    if not firsts:
        return None
    return min(firsts) // DAY - 2, max(lasts) // DAY + 3


def scale_of(sheet: Sheet, span: Span, wanted: str) -> float:
    """Millimetres of a day; ``fit``: everything on one page beside the columns."""
    if wanted != "fit":
        return SCALES[wanted]
    return (sheet.width - sum(width for _name, width in sheet.columns)) / (span[1] - span[0])


def draw(
    lines: Sequence[Line], links: Iterable[tuple[Any, Any, str]], scale: float, span: Span, row: float, works: Callable[[int], bool]
) -> Drawing:
    """Put everything in its place. ``links``: (pred, succ, kind) between lines; others are left out."""
    drawing = Drawing(scale, span)
    places = {line.key: n for n, line in enumerate(lines)}
    boxes: dict[Any, Point | None] = {}
    if scale >= SHADED:
        for day in range(*span):
            if not works(day):
                x = (day - span[0]) * scale
                drawing.shapes.append((x, 0, x + scale, len(lines) * row, {"kind": "off"}))
    for n, line in enumerate(lines):
        boxes[line.key] = _bar(drawing, line, n * row, row)
    for pred, succ, kind in links:
        if (a := boxes.get(pred)) and (b := boxes.get(succ)):
            _link(drawing, a, b, (places[pred] + 0.5) * row, (places[succ] + 0.5) * row, kind, row)
    drawing.tiers = _tiers(drawing)
    return drawing


def _bar(drawing: Drawing, line: Line, y: float, row: float) -> Point | None:
    """Draw a row's bar and what belongs to it; where the bar begins and ends."""
    if line.planned:
        x1, x2 = (drawing.x(at) for at in line.planned)
        drawing.shapes.append((x1, y, max(x2, x1 + 0.6), y + row, {"kind": "planned"}))
    if line.deadline is not None:
        x = drawing.x(line.deadline)
        late = line.progress < 100 and line.end is not None and line.end > line.deadline
        drawing.shapes.append((x - 1.2, y, x + 1.2, y + row, {"kind": "deadline", "late": late}))
    if line.start is None or line.end is None:
        return None
    x1, x2 = drawing.x(line.start), drawing.x(line.end)
    if line.kind == "milestone":
        drawing.shapes.append(
            (x1 - 1.6, y, x1 + 24, y + row, {"kind": "milestone", "tone": _tone(line), "text": line.cells.get("day", "")})
        )
        return x1, x1
    x2 = max(x2, x1 + 0.6)
    if line.late_end is not None and line.late_end > line.end and line.progress < 100:
        until = drawing.x(line.late_end)
        drawing.shapes.append((x2, y, until, y + row, {"kind": "float"}))
    kind = "summary" if line.kind == "summary" else "bar"
    done = round((x2 - x1) * line.progress / 100, 2)
    drawing.shapes.append((x1, y, x2, y + row, {"kind": kind, "tone": _tone(line), "done": done}))
    return x1, x2


def _tone(line: Line) -> str:
    return "done" if line.progress >= 100 else "critical" if line.critical else "plain"


def _link(drawing: Drawing, a: Point, b: Point, y1: float, y2: float, kind: str, row: float) -> None:
    """A line with right angles from one bar to another; the last piece bears the arrow."""
    half = row * 0.3 if y2 > y1 else -row * 0.3
    between = y2 - (row / 2 if y2 > y1 else -row / 2)
    begin, end = (a[1], b[0]) if kind == "FS" else (a[0], b[0]) if kind == "SS" else (a[1], b[1]) if kind == "FF" else (a[0], b[1])
    points: list[Point]
    if kind == "FS" and end >= begin:
        turn = end + min(0.5, (b[1] - b[0]) / 2)
        points = [(begin, y1), (turn, y1), (turn, y2 - half)]
    elif kind == "SS":
        points = [(begin, y1), (min(begin, end) - PAD, y1), (min(begin, end) - PAD, y2), (end, y2)]
    elif kind == "FF":
        points = [(begin, y1), (max(begin, end) + PAD, y1), (max(begin, end) + PAD, y2), (end, y2)]
    else:
        away = PAD if kind == "FS" else -PAD
        points = [(begin, y1), (begin + away, y1), (begin + away, between), (end - away, between), (end - away, y2), (end, y2)]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    drawing.shapes.append((min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1, {"kind": "link", "points": points}))


def _tiers(drawing: Drawing) -> list[list[dict[str, Any]]]:
    """Two rows over the bars: days under months, weeks under months, months or quarters under years, or years alone."""
    scale = drawing.scale
    for unit, days, width in (("day", 1, 3.6), ("week", 7, 6), ("month", 30, 6), ("quarter", 91, 5)):
        if scale * days >= width:
            return [_ticks(drawing, "month" if unit in ("day", "week") else "year"), _ticks(drawing, unit)]
    return [_ticks(drawing, "year"), []]


def _ticks(drawing: Drawing, unit: str) -> list[dict[str, Any]]:
    first, last = (EPOCH_DAY + dt.timedelta(day) for day in drawing.span)
    at, ticks = _floor(first, unit), []
    while at < last:
        following = _next(at, unit)
        x1, x2 = (((day - EPOCH_DAY).days - drawing.span[0]) * drawing.scale for day in (max(at, first), min(following, last)))
        ticks.append({"unit": unit, "x1": x1, "x2": x2, "year": at.year, "month": at.month, "day": at.day})
        at = following
    return ticks


def _floor(day: dt.date, unit: str) -> dt.date:
    if unit == "week":
        return day - dt.timedelta(day.weekday())
    if unit == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1) if unit == "year" else day.replace(day=1) if unit == "month" else day


def _next(day: dt.date, unit: str) -> dt.date:
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    if months is None:
        return day + dt.timedelta(7 if unit == "week" else 1)
    ahead = day.month - 1 + months
    return dt.date(day.year + ahead // 12, ahead % 12 + 1, 1)


def slices(sheet: Sheet, width: float) -> list[tuple[float, float]]:
    """How the time axis is cut: (from, length) of each page; the first has all columns beside it."""
    room = sheet.width - sum(one for _name, one in sheet.columns)
    further = sheet.width - sum(one for _name, one in sheet.narrow)
    found = [(0.0, room)]
    while (reached := sum(found[-1])) < width - 0.5:
        found.append((reached, further))
    return found


def count(sheet: Sheet, lines: int, width: float) -> int:
    """How many pages so many rows and such a length take."""
    return max(1, -(-lines // sheet.rows)) * len(slices(sheet, width))


def pages(sheet: Sheet, lines: Sequence[Line], drawing: Drawing) -> list[dict[str, Any]]:
    """Every page with its rows and what lies on it, measured from the page's own first row and day; rows first cut, then time."""
    made = []
    cuts = slices(sheet, drawing.width)
    for top in range(0, max(1, len(lines)), sheet.rows):
        shown = lines[top : top + sheet.rows]
        for n, (left, length) in enumerate(cuts):
            y1, y2 = top * sheet.row, (top + len(shown)) * sheet.row
            made.append({
                "columns": sheet.narrow if n else sheet.columns,
                "width": min(length, max(drawing.width - left, 20)),
                "rows": [{"cells": dict(line.cells), "level": line.level, "bold": line.kind == "summary"} for line in shown],
                "part": [top // sheet.rows + 1, n + 1],
                "tiers": [_moved(tier, left, length) for tier in drawing.tiers],
                "shapes": [
                    _placed(what, box, left, y1) for *box, what in drawing.shapes
                    if box[2] >= left and box[0] <= left + length and box[3] > y1 and box[1] < y2
                ],
            })  # fmt: skip
    return made


def _moved(tier: list[dict[str, Any]], left: float, length: float) -> list[dict[str, Any]]:
    """The ticks of a page, measured from its left edge."""
    return [
        {**tick, "x1": round(tick["x1"] - left, 2), "x2": round(tick["x2"] - left, 2)}
        for tick in tier
        if tick["x2"] > left and tick["x1"] < left + length
    ]


def _placed(what: dict[str, Any], box: Sequence[float], left: float, top: float) -> dict[str, Any]:
    x1, y1, x2, y2 = box
    placed = {**what, "x": round(x1 - left, 2), "y": round(y1 - top, 2), "w": round(x2 - x1, 2), "h": round(y2 - y1, 2)}
    if "points" in what:
        placed["points"] = [(round(x - left, 2), round(y - top, 2)) for x, y in what["points"]]
    return placed


def today_line(drawing: Drawing, at: int, rows: int, row: float) -> None:
    """Mark a moment over all rows."""
    if drawing.span[0] * DAY <= at < drawing.span[1] * DAY:
        x = drawing.x(at)
        drawing.shapes.append((x, 0, x, rows * row, {"kind": "today"}))


def day_text(at: int | None) -> str:
    """The day of a moment; an end at midnight belongs to the day before."""
    return "" if at is None else moment(at).date().isoformat()
