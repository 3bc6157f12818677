"""Statements of account with the public page, credit with its warnings."""

import datetime as dt
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from python_calamine import CalamineWorkbook

from zhuke.commons.documents.tests.test_pdf import text_of
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Answer, Caller, Firm, make_person, run_jobs
from zhuke.kernel.audit import writing
from zhuke.kernel.models import Event
from zhuke.modules.billing.services.receipts import allocate
from zhuke.modules.billing.tests.factories import TESTS, make_receipt, make_receivable
from zhuke.modules.collection.models import CustomerCredit, Statement
from zhuke.modules.collection.services import statements
from zhuke.modules.collection.tests.conftest import TODAY, everything
from zhuke.modules.customers.models import Customer

APRIL, MAY = dt.date(2026, 4, 10), dt.date(2026, 5, 12)


@pytest.fixture
def books(clock: Any, firm: Firm, customer: Any) -> Any:
    """8,000 from April; in May 5,000 more and 6,500 paid, 500 of it for nothing yet."""
    old = make_receivable(firm.east_sales, customer, "8000.00", occurred_on=APRIL, due_on=APRIL, name="四月进度款")
    make_receivable(firm.east_sales, customer, "5000.00", occurred_on=MAY, due_on=MAY, name="五月进度款")
    receipt = make_receipt(firm.east_sales, customer, "6500.00", on=MAY)
    with writing(TESTS):
        allocate(TESTS, receipt, old, amount=Decimal("6000.00"), on=MAY)
    return customer


def body(firm: Firm, customer: Any, **values: Any) -> dict[str, Any]:
    return {"customer": customer.pk, "unit": firm.east_sales.pk, "since": "2026-05-01", "until": "2026-05-31", **values}


def do(caller: Caller, row: Any, verb: str, **inputs: Any) -> Answer:
    return caller.post(f"/r/statements/{row['id']}/do/{verb}", {"inputs": inputs})


