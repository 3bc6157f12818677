"""Payment notices: as PDF, by mail once, by hand; the rules that write them and remind of invoices."""

import datetime as dt
from typing import Any

import pypdfium2
from django.core import mail
from django.utils import timezone

from zhuke.commons.automation.models import Rule
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, run_pass
from zhuke.commons.testing import Caller, Firm, run_jobs
from zhuke.commons.todos.models import Todo
from zhuke.kernel.models import Event
from zhuke.modules.billing.models import PaymentNotice, Receivable
from zhuke.modules.customers.models import Customer

from .conftest import approve, do, made, signed
from .factories import make_receipt, make_receivable
from .test_ledger import allocate, refused
from .test_terms import ROOF, reach


def write(caller: Caller, row: Any, **values: Any) -> Any:
    return caller.post("/r/payment_notices", {"receivable": str(row.pk), **values})


def test_a_notice_on_paper_and_by_mail(finance: Caller, stranger: Caller, customer: Customer, firm: Firm) -> None:
    owed = make_receivable(firm.east_sales, customer, "1234.50")
    row = made(write(finance, owed, bank_account="工商银行 62220001"))
    assert (row["amount"], row["pay_by"], row["state"]) == ("1234.50", str(owed.due_on), "draft")
    paper = finance.get(f"/r/payment_notices/{row['id']}/pdf").raw
    assert paper["Content-Type"] == "application/pdf"
    content = pypdfium2.PdfDocument(bytes(paper.content))[0].get_textpage().get_text_range()
    for wanted in ("付款通知", customer.name, row["number"], "¥1,234.50", "壹仟贰佰叁拾肆元伍角", "62220001"):
        assert wanted in "".join(content.split()), wanted
    refused(lambda: do(finance, "payment_notices", row, "mail", to="没有"), 400, "invalid", "to")
    made(do(finance, "payment_notices", row, "mail", to="boss@example.com", cc="a@example.com；b@example.com"))
    assert PaymentNotice.objects.get().state == "sending"
    run_jobs()
    (letter,) = mail.outbox
    assert (letter.to, letter.cc) == (["boss@example.com"], ["a@example.com", "b@example.com"])
    assert letter.attachments[0][0] == f"付款通知-{row['number']}.pdf"
    sent = PaymentNotice.objects.get()
    assert (sent.state, sent.sent_on, sent.to) == ("sent", timezone.localdate(), "boss@example.com")
    assert Event.objects.filter(name="payment_notices.sent", subject_id=row["id"]).count() == 1
    refused(lambda: do(finance, "payment_notices", row, "mark_sent", channel="手递"), 409, "wrong_state")
    refused(lambda: stranger.get(f"/r/payment_notices/{row['id']}/pdf"), 404, "not_found")


def test_a_notice_says_where_to_pay_to(finance: Caller, customer: Customer) -> None:
    row = made(finance.post("/r/contracts", {"name": "东湖三号楼", "kind": "main", "customer": str(customer.pk), "amount": "1000.00"}))
    ours = next(one for one in made(finance.get("/r/contract_parties"))["items"] if one["unit"])
    bank = {"version": ours["version"], "bank": "建设银行南京分行", "account": "3200 1612 0360"}
    made(finance.patch(f"/r/contract_parties/{ours['id']}", bank))
    term = {"contract": row["id"], "trigger": "date", "planned_on": str(timezone.localdate()), "ratio": "100"}
    made(finance.post("/r/payment_terms", term))
    made(do(finance, "contracts", row, "record", signed_on=str(timezone.localdate()), reason="线下签订"))
    notice = made(write(finance, Receivable.objects.get(contract=row["id"])))
    assert notice["bank_account"] == "华东公司 建设银行南京分行 3200 1612 0360"
    assert made(write(finance, Receivable.objects.get(contract=row["id"]), bank_account="别的账户"))["bank_account"] == "别的账户"


def test_what_cannot_be_asked_for(finance: Caller, customer: Customer, firm: Firm) -> None:
    owed = make_receivable(firm.east_sales, customer, "100.00")
    refused(lambda: write(finance, owed, amount="100.01"), 400, "invalid", "amount")
    ours = make_receivable(firm.east_sales, customer, direction="expense")
    refused(lambda: write(finance, ours), 409, "not_income")
    made(allocate(finance, make_receipt(firm.east_sales, customer, "100.00"), owed, "100.00"))
    refused(lambda: write(finance, owed), 409, "nothing_owed")


