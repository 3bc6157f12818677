"""The life of one contract, with time moved by the journey: from the signed opportunity over milestones, invoice, silence and two letters
to the flagged customer, the review, the money and the closed contract. Every day the product is started anew at that day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .deals import changed, done, forward, into_quotation
from .moving import Days, until
from .outsiders import opted_out, statement_confirmed
from .steps import call, credit_code, no_sideways_scrolling, place
from .workbooks import bank_export

AMOUNT = "2400000.00"
DUE = 7  # days after the milestone


def test_the_life_of_a_contract(days: Days, tmp_path: Path) -> None:
    city = place()
    mail = f"kuaiji{credit_code()[-6:].lower()}@debtor.example"
    story = _signed_contract(days, city, mail)
    _milestone(days, story)
    _invoice(days, story)
    _first_letter(days, story)
    _second_letter(days, story)
    _flagged_and_reviewed(days, story)
    _paid_by_bank(days, story, tmp_path)
    statement_confirmed(days, story["customer"], story["unit"], story["mail"])
    opted_out(days, story["mail"])
    _settled_and_closed(days, story)


# The first day: opportunity, draft, approval, signature


def _signed_contract(days: Days, city: str, mail: str) -> dict[str, str]:
    seller = days.person("xiaoshou1")
    story = _deal(seller, city, mail)
    seller.goto(f"/opportunities/{story['deal']}")
    into_quotation(seller, story["deal"], story["customer"], amount=AMOUNT)
    _quote(seller, days.person("zhuguan"), story)
    seller.goto(f"/opportunities/{story['deal']}")
    forward(seller, "签约", "已进入签约")

    drafts = call(seller, "GET", f'/r/contracts?filter=["opportunity","=","{story["deal"]}"]').json()["items"]
    assert [(row["state"], row["current_amount"]) for row in drafts] == [("draft", AMOUNT)]
    story["contract"], story["unit"] = drafts[0]["id"], drafts[0]["unit"]["id"]
    seller.goto(f"/contracts/{story['contract']}")
    expect(seller.get_by_role("heading", name=f"{city}污水提升泵站合同")).to_be_visible()
    _write_it(seller, days, story)
    _approved_on_the_phone(days, seller, story)
    _verb(seller, "签订")
    _agree(seller, "签订")
    expect(seller.get_by_text("签订已完成")).to_be_visible()
    _verb(seller, "开始履行")
    _agree(seller, "开始履行")
    expect(seller.get_by_text("开始履行已完成")).to_be_visible()
    assert _contract(seller, story)["state"] == "performing"
    return story


def _deal(seller: Page, city: str, mail: str) -> dict[str, str]:
    """What was there before: a customer with somebody in its finance, an opportunity that has been talked about."""
    customer = {"name": f"{city}水务投资有限公司", "kind": "state_owned", "credit_code": credit_code(), "phone": "025-83100021"}
    firm = _made(call(seller, "POST", "/r/customers", customer))
    contact = {"customer": firm["id"], "name": "顾会计", "position": "财务经理", "email": mail, "phone": "13800010021", "is_primary": True}
    person = _made(call(seller, "POST", "/r/contacts", contact))
    deal = _made(call(seller, "POST", "/r/opportunities", {"name": f"{city}污水提升泵站", "customer": firm["id"]}))
    done(seller, deal["id"], "follow", {"content": "到现场看了泵站选址。", "channel": "visit"})
    changed(seller, deal["id"], contact=person["id"])
    seller.goto(f"/opportunities/{deal['id']}")
    forward(seller, "意向客户", "已移到意向客户")
    return {"city": city, "mail": mail, "customer": firm["id"], "deal": deal["id"], "firm": firm["name"]}


def _quote(seller: Page, chief: Page, story: dict[str, str]) -> None:
    values = {"title": "泵站工程报价", "customer": story["customer"], "opportunity": story["deal"]}
    quotation = _made(call(seller, "POST", "/r/quotations", values))
    lines = [{"name": "泵站土建", "quantity": "1", "unit_price": "1600000"}, {"name": "设备安装", "quantity": "2", "unit_price": "400000"}]
    saved = call(seller, "PUT", f"/r/quotations/{quotation['id']}/lines", {"version": quotation["version"], "lines": lines})
    assert saved.ok, saved.text()
    sent = call(seller, "POST", f"/r/quotations/{quotation['id']}/do/submit", {"inputs": {}})
    assert sent.ok, sent.text()
    waiting = call(chief, "GET", f"/approvals/of/quotations/{quotation['id']}").json()["running"]
    assert call(chief, "POST", f"/approvals/{waiting}/approve", {}).ok


def _write_it(seller: Page, days: Days, story: dict[str, str]) -> None:
    """What is agreed: clauses from the house's templates, two payment terms; the checks say that it is fit."""
    row = _contract(seller, story)
    values = {"place": story["city"], "starts_on": days.date(0), "ends_on": days.date(200), "subject": "污水提升泵站的土建和设备安装"}
    rates = {"tax_rate": "9", "penalty_rate": "0.05", "penalty_cap": "5", "warranty_months": 24, "retention_rate": "0"}
    saved = call(seller, "PATCH", f"/r/contracts/{row['id']}", {"version": row["version"], **values, **rates})
    assert saved.ok, saved.text()
    lines = call(seller, "GET", f"/r/contracts/{row['id']}/agreed").json()["lines"]
    assert [line["name"] for line in lines] == ["泵站土建", "设备安装"], "what was quoted is what is agreed"
    seller.goto(f"/contracts/{row['id']}?tab=terms")
    seller.get_by_role("button", name="编辑全部条款").click()
    _type_terms(seller)
    seller.get_by_role("region", name="保存").get_by_role("button", name="保存").click()
    expect(seller.get_by_role("button", name="编辑全部条款")).to_be_visible()
    expect(seller.get_by_role("cell", name="基础验收", exact=True)).to_be_visible()
    seller.reload()
    _verb(seller, "套用条款模板")
    _agree(seller, "套用条款模板")
    expect(seller.get_by_text("套用条款模板已完成")).to_be_visible()
    seller.get_by_role("tab", name="检查").click()
    expect(seller.get_by_text(re.compile("可以提交")).first).to_be_visible()


