"""Makes the pictures of the user guides anew: ``python -m tests.e2e.pictures`` (needs the built pages; takes a few minutes).

Every picture shows the demonstration group, so the guides never show a real customer.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from .browser import launch
from .camera import FOLDER, desk, quiet, shoot
from .pictures_life import take as life
from .pictures_money import take as money
from .pictures_pipeline import take as pipeline
from .pictures_projects import take as projects
from .server import Site, demonstration
from .steps import MINE, call, cards, credit_code, rows, upload
from .workbooks import messy

SCALE, SEED = 0.2, 3


def main() -> None:
    """Loads a demonstration into a folder of its own and photographs it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=30_000)
    with tempfile.TemporaryDirectory(prefix="zhuke-pictures-") as data, sync_playwright() as playwright:
        Path(data).chmod(0o755)  # PostgreSQL may run under another account
        with demonstration(Path(data), scale=SCALE, seed=SEED) as site:
            browser = launch(playwright)
            _visitor(browser, site)
            _seller(browser, site)
            _importer(browser, site, Path(data))
            _administrator(browser, site)
            _phone(browser, site)
            pipeline(browser, site)
            money(browser, site)
            life(browser, site)
            projects(browser, site)
            browser.close()


def _visitor(browser: Browser, site: Site) -> None:
    with desk(browser, site, None) as page:
        page.goto("/login")
        expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
        shoot(page, "login")


def _seller(browser: Browser, site: Site) -> None:
    with desk(browser, site, "zhuguan") as page:
        page.goto("/customers")
        expect(rows(page).first).to_be_visible()
        shoot(page, "customers")
        page.get_by_role("button", name="新建客户").click()
        page.get_by_role("textbox", name="客户名称").fill("江苏云杉置业有限公司")
        quiet(page)
        shoot(page, "new-customer")
        page.goto("/customers?sort=-completeness")
        rows(page).first.get_by_role("button").first.click()
        expect(page.get_by_role("tab", name="概览")).to_be_visible()
        quiet(page)
        shoot(page, "customer")
        page.get_by_role("button", name="记一次沟通").first.click()
        page.get_by_label("沟通内容").fill("谈了二期消防分包的范围，对方要求下周三前给报价。")
        page.get_by_text("有进展", exact=True).last.click()
        shoot(page, "log-talk")
        page.goto("/customer-quality")
        quiet(page)
        shoot(page, "quality")
        _merge(page)
        page.goto("/settings")
        quiet(page)
        shoot(page, "settings")


def _merge(page: Page) -> None:
    page.goto("/customers")
    kept = {
        "name": "南京江北新城建设投资有限公司",
        "credit_code": credit_code(),
        "kind": "state_owned",
        "region": "江苏",
        "industry": "municipal",
    }
    double = {"name": "南京江北新城建设投资", "kind": "government", "phone": "025-83100021", "region": "江苏"}
    first, second = (call(page, "POST", "/r/customers", values).json()["id"] for values in (kept, double))
    page.goto(f"/customers/{first}/merge?other={second}")
    expect(page.get_by_role("table", name="字段对比")).to_be_visible()
    shoot(page, "merge")


def _importer(browser: Browser, site: Site, folder: Path) -> None:
    with desk(browser, site, "zhuguan") as page:
        listed = call(page, "GET", "/r/customers?q=有限公司&limit=20").json()["items"]
        known = next(one for one in listed if "江北新城" not in one["name"])
        book = folder / "客户台账.xlsx"
        messy(book, city="镇江", known={"name": str(known["name"]).replace("有限公司", ""), "credit_code": ""})
        page.goto("/imports/new?resource=customers")
        expect(page.get_by_text("点击选择文件，或把文件拖到这里")).to_be_visible()
        shoot(page, "import-1")
        upload(page, book)
        shoot(page, "import-2")
        page.get_by_role("button", name="检查全部").click()
        expect(page.get_by_role("link", name="下载错误行")).to_be_visible()
        page.get_by_role("tab", name=re.compile("疑似重复")).click()
        quiet(page)
        shoot(page, "import-3")
        page.get_by_role("button", name=re.compile(r"^导入 \d 行$")).click()
        page.get_by_role("dialog").get_by_role("button", name="开始导入").click()
        expect(page.get_by_text("导入完成")).to_be_visible()
        page.mouse.move(700, 700)
        shoot(page, "import-4")


def _administrator(browser: Browser, site: Site) -> None:
    with desk(browser, site, "admin") as page:
        page.goto("/admin/roles")
        rows(page).get_by_role("button", name="销售", exact=True).click()
        expect(page.get_by_role("table").first).to_be_visible()
        shoot(page, "roles")
        page.get_by_role("tab", name="字段可见").click()
        expect(page.get_by_role("region", name="客户", exact=True)).to_be_visible()
        shoot(page, "fields")
        options = [{"value": value, "label": label} for value, label in (("1", "一星"), ("2", "二星"), ("3", "三星"))]
        field = {"resource": "customers", "code": "green_grade", "label": "绿建星级", "type": "choice", "options": options}
        assert call(page, "POST", "/r/custom_fields", field | {"help": "业主要求的绿色建筑等级", "position": 0}).status == 201
        for path, name in (
            ("units", "units"),
            ("users", "users"),
            ("custom-fields", "custom-fields"),
            ("dictionaries", "dictionaries"),
            ("audit", "audit"),
        ):
            page.goto(f"/admin/{path}")
            quiet(page)
            shoot(page, name)


def _phone(browser: Browser, site: Site) -> None:
    with desk(browser, site, "xiaoshou1", phone=True) as page:
        page.goto("/customers")
        expect(cards(page).first).to_be_visible()
        shoot(page, "phone-list")
        page.goto(MINE)
        cards(page).first.tap()
        expect(page.get_by_role("button", name="记一次沟通").first).to_be_visible()
        quiet(page)
        shoot(page, "phone-customer")
        page.get_by_role("button", name="记一次沟通").first.tap()
        expect(page.get_by_label("沟通内容")).to_be_visible()
        page.get_by_text("上门拜访").last.tap()
        shoot(page, "phone-talk")


if __name__ == "__main__":
    main()
