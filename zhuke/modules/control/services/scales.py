"""From which score on a risk is medium, high or extreme: the firm's numbers, by company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import ancestors_of
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import deriving
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.control.models import Risk, RiskScale

CHUNK = 500


@dataclass(frozen=True)
class Bounds:
    """Scores (1–25) from which each level begins."""

    medium: int = 5
    high: int = 10
    extreme: int = 17

    def level(self, score: int) -> str:
        """low, medium, high or extreme."""
        if score >= self.extreme:
            return "extreme"
        return "high" if score >= self.high else "medium" if score >= self.medium else "low"


def bounds_of(unit_id: UUID | None) -> Bounds:
    """The scale of the nearest unit at or above this one, else the group's, else the usual one."""
    rows = {row.unit_id: row for row in RiskScale.objects.filter(archived_at=None)}
    keys: list[UUID | None] = [key for key, _code, _kind in ancestors_of(unit_id)] if rows else []
    found = next((rows[key] for key in [*keys, None] if key in rows), None)
    return Bounds(found.medium_from, found.high_from, found.extreme_from) if found else Bounds()


def add_scale(actor: Actor, *, pk: UUID | None = None, **values: Any) -> RiskScale:
    """Set the bounds of a unit or the group; all its risks are levelled anew. Raises invalid."""
    row: RiskScale = build(actor, by_model(RiskScale), {"unit_id": None, **values}, pk=pk)
    return _saved(actor, row, "created", {})


def edit_scale(actor: Actor, row: RiskScale, **values: Any) -> RiskScale:
    """Change bounds; the risks follow. Raises invalid."""
    assign(row, values)
    return _saved(actor, row, "updated", {"fields": sorted(values)})


def _saved(actor: Actor, row: RiskScale, what: str, data: dict[str, Any]) -> RiskScale:
    if not row.medium_from < row.high_from < row.extreme_from:
        raise invalid({"high_from": [_("三个起点要依次增大：中 < 高 < 极高，请改正。")]})
    save(row, by_model(RiskScale))
    emit(f"risk_scales.{what}", row, actor, data)
    relevel()
    return row


def relevel(risks: Iterable[UUID] | None = None) -> int:
    """Put every risk (or these) on the level that its score has now; returns how many changed. No new version of anything."""
    rows = Risk.objects.select_related("project").only("pk", "score", "level", "project__unit_id").order_by("pk")
    if risks is not None:
        rows = rows.filter(pk__in=list(risks))
    known: dict[UUID, Bounds] = {}
    changed: dict[str, list[UUID]] = defaultdict(list)
    for risk in rows.iterator(CHUNK):
        unit = risk.project.unit_id
        if unit not in known:
            known[unit] = bounds_of(unit)
        level = known[unit].level(risk.score)
        if level != risk.level:
            changed[level].append(risk.pk)
    with deriving():
        for level, keys in changed.items():
            Risk.objects.filter(pk__in=keys).update(level=level)
    return sum(map(len, changed.values()))
