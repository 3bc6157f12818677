"""The money of one contract: what falls due, the invoices for it, what was paid and when, every amount with its entries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhuke.modules.billing.domain.vat import tax_of
from zhuke.modules.billing.models import Allocation, Entry, Invoice, InvoiceLink, ProgressCertificate, Receipt, Receivable
from zhuke.modules.quotes.domain.amounts import HUNDRED, ZERO, cents

from .rhythm import working_day
from .rows import plain, row
from .source import Source, moment
from .terms import DISPUTES, RATES

if TYPE_CHECKING:
    from .contracts import Life

DAY = dt.timedelta(days=1)
# Days after the due day on which customers pay, by their habit; the firm itself pays like the last.
LATE = {"good": (-6, 6), "slow": (2, 34), "bad": (15, 170), "us": (0, 30)}
CERTIFIED = Decimal("0.97")
"""Of the amount is certified by months at most: the rest is left to the settlement."""
RECOVERED = Decimal("0.1")
"""Of each month's output is kept back until the advance is paid back."""
BEFORE_LETTER = range(8, 16)
"""Days overdue at which nobody owes anything: without a mail server the letters of the first week would all stay undelivered."""


def working_moment(source: Source, day: dt.date, now: dt.datetime) -> dt.datetime:
    """A moment in the office hours of a day, never after ``now``."""
    return min(moment(day, source.randint(9, 16), source.randint(0, 59), source.randint(0, 59)), now)


def _worked(day: dt.date) -> dt.date:
    """That day, or the last working day before it."""
    while working_day(day) != day:
        day -= DAY
    return day


