"""Payment requests: asked for, approved, paid; and payments that a company does not let through without one."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm
from zhuke.modules.billing.models import PaymentRequest, Receipt, Receivable
from zhuke.modules.billing.services import ledger
from zhuke.modules.customers.models import Customer

from .conftest import approve, do, made
from .factories import make_receipt, make_receivable
from .test_ledger import allocate, refused

TODAY = timezone.localdate()


@pytest.fixture
def owed(firm: Firm, customer: Customer) -> Receivable:
    """The east company owes a supplier 1,000."""
    return make_receivable(firm.east_sales, customer, "1000.00", direction="expense")


def ask(caller: Caller, row: Receivable, amount: str | None = None, **values: Any) -> Any:
    return caller.post("/r/payment_requests", {"receivable": str(row.pk), "amount": amount, "reason": "三月材料款", **values})


def an_approved(finance: Caller, approver: Caller, row: Receivable, amount: str) -> Any:
    request = made(ask(finance, row, amount))
    made(do(finance, "payment_requests", request, "submit"))
    approve(approver, "payment_requests", request)
    return request


def policy(caller: Caller, unit: Any, threshold: str, **values: Any) -> Any:
    return made(caller.post("/r/payment_policies", {"unit": str(unit.pk), "threshold": threshold, **values}))


def state(row: Any) -> str:
    return PaymentRequest.objects.get(pk=row["id"]).state


def test_from_request_to_payment(finance: Caller, approver: Caller, owed: Receivable) -> None:
    row = made(ask(finance, owed))
    assert (row["state"], row["amount"]) == ("draft", "1000.00")
    assert row["number"].startswith(f"FKSQ-{TODAY.year}-")
    refused(lambda: do(finance, "payment_requests", row, "pay"), 409, "wrong_state")
    made(do(finance, "payment_requests", row, "submit"))
    refused(lambda: do(finance, "payment_requests", row, "submit"), 409, "wrong_state")
    now = PaymentRequest.objects.get()
    refused(lambda: finance.patch(f"/r/payment_requests/{row['id']}", {"version": now.version, "amount": "5.00"}), 409, "wrong_state")
    approve(approver, "payment_requests", row)
    assert state(row) == "approved"
    tomorrow = str(TODAY + dt.timedelta(days=1))
    refused(lambda: do(finance, "payment_requests", row, "pay", on=tomorrow), 400, "invalid", "on")
    paid = made(do(finance, "payment_requests", row, "pay", account="基本户", reference="LS9"))
    receipt = Receipt.objects.get()
    assert (paid["state"], paid["paid_on"], paid["receipt"]["id"]) == ("paid", str(TODAY), str(receipt.pk))
    assert (receipt.direction, str(receipt.amount), receipt.state, receipt.reference) == ("expense", "1000.00", "allocated", "LS9")
    assert Receivable.objects.get().state == "settled"
    refused(lambda: do(finance, "payment_requests", row, "pay"), 409, "wrong_state")
    refused(lambda: do(finance, "payment_requests", row, "cancel", reason="x"), 409, "wrong_state")
    made(do(finance, "receipts", receipt, "reverse", reason="退票"))
    assert (state(row), PaymentRequest.objects.get().receipt) == ("approved", None)
    made(do(finance, "payment_requests", row, "pay"))
    assert Receivable.objects.get().state == "settled"
    assert ledger.differences() == []


def test_what_the_bank_has_paid_is_not_paid_once_more(finance: Caller, approver: Caller, owed: Receivable, firm: Firm) -> None:
    part = an_approved(finance, approver, owed, "400.00")
    rest = an_approved(finance, approver, owed, "600.00")
    paid = make_receipt(firm.east_sales, owed.customer, "1000.00", direction="expense")
    first = made(allocate(finance, paid, owed, "600.00"))
    assert (state(part), state(rest)) == ("approved", "paid"), "the one of that amount"
    assert PaymentRequest.objects.get(pk=rest["id"]).receipt_id == paid.pk
    refused(lambda: do(finance, "payment_requests", rest, "pay"), 409, "wrong_state")
    made(do(finance, "payment_requests", part, "pay"))
    assert (Receivable.objects.get().state, Receipt.objects.count()) == ("settled", 2)
    made(do(finance, "receipts", paid, "reverse", reason="退票"))
    assert (state(part), state(rest)) == ("paid", "approved")
    assert first["state"] == "active"


def test_two_payments_of_the_bank_settle_one_request(finance: Caller, approver: Caller, owed: Receivable, firm: Firm) -> None:
    row = an_approved(finance, approver, owed, "1000.00")
    for amount, then in (("300.00", "approved"), ("700.00", "paid")):
        made(allocate(finance, make_receipt(firm.east_sales, owed.customer, amount, direction="expense"), owed, amount))
        assert state(row) == then


def test_one_payment_settles_two_requests_one_after_the_other(finance: Caller, approver: Caller, firm: Firm, customer: Customer) -> None:
    owed = make_receivable(firm.east_sales, customer, "2000.00", direction="expense")
    rows = [an_approved(finance, approver, owed, amount) for amount in ("600.00", "400.00")]
    paid = make_receipt(firm.east_sales, customer, "1000.00", direction="expense")
    for row, amount in zip(rows, ("600.00", "400.00"), strict=True):
        made(allocate(finance, paid, owed, amount))
        assert state(row) == "paid"


def undo(caller: Caller, allocation: Any) -> Any:
    return made(do(caller, "allocations", allocation, "reverse", reason="核错了"))


def test_a_request_opens_again_with_its_allocation(finance: Caller, approver: Caller, firm: Firm, customer: Customer) -> None:
    owed = make_receivable(firm.east_sales, customer, "1500.00", direction="expense")
    part, rest = (an_approved(finance, approver, owed, amount) for amount in ("400.00", "600.00"))
    paid = make_receipt(firm.east_sales, customer, "1100.00", direction="expense")
    parts = {amount: made(allocate(finance, paid, owed, amount)) for amount in ("600.00", "400.00", "100.00")}
    undo(finance, parts["100.00"])
    assert (state(part), state(rest)) == ("paid", "paid"), "what is left pays for both"
    undo(finance, parts["600.00"])
    now = PaymentRequest.objects.get(pk=rest["id"])
    assert (state(part), now.state, now.receipt, now.paid_on, now.paid_by) == ("paid", "approved", None, None, None)
    made(do(finance, "payment_requests", rest, "pay"))
    assert (state(rest), str(Receivable.objects.get().balance)) == ("paid", "500.00")
    assert ledger.differences() == []


def test_a_request_paid_in_two_parts_opens_again_with_either(
    finance: Caller, approver: Caller, owed: Receivable, firm: Firm, customer: Customer
) -> None:
    row = an_approved(finance, approver, owed, "1000.00")
    paid = [make_receipt(firm.east_sales, customer, amount, direction="expense") for amount in ("300.00", "700.00")]
    first, second = (made(allocate(finance, one, owed, str(one.amount))) for one in paid)
    assert state(row) == "paid"
    undo(finance, first)
    assert state(row) == "approved"
    made(allocate(finance, paid[0], owed, "300.00"))
    assert state(row) == "paid"
    undo(finance, second)
    assert state(row) == "approved"


def test_no_more_is_asked_for_than_owed(finance: Caller, approver: Caller, owed: Receivable, firm: Firm, customer: Customer) -> None:
    refused(lambda: ask(finance, owed, "1000.01"), 409, "not_enough")
    refused(lambda: ask(finance, owed, "0.00"), 422, "invalid_input", "amount")
    row = an_approved(finance, approver, owed, "700.00")
    assert "300.00" in refused(lambda: ask(finance, owed, "300.01"), 409, "not_enough").data["message"]
    rest = made(ask(finance, owed))
    assert rest["amount"] == "300.00"
    refused(lambda: do(finance, "payment_requests", row, "cancel", reason=" "), 400, "invalid", "reason")
    made(do(finance, "payment_requests", row, "cancel", reason="不付了"))
    made(finance.patch(f"/r/payment_requests/{rest['id']}", {"version": rest["version"], "amount": "1000.00"}))
    income = make_receivable(firm.east_sales, customer, "10.00")
    refused(lambda: ask(finance, income, "1.00"), 409, "not_payable")
    other = make_receivable(firm.east_sales, customer, "10.00", direction="expense")
    now = made(finance.get(f"/r/payment_requests/{rest['id']}"))
    moved = {"version": now["version"], "receivable": str(other.pk)}
    refused(lambda: finance.patch(f"/r/payment_requests/{rest['id']}", moved), 400, "invalid", "receivable")


def test_a_rejected_one_is_corrected(finance: Caller, approver: Caller, owed: Receivable) -> None:
    row = made(ask(finance, owed, "900.00"))
    made(do(finance, "payment_requests", row, "submit"))
    running = made(approver.get(f"/approvals/of/payment_requests/{row['id']}"))["running"]
    made(approver.post(f"/approvals/{running}/reject", {"opinion": "分两次"}))
    assert state(row) == "rejected"
    now = made(finance.get(f"/r/payment_requests/{row['id']}"))
    made(finance.patch(f"/r/payment_requests/{row['id']}", {"version": now["version"], "amount": "500.00"}))
    made(do(finance, "payment_requests", row, "submit"))
    running = made(finance.get(f"/approvals/of/payment_requests/{row['id']}"))["running"]
    made(finance.post(f"/approvals/{running}/withdraw", {"opinion": "再想想"}))
    assert state(row) == "draft"


def test_what_was_settled_meanwhile_is_not_approved(finance: Caller, approver: Caller, owed: Receivable, firm: Firm) -> None:
    row = made(ask(finance, owed))
    made(do(finance, "payment_requests", row, "submit"))
    running = made(approver.get(f"/approvals/of/payment_requests/{row['id']}"))["running"]
    paid = make_receipt(firm.east_sales, owed.customer, "1000.00", direction="expense")
    part = made(allocate(finance, paid, owed, "0.01"))
    refused(lambda: approver.post(f"/approvals/{running}/approve", {"opinion": "同意"}), 409, "not_enough")
    made(allocate(finance, paid, owed, "999.99"))
    refused(lambda: approver.post(f"/approvals/{running}/approve", {"opinion": "同意"}), 409, "not_payable")
    for one in (part, *made(finance.get("/r/allocations", filter='["amount","=","999.99"]'))["items"]):
        undo(finance, one)
    approve(approver, "payment_requests", row)
    assert state(row) == "approved"


def test_other_companies_see_nothing(finance: Caller, stranger: Caller, owed: Receivable) -> None:
    row = made(ask(finance, owed, "10.00"))
    refused(lambda: stranger.get(f"/r/payment_requests/{row['id']}"), 404, "not_found")
    refused(lambda: do(stranger, "payment_requests", row, "submit"), 404, "not_found")
    refused(lambda: do(stranger, "payment_requests", row, "pay"), 404, "not_found")
    refused(lambda: ask(stranger, owed, "10.00"), 400, "invalid", "receivable")


def test_payments_above_the_threshold_want_a_request(
    finance: Caller, approver: Caller, owed: Receivable, firm: Firm, customer: Customer
) -> None:
    before = make_receipt(firm.east_sales, customer, "100.00", direction="expense")
    paid = make_receipt(firm.east_sales, customer, "900.00", direction="expense")
    made(allocate(finance, before, owed, "100.00"))
    policy(finance, firm.east, "300.00")
    refused(lambda: allocate(finance, paid, owed, "200.01"), 409, "no_request")
    made(allocate(finance, paid, owed, "200.00"))
    answer = refused(lambda: allocate(finance, paid, owed, "0.01"), 409, "no_request")
    assert answer.data["data"] == {"threshold": "300.00", "granted": "0.00"}
    refused(lambda: do(finance, "receipts", paid, "allocate_oldest"), 409, "no_request")
    request = an_approved(finance, approver, owed, "500.00")
    refused(lambda: do(finance, "payment_requests", request, "pay"), 409, "no_request")
    made(allocate(finance, paid, owed, "500.00"))
    assert state(request) == "paid", "what had gone out on account"
    refused(lambda: allocate(finance, paid, owed, "0.01"), 409, "no_request")
    income = make_receivable(firm.east_sales, customer, "5000.00")
    made(allocate(finance, make_receipt(firm.east_sales, customer, "5000.00"), income, "5000.00"))


def pay_out(caller: Caller, customer: Customer | None, amount: str, **values: Any) -> Any:
    """Enter a payment without saying what it pays."""
    whose = {"customer": str(customer.pk)} if customer else {}
    return caller.post("/r/receipts", {"direction": "expense", "on": str(TODAY), "amount": amount, **whose, **values})


def test_payments_on_account_want_a_request_too(
    finance: Caller, approver: Caller, owed: Receivable, firm: Firm, customer: Customer
) -> None:
    policy(finance, firm.east, "300.00")
    free = made(pay_out(finance, customer, "300.00"))
    answer = refused(lambda: pay_out(finance, customer, "0.01"), 409, "no_request")
    assert answer.data["data"] == {"threshold": "300.00", "granted": "0.00", "on_account": "300.01"}
    request = an_approved(finance, approver, owed, "500.00")
    refused(lambda: pay_out(finance, customer, "500.01"), 409, "no_request")
    paid = Receipt.objects.get(pk=made(pay_out(finance, customer, "500.00"))["id"])
    refused(lambda: pay_out(finance, customer, "0.01"), 409, "no_request")
    refused(lambda: do(finance, "payment_requests", request, "pay"), 409, "no_request")
    other = make_receivable(firm.east_sales, customer, "900.00", direction="expense")
    refused(lambda: allocate(finance, paid, other, "300.01"), 409, "no_request")
    allocation = made(allocate(finance, paid, owed, "500.00"))
    assert state(request) == "paid"
    refused(lambda: pay_out(finance, customer, "0.01"), 409, "no_request")
    undo(finance, allocation)
    assert state(request) == "approved"
    refused(lambda: pay_out(finance, customer, "0.01"), 409, "no_request")
    made(do(finance, "receipts", free, "reverse", reason="未付"))
    made(pay_out(finance, customer, "300.00"))
    made(pay_out(finance, None, "300.00"))
    made(finance.post("/r/receipts", {"direction": "income", "on": str(TODAY), "amount": "9000.00", "customer": str(customer.pk)}))
    assert ledger.differences() == []


def test_whose_an_unclaimed_payment_is_may_want_a_request(finance: Caller, firm: Firm, customer: Customer) -> None:
    policy(finance, firm.east, "300.00")
    made(pay_out(finance, customer, "200.00"))
    unclaimed = made(pay_out(finance, None, "200.00"))
    refused(lambda: pay_out(finance, None, "100.01"), 409, "no_request")
    claim = {"version": unclaimed["version"], "customer": str(customer.pk)}
    refused(lambda: finance.patch(f"/r/receipts/{unclaimed['id']}", claim), 409, "no_request")
    made(finance.patch(f"/r/receipts/{unclaimed['id']}", {"version": unclaimed["version"], "remark": "待查"}))


def test_what_was_paid_before_the_policy_is_not_held(
    finance: Caller, approver: Caller, owed: Receivable, firm: Firm, customer: Customer
) -> None:
    old = make_receipt(firm.east_sales, customer, "600.00", direction="expense")
    paid_before = an_approved(finance, approver, owed, "300.00")
    made(do(finance, "payment_requests", paid_before, "pay"))
    Receipt.objects.update(created_at=timezone.now() - dt.timedelta(days=3))
    policy(finance, firm.east, "0.00")
    refused(lambda: pay_out(finance, customer, "0.01"), 409, "no_request")
    made(allocate(finance, old, owed, "600.00"))
    new = make_receipt(firm.east_sales, customer, "100.00", direction="expense")
    refused(lambda: allocate(finance, new, owed, "0.01"), 409, "no_request")


def test_refunds_above_the_threshold_wait_for_approval(finance: Caller, approver: Caller, firm: Firm, customer: Customer) -> None:
    paid = make_receipt(firm.east_sales, customer, "1000.00")
    body = {"receipt": str(paid.pk), "on": str(TODAY), "reason": "多付退回"}
    policy(finance, firm.east, "100.00")
    assert made(finance.post("/r/refunds", {**body, "amount": "60.00"}))["state"] == "done"
    refused(lambda: finance.post("/r/refunds", {**body, "amount": "940.01"}), 409, "not_enough")
    row = made(finance.post("/r/refunds", {**body, "amount": "60.00"}))
    assert (row["state"], str(Receipt.objects.get().refunded)) == ("draft", "60.00"), "in parts it comes to more than is free"
    row = made(finance.patch(f"/r/refunds/{row['id']}", {"version": row["version"], "amount": "500.00"}))
    refused(lambda: do(finance, "refunds", row, "reverse", reason="x"), 409, "wrong_state")
    made(do(finance, "refunds", row, "submit"))
    approve(approver, "refunds", row)
    now = made(finance.get(f"/r/refunds/{row['id']}"))
    assert (now["state"], now["approved_on"], str(Receipt.objects.get().refunded)) == ("done", str(TODAY), "560.00")
    refused(lambda: finance.patch(f"/r/refunds/{row['id']}", {"version": now["version"], "amount": "1.00"}), 409, "fixed")
    other = made(finance.post("/r/refunds", {**body, "amount": "440.00"}))
    made(do(finance, "refunds", other, "cancel", reason="改为抵下期"))
    refused(lambda: do(finance, "refunds", other, "submit"), 409, "wrong_state")
    assert ledger.differences() == []


def test_a_policy_begins_on_its_day_and_the_nearest_holds(finance: Caller, owed: Receivable, firm: Firm, customer: Customer) -> None:
    paid = make_receipt(firm.east_sales, customer, "1000.00", direction="expense")
    tomorrow = str(TODAY + dt.timedelta(days=1))
    later = policy(finance, firm.east, "0.00", since=tomorrow)
    made(allocate(finance, paid, owed, "10.00"))
    body = {"version": later["version"], "since": str(TODAY - dt.timedelta(days=1))}
    made(finance.patch(f"/r/payment_policies/{later['id']}", body))
    refused(lambda: allocate(finance, paid, owed, "10.00"), 409, "no_request")
    policy(finance, firm.east_sales, "500.00")
    made(allocate(finance, paid, owed, "10.00"))
    again = {"unit": str(firm.east.pk), "threshold": "1", "since": body["since"]}
    refused(lambda: finance.post("/r/payment_policies", again), 400, "invalid")
    refused(lambda: finance.post("/r/payment_policies", {"threshold": "1"}), 403, "outside_scope")
