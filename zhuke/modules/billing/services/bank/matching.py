"""Whose money a line of a statement is, and what it pays: proposals with their reasons, the best first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.billing.models import BankLine, InvoiceLink, Receivable
from zhuke.modules.billing.services.places import company_of
from zhuke.modules.customers.models import Customer
from zhuke.modules.orgs.models import Unit

SURE = 80
MOST = 3
MOST_OWED = 20_000
TOKEN = re.compile(r"[0-9a-z][0-9a-z\-_/]+")
FEW = 12  # so many receivables are tried in combinations
NOISE = re.compile(r"[\s（）()·.,，。\-]|有限责任公司|股份有限公司|有限公司|公司")


@dataclass
class Proposal:
    """One reading of a line. ``score`` 0–100; from SURE on it may be confirmed without looking at each."""

    customer: Customer
    parts: list[tuple[Receivable, Decimal]]
    score: int
    reasons: list[str] = field(default_factory=list)


@dataclass
class Book:
    """What is owed in the companies concerned, as the actor sees it, loaded once for a page of lines."""

    customers: list[Customer]
    owed: dict[tuple[UUID, str], list[Receivable]]
    accounts: dict[str, UUID]
    numbers: dict[str, list[Receivable]]


def folded(name: str) -> str:
    """A firm's name for comparison: brackets, blanks and the legal form left out."""
    return NOISE.sub("", name).lower()


def load(actor: Actor, unit_id: UUID, lines: Iterable[BankLine]) -> Book:
    """Everything that proposals for these lines may need: only the customers that some line may mean, and what those owe."""
    rows = list(lines)
    if not rows:
        return Book([], {}, {}, {})
    path = Unit.objects.values_list("path", flat=True).get(pk=company_of(unit_id))
    owed = visible(actor, by_model(Receivable)).filter(state__in=("open", "partial"), unit__path__startswith=path)
    accounts = _accounts(rows)
    named = _numbers(owed, rows)
    wanted = {key for found in named.values() for _pk, key in found} | set(accounts.values())
    wanted |= set(owed.filter(balance__in={x.amount for x in rows}).values_list("customer_id", flat=True)[:200])
    customers = _customers(actor, owed, rows, wanted)
    by_party: dict[tuple[UUID, str], list[Receivable]] = {}
    by_id: dict[UUID, Receivable] = {}
    theirs = owed.filter(customer_id__in=[c.pk for c in customers]).select_related("customer", "contract").order_by("due_on", "pk")
    for row in theirs[:MOST_OWED]:
        by_party.setdefault((row.customer_id, row.direction), []).append(row)
        by_id[row.pk] = row
    numbers = {number: [by_id[pk] for pk, _key in found if pk in by_id] for number, found in named.items()}
    return Book(customers, by_party, accounts, numbers)


def _accounts(rows: list[BankLine]) -> dict[str, UUID]:
    """Whose the accounts of these lines were before, as people confirmed; the last decision counts."""
    known = BankLine.objects.filter(party_account__in={x.party_account for x in rows if x.party_account}, state="matched")
    found = known.exclude(customer=None).order_by("decided_at").values_list("party_account", "customer_id")
    return {account: customer for account, customer in found if customer}


def _customers(actor: Actor, owed: QuerySet[Receivable], rows: list[BankLine], wanted: set[UUID]) -> list[Customer]:
    """Those that some line may mean: by number, account or amount (``wanted``), or by a name like its party."""
    parties = {folded(x.party) for x in rows if x.party} | {folded(x.summary) for x in rows if not x.party}
    exact = {x.party for x in rows if x.party}
    known = visible(actor, by_model(Customer)).filter(
        Q(pk__in=owed.values("customer_id")) | Q(pk__in=wanted) | Q(name__in=exact), archived_at=None
    )
    slim = known.only("id", "name", "short_name", "former_names", "owner_id", "unit_id")
    return [c for c in slim[:MOST_OWED] if c.pk in wanted or any(_like(name, party) for name in _names(c) for party in parties)]


def _like(name: str, party: str) -> bool:
    return bool(party) and (name == party or (len(name) >= 4 and (name in party or (len(party) >= 4 and party in name))))


def _names(customer: Customer) -> dict[str, Any]:
    """The folded names of a customer, each with what it is."""
    names = {folded(customer.name): _("客户名称"), **{folded(n): _("曾用名") for n in customer.former_names}}
    if len(customer.short_name) > 1:
        names.setdefault(folded(customer.short_name), _("客户简称"))
    return names


