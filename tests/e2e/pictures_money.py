"""The pictures of approvals, contracts, money and collection, for those who decide, sign, bill and collect."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import Browser, Page, expect

from .camera import desk, shoot, visit
from .server import Site
from .steps import call


def take(browser: Browser, site: Site) -> None:
    """All of them; nothing is changed but for one draft of an expense claim."""
    with desk(browser, site, "huadong") as page:
        _approvals(page)
        _contract(page)
    with desk(browser, site, "caiwu") as page:
        _finance(page)
        _expenses(page)
    with desk(browser, site, "admin") as page:
        _flows(page)
        visit(page, "/admin/automation/new", "rule-builder")
    with desk(browser, site, "huadong", phone=True) as page:
        visit(page, "/approvals", "phone-approvals")
    with desk(browser, site, "xiaoshou1", phone=True) as page:
        visit(page, "/my-receivables", "phone-my-receivables")
        _own_expenses(page)


def _approvals(page: Page) -> None:
    visit(page, "/approvals", "approvals")
    waiting = call(page, "GET", "/approvals/centre?box=todo").json()["items"]
    visit(page, f"/approvals/{waiting[0]['id']}", "approval")
    page.goto("/settings?section=delegation")
    expect(page.get_by_role("button", name="安排代理人").first).to_be_visible()
    shoot(page, "delegation")


def _contract(page: Page) -> None:
    """One that is under way, with most payment terms."""
    asked = '{"and":[["state","=","performing"],["direction","=","income"]]}'
    contract = call(page, "GET", f"/r/contracts?filter={asked}&sort=-current_amount&limit=1").json()["items"][0]
    visit(page, "/contracts", "contracts")
    for tab, name in (
        ("", "contract"),
        ("?tab=chain", "contract-chain"),
        ("?tab=checks", "contract-checks"),
        ("?tab=amounts", "contract-amounts"),
    ):
        visit(page, f"/contracts/{contract['id']}{tab}", name)


def _finance(page: Page) -> None:
    for path, name in (
        ("/receivables", "receivables"),
        ("/receipts", "receipts"),
        ("/invoices", "invoices"),
        ("/vat", "vat"),
        ("/ageing", "ageing"),
    ):
        visit(page, path, name)
    visit(page, "/collection", "collection")
    case = call(page, "GET", "/r/collection_cases?sort=-letters&limit=1").json()["items"][0]
    visit(page, f"/collection/{case['id']}", "case")


def _expenses(page: Page) -> None:
    """One that has been paid and went beyond a limit."""
    asked = '["state","in",["paid","approved"]]'
    claim = call(page, "GET", f"/r/expense_claims?filter={asked}&sort=-over_limit&limit=1").json()["items"][0]
    visit(page, f"/expenses/{claim['id']}", "expense-claim")


def _own_expenses(page: Page) -> None:
    """A draft as it is filled in on the way home."""
    day = dt.datetime.now(dt.UTC).date().isoformat()
    claim = call(page, "POST", "/r/expense_claims", {"purpose": "去东湖工地踏勘"}).json()
    lines = [
        {"kind": "transport", "on": day, "amount": "46.50", "note": "打车去工地"},
        {"kind": "meals", "on": day, "amount": "158.00", "note": "误餐"},
        {"kind": "", "on": day, "amount": "0"},
    ]
    call(page, "PUT", f"/r/expense_claims/{claim['id']}/lines", {"version": claim["version"], "lines": lines})
    visit(page, f"/expenses/{claim['id']}", "expense-phone")


def _flows(page: Page) -> None:
    flows = call(page, "GET", "/r/approval_flows?limit=50").json()["items"]
    flow = next(one for one in flows if one["resource"] == "contracts")
    visit(page, f"/admin/approval-flows/{flow['id']}", "flow-designer")
    page.get_by_role("button", name="试算").first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="试算").click()
    page.wait_for_timeout(1500)
    shoot(page, "flow-trial")
