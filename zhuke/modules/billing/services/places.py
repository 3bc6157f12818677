"""Which company a unit belongs to: money of one legal person never settles the debt of another."""

from __future__ import annotations

from uuid import UUID

from zhuke.commons.numbering.services import ancestors_of


def company_of(unit_id: UUID) -> UUID:
    """The subsidiary, or else the group, to which the unit belongs."""
    line = ancestors_of(unit_id)
    return next((pk for pk, _code, kind in line if kind == "subsidiary"), line[-1][0])


def line_of(unit_id: UUID) -> list[UUID]:
    """The unit and everything above it."""
    return [pk for pk, _code, _kind in ancestors_of(unit_id)]