def _numbers(owed: QuerySet[Receivable], rows: list[BankLine]) -> dict[str, list[tuple[UUID, UUID]]]:
    """Receivables (and their customers) by the numbers that the purposes of these lines name: contract, receivable, invoice."""
    text = " ".join(f"{x.summary} {x.reference}" for x in rows).lower()
    found: dict[str, list[tuple[UUID, UUID]]] = {}
    tokens = {token for token in TOKEN.findall(text) if len(token) >= 5}
    if not tokens:
        return found
    for pk, key, *numbers in owed.values_list("pk", "customer_id", "number", "reference", "contract__number")[:MOST_OWED]:
        for number in {str(n).lower() for n in numbers if n and len(n) >= 5}:
            if number in text:
                found.setdefault(number, []).append((pk, key))
    links = InvoiceLink.objects.filter(state="active", invoice__state="issued", invoice__number__in=tokens, receivable__in=owed)
    for number, pk, key in links.values_list("invoice__number", "receivable_id", "receivable__customer_id"):
        found.setdefault(number.lower(), []).append((pk, key))
    return found


def propose(line: BankLine, book: Book) -> list[Proposal]:
    """The readings of one line, the most likely first; at most three. Empty: somebody has to choose."""
    found = [p for customer in book.customers if (p := _for_customer(line, customer, book))]
    return sorted(found, key=lambda p: (-p.score, p.customer.name))[:MOST]


def _for_customer(line: BankLine, customer: Customer, book: Book) -> Proposal | None:
    score, reasons = _who(line, customer, book)
    owed = book.owed.get((customer.pk, line.direction), [])
    named = [row for row in _named(line, book) if row.customer_id == customer.pk and row.direction == line.direction]
    if named:
        score += 35
        reasons.append(
            _("摘要里写明了“%(number)s”对应的款项") % {"number": named[0].contract.number if named[0].contract else named[0].number}
        )
    parts, points, why = _what(line.amount, named or owed)
    if not score:
        # An amount alone is a weak hint, and only where the sum is not a round one that many owe.
        exact = points >= 30 and len(parts) == 1 and line.amount % 100 != 0
        score = 25 if exact else 0
    if not score:
        return None
    return Proposal(customer, parts, min(score + points, 100), [*reasons, *why])


def _who(line: BankLine, customer: Customer, book: Book) -> tuple[int, list[str]]:
    reasons, score = [], 0
    party = folded(line.party)
    names = _names(customer)
    if party and party in names:
        score += 55
        reasons.append(_("对方户名与%(what)s“%(name)s”一致") % {"what": names[party], "name": customer.name})
    elif party and any(_like(name, party) for name in names):
        score += 30
        reasons.append(_("对方户名“%(party)s”与客户“%(name)s”相近") % {"party": line.party, "name": customer.name})
    elif not party and any(len(name) >= 4 and name in folded(line.summary) for name in names):
        score += 30
        reasons.append(_("摘要里有客户“%(name)s”") % {"name": customer.name})
    if line.party_account and book.accounts.get(line.party_account) == customer.pk:
        score += 40
        reasons.append(_("这个账号 %(tail)s 以前的款已归入该客户") % {"tail": f"…{line.party_account[-4:]}"})
    return score, reasons


def _named(line: BankLine, book: Book) -> list[Receivable]:
    text = f"{line.summary} {line.reference}".lower()
    found = [row for number, rows in book.numbers.items() if number in text for row in rows]
    return list({row.pk: row for row in found}.values())


def _what(amount: Decimal, owed: list[Receivable]) -> tuple[list[tuple[Receivable, Decimal]], int, list[str]]:
    """Which receivables the amount pays: one exactly, several together, or the oldest first."""
    rows = [row for row in owed if not row.disputed]
    exact = next((row for row in rows if row.balance == amount), None)
    if exact:
        return [(exact, amount)], 35, [_("金额与“%(name)s”的未结金额相等") % {"name": exact.name}]
    few = rows[:FEW]
    for size in (2, 3):
        for group in combinations(few, size):
            if sum(row.balance for row in group) == amount:
                return [(row, row.balance) for row in group], 30, [_("金额等于 %(n)d 笔未结款项之和") % {"n": size}]
    return _oldest(amount, rows)


def _oldest(amount: Decimal, rows: list[Receivable]) -> tuple[list[tuple[Receivable, Decimal]], int, list[str]]:
    parts, left = [], amount
    for row in rows:
        if not left:
            break
        part = min(left, row.balance)
        parts.append((row, part))
        left -= part
    if not parts:
        return [], 0, [_("没有未结款项，入账后作为预收预付")]
    reasons = [_("按到期先后核销 %(n)d 笔") % {"n": len(parts)}]
    if left:
        reasons.append(_("多出 ¥%(left)s 留作预收预付") % {"left": f"{left:,.2f}"})
    return parts, 10, reasons


def shown(proposal: Proposal) -> dict[str, Any]:
    """A proposal as the API answers it."""
    return {
        "customer": {"id": proposal.customer.pk, "label": proposal.customer.name},
        "score": proposal.score,
        "sure": proposal.score >= SURE and bool(proposal.parts),
        "reasons": proposal.reasons,
        "parts": [
            {
                "receivable": {"id": row.pk, "label": row.name},
                "number": row.number,
                "due_on": row.due_on,
                "balance": str(row.balance),
                "amount": str(amount),
            }
            for row, amount in proposal.parts
        ],
    }
