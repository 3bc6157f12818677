"""From quantities to money: what a model holds, times a price, becomes lines of the project's budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.kernel import writes
from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import invalid
from zhuke.kernel.resource import by_model
from zhuke.modules.bim.models import BimModel
from zhuke.modules.projects.models import BudgetLine, CostItem

from .reading import quantities

UNITS = {"count": "件", "length": "m", "area": "m²", "volume": "m³"}
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Priced:
    """Elements of a type (on one storey, or None: all) at ¥ ``price`` per piece, m, m² or m³, booked on a cost item."""

    type: str
    storey: int | None
    measure: str
    price: Decimal
    cost_item: UUID


def to_budget(actor: Actor, model: BimModel, rows: Sequence[Priced]) -> list[BudgetLine]:
    """Set the budget lines of the named cost items to what the model says; other lines stay. Raises invalid, not_allowed, not_found."""
    sums, notes = _sums(model, rows)
    resource = by_model(BudgetLine)
    lines = []
    with writing(actor):
        for cost_item, amount in sums.items():
            get_visible(actor, by_model(CostItem), cost_item)
            note = _("模型“%(name)s”V%(number)s：%(parts)s") % {
                "name": model.name,
                "number": model.number,
                "parts": "；".join(notes[cost_item]),
            }
            found = visible(actor, resource, "update").filter(project_id=model.project_id, cost_item_id=cost_item, archived_at=None).first()
            values: dict[str, Any] = {"amount": amount, "note": note[:200]}
            if found:
                lines.append(writes.change(actor, resource, found.pk, values, version=found.version))
            else:
                lines.append(writes.create(actor, resource, {"project": model.project_id, "cost_item": cost_item, **values})[0])
    return lines


def _sums(model: BimModel, rows: Sequence[Priced]) -> tuple[dict[UUID, Decimal], dict[UUID, list[str]]]:
    have: dict[tuple[str, int | None], dict[str, Any]] = {}
    for held in quantities(model, by_storey=True):
        have[held["type"], held["storey_index"]] = held
    sums: dict[UUID, Decimal] = {}
    notes: dict[UUID, list[str]] = {}
    for number, row in enumerate(rows):
        fitting = [q for (kind, storey), q in have.items() if kind == row.type and row.storey in (None, storey)]
        if not fitting:
            raise invalid({f"rows.{number}": [_("模型里没有“%(type)s”构件，请刷新工程量后重选。") % {"type": row.type}]})
        quantity = sum((Decimal(str(q[row.measure] or 0)) for q in fitting), Decimal(0))
        amount = (quantity * row.price).quantize(CENT, ROUND_HALF_UP)
        sums[row.cost_item] = sums.get(row.cost_item, Decimal(0)) + amount
        notes.setdefault(row.cost_item, []).append(f"{row.type} {quantity.normalize():f} {UNITS[row.measure]} × ¥{row.price}")
    return sums, notes
