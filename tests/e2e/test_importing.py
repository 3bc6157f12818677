"""From a messy workbook to clean customers, and the way back."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from .conftest import Person
from .steps import create_customer, credit_code, place, rows, search_list, upload
from .workbooks import cells, messy, office_csv


def test_a_messy_workbook_becomes_customers_and_goes_again(person: Person, tmp_path: Path) -> None:
    city = place()
    page = person("zhuguan")
    known = create_customer(page, name=f"{city}安澜水利投资有限公司", credit_code=credit_code(), kind="state_owned")
    book = tmp_path / "客户台账.xlsx"
    new = messy(book, city=city, known={"name": known["name"].replace("有限公司", ""), "credit_code": ""})

    upload(page, book)
    expect_proposals(page)
    page.get_by_role("button", name="试检查前 100 行").click()
    expect(page.get_by_text(re.compile("行的试检查，还没有写入任何内容"))).to_be_visible()
    page.get_by_role("button", name="检查全部").click()
    expect(page.get_by_role("button", name="导入 4 行")).to_be_visible()
    expect(kind(page, "新增")).to_contain_text("3")
    expect(kind(page, "有错误")).to_contain_text("1")
    expect(kind(page, "疑似重复")).to_contain_text("1")
    expect(kind(page, "文件内重复")).to_contain_text("1")
    kind(page, "有错误").click()
    expect(page.get_by_text(re.compile("校验"))).to_be_visible()
    kind(page, "疑似重复").click()
    expect(page.get_by_role("link", name=known["name"])).to_be_visible()
    page.locator(".ant-segmented").get_by_text("并入已有").click()
    page.get_by_role("button", name="导入 5 行").click()
    page.get_by_role("dialog").get_by_role("button", name="开始导入").click()
    expect(page.get_by_text("导入完成")).to_be_visible()
    assert figures(page) == {"已新建": "3", "更新": "2", "跳过": "0", "错误": "1"}

    bad = download(page, page.get_by_role("link", name="下载错误行"), tmp_path / "errors.xlsx")
    lines = [line for line in cells(bad) if any(f"{city}" in value for value in line)]
    assert len(lines) == 1
    assert f"{city}错码商贸有限公司" in lines[0]
    assert "校验" in "".join(lines[0])

    result = page.url
    again_changes_nothing(page, book)
    page.goto(result)
    page.get_by_role("button", name="撤销导入").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销导入").click()
    expect(page.get_by_text("这次导入已撤销")).to_be_visible()
    page.goto("/customers")
    search_list(page, "客户", city)
    expect(rows(page)).to_have_count(1)
    expect(rows(page).first).to_contain_text(known["name"])
    assert all(name != known["name"] for name in new)


def test_a_csv_of_an_office_is_read_in_its_encoding(person: Person, tmp_path: Path) -> None:
    page = person("zhuguan")
    path = tmp_path / "名单.csv"
    name = office_csv(path, city=place())
    upload(page, path)
    expect(page.get_by_text(re.compile("编码 (GBK|GB18030)", re.IGNORECASE))).to_be_visible()
    page.get_by_role("button", name="检查全部").click()
    page.get_by_role("button", name="导入 1 行").click()
    page.get_by_role("dialog").get_by_role("button", name="开始导入").click()
    expect(page.get_by_text("导入完成")).to_be_visible()
    page.get_by_role("button", name="查看客户列表").click()
    search_list(page, "客户", name)
    expect(rows(page)).to_have_count(1)


def again_changes_nothing(page: Page, book: Path) -> None:
    upload(page, book)
    expect(page.get_by_text("同一个文件之前导入过")).to_be_visible()
    page.get_by_role("button", name="检查全部").click()
    expect(kind(page, "无变化")).to_be_visible()
    expect(kind(page, "新增")).to_have_count(0)


def expect_proposals(page: Page) -> None:
    """Every column of the messy workbook that means something has found its field."""
    pairs = {
        "客户名称": "客户名称",
        "统一社会信用代码": "统一社会信用代码",
        "手机号": "联系电话",
        "意向程度": "意向级别",
        "最近联系时间": "最近联系日期",
    }
    for header, field in pairs.items():
        line = page.locator(".ant-table-row").filter(has=page.get_by_role("cell", name=header, exact=True))
        expect(line).to_contain_text(field)


def kind(page: Page, label: str) -> Locator:
    """One of the heaps into which the check sorts the rows."""
    return page.get_by_role("tab", name=re.compile(rf"^[\d,]+\s*{label}$"))


def figures(page: Page) -> dict[str, str]:
    """The numbers of the result."""
    return dict(
        zip(page.locator(".import-numbers dt").all_inner_texts(), page.locator(".import-numbers dd").all_inner_texts(), strict=True)
    )


def download(page: Page, button: Locator, to: Path) -> Path:
    """Keeps the file that a button gives."""
    with page.expect_download() as waiting:
        button.click()
    waiting.value.save_as(to)
    return to
