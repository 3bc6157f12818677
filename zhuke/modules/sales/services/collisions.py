"""The collision guard (R67, X2): who in the group is after the same owner or the same project. Of a sister company only whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.customers.models import Customer
from zhuke.modules.orgs.actors import tree
from zhuke.modules.orgs.models import Unit
from zhuke.modules.sales.domain.likeness import likeness, pairs, project_key
from zhuke.modules.sales.models import Opportunity

LIMIT = 8
CANDIDATES = 100
SIMILAR = 0.6
ALIKE = """
SELECT id FROM sales_opportunity o
WHERE state = 'open' AND archived_at IS NULL AND grams && %(grams)s::text[]
ORDER BY (SELECT count(*) FROM unnest(%(grams)s::text[]) g WHERE g = ANY(o.grams)) DESC, id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Found:
    """An open opportunity that may be the same pursuit. ``verdict``: same (owner and project), owner, project."""

    row: Opportunity
    verdict: str
    score: float
    inside: bool


def collisions(actor: Actor, *, customer: UUID | None = None, name: str = "", exclude: UUID | None = None) -> list[Found]:
    """Open opportunities of the whole group with the same owner or a similar name, most alike first. Raises not_found (customer)."""
    parties = same_party(get_visible(actor, by_model(Customer), customer)) if customer else []
    key = project_key(name)
    rows = Opportunity.objects.filter(pk__in=_candidates(parties, key), state="open", archived_at=None)
    if exclude:
        rows = rows.exclude(pk=exclude)
    scored = [
        (row, row.customer_id in parties, likeness(key, row.name_key)) for row in rows.select_related("customer", "owner", "unit", "stage")
    ]
    judged = [(row, verdict, score) for row, owner, score in scored if (verdict := _verdict(owner, score))]
    best = sorted(judged, key=lambda item: (("same", "project", "owner").index(item[1]), -item[2]))[:LIMIT]
    mine = set(visible(actor, by_model(Opportunity)).filter(pk__in=[row.pk for row, _v, _s in best]).values_list("pk", flat=True))
    return [Found(row, verdict, score, row.pk in mine) for row, verdict, score in best]


def same_party(customer: Customer) -> list[UUID]:
    """This customer and the group's other records of the same party: the same credit code, or the same name in other spelling."""
    same = Q(pk=customer.pk)
    if customer.credit_code:
        same |= Q(credit_code=customer.credit_code)
    if customer.name_key:
        same |= Q(name_key=customer.name_key)
    return list(Customer.objects.filter(same).values_list("pk", flat=True)[:CANDIDATES])


def _candidates(parties: list[UUID], key: str) -> list[UUID]:
    found = list(
        Opportunity.objects.filter(customer__in=parties, state="open", archived_at=None)
        .order_by("-pk")
        .values_list("pk", flat=True)[:CANDIDATES]
    )
    if grams := sorted(pairs(key)):
        with connection.cursor() as cursor:
            cursor.execute(ALIKE, {"grams": grams, "limit": CANDIDATES})
            found += [row[0] for row in cursor.fetchall()]
    return found


def _verdict(same_owner: bool, score: float) -> str:
    if score >= SIMILAR:
        return "same" if same_owner else "project"
    return "owner" if same_owner else ""


def told(found: Found) -> dict[str, Any]:
    """What the asking person may learn: inside the scope the opportunity; outside the company and whom to call, no name, no price."""
    row = found.row
    answer: dict[str, Any] = {"verdict": found.verdict, "inside": found.inside}
    if found.inside:
        return answer | {
            "score": round(found.score * 100),
            "opportunity": {
                "id": row.pk,
                "label": row.name,
                "number": row.number,
                "customer": {"id": row.customer_id, "label": row.customer.name},
                "owner": row.owner.name if row.owner else "",
                "unit": row.unit.name,
                "stage": row.stage.title,
            },
        }
    company = Unit.objects.select_related("manager").filter(pk=tree().company_of(row.unit_id) or row.unit_id).first()
    call = row.owner or (company.manager if company else None)
    return answer | {
        "sister": {"company": company.name if company else "", "person": call.name if call else "", "phone": call.phone if call else ""}
    }
