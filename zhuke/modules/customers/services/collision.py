"""Looks for the same party: while typing, in imports, and over the whole group without telling more than whom to call (R16, R67, X2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.filters import normal
from zhuke.kernel.resource import by_model
from zhuke.modules.customers.domain.contact_points import parse_phone
from zhuke.modules.customers.domain.credit_code import normalise
from zhuke.modules.customers.domain.duplicates import Match, PartySummary, compare
from zhuke.modules.customers.domain.names import comparison_key
from zhuke.modules.customers.models import Contact, Customer, NotDuplicate

CANDIDATES = 200
# Ordered by how many pairs are shared: the first 200 of an unordered search missed two of three look-alikes.
ALIKE = """
SELECT id FROM customers_customer c
WHERE archived_at IS NULL AND grams && %(grams)s::text[]
ORDER BY (SELECT count(*) FROM unnest(%(grams)s::text[]) g WHERE g = ANY(c.grams)) DESC, id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Found:
    """A customer that may be the same party. Outside the asking person's scope ``customer`` stays unknown to the answer."""

    customer: Customer
    match: Match
    inside: bool


def look_alikes(
    actor: Actor, *, name: str = "", credit_code: str = "", phone: str = "", exclude: UUID | None = None, limit: int = 8
) -> list[Found]:
    """The best candidates over the whole group, best first; pairs that people declared different are left out."""
    asked = PartySummary(name=name, credit_code=normalise(credit_code) if credit_code else "", phones=_phones(phone))
    rows = Customer.objects.filter(pk__in=_candidates(asked)).select_related("owner", "unit")
    if exclude:
        rows = rows.exclude(pk__in=[exclude, *_declared_different(exclude)])
    scored = [(compare(asked, party_of(row)), row) for row in rows]
    best = sorted((pair for pair in scored if pair[0].verdict != "different"), key=lambda pair: -pair[0].score)[:limit]
    mine = set(visible(actor, by_model(Customer)).filter(pk__in=[row.pk for _m, row in best]).values_list("pk", flat=True))
    return [Found(row, match, row.pk in mine) for match, row in best]


def _candidates(asked: PartySummary) -> list[UUID]:
    """Ids worth comparing: the same code, phone or name key, then the names that share most pairs of characters with it."""
    key = comparison_key(asked.name) if asked.name else ""
    exact = Q(name_key=key) if key else Q(pk__in=[])
    if asked.credit_code:
        exact |= Q(credit_code=asked.credit_code)
    for phone in asked.phones:
        exact |= Q(phone=phone) | Q(pk__in=Contact.objects.filter(phone=phone, archived_at=None).values("customer"))
    found = list(Customer.objects.filter(exact, archived_at=None).values_list("pk", flat=True)[:CANDIDATES])
    text = normal(key)
    grams = sorted({text[i : i + 2] for i in range(len(text) - 1)})
    if grams:
        with connection.cursor() as cursor:
            cursor.execute(ALIKE, {"grams": grams, "limit": CANDIDATES})
            found += [row[0] for row in cursor.fetchall()]
    return list(dict.fromkeys(found))


def _phones(text: str) -> tuple[str, ...]:
    point = parse_phone(text) if text else None
    return (point.value,) if point and point.value and not point.problem else ()


def party_of(row: Customer) -> PartySummary:
    """What is compared of a customer."""
    return PartySummary(
        name=row.name, former_names=tuple(row.former_names), credit_code=row.credit_code, phones=(row.phone,) if row.phone else ()
    )


def _declared_different(customer: UUID) -> list[UUID]:
    pairs = NotDuplicate.objects.filter(Q(first=customer) | Q(second=customer)).values_list("first_id", "second_id")
    return [second if first == customer else first for first, second in pairs]


def told(found: Found) -> dict[str, Any]:
    """What the asking person may learn: inside the scope the customer, outside only the company and whom to call."""
    row, match = found.customer, found.match
    answer: dict[str, Any] = {"verdict": match.verdict, "inside": found.inside}
    if found.inside:
        owner = row.owner.name if row.owner else ""
        return answer | {
            "score": round(match.score),
            "reasons": list(match.reasons),
            "customer": {
                "id": row.pk,
                "label": row.name,
                "number": row.number,
                "owner": owner,
                "unit": row.unit.name,
                "credit_code": row.credit_code,
            },
        }
    from zhuke.modules.orgs.actors import tree
    from zhuke.modules.orgs.models import Unit

    company = Unit.objects.filter(pk=tree().company_of(row.unit_id) or row.unit_id).first()
    call = row.owner or (company.manager if company else None)
    return answer | {
        "sister": {"company": company.name if company else "", "person": call.name if call else "", "phone": call.phone if call else ""}
    }
