"""A day of a seller."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from .browser import Complaints
from .conftest import Person
from .server import Site
from .steps import create_customer, name_of, place, rows, search_list


def test_a_seller_signs_in_and_logs_a_talk_with_the_keyboard(person: Person, site: Site, complaints: Complaints) -> None:
    complaints.expect(r"400 .*/auth/login$")
    page = person()
    page.goto("/customers")
    expect(page).to_have_url(re.compile(r"/login\?next="))
    page.get_by_label("用户名或邮箱").fill("xiaoshou1")
    page.get_by_label("密码", exact=True).fill("not-the-password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对，请重新输入")
    page.get_by_label("密码", exact=True).fill(site.password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="客户", exact=True)).to_be_visible()

    mine = rows(page).filter(has_text=name_of(page)).first
    name = mine.get_by_role("button").first.inner_text()
    mine.get_by_role("button").first.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    _log_by_keyboard(page, "谈了二期消防分包的范围，对方要求下周三前给报价。")


def _log_by_keyboard(page: Page, words: str) -> None:
    began = time.monotonic()
    page.get_by_role("button", name="记一次沟通").first.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_label("沟通内容")).to_be_focused()
    page.keyboard.insert_text(words)
    page.keyboard.press("Control+Enter")
    expect(drawer).to_be_hidden()
    expect(page.get_by_text(words).first).to_be_visible()
    assert time.monotonic() - began < 60
    page.get_by_role("tab", name=re.compile("沟通记录")).click()
    expect(page.get_by_role("tabpanel").get_by_text(words).first).to_be_visible()


def test_a_seller_sees_no_customer_of_another_company(person: Person, complaints: Complaints) -> None:
    complaints.expect(r"404 .*/customers/")
    other = person("xiaoshou3")
    theirs = create_customer(other, name=f"{place()}水务发展有限公司", kind="state_owned")
    page = person("xiaoshou1")
    page.goto("/customers")
    expect(rows(page).first).to_be_visible()
    search_list(page, "客户", theirs["name"])
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    page.goto(f"/customers/{theirs['id']}")
    expect(page.get_by_role("link", name="返回客户列表")).to_be_visible()
    expect(page.get_by_text(theirs["name"])).to_have_count(0)


def test_a_colleagues_customer_can_be_read_but_not_written_to(person: Person) -> None:
    page = person("xiaoshou1")
    page.goto("/customers")
    rows(page).filter(has_not_text=name_of(page)).first.get_by_role("button").first.click()
    expect(page.get_by_role("tab", name=re.compile("沟通记录"))).to_be_visible()
    expect(page.get_by_text("完整度").first).to_be_visible()
    expect(page.get_by_role("button", name="记一次沟通")).to_have_count(0)
