"""Which org units an actor may change; everybody in the group sees the tree."""

from dataclasses import dataclass

from django.db.models import Q

from zhuke.kernel.access import Actor, Scope
from zhuke.kernel.resource import Resource


@dataclass(frozen=True)
class TreeScope(Scope):
    """The org tree: read as a whole, changed within reach; a new unit belongs below one within reach."""

    def q(self, actor: Actor, resource: Resource, action: str, prefix: str = "") -> Q:
        """The units on which ``actor`` may do ``action``."""
        reach = actor.reach(resource.name, action)
        if reach is None:
            return Q(pk__in=[])
        if reach.units is None or action in ("read", "export"):
            return Q()
        within = Q(**{f"{prefix}pk__in": sorted(reach.units)})
        return within | Q(**{f"{prefix}parent_id__in": sorted(reach.units)}) if action == "create" else within
