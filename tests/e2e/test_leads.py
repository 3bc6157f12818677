"""From a visitor of the firm's website to a customer."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .conftest import Person
from .steps import place, rows, search_list

PERSON_SECONDS = 3.2  # the form refuses what comes faster than a person types


def test_a_visitor_becomes_a_customer(person: Person) -> None:
    company = f"{place()}海棠文化旅游有限公司"
    visitor = person()
    visitor.goto("/lead/")
    visitor.get_by_label("单位名称").fill(company)
    visitor.get_by_label("联系人").fill("林书豪")
    visitor.get_by_label("电话").fill("139 0000 0077")
    visitor.get_by_label("想了解什么").fill("古街改造，约 1.2 万平方米，想先看看类似案例。")
    visitor.wait_for_function("seconds => performance.now() > seconds * 1000", arg=PERSON_SECONDS)
    visitor.get_by_role("button", name="提交").click()
    expect(visitor.get_by_role("status")).to_contain_text("已收到，谢谢")

    page = person("admin")
    page.goto("/leads")
    search_list(page, "线索", company)
    rows(page).first.get_by_role("button").first.click()
    drawer = page.get_by_role("dialog").first
    expect(drawer).to_contain_text("古街改造")
    drawer.get_by_role("button", name="转为客户").click()
    page.get_by_role("dialog").last.get_by_role("button", name="转为客户").click()
    expect(page.get_by_text("转为客户已完成")).to_be_visible()
    page.goto("/customers")
    search_list(page, "客户", company)
    expect(rows(page)).to_have_count(1)
    rows(page).first.get_by_role("button").first.click()
    page.get_by_role("tab", name=re.compile("^联系人")).click()
    expect(page.get_by_role("tabpanel").get_by_text("林书豪")).to_be_visible()
