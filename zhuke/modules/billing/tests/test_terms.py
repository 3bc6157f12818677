"""What contracts bring: dated terms at signing, milestones when reached, monthly output, the settlement; and the chain that shows it."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm
from zhuke.kernel.models import Event
from zhuke.modules.billing.models import ProgressCertificate, Receivable
from zhuke.modules.billing.services import ledger
from zhuke.modules.contracts.models import PaymentTerm
from zhuke.modules.customers.models import Customer

from .conftest import do, made, signed
from .factories import make_receipt
from .test_ledger import allocate, refused

TODAY = timezone.localdate()
SIGNED = TODAY - dt.timedelta(days=60)
ADVANCE = {"kind": "advance", "trigger": "date", "planned_on": str(TODAY - dt.timedelta(days=40)), "due_days": 10, "ratio": "10"}
ROOF = {"kind": "progress", "trigger": "milestone", "milestone": "主体封顶", "ratio": "40", "due_days": 15}
OUTPUT = {"kind": "progress", "trigger": "progress", "output_ratio": "80", "ratio": "40", "due_days": 7}
SETTLE = {"kind": "settlement", "trigger": "milestone", "milestone": "结算审定", "due_days": 30}
KEEP = {"kind": "retention", "trigger": "retention", "ratio": "3"}


def rows(contract: Any) -> list[tuple[str, str, str, str]]:
    """Kind, amount, due day and state of what a contract has brought."""
    found = Receivable.objects.filter(contract=contract["id"]).order_by("created_at")
    return [(r.kind, str(r.amount), str(r.due_on), r.state) for r in found]


def term(contract: Any, kind: str) -> PaymentTerm:
    return PaymentTerm.objects.get(contract=contract["id"], kind=kind)


def reach(caller: Caller, contract: Any, kind: str, **inputs: Any) -> Any:
    return made(do(caller, "payment_terms", term(contract, kind), "reach", on=str(TODAY - dt.timedelta(days=20)), **inputs))


def test_dated_terms_open_at_signing_and_milestones_when_reached(finance: Caller, customer: Customer) -> None:
    contract = signed(finance, customer, ADVANCE, ROOF)
    due = str(TODAY - dt.timedelta(days=30))
    assert rows(contract) == [("advance", "100000.00", due, "open")]
    owed = Receivable.objects.get()
    assert (owed.direction, owed.customer_id, owed.term, owed.occurred_on) == ("income", customer.pk, term(contract, "advance"), SIGNED)
    reach(finance, contract, "progress", note="监理已签字")
    assert rows(contract)[1] == ("progress", "400000.00", str(TODAY - dt.timedelta(days=5)), "open")
    opened = Event.objects.filter(name="receivables.opened").order_by("-id")[0]
    assert (opened.actor_name, opened.data["amount"]) == ("钱会计", "400000.00")


def test_a_subcontract_brings_payables(finance: Caller, customer: Customer) -> None:
    contract = signed(finance, customer, ADVANCE, kind="sub")
    assert Receivable.objects.get(contract=contract["id"]).direction == "expense"


def test_taking_a_milestone_back(finance: Caller, customer: Customer, firm: Firm) -> None:
    contract = signed(finance, customer, ROOF)
    reach(finance, contract, "progress")
    made(do(finance, "payment_terms", term(contract, "progress"), "unreach", reason="验收未通过"))
    assert [r[3] for r in rows(contract)] == ["cancelled"]
    reach(finance, contract, "progress")
    assert [r[3] for r in rows(contract)] == ["cancelled", "open"]
    owed = Receivable.objects.get(contract=contract["id"], state="open")
    made(allocate(finance, make_receipt(firm.east_sales, customer, "10.00"), owed, "10.00"))
    refused(lambda: do(finance, "payment_terms", term(contract, "progress"), "unreach", reason="x"), 409, "term_in_use")


def test_settlement_closes_the_rest(finance: Caller, customer: Customer, firm: Firm) -> None:
    contract = signed(finance, customer, ADVANCE, ROOF, SETTLE, KEEP)
    reach(finance, contract, "progress")
    made(do(finance, "contracts", contract, "settle", settlement_amount="1200000.00"))
    assert [(r[0], r[1]) for r in rows(contract)] == [
        ("advance", "100000.00"), ("progress", "400000.00"), ("settlement", "664000.00"),
    ]  # fmt: skip
    refused(lambda: do(finance, "contracts", contract, "close"), 409, "still_owed")
    receipt = make_receipt(firm.east_sales, customer, "1164000.00", contract_id=contract["id"])
    made(do(finance, "receipts", receipt, "allocate_oldest"))
    assert made(do(finance, "contracts", contract, "close"))["state"] == "closed"


def certificate(caller: Caller, contract: Any, month: dt.date, output: str, **values: Any) -> Any:
    return caller.post("/r/progress_certificates", {"contract": contract["id"], "month": str(month), "output": output, **values})


def test_monthly_output_becomes_owed_when_confirmed(finance: Caller, customer: Customer, firm: Firm) -> None:
    contract = signed(finance, customer, OUTPUT)
    last = TODAY.replace(day=1) - dt.timedelta(days=1)
    row = made(certificate(finance, contract, last, "300000.33", deduction="1000.00"))
    assert (row["ratio"], row["payable"], row["cumulative"], row["state"]) == ("80.00", "239000.26", "300000.33", "draft")
    assert rows(contract) == []
    refused(lambda: certificate(finance, contract, last, "5.00"), 400, "invalid")
    made(do(finance, "progress_certificates", row, "confirm", certified_by="王监理"))
    assert rows(contract) == [("progress", "239000.26", str(TODAY + dt.timedelta(days=7)), "open")]
    refused(lambda: do(finance, "progress_certificates", row, "confirm"), 409, "wrong_state")
    refused(lambda: finance.patch(f"/r/progress_certificates/{row['id']}", {"version": 2, "output": "1.00"}), 409, "wrong_state")
    before = last.replace(day=1) - dt.timedelta(days=1)
    refused(lambda: certificate(finance, contract, before, "700000.00"), 409, "over_contract")
    refused(lambda: certificate(finance, contract, before, "10.00", deduction="11.00"), 400, "invalid", "deduction")
    refused(lambda: certificate(finance, contract, TODAY + dt.timedelta(days=40), "10.00"), 400, "invalid", "month")
    made(do(finance, "progress_certificates", row, "cancel", reason="重新确认"))
    assert rows(contract)[0][3] == "cancelled"
    again = made(certificate(finance, contract, last, "1000.00"))
    made(do(finance, "progress_certificates", again, "confirm"))
    owed = Receivable.objects.get(contract=contract["id"], state="open")
    made(allocate(finance, make_receipt(firm.east_sales, customer, "10.00"), owed, "10.00"))
    refused(lambda: do(finance, "progress_certificates", again, "cancel", reason="x"), 409, "term_in_use")
    assert ledger.differences() == []


def test_output_of_a_draft_contract_is_not_owed(finance: Caller, customer: Customer) -> None:
    body = {"name": "未签", "kind": "main", "customer": str(customer.pk), "amount": "1000000.00"}
    row = made(certificate(finance, made(finance.post("/r/contracts", body)), TODAY, "5.00"))
    refused(lambda: do(finance, "progress_certificates", row, "confirm"), 409, "not_live")
    assert ProgressCertificate.objects.get().state == "draft"


def link(item: Any, code: str) -> Any:
    return next(one for one in item["links"] if one["code"] == code)


def test_the_chain_names_its_broken_links(finance: Caller, stranger: Caller, customer: Customer, firm: Firm) -> None:
    contract = signed(finance, customer, {**ROOF, "due_days": 5}, KEEP)
    chain = made(finance.get(f"/billing/chain/{contract['id']}"))
    first = chain["items"][0]
    assert [one["state"] for one in first["links"]] == ["waiting"] * 5
    assert "主体封顶" in link(first, "milestone")["missing"]
    reach(finance, contract, "progress")
    item = made(finance.get(f"/billing/chain/{contract['id']}"))["items"][0]
    assert (link(item, "milestone")["state"], item["broken"]) == ("done", "acceptance")
    assert "验收单" in item["sentence"]
    upload = SimpleUploadedFile("验收单.txt", "同意".encode())
    made(finance.upload(f"/r/payment_terms/{item['term']['id']}/files", file=upload))
    item = made(finance.get(f"/billing/chain/{contract['id']}"))["items"][0]
    assert (link(item, "acceptance")["done"], item["broken"]) == (True, "notice")
    owed = Receivable.objects.get(contract=contract["id"])
    notice = made(finance.post("/r/payment_notices", {"receivable": str(owed.pk)}))
    made(do(finance, "payment_notices", notice, "mark_sent", channel="当面送达"))
    item = made(finance.get(f"/billing/chain/{contract['id']}"))["items"][0]
    assert (link(item, "notice")["what"], item["broken"]) == (notice["number"], "invoice")
    made(allocate(finance, make_receipt(firm.east_sales, customer, "400000.00"), owed, "400000.00"))
    chain = made(finance.get(f"/billing/chain/{contract['id']}"))
    item = chain["items"][0]
    assert (link(item, "receipt")["state"], item["broken"], chain["broken"]) == ("done", "invoice", 1)
    refused(lambda: stranger.get(f"/billing/chain/{contract['id']}"), 404, "not_found")


def test_money_that_came_needs_no_notice(finance: Caller, customer: Customer, firm: Firm) -> None:
    contract = signed(finance, customer, {**ROOF, "due_days": 5}, KEEP)
    reach(finance, contract, "progress")
    owed = Receivable.objects.get(contract=contract["id"])
    made(allocate(finance, make_receipt(firm.east_sales, customer, "400000.00"), owed, "400000.00"))
    notice = link(made(finance.get(f"/billing/chain/{contract['id']}"))["items"][0], "notice")
    assert (notice["state"], notice["done"], notice["what"]) == ("waiting", False, "款已到账，不再需要")


def test_a_customers_money(finance: Caller, stranger: Caller, customer: Customer, firm: Firm) -> None:
    signed(finance, customer, ADVANCE)
    make_receipt(firm.east_sales, customer, "60.00")
    found = made(finance.get(f"/r/customers/{customer.pk}/receivables"))
    assert (found["income"]["balance"], found["income"]["overdue"], found["income"]["overdue_days"]) == ("100000.00", "100000.00", 30)
    assert (found["income"]["prepaid"], found["expense"]["balance"], len(found["open"]), len(found["receipts"])) == ("60.00", "0.00", 1, 1)
    refused(lambda: stranger.get(f"/r/customers/{customer.pk}/receivables"), 404, "not_found")
