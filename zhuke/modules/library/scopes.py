"""Who gets at folders and what lies in them.

By default whoever may read the project (customer) and holds the right on documents; in company folders the people of the company; in the
group's shared folders everybody. Grants on a folder widen that, over companies if need be; a restricted folder counts its grants alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from zhuke.kernel.access import Actor, Scope
from zhuke.kernel.resource import Resource, by_name
from zhuke.modules.orgs.actors import tree
from zhuke.modules.orgs.models import Membership

from .models import LEVELS, MANAGE, READ, WRITE, FolderGrant

RANK = {code: rank for rank, (code, _label) in enumerate(LEVELS)}
READING = ("read", "export")


def level_for(action: str) -> str:
    """The level in a folder that an action asks for."""
    return READ if action in READING else MANAGE if action == "manage" else WRITE


@dataclass(frozen=True)
class LibraryScope(Scope):
    """Folders, or rows that lie in the folder to which ``at`` leads."""

    at: str = ""
    unit_column: str = "unit_id"  # for rules and approvals

    def q(self, actor: Actor, resource: Resource, action: str, prefix: str = "") -> Q:
        """The rows on which ``actor`` may do ``action``."""
        reach = actor.reach(resource.name, action)
        if reach is None:
            return Q(pk__in=[])
        if actor.kind == "system":
            return Q()
        here = f"{prefix}{self.at}__" if self.at else prefix
        found = self._inherited(actor, resource, action, here)
        if actor.owner_ids:
            # Inside the list's own statement: rights by grant cost no question of their own.
            found |= Q(**{f"{here}chain__overlap": ArraySubquery(opened(actor, level_for(action)).values("folder"))})
        manages = actor.reach("folders", "manage")
        within = manages & reach if manages is not None else None  # who manages a company's folders is not shut out of restricted ones
        if within is not None and within.units is None:
            return Q()
        if within is not None and within.units:
            found |= Q(**{f"{here}unit_id__in": sorted(within.units)})
        return found

    def _inherited(self, actor: Actor, resource: Resource, action: str, here: str) -> Q:
        found = Q(pk__in=[])
        reach = actor.reach(resource.name, action)
        assert reach is not None
        for kind, parent in (("project", "projects"), ("customer", "customers")):
            target = by_name(parent)
            if target is not None and actor.can(parent, "read"):
                found |= Q(**{f"{here}kind": kind}) & _within(actor, resource, action, target, f"{here}{kind}__")
        if reach.units is None:
            found |= Q(**{f"{here}kind__in": ["company", "shared"]})
        else:
            units = set(reach.units) | ({actor.company} if action in READING and actor.company else set())
            found |= Q(**{f"{here}kind": "company", f"{here}unit_id__in": sorted(units)})
            if action in READING:
                found |= Q(**{f"{here}kind": "shared"})
        return Q(**{f"{here}closed": False}) & found


def _within(actor: Actor, resource: Resource, action: str, parent: Resource, prefix: str) -> Q:
    """The rows of another resource that the actor reads, as far as the own right on ``resource`` reaches."""
    own, seen = actor.reach(resource.name, action), actor.reach(parent.name, "read")
    assert own is not None
    assert seen is not None
    narrowed = Actor(
        actor.id, actor.name, actor.kind, {(parent.name, "read"): own & seen}, actor.unmasked, actor.owner_ids, actor.unit, actor.company
    )
    return parent.scope.q(narrowed, parent, "read", prefix)


def opened(actor: Actor, level: str) -> QuerySet[FolderGrant]:
    """The grants that open folders to the actor at this level or above, by name, role or unit."""
    held = Membership.objects.filter(user__in=actor.owner_ids, archived_at=None, role__active=True)
    above = tree().upward(actor.unit) if actor.unit else []
    mine = (
        Q(person__in=actor.owner_ids)
        | Q(role__in=held.values("role"))
        | Q(unit__in=above)
        | Exists(held.filter(unit__path__startswith=OuterRef("unit__path")))
    )
    return FolderGrant.objects.filter(mine, level__in=[code for code, rank in RANK.items() if rank >= RANK[level]])
