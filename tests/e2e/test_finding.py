"""Finding again, and taking away."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from .conftest import Person
from .steps import create_customer, credit_code, initials, place, rows, search_list
from .workbooks import cells


def test_search_understands_initials_and_tails(person: Person) -> None:
    page = person("zhuguan")
    city = place()
    made = create_customer(page, name=f"{city}夜游经济开发有限公司", credit_code=credit_code(), kind="state_owned")
    for text in (initials(city), made["credit_code"][-6:], f"{city[-2:]}夜游"):
        page.goto("/")
        expect(page.get_by_role("heading", name="工作台")).to_be_visible()
        page.keyboard.press("Control+k")
        search = page.get_by_role("combobox", name="全局搜索")
        search.fill(text)
        expect(page.get_by_role("option").filter(has_text=made["name"]).first).to_be_visible()
    page.get_by_role("option").filter(has_text=made["name"]).first.click()
    expect(page).to_have_url(re.compile(f"/customers/{made['id']}$"))
    expect(page.get_by_role("heading", name=made["name"])).to_be_visible()


def test_a_view_is_kept_and_its_rows_are_taken_away(person: Person, tmp_path: Path) -> None:
    page = person("zhuguan")
    word = place()
    made = [create_customer(page, name=f"{word}{tail}有限公司", credit_code=credit_code(), kind="developer") for tail in ("置业", "物业")]
    page.goto("/customers")
    search_list(page, "客户", word)
    expect(rows(page)).to_have_count(2)
    page.get_by_role("button", name="存为场景").click()
    page.get_by_role("dialog").get_by_label("名称").fill(f"{word}的客户")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(page.get_by_role("button", name=f"{word}的客户", pressed=True)).to_be_visible()
    page.goto("/customers")
    page.get_by_role("button", name=f"{word}的客户").click()
    expect(rows(page)).to_have_count(2)

    lines = cells(export(page, tmp_path / "customers.xlsx"))
    text = {value for line in lines for value in line}
    assert {customer["name"] for customer in made} <= text
    assert {customer["id"] for customer in made} <= text


def export(page: Page, to: Path) -> Path:
    """The rows of the list as a workbook."""
    page.get_by_role("button", name="导出", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="开始导出").click()
    link = page.get_by_role("region", name="后台任务").get_by_role("link", name="下载文件")
    with page.expect_download() as waiting:
        link.click()
    waiting.value.save_as(to)
    return to
