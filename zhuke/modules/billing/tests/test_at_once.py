"""People who allocate at the same moment: nothing is spent twice, nobody hangs, a closed month stays closed."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from zhuke.commons.testing import make_firm, make_person
from zhuke.kernel import config
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError
from zhuke.modules.billing.models import Allocation, Entry, PaymentRequest, Receipt, Receivable
from zhuke.modules.billing.services import covering, ledger, payment_requests, periods, receipts
from zhuke.modules.customers.models import Customer
from zhuke.modules.customers.tests.factories import of_customer

from .factories import TESTS, make_receipt, make_receivable

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[str]:
    """Run the calls in threads of their own; answers each one's outcome: ``ok`` or the code of the refusal."""
    gate = threading.Barrier(len(calls), timeout=30)
    outcomes = [""] * len(calls)

    def run(index: int, call: Callable[[], Any]) -> None:
        try:
            gate.wait()
            with writing(TESTS):
                call()
            outcomes[index] = "ok"
        except DomainError as error:
            outcomes[index] = error.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, call)) for index, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive(), "somebody hangs"
    return outcomes


def world() -> tuple[Any, Customer]:
    config.forget()
    firm = make_firm()
    person = make_person("钱会计", firm.east_sales)
    return firm, Customer.objects.get(pk=of_customer(firm.east_sales, person)["customer"])


def test_eight_people_cannot_overspend_a_receipt() -> None:
    firm, customer = world()
    paid = make_receipt(firm.east_sales, customer, "1000.00")
    owed = [make_receivable(firm.east_sales, customer, "400.00") for _ in range(8)]

    def take(row: Receivable) -> Callable[[], Any]:
        return lambda: receipts.allocate(TESTS, Receipt.objects.get(pk=paid.pk), row, amount=Decimal("300.00"))

    outcomes = at_once(*(take(row) for row in owed))
    assert sorted(outcomes) == ["not_enough"] * 5 + ["ok"] * 3
    assert Receipt.objects.get(pk=paid.pk).unallocated == Decimal("100.00")
    assert sum(row.settled for row in Receivable.objects.all()) == Decimal("900.00")
    assert ledger.differences() == []


def test_two_receipts_cannot_overpay_a_receivable() -> None:
    firm, customer = world()
    owed = make_receivable(firm.east_sales, customer, "500.00")
    paid = [make_receipt(firm.east_sales, customer, "400.00") for _ in range(4)]

    def pay(row: Receipt) -> Callable[[], Any]:
        return lambda: receipts.allocate(TESTS, row, owed, amount=Decimal("400.00"))

    assert sorted(at_once(*(pay(row) for row in paid))) == ["not_enough"] * 3 + ["ok"]
    assert Receivable.objects.get(pk=owed.pk).balance == Decimal("100.00")


def test_crosswise_allocations_and_reversals_do_not_lock_each_other_out() -> None:
    firm, customer = world()
    owed = [make_receivable(firm.east_sales, customer, "500.00") for _ in range(3)]
    paid = [make_receipt(firm.east_sales, customer, "600.00") for _ in range(2)]
    with writing(TESTS):
        first = receipts.allocate(TESTS, paid[0], owed[0], amount=Decimal("500.00"))
    parts = [(row.pk, Decimal("100.00")) for row in owed]
    outcomes = at_once(
        lambda: receipts.allocate_many(TESTS, Receipt.objects.get(pk=paid[0].pk), parts[1:]),
        lambda: receipts.allocate_many(TESTS, Receipt.objects.get(pk=paid[1].pk), [*reversed(parts[1:])]),
        lambda: receipts.unallocate(TESTS, Allocation.objects.select_for_update().get(pk=first.pk), reason="试"),
        lambda: receipts.reverse(TESTS, Receipt.objects.get(pk=paid[0].pk), reason="试"),
        lambda: receipts.allocate_oldest(TESTS, Receipt.objects.get(pk=paid[1].pk)),
    )
    assert set(outcomes) <= {"ok", "busy", "wrong_state", "not_enough"}, outcomes
    assert "ok" in outcomes
    assert ledger.differences() == []


def test_two_payments_on_account_cannot_both_use_what_is_free() -> None:
    firm, customer = world()
    with writing(TESTS):
        covering.add_policy(TESTS, unit_id=firm.east.pk, threshold=Decimal("300.00"))
    values: dict[str, Any] = {
        "direction": "expense", "customer_id": customer.pk, "amount": Decimal("200.00"), "on": timezone.localdate(),
    }  # fmt: skip

    def pay(unit: Any) -> Callable[[], Any]:
        return lambda: receipts.enter(TESTS, unit_id=unit.pk, **values)

    outcomes = at_once(pay(firm.east), pay(firm.east_sales), pay(firm.east_sales), pay(firm.west_sales))
    assert sorted(outcomes) == ["no_request", "no_request", "ok", "ok"], "one company's, and another's"
    assert Receipt.objects.count() == 2


def test_a_request_and_an_allocation_at_once_pay_once() -> None:
    firm, customer = world()
    owed = make_receivable(firm.east_sales, customer, "500.00", direction="expense")
    paid = make_receipt(firm.east_sales, customer, "500.00", direction="expense")
    with writing(TESTS):
        request = payment_requests.ask(TESTS, receivable_id=owed.pk, reason="材料款")
        payment_requests.submitted(TESTS, request)
        payment_requests.approved(TESTS, request)

    def pay() -> None:
        payment_requests.pay(TESTS, PaymentRequest.objects.select_for_update().get(pk=request.pk))

    outcomes = at_once(pay, lambda: receipts.allocate(TESTS, paid, owed, amount=Decimal("500.00")))
    assert outcomes[0] in ("ok", "wrong_state", "not_enough"), outcomes
    assert outcomes[1] in ("ok", "busy", "not_enough"), outcomes
    assert "ok" in outcomes
    assert Receivable.objects.get(pk=owed.pk).settled == Decimal("500.00")
    assert PaymentRequest.objects.get(pk=request.pk).state == "paid"


def test_closing_waits_for_what_is_being_posted() -> None:
    firm, customer = world()
    month = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    posted, outcomes = threading.Event(), []

    def post() -> None:
        with transaction.atomic():
            make_receivable(firm.east_sales, customer, occurred_on=month)
            posted.set()
            # The other one has to wait for us here; without the lock it would close before we commit.
            threading.Event().wait(0.5)
            outcomes.append("posted")
        connection.close()

    def close() -> None:
        posted.wait(30)
        with writing(TESTS):
            periods.close(TESTS, unit_id=firm.east.pk, month=month)
            outcomes.append("closed")
            assert Entry.objects.filter(on=month).count() == 1
        connection.close()

    threads = [threading.Thread(target=run) for run in (post, close)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert outcomes == ["posted", "closed"]
    with pytest.raises(DomainError, match="period_closed"):
        make_receivable(firm.east_sales, customer, occurred_on=month)
