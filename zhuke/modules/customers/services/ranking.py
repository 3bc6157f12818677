"""Completeness as a ranking and as a list of what to fill next; what stands behind the scores; the two sides of a merge."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, F, Q, QuerySet

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.audit import shown
from zhuke.kernel.filters import readable_specs
from zhuke.kernel.resource import by_model, by_name
from zhuke.modules.customers.domain.credit_code import is_valid
from zhuke.modules.customers.models import Customer

from .derive import explain, missing_of
from .merging import FIELDS, LISTS, places
from .targets import target_for, target_of_row

BELOW = Q(completeness__lt=F("target"))


def ranking(actor: Actor, *, by: str) -> dict[str, Any]:
    """Average completeness per person or per company over the visible customers, best first, each with its target.

    ``below`` counts the customers under the target of their own company; the ``target`` of all is that of the actor's company.
    """
    rows = visible(actor, by_model(Customer)).filter(archived_at=None).annotate(target=target_of_row())
    numbers = {"average": Avg("completeness"), "count": Count("pk"), "below": Count("pk", filter=BELOW)}
    groups = _by_owner(rows, numbers) if by == "owner" else _by_company(rows)
    whole = rows.aggregate(**numbers)
    for group in [*groups, whole]:
        group["average"] = round(float(group["average"] or 0), 1)
    groups.sort(key=lambda group: (-group["average"], -group["count"]))
    return {"target": target_for(actor.company), "whole": whole, "groups": groups}


def _by_owner(rows: Any, numbers: dict[str, Any]) -> list[dict[str, Any]]:
    found = rows.values("owner_id", "owner__name", "owner__unit_id", "owner__unit__name").annotate(**numbers).order_by()
    return [
        {
            "id": g["owner_id"],
            "label": g["owner__name"] or "",
            "hint": g["owner__unit__name"] or "",
            "target": target_for(g["owner__unit_id"]),
            **{n: g[n] for n in numbers},
        }
        for g in found
    ]


def _by_company(rows: Any) -> list[dict[str, Any]]:
    from zhuke.modules.orgs.actors import tree

    units = tree()
    sums: dict[Any, dict[str, float]] = {}
    found = rows.values("unit_id").annotate(total=Avg("completeness"), count=Count("pk"), below=Count("pk", filter=BELOW))
    for group in found.order_by():
        company = units.company_of(group["unit_id"])
        held = sums.setdefault(company, {"points": 0.0, "count": 0, "below": 0})
        held["points"] += float(group["total"] or 0) * group["count"]
        held["count"] += group["count"]
        held["below"] += group["below"]
    resource = by_name("units")
    names = dict(resource.model._default_manager.filter(pk__in=[c for c in sums if c]).values_list("pk", "name")) if resource else {}
    return [
        {
            "id": company,
            "label": names.get(company, ""),
            "hint": "",
            "target": target_for(company),
            "average": held["points"] / held["count"],
            "count": held["count"],
            "below": held["below"],
        }
        for company, held in sums.items()
    ]


def fix_next(actor: Actor, *, owner: UUID | None, limit: int) -> list[dict[str, Any]]:
    """The customers whose gaps weigh most: valuable and recently contacted ones first, each with what is missing and what it gains."""
    rows = short_of_target(actor)
    if owner:
        rows = rows.filter(owner_id=owner)
    best = list(rows.order_by("value_class", "completeness", "-last_contact_at").exclude(value_class="")[:limit])
    if len(best) < limit:
        best += list(rows.filter(value_class="").order_by("completeness", "pk")[: limit - len(best)])
    missing = missing_of([row.pk for row in best])
    return [
        {
            "id": row.pk,
            "label": row.name,
            "number": row.number,
            "completeness": row.completeness,
            "value_class": row.value_class,
            "missing": [
                part for part in missing[row.pk] if actor.sees("customers", part["field"]) or part["field"] not in by_model(Customer).masked
            ],
        }
        for row in best
    ]


def short_of_target(actor: Actor) -> QuerySet[Customer]:
    """The customers below their company's target that the actor may complete."""
    rows: QuerySet[Customer] = visible(actor, by_model(Customer), "update").annotate(target=target_of_row())
    return rows.filter(BELOW, archived_at=None)


def explained(actor: Actor, customer: Customer) -> dict[str, Any]:
    """Value, completeness, credit and tags of one customer with their reasons; amounts only for those who see them."""
    amounts, budget = actor.sees("cooperations", "amount"), actor.sees("customers", "budget")
    found = explain(customer.pk, amounts=amounts, budget=budget)
    if not (amounts and budget):
        found["value"]["reasons"] = []
    return found


def preview(actor: Actor, kept: Customer, other: Customer) -> dict[str, Any]:
    """Both sides field by field within the actor's rights, the counts of what would move, and what forbids the merge."""
    specs = readable_specs(actor, by_model(Customer))
    fields = []
    for name in (*FIELDS, *LISTS):
        if name not in specs:
            continue
        raw = [getattr(side, f"{name}_id" if specs[name].family == "ref" else name) for side in (kept, other)]
        sides = [shown(specs[name], value) for value in raw]
        fields.append(
            {
                "name": name,
                "label": str(specs[name].label),
                "kept": sides[0],
                "merged": sides[1],
                "same": raw[0] == raw[1],
                "list": name in LISTS,
            }
        )
    codes = {side.credit_code for side in (kept, other) if side.credit_code and is_valid(side.credit_code)}
    moving: dict[str, int] = {}
    for model, column in places():
        rows = model._default_manager.filter(**{column: other.pk})
        count = (rows.filter(resource="customers") if column == "object_id" else rows).count()
        if count:
            moving[str(model._meta.verbose_name)] = moving.get(str(model._meta.verbose_name), 0) + count
    return {
        "fields": fields,
        "moving": [{"label": label, "count": count} for label, count in moving.items()],
        "codes_differ": len(codes) > 1,
    }
