"""The S-curve of a report as an SVG: what was planned, what is done, and in the internal edition what it cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 680, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 30, 28
COLOURS = {"pv": "#8a97a6", "ev": "#1b5fb8", "ac": "#c2410c"}
INK, MUTED, LINE = "#1d2733", "#62707c", "#e3e8ee"
FONT = "Zhuke Sans, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, SimSun"


def s_curve(points: Sequence[Mapping[str, Any]], labels: Mapping[str, str], until: dt.date) -> str:
    """``points``: ``{"on": "2026-11-22", "pv": 12.5, "ev": 11.0 | None, "ac": … | None}`` in percent, by day; empty without points."""
    if len(points) < 2:
        return ""
    days = [dt.date.fromisoformat(str(point["on"])) for point in points]
    span = max(1, (days[-1] - days[0]).days)
    most = max(100.0, *(float(point.get(name) or 0) for point in points for name in labels))
    step = 25 if most <= 125 else 50

    def x(day: dt.date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - days[0]).days / span

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" font-size="11">']
    for value in range(0, int(most) + 1, step):
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="{LINE}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end" fill="{MUTED}">{value}%</text>')
    for share in range(5):
        day = days[0] + dt.timedelta(days=round(span * share / 4))
        anchor = ("start", "middle", "middle", "middle", "end")[share]
        parts.append(f'<text x="{x(day):.1f}" y="{HEIGHT - 9}" text-anchor="{anchor}" fill="{MUTED}">{day:%Y-%m-%d}</text>')
    if days[0] <= until <= days[-1]:
        parts.append(
            f'<line x1="{x(until):.1f}" x2="{x(until):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="{INK}" stroke-dasharray="3 3"/>'
        )
    for place, (name, label) in enumerate(labels.items()):
        dash = ' stroke-dasharray="5 4"' if name == "pv" else ""
        known = [(x(day), y(float(point[name]))) for day, point in zip(days, points, strict=True) if point.get(name) is not None]
        if known:
            drawn = " ".join(f"{a:.1f},{b:.1f}" for a, b in known)
            parts.append(f'<polyline points="{drawn}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"{dash}/>')
        left = LEFT + place * 110
        parts.append(f'<line x1="{left}" x2="{left + 18}" y1="12" y2="12" stroke="{COLOURS[name]}" stroke-width="2"{dash}/>')
        parts.append(f'<text x="{left + 24}" y="16" fill="{INK}">{escape(label)}</text>')
    return "".join([*parts, "</svg>"])
