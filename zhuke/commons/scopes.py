"""A scope that several commons share."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from zhuke.kernel.access import Actor, Scope
from zhuke.kernel.resource import Resource


@dataclass(frozen=True)
class CompanyScope(Scope):
    """Settings of one company or, with the unit left empty, of the whole group.

    Whoever holds the grant reads the group's and the own company's; changing the group's needs a grant over the whole group.
    """

    unit: str = "unit"

    def q(self, actor: Actor, resource: Resource, action: str, prefix: str = "") -> Q:
        """The condition for one reach."""
        reach = actor.reach(resource.name, action)
        if reach is None:
            return Q(pk__in=[])
        if reach.units is None:
            return Q()
        units = set(reach.units)
        if action == "read" and actor.company:
            units.add(actor.company)
        within = Q(**{f"{prefix}{self.unit}_id__in": sorted(units)}) if units else Q(pk__in=[])
        return within | Q(**{f"{prefix}{self.unit}__isnull": True}) if action == "read" else within
