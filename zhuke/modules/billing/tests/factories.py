"""Receivables, receipts and what belongs to them, for tests."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from django.utils import timezone

from zhuke.commons.factories import Factory
from zhuke.kernel.access import system
from zhuke.kernel.audit import writing
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.billing.models import Receipt, Receivable
from zhuke.modules.billing.services.receipts import record
from zhuke.modules.billing.services.receivables import open_receivable
from zhuke.modules.contracts.tests.factories import a_live_contract
from zhuke.modules.customers.tests.factories import of_customer

numbers = itertools.count(1)
TESTS = system("测试")


def receivable_body(unit: Any, person: Any) -> dict[str, Any]:
    """What a fresh customer owes the unit."""
    return {
        **of_customer(unit, person),
        "name": f"第 {next(numbers)} 期进度款",
        "direction": "income",
        "kind": "progress",
        "amount": Decimal("125000.50"),
        "due_on": timezone.localdate() + dt.timedelta(days=30),
        "unit": unit.pk,
        "owner": person.pk,
    }


def receipt_body(unit: Any, person: Any, **values: Any) -> dict[str, Any]:
    """What a fresh customer has paid."""
    return {
        **({} if "customer" in values else of_customer(unit, person)),
        "direction": "income",
        "on": timezone.localdate(),
        "amount": Decimal("80000.00"),
        "payer": "江城建设",
        "reference": f"LS{next(numbers):08}",
        "unit": unit.pk,
        "owner": person.pk,
        **values,
    }


def _made(resource: str, body: dict[str, Any]) -> Any:
    return create(TESTS, by_name(resource), body)[0]  # type: ignore[arg-type]


def allocation_body(unit: Any, person: Any) -> dict[str, Any]:
    """A receipt that settles a part of what its customer owes."""
    owed = _made("receivables", receivable_body(unit, person))
    paid = _made("receipts", receipt_body(unit, person, customer=owed.customer_id))
    return {"receipt": paid.pk, "receivable": owed.pk, "amount": Decimal("30000.00"), "on": timezone.localdate()}


def refund_body(unit: Any, person: Any) -> dict[str, Any]:
    """Some money goes back."""
    paid = _made("receipts", receipt_body(unit, person))
    return {"receipt": paid.pk, "amount": Decimal("1000.00"), "on": timezone.localdate(), "reason": "多付"}


def write_off_body(unit: Any, person: Any) -> dict[str, Any]:
    """The last yuan of a receivable."""
    owed = _made("receivables", receivable_body(unit, person))
    return {"receivable": owed.pk, "amount": Decimal("0.50"), "reason": "rounding", "note": f"尾差 {next(numbers)}"}


def period_body(unit: Any, person: Any) -> dict[str, Any]:
    """A month long ago."""
    number = next(numbers)
    return {"unit": unit.pk, "month": dt.date(1990 + number // 12, number % 12 + 1, 1)}


def invoice_body(unit: Any, person: Any) -> dict[str, Any]:
    """An invoice to be issued."""
    return {**of_customer(unit, person), "amount": Decimal("109000.00"), "rate": "9", "unit": unit.pk, "owner": person.pk}


def invoice_link_body(unit: Any, person: Any) -> dict[str, Any]:
    """An invoice about a receivable."""
    owed = _made("receivables", receivable_body(unit, person))
    invoice = _made("invoices", {**invoice_body(unit, person), "customer": owed.customer_id})
    return {"invoice": invoice.pk, "receivable": owed.pk, "amount": Decimal("50000.00")}


def certificate_body(unit: Any, person: Any) -> dict[str, Any]:
    """Last month's output under a fresh contract."""
    month = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    return {"contract": a_live_contract(unit, person).pk, "month": month, "output": Decimal("100000.00"), "ratio": Decimal("80.00")}


def notice_body(unit: Any, person: Any) -> dict[str, Any]:
    """A notice about a fresh receivable."""
    return {"receivable": _made("receivables", receivable_body(unit, person)).pk, "message": f"请安排支付 {next(numbers)}"}


