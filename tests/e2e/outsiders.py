"""What people without an account do with the links in their mail."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import expect

from .moving import Days, until
from .steps import call, no_sideways_scrolling


def statement_confirmed(days: Days, customer: str, unit: str, mail: str) -> None:
    """A statement of account is sent from its drawer; the other side opens the link on a phone and confirms."""
    finance = days.person("caiwu")
    values = {"customer": customer, "unit": unit, "since": days.date(0), "until": days.date()}
    made = call(finance, "POST", "/r/statements", values)
    assert made.status == 201, made.text()
    finance.goto(f"/statements?open={made.json()['id']}")
    drawer = finance.get_by_role("dialog")
    drawer.get_by_role("button", name="发送给客户").click()
    finance.get_by_role("dialog").last.get_by_role("button", name="发送给客户", exact=True).click()
    expect(finance.get_by_text(re.compile("等待对方确认"))).to_be_visible()
    link = until(finance, lambda: _link(days, mail, "/statement/"))
    visitor = days.window(phone=True).new_page()
    days.complaints.watch(visitor)
    visitor.goto(link)
    expect(visitor.get_by_text("期末余额")).to_be_visible()
    no_sideways_scrolling(visitor)
    visitor.get_by_label("您的姓名").fill("顾会计")
    visitor.get_by_role("button", name="金额一致，确认").tap()
    expect(visitor.get_by_text("已确认，谢谢。")).to_be_visible()
    finance.reload()
    expect(finance.get_by_text("对方已确认金额一致")).to_be_visible()


def opted_out(days: Days, mail: str) -> None:
    """Whoever wants no more case reports says so on the page behind the link; the next one does not leave."""
    office = days.person("shichang")
    letter = {"to": mail, "name": "顾会计", "subject": "泵站工程案例", "body": "附上我们近期完成的泵站案例。", "commercial": True}
    made = call(office, "POST", "/r/letters", letter)
    assert made.status == 201, made.text()
    link = until(office, lambda: _link(days, mail, "/mail/out/"))
    visitor = days.window(phone=True).new_page()
    days.complaints.watch(visitor)
    visitor.goto(link)
    expect(visitor.get_by_text(mail)).to_be_visible()
    visitor.get_by_role("button", name="确定退订").tap()
    expect(visitor.get_by_text(re.compile("^已退订"))).to_be_visible()
    again = call(office, "POST", "/r/letters", letter)
    assert (again.status, again.json()["state"]) == (201, "stopped")


def _link(days: Days, mail: str, part: str) -> str:
    """The path of the first link of that kind in the mail to an address; empty: it has not come yet."""
    for message in days.letters(mail):
        body: Any = message.get_body(("plain", "html"))  # type: ignore[attr-defined]
        for word in re.findall(r"https?://\S+", body.get_content() if body else ""):
            if part in word:
                return urlsplit(word.rstrip(">\"'")).path
    return ""
