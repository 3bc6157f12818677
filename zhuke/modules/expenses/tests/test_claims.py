"""Claims: written, submitted, approved, paid, cancelled; and everything that is refused on the way."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, unmask
from zhuke.modules.billing.models import Invoice, Period
from zhuke.modules.billing.tests.test_ledger import refused
from zhuke.modules.customers.tests.factories import of_customer
from zhuke.modules.expenses.models import ExpenseClaim, ExpenseLine
from zhuke.modules.orgs.models import Role

from .conftest import TODAY, a_claim, an_approved, approve, do, made, put, save, spend

DIGITAL = "26327000000123456789"


def state(row: Any) -> str:
    return ExpenseClaim.objects.get(pk=row["id"]).state


def test_from_receipt_to_money(worker: Caller, finance: Caller) -> None:
    row = a_claim(
        worker, spend("120.50", invoice_number=DIGITAL, note="午餐"), spend("46.00", kind="transport"), bank_account="工行 6222 0210"
    )
    assert (row["state"], row["total"], row["lines_count"], row["owner"]["label"]) == ("draft", "166.50", 2, "周师傅")
    assert row["number"].startswith(f"BX-{TODAY.year}-")
    assert row["bank_account"] == "工行 6222 0210"
    refused(lambda: do(finance, row, "pay"), 409, "wrong_state")
    made(do(worker, row, "submit"))
    refused(lambda: do(worker, row, "submit"), 409, "wrong_state")
    refused(lambda: do(worker, row, "cancel", reason="x"), 409, "wrong_state")
    approve(finance, row)
    assert state(row) == "approved"
    assert ExpenseClaim.objects.get().approved_on == TODAY
    refused(lambda: do(finance, row, "pay", on=str(TODAY - dt.timedelta(days=1))), 400, "invalid", "on")
    refused(lambda: do(finance, row, "pay", on=str(TODAY + dt.timedelta(days=1))), 400, "invalid", "on")
    paid = made(do(finance, row, "pay", account="基本户", reference="LS1"))
    assert (paid["state"], paid["paid_on"], paid["paid_by"]["label"], paid["paid_reference"]) == ("paid", str(TODAY), "孙财务", "LS1")
    assert Notice.objects.filter(user=worker.person, kind="expenses").count() == 1
    refused(lambda: do(finance, row, "pay"), 409, "wrong_state")
    refused(lambda: do(finance, row, "undo_pay", reason=" "), 400, "invalid", "reason")
    made(do(finance, row, "undo_pay", reason="银行退回"))
    again = ExpenseClaim.objects.get()
    assert (again.state, again.paid_on, again.paid_by, again.paid_reference) == ("approved", None, None, "")
    refused(lambda: do(finance, row, "undo_pay", reason="x"), 409, "wrong_state")


def test_what_is_under_way_does_not_change(worker: Caller, finance: Caller) -> None:
    row = a_claim(worker, spend("10.00"))
    line = ExpenseLine.objects.get()
    made(do(worker, row, "submit"))
    now = made(worker.get(f"/r/expense_claims/{row['id']}"))
    refused(lambda: save(worker, now, spend("9999.00")), 409, "claim_fixed")
    refused(lambda: worker.patch(f"/r/expense_claims/{row['id']}", {"version": now["version"], "purpose": "别的"}), 409, "claim_fixed")
    refused(lambda: worker.patch(f"/r/expense_lines/{line.pk}", {"version": line.version, "amount": "9999.00"}), 409, "claim_fixed")
    refused(lambda: worker.post("/r/expense_lines", {"claim": row["id"], **spend("5.00")}), 409, "claim_fixed")
    running = made(worker.get(f"/approvals/of/expense_claims/{row['id']}"))["running"]
    made(worker.post(f"/approvals/{running}/withdraw", {"opinion": "写错了"}))
    assert state(row) == "draft"
    made(do(worker, row, "submit"))
    running = made(finance.get(f"/approvals/of/expense_claims/{row['id']}"))["running"]
    made(finance.post(f"/approvals/{running}/reject", {"opinion": "缺发票"}))
    assert state(row) == "rejected"
    fresh = put(worker, made(worker.get(f"/r/expense_claims/{row['id']}")), spend("8.00", invoice_number=DIGITAL))
    assert fresh["claim"]["total"] == "8.00"
    made(do(worker, row, "submit"))
    approve(finance, row)
    made(do(finance, row, "pay"))
    refused(lambda: do(worker, row, "cancel", reason="x"), 409, "wrong_state")


def test_nothing_is_submitted_without_lines_and_nothing_saved_over_others(worker: Caller) -> None:
    row = a_claim(worker)
    refused(lambda: do(worker, row, "submit"), 400, "no_lines")
    for bare in (spend("1.00", kind=""), spend("0.00")):
        put(worker, made(worker.get(f"/r/expense_claims/{row['id']}")), spend("1.00"), bare)
        assert "2" in refused(lambda: do(worker, row, "submit"), 400, "incomplete").data["message"]
    row = made(worker.get(f"/r/expense_claims/{row['id']}"))
    put(worker, row, spend("1.00"))
    stale = refused(lambda: save(worker, row, spend("2.00")), 409, "stale_version")
    assert stale.data["data"]["current"]["total"] == "1.00"


def test_lines_say_what_is_wrong_with_them(worker: Caller) -> None:
    row = a_claim(worker)
    tomorrow, long_ago = str(TODAY + dt.timedelta(days=1)), str(TODAY - dt.timedelta(days=1200))
    for bad, field in (
        (spend("5.00", tax="9.00"), "tax"),
        (spend("5.00", kind="gold"), "kind"),
        (spend("5.00", on=tomorrow), "on"),
        (spend("5.00", on=long_ago), "on"),
        (spend("5.00", invoice_number="12345"), "invoice_number"),
        (spend("5.00", invoice_number="12345678"), "invoice_number"),
        (spend("5.00", invoice_code="1234567890"), "invoice_number"),
        (spend("5.00", tax="5.00"), "tax"),
        (spend("5.00", project=str(uuid.uuid4())), "project"),
    ):
        refused(lambda bad=bad: save(worker, row, spend("1.00"), bad), 400, "invalid", f"lines.1.{field}")  # type: ignore[misc]
    assert save(worker, row, spend("-1")).status == 422
    assert ExpenseLine.objects.count() == 0
    kept = put(worker, row, spend("5.00", invoice_number="1234 5678", invoice_code="044031900111"))["lines"][0]
    assert kept["invoice_number"] == "12345678"


def test_new_lines_bring_their_own_id_and_left_out_ones_go(worker: Caller) -> None:
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    row = a_claim(worker, spend("1.00", id=first), spend("2.00", id=second))
    made(worker.upload(f"/r/expense_lines/{first}/files", file=SimpleUploadedFile("票.png", PNG, "image/png")))
    found = made(worker.get(f"/r/expense_claims/{row['id']}/lines"))["lines"]
    assert [(line["id"], len(line["files"]), len(line["warnings"])) for line in found] == [(first, 1, 0), (second, 0, 1)]
    after = put(worker, row, spend("3.00", id=second))
    assert [(line["id"], line["amount"], line["position"]) for line in after["lines"]] == [(second, "3.00", 1)]
    other = a_claim(worker)
    refused(lambda: save(worker, other, spend("9.00", id=second)), 400, "invalid", "lines.0.kind")
    line = ExpenseLine.objects.get()
    moved = {"version": line.version, "claim": other["id"]}
    refused(lambda: worker.patch(f"/r/expense_lines/{second}", moved), 400, "invalid", "claim")


def test_one_invoice_is_paid_once_in_the_group(worker: Caller, finance: Caller, stranger: Caller, firm: Firm) -> None:
    mine = a_claim(worker, spend("10.00", invoice_number=DIGITAL))
    theirs = a_claim(stranger)
    answer = refused(lambda: save(stranger, theirs, spend("10.00", invoice_number=DIGITAL)), 409, "invoice_used", "lines.0.invoice_number")
    assert mine["number"] not in str(answer.data)
    assert "周师傅" not in str(answer.data)
    own = a_claim(finance)
    seen = refused(lambda: save(finance, own, spend("1.00"), spend("2.00", invoice_number=DIGITAL)), 409, "invoice_used")
    assert mine["number"] in seen.data["message"]
    assert list(seen.data["fields"]) == ["lines.1.invoice_number"]
    twice = [spend("1.00", invoice_number="26327000000123456780")] * 2
    refused(lambda: save(stranger, theirs, *twice), 409, "invoice_used", "lines.1.invoice_number")
    body = {"claim": theirs["id"], **spend("3.00", invoice_number=DIGITAL)}
    refused(lambda: stranger.post("/r/expense_lines", body), 409, "invoice_used", "invoice_number")
    made(do(worker, mine, "cancel", reason="重填"))
    assert put(stranger, theirs, spend("10.00", invoice_number=DIGITAL))["claim"]["total"] == "10.00"


def test_an_invoice_of_the_firm_is_nobodys_expense(worker: Caller, finance: Caller, firm: Firm) -> None:
    customer = of_customer(firm.east_sales, finance.person)["customer"]
    body = {"customer": str(customer), "direction": "input", "amount": "100.00", "rate": "9", "name": "水泥"}
    invoice = made(finance.post("/r/invoices", body))
    Invoice.objects.filter(pk=invoice["id"]).update(number=DIGITAL)
    row = a_claim(worker)
    answer = refused(lambda: save(worker, row, spend("100.00", invoice_number=DIGITAL)), 409, "invoice_used")
    assert "进项" in answer.data["message"]


def test_only_own_claims_and_only_those_of_the_company(worker: Caller, finance: Caller, stranger: Caller, firm: Firm) -> None:
    row = an_approved(worker, finance, spend("10.00"))
    for call in (
        lambda: stranger.get(f"/r/expense_claims/{row['id']}"),
        lambda: stranger.get(f"/r/expense_claims/{row['id']}/lines"),
        lambda: save(stranger, row, spend("1.00")),
        lambda: do(stranger, row, "pay"),
        lambda: do(stranger, row, "cancel", reason="x"),
    ):
        refused(call, 404, "not_found")
    refused(lambda: do(worker, row, "pay"), 403, "not_allowed")
    other = {"purpose": "替别人", "owner": str(finance.person.pk)}
    refused(lambda: worker.post("/r/expense_claims", other), 403, "outside_scope")
    draft = a_claim(worker)
    refused(lambda: save(worker, draft, owner=str(stranger.person.pk)), 403, "outside_scope")
    own = a_claim(finance, spend("10.00"))
    ExpenseClaim.objects.filter(pk=own["id"]).update(state="approved", approved_on=TODAY)
    refused(lambda: do(finance, own, "pay"), 409, "own_claim")


def test_the_account_is_for_its_owner_and_who_pays(worker: Caller, finance: Caller) -> None:
    row = a_claim(worker, spend("1.00"), bank_account="建行 1111")
    assert "bank_account" not in made(worker.get(f"/r/expense_claims/{row['id']}"))
    assert made(worker.get(f"/r/expense_claims/{row['id']}/lines"))["claim"]["bank_account"] == "建行 1111"
    assert "bank_account" not in made(finance.get(f"/r/expense_claims/{row['id']}/lines"))["claim"]
    now = made(finance.get(f"/r/expense_claims/{row['id']}"))
    refused(lambda: save(finance, now, bank_account="骗子 9999"), 400, "invalid", "bank_account")
    again = put(worker, now, spend("1.00"), bank_account="建行 2222")
    assert again["claim"]["bank_account"] == "建行 2222"
    assert ExpenseClaim.objects.get(pk=a_claim(worker)["id"]).bank_account == "建行 2222"
    role = Role.objects.filter(memberships__user=finance.person).exclude(code="finance").order_by("pk")[0]
    unmask(role, "expense_claims", "bank_account")
    assert made(finance.get(f"/r/expense_claims/{row['id']}"))["bank_account"] == "建行 2222"


def test_no_payment_in_a_closed_month(worker: Caller, finance: Caller, firm: Firm) -> None:
    row = an_approved(worker, finance, spend("1.00"))
    last = TODAY.replace(day=1) - dt.timedelta(days=1)
    ExpenseClaim.objects.update(approved_on=last.replace(day=1))
    Period.objects.create(unit=firm.east, month=last.replace(day=1), name="x", closed_at=timezone.now())
    refused(lambda: do(finance, row, "pay", on=str(last)), 409, "period_closed")
    made(do(finance, row, "pay"))
    ExpenseClaim.objects.update(paid_on=last)
    refused(lambda: do(finance, row, "undo_pay", reason="x"), 409, "period_closed")


def test_what_expenses_come_to(worker: Caller, finance: Caller, stranger: Caller) -> None:
    an_approved(worker, finance, spend("10.00"), spend("5.50", kind="transport"))
    a_claim(worker, spend("99.00"))
    found = made(finance.get("/expenses/totals", by="kind"))
    assert [(row["group"], row["amount"], row["count"]) for row in found["items"]] == [("meals", "10.00", 1), ("transport", "5.50", 1)]
    assert found["total"] == {"amount": "15.50", "over": "0.00", "count": 2}
    people = made(finance.get("/expenses/totals", by="person"))["items"]
    assert [(row["group"]["label"], row["amount"]) for row in people] == [("周师傅", "15.50")]
    assert made(finance.get("/expenses/totals", by="month", since=str(TODAY)))["items"] == []
    assert made(stranger.get("/expenses/totals"))["total"]["count"] == 0
    assert Decimal(made(worker.get("/expenses/totals"))["total"]["amount"]) == Decimal("15.50")
    assert finance.get("/expenses/totals", by="colour").status == 422


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
