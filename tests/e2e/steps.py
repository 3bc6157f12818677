"""Steps that several journeys take."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import APIResponse, Locator, Page, expect

_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SYLLABLES = "临江浦泽岚溪渭沧澄昭宜丰棠柏梓桐涧汀屿峪市"
_INITIALS = "ljpzlxwcczyftbztjtyys"
MINE = '/customers?filter=["owner","=","$me"]'
_counter = itertools.count(time.time_ns() // 1_000_000 % 5_000_000)


def credit_code() -> str:
    """An invented 统一社会信用代码 with a right check digit (GB 32100), another one at each call."""
    head = f"91320100MA{next(_counter):07d}"
    rest = sum(_SIGNS.index(sign) * weight for sign, weight in zip(head, _WEIGHTS, strict=True)) % 31
    return head + _SIGNS[(31 - rest) % 31]


def rows(page: Page) -> Locator:
    """The rows of the list on a desk."""
    return page.locator(".ant-table-row")


def cards(page: Page) -> Locator:
    """The rows of the list on a phone."""
    return page.locator("button.card")


def search_list(page: Page, label: str, text: str) -> None:
    """Types into the search of a list."""
    page.get_by_role("searchbox", name=f"搜索{label}").fill(text)
    page.keyboard.press("Enter")


def pick(page: Page, select: Locator, option: str) -> None:
    """Chooses from a list that opens at a click; one that is just closing is not it."""
    select.click()
    opened = page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden):not([class*='-leave'])")
    opened.get_by_text(option, exact=True).first.click()


def call(page: Page, method: str, path: str, body: Any = None) -> APIResponse:
    """Asks the API as the person of this page."""
    token = next((cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken"), "")
    return page.request.fetch(f"/api/v1{path}", method=method, data=body, headers={"X-CSRFToken": token, "Referer": page.url})


def create_customer(page: Page, **values: Any) -> dict[str, Any]:
    """A customer of this person, made through the API: what a journey finds there already."""
    page.goto("/customers")
    expect(page.get_by_role("heading", name="客户", exact=True)).to_be_visible()
    answer = call(page, "POST", "/r/customers", values)
    assert answer.status == 201, answer.text()
    made: dict[str, Any] = answer.json()
    return made


def no_sideways_scrolling(page: Page) -> None:
    """A page must never be wider than the window."""
    width, window = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    assert width <= window, f"{page.url} is {width} px wide in a window of {window} px"


def place() -> str:
    """An invented place, another one at each call, so that a journey finds only its own customers."""
    number = next(_counter)
    return "".join(_SYLLABLES[number // 20**power % 20] for power in range(4)) + "市"


def initials(name: str) -> str:
    """The pinyin initials of an invented place, as one types them."""
    return "".join(_INITIALS[_SYLLABLES.index(syllable)] for syllable in name)


def upload(page: Page, path: Path) -> None:
    """From the list of customers to the columns of the file."""
    page.goto("/customers")
    page.get_by_role("button", name="导入", exact=True).click()
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_role("columnheader", name="文件中的标题")).to_be_visible()


def name_of(page: Page) -> str:
    """What the person of this page is called."""
    name: str = call(page, "GET", "/me").json()["name"]
    return name