class Books:
    """Writes the rows of one contract into its chunk."""

    def __init__(self, life: Life) -> None:
        self.life, self.source, self.into, self.today = life, life.source, life.to.into, life.to.book.today
        clerks = life.to.client.firm.of("finance") or [m for m in life.to.book.group.members if m.role == "finance"]
        self.clerk = self.source.one(clerks)
        self.habit = life.to.client.paying if life.direction == "income" else "us"
        self.opened = ZERO
        self.owed = False
        self.last_paid: dt.date | None = None

    def keep(self) -> dt.date | None:
        """All that fell due so far; returns when the last of it was paid, None while something is owed."""
        for term in self.life.terms:
            if term.trigger == "date":
                self._owe(term, term.amount, self.life.signed, term.planned_on + DAY * term.due_days)
            elif term.trigger == "progress":
                self._months(term)
            elif term.kind == "settlement":
                self._settlement(term)
            elif term.reached_on:
                self._owe(term, term.amount, term.reached_on, term.reached_on + DAY * term.due_days)
        return None if self.owed else self.last_paid

    def _settlement(self, term: Any) -> None:
        """What is left after all that was opened and the retention."""
        if self.life.settled is None:
            return
        retention = next(one.amount for one in self.life.terms if one.kind == "retention")
        left = self.life.total - self.opened - retention
        if left > 0:
            self._owe(term, left, self.life.settled, self.life.settled + DAY * term.due_days)

    # -- months ----------------------------------------------------------------------------------------

    def _months(self, term: Any) -> None:
        """The output of each month, certified early in the next one."""
        life = self.life
        if life.began is None or life.finish is None:
            return
        months = []
        month = life.began.replace(day=1)
        while month <= life.finish:
            months.append(month)
            month = (month + DAY * 32).replace(day=1)
        weights = [self.source.uniform(0.6, 1.4) for _ in months]
        whole, done = sum(weights), ZERO
        for month, weight in zip(months, weights, strict=True):
            output = (life.amount * CERTIFIED * Decimal(f"{weight / whole:.6f}")).quantize(Decimal(-2)) or Decimal(100)
            day = working_day((month + DAY * 32).replace(day=1) + DAY * self.source.randint(2, 10))
            if month.replace(day=1) > self.today.replace(day=1) - DAY or done + output > life.amount:
                return
            done += output
            self._certificate(term, month, day, output, done)

    def _certificate(self, term: Any, month: dt.date, day: dt.date, output: Decimal, cumulative: Decimal) -> None:
        """Certified on that day; what has not come so far is a draft."""
        life, confirmed = self.life, day <= self.today
        kept_back = cents(output * RECOVERED) if life.kind == "main" else ZERO
        payable = cents(output * term.output_ratio / HUNDRED) - kept_back
        at = working_moment(self.source, min(day, self.today), life.to.book.now)
        key = self.source.id(at)
        self.into.progress_certificates.append(
            row(
                ProgressCertificate, id=key, created_at=at, created_by_id=life.keeper.id, number="", contract_id=life.id, term_id=term.id,
                month=month, output=output, ratio=term.output_ratio, deduction=kept_back, certified_on=day if confirmed else None,
                certified_by=life.to.contacts[0][0].name if confirmed else "", note="扣回预付款" if kept_back else "",
                state="confirmed" if confirmed else "draft", payable=payable, cumulative=cumulative,
            )
        )  # fmt: skip
        if confirmed:
            self._owe(term, payable, day, day + DAY * term.due_days, f"certificate:{key}", f"{month:%Y-%m} 进度款")

    # -- what is owed ----------------------------------------------------------------------------------

    def _owe(self, term: Any, amount: Decimal, on: dt.date | None, due: dt.date, source: str = "", name: str = "") -> None:
        """A receivable or payable opened on that day, with its invoice and what was paid of it."""
        assert on is not None
        if on > self.today or amount <= 0:
            return
        life = self.life
        at = working_moment(self.source, on, life.to.book.now)
        made = plain(
            Receivable, id=self.source.id(at), created_at=at, created_by_id=self.clerk.id, number="",
            name=f"{life.name[:100]} {name or term.name}"[:160], direction=life.direction, kind=term.kind,
            customer_id=life.to.client.id, contract_id=life.id, term_id=term.id, unit_id=life.keeper.unit,
            owner_id=life.to.client.owner.id, amount=amount, occurred_on=on, due_on=due, source=source or f"term:{term.id}",
            state="open", settled=ZERO, balance=amount, invoiced=ZERO,
        )  # fmt: skip
        self.opened += amount
        self.into.receivables.append(made)
        self._entry("receivable", "opened", made, None, amount, made.id, on)
        paid_on = self._pay(made)
        self._invoice(made, paid_on)
        self.owed |= made.balance > 0
        if made.balance and due < self.today - DAY * 20 and self.source.chance(0.12):
            made.disputed, made.dispute_reason = True, self.source.one(DISPUTES)
            made.disputed_on = min(due + DAY * self.source.randint(3, 15), self.today)

    def _pay(self, made: Any) -> dt.date:
        """Pay it after the customer's habit, seldom in two parts; returns the day on which money was meant to come."""
        first = made.due_on + DAY * self.source.randint(*LATE[self.habit])
        day = working_day(max(first, made.occurred_on))
        soon = made.direction == "income" and (self.today - made.due_on).days in BEFORE_LETTER
        if soon:
            day = _worked(min(day, self.today))
        if day > self.today:
            return day
        if not soon and self.habit != "good" and self.source.chance(0.12):
            part = (made.amount * Decimal(f"{self.source.uniform(0.4, 0.8):.2f}")).quantize(Decimal(-2))
            if 0 < part < made.amount:
                self._receipt(made, part, day)
                day = working_day(day + DAY * self.source.randint(15, 45))
        if day <= self.today and made.balance:
            self._receipt(made, made.balance, day)
        return day

    def _receipt(self, made: Any, amount: Decimal, day: dt.date) -> None:
        """Money that moved; of what came these days some waits to be matched."""
        life = self.life
        at = working_moment(self.source, day, life.to.book.now)
        fresh = life.direction == "income" and (self.today - day).days <= 4 and self.source.chance(0.35)
        fresh = fresh and (self.today - made.due_on).days not in BEFORE_LETTER
        receipt = plain(
            Receipt, id=self.source.id(at), created_at=at, created_by_id=self.clerk.id, number="", direction=life.direction,
            customer_id=life.to.client.id, contract_id=life.id, unit_id=life.keeper.unit, owner_id=life.to.client.owner.id, on=day,
            amount=amount, method="acceptance" if self.source.chance(0.12) else "transfer", account=f"{life.to.client.firm.short}基本户",
            payer=life.to.client.name[:120], reference=f"{day:%Y%m%d}{self.source.randint(10**9, 10**10 - 1)}",
            state="open" if fresh else "allocated", unallocated=amount if fresh else ZERO, allocated=ZERO if fresh else amount,
        )  # fmt: skip
        self.into.receipts.append(receipt)
        self._entry("receipt", "recorded", None, receipt, amount, receipt.id, day)
        if fresh:
            return
        key = self.source.id(at)
        self.into.allocations.append(
            row(
                Allocation, id=key, created_at=at, created_by_id=self.clerk.id, receipt_id=receipt.id, receivable_id=made.id,
                amount=amount, on=day, state="active",
            )
        )  # fmt: skip
        self._entry("receipt", "allocated", None, receipt, -amount, key, day)
        self._entry("receivable", "allocated", made, None, -amount, key, day)
        made.settled += amount
        made.balance -= amount
        made.state, made.settled_on = ("partial", None) if made.balance else ("settled", day)
        self.last_paid = max(self.last_paid or day, day)

    # -- invoices --------------------------------------------------------------------------------------

    def _invoice(self, made: Any, paid_on: dt.date) -> None:
        """Issued between the day on which it was owed and that of the money; a few come late."""
        issued = working_day(min(made.occurred_on + DAY * self.source.randint(1, 12), max(paid_on, made.occurred_on)))
        if issued > self.today or self.source.chance(0.04):
            return
        life, amount = self.life, made.amount
        rate = RATES[life.kind]
        tax = tax_of(amount, Decimal(rate))
        at = working_moment(self.source, issued, life.to.book.now)
        key = self.source.id(at)
        code = life.to.into.customers[-1].credit_code or ""
        theirs, ours = (life.to.client.name[:120], code), (life.to.book.firm_names[life.to.client.firm.id], "")
        income = life.direction == "income"
        (buyer, buyer_code), (seller, seller_code) = (theirs, ours) if income else (ours, theirs)
        kind = "digital_special" if code else "digital_ordinary"
        month = issued.replace(day=1)
        self.into.invoices.append(
            row(
                Invoice, id=key, created_at=at, created_by_id=self.clerk.id,
                name=f"{life.to.client.name} {'数电专用发票' if code else '数电普通发票'}"[:160], direction="output" if income else "input",
                kind=kind, customer_id=life.to.client.id, contract_id=life.id, unit_id=life.keeper.unit, owner_id=self.clerk.id,
                amount=amount, rate=rate, tax=tax, net=amount - tax,
                rates=[{"rate": rate, "net": str(amount - tax), "tax": str(tax)}],
                items="*建筑服务*工程款" if life.kind != "purchase" else "*建筑材料*货款", buyer_name=buyer, buyer_code=buyer_code,
                seller_name=seller, seller_code=seller_code, number=f"{issued:%y}{self.source.randint(10**17, 10**18 - 1)}",
                issued_on=issued, state="issued", linked=amount,
                deducted_on=month if not income and code and month < self.today.replace(day=1) else None,
            )
        )  # fmt: skip
        link = self.source.id(at)
        self.into.invoice_links.append(
            row(
                InvoiceLink, id=link, created_at=at, created_by_id=self.clerk.id, invoice_id=key, receivable_id=made.id, amount=amount,
                state="active",
            )
        )  # fmt: skip
        made.invoiced = amount
        self._entry("invoice", "invoiced", made, None, amount, link, issued)

    def _entry(self, book: str, what: str, owed: Any, receipt: Any, amount: Decimal, document: Any, on: dt.date) -> None:
        about = owed or receipt
        self.into.entries.append(
            row(
                Entry, book=book, what=what, receivable_id=owed.id if owed else None, receipt_id=receipt.id if receipt else None,
                document=document, unit_id=about.unit_id, on=on, amount=amount, actor_id=self.clerk.id, actor_name=self.clerk.name,
                at=working_moment(self.source, on, self.life.to.book.now),
            )
        )  # fmt: skip
