"""The one place that rewrites a customer's derived columns: completeness, value, automatic tags, dates of contact.

They follow from rows that have history of their own, so rewriting them makes neither a version nor a history entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from zhuke.kernel.audit import deriving
from zhuke.modules.customers.domain import completeness, credit, tagging, value
from zhuke.modules.customers.models import Contact, Customer, Interaction

CHUNK = 2000

# One pass over a chunk of customers with everything the rules need to know of their children.
FACTS = """
SELECT c.id, c.name, c.kind, c.industry, c.region, c.city, c.roles, c.owner_id, c.intention, c.source, c.credit_code, c.registered_capital,
       c.budget,
       c.pain_points, c.business_scope, c.remark, c.employees, c.credit_grade, c.established_on, c.phone,
       k.contacts, k.phones, k.emails, i.first_at, i.last_at, n.next_at, a.addresses,
       p.projects, p.recent, p.total, p.largest, p.late, p.longest, p.settled, p.disputes
FROM customers_customer c
LEFT JOIN LATERAL (SELECT count(*) AS contacts, count(*) FILTER (WHERE phone <> '' OR landline <> '') AS phones,
                          count(*) FILTER (WHERE email <> '') AS emails
                   FROM customers_contact WHERE customer_id = c.id AND archived_at IS NULL) k ON true
LEFT JOIN LATERAL (SELECT min(occurred_at) AS first_at, max(occurred_at) AS last_at
                   FROM customers_interaction WHERE customer_id = c.id AND archived_at IS NULL) i ON true
LEFT JOIN LATERAL (SELECT min(next_contact_at) AS next_at
                   FROM customers_interaction WHERE customer_id = c.id AND archived_at IS NULL AND next_contact_at > i.last_at) n ON true
LEFT JOIN LATERAL (SELECT count(*) AS addresses FROM customers_address WHERE customer_id = c.id AND archived_at IS NULL) a ON true
LEFT JOIN LATERAL (SELECT count(*) AS projects, count(*) FILTER (WHERE started_on > %(recent)s) AS recent, sum(amount) AS total,
                          max(amount) AS largest,
                          count(*) FILTER (WHERE paid_late_days > 0) AS late, max(paid_late_days) AS longest,
                          count(*) FILTER (WHERE paid_late_days IS NOT NULL) AS settled, count(*) FILTER (WHERE disputed) AS disputes
                   FROM customers_cooperation WHERE customer_id = c.id AND archived_at IS NULL) p ON true
WHERE c.id = ANY(%(ids)s)
"""
WRITE = """
UPDATE customers_customer c
SET completeness = v.completeness, value_score = v.value_score, value_class = v.value_class, auto_tags = v.auto_tags,
    first_contact_at = v.first_at, last_contact_at = v.last_at, next_contact_at = v.next_at
FROM jsonb_to_recordset(%s::jsonb) AS v(id uuid, completeness int, value_score int, value_class varchar, auto_tags varchar[],
                                        first_at timestamptz, last_at timestamptz, next_at timestamptz)
WHERE c.id = v.id AND (c.completeness, c.value_score, c.value_class, c.auto_tags, c.first_contact_at, c.last_contact_at, c.next_contact_at)
      IS DISTINCT FROM (v.completeness, v.value_score, v.value_class, v.auto_tags, v.first_at, v.last_at, v.next_at)
