"""Earned value of a plan: planned by its baseline, earned by progress, spent by the project's costs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.domain.earned import Figures, Piece, Point, curve, figures
from zhuke.modules.planning.domain.network import moment
from zhuke.modules.planning.domain.worktime import DAY, day_number
from zhuke.modules.planning.models import BaselineTask, Plan
from zhuke.modules.projects.models import ProjectCost

from .moments import since_epoch
from .reading import Loaded, load

MOST_POINTS = 60
AMOUNTS = ("bac", "pv", "ev", "ac", "sv", "cv", "eac", "etc", "vac")


def earned_value(actor: Actor, pk: UUID, on: dt.date | None = None) -> dict[str, Any]:
    """The figures at the end of a day, and the curve. ``unit``: money (budgets of tasks, else the project's by duration) or hours.

    Who does not see the project's amounts gets percent of the whole and no costs. Raises not_found.
    """
    plan: Plan = get_visible(actor, by_model(Plan), pk)
    day = on or timezone.localdate()
    now = (day_number(day) + 1) * DAY
    loaded = load(plan)
    pieces, unit = _pieces(loaded)
    sees = actor.sees("projects", "cost_total") and actor.sees("tasks", "budget")
    costs = _costs(plan.project_id) if sees and unit == "money" else []
    state = loaded.state
    calendar = state.calendars[state.calendar]
    found = figures(pieces, costs, calendar, now)
    points = curve(pieces, costs, calendar, _moments(pieces, now), now) if pieces else []
    if not sees and unit == "money":
        return _percent(found, points, day)
    return {
        "on": day, "unit": unit, "masked": False, **{name: _plain(getattr(found, name)) for name in AMOUNTS},
        "spi": _ratio(found.spi), "cpi": _ratio(found.cpi), "progress": round(found.ev / found.bac * 100, 2) if found.bac else 0,
        "curve": [_point(p, 1, costs=bool(costs) or unit == "money") for p in points],
    }  # fmt: skip


def _percent(found: Figures, points: list[Point], day: dt.date) -> dict[str, Any]:
    factor = 100 / found.bac if found.bac else 0
    shown = {"bac": "100.00", "pv": _plain(found.pv * factor), "ev": _plain(found.ev * factor), "sv": _plain(found.sv * factor)}
    return {
        "on": day, "unit": "percent", "masked": True, **dict.fromkeys(AMOUNTS), **shown, "spi": _ratio(found.spi), "cpi": None,
        "progress": round(found.ev * factor, 2), "curve": [_point(p, factor, costs=False) for p in points],
    }  # fmt: skip


def _pieces(loaded: Loaded) -> tuple[list[Piece], str]:
    plan, state = loaded.plan, loaded.state
    tasks = [task for task in state.tasks.values() if task.kind != "summary" and not task.inactive and task.start is not None]
    agreed = _agreed(plan)
    budgets = {task.id: float(task.budget or 0) for task in tasks}
    weights = {task.id: float(task.duration) for task in tasks}
    unit = "money"
    if not sum(budgets.values()):
        whole, total = sum(weights.values()), float(plan.project.budget_total or 0)
        unit = "money" if total else "hours"
        budgets = {key: weight * total / whole if total and whole else weight / 60 for key, weight in weights.items()}
    pieces = []
    for task in tasks:
        start, end = agreed.get(task.id, (task.start or 0, task.end or 0))
        pieces.append(Piece(budgets[task.id], start, end, task.progress, task.actual_start, task.actual_end))
    return pieces, unit


def _agreed(plan: Plan) -> dict[UUID, tuple[int, int]]:
    """Dates of the latest baseline; nothing where there is none: then the plan is what is planned."""
    last = plan.baselines.filter(archived_at=None).order_by("-taken_at").first()
    rows = BaselineTask.objects.filter(baseline=last).values_list("task", "starts_at", "ends_at") if last else ()
    return {task: (since_epoch(start), since_epoch(end)) for task, start, end in rows}


def _costs(project_id: UUID) -> list[tuple[int, float]]:
    rows = ProjectCost.objects.filter(project=project_id, archived_at=None).values_list("on", "amount")
    return [(day_number(on) * DAY, float(amount)) for on, amount in rows]


def _moments(pieces: list[Piece], now: int) -> list[int]:
    """Ends of days from the first start to the last end, evenly, the asked one among them."""
    first = min(min(p.start, p.actual_start if p.actual_start is not None else p.start) for p in pieces) // DAY
    last = max(max(p.end for p in pieces) // DAY + 1, first + 1)
    step = max(1, -(-(last - first) // MOST_POINTS))
    days = {*range(first, last, step), last}
    if first <= now // DAY <= last:
        days.add(now // DAY)
    return [day * DAY for day in sorted(days)]


def _point(point: Point, factor: float, *, costs: bool) -> dict[str, Any]:
    day = (moment(point.at) - dt.timedelta(days=1)).date()
    ev = None if point.ev is None else round(point.ev * factor, 2)
    ac = round(point.ac, 2) if costs and point.ac is not None else None
    return {"on": day, "pv": round(point.pv * factor, 2), "ev": ev, "ac": ac}


def _plain(value: float) -> str:
    return f"{Decimal(value):.2f}"


def _ratio(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