def statement_body(unit: Any, person: Any) -> dict[str, Any]:
    """An empty statement."""
    return {"name": f"工行流水 {next(numbers)}", "account": f"62220210{next(numbers):08}", "unit": unit.pk, "owner": person.pk}


def make_receivable(unit: Any, customer: Any, amount: str = "1000.00", **values: Any) -> Receivable:
    """A receivable, opened long enough ago to be settled on any day of a test."""
    today = timezone.localdate()
    with writing(TESTS):
        return open_receivable(
            TESTS,
            **{
                "name": f"应收 {next(numbers)}",
                "customer_id": customer.pk,
                "unit_id": unit.pk,
                "amount": Decimal(amount),
                "occurred_on": today - dt.timedelta(days=60),
                "due_on": today - dt.timedelta(days=10),
                **values,
            },
        )


def make_receipt(unit: Any, customer: Any, amount: str = "1000.00", **values: Any) -> Receipt:
    """A receipt."""
    on = timezone.localdate() - dt.timedelta(days=5)
    with writing(TESTS):
        return record(TESTS, **{"customer_id": customer and customer.pk, "unit_id": unit.pk, "amount": Decimal(amount), "on": on, **values})


def request_body(unit: Any, person: Any) -> dict[str, Any]:
    """A request to pay a part of a fresh payable."""
    owed = _made("receivables", {**receivable_body(unit, person), "direction": "expense"})
    return {"receivable": owed.pk, "amount": Decimal("100.00"), "reason": f"材料款 {next(numbers)}"}


def policy_body(unit: Any, person: Any) -> dict[str, Any]:
    """A policy that begins when no test runs any more."""
    number = next(numbers)
    since = dt.date(2150, 1, 1) + dt.timedelta(days=number)
    return {"unit": unit.pk, "threshold": Decimal("50000.00"), "since": since, "note": f"付款规定 {number}"}


FACTORIES = {
    "receivables": Factory(receivable_body, {"remark": "改"}),
    "receipts": Factory(receipt_body, {"remark": "改"}),
    "allocations": Factory(allocation_body),
    "refunds": Factory(refund_body),
    "write_offs": Factory(write_off_body, {"note": "改"}),
    "invoices": Factory(invoice_body, {"remark": "改"}),
    "invoice_links": Factory(invoice_link_body),
    "progress_certificates": Factory(certificate_body, {"note": "改"}),
    "payment_notices": Factory(notice_body, {"message": "改"}),
    "bank_statements": Factory(statement_body, {"remark": "改"}),
    "payment_requests": Factory(request_body, {"reason": "改"}),
    "payment_policies": Factory(policy_body, {"note": "改"}, belongs="unit"),
    "periods": Factory(period_body, {"remark": "改"}, belongs="unit"),
}
ROUTES = {
    "POST /billing/invoice-requests": "invoices.create; the receivables must be visible",
    "POST /billing/invoices/{pk}/original": "invoices.issue of the invoice; filing needs update",
    "POST /billing/invoices/xml": "invoices.create and invoices.issue in the unit",
    "GET /billing/vat": "invoices.read, as far as it reaches; the unit must be visible",
    "GET /billing/vat.xlsx": "invoices.export, likewise",
    "GET /billing/chain/{pk}": "read of the contract, and receivables.read",
    "GET /r/customers/{pk}/receivables": "read of the customer, and receivables.read",
    "GET /r/payment_notices/{pk}/pdf": "read of the notice",
    "POST /billing/statements/{pk}/file": "update of the statement",
    "GET /billing/statements/{pk}/lines": "read of the statement",
    "POST /billing/statements/{pk}/lines/{line}/confirm": "bank_statements.match, receipts.create, allocations.create",
    "POST /billing/statements/{pk}/lines/{line}/ignore": "bank_statements.match",
    "POST /billing/statements/{pk}/lines/{line}/reopen": "bank_statements.match",
    "POST /billing/statements/{pk}/confirm-sure": "bank_statements.match, receipts.create, allocations.create",
}
