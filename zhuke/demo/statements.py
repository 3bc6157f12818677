"""Statements of account of the last month, as accountants sent them and customers answered; and the limits that risk control has set."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Sum

from zhuke.commons.numbering.services import take_numbers
from zhuke.modules.billing.models import Receivable
from zhuke.modules.collection.models import CustomerCredit, Statement
from zhuke.modules.collection.services.places import company_of
from zhuke.modules.collection.services.statements import fill
from zhuke.modules.customers.models import Contact

from .recording import ACTOR, recorded
from .rhythm import working_day
from .rows import Row, copy, row
from .source import Odds, Source, moment

if TYPE_CHECKING:
    from .book import Book

MOST = 40
STATES = Odds({"draft": 3.0, "sent": 5.0, "confirmed": 9.0, "disputed": 2.0})
OBJECTIONS = ("第二笔金额与我方账面不符，请核对。", "有一笔已付未入账，附付款回单。", "质量扣款尚未抵减，请更正后重发。")


def add(book: Book) -> int:
    """Statements of those who owe the most, and credit limits of theirs; returns how many statements."""
    owing = (
        Receivable.objects.open_income().values("customer_id", "unit_id").annotate(total=Sum("balance")).order_by("-total", "customer_id")
    )
    sums: dict[tuple[UUID, UUID], tuple[Decimal, UUID]] = {}
    for found in owing:
        key = (found["customer_id"], company_of(found["unit_id"]))
        sums[key] = (sums.get(key, (Decimal(0),))[0] + found["total"], found["unit_id"])
    chosen = sorted(sums, key=lambda key: (-sums[key][0], str(key)))[: max(3, min(MOST, book.total // 40))]
    until = book.today.replace(day=1) - dt.timedelta(days=1)
    made = [_statement(book, customer, company, sums[customer, company][1], until) for customer, company in chosen]
    for statement, number in zip(made, take_numbers(ACTOR, "statements", None, until, len(made)), strict=True):
        statement.number = number
    with recorded(Statement, CustomerCredit):
        copy(CustomerCredit, _limits(book, {customer: sums[customer, company][0] for customer, company in chosen}))
        return copy(Statement, [_plain(one) for one in made])


def _plain(made: Statement) -> Row:
    fields = [field for field in Statement._meta.concrete_fields if not field.generated]
    found: Row = row(Statement, **{field.attname: getattr(made, field.attname) for field in fields})
    return found


def _statement(book: Book, customer: UUID, company: UUID, unit: UUID, until: dt.date) -> Statement:
    source = Source(book.seed, f"statement/{customer}/{company}")
    firm = next((firm for firm in book.group.firms if firm.id == company), None)
    clerks = (firm.of("finance") if firm else []) or [member for member in book.group.members if member.role == "finance"]
    clerk, at = source.one(clerks), moment(working_day(until + dt.timedelta(days=2)), source.randint(9, 16), source.randint(0, 59))
    at = min(at, book.now)
    made = Statement(
        id=source.id(at), created_at=at, updated_at=at, created_by_id=clerk.id, customer_id=customer, unit_id=unit, company_id=company,
        owner_id=clerk.id, direction="income", since=until.replace(day=1), until=until, source=f"{customer}:{company}:income:{until}",
    )  # fmt: skip
    fill(made)
    made.name = f"{made.customer.name} {made.since}—{made.until}"[:200]
    _answer(source, made, at, book.now)
    return made


def _answer(source: Source, made: Statement, at: dt.datetime, now: dt.datetime) -> None:
    contact = Contact.objects.filter(customer_id=made.customer_id, archived_at=None).order_by("-is_primary", "created_at").first()
    state = source.pick(STATES)
    if state == "draft" or contact is None or not contact.email:
        return
    made.state, made.sent_to, made.sent_at = "sent", contact.email, at + dt.timedelta(minutes=20)
    answered = at + dt.timedelta(days=source.randint(1, 9), hours=source.randint(0, 5))
    if state == "sent" or answered > now:
        return
    made.state, made.answered_by, made.answered_at, made.updated_at = state, contact.name, answered, answered
    made.answer = source.one(OBJECTIONS) if state == "disputed" else "核对无误"


def _limits(book: Book, sums: dict[UUID, Decimal]) -> list[Any]:
    """A limit somewhat above or below what is owed; a few are used up, of some new business is stopped."""
    source, chief = Source(book.seed, "limits"), next(member for member in book.group.members if member.role == "risk_control")
    owed: dict[UUID, Decimal] = defaultdict(Decimal)
    for customer, total in sums.items():
        owed[customer] += total
    made = []
    for customer, total in owed.items():
        if not source.chance(0.7):
            continue
        at = moment(working_day(book.today - dt.timedelta(days=source.randint(20, 300))), source.randint(9, 16), source.randint(0, 59))
        limit = (total * Decimal(f"{source.uniform(0.8, 2.4):.2f}") / 100_000).quantize(Decimal(1)) * 100_000 + 500_000
        made.append(
            row(
                CustomerCredit, id=source.id(at), created_at=at, created_by_id=chief.id, customer_id=customer, limit=limit,
                valid_until=book.today + dt.timedelta(days=source.randint(-20, 300)), hold=source.chance(0.06), remark="年度授信评审",
            )
        )  # fmt: skip
    return made
