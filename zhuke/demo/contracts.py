"""Contracts with their lives: agreed, signed, carried out month by month, changed, accepted, settled, under warranty, closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from zhuke.modules.contracts.domain.months import months_after
from zhuke.modules.contracts.domain.split import Part, split
from zhuke.modules.contracts.models import Bond, Contract, Line, Party, PaymentTerm, Variation
from zhuke.modules.quotes.domain.amounts import Amounts, added, cents, line_amounts

from .books import Books, working_moment
from .offers import BUILDING, CIVIL, ROADS
from .rhythm import working_day
from .rows import plain, row
from .source import Source
from .terms import CHANGES, NOTES, PARTS_OF_SUB, RATES, TERMS, WARRANTY, goods_of

if TYPE_CHECKING:
    from .children import Children
    from .deals import Deal
    from .group import Member

DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class Life:
    """One contract while its rows are made. Days that have not come are None."""

    to: Children
    source: Source
    id: UUID
    kind: str
    name: str
    at: dt.datetime
    keeper: Member
    state: str
    signed: dt.date | None
    starts: dt.date
    ends: dt.date
    opportunity: UUID | None = None
    industry: str = ""
    began: dt.date | None = None
    finish: dt.date | None = None  # when the work is over, also a day to come
    settled: dt.date | None = None
    amount: Decimal = Decimal(0)
    current: Decimal = Decimal(0)
    settlement: Decimal | None = None
    warranty_until: dt.date | None = None
    closed: dt.date | None = None
    ids: list[UUID] = field(default_factory=list)  # of its payment terms
    terms: list[Any] = field(default_factory=list)

    @property
    def direction(self) -> str:
        """Of the money."""
        return "income" if self.kind == "main" else "expense"

    @property
    def today(self) -> dt.date:
        """The day of the demonstration."""
        return self.to.book.today

    @property
    def done(self) -> dt.date | None:
        """When the work was accepted, if it was."""
        return self.finish if self.finish and self.finish <= self.today else None

    @property
    def total(self) -> Decimal:
        """What it comes to now."""
        return self.settlement if self.settlement is not None else self.current


def add_income(to: Children, deal: Deal, key: UUID, starts: dt.date, ends: dt.date) -> None:
    """The contract of a deal that was won."""
    at = deal.closed or deal.opened
    source, age = Source(to.book.seed, f"contract/{key}"), (to.book.today - at.date()).days
    begun = deal.reached.get(4)
    state = "performing" if begun else "draft" if age < 15 else "approved" if age < 20 else "signed"
    life = Life(
        to, source, key, "main", f"{deal.project.name}施工总承包合同"[:160], at, to.keeper(at), state,
        at.date() if state in ("signed", "performing") else None, starts, ends, deal.id, deal.project.industry,
    )  # fmt: skip
    if begun:
        life.began = max(begun.date(), at.date())
        life.finish = life.began + DAY * round(max(60, (ends - life.began).days) * source.uniform(0.96, 1.12))
    _write(life, _building(life, deal.amount))


def add_expenses(to: Children) -> None:
    """What was ordered from a supplier or a subcontractor: one or two contracts for the works of our own that it was needed on."""
    if to.client.family not in ("supply", "sub"):
        return
    source = Source(to.book.seed, f"expense/{to.client.id}")
    for place in range(source.many(1.25, 4)):
        _expense(to, source, place)


def _expense(to: Children, source: Source, place: int) -> None:
    client, today = to.client, to.book.today
    days = (today - client.since.date()).days
    if days < 10:
        return
    at = working_moment(source, client.since.date() + DAY * source.randint(5, days), to.book.now)
    kind = "purchase" if client.family == "supply" else "sub"
    project = source.one(to.book.references[client.firm.id])
    trade = client.company.trade.removesuffix("贸易").removesuffix("工程")
    name = f"{project.name}{trade}{'采购合同' if kind == 'purchase' else '专业分包合同'}"[:160]
    starts = working_day(at.date() + DAY * source.randint(5, 30))
    ends = starts + DAY * source.randint(60, 150 if kind == "purchase" else 330)
    recent = (today - at.date()).days < 12
    life = Life(to, source, source.id(at), kind, name, at, to.keeper(at), "draft" if recent else "signed", None if recent else at.date(),
                starts, ends, industry=project.industry)  # fmt: skip
    if not recent and starts <= today:
        life.state, life.began = "performing", starts
        life.finish = starts + DAY * round((ends - starts).days * source.uniform(0.7, 1.15))
    wish = (project.amount * Decimal(f"{source.uniform(0.02, 0.12 if kind == 'sub' else 0.06):.4f}")).quantize(Decimal(1))
    wish = min(max(wish, Decimal(120_000)), Decimal(30_000_000))
    _write(life, _goods(life, wish) if kind == "purchase" else _parts(life, wish))


# -- what is agreed ----------------------------------------------------------------------------------------


def _building(life: Life, amount: Decimal) -> list[Any]:
    parts = [(name, text, share) for name, text, _uom, share, _cost in (CIVIL if life.industry in ROADS else BUILDING)]
    return _shared(life, amount, parts)


def _parts(life: Life, amount: Decimal) -> list[Any]:
    return _shared(life, amount.quantize(Decimal(-4)), [(name, "按分包清单", share) for name, share in PARTS_OF_SUB])


def _shared(life: Life, amount: Decimal, parts: list[tuple[str, str, int]]) -> list[Any]:
    """Lines that are shares of the amount, the last what the others leave."""
    left, rows = amount, []
    for place, (name, text, share) in enumerate(parts, 1):
        price = left if place == len(parts) else cents(amount * share / 100)
        left -= price
        rows.append((name, text, Decimal(1), "项", price))
    return _lines(life, rows)


def _goods(life: Life, wish: Decimal) -> list[Any]:
    """Quantities in tens of whole yuan: every share of the sum is one of whole cents."""
    offered = goods_of(life.to.client.company.trade)
    rows = []
    for name, text, uom, usual in offered:
        price = Decimal(max(1, round(usual * life.source.uniform(0.93, 1.07))))
        quantity = max(Decimal(10), (wish / len(offered) / price).quantize(Decimal(-1)))
        rows.append((name, text, quantity, uom, price))
    return _lines(life, rows)


def _lines(life: Life, rows: list[tuple[str, str, Decimal, str, Decimal]]) -> list[Any]:
    made, rate = [], RATES[life.kind]
    for place, (name, text, quantity, uom, price) in enumerate(rows, 1):
        found = line_amounts(quantity, price, rate=Decimal(rate))
        made.append(
            row(
                Line, id=life.source.id(life.at), created_at=life.at, created_by_id=life.keeper.id, contract_id=life.id, position=place,
                name=name, specification=text, quantity=quantity, uom=uom, unit_price=price, tax_rate=rate, net_amount=found.net,
                tax_amount=found.tax, total_amount=found.total,
            )
        )  # fmt: skip
    return made


def _sums(lines: list[Any]) -> Amounts:
    return added(Amounts(line.total_amount, line.net_amount, line.tax_amount, line.total_amount) for line in lines)


# -- what became of it -------------------------------------------------------------------------------------


def _write(life: Life, lines: list[Any]) -> None:
    into, sums = life.to.into, _sums(lines)
    life.amount = life.current = sums.total
    into.contract_lines.extend(lines)
    _variations(life)
    _settle(life)
    _parties(life)
    _terms(life)
    _bond(life)
    if life.signed:
        paid = Books(life).keep()
        if paid and life.settled and life.warranty_until and life.warranty_until < life.today:
            life.state, life.closed = "closed", min(max(paid, life.warranty_until) + DAY, life.today)
    into.contracts.append(_contract(life, sums))
    if life.signed:
        life.to.event("contracts.signed", life.at, life.keeper, {"on": life.signed.isoformat()}, life.id, "contracts")


def _settle(life: Life) -> None:
    if life.done is None:
        return
    life.warranty_until = months_after(life.done, WARRANTY[life.kind])
    after = working_day(life.done + DAY * (life.source.randint(45, 150) if life.kind != "purchase" else life.source.randint(5, 30)))
    if after > life.today:
        return
    life.settled, life.state = after, "settled"
    rough = life.current if life.kind == "purchase" else life.current * Decimal(f"{life.source.uniform(0.99, 1.003):.5f}")
    life.settlement = cents(rough)


def _variations(life: Life) -> None:
    """Changes that were approved; a contract runs longer by their days."""
    if life.began is None or life.kind == "purchase" or not life.source.chance(0.3):
        return
    last = life.done or life.today
    for place in range(life.source.randint(1, 2)):
        day = working_day(life.began + DAY * round((last - life.began).days * life.source.random() * 0.9))
        approved = working_day(day + DAY * life.source.randint(4, 18))
        if approved > last or day >= life.today:
            continue
        name, kind, reason = life.source.one(CHANGES)
        amount = (life.amount * Decimal(f"{life.source.uniform(0.002, 0.025):.4f}")).quantize(Decimal(-2))
        amount = -min(amount, (life.amount / 200).quantize(Decimal(-2))) if name.startswith("取消") else amount
        at = working_moment(life.source, day, life.to.book.now)
        days = life.source.one((None, None, 5, 10, 15)) if amount > 0 else None
        life.to.into.variations.append(
            row(
                Variation, id=life.source.id(at), created_at=at, created_by_id=life.keeper.id, contract_id=life.id, number="",
                kind=kind, name=name, amount=amount, days=days, reason=reason, happened_on=day, state="approved", approved_on=approved,
                place=place + 1,
            )
        )  # fmt: skip
        life.current += amount
        life.ends += DAY * (days or 0)


def _terms(life: Life) -> None:
    """The usual terms; those are reached whose condition was met."""
    agreed = TERMS[life.kind]
    amounts = split([Part(term.kind, term.ratio) for term in agreed], signed=life.amount, total=life.total)
    planned = (life.signed or life.starts) + DAY * 10
    for place, (term, amount) in enumerate(zip(agreed, amounts, strict=True), 1):
        reached = life.done if term.trigger == "milestone" and term.kind != "settlement" else None
        if term.trigger == "retention" and life.warranty_until and life.warranty_until < life.today:
            reached = life.warranty_until + DAY
        note = "" if reached is None else "质保期满" if term.trigger == "retention" else "验收合格，资料已移交"
        made = row(
            PaymentTerm, id=life.source.id(life.at), created_at=life.at, created_by_id=life.keeper.id, contract_id=life.id,
            position=place, kind=term.kind, name=term.name, trigger=term.trigger, milestone=term.milestone, ratio=term.ratio,
            output_ratio=term.output, due_days=term.days, amount=amount, state="reached" if reached else "planned", reached_on=reached,
            reached_by_id=life.keeper.id if reached else None, acceptance_note=note,
            planned_on=planned if term.trigger == "date" else max(life.ends, planned) if term.trigger == "milestone" else None,
        )  # fmt: skip
        life.terms.append(made)
    life.to.into.payment_terms.extend(life.terms)


def _parties(life: Life) -> None:
    client, to = life.to.client, life.to
    ours, theirs = ("second", "first") if life.direction == "income" else ("first", "second")
    head = (client.firm.of("subsidiary_manager") or [client.owner])[0]
    values: tuple[tuple[str, dict[str, Any]], ...] = (
        (theirs, {"customer_id": client.id, "name": client.name, "credit_code": to.into.customers[-1].credit_code or "",
                  "signatory": to.contacts[0][0].name}),
        (ours, {"unit_id": client.firm.id, "name": to.book.firm_names[client.firm.id], "signatory": head.name}),
    )  # fmt: skip
    for role, known in values:
        to.into.contract_parties.append(
            row(
                Party, id=life.source.id(life.at), created_at=life.at, created_by_id=life.keeper.id, contract_id=life.id, role=role, **known
            )
        )


def _bond(life: Life) -> None:
    """A performance bond on most works, given back after acceptance."""
    if life.signed is None or life.kind == "purchase" or not life.source.chance(0.55 if life.kind == "main" else 0.25):
        return
    issued = working_day(life.signed + DAY * 6)
    if issued > life.today:
        return
    expires = life.ends + DAY * life.source.randint(20, 60)
    back = working_day(life.done + DAY * 20) if life.done else None
    at = working_moment(life.source, issued, life.to.book.now)
    city = life.to.client.city.short
    life.to.into.bonds.append(
        row(
            Bond, id=life.source.id(at), created_at=at, created_by_id=life.keeper.id, contract_id=life.id, kind="performance",
            side="ours" if life.direction == "income" else "theirs", form=life.source.one(life.to.book.bond_kinds),
            number=f"LB{issued:%Y%m}{life.source.randint(1000, 9999)}", amount=cents(life.amount / 10),
            issuer=f"{city}{life.source.one(('城东支行', '开发区支行', '营业部', '融资担保有限公司'))}", issued_on=issued,
            expires_on=max(expires, issued), returned_on=back if back and back <= life.today else None,
        )
    )  # fmt: skip


def _contract(life: Life, sums: Amounts) -> Any:
    client = life.to.client
    worried = life.direction == "income" and client.paying == "bad" and life.state in ("performing", "settled")
    return plain(
        Contract, id=life.id, created_at=life.at, created_by_id=life.keeper.id, number="", name=life.name, kind=life.kind,
        direction=life.direction, customer_id=client.id, opportunity_id=life.opportunity, unit_id=life.keeper.unit,
        owner_id=client.owner.id, subject=f"{life.name.removesuffix('合同')}范围内的全部内容", place=f"{client.city.name}",
        amount=sums.total, amount_net=sums.net, tax=sums.tax, tax_rate=Decimal(RATES[life.kind]), current_amount=life.current,
        settlement_amount=life.settlement, payment_note=NOTES[life.kind], retention_rate=TERMS[life.kind][-1].ratio,
        penalty_rate=Decimal("0.300"), penalty_cap=Decimal(5), warranty_months=WARRANTY[life.kind], warranty_from=life.done,
        warranty_until=life.warranty_until, state=life.state, signed_on=life.signed, starts_on=life.starts, ends_on=life.ends,
        began_on=life.began, settled_on=life.settled, closed_on=life.closed, risk_level="watch" if worried else "none",
        risk_note="付款习惯差，按月跟踪回款" if worried else "",
    )  # fmt: skip
