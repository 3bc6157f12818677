"""Nothing is posted into a closed month."""

import datetime as dt
from typing import Any

from django.utils import timezone

from zhuke.commons.testing import Caller, Firm
from zhuke.modules.billing.models import Allocation
from zhuke.modules.customers.models import Customer

from .conftest import do, made
from .factories import make_receipt, make_receivable
from .test_ledger import allocate, refused

TODAY = timezone.localdate()
LAST = TODAY.replace(day=1) - dt.timedelta(days=1)
EARLIER = LAST.replace(day=1) - dt.timedelta(days=1)


def close(caller: Caller, unit: Any, month: dt.date) -> Any:
    return made(caller.post("/r/periods", {"unit": str(unit.pk), "month": str(month)}))


def test_nothing_is_posted_into_a_closed_month(finance: Caller, firm: Firm, customer: Customer) -> None:
    owed = make_receivable(firm.east_sales, customer, occurred_on=EARLIER)
    paid = make_receipt(firm.east_sales, customer, on=EARLIER)
    early = made(allocate(finance, paid, owed, "10.00"))
    assert early["on"] == str(EARLIER)
    row = close(finance, firm.east, EARLIER)
    assert (row["state"], row["month"], row["closed_by"]["label"]) == ("closed", str(EARLIER.replace(day=1)), "钱会计")
    on = str(EARLIER)
    party = {"customer": str(customer.pk), "amount": "5.00"}
    for call in (
        lambda: finance.post("/r/receivables", {**party, "name": "旧账", "due_on": on, "occurred_on": on}),
        lambda: finance.post("/r/receipts", {**party, "on": on}),
        lambda: allocate(finance, paid, owed, "10.00", on=on),
        lambda: finance.post("/r/refunds", {"receipt": str(paid.pk), "amount": "1.00", "on": on, "reason": "x"}),
        lambda: do(finance, "receivables", owed, "adjust", amount="5000", reason="x", on=on),
        lambda: do(finance, "allocations", early, "reverse", reason="x", on=on),
        lambda: do(finance, "receipts", paid, "reverse", reason="x", on=on),
    ):
        answer = refused(call, 409, "period_closed")
        assert f"{EARLIER:%Y-%m}" in answer.data["message"]
    untouched = make_receivable(firm.east_sales, customer, occurred_on=LAST)
    refused(lambda: do(finance, "receivables", untouched, "cancel", reason="x", on=on), 400, "invalid", "on")
    assert made(allocate(finance, paid, owed, "20.00"))["on"] == str(TODAY)
    assert Allocation.objects.filter(on=EARLIER).count() == 1


def test_a_month_may_be_opened_again(finance: Caller, firm: Firm, customer: Customer) -> None:
    row = close(finance, firm.east, EARLIER)
    refused(lambda: do(finance, "periods", row, "close_again"), 409, "wrong_state")
    refused(lambda: do(finance, "periods", row, "reopen", reason=" "), 400, "invalid", "reason")
    made(do(finance, "periods", row, "reopen", reason="补记"))
    refused(lambda: do(finance, "periods", row, "reopen", reason="再来"), 409, "wrong_state")
    make_receivable(firm.east_sales, customer, occurred_on=EARLIER)
    assert made(do(finance, "periods", row, "close_again"))["state"] == "closed"


def test_a_month_is_closed_once_and_only_after_its_end(finance: Caller, firm: Firm) -> None:
    close(finance, firm.east, EARLIER)
    body = {"unit": str(firm.east.pk), "month": str(EARLIER)}
    refused(lambda: finance.post("/r/periods", body), 400, "invalid")
    refused(lambda: finance.post("/r/periods", {**body, "month": str(TODAY)}), 400, "invalid", "month")
    refused(lambda: finance.post("/r/periods", {**body, "unit": str(firm.west.pk)}), 403, "outside_scope")


def test_one_company_closes_for_itself(finance: Caller, stranger: Caller, firm: Firm, customer: Customer) -> None:
    row = close(finance, firm.east, EARLIER)
    make_receivable(firm.west_sales, customer, occurred_on=EARLIER)
    refused(lambda: do(stranger, "periods", row, "reopen", reason="x"), 404, "not_found")
    refused(lambda: finance.patch(f"/r/periods/{row['id']}", {"version": row["version"], "month": str(LAST)}), 409, "fixed")
