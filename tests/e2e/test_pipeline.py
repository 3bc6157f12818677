"""From a visitor of the website to the start of the project: each stage with its conditions, a quotation with its approval."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import Person
from .deals import changed, done, forward, into_quotation
from .steps import call, place, rows, search_list
from .test_leads import PERSON_SECONDS


def test_from_website_lead_to_the_start_of_the_project(person: Person) -> None:
    city = place()
    company = f"{city}海棠文化旅游有限公司"
    _leave_a_message(person(), company)
    seller, chief = person("xiaoshou1"), person("zhuguan")
    customer = _make_a_customer(person("admin"), seller, company)

    seller.goto(f"/customers/{customer}?tab=opportunities")
    seller.get_by_role("button", name="新建商机").first.click()
    form = seller.get_by_role("dialog")
    form.get_by_label("商机名称").fill(f"{city}古街改造工程")
    form.get_by_role("button", name="保存", exact=True).click()
    expect(form).to_be_hidden()
    deal = call(seller, "GET", f'/r/opportunities?filter=["customer","=","{customer}"]').json()["items"][0]["id"]
    seller.goto(f"/opportunities/{deal}")
    expect(seller.get_by_role("heading", name=f"{city}古街改造工程")).to_be_visible()

    _into_intention(seller, deal, customer)
    into_quotation(seller, deal, customer)
    _quote(seller, chief, deal)
    seller.goto(f"/opportunities/{deal}")
    forward(seller, "签约", "已进入签约")
    contracts = call(chief, "GET", f'/r/contracts?filter=["opportunity","=","{deal}"]').json()["items"]
    assert len(contracts) == 1
    forward(seller, "项目启动", "已进入项目启动")
    projects = call(chief, "GET", f'/r/projects?filter=["opportunity","=","{deal}"]').json()["items"]
    assert [project["name"] for project in projects] == [f"{city}古街改造工程"]
    expect(seller.get_by_text("已赢单").or_(seller.get_by_text("赢单")).first).to_be_visible()


def _leave_a_message(visitor: Page, company: str) -> None:
    visitor.goto("/lead/")
    visitor.get_by_label("单位名称").fill(company)
    visitor.get_by_label("联系人").fill("林书豪")
    visitor.get_by_label("电话").fill("139 0000 0078")
    visitor.get_by_label("想了解什么").fill("古街改造，约 1.2 万平方米。")
    visitor.wait_for_function("seconds => performance.now() > seconds * 1000", arg=PERSON_SECONDS)
    visitor.get_by_role("button", name="提交").click()
    expect(visitor.get_by_role("status")).to_contain_text("已收到，谢谢")


def _make_a_customer(desk: Page, seller: Page, company: str) -> str:
    """The head office turns the lead into a customer and gives it to the seller."""
    desk.goto("/leads")
    search_list(desk, "线索", company)
    rows(desk).first.get_by_role("button").first.click()
    desk.get_by_role("dialog").first.get_by_role("button", name="转为客户").click()
    desk.get_by_role("dialog").last.get_by_role("button", name="转为客户").click()
    expect(desk.get_by_text("转为客户已完成")).to_be_visible()
    found = call(desk, "GET", f"/r/customers?q={company}").json()["items"][0]
    seller.goto("/customers")
    me = call(seller, "GET", "/me").json()
    inputs = {"owner": me["id"], "unit": me["unit"]["id"]}
    answer = call(desk, "POST", f"/r/customers/{found['id']}/do/assign", {"version": found["version"], "inputs": inputs})
    assert answer.ok, answer.text()
    key: str = found["id"]
    return key


def _into_intention(page: Page, deal: str, customer: str) -> None:
    """Refused with what is missing; then a visit is noted and a contact chosen."""
    page.get_by_role("button", name="推进到“意向客户”").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("还没有拜访、会议或来访接待的记录")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    contact = call(page, "GET", f'/r/contacts?filter=["customer","=","{customer}"]').json()["items"][0]
    talk = {"content": "上门拜访，业主介绍了立项情况。", "channel": "visit"}
    done(page, deal, "follow", talk)
    changed(page, deal, contact=contact["id"])
    page.reload()
    forward(page, "意向客户", "已移到意向客户")


def _quote(seller: Page, chief: Page, deal: str) -> None:
    """A quotation with two lines, typed; the supervisor approves it."""
    seller.goto(f"/opportunities/{deal}?tab=quotations")
    seller.get_by_role("button", name="新建报价").first.click()
    form = seller.get_by_role("dialog")
    form.get_by_label("标题").fill("古街改造工程报价")
    form.get_by_role("button", name="保存", exact=True).click()
    expect(form).to_be_hidden()
    key = call(seller, "GET", f'/r/quotations?filter=["opportunity","=","{deal}"]').json()["items"][0]["id"]
    seller.goto(f"/quotations/{key}")
    seller.get_by_role("button", name="添加一行").first.click()
    for label, value in (("名称", "主体修缮"), ("数量", "1"), ("单价", "32000000")):
        cell = seller.get_by_label(f"第 1 行{label}")
        cell.fill(value)
        cell.press("Tab")
    seller.get_by_role("button", name="保存", exact=True).click()
    expect(seller.get_by_text("有未保存的修改")).to_be_hidden()
    expect(seller.get_by_text(re.compile(r"32,000,000\.00")).first).to_be_visible()
    seller.get_by_role("button", name="提交审批").first.click()
    expect(seller.get_by_text("已提交审批").first).to_be_visible()
    chief.goto(f"/quotations/{key}")
    chief.get_by_role("button", name="同意", exact=True).click()
    chief.get_by_role("dialog").get_by_role("button", name="同意", exact=True).click()
    expect(chief.get_by_role("region", name="审批").first).to_contain_text("已通过")
    expect(chief.get_by_role("button", name="同意", exact=True)).to_be_hidden()
