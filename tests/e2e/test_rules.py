"""A rule of the firm's own: built, tried, switched on, heard of and switched off, all in the browser."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from .conftest import Person
from .steps import call, create_customer, name_of, pick, place

FIELDS = ".filter-condition"


def test_a_rule_about_opportunities_is_built_tried_and_paused(person: Person) -> None:
    town = place()
    seller = person("xiaoshou1")
    customer = create_customer(seller, name=f"{town}城建有限公司", kind="state_owned")
    for number in (1, 2):
        body = {"name": f"{town}{number} 号厂房", "customer": customer["id"], "amount": f"{number}000000"}
        assert call(seller, "POST", "/r/opportunities", body).status == 201

    admin = person("admin")
    admin.goto("/admin/automation")
    admin.get_by_role("button", name="新建规则").click()
    _what(admin, f"大单要上心{town}")
    _which(admin, town)
    trial = admin.get_by_role("region", name="试运行")
    expect(trial.get_by_text("这 1 条商机现在会触发")).to_be_visible()
    expect(trial.get_by_role("link", name=f"{town}2 号厂房")).to_be_visible()
    admin.get_by_role("button", name="保存并启用").click()
    expect(admin.get_by_text("请填写。").first).to_be_visible()

    _does(admin)
    expect(trial.get_by_text(f"请亲自过问 {town}2 号厂房")).to_be_visible()
    expect(trial.get_by_text(f"派待办 → {name_of(seller)}")).to_be_visible()
    admin.get_by_role("button", name="保存并启用").press("Enter")
    expect(admin.get_by_text("规则已启用")).to_be_visible()

    card = admin.get_by_role("article", name=f"大单要上心{town}")
    _more(admin, card, "立即检查")
    seller.goto("/todos")
    todo = seller.get_by_text(f"请亲自过问 {town}2 号厂房")
    expect(todo.first).to_be_visible(timeout=60_000)
    expect(seller.get_by_text(f"请亲自过问 {town}1 号厂房")).to_have_count(0)
    seller.get_by_role("button", name="为什么收到？").first.wait_for()

    _more(admin, card, "执行记录")
    log = admin.get_by_role("dialog")
    expect(log.get_by_role("link", name=f"{town}2 号厂房")).to_be_visible()
    expect(log.get_by_text(re.compile(f"派待办 · {name_of(seller)}"))).to_be_visible()
    admin.keyboard.press("Escape")
    card.get_by_role("switch").click()
    expect(card.get_by_text("已停用")).to_be_visible()


def _what(page: Page, name: str) -> None:
    page.get_by_role("textbox", name="规则名称").fill(name)
    page.get_by_label("用途").fill("大单不能只靠一个人记着。")
    page.get_by_role("combobox", name="针对哪种记录").click()
    page.keyboard.insert_text("商机")
    page.keyboard.press("Enter")


def _which(page: Page, town: str) -> None:
    conditions = page.get_by_role("group", name="同时满足")
    for at, (field, how, value) in enumerate((("商机名称", "包含", town), ("预计金额", "大于等于", "2000000"))):
        conditions.get_by_role("button", name="添加条件").click()
        row = conditions.locator(FIELDS).nth(at)
        row.get_by_role("combobox", name="字段").click()
        page.keyboard.insert_text(field)
        page.keyboard.press("Enter")
        pick(page, row.get_by_role("combobox", name="比较方式"), how)
        row.locator("input:not([role=combobox])").last.fill(value)


def _does(page: Page) -> None:
    action = page.get_by_role("region", name=re.compile("^动作 1"))
    pick(page, action.get_by_role("combobox", name="做什么"), "派待办")
    action.get_by_role("textbox", name="标题").fill("请亲自过问 ")
    action.get_by_role("button", name="插入字段").first.click()
    page.get_by_role("menuitem", name="商机名称", exact=True).click()


def _more(page: Page, card: Locator, name: str) -> None:
    card.get_by_role("button", name="更多操作").click()
    page.get_by_role("menuitem", name=name).click()
