"""Makes the pictures of the user guides anew: ``python -m tests.e2e.pictures`` (needs the built pages; takes a few minutes).

Every picture shows the demonstration group, so the guides never show a real customer.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from .browser import launch, new_context, sign_in
from .server import ROOT, Site, demonstration
from .steps import MINE, call, cards, credit_code, rows, upload
from .workbooks import messy

FOLDER = ROOT / "docs" / "guide" / "pictures"
LIMIT = 120 * 1024
SCALE, SEED = 0.2, 3
Shoot = Callable[[str], None]


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
            browser.close()


@contextmanager
def _desk(browser: Browser, site: Site, login: str | None, *, phone: bool = False) -> Any:
    with new_context(browser, site, phone=phone, scale=2 if phone else 1) as context:
        page = context.new_page()
        if login:
            sign_in(page, site, login)
        yield page


def _visitor(browser: Browser, site: Site) -> None:
    with _desk(browser, site, None) as page:
        page.goto("/login")
        expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
        shoot(page, "login")


def _seller(browser: Browser, site: Site) -> None:
    with _desk(browser, site, "zhuguan") as page:
        _quiet(page)
        shoot(page, "home")
        page.goto("/customers")
        expect(rows(page).first).to_be_visible()
        shoot(page, "customers")
        page.get_by_role("button", name="新建客户").click()
        page.get_by_role("textbox", name="客户名称").fill("江苏云杉置业有限公司")
        _quiet(page)
        shoot(page, "new-customer")
        page.goto("/customers?sort=-completeness")
        rows(page).first.get_by_role("button").first.click()
        expect(page.get_by_role("tab", name="概览")).to_be_visible()
        _quiet(page)
        shoot(page, "customer")
        page.get_by_role("button", name="记一次沟通").click()
        page.get_by_label("沟通内容").fill("谈了二期消防分包的范围，对方要求下周三前给报价。")
        page.get_by_text("有进展", exact=True).last.click()
        shoot(page, "log-talk")
        page.goto("/customer-quality")
        _quiet(page)
        shoot(page, "quality")
        _merge(page)
        page.goto("/settings")
        _quiet(page)
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
    with _desk(browser, site, "zhuguan") as page:
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
        _quiet(page)
        shoot(page, "import-3")
        page.get_by_role("button", name=re.compile(r"^导入 \d 行$")).click()
        page.get_by_role("dialog").get_by_role("button", name="开始导入").click()
        expect(page.get_by_text("导入完成")).to_be_visible()
        page.mouse.move(700, 700)
        shoot(page, "import-4")


def _administrator(browser: Browser, site: Site) -> None:
    with _desk(browser, site, "admin") as page:
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
            _quiet(page)
            shoot(page, name)


def _phone(browser: Browser, site: Site) -> None:
    with _desk(browser, site, "xiaoshou1", phone=True) as page:
        page.goto("/customers")
        expect(cards(page).first).to_be_visible()
        shoot(page, "phone-list")
        page.goto(MINE)
        cards(page).first.tap()
        expect(page.get_by_role("button", name="记一次沟通")).to_be_visible()
        _quiet(page)
        shoot(page, "phone-customer")
        page.get_by_role("button", name="记一次沟通").tap()
        expect(page.get_by_label("沟通内容")).to_be_visible()
        page.get_by_text("上门拜访").last.tap()
        shoot(page, "phone-talk")


def _quiet(page: Page) -> None:
    """Until nothing loads any more; the stream of live updates never ends, so the network cannot tell."""
    expect(page.locator("main").get_by_role("heading").first).to_be_visible()
    expect(page.locator(".ant-skeleton, .skeleton")).to_have_count(0)
    page.wait_for_timeout(700)  # drawers slide


def shoot(page: Page, name: str) -> None:
    """Keeps what the window shows as WebP, as sharp as the size allows."""
    page.wait_for_timeout(400)
    picture = Image.open(BytesIO(page.screenshot()))
    for quality in range(88, 30, -8):
        written = BytesIO()
        picture.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= LIMIT:
            break
    (FOLDER / f"{name}.webp").write_bytes(written.getvalue())


if __name__ == "__main__":
    main()
