"""The product in a hand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import Person
from .steps import MINE, cards, no_sideways_scrolling

SELLERS = "/ /customers /contacts /interactions /feedbacks /leads /customer-quality /imports /imports/new /settings"
ADMINISTRATORS = (
    "/admin/units /admin/users /admin/roles /admin/dictionaries /admin/custom-fields /admin/numbering /admin/holidays /admin/audit"
)


def test_a_talk_is_logged_with_the_thumb(person: Person) -> None:
    page = person("xiaoshou1", phone=True)
    page.goto("/")
    bar = page.get_by_role("navigation", name="主菜单")
    bar.get_by_role("link", name="客户", exact=True).tap()
    expect(cards(page).first).to_be_visible()
    expect(page.locator("table")).to_have_count(0)
    page.goto(MINE)
    cards(page).first.tap()
    expect(page.get_by_role("tab", name="概览")).to_be_visible()
    no_sideways_scrolling(page)
    page.get_by_role("button", name="记一次沟通").tap()
    sheet = page.get_by_role("dialog")
    sheet.get_by_text("上门拜访").tap()
    sheet.get_by_label("沟通内容").fill("到现场看了基坑支护，业主对进度满意。")
    sheet.get_by_text("有进展").tap()
    sheet.get_by_text("三天后").tap()
    no_sideways_scrolling(page)
    sheet.get_by_role("button", name="保存").tap()
    expect(sheet).to_be_hidden()
    expect(page.get_by_text("到现场看了基坑支护，业主对进度满意。").first).to_be_visible()


@pytest.mark.parametrize(("login", "paths"), [("zhuguan", SELLERS), ("admin", ADMINISTRATORS)])
def test_no_page_is_wider_than_a_phone(person: Person, login: str, paths: str) -> None:
    page = person(login, phone=True)
    for path in paths.split():
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".ant-skeleton, .skeleton")).to_have_count(0)
        no_sideways_scrolling(page)


def test_the_rest_of_the_menu_is_behind_more(person: Person) -> None:
    page = person("zhuguan", phone=True)
    page.goto("/")
    page.get_by_role("button", name="更多").tap()
    page.get_by_role("dialog").get_by_role("link", name="客户质量").tap()
    expect(page).to_have_url(re.compile("/customer-quality$"))