def _type_terms(page: Page) -> None:
    """Two rows, saved at once; shares that do not add up are seen while one types."""
    page.get_by_label("第 1 行款项名称").fill("基础验收款")
    page.get_by_label("第 1 行节点").fill("基础验收")
    page.get_by_label("第 1 行比例 %").fill("30")
    page.get_by_label("第 1 行期限/天").fill(str(DUE))
    page.get_by_label("第 1 行期限/天").press("Enter")
    page.get_by_label("第 2 行款项类型").select_option("settlement")
    page.get_by_label("第 2 行款项名称").fill("结算款")
    page.get_by_label("第 2 行节点").fill("竣工结算")
    expect(page.get_by_text("30%")).to_be_visible()
    page.get_by_label("第 2 行比例 %").fill("70")
    expect(page.get_by_text("100%")).to_be_visible()


def _approved_on_the_phone(days: Days, seller: Page, story: dict[str, str]) -> None:
    """Whoever is waited for decides on the phone: the superior, then the manager of the company."""
    _verb(seller, "提交审批")
    expect(seller.get_by_role("region", name="审批")).to_contain_text("等待")
    passed = 0
    for login in _waited_for(days, seller, f"/approvals/of/contracts/{story['contract']}"):
        phone = days.person(login, phone=True)
        phone.goto("/approvals?box=todo")
        phone.get_by_text(re.compile(re.escape(f"{story['city']}污水提升泵站合同"))).first.tap()
        phone.get_by_role("button", name="同意", exact=True).tap()
        sheet = phone.get_by_role("dialog")
        sheet.get_by_label("审批意见").fill(f"{login}：条件清楚，同意。")
        no_sideways_scrolling(phone)
        sheet.get_by_role("button", name="同意", exact=True).tap()
        expect(phone.get_by_text(f"{login}：条件清楚，同意。").first).to_be_visible()
        passed += 1
    assert passed == 2
    seller.reload()
    expect(seller.get_by_role("region", name="审批")).to_contain_text("已通过")


