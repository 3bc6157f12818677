"""The list of materials: entered and changed here, by hand, from Excel or from a plan file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.workforce.models import Material


def create_material(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Material:
    """Add a material; without a code it gets the next one. Raises invalid (code taken in its unit, no measure)."""
    row: Material = build(actor, by_model(Material), values, pk=pk)
    _save(actor, row)
    emit("materials.created", row, actor)
    return row


def update_material(actor: Actor, row: Material, **values: Any) -> Material:
    """Change a material; needs that were entered keep the measure they were counted in. Raises invalid."""
    assign(row, values)
    _save(actor, row)
    emit("materials.updated", row, actor, {"fields": sorted(values)})
    return row


def _save(actor: Actor, row: Material) -> None:
    row.number = row.number.strip()
    while not row.number:
        number = next_number(actor, "materials", row.unit_id, timezone.localdate())
        if not Material.objects.filter(unit_id=row.unit_id, number=number).exists():  # else somebody has typed it in
            row.number = number
    save(row, by_model(Material))
