"""Customers that are there already: in a sister company, or in one's own."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import Person
from .steps import call, create_customer, credit_code, place, rows, search_list


def test_typing_a_sister_companys_customer_shows_whom_to_call_and_no_more(person: Person) -> None:
    other = person("xiaoshou3")
    theirs = create_customer(other, name=f"{place()}轨道交通建设有限公司", credit_code=credit_code(), kind="state_owned")
    page = person("xiaoshou1")
    page.goto("/customers")
    page.get_by_role("button", name="新建客户").click()
    page.get_by_role("textbox", name="客户名称").fill(theirs["name"])
    hint = page.get_by_role("status").filter(has_text="已在跟进相同或相近的客户")
    expect(hint).to_contain_text("华筑浙江建设有限公司")
    expect(hint).to_contain_text("请联系")
    assert theirs["number"] not in hint.inner_text()
    assert theirs["credit_code"] not in page.content()
    assert theirs["id"] not in page.content()


def test_two_records_of_one_customer_become_one_and_two_again(person: Person) -> None:
    page = person("zhuguan")
    name = f"{place()}港务集团有限公司"
    kept = create_customer(page, name=name, credit_code=credit_code(), kind="state_owned")
    double = create_customer(page, name=name.replace("有限公司", ""), kind="state_owned", region="江苏")
    for customer, contact in ((kept, "高远"), (double, "沈一鸣")):
        assert call(page, "POST", "/r/contacts", {"customer": customer["id"], "name": contact}).status == 201
    talk = {"customer": double["id"], "channel": "phone", "occurred_at": "2026-03-04T10:00:00+08:00", "content": "询问码头堆场的造价"}
    assert call(page, "POST", "/r/interactions", talk).status == 201

    page.goto(f"/customers/{kept['id']}")
    page.get_by_role("button", name=re.compile("可能重复 1")).click()
    page.get_by_role("link", name="对比").click()
    expect(page.get_by_role("heading", name="合并客户")).to_be_visible()
    page.get_by_role("button", name="合并", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="合并", exact=True).click()
    expect(page.get_by_text(f"已把“{double['name']}”并入本客户")).to_be_visible()
    expect(page.get_by_text("询问码头堆场的造价").first).to_be_visible()
    expect_contacts(page, "高远", "沈一鸣")
    expect_found(page, kept["number"], 1)
    expect_found(page, double["number"], 0)

    page.goto(f"/customers/{kept['id']}?tab=merges")
    page.get_by_role("button", name="撤销合并").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销合并").click()
    expect(page.get_by_text(f"已撤销，“{double['name']}”已恢复")).to_be_visible()
    expect_found(page, double["number"], 1)
    page.goto(f"/customers/{double['id']}")
    expect_contacts(page, "沈一鸣")
    page.goto(f"/customers/{kept['id']}")
    expect_contacts(page, "高远")


def expect_contacts(page: Page, *names: str) -> None:
    """Exactly these people are in the tab of contacts."""
    page.get_by_role("tab", name=re.compile("^联系人")).click()
    panel = page.get_by_role("tabpanel")
    for name in names:
        expect(panel.get_by_text(name, exact=True)).to_be_visible()
    expect(panel.get_by_role("row")).to_have_count(len(names) + 1)


def expect_found(page: Page, number: str, count: int) -> None:
    """So many customers are found by this number."""
    page.goto("/customers")
    search_list(page, "客户", number)
    expect(rows(page)).to_have_count(count)