"""

OWN_FACTS = (
    "id", "name", "kind", "industry", "region", "city", "roles", "owner_id", "intention", "source", "credit_code", "registered_capital",
    "budget", "pain_points", "business_scope", "remark", "employees", "credit_grade", "established_on", "phone",
)  # fmt: skip
NO_CHILDREN: dict[str, Any] = {
    "contacts": 0, "phones": 0, "emails": 0, "first_at": None, "last_at": None, "next_at": None, "addresses": 0, "projects": 0, "recent": 0,
    "total": None, "largest": None, "late": 0, "longest": None, "settled": 0, "disputes": 0,
}  # fmt: skip


def derive(ids: Iterable[UUID]) -> int:
    """Rewrite the derived columns of these customers where they changed; two statements per 2,000. Returns how many changed."""
    keys, changed = list(ids), 0
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        with transaction.atomic(), deriving(), connection.cursor() as cursor:
            cursor.execute(WRITE, [_as_json([_derived(facts) for facts in facts_of(chunk)])])
            changed += cursor.rowcount
    return changed


def preset(customer: Customer, contact: Contact | None, talk: Interaction | None) -> None:
    """Put the derived columns on a customer that is about to be inserted with at most one contact and talk: saves a second statement."""
    own = {name: getattr(customer, name) for name in OWN_FACTS}
    at = talk.occurred_at if talk else None
    children = {
        "contacts": int(contact is not None),
        "phones": int(bool(contact and (contact.phone or contact.landline))),
        "emails": int(bool(contact and contact.email)),
        "first_at": at,
        "last_at": at,
    }
    derived = _derived({**NO_CHILDREN, **own, **children})
    for name in ("completeness", "value_score", "value_class", "auto_tags"):
        setattr(customer, name, derived[name])
    customer.first_contact_at = customer.last_contact_at = at


def facts_of(ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """What is known of these customers and their children, one row each."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"ids": list(ids), "recent": timezone.localdate() - dt.timedelta(days=3 * 365)})
        names = [column.name for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _derived(facts: dict[str, Any]) -> dict[str, Any]:
    score, grade = value.rated(_value_facts(facts))
    return {
        "id": facts["id"],
        "completeness": completeness.score(_completeness_facts(facts)),
        "value_score": score,
        "value_class": grade,
        "auto_tags": [tag.name for tag in _tags(facts, worded=False)],
        "first_at": facts["first_at"],
        "last_at": facts["last_at"],
        "next_at": facts["next_at"],
    }


def _completeness_facts(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        **facts,
        "owner": facts["owner_id"],
        "has_contact": facts["contacts"] > 0,
        "has_contact_phone": facts["phones"] > 0,
        "has_contact_email": facts["emails"] > 0,
        "has_interaction": facts["last_at"] is not None,
        "has_address": facts["addresses"] > 0,
    }


def _value_facts(facts: dict[str, Any]) -> value.ValueFacts:
    return value.ValueFacts(
        facts["largest"], facts["budget"], facts["projects"], facts["recent"], facts["credit_grade"], facts["longest"], facts["disputes"]
    )


def _tags(facts: dict[str, Any], *, worded: bool = True) -> list[tagging.Tag]:
    last = facts["last_at"]
    known = {
        **{name: facts[name] for name in ("name", "business_scope", "budget", "employees", "registered_capital")},
        "remark": " ".join(part for part in (facts["pain_points"], facts["remark"]) if part),
        "last_contact_days": (timezone.now() - last).days if last else None,
        "cooperation_count": facts["projects"],
        "cooperation_amount": facts["total"],
    }
    return tagging.auto_tags(known, worded=worded)


def explain(customer: UUID, *, amounts: bool, budget: bool) -> dict[str, Any]:
    """Value, completeness, tags and credit of one customer, each with its reasons in words.

    Without sight of the ``amounts`` of cooperations, or of the ``budget``, tags and credit keep silent about how much it was, and nobody
    learns that a budget is missing.
    """
    facts = facts_of([customer])[0]
    hidden = {*(() if amounts else ("cooperation_amount", "largest_cooperation")), *(() if budget else ("budget",))}
    gaps = [gap for gap in _gaps(facts) if gap["field"] not in hidden]
    return {
        "value": asdict(value.assess(_value_facts(facts))),
        "completeness": {"score": completeness.score(_completeness_facts(facts)), "missing": gaps},
        "auto_tags": [{"tag": tag.name, "why": "" if tag.field in hidden else tag.why} for tag in _tags(facts)],
        "credit": asdict(_credit(facts, worded=amounts)),
    }


def missing_of(ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """The gaps of several customers, the most rewarding first."""
    return {facts["id"]: _gaps(facts) for facts in facts_of(ids)} if ids else {}


def _gaps(facts: dict[str, Any]) -> list[dict[str, Any]]:
    return [asdict(gap) for gap in completeness.missing(_completeness_facts(facts))]


def _credit(facts: dict[str, Any], *, worded: bool = True) -> credit.CreditAssessment:
    record = credit.PaymentRecord(facts["projects"], facts["settled"], facts["late"], facts["longest"], facts["disputes"], facts["total"])
    years = (timezone.localdate() - facts["established_on"]).days // 365 if facts["established_on"] else None
    return credit.assess(record, capital=facts["registered_capital"], years=years, grade=facts["credit_grade"], amounts=worded)


def _as_json(rows: list[dict[str, Any]]) -> str:
    import json

    def plain(item: Any) -> Any:
        return str(item) if isinstance(item, UUID | Decimal) else item.isoformat()

    return json.dumps(rows, default=plain)