def test_statement_adds_up_and_is_frozen(firm: Firm, finance: Caller, books: Any) -> None:
    made = finance.post("/r/statements", body(firm, books))
    assert made.status == 201, made.data
    sums = {name: made.data[name] for name in ("opening", "increase", "decrease", "closing", "prepaid")}
    assert sums == {"opening": "8000.00", "increase": "5000.00", "decrease": "6000.00", "closing": "7000.00", "prepaid": "500.00"}
    lines = finance.get(f"/r/statements/{made.data['id']}/lines").data["items"]
    assert [(line["what"], line["amount"], line["balance"]) for line in lines] == [
        ("opened", "5000.00", "13000.00"), ("allocated", "-6000.00", "7000.00"),
    ]  # fmt: skip
    make_receivable(firm.east_sales, books, "1.00", occurred_on=MAY, due_on=MAY)
    assert finance.get(f"/r/statements/{made.data['id']}").data["closing"] == "7000.00"
    assert do(finance, made.data, "refresh").data["closing"] == "7001.00"
    pdf = finance.get(f"/r/statements/{made.data['id']}/pdf").raw.content
    assert "7,001.00" in text_of(pdf)
    book = CalamineWorkbook.from_filelike(BytesIO(finance.get(f"/r/statements/{made.data['id']}/xlsx").raw.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert (rows[1][-1], rows[-1][-1]) == (8000.0, 7001.0)


def test_sent_with_a_link_and_confirmed_by_the_other_side(firm: Firm, finance: Caller, books: Any, settings: Any) -> None:
    made = finance.post("/r/statements", body(firm, books)).data
    assert do(finance, made, "send").status == 200
    run_jobs()
    letter = mail.outbox[0]
    assert (letter.to, letter.attachments[0][0]) == (["sun@late.example"], f"{made['number']}.pdf")
    link = next(word for word in letter.body.split() if "/statement/" in word)
    path = link.removeprefix(settings.BASE_URL)
    outside = Client()
    page = outside.get(path)
    text = page.content.decode()
    assert page.status_code == 200
    assert "¥7,000.00" in text
    assert "−¥6,000.00" in text
    assert Statement.objects.get().state == "sent"  # looking changes nothing
    assert outside.get(f"{path}/pdf").content.startswith(b"%PDF")
    nameless = outside.post(path, {"who": "", "answer": "agree"})
    assert (nameless.status_code, Statement.objects.get().state) == (400, "sent")
    empty = outside.post(path, {"who": "孙会计", "answer": "object"})
    assert (empty.status_code, Statement.objects.get().state) == (400, "sent")
    good = outside.post(path, {"who": "孙会计", "answer": "agree"})
    row = Statement.objects.get()
    assert (good.status_code, row.state, row.answered_by, row.answered_from) == (200, "confirmed", "孙会计", "127.0.0.1")
    assert Notice.objects.filter(user=finance.person, object_id=row.pk).exists()
    twice = outside.post(path, {"who": "别人", "answer": "object", "note": "不对"})
    assert (twice.status_code, Statement.objects.get().answered_by) == (409, "孙会计")
    assert Event.objects.filter(name="statements.confirmed").count() == 1


def test_links_that_are_not_ours(firm: Firm, finance: Caller, books: Any) -> None:
    made = finance.post("/r/statements", body(firm, books)).data
    row, outside = Statement.objects.get(), Client()
    link = statements.link_of(row)
    path = link[link.index("/statement/") :]
    assert outside.get(path).status_code == 404  # a draft is nobody's business
    do(finance, made, "send", to="cw@late.example")
    assert outside.get(path).status_code == 200
    for wrong in (path[:-1], path + "x", "/statement/abc", path.replace("/statement/", "/statement/x")):
        answer = outside.post(wrong, {"who": "x", "answer": "agree"})
        assert answer.status_code == 404, wrong
    objected = outside.post(path, {"who": "孙会计", "answer": "object", "note": "少记一笔"})
    assert (objected.status_code, Statement.objects.get().state) == (200, "disputed")
    do(finance, made, "cancel", reason="重做")
    assert outside.get(path).status_code == 404


def test_statement_refusals(firm: Firm, finance: Caller, stranger: Caller, books: Any) -> None:
    future = finance.post("/r/statements", body(firm, books, until="2026-12-31"))
    turned = finance.post("/r/statements", body(firm, books, since="2026-05-31", until="2026-05-01"))
    foreign = stranger.post("/r/statements", body(firm, books))
    assert (future.status, turned.status, foreign.status, Statement.objects.count()) == (400, 400, 400, 0)
    made = finance.post("/r/statements", body(firm, books)).data
    assert do(stranger, made, "send").status == 404
    assert do(finance, made, "answer", agrees=True, who="x").code == "wrong_state"
    do(finance, made, "send")
    assert do(finance, made, "refresh").code == "wrong_state"
    patched = finance.patch(f"/r/statements/{made['id']}", {"version": Statement.objects.get().version, "until": "2026-05-30"})
    assert (patched.status, patched.code) == (409, "fixed")
    assert do(finance, made, "answer", agrees=False, who="孙会计").status == 400
    assert do(finance, made, "answer", agrees=True, who="孙会计", note="电话").data["state"] == "confirmed"
    Customer.objects.filter(pk=books.pk).update(email="")
    books.contacts.all().delete()
    other = finance.post("/r/statements", body(firm, books)).data
    assert do(finance, other, "send").code == "no_address"


def test_made_by_themselves_once(firm: Firm, finance: Caller, books: Any) -> None:
    assert statements.make_monthly() == 1
    row = Statement.objects.get()
    assert (str(row.since), str(row.until), row.state, str(row.closing)) == ("2026-05-01", "2026-05-31", "draft", "7000.00")
    assert statements.make_monthly() == 0


def test_credit_grade_limit_and_warnings(clock: Any, firm: Firm, finance: Caller, risk: Any, customer: Any) -> None:
    address = f"/collection/credit/{customer.pk}"
    assert finance.get(address).data["warnings"] == []
    make_receivable(
        firm.east_sales, customer, "80000.00", occurred_on=TODAY - dt.timedelta(days=130), due_on=TODAY - dt.timedelta(days=100)
    )
    limit = Caller(risk).post("/r/customer_credits", {"customer": customer.pk, "limit": "100000", "remark": "按上年回款"})
    assert limit.status == 201, limit.data
    answer = finance.get(address, amount=30000).data
    assert (answer["limit"], answer["owed"], answer["overdue"], answer["available"]) == ("100000.00", "80000.00", "80000.00", "20000.00")
    assert (answer["record"]["late"], answer["record"]["longest_late_days"]) == (1, 100)
    assert {w["code"] for w in answer["warnings"]} >= {"over_limit", "overdue"}
    assert "over_limit" not in {w["code"] for w in finance.get(address, amount=20000).data["warnings"]}
    seller = make_person("销售", firm.east_sales, everything() | {"customer_credits": []})
    contract = Caller(seller).post(
        "/r/contracts", {"customer": customer.pk, "name": "新合同", "kind": "main", "amount": "50000", "unit": firm.east_sales.pk}
    )
    assert contract.status == 201, contract.data
    told = Notice.objects.filter(object_id=contract.data["id"], kind="collection")
    assert set(told.values_list("user_id", flat=True)) >= {seller.pk, risk.pk}
    assert "超过信用额度" in told.filter(user=seller).get().body
    assert Event.objects.filter(name="customers.credit_warned").count() == 1
    stop = Caller(risk).post("/r/customer_credits", {"customer": customer.pk, "limit": "0", "hold": True, "remark": "停止新业务"})
    assert (stop.status, CustomerCredit.objects.filter(archived_at=None).count()) == (201, 1)
    assert "hold" in {w["code"] for w in finance.get(address).data["warnings"]}


def test_credit_refusals_and_masks(clock: Any, firm: Firm, finance: Caller, stranger: Caller, customer: Any) -> None:
    finance.post("/r/customer_credits", {"customer": customer.pk, "limit": "100"})
    blind = Caller(make_person("看不到额度", firm.east_sales, {"customers": ["read"], "customer_credits": ["read"]}))
    nobody = Caller(make_person("没有权限", firm.east_sales, {"customers": ["read"]}))
    address = f"/collection/credit/{customer.pk}"
    assert (stranger.get(address).status, nobody.get(address).code) == (404, "not_allowed")
    seen = blind.get(address, amount=500).data
    assert ("limit" in seen, "available" in seen) == (False, False)
    assert [w["message"] for w in seen["warnings"] if w["code"] == "over_limit"] == ["将超过信用额度，请联系风控"]
    assert finance.get(address, amount=-1).status == 422
    row = CustomerCredit.objects.get()
    other = make_receivable(firm.east_sales, customer, "1.00").customer_id
    assert finance.patch(f"/r/customer_credits/{row.pk}", {"version": row.version, "customer": other, "limit": "200"}).status == 200
    assert blind.patch(f"/r/customer_credits/{row.pk}", {"version": row.version, "limit": "300"}).status == 403
