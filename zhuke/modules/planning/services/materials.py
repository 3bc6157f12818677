"""What materials a plan needs and when: each need, totals of each material, by week or month. The days are those of the plan now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone

from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.models import MaterialNeed, Plan, Task
from zhuke.modules.projects.models import Project
from zhuke.modules.workforce.models import Material

from .scenarios import ORIGIN

By = Literal["week", "month"]
CENT = Decimal("0.01")
DOING = ("create", "update", "confirm", "archive")


def of_plan(actor: Actor, pk: UUID, by: By = "week") -> dict[str, Any]:
    """The needs of a plan with totals. A scenario shows the needs of the live plan on its own days. Amounts as far as prices are seen.

    Raises not_found; without the right to read needs there are none.
    """
    plan: Plan = get_visible(actor, by_model(Plan), pk)
    days = _days(plan)
    rows = [row for row in _living(actor, plan) if row.task_id in days]
    priced = actor.sees("materials", "price")
    needs = [_need(row, days[row.task_id], priced) for row in rows]
    needs.sort(key=lambda need: (need["needed_on"] or dt.date.max, need["name"], need["wbs"]))
    key = _monday if by == "week" else _first
    periods = sorted({key(need["needed_on"]) for need in needs if need["needed_on"]})
    amounts = [need["amount"] for need in needs if need["amount"] is not None]
    return {
        "by": by,
        "periods": periods,
        "needs": needs,
        "materials": _totals(rows, needs, key, priced),
        "amount": sum(amounts, Decimal(0)) if priced else None,
        "can": _rights(actor, plan),
    }


def unconfirmed(actor: Actor, plan: Plan, tasks: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """What of the materials of these tasks of a live plan nobody has confirmed, by task."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in _living(actor, plan).filter(task__in=list(tasks)).exclude(state="confirmed").order_by("name", "pk"):
        missing = row.quantity - row.confirmed
        found.setdefault(row.task_id, []).append({"id": row.pk, "label": row.name, "missing": missing, "measure": row.measure})
    return found


def _living(actor: Actor, plan: Plan) -> Any:
    rows = visible(actor, by_model(MaterialNeed)).filter(project=plan.project_id, archived_at=None)
    return rows.filter(task__archived_at=None, task__inactive=False).select_related("material", "task")


def _days(plan: Plan) -> dict[UUID, tuple[Task, dt.date | None]]:
    """Each task of the plan with the day it begins on, by the id it has in the live plan."""
    found: dict[UUID, tuple[Task, dt.date | None]] = {}
    for task in plan.tasks.filter(archived_at=None, inactive=False).only("id", "name", "wbs", "state", "starts_at", "source"):
        origin = task.source.get(ORIGIN) if plan.kind == "scenario" else None
        found[UUID(origin) if origin else task.pk] = (task, timezone.localdate(task.starts_at) if task.starts_at else None)
    return found


def _need(row: MaterialNeed, at: tuple[Task, dt.date | None], priced: bool) -> dict[str, Any]:
    task, begins = at
    return {
        "id": row.pk,
        "version": row.version,
        "task": {"id": task.pk, "label": task.name},
        "wbs": task.wbs,
        "done": task.state == "done",
        "material": {"id": row.material_id, "label": row.material.name},
        "name": row.name,
        "measure": row.measure,
        "quantity": row.quantity,
        "confirmed": row.confirmed,
        "state": row.state,
        "needed_on": row.needed_on or begins,
        "own_day": row.needed_on is not None,
        "amount": _amount(row) if priced else None,
        "note": row.note,
    }


def _amount(row: MaterialNeed) -> Decimal | None:
    price = row.material.price
    return None if price is None else (row.quantity * price).quantize(CENT, ROUND_HALF_UP)


def _totals(
    rows: Iterable[MaterialNeed], needs: list[dict[str, Any]], key: Callable[[dt.date], dt.date], priced: bool
) -> list[dict[str, Any]]:
    """One line for each material and measure; ``cells`` by the first day of a period, undated needs under an empty one."""
    materials: dict[UUID, Material] = {row.material_id: row.material for row in rows}
    lines: dict[tuple[UUID, str], dict[str, Any]] = {}
    for need in needs:
        material = materials[need["material"]["id"]]
        line = lines.setdefault((material.pk, need["measure"]), _line(material, need["measure"], priced))
        line["quantity"] += need["quantity"]
        line["confirmed"] += need["confirmed"]
        if need["amount"] is not None:
            line["amount"] = (line["amount"] or Decimal(0)) + need["amount"]
        at = key(need["needed_on"]).isoformat() if need["needed_on"] else ""
        cell = line["cells"].setdefault(at, {"quantity": Decimal(0), "confirmed": Decimal(0)})
        cell["quantity"] += need["quantity"]
        cell["confirmed"] += need["confirmed"]
    return sorted(lines.values(), key=lambda line: (line["pinyin"], line["code"]))


def _line(material: Material, measure: str, priced: bool) -> dict[str, Any]:
    return {
        "id": material.pk, "name": material.name, "pinyin": material.pinyin, "code": material.number, "spec": material.spec,
        "measure": measure, "price": material.price if priced else None, "quantity": Decimal(0), "confirmed": Decimal(0),
        "amount": None, "cells": {},
    }  # fmt: skip


def _rights(actor: Actor, plan: Plan) -> list[str]:
    """What the actor may do with needs of this project."""
    resource = by_model(MaterialNeed)
    scope: Any = resource.scope
    if plan.archived_at or plan.kind != "live":
        return []
    own = Project.objects.filter(pk=plan.project_id, archived_at=None).exclude(phase="closed")
    return [name for name in DOING if actor.can(resource.name, name) and own.filter(scope.parents(actor, resource, name)).exists()]


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _first(day: dt.date) -> dt.date:
    return day.replace(day=1)
