"""How journeys take an opportunity from stage to stage."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from .steps import call


def forward(page: Page, stage: str, told: str) -> None:
    """Moves the opportunity on the page to the next stage, with its question where there is one."""
    offered = page.get_by_role("button", name=f"推进到“{stage}”")
    offered.first.click()
    agree = page.get_by_role("dialog").get_by_role("button", name="推进", exact=True)
    said = page.get_by_text(re.compile(re.escape(told))).first
    expect(agree.or_(said).first).to_be_visible()
    if agree.is_visible():
        agree.click()
    expect(offered).to_have_count(0)  # what is told goes away by itself, where it stands remains


def into_quotation(page: Page, deal: str, customer: str, *, amount: str = "32000000") -> None:
    """From 意向客户 to 正式报价: the contact decides, the amount and the day are known."""
    contact = call(page, "GET", f'/r/contacts?filter=["customer","=","{customer}"]').json()["items"][0]
    answer = call(page, "PATCH", f"/r/contacts/{contact['id']}", {"version": contact["version"], "decision_role": "decider"})
    assert answer.ok, answer.text()
    expected = (dt.date.today() + dt.timedelta(days=90)).isoformat()  # noqa: DTZ011 any day ahead will do
    changed(page, deal, amount=amount, expected_on=expected, project_type="commercial")
    page.reload()
    forward(page, "正式报价", "已移到正式报价")


def version_of(page: Page, deal: str) -> int:
    """The version of the opportunity now."""
    version: int = call(page, "GET", f"/r/opportunities/{deal}").json()["version"]
    return version


def done(page: Page, deal: str, verb: str, inputs: dict[str, str]) -> None:
    """A verb of the opportunity."""
    answer = call(page, "POST", f"/r/opportunities/{deal}/do/{verb}", {"version": version_of(page, deal), "inputs": inputs})
    assert answer.ok, answer.text()


def changed(page: Page, deal: str, **values: str) -> None:
    """Fields of the opportunity."""
    answer = call(page, "PATCH", f"/r/opportunities/{deal}", {"version": version_of(page, deal), **values})
    assert answer.ok, answer.text()
