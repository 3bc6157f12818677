"""Signing in with an account of another system: set up by an administrator, used from the login page, linked in the settings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from zhuke.connectors.tests.fakes import CLIENT, SECRET, Fake, serve

from .browser import Complaints, sign_in
from .conftest import Person
from .server import Site
from .steps import call, no_sideways_scrolling, pick

LOGIN = "caigou"


@pytest.fixture
def fake() -> Iterator[Fake]:
    """An OIDC server on this machine."""
    with serve() as running:
        yield running


def set_up(admin: Page, fake: Fake, name: str) -> None:
    """Through the administrator's screen."""
    admin.goto("/admin/sign-in")
    admin.get_by_role("button", name="新建登录方式").first.click()
    dialog = admin.get_by_role("dialog", name="新建登录方式")
    pick(admin, dialog.get_by_label("类型"), "单点登录 (OIDC)")
    dialog.get_by_label("按钮名称").fill(name)
    dialog.get_by_label("服务地址").fill(f"{fake.url}/oidc")
    dialog.get_by_label("客户端 ID (client_id)").fill(CLIENT)
    pick(admin, dialog.get_by_label("如何认出人员"), "工号与登录名相同")
    dialog.get_by_role("button", name="保存").click()
    secret = admin.get_by_role("dialog", name=f"“{name}”的应用密钥")
    secret.get_by_label("应用密钥").fill(SECRET)
    secret.get_by_role("button", name="保存").click()
    expect(secret).to_be_hidden()
    card = admin.get_by_role("article", name=name)
    expect(card.get_by_text("缺少密钥")).to_have_count(0)
    expect(card.get_by_role("switch")).to_be_checked()


def switch_off(admin: Page, name: str) -> None:
    """It is no longer offered."""
    admin.get_by_role("article", name=name).get_by_role("switch").click()
    expect(admin.get_by_role("article", name=name).get_by_role("switch")).not_to_be_checked()


def test_a_colleague_comes_in_by_the_firms_own_sign_in(person: Person, fake: Fake, site: Site, complaints: Complaints) -> None:
    complaints.expect(r"^401 .*/_allauth/")
    admin = person("admin")
    set_up(admin, fake, "集团门户")

    fake.who = {"preferred_username": LOGIN, "name": "采购"}
    visitor = person(phone=True)
    visitor.goto("/login?next=%2Fcustomers")
    visitor.get_by_role("button", name="用集团门户登录").click()
    expect(visitor.get_by_role("heading", name="客户", exact=True)).to_be_visible()
    assert call(visitor, "GET", "/me").json()["username"] == LOGIN
    no_sideways_scrolling(visitor)

    fake.who = {"preferred_username": "niemand"}
    stranger = person()
    stranger.goto("/login")
    stranger.get_by_role("button", name="用集团门户登录").click()
    expect(stranger.get_by_role("alert")).to_have_text("您的账号还没有开通，请联系管理员。")

    switch_off(admin, "集团门户")
    stranger.goto("/login")
    expect(stranger.get_by_label("用户名或邮箱")).to_be_visible()
    expect(stranger.get_by_role("button", name="用集团门户登录")).to_have_count(0)


def test_an_account_is_linked_and_untied_by_its_owner(person: Person, fake: Fake, site: Site, complaints: Complaints) -> None:
    complaints.expect(r"^401 .*/_allauth/")
    admin = person("admin")
    set_up(admin, fake, "合作门户")

    fake.who = {"preferred_username": "partner-7", "name": "合作账号"}
    page = person()
    sign_in(page, site, LOGIN)
    page.goto("/settings?section=sign-in")
    page.get_by_role("button", name="绑定", exact=True).click()
    dialog = page.get_by_role("dialog", name="请再输入一次密码")
    dialog.get_by_label("密码").fill(site.password)
    dialog.get_by_role("button", name="确定").click()
    expect(page.get_by_text("已绑定，以后可以用它登录。")).to_be_visible()
    expect(page.get_by_text("合作门户 · 合作账号")).to_be_visible()

    visitor = person()
    visitor.goto("/login")
    visitor.get_by_role("button", name="用合作门户登录").click()
    expect(visitor.get_by_role("heading", name="工作台")).to_be_visible()
    assert call(visitor, "GET", "/me").json()["username"] == LOGIN

    page.get_by_role("button", name="解除绑定").click()
    page.get_by_role("dialog").get_by_role("button", name="解除绑定").click()
    expect(page.get_by_text("没有绑定")).to_be_visible()
    switch_off(admin, "合作门户")