def _waited_for(days: Days, page: Page, path: str) -> Iterator[str]:
    """The login names of those whose turn it is, one after the other, until nobody's is."""
    office, before = days.person("admin"), ""

    def next_one() -> str | None:
        running = call(page, "GET", path).json()["items"][0]
        person: str = running["current"][0]["id"] if running["state"] == "running" and running["current"] else ""
        return None if person and person == before else person or "nobody"

    while (person := until(page, next_one)) != "nobody":
        yield call(office, "GET", f"/r/users/{person}").json()["username"]
        before = person


# The milestone is reached, the notice leaves by itself, the invoice is asked for and written


def _milestone(days: Days, story: dict[str, str]) -> None:
    seller = days.person("xiaoshou1")
    seller.goto(f"/contracts/{story['contract']}?tab=terms")
    seller.get_by_role("button", name="基础验收款").click()
    drawer = seller.get_by_role("dialog").last
    drawer.get_by_role("button", name="登记达成").click()
    _date(seller.get_by_role("dialog").last, "达成日期", days.date())
    seller.get_by_role("dialog").last.get_by_label("验收说明").fill("监理已签字")
    _agree(seller, "登记达成")
    expect(seller.get_by_text("登记达成已完成")).to_be_visible()
    owed = until(seller, lambda: call(seller, "GET", f'/r/receivables?filter=["contract","=","{story["contract"]}"]').json()["items"])[0]
    assert (owed["amount"], owed["due_on"]) == ("720000.00", days.date(DUE))
    story["receivable"], story["number"] = owed["id"], owed["number"]

    notice = until(seller, lambda: days.letters(story["mail"]))[0]
    assert "720,000.00" in _text(notice)
    assert [part.get_content_type() for part in notice.iter_attachments()] == ["application/pdf"]  # type: ignore[attr-defined]


def _invoice(days: Days, story: dict[str, str]) -> None:
    """Asked for on the receivable, approved, and its number entered by finance."""
    seller, finance = days.person("xiaoshou1"), days.person("caiwu")
    seller.goto(f"/receivables?open={story['receivable']}")
    seller.get_by_role("button", name="申请开票").click()
    ask = seller.get_by_role("dialog", name="申请开票")
    ask.get_by_label("开票内容").fill("*建筑服务*工程款")
    ask.get_by_role("button", name="建立申请").click()
    expect(seller.get_by_text("开票申请已建立")).to_be_visible()
    invoice = call(seller, "GET", f'/r/invoices?filter=["contract","=","{story["contract"]}"]').json()["items"][0]["id"]
    seller.goto(f"/invoices?open={invoice}")
    seller.get_by_role("dialog").get_by_role("button", name="申请开票").click()
    expect(seller.get_by_text("申请开票已完成")).to_be_visible()
    for login in _waited_for(days, seller, f"/approvals/of/invoices/{invoice}"):
        page = days.person(login)
        running = call(seller, "GET", f"/approvals/of/invoices/{invoice}").json()["running"]
        page.goto(f"/approvals/{running}")
        page.get_by_role("button", name="同意", exact=True).first.click()
        page.get_by_role("dialog").get_by_role("button", name="同意", exact=True).click()
        expect(page.get_by_role("dialog")).to_be_hidden()
    _issue(days, finance, invoice)
    chain = call(seller, "GET", f"/billing/chain/{story['contract']}").json()["items"][0]["links"]
    assert [(link["code"], link["state"]) for link in chain][:4] == [
        ("milestone", "done"), ("acceptance", "done"), ("notice", "done"), ("invoice", "done"),
    ]  # fmt: skip


