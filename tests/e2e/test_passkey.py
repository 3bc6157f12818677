"""Passkeys: made in the settings, then the only thing one needs to sign in, also the second step after a password; renamed, removed."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from .browser import Complaints, sign_in
from .conftest import Person
from .server import Site

LOGIN = "kefu"


def with_authenticator(page: Page) -> Any:
    """The page's browser has a fingerprint reader that always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    return devtools


def sign_out(page: Page) -> None:
    """Through the menu of the person."""
    page.get_by_role("button", name=re.compile("^我的菜单")).click()
    page.get_by_role("menuitem", name="退出登录").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


def confirm_password(page: Page, site: Site) -> None:
    """The question that comes before a sensitive change."""
    dialog = page.get_by_role("dialog", name="请再输入一次密码")
    dialog.get_by_label("密码").fill(site.password)
    dialog.get_by_role("button", name="确定").click()


def test_a_passkey_takes_the_place_of_the_password(person: Person, site: Site, complaints: Complaints) -> None:
    complaints.expect(r"^401 .*/_allauth/")
    page = person()
    with_authenticator(page)
    sign_in(page, site, LOGIN)

    page.goto("/settings?section=passkeys")
    page.get_by_role("button", name="添加通行密钥").first.click()
    dialog = page.get_by_role("dialog", name="添加通行密钥")
    dialog.get_by_label("名称").fill("办公室电脑")
    dialog.get_by_role("button", name="继续").click()
    confirm_password(page, site)
    expect(page.get_by_text("办公室电脑")).to_be_visible()
    expect(page.get_by_text("还没有用过")).to_be_visible()
    expect(page.get_by_text("请把恢复码存到安全的地方", exact=False)).to_be_visible()

    sign_out(page)
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()

    sign_out(page)
    page.get_by_label("用户名或邮箱").fill(LOGIN)
    page.get_by_label("密码", exact=True).fill(site.password)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="两步验证")).to_be_visible()
    page.get_by_role("button", name="用通行密钥验证").click()
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()

    page.goto("/settings?section=passkeys")
    page.get_by_role("button", name="改名").click()
    dialog = page.get_by_role("dialog", name="给通行密钥改名")
    dialog.get_by_label("名称").fill("新电脑")
    dialog.get_by_role("button", name="保存").click()
    confirm_password(page, site)
    expect(page.get_by_text("新电脑")).to_be_visible()

    page.get_by_role("button", name="删除").click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    expect(page.get_by_text("还没有通行密钥。")).to_be_visible()

    sign_out(page)
    complaints.expect(r"^400 .*/auth/webauthn/login")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    sign_in(page, site, LOGIN)
