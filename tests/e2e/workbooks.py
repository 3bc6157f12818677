"""Customer lists as offices really send them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from .steps import credit_code

HEADER = ["序号", "客户名称*", "统一社会信用代码", "客户类型", "所在省份", "联系人", "手机号", "意向程度", "最近联系时间", "备注"]


def wrong(code: str) -> str:
    """The same code with a check digit that does not fit."""
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def messy(path: Path, *, city: str, known: dict[str, str]) -> list[str]:
    """Writes a workbook with two rows of titles, merged cells, numbers for phones, one wrong code, one look-alike of ``known``
    and one customer twice; returns the names that are new and right."""
    right = [f"{city}启明置业有限公司", f"{city}合川路桥建设集团有限公司", f"{city}云谷医疗器械有限公司"]
    first, second, third = (credit_code() for _ in range(3))
    lines = [
        [right[0], first, "房地产开发", "江苏省", "周立群", 13800010011, "高", "2026-03-02", "样板房月底开放"],
        [right[1], second, "国企", "江苏", "吴江平", 13800010022, "中", "2026/3/5", None],
        [right[2], third, "民营企业", "江苏", "郑海燕", 13800010033, "低", "2026.3.8", "  "],
        [f"{city}错码商贸有限公司", wrong(credit_code()), "民营企业", "江苏", "王芳", 13800010044, "低", "2026-03-09", None],
        [known["name"], known["credit_code"], "国有企业", "江苏", "冯建军", 13800010055, "高", "2026-03-10", None],
        [right[0], first, "房地产开发", "江苏省", "周立群", 13800010011, "高", "2026-03-02", "又录了一遍"],
    ]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "客户台账"
    sheet.merge_cells("A1:J1")
    sheet["A1"] = "华东公司 2026 年客户台账"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.merge_cells("A2:J2")
    sheet["A2"] = "制表：市场部　　单位：家"
    sheet.append(HEADER)
    for number, line in enumerate(lines, 1):
        sheet.append([number, *line])
    book.save(path)
    return right


def office_csv(path: Path, *, city: str) -> str:
    """A CSV as Excel in China saves it, in GBK; returns the name of its one customer."""
    name = f"{city}绿野园林工程有限公司"
    text = io.StringIO()
    csv.writer(text).writerows([["公司名称", "税号", "对接人", "电话"], [name, credit_code(), "钱多多", "138-0001-0066"]])
    path.write_bytes(text.getvalue().encode("gbk"))
    return name


def cells(path: Path) -> list[list[str]]:
    """All rows of the first sheet as text."""
    sheet = load_workbook(path).worksheets[0]
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def bank_export(path: Path, day: str, payer: str, amount: str) -> None:
    """A bank's export as it comes: titles above the table, income and expense in columns of their own."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["账户明细查询"])
    sheet.append(["交易日期", "摘要", "借方发生额", "贷方发生额", "余额", "对方户名", "对方账号", "流水号"])
    sheet.append([day, "工程款", None, float(amount), 5_720_000.0, payer, "32050161", f"LS{day}01"])
    sheet.append([day, "账户管理费", 25.0, None, 5_719_975.0, "", "", f"LS{day}02"])
    book.save(path)