def _issue(days: Days, finance: Page, invoice: str) -> None:
    finance.goto(f"/invoices?open={invoice}")
    finance.get_by_role("dialog").get_by_role("button", name="登记发票号码").first.click()
    form = finance.get_by_role("dialog").last
    form.get_by_label(re.compile("发票号码")).fill(f"2632{int(days.first.timestamp()) % 10**16:016d}")
    form.get_by_role("button", name="登记发票号码").click()
    expect(finance.get_by_text("登记发票号码已完成")).to_be_visible()


# Nobody pays: the ladder


def _case(page: Page, story: dict[str, str]) -> Any:
    found = call(page, "GET", f'/r/collection_cases?filter=["customer","=","{story["customer"]}"]').json()["items"]
    return found[0] if found else None


def _first_letter(days: Days, story: dict[str, str]) -> None:
    days.turn(DUE + 16)
    finance = days.person("caiwu")
    before = len(days.letters(story["mail"]))
    case = until(finance, lambda: (found := _case(finance, story)) and found["letters"] and found)
    story["case"] = case["id"]
    until(finance, lambda: any("催款函" in str(letter["Subject"]) for letter in days.letters(story["mail"])))
    letter = next(one for one in days.letters(story["mail"]) if "催款函" in str(one["Subject"]))
    assert "720,000.00" in str(letter["Subject"])
    assert before <= len(days.letters(story["mail"]))
    assert letter["Cc"], "the finance director is in copy"
    finance.goto(f"/collection/{case['id']}")
    expect(finance.get_by_text("催收中").first).to_be_visible()
    expect(finance.get_by_role("list", name="催收过程").get_by_text(re.compile("第 1 封")).first).to_be_visible()
    expect(finance.get_by_text(re.compile("第二封催款函")).first).to_be_visible()  # what comes next stands there already


def _second_letter(days: Days, story: dict[str, str]) -> None:
    days.turn(DUE + 16 + 7)
    finance = days.person("caiwu")
    until(finance, lambda: any("再次催款" in str(letter["Subject"]) for letter in days.letters(story["mail"])))
    case = until(finance, lambda: (found := _case(finance, story)) and found["letters"] == 2 and found)
    assert case["state"] == "open"
    finance.goto(f"/collection/{case['id']}?tab=letters")
    expect(finance.get_by_text("未答复").first).to_be_visible()


def _flagged_and_reviewed(days: Days, story: dict[str, str]) -> None:
    days.turn(DUE + 16 + 14)
    risk = days.person("fengkong")
    until(risk, lambda: (_case(risk, story) or {}).get("state") == "review")
    assert len([one for one in days.letters(story["mail"]) if "催款" in str(one["Subject"])]) == 2
    risk.goto(f"/customers/{story['customer']}")
    expect(risk.get_by_text("高风险").first).to_be_visible()
    risk.goto(f"/collection/{story['case']}")
    expect(risk.get_by_text("评审中").first).to_be_visible()
    risk.get_by_text(re.compile("评审会")).first.click()
    meeting = call(risk, "GET", f"/r/collection_cases/{story['case']}/chain").json()["meetings"][0]
    assert "720,000.00" in meeting["agenda"]
    notices = call(risk, "GET", "/inbox?limit=50").json()["items"]
    assert any(one["object_id"] == story["case"] for one in notices)


# The money comes through the bank; the contract is settled, paid and closed