def test_without_a_mail_server_nothing_is_queued(finance: Caller, customer: Customer, firm: Firm, settings: Any) -> None:
    row = made(write(finance, make_receivable(firm.east_sales, customer)))
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    refused(lambda: do(finance, "payment_notices", row, "mail", to="a@example.com"), 400, "no_mail")
    made(do(finance, "payment_notices", row, "mark_sent", channel="快递"))
    made(do(finance, "payment_notices", row, "cancel"))
    refused(lambda: do(finance, "payment_notices", row, "cancel"), 409, "wrong_state")
    refused(lambda: finance.patch(f"/r/payment_notices/{row['id']}", {"version": 3, "message": "x"}), 409, "wrong_state")


def test_a_milestone_sends_its_notice_by_itself(finance: Caller, customer: Customer) -> None:
    contract = signed(finance, customer, ROOF)
    install_rules(AUTOMATION)
    reach(finance, contract, "progress", note="监理已签字")
    run_jobs()
    notice = PaymentNotice.objects.get()
    assert (notice.state, notice.to) == ("sent", customer.email)
    assert len(mail.outbox) == 1
    run_jobs()
    assert PaymentNotice.objects.count() == 1


def test_an_invoice_is_not_forgotten(finance: Caller, customer: Customer, firm: Firm) -> None:
    today = timezone.localdate()
    late = make_receivable(firm.east_sales, customer, name="要开票", owner_id=finance.person.pk, due_on=today + dt.timedelta(days=10))
    make_receivable(firm.east_sales, customer, name="还早", owner_id=finance.person.pk, due_on=today + dt.timedelta(days=60))
    assert [go("billing.invoice_reminder"), go("billing.invoice_reminder")] == [1, 0]
    (todo,) = Todo.objects.filter(resource="receivables")
    assert (todo.object_id, todo.assignee_id) == (late.pk, finance.person.pk)
    assert "要开票" in todo.title


def test_what_finance_has_to_issue_is_done_once_it_is_issued(finance: Caller, approver: Caller, customer: Customer, firm: Firm) -> None:
    install_rules(AUTOMATION)
    row = issued_request(finance, approver, make_receivable(firm.east_sales, customer, "1000.00"))
    run_jobs()
    todo = Todo.objects.get(resource="invoices", assignee=approver.person)
    assert (todo.state, str(todo.object_id)) == ("open", row["id"])
    made(do(finance, "invoices", row, "issue", number="26327000000123456789"))
    todo.refresh_from_db()
    assert todo.state == "done"


def issued_request(finance: Caller, approver: Caller, owed: Receivable) -> Any:
    """A request for an invoice that has been approved."""
    parts = [{"receivable": str(owed.pk), "amount": "1000.00"}]
    row = made(finance.post("/billing/invoice-requests", {"parts": parts, "kind": "digital_ordinary", "rate": "9"}))
    made(do(finance, "invoices", row, "submit"))
    approve(approver, "invoices", row)
    return row


def test_finance_begins_with_its_own_figures(finance: Caller, approver: Caller, customer: Customer, firm: Firm) -> None:
    owed = make_receivable(firm.east_sales, customer, "1000.00")
    paid = make_receipt(firm.east_sales, customer, "400.00")
    made(allocate(finance, paid, owed, "300.00"))
    made(finance.post("/r/refunds", {"receipt": str(paid.pk), "amount": "50.00", "on": str(timezone.localdate()), "reason": "多付"}))
    found = {one["key"]: one["value"] for one in made(approver.get("/workbench"))["counters"]}
    assert (found["billing.owed"], found["billing.received"]) == ("700.00", "350.00")
    lists = [one["key"] for one in made(approver.get("/workbench"))["lists"]]
    assert {"billing.to_issue", "billing.unallocated", "billing.to_pay"} <= set(lists)


def go(code: str) -> int:
    """Let one rule look now; how many records it met."""
    install_rules(AUTOMATION)
    fired = run_pass(Rule.objects.get(code=code)).fired
    act_all()
    return fired
