"""Money with its papers: receipts photographed and claimed, a supplier paid on request, an invoice issued by its original, a contract
signed with the company's certificate."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from .conftest import Person
from .papers import PASSWORD, certificate, invoice_xml, receipt_photo
from .steps import call, no_sideways_scrolling, pick


def test_receipts_are_photographed_claimed_and_paid(person: Person, tmp_path: Path) -> None:
    phone = person("xiaoshou1", phone=True)
    phone.goto("/expenses")
    photos = [receipt_photo(tmp_path / f"票{n}.jpg", f"TAXI {n}8.00") for n in (1, 2)]
    phone.get_by_label("选择票据照片").set_input_files(photos)
    expect(phone).to_have_url(re.compile(r"/expenses/[0-9a-f-]{36}"))
    lines = phone.get_by_role("listitem", name=re.compile("第 . 笔"))
    expect(lines).to_have_count(2)
    expect(lines.get_by_role("button", name=re.compile("查看票据"))).to_have_count(2)
    expect(phone.get_by_text("2 笔待补全")).to_be_visible()
    for place, amount in enumerate(("18", "28.50")):
        lines.nth(place).get_by_label("金额（元）").fill(amount)
        pick(phone, lines.nth(place).get_by_label("费用类型"), "市内交通")
    no_sideways_scrolling(phone)
    phone.get_by_role("button", name="提交审批").tap()
    expect(phone.get_by_role("region", name="审批")).to_contain_text("等待")
    claim = phone.url.rpartition("/")[2]
    _agreed_by_all(person, phone, "expense_claims", claim)
    finance = person("caiwu")
    finance.goto(f"/expenses/{claim}")
    finance.get_by_role("button", name="登记付款").click()
    finance.get_by_role("dialog").get_by_role("button", name="登记付款", exact=True).click()
    expect(finance.get_by_text("已付款").first).to_be_visible()
    assert call(finance, "GET", f"/r/expense_claims/{claim}").json()["total"] == "46.50"


def test_a_supplier_is_paid_on_request(person: Person) -> None:
    buyer, finance = person("caigou"), person("caiwu")
    me = call(buyer, "GET", "/me").json()["id"]
    supplier = call(buyer, "POST", "/r/customers", {"name": f"临江{time.time_ns() % 10**6}建材有限公司", "kind": "supplier"}).json()
    owed = _owed(finance, supplier["id"], direction="expense", owner=me, name="进场材料款")
    buyer.goto(f"/payables?open={owed['id']}")
    buyer.get_by_role("button", name="申请付款").first.click()
    form = buyer.get_by_role("dialog").last
    form.get_by_label("申请金额").fill("1234.50")
    form.get_by_label("付款事由").fill("进场材料款，验收单已附")
    form.get_by_role("button", name="保存", exact=True).click()
    expect(buyer).to_have_url(re.compile("/payment-requests"))
    buyer.get_by_role("dialog").get_by_role("button", name="提交审批").click()
    expect(buyer.get_by_role("region", name="审批")).to_contain_text("等待")
    request = buyer.url.rpartition("=")[2]
    _agreed_by_all(person, buyer, "payment_requests", request)
    finance.goto(f"/payment-requests?open={request}")
    finance.get_by_role("dialog").get_by_role("button", name="付款", exact=True).click()
    finance.get_by_role("dialog").last.get_by_role("button", name="付款", exact=True).click()
    expect(finance.get_by_text("付款已完成")).to_be_visible()
    paid = call(finance, "GET", f"/r/payment_requests/{request}").json()
    assert (paid["state"], paid["amount"]) == ("paid", "1234.50")


def test_an_invoice_is_issued_by_its_original(person: Person, tmp_path: Path) -> None:
    seller, finance = person("xiaoshou1"), person("caiwu")
    me = call(seller, "GET", "/me").json()["id"]
    customer = call(seller, "POST", "/r/customers", {"name": f"临江{time.time_ns() % 10**6}物业管理有限公司", "kind": "private"}).json()
    row = _owed(finance, customer["id"], owner=me, name="零星维修款")
    part = {"receivable": row["id"], "amount": "1000.00"}
    asked = {"parts": [part], "kind": "digital_ordinary", "rate": "9", "items": "*建筑服务*工程款"}
    draft = call(seller, "POST", "/billing/invoice-requests", asked).json()
    seller.goto(f"/invoices?open={draft['id']}")
    seller.get_by_role("dialog").get_by_role("button", name="申请开票").click()
    expect(seller.get_by_role("region", name="审批")).to_contain_text("等待")
    _agreed_by_all(person, seller, "invoices", draft["id"])
    number = f"26{time.time_ns() % 10**18:018d}"
    names = {"seller": draft["seller_name"], "buyer": draft["buyer_name"], "amount": draft["amount"], "tax": draft["tax"]}
    original = invoice_xml(tmp_path / "发票.xml", number=number, **names)
    finance.goto(f"/invoices?open={draft['id']}")
    finance.get_by_label("上传发票原件").set_input_files(original)
    expect(finance.get_by_text("发票原件已保存")).to_be_visible()
    expect(finance.get_by_role("dialog").get_by_text(number).first).to_be_visible()
    finance.get_by_role("tab", name="附件").click()
    expect(finance.get_by_text("发票.xml")).to_be_visible()


def test_a_contract_is_signed_with_the_companys_certificate(person: Person, tmp_path: Path) -> None:
    manager, office = person("huadong"), person("admin")
    values = {"name": "泵房改造合同", "customer": _first(manager, "customers")["id"], "amount": "350000.00", "tax_rate": "9"}
    contract = call(manager, "POST", "/r/contracts", values).json()
    signed_on = {"signed_on": dt.date.today().isoformat(), "reason": "线下签订"}  # noqa: DTZ011
    assert call(manager, "POST", f"/r/contracts/{contract['id']}/do/record", {"inputs": signed_on}).ok
    ours = next(one for one in _rows(manager, "contract_parties", ["contract", "=", contract["id"]]) if one["unit"])
    office.goto("/signing-certificates")
    office.get_by_role("button", name="上传证书").first.click()
    form = office.get_by_role("dialog")
    form.get_by_label("公司").fill(ours["name"])
    office.locator(".ant-select-dropdown").get_by_text(ours["name"], exact=True).first.click()
    form.get_by_label("证书文件（.p12 或 .pfx）").set_input_files(certificate(tmp_path / "公司.p12", ours["name"]))
    form.get_by_label("文件密码").fill(PASSWORD)
    form.get_by_role("button", name="上传", exact=True).click()
    expect(office.get_by_text("使用中").first).to_be_visible()
    manager.goto(f"/contracts/{contract['id']}?tab=paper")
    manager.get_by_role("button", name="电子签署").click()
    manager.get_by_role("dialog").get_by_role("button", name="签署", exact=True).click()
    signed = manager.get_by_role("region", name="电子签名")
    expect(signed.get_by_text("有效", exact=True)).to_have_count(1)
    signed.get_by_role("button", name="再签一次").click()
    manager.get_by_role("dialog").get_by_role("button", name="签署", exact=True).click()
    expect(signed.get_by_text("有效", exact=True)).to_have_count(2)


def _rows(page: Page, resource: str, *conditions: list[Any]) -> list[dict[str, Any]]:
    asked = f"&filter={json.dumps({'and': conditions})}" if conditions else ""
    rows: list[dict[str, Any]] = call(page, "GET", f"/r/{resource}?limit=20{asked}").json()["items"]
    return rows


def _first(page: Page, resource: str, *conditions: list[Any]) -> dict[str, Any]:
    return _rows(page, resource, *conditions)[0]


def _owed(finance: Page, customer: str, **values: str) -> dict[str, Any]:
    """Owed by or to a customer, entered by finance."""
    due = dt.date.today().isoformat()  # noqa: DTZ011
    made = call(finance, "POST", "/r/receivables", {"customer": customer, "amount": "3000.00", "due_on": due, **values})
    assert made.status == 201, made.text()
    row: dict[str, Any] = made.json()
    return row


def _agreed_by_all(person: Person, page: Page, resource: str, key: str) -> None:
    """Whoever's turn it is agrees, one after the other, until it is over."""
    office = person("admin")
    office.goto("/approvals")
    for _turn in range(5):
        found = call(page, "GET", f"/approvals/of/{resource}/{key}").json()["items"][0]
        if found["state"] != "running":
            break
        login = call(office, "GET", f"/r/users/{found['current'][0]['id']}").json()["username"]
        superior = person(login)
        superior.goto(f"/approvals/{found['id']}")
        superior.get_by_role("button", name="同意", exact=True).first.click()
        sheet = superior.get_by_role("dialog")
        sheet.get_by_role("button", name="同意", exact=True).click()
        expect(sheet).to_be_hidden()
    assert found["state"] == "approved"
