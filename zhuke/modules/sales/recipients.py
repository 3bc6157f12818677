"""Whom a stage makes responsible for the deals in it (R6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from zhuke.kernel.models import TeamMember
from zhuke.kernel.resource import Resource
from zhuke.modules.orgs.actors import tree
from zhuke.modules.orgs.rules import People, holders, nearest

from .models import Opportunity


def stage_role(resource: Resource, ids: list[UUID], _argument: str) -> Mapping[UUID, Iterable[UUID]]:
    """Of each deal those who hold the role of its stage: owner and team where one of them does, else the nearest of its company."""
    by_role: dict[str, list[UUID]] = {}
    rows = Opportunity.objects.filter(pk__in=ids, stage__responsible__active=True)
    for pk, code in rows.values_list("pk", "stage__responsible__code"):
        by_role.setdefault(code, []).append(pk)
    found: dict[UUID, Iterable[UUID]] = {}
    for code, deals in by_role.items():
        holding = holders(code)
        found |= nearest(_within_companies(holding), holding)(resource, deals)
        found |= _engaged(deals, {person for people in holding.values() for person in people})
    return found


def _within_companies(holding: People) -> People:
    """Each unit with the holders in it and below, up to the company: marketing often sits in a department beside that of the deal."""
    units, found = tree(), People()
    for unit, people in holding.items():
        company = units.company_of(unit)
        for part in units.upward(unit):
            found.setdefault(part, []).extend(people)
            if company in (None, part):
                break
    return found


def _engaged(deals: list[UUID], people: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Of each deal those of ``people`` who work on it already."""
    owners = Opportunity.objects.filter(pk__in=deals, owner_id__in=people).values_list("pk", "owner_id")
    team = TeamMember.objects.filter(resource="opportunities", object_id__in=deals, user_id__in=people).values_list("object_id", "user_id")
    found: dict[UUID, list[UUID]] = {}
    for deal, person in [*owners, *team]:
        if person:
            found.setdefault(deal, []).append(person)
    return found
