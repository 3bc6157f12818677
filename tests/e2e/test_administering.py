"""What an administrator takes away and adds, and how it reaches the sellers."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .browser import Complaints
from .conftest import Person
from .steps import call, create_customer, name_of, place, rows, search_list

PHONE = "025-83100077"


def test_a_hidden_phone_is_hidden_everywhere(person: Person, complaints: Complaints) -> None:
    complaints.expect(r"400 .*/r/customers")
    seller = person("xiaoshou1")
    customer = create_customer(seller, name=f"{place()}供热有限公司", kind="state_owned", phone=PHONE)
    seller.goto(f"/customers/{customer['id']}?tab=detail")
    expect(seller.get_by_text(PHONE).first).to_be_visible()

    admin = person("admin")
    open_role(admin, "销售")
    switch_phone(admin, on=False)
    try:
        seller.goto(f"/customers/{customer['id']}?tab=detail")
        expect(seller.get_by_role("heading", name=customer["name"])).to_be_visible()
        expect(seller.get_by_role("tabpanel").get_by_text("客户类型")).to_be_visible()
        expect(seller.get_by_text(PHONE)).to_have_count(0)
        seller.goto("/customers")
        search_list(seller, "客户", PHONE)
        expect(seller.get_by_text("没有符合条件的记录")).to_be_visible()
        assert "phone" not in call(seller, "GET", f"/r/customers/{customer['id']}").json()
        refused = call(seller, "GET", '/r/customers?filter=["phone","contains","8310"]')
        assert refused.status == 400, refused.text()
        seller.get_by_role("button", name="更多筛选").click()
        seller.get_by_role("button", name="添加条件").first.click()
        seller.get_by_role("combobox", name="字段").click()
        seller.keyboard.insert_text("电话")
        expect(seller.locator(".ant-select-dropdown").get_by_text("没有", exact=False)).to_have_count(0)
        expect(seller.locator(".ant-select-item-option").filter(has_text="电话")).to_have_count(0)
        admin.goto("/admin/audit")
        change = admin.get_by_role("article").filter(has_text="销售").filter(has_text="字段").first
        expect(change).to_be_visible()
        change.get_by_role("button").first.click()
        expect(change).to_contain_text(name_of(admin))
    finally:
        open_role(admin, "销售")
        switch_phone(admin, on=True)
    seller.goto(f"/customers/{customer['id']}?tab=detail")
    expect(seller.get_by_text(PHONE).first).to_be_visible()


def test_an_own_field_appears_where_sellers_work(person: Person) -> None:
    label = f"节能等级{place()}"
    admin = person("admin")
    admin.goto("/admin/custom-fields/customers")
    admin.get_by_role("button", name="新建字段").click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("名称", exact=False).first.fill(label)
    dialog.get_by_label(re.compile("^代码")).fill(f"grade_{abs(hash(label)) % 10**8}")
    dialog.get_by_role("button", name="保存").click()
    expect(admin.get_by_text(f"已新建字段“{label}”")).to_be_visible()

    seller = person("xiaoshou1")
    seller.goto("/customers")
    seller.get_by_role("button", name="新建客户").click()
    name = f"{place()}能源服务有限公司"
    seller.get_by_role("textbox", name="客户名称").fill(name)
    seller.get_by_role("textbox", name=label).fill("绿建三星")
    seller.get_by_role("button", name="保存", exact=True).click()
    expect(seller.get_by_role("heading", name=name)).to_be_visible()
    seller.goto("/customers")
    seller.get_by_role("button", name="列设置").click()
    seller.get_by_role("checkbox", name=label).click()
    search_list(seller, "客户", name)
    expect(rows(seller)).to_have_count(1)
    expect(rows(seller).first).to_contain_text("绿建三星")


def open_role(page: Page, name: str) -> None:
    """The fields that a role sees."""
    page.goto("/admin/roles")
    rows(page).get_by_role("button", name=name, exact=True).click()
    page.get_by_role("tab", name="字段可见").click()


def switch_phone(page: Page, *, on: bool) -> None:
    """Opens or closes the phone of customers, and saves."""
    box = page.get_by_role("region", name="客户", exact=True).get_by_role("checkbox", name="单位电话")
    box.set_checked(on)
    page.get_by_label("未保存的修改").get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("权限已保存，立即生效")).to_be_visible()