def _paid_by_bank(days: Days, story: dict[str, str], folder: Path) -> None:
    finance = days.person("caiwu")
    book = folder / "流水.xlsx"
    bank_export(book, days.date(), story["firm"], "720000.00")
    finance.goto("/bank-statements")
    finance.get_by_role("button", name=re.compile("新建")).first.click()
    form = finance.get_by_role("dialog")
    form.get_by_label("名称").fill("基本户流水")
    form.get_by_label("本方账户").fill("3200 1612 0360 5250 0001")
    form.get_by_role("button", name="保存", exact=True).click()
    expect(finance.get_by_text("已新建银行流水")).to_be_visible()
    statement = call(finance, "GET", "/r/bank_statements?sort=-created_at&limit=1").json()["items"][0]["id"]
    finance.goto(f"/bank-statements?open={statement}")
    finance.get_by_role("dialog").locator("input[type=file]").set_input_files(book)
    line = finance.get_by_role("dialog").get_by_role("listitem").filter(has_text=story["firm"]).first
    expect(line).to_contain_text("720,000.00")
    line.get_by_role("button", name="确认", exact=True).first.click()
    expect(finance.get_by_text("已入账").first).to_be_visible()
    case = until(finance, lambda: (found := _case(finance, story)) and found["state"] == "closed" and found)
    assert call(finance, "GET", f"/r/collection_cases/{case['id']}").json()["close_reason"] == "paid"


def _settled_and_closed(days: Days, story: dict[str, str]) -> None:
    manager, finance = days.person("huadong"), days.person("caiwu")
    manager.goto(f"/contracts/{story['contract']}")
    _verb(manager, "结算")
    form = manager.get_by_role("dialog")
    form.get_by_label("结算金额").fill("2380000")
    form.get_by_role("button", name="结算", exact=True).click()
    expect(manager.get_by_text("结算已完成")).to_be_visible()
    rest = next(
        one
        for one in call(manager, "GET", f'/r/receivables?filter=["contract","=","{story["contract"]}"]').json()["items"]
        if one["state"] == "open"
    )
    assert rest["amount"] == "1660000.00"
    refused = call(manager, "POST", f"/r/contracts/{story['contract']}/do/close", {"inputs": {}})
    assert (refused.status, refused.json()["code"]) == (409, "still_owed")
    paid = {"customer": story["customer"], "amount": rest["amount"], "on": days.date(), "method": "transfer"}
    receipt = call(finance, "POST", "/r/receipts", paid)
    assert receipt.status == 201, receipt.text()
    finance.goto(f"/receipts?open={receipt.json()['id']}")
    _verb(finance, "按到期先后核销")
    _agree(finance, "按到期先后核销")
    expect(finance.get_by_text("按到期先后核销已完成")).to_be_visible()
    manager.reload()
    _verb(manager, "关闭")
    expect(manager.get_by_text("关闭已完成")).to_be_visible()
    assert _contract(manager, story)["state"] == "closed"
    manager.goto(f"/contracts/{story['contract']}?tab=chain")
    # The last payment came without an acceptance that was signed, and without an invoice: the chain goes on saying so.
    expect(manager.get_by_text("有 1 笔款项断在半路，见红色环节。")).to_be_visible()
    manager.goto(f"/contracts/{story['contract']}?tab=amounts")
    expect(manager.get_by_text("2,380,000.00").first).to_be_visible()


# Small steps


def _made(answer: Any) -> dict[str, Any]:
    assert answer.status == 201, answer.text()
    row: dict[str, Any] = answer.json()
    return row


def _contract(page: Page, story: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = call(page, "GET", f"/r/contracts/{story['contract']}").json()
    return row


def _verb(page: Page, label: str) -> None:
    """A verb of the record on the page, beside its name or behind the three dots."""
    button = page.get_by_role("button", name=label, exact=True).first
    more = page.get_by_role("button", name="更多操作").first
    expect(button.or_(more).first).to_be_visible()
    if button.is_visible():
        button.click()
        return
    more.click()
    page.get_by_role("menuitem", name=label, exact=True).click()


def _agree(page: Page, label: str) -> None:
    page.get_by_role("dialog").last.get_by_role("button", name=label, exact=True).click()


def _date(dialog: Locator, label: str, day: str) -> None:
    field = dialog.get_by_label(label)
    field.fill(day)
    field.press("Tab")


def _text(message: Any) -> str:
    body = message.get_body(("plain", "html"))
    return f"{message['Subject']}\n{body.get_content() if body else ''}"
