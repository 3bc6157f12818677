"""For any order of invoices, receipts, allocations, refunds, write-offs and reversals, stored balances are the sums of entries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhuke.commons.testing import Firm
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError
from zhuke.modules.billing.models import Allocation, Entry, Invoice, InvoiceLink, Period, Receipt, Receivable, Refund, WriteOff
from zhuke.modules.billing.services import invoice_links, invoices, ledger, periods, receipts, receivables, requesting, write_offs
from zhuke.modules.customers.models import Customer

from .factories import TESTS, make_receipt, make_receivable, numbers

CENTS = st.integers(1, 200_000).map(lambda n: Decimal(n) / 100)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["owe", "pay", "allocate", "allocate", "spread", "unallocate", "refund", "unrefund", "adjust", "cancel", "write_off",
             "write_back", "reverse", "invoice", "invoice", "redden", "unlink", "close", "reopen"]
        ),
        st.integers(0, 5), st.integers(0, 5), CENTS, st.one_of(st.none(), st.integers(0, 20), st.integers(0, 70)),
    ),
    min_size=3, max_size=25,
)  # fmt: skip


class Books:
    """Runs steps against the services; a refusal must leave everything as it was."""

    def __init__(self, firm: Firm, customer: Customer) -> None:
        self.firm, self.customer = firm, customer
        self.closed: dict[dt.date, int] = {}  # month → the last entry when it was closed

    def pick(self, rows: Any, index: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[index % len(found)] if found else None

    def step(self, what: str, a: int, b: int, amount: Decimal, ago: int | None) -> None:
        on = None if ago is None else timezone.localdate() - dt.timedelta(days=ago)
        before = Entry.objects.count()
        try:
            with writing(TESTS):
                getattr(self, what)(a, b, amount, on)
        except DomainError:
            assert Entry.objects.count() == before

    def owe(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        make_receivable(self.firm.east_sales, self.customer, str(amount), **({"occurred_on": on} if on else {}))

    def pay(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        make_receipt(self.firm.east_sales, self.customer, str(amount), **({"on": on} if on else {}))

    def allocate(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        receipt, owed = self.pick(Receipt.objects, a), self.pick(Receivable.objects, b)
        if receipt and owed:
            receipts.allocate(TESTS, receipt, owed, amount=amount, on=on)

    def spread(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if receipt := self.pick(Receipt.objects, a):
            receipts.allocate_oldest(TESTS, receipt, on=on)

    def unallocate(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if row := self.pick(Allocation.objects, a):
            receipts.unallocate(TESTS, row, reason="试", on=on)

    def refund(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if receipt := self.pick(Receipt.objects, a):
            receipts.refund(TESTS, receipt, amount=amount, reason="试", on=on)

    def unrefund(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if row := self.pick(Refund.objects, a):
            receipts.reverse_refund(TESTS, row, reason="试", on=on)

    def adjust(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if owed := self.pick(Receivable.objects, a):
            receivables.adjust(TESTS, owed, amount=amount, reason="试", on=on)

    def cancel(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if owed := self.pick(Receivable.objects, a):
            receivables.cancel(TESTS, owed, reason="试", on=on)

    def write_off(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if owed := self.pick(Receivable.objects, a):
            row = write_offs.ask(TESTS, receivable_id=owed.pk, amount=amount, note="试")
            write_offs.submitted(TESTS, row)
            write_offs.approved(TESTS, row)

    def write_back(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if row := self.pick(WriteOff.objects, a):
            write_offs.reverse(TESTS, row, reason="试", on=on)

    def reverse(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if receipt := self.pick(Receipt.objects, a):
            receipts.reverse(TESTS, receipt, reason="试", on=on)

    def invoice(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if owed := self.pick(Receivable.objects, a):
            row = requesting.request_for(TESTS, [(owed.pk, amount)], kind="digital_ordinary")
            self.issue(row, on)

    def issue(self, row: Invoice, on: dt.date | None) -> None:
        invoices.submitted(TESTS, row)
        invoices.approved(TESTS, row)
        invoices.issue(TESTS, row, number=f"{next(numbers):020}", issued_on=on)

    def redden(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if row := self.pick(Invoice.objects.filter(red_of=None), a):
            self.issue(invoices.redden(TESTS, row, reason="试", amount=None if b % 2 else amount), on)

    def unlink(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if one := self.pick(InvoiceLink.objects, a):
            invoice_links.unlink(TESTS, one, reason="试")

    def close(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        row = periods.close(TESTS, unit_id=self.firm.east.pk, month=on or timezone.localdate() - dt.timedelta(days=60))
        self.closed[row.month] = Entry.objects.aggregate(last=Max("id"))["last"] or 0

    def reopen(self, a: int, b: int, amount: Decimal, on: dt.date | None) -> None:
        if row := self.pick(Period.objects.filter(state="closed"), a):
            periods.reopen(TESTS, row, reason="试")
            del self.closed[row.month]

    def check(self) -> None:
        """Totals equal the entries; nothing is negative on any day or came into a closed month; money is conserved."""
        assert ledger.differences() == []
        for month, last in self.closed.items():
            assert not Entry.objects.filter(on__year=month.year, on__month=month.month, pk__gt=last).exists()
        for book, name in (("receivable", "receivable_id"), ("receipt", "receipt_id")):
            balances: dict[Any, Decimal] = {}
            for row in Entry.objects.filter(book=book).values(name, "on").annotate(total=Sum("amount")).order_by("on"):
                balances[row[name]] = balances.get(row[name], Decimal(0)) + row["total"]
                assert balances[row[name]] >= 0
        for row in Receivable.objects.all():
            active = Allocation.objects.filter(receivable=row, state="active").aggregate(total=Sum("amount"))["total"] or 0
            lost = WriteOff.objects.filter(receivable=row, state="approved").aggregate(total=Sum("amount"))["total"] or 0
            assert (row.settled, row.written_off) == (active, lost)
            assert row.state == "cancelled" or row.balance == row.amount - active - lost
            links = InvoiceLink.objects.filter(receivable=row, state="active").aggregate(total=Sum("amount"))["total"] or 0
            assert 0 <= row.invoiced == links <= row.amount
        for paid in Receipt.objects.all():
            active = Allocation.objects.filter(receipt=paid, state="active").aggregate(total=Sum("amount"))["total"] or 0
            back = Refund.objects.filter(receipt=paid, state="done").aggregate(total=Sum("amount"))["total"] or 0
            assert (paid.allocated, paid.refunded) == (active, back)
            assert paid.state == "reversed" or paid.unallocated == paid.amount - active - back
        for bill in Invoice.objects.filter(red_of=None):
            reds = bill.reds.filter(state="issued").aggregate(total=Sum("amount"), tax=Sum("tax"))
            assert bill.red_amount == -(reds["total"] or 0) <= bill.amount
            assert bill.state != "red" or (bill.tax or 0) + (reds["tax"] or 0) == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_balances_are_the_sums_of_entries_in_any_order(firm: Firm, customer: Customer, steps: list[Any]) -> None:
    with transaction.atomic():
        books = Books(firm, customer)
        for step in steps:
            books.step(*step)
        books.check()
        transaction.set_rollback(True)
