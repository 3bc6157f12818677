"""Receivables, receipts and what happens between them, over HTTP; every refusal leaves everything as it was."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from zhuke.commons.testing import Answer, Caller, Firm, queued
from zhuke.kernel.errors import Conflict
from zhuke.kernel.models import Change, Event
from zhuke.modules.billing.models import Allocation, Entry, Receipt, Receivable, Refund
from zhuke.modules.billing.services import ledger, receipts
from zhuke.modules.customers.models import Customer
from zhuke.modules.customers.tests.factories import of_customer

from .conftest import do, made
from .factories import TESTS, make_receipt, make_receivable

TODAY = timezone.localdate


def day(ago: int) -> dt.date:
    """So many days ago."""
    return TODAY() - dt.timedelta(days=ago)


def state(row: Any) -> tuple[Any, ...]:
    """A receivable or a receipt in figures."""
    fresh = type(row).objects.get(pk=row.pk)
    if isinstance(fresh, Receivable):
        return fresh.state, str(fresh.balance), str(fresh.settled), str(fresh.written_off)
    return fresh.state, str(fresh.unallocated), str(fresh.allocated), str(fresh.refunded)


def traces() -> tuple[Any, ...]:
    """What a refusal must not touch."""
    return Entry.objects.count(), Change.objects.count(), Event.objects.count(), queued()


def refused(call: Callable[[], Answer], status: int, code: str, field: str = "") -> Answer:
    """Assert the refusal, and that nothing has changed."""
    before = traces()
    answer = call()
    assert (answer.status, answer.code) == (status, code), answer.data
    if field:
        assert field in answer.data["fields"], answer.data
    assert traces() == before
    return answer


def allocate(caller: Caller, receipt: Any, receivable: Any, amount: str, **more: Any) -> Answer:
    return caller.post("/r/allocations", {"receipt": str(receipt.pk), "receivable": str(receivable.pk), "amount": amount, **more})


@pytest.fixture
def owed(firm: Firm, customer: Customer) -> Receivable:
    return make_receivable(firm.east_sales, customer, "1000.00")


@pytest.fixture
def paid(firm: Firm, customer: Customer) -> Receipt:
    return make_receipt(firm.east_sales, customer, "600.00")


def test_a_receivable_is_opened_and_told(finance: Caller, customer: Customer) -> None:
    row = made(
        finance.post("/r/receivables", {"name": "首期款", "customer": str(customer.pk), "amount": "1200.50", "due_on": str(day(-30))})
    )
    assert (row["direction"], row["balance"], row["state"], row["occurred_on"]) == ("income", "1200.50", "open", str(TODAY()))
    assert row["number"].startswith("YS-")
    (entry,) = Entry.objects.filter(receivable=row["id"])
    assert (entry.book, entry.what, entry.amount, entry.actor_name) == ("receivable", "opened", Decimal("1200.50"), "钱会计")
    assert Event.objects.filter(subject_id=row["id"], name="receivables.opened").count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"occurred_on": "2200-01-01"}, "occurred_on"),
        ({"customer": None}, "customer"),
    ],
)
def test_a_faulty_receivable_is_refused(finance: Caller, customer: Customer, values: dict[str, Any], field: str) -> None:
    body = {"name": "首期款", "customer": str(customer.pk), "amount": "10.00", "due_on": str(TODAY()), **values}
    refused(lambda: finance.post("/r/receivables", {k: v for k, v in body.items() if v is not None}), 400, "invalid", field)


@pytest.mark.parametrize("amount", ["0.00", "-5.00", "1.005", "1e30", "viel"])
def test_an_amount_is_above_zero_and_has_cents(finance: Caller, customer: Customer, amount: str) -> None:
    body = {"name": "首期款", "customer": str(customer.pk), "amount": amount, "due_on": str(TODAY())}
    refused(lambda: finance.post("/r/receivables", body), 422, "invalid_input")


def test_partial_payment_overpayment_and_the_rest(finance: Caller, owed: Receivable, paid: Receipt, firm: Firm, customer: Customer) -> None:
    made(allocate(finance, paid, owed, "600.00"))
    assert (state(owed), state(paid)) == (("partial", "400.00", "600.00", "0.00"), ("allocated", "0.00", "600.00", "0.00"))
    more = make_receipt(firm.east_sales, customer, "500.00")
    made(do(finance, "receipts", more, "allocate_oldest"))
    assert state(owed) == ("settled", "0.00", "1000.00", "0.00")
    assert state(more) == ("partial", "100.00", "400.00", "0.00")
    assert Receivable.objects.get(pk=owed.pk).settled_on == day(5)
    assert Event.objects.filter(subject_id=owed.pk, name="receivables.settled").count() == 1
    assert ledger.differences() == []


def test_a_receipt_is_never_overspent_and_nothing_overpaid(finance: Caller, owed: Receivable, paid: Receipt) -> None:
    assert "600" in refused(lambda: allocate(finance, paid, owed, "600.01"), 409, "not_enough").data["message"]
    made(allocate(finance, paid, owed, "500.00"))
    refused(lambda: allocate(finance, paid, owed, "100.01"), 409, "not_enough")
    small = make_receivable(owed.unit, owed.customer, "50.00")
    refused(lambda: allocate(finance, paid, small, "50.01"), 409, "not_enough")
    for amount in ("0", "-1", "0.001"):
        refused(partial(allocate, finance, paid, small, amount), 422, "invalid_input")


def test_the_wrong_pair_is_refused(finance: Caller, owed: Receivable, firm: Firm, customer: Customer) -> None:
    other = Customer.objects.get(pk=of_customer(firm.east_sales, finance.person)["customer"])
    for receipt, code in (
        (make_receipt(firm.east_sales, other), "other_customer"),
        (make_receipt(firm.east_sales, None), "other_customer"),
        (make_receipt(firm.east_sales, customer, direction="expense"), "other_direction"),
    ):
        refused(partial(allocate, finance, receipt, owed, "1.00"), 409, code)
    west = make_receivable(firm.west_sales, customer)
    mine = make_receipt(firm.east_sales, customer)
    refused(lambda: allocate(finance, mine, west, "1.00"), 400, "invalid", "receivable")
    with pytest.raises(Conflict, match="other_company"):
        receipts.allocate(TESTS, mine, west, amount=Decimal(1))


def test_an_allocation_has_a_day(finance: Caller, owed: Receivable, paid: Receipt) -> None:
    refused(lambda: allocate(finance, paid, owed, "1.00", on=str(day(6))), 400, "invalid", "on")
    refused(lambda: allocate(finance, paid, owed, "1.00", on=str(day(-1))), 400, "invalid", "on")
    assert made(allocate(finance, paid, owed, "1.00", on=str(day(2))))["on"] == str(day(2))
    assert made(allocate(finance, paid, owed, "1.00"))["on"] == str(day(5))


def test_no_day_in_the_past_becomes_negative(finance: Caller, owed: Receivable, paid: Receipt) -> None:
    first = made(allocate(finance, paid, owed, "600.00", on=str(day(5))))
    made(do(finance, "allocations", first, "reverse", reason="核错", on=str(day(2))))
    assert state(paid) == ("open", "600.00", "0.00", "0.00")
    refused(lambda: allocate(finance, paid, owed, "600.00", on=str(day(4))), 409, "not_enough")
    assert made(allocate(finance, paid, owed, "600.00"))["on"] == str(TODAY())


def test_taking_back_an_allocation(finance: Caller, owed: Receivable, paid: Receipt) -> None:
    row = made(allocate(finance, paid, owed, "600.00"))
    refused(lambda: do(finance, "allocations", row, "reverse", reason=" "), 400, "invalid", "reason")
    refused(lambda: do(finance, "allocations", row, "reverse", reason="核错", on=str(day(6))), 400, "invalid", "on")
    made(do(finance, "allocations", row, "reverse", reason="核错"))
    assert (state(owed)[:2], state(paid)[:2]) == (("open", "1000.00"), ("open", "600.00"))
    refused(lambda: do(finance, "allocations", row, "reverse", reason="再撤"), 409, "wrong_state")
    refused(lambda: finance.patch(f"/r/allocations/{row['id']}", {"version": 2, "amount": "1.00"}), 409, "fixed")


def test_refunds(finance: Caller, owed: Receivable, paid: Receipt) -> None:
    made(allocate(finance, paid, owed, "500.00"))
    body = {"receipt": str(paid.pk), "amount": "100.01", "on": str(TODAY()), "reason": "多付"}
    refused(lambda: finance.post("/r/refunds", body), 409, "not_enough")
    back = made(finance.post("/r/refunds", {**body, "amount": "60.00"}))
    assert state(paid) == ("partial", "40.00", "500.00", "60.00")
    refused(lambda: do(finance, "receipts", paid, "reverse", reason="退票"), 409, "has_refunds")
    made(do(finance, "refunds", back, "reverse", reason="未付出"))
    refused(lambda: do(finance, "refunds", back, "reverse", reason="未付出"), 409, "wrong_state")
    assert state(paid) == ("partial", "100.00", "500.00", "0.00")
    assert Refund.objects.get().state == "reversed"


def test_reversing_a_receipt_takes_its_allocations_back(finance: Caller, owed: Receivable, paid: Receipt) -> None:
    made(allocate(finance, paid, owed, "600.00"))
    made(do(finance, "receipts", paid, "reverse", reason="承兑汇票被拒付"))
    assert (state(owed)[:2], state(paid)[:3]) == (("open", "1000.00"), ("reversed", "0.00", "0.00"))
    assert Allocation.objects.get().state == "reversed"
    for call in (
        lambda: do(finance, "receipts", paid, "reverse", reason="再来"),
        lambda: do(finance, "receipts", paid, "allocate_oldest"),
        lambda: allocate(finance, paid, owed, "1.00"),
        lambda: finance.post("/r/refunds", {"receipt": str(paid.pk), "amount": "1.00", "on": str(TODAY()), "reason": "x"}),
        lambda: finance.patch(f"/r/receipts/{paid.pk}", {"version": Receipt.objects.get(pk=paid.pk).version, "payer": "x"}),
    ):
        refused(call, 409, "wrong_state")
    assert ledger.differences() == []


def test_what_is_in_the_books_is_not_edited(finance: Caller, owed: Receivable, paid: Receipt, firm: Firm) -> None:
    for field, value in (("amount", "5.00"), ("direction", "expense"), ("occurred_on", str(day(1)))):
        refused(
            partial(finance.patch, f"/r/receivables/{owed.pk}", {"version": owed.version, field: value}),
            409, "fixed", field,
        )  # fmt: skip
    refused(lambda: finance.patch(f"/r/receipts/{paid.pk}", {"version": paid.version, "amount": "5.00"}), 409, "fixed", "amount")
    later = made(finance.patch(f"/r/receivables/{owed.pk}", {"version": owed.version, "due_on": str(day(-9)), "remark": "展期"}))
    assert later["due_on"] == str(day(-9))
    made(allocate(finance, paid, owed, "1.00"))
    other = of_customer(firm.east_sales, finance.person)["customer"]
    now = Receipt.objects.get(pk=paid.pk).version
    refused(lambda: finance.patch(f"/r/receipts/{paid.pk}", {"version": now, "customer": str(other)}), 409, "fixed", "customer")


def test_correcting_an_amount(finance: Caller, owed: Receivable, paid: Receipt) -> None:
    made(allocate(finance, paid, owed, "600.00"))
    refused(lambda: do(finance, "receivables", owed, "adjust", amount="599.99", reason="结算"), 409, "below_settled")
    refused(lambda: do(finance, "receivables", owed, "adjust", amount="1000.00", reason="结算"), 400, "invalid", "amount")
    refused(lambda: do(finance, "receivables", owed, "adjust", amount="-1", reason="结算"), 400, "invalid", "amount")
    made(do(finance, "receivables", owed, "adjust", amount="600.00", reason="结算审减"))
    assert state(owed) == ("settled", "0.00", "600.00", "0.00")
    made(do(finance, "receivables", owed, "adjust", amount="700.00", reason="补差"))
    assert state(owed) == ("partial", "100.00", "600.00", "0.00")
    assert ledger.differences() == []


def test_cancelling_a_mistake(finance: Caller, owed: Receivable, paid: Receipt) -> None:
    made(do(finance, "receivables", owed, "cancel", reason="重复登记"))
    assert state(owed)[:2] == ("cancelled", "0.00")
    refused(lambda: allocate(finance, paid, owed, "1.00"), 409, "wrong_state")
    for verb, inputs in (("adjust", {"amount": "5", "reason": "x"}), ("dispute", {"reason": "x"}), ("cancel", {"reason": "x"})):
        refused(partial(do, finance, "receivables", owed, verb, **inputs), 409, "wrong_state")
    version = Receivable.objects.get(pk=owed.pk).version
    refused(lambda: finance.patch(f"/r/receivables/{owed.pk}", {"version": version, "name": "x"}), 409, "wrong_state")
    half = make_receivable(owed.unit, owed.customer)
    made(allocate(finance, paid, half, "1.00"))
    refused(lambda: do(finance, "receivables", half, "cancel", reason="x"), 409, "wrong_state")
    assert ledger.differences() == []


def test_disputes(finance: Caller, owed: Receivable) -> None:
    refused(lambda: do(finance, "receivables", owed, "resolve"), 409, "wrong_state")
    row = made(do(finance, "receivables", owed, "dispute", reason="工程量有异议"))
    assert (row["disputed"], row["dispute_reason"], row["disputed_on"]) == (True, "工程量有异议", str(TODAY()))
    refused(lambda: do(finance, "receivables", owed, "dispute", reason="再来"), 409, "wrong_state")
    assert made(do(finance, "receivables", owed, "resolve", note="已确认"))["disputed"] is False


def test_spreading_passes_over_disputes_and_begins_with_the_oldest(
    finance: Caller, owed: Receivable, firm: Firm, customer: Customer
) -> None:
    older = make_receivable(firm.east_sales, customer, "300.00", due_on=day(40))
    contested = make_receivable(firm.east_sales, customer, "300.00", due_on=day(50))
    made(do(finance, "receivables", contested, "dispute", reason="质量"))
    receipt = make_receipt(firm.east_sales, customer, "350.00")
    made(do(finance, "receipts", receipt, "allocate_oldest"))
    assert [state(older)[1], state(owed)[1], state(contested)[1], state(receipt)[1]] == ["0.00", "950.00", "300.00", "0.00"]
    alone = make_receipt(firm.east_sales, Customer.objects.get(pk=of_customer(firm.east_sales, finance.person)["customer"]))
    refused(lambda: do(finance, "receipts", alone, "allocate_oldest"), 409, "nothing_owed")


def test_a_bank_reference_counts_once(finance: Caller, customer: Customer) -> None:
    body = {"customer": str(customer.pk), "on": str(day(1)), "amount": "5.00", "account": "工行 6222", "reference": "2026A1"}
    first = made(finance.post("/r/receipts", body))
    refused(lambda: finance.post("/r/receipts", body), 400, "invalid")
    refused(lambda: finance.post("/r/receipts", {**body, "reference": "B", "on": str(day(-1))}), 400, "invalid", "on")
    made(do(finance, "receipts", first, "reverse", reason="登记错"))
    made(finance.post("/r/receipts", body))


def test_the_west_sees_and_touches_nothing(stranger: Caller, finance: Caller, owed: Receivable, paid: Receipt) -> None:
    row = made(allocate(finance, paid, owed, "1.00"))
    for call in (
        lambda: do(stranger, "receivables", owed, "adjust", amount="5", reason="x"),
        lambda: do(stranger, "receipts", paid, "reverse", reason="x"),
        lambda: do(stranger, "allocations", row, "reverse", reason="x"),
        lambda: stranger.get(f"/r/receivables/{owed.pk}"),
    ):
        refused(call, 404, "not_found")
    refused(lambda: allocate(stranger, paid, owed, "1.00"), 400, "invalid", "receipt")


def test_entries_cannot_be_changed(owed: Receivable) -> None:
    for sql in ("UPDATE billing_entry SET amount = 1", "DELETE FROM billing_entry"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    Receivable.objects.filter(pk=owed.pk).update(balance=999, settled=1)
    assert [d["id"] for d in ledger.differences()] == [owed.pk]


def test_payables_work_the_same_way(finance: Caller, firm: Firm, customer: Customer) -> None:
    owed = make_receivable(firm.east_sales, customer, "900.00", direction="expense")
    paid = make_receipt(firm.east_sales, customer, "900.00", direction="expense")
    made(allocate(finance, paid, owed, "900.00"))
    assert state(owed)[0] == "settled"
    assert not Receivable.objects.open_expense().exists()


def test_what_is_overdue(owed: Receivable, firm: Firm, customer: Customer) -> None:
    later = make_receivable(firm.east_sales, customer, due_on=TODAY())
    assert set(Receivable.objects.overdue()) == {owed}
    assert set(Receivable.objects.open_income()) == {owed, later}
    assert set(Receivable.objects.overdue(day(-1))) == {owed, later}
