"""Companies and their units: money owed to one legal person is never chased by another."""

from __future__ import annotations

from uuid import UUID

from zhuke.kernel.config import keep
from zhuke.kernel.resource import by_name


def _companies() -> dict[UUID, UUID]:
    """Unit → the subsidiary, or else the group, to which it belongs."""

    def load() -> dict[UUID, UUID]:
        units = by_name("units")
        rows = list(units.model._default_manager.values_list("pk", "path", "kind")) if units else []
        own = {pk for pk, _path, kind in rows if kind in ("group", "subsidiary")}
        found = {}
        for pk, path, _kind in rows:
            line = [UUID(part) for part in reversed(path.split("/")) if part]
            found[pk] = next((unit for unit in line if unit in own), line[-1] if line else pk)
        return found

    return keep("collection_companies", load)


def company_of(unit_id: UUID) -> UUID:
    """The company of a unit."""
    return _companies().get(unit_id, unit_id)


def units_of(company_id: UUID) -> list[UUID]:
    """The units of one company: itself and what lies below it, other companies and theirs left out."""
    return [unit for unit, company in _companies().items() if company == company_id] or [company_id]


def units_below(unit_id: UUID) -> list[UUID]:
    """The unit and everything below it, other companies included."""

    def load() -> list[UUID]:
        units = by_name("units")
        rows = units.model._default_manager.filter(path__contains=f"{unit_id}/") if units else []
        return [row.pk for row in rows]

    return keep(("collection_below", unit_id), load) or [unit_id]
