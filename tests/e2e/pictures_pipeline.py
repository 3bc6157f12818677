"""The pictures of the pipeline: a seller's day, the supervisor, marketing, and what administrators set up for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from playwright.sync_api import Browser, Page, expect

from .camera import desk, quiet, shoot, visit
from .server import Site
from .steps import call

OPEN = '{"and":[["owner","=","$me"],["state","=","open"]]}'
LINES = (("基坑支护及降水", "1", "项", "8600000"), ("主体结构施工", "42000", "㎡", "1850"), ("机电安装", "42000", "㎡", "620"))


def take(browser: Browser, site: Site) -> None:
    """All of them, in the order in which one makes what the next one shows."""
    with desk(browser, site, "admin") as page:
        _run_rules(page)
    with desk(browser, site, "xiaoshou1") as page:
        deal = _mine(page)
        _seller(page, deal)
        quotation = _quote(page, deal)
        planned = _planned(page, deal)
        _report(page, deal)
        visit(page, "/", "home")
    with desk(browser, site, "zhuguan") as page:
        _supervisor(page, quotation)
    with desk(browser, site, "shichang") as page:
        _marketing(page)
    with desk(browser, site, "admin") as page:
        _administrator(page)
    with desk(browser, site, "xiaoshou1", phone=True) as page:
        _phone(page, planned)


def _run_rules(page: Page) -> None:
    for rule in call(page, "GET", "/r/automation_rules?limit=100").json()["items"]:
        asked = call(page, "POST", f"/r/automation_rules/{rule['id']}/do/run", {"version": rule["version"]})
        assert asked.status in (200, 409), asked.text()  # 409: it waits for an event
    page.wait_for_timeout(20_000)  # the workers do it


def _mine(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = call(page, "GET", f"/r/opportunities?filter={OPEN}&limit=1").json()["items"][0]
    return found


def _seller(page: Page, deal: dict[str, Any]) -> None:
    for path, name in (("/opportunities", "board"), ("/calendar", "calendar"), ("/tenders", "tenders"), ("/todos", "todos")):
        visit(page, path, name)
    visit(page, "/pool", "pool")
    visit(page, f"/opportunities/{deal['id']}", "opportunity")
    page.get_by_role("button", name="推进到“正式报价”").first.click()
    expect(page.get_by_role("dialog").get_by_text("找到决策人", exact=True)).to_be_visible()
    shoot(page, "move")
    page.goto("/calendar")
    quiet(page)
    page.get_by_role("button", name="订阅").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    shoot(page, "feeds")


def _quote(page: Page, deal: dict[str, Any]) -> str:
    """A quotation with three lines, handed in for approval."""
    until = (dt.date.today() + dt.timedelta(days=30)).isoformat()  # noqa: DTZ011 any day ahead will do
    values = {"title": f"{deal['name']}报价", "customer": deal["customer"]["id"], "opportunity": deal["id"], "valid_until": until}
    made = call(page, "POST", "/r/quotations", values)
    assert made.status == 201, made.text()
    key: str = made.json()["id"]
    for position, (name, quantity, uom, price) in enumerate(LINES, 1):
        line = {
            "quotation": key,
            "position": position,
            "name": name,
            "quantity": quantity,
            "uom": uom,
            "unit_price": price,
            "tax_rate": "9",
        }
        answer = call(page, "POST", "/r/quotation_lines", line)
        assert answer.status == 201, answer.text()
    visit(page, f"/quotations/{key}", "quotation")
    page.get_by_role("tab", name="PDF 预览").click()
    expect(page.locator(".quote-tabs img, .quote-tabs canvas").first).to_be_visible()
    shoot(page, "quotation-pdf")
    page.get_by_role("button", name="提交审批").first.click()
    expect(page.get_by_text("已提交审批").first).to_be_visible()
    return key


def _planned(page: Page, deal: dict[str, Any]) -> str:
    me = call(page, "GET", "/me").json()
    values = {
        "customer": deal["customer"]["id"],
        "opportunity": deal["id"],
        "purpose": "汇报方案",
        "planned_at": dt.datetime.now(dt.UTC).isoformat(),
        "owner": me["id"],
    }
    made = call(page, "POST", "/r/visits", values)
    assert made.status == 201, made.text()
    key: str = made.json()["id"]
    return key


def _report(page: Page, deal: dict[str, Any]) -> None:
    now = call(page, "GET", f"/r/opportunities/{deal['id']}").json()["version"]
    talk = {"content": "与魏经理确认了报价范围，对方周三开会讨论。", "channel": "phone"}
    noted = call(page, "POST", f"/r/opportunities/{deal['id']}/do/follow", {"version": now, "inputs": talk})
    assert noted.ok, noted.text()
    page.goto("/reports")
    quiet(page)
    page.get_by_label("今日小结").fill("枫湖项目已完成方案沟通，业主要求本周给出正式报价。")
    page.get_by_label("明日计划").fill("1. 送报价单；2. 约总工交流基坑方案。")
    shoot(page, "report")


def _supervisor(page: Page, quotation: str) -> None:
    visit(page, "/", "home-supervisor")
    visit(page, "/sales-analysis", "analysis")
    visit(page, f"/quotations/{quotation}", "approve")
    page.goto("/reports")
    page.get_by_text("团队日报", exact=True).click()
    quiet(page)
    shoot(page, "team-reports")
    page.goto("/pool")
    quiet(page)
    page.get_by_role("checkbox").nth(1).check()
    expect(page.get_by_role("button", name="分配给…")).to_be_visible()
    shoot(page, "pool-assign")
    page.goto("/")
    quiet(page)
    page.locator("header button.header-button").first.click()
    page.get_by_role("button", name="为什么收到？").first.click()
    expect(page.locator(".ant-popover").get_by_text("条件").first).to_be_visible()
    shoot(page, "why")


def _marketing(page: Page) -> None:
    visit(page, "/", "home-marketing")
    page.goto("/leads")
    quiet(page)
    page.locator(".ant-table-row").first.get_by_role("button").first.click()
    expect(page.get_by_role("dialog").get_by_role("button", name="转为客户")).to_be_visible()
    quiet(page)
    shoot(page, "lead")
    page.goto("/lead/")
    expect(page.get_by_label("单位名称")).to_be_visible()
    shoot(page, "web-form")


def _administrator(page: Page) -> None:
    wecom = {"kind": "wecom", "name": "企业微信", "client_id": "ww0123456789abcdef", "agent_id": "1000002", "match": "phone"}
    for resource, rule in (
        ("pool_rules", {"hold_limit": 80, "reclaim_days": 7, "silent_days": 180, "warn_days": 5}),
        ("entry_rules", {"most_days": 3, "note": "三天以内可以补录"}),
        ("sign_in_providers", wecom),
    ):
        made = call(page, "POST", f"/r/{resource}", rule)
        assert made.status == 201, made.text()
    for path, name in (("stages", "stages"), ("automation", "automation"), ("modules", "modules"), ("sign-in", "sign-in")):
        visit(page, f"/admin/{path}", name)
    for path, name in (("pool-rules", "pool-rules"), ("entry-rules", "entry-rules")):
        visit(page, f"/admin/{path}", name)
    values = {"kind": "idea", "text": "看板上希望能看到预计签约的季度合计。", "page": "/opportunities"}
    call(page, "POST", "/r/suggestions", values)
    visit(page, "/suggestions", "suggestions")
    person = call(page, "GET", "/r/users?q=xiaoshou1&limit=1").json()["items"][0]["id"]
    visit(page, f"/admin/users/{person}/handover", "handover")


def _phone(page: Page, planned: str) -> None:
    visit(page, "/", "phone-home")
    visit(page, "/opportunities", "phone-board")
    page.goto(f"/visits?open={planned}")
    expect(page.get_by_role("button", name="我到了，签到")).to_be_visible()
    quiet(page)
    shoot(page, "phone-visit")
