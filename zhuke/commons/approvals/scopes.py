"""Who sees an approval: who submitted it, who is, was or will be asked, who got a copy; and whoever may read those of a unit."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from zhuke.kernel.access import Actor, Scope
from zhuke.kernel.resource import Resource, all_resources

from .models import ApprovalTask


@dataclass(frozen=True)
class ApprovalScope(Scope):
    """``manage`` reaches by units alone: taking part in an approval does not make anybody its administrator."""

    def q(self, actor: Actor, resource: Resource, action: str, prefix: str = "") -> Q:
        """The condition for one reach; beyond one's own part only approvals of records that one may read at all."""
        reach = actor.reach(resource.name, action)
        if reach is None:
            return Q(pk__in=[])
        known = Q(**{f"{prefix}resource__in": sorted(r.name for r in all_resources() if actor.can(r.name, "read"))})
        if actor.kind == "system":
            return Q()
        wide = known if reach.units is None else known & Q(**{f"{prefix}unit_id__in": sorted(reach.units)})
        if action == "manage":
            return wide
        part = ApprovalTask.objects.filter(person_id__in=actor.owner_ids).values("approval")
        own = Q(**{f"{prefix}submitter_id__in": actor.owner_ids}) | Q(**{f"{prefix}pk__in": part})
        return own if reach.units == frozenset() else own | wide
