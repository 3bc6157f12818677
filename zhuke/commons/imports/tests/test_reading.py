"""Readable files of every kind and quality."""
# ruff: noqa: DTZ001 (cells of a file have no zone)

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as Book

from zhuke.commons.imports import reading
from zhuke.commons.imports.layout import Header
from zhuke.commons.imports.tables import SheetInfo

from . import files

LINES = [files.HEADER, files.LINE, ("甲建筑有限公司", "李四", "13900139000", "li@example.com", "低", "2024年4月1日")]
TEXT = files.csv_bytes(LINES)


def only_sheet(path: Path) -> SheetInfo:
    found = reading.inspect(path, path.name)
    assert len(found.sheets) == 1
    return found.sheets[0]


def headers(sheet: SheetInfo) -> list[str]:
    return [column.header for column in sheet.columns]


def records(path: Path, sheet: SheetInfo) -> list[tuple[int, list[object]]]:
    return [
        (row.number, list(row.values.values()))
        for row in reading.rows(path, sheet.index, sheet.header_row, sheet.header_span)
        if not row.note
    ]


@pytest.mark.parametrize("ending", ["xlsx", "xls", "csv", "dat"])
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv", "html", "xml"])
def test_true_type_counts_not_the_ending(tmp_path: Path, kind: str, ending: str) -> None:
    path = tmp_path / f"客户.{ending}"
    write = {
        "xlsx": lambda: files.workbook(path, {"表一": LINES}),
        "xls": lambda: files.xls(path, LINES),
        "ods": lambda: files.ods(path, LINES),
        "csv": lambda: path.write_text(TEXT),
        "html": lambda: path.write_text(html(LINES)),
        "xml": lambda: path.write_text(spreadsheet_2003(LINES)),
    }
    write[kind]()
    found = reading.inspect(path, path.name)
    assert found.kind == kind
    sheet = found.sheets[0]
    assert (sheet.rows, sheet.header_row, headers(sheet)) == (2, 1, list(files.HEADER))
    assert records(path, sheet)[0] == (2, list(files.LINE))


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 (BOM)"),
        ("gb18030", "GBK / GB18030"),
        ("gbk", "GBK / GB18030"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("utf-32", "UTF-32"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, label: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    found = reading.inspect(path)
    assert (found.encoding, headers(found.sheets[0])) == (label, list(files.HEADER))
    assert records(path, found.sheets[0])[0][1] == list(files.LINE)


def test_traditional_chinese_in_big5(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("公司名稱,聯繫人,電話號碼,地址\r\n台灣營造股份有限公司,陳大文,0912345678,臺北市信義區市府路一號\r\n".encode("big5"))
    assert headers(only_sheet(path)) == ["公司名稱", "聯繫人", "電話號碼", "地址"]


def test_western_text_is_not_taken_for_chinese(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("name,city\r\nCafé René,Málaga\r\nJosé Núñez,Besançon\r\n".encode("cp1252") * 3)
    assert records(path, only_sheet(path))[0][1] == ["Café René", "Málaga"]


def test_a_few_damaged_characters_are_counted_not_fatal(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((TEXT * 40).encode("gb18030") + b"\xff,\xff\r\n")
    found = reading.inspect(path)
    assert found.encoding == "GBK / GB18030"
    assert [note.code for note in found.notes] == ["damaged_characters"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path: Path, delimiter: str, end: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(files.csv_bytes(LINES, delimiter, end).encode())
    assert headers(only_sheet(path)) == list(files.HEADER)
    assert [number for number, _values in records(path, only_sheet(path))] == [2, 3]


def test_quotes_commas_and_line_breaks_inside_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('名称,备注\n"甲,乙公司","第一行\n第二行 ""引用"""\n\n丙公司,"x"\n'.encode())
    assert records(path, only_sheet(path)) == [(2, ["甲,乙公司", '第一行\n第二行 "引用"']), (4, ["丙公司", "x"])]


def test_an_open_quote_does_not_swallow_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [f'公司{n},1380013{n:04d},"浙江,杭州"' for n in range(100)]
    lines[50] = '"坏公司,13800130050,杭州'
    path.write_text("名称,电话,地区\n" + "\n".join(lines) + "\n")
    found = reading.inspect(path)
    assert [note.code for note in found.notes] == ["open_quote"]
    read = list(reading.rows(path, 0, 1, reading=found.reading))
    assert len(read) == 100
    assert read[49].values == {0: "公司49", 1: "13800130049", 2: "浙江,杭州"}
    assert read[50].values == {0: '"坏公司', 1: "13800130050", 2: "杭州"}


def test_excel_hint_line_names_the_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\n名称;说明\n甲;一,二,三\n乙;四,五,六\n")
    assert records(path, only_sheet(path)) == [(3, ["甲", "一,二,三"]), (4, ["乙", "四,五,六"])]


def test_title_lines_above_the_header_and_summary_below(tmp_path: Path) -> None:
    lines: list[list[Any]] = [
        ["2024 年客户台账"],
        [],
        ["编制单位：市场部", None, None, "单位：万元"],
        ["序号", "*客户名称", "联系电话（必填）", "合同金额", "备注（选填）"],
        [1, "甲公司", 13800138000, 120.5, None],
        [2, "乙公司", 13900139000, 80, "重点"],
        ["合 计", None, None, 200.5],
        ["制表人：王五", None, "审核：赵六"],
    ]
    path = files.workbook(tmp_path / "a.xlsx", {"台账": lines}, merged=["A1:E1"])
    sheet = only_sheet(path)
    assert (sheet.header_row, sheet.header_span) == (4, 1)
    assert headers(sheet) == ["序号", "客户名称", "联系电话", "合同金额", "备注"]
    assert [column.required_mark for column in sheet.columns] == [False, True, True, False, False]
    assert [column.unit for column in sheet.columns] == ["", "", "", "万元", ""]
    notes = [(row.number, row.note) for row in reading.rows(path, 0, 4)]
    assert notes == [(5, ""), (6, ""), (7, "summary"), (8, "footer")]
    assert {note.code for note in sheet.notes} == {"summary_rows", "odd_rows"}


def test_header_of_two_lines_with_merged_cells(tmp_path: Path) -> None:
    lines: list[list[Any]] = [
        ["客户信息表"],
        ["序号", "公司名称", "联系人", None, "地址", None],
        [None, None, "姓名", "电话", "省", "市"],
        [1, "甲公司", "张伟", "13800138000", "浙江", "杭州"],
        [2, "乙公司", "李四", "13900139000", "江苏", "南京"],
    ]
    path = files.workbook(tmp_path / "a.xlsx", {"表": lines}, merged=["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"])
    sheet = only_sheet(path)
    assert (sheet.header_row, sheet.header_span, sheet.rows) == (2, 2, 2)
    assert headers(sheet) == ["序号", "公司名称", "联系人/姓名", "联系人/电话", "地址/省", "地址/市"]


def test_header_of_two_lines_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("序号,公司名称,联系人,,备注\n,,姓名,电话,\n1,甲公司,张伟,13800138000,x\n2,乙公司,李四,13900139000,y\n")
    sheet = only_sheet(path)
    assert (sheet.header_row, sheet.header_span) == (1, 2)
    assert headers(sheet) == ["序号", "公司名称", "联系人/姓名", "联系人/电话", "备注"]


def test_line_of_technical_names_under_the_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("客户名称,联系电话\ncustomer_name,phone\n甲公司,13800138000\n")
    sheet = only_sheet(path)
    assert (sheet.header_span, headers(sheet), sheet.rows) == (2, ["客户名称", "联系电话"], 1)


def test_merged_cells_in_the_body_fill_down_but_not_across(tmp_path: Path) -> None:
    lines: list[list[Any]] = [
        ["分公司", "客户名称", "备注", "说明"],
        ["华东", "甲公司", "宽", None],
        [None, "乙公司", "b", "c"],
        ["华南", "丙公司", "d", "e"],
    ]
    path = files.workbook(tmp_path / "a.xlsx", {"表": lines}, merged=["A2:A3", "C2:D2"])
    assert records(path, only_sheet(path)) == [
        (2, ["华东", "甲公司", "宽"]),
        (3, ["华东", "乙公司", "b", "c"]),
        (4, ["华南", "丙公司", "d", "e"]),
    ]


def test_a_table_may_begin_anywhere(tmp_path: Path) -> None:
    lines = [[], [], [None, None, "客户名称", None, "联系电话"], [], [None, None, "甲公司", None, "13800138000"]]
    path = files.workbook(tmp_path / "a.xlsx", {"表": lines})
    sheet = only_sheet(path)
    assert [(column.letter, column.header) for column in sheet.columns] == [("C", "客户名称"), ("E", "联系电话")]
    assert [(row.number, row.values) for row in reading.rows(path, 0, 3)] == [(5, {2: "甲公司", 4: "13800138000"})]


def test_same_titles_are_told_apart_and_untitled_columns_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,电话,电话,\n张伟,13800138000,0571-88001234,x\n李四,13900139000,0571-88001235,y\n")
    sheet = only_sheet(path)
    assert headers(sheet) == ["姓名", "电话", "电话 (2)", "D 列"]
    assert [column.titled for column in sheet.columns] == [True, True, True, False]


def test_no_header_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("甲建筑有限公司,13800138000,2024-01-01\n乙建筑有限公司,13900139000,2024-01-02\n")
    sheet = only_sheet(path)
    assert (sheet.header_row, sheet.rows, headers(sheet)) == (None, 2, ["A 列", "B 列", "C 列"])
    assert [note.code for note in sheet.notes] == ["no_header"]


def test_data_that_contains_a_header_word_is_not_the_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Keyword,Department\nToilet,Operations\nLuggage,Operations\nPrice,Sales\nTicket,Sales\n")
    assert only_sheet(path).header_row == 1


def test_several_sheets_with_sizes_and_hidden_ones(tmp_path: Path) -> None:
    path = files.workbook(tmp_path / "a.xlsx", {"说明": [], "客户": LINES, "旧": LINES[:2]}, hidden=["旧"])
    found = reading.inspect(path)
    assert [(s.name, s.rows, s.hidden) for s in found.sheets] == [("说明", 0, False), ("客户", 2, False), ("旧", 1, True)]
    assert [row.number for row in reading.rows(path, 2, 1)] == [2]


def test_the_user_may_overrule_the_header(tmp_path: Path) -> None:
    path = files.workbook(tmp_path / "a.xlsx", {"表": LINES})
    sheet = reading.inspect(path, headers={0: Header(2)}).sheets[0]
    assert (sheet.header_row, sheet.rows, headers(sheet)[0]) == (2, 1, files.LINE[0])


def test_dates_numbers_and_percentages_of_a_workbook(tmp_path: Path) -> None:
    book = Book()
    sheet = book.active
    sheet.append(["签订日期", "时间", "比例", "电话"])
    sheet.append([date(2024, 3, 5), datetime(2024, 3, 5, 14, 30), 0.06, 13800138000])
    sheet["A2"].number_format = '[$-804]yyyy"年"m"月"d"日";@'
    sheet["C2"].number_format = "0.00%"
    path = tmp_path / "a.xlsx"
    book.save(path)
    row = next(reading.rows(path, 0, 1))
    assert row.values == {0: date(2024, 3, 5), 1: datetime(2024, 3, 5, 14, 30), 2: 0.06, 3: 13800138000.0}
    columns = only_sheet(path).columns
    assert [column.unit for column in columns] == ["", "", "%", ""]
    assert [column.samples[0] for column in columns] == ["2024-03-05", "2024-03-05 14:30:00", "0.06", "13800138000"]


def test_formulas_without_result_errors_and_hidden_rows_are_told(tmp_path: Path) -> None:
    data = (
        '<row r="1"><c r="A1" t="str"><v>名称</v></c><c r="B1" t="str"><v>金额</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>甲</v></c><c r="B2"><f>1+1</f></c></row>'
        '<row r="3" hidden="1"><c r="A3" t="str"><v>乙</v></c><c r="B3" t="e"><v>#REF!</v></c></row>'
        '<row r="4"><c r="A4" t="str"><f>""</f><v></v></c><c r="B4"><f>1+1</f><v>2</v></c></row>'
    )
    path = files.raw_xlsx(tmp_path / "a.xlsx", data)
    assert {note.code for note in only_sheet(path).notes} == {"formula_without_value", "hidden_rows"}
    assert [row.values for row in reading.rows(path, 0, 1)] == [{0: "甲", 1: "#FORMULA!"}, {0: "乙", 1: "#REF!"}, {1: 2.0}]


def test_wide_formatting_without_content_does_no_harm(tmp_path: Path) -> None:
    data = '<row r="1"><c r="A1" t="str"><v>名称</v></c><c r="XFD1" s="1"/></row><row r="1048576"><c r="C1048576" s="1"/></row>'
    assert only_sheet(files.raw_xlsx(tmp_path / "a.xlsx", data)).cols == 1


def test_section_lines_repeated_headers_and_examples_are_noted(tmp_path: Path) -> None:
    lines: list[list[Any]] = [
        ["客户名称", "类型", "电话", "地址"],
        ["必填", "选填", "必填", "选填"],
        ["示例：某某公司", "政府", "13800138000", "杭州"],
        ["一、房建客户"],
        ["甲公司", "民企", "13800138001", "宁波"],
        ["客户名称", "类型", "电话", "地址"],
        ["乙公司", "民企", "13800138002", "温州"],
        ["注：以上为重点客户"],
    ]
    path = files.workbook(tmp_path / "a.xlsx", {"表": lines})
    notes = [row.note for row in reading.rows(path, 0, 1)]
    assert notes == ["hint", "example", "section", "", "repeat_header", "", "footer"]
    assert [column.required_mark for column in only_sheet(path).columns] == [True, False, True, False]


def test_html_with_spans_nested_tables_and_entities(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_bytes(
        "<html><head><meta charset='gb2312'><style>td{x}</style></head><body><!-- <table><tr><td>no</td></tr></table> -->"
        "<table><tr><th rowspan=2>名称</th><th colspan=2>联系人</th></tr><tr><th>姓名</th><th>电话</th></tr>"
        "<tr><td>甲&amp;乙&nbsp;公司</td><td>张<b>伟</b><br>经理</td><td>13800138000</td></tr></table></body></html>".encode("gb2312")
    )
    found = reading.inspect(path)
    assert found.kind == "html"
    assert headers(found.sheets[0]) == ["名称", "联系人/姓名", "联系人/电话"]
    assert records(path, found.sheets[0]) == [(3, ["甲&乙 公司", "张伟\n经理", "13800138000"])]


def test_web_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        + html(LINES).encode()
        + b"\r\n--b--\r\n"
    )
    assert headers(only_sheet(path)) == list(files.HEADER)


def test_memory_stays_small_while_streaming(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "a.csv"
    with path.open("w") as stream:
        stream.write(",".join(files.HEADER) + "\n")
        for number in range(60_000):
            stream.write(f"公司{number},张伟,1380013{number % 10000:04d},a{number}@example.com,高,2024-03-05\n")
    tracemalloc.start()
    count = sum(1 for _row in reading.rows(path, 0, 1))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 60_000
    assert peak < 24 * 1024 * 1024


def html(lines: Sequence[Sequence[str]]) -> str:
    rows = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in line) + "</tr>" for line in lines)
    return f"<html><body><table border=1>{rows}</table></body></html>"


def spreadsheet_2003(lines: Sequence[Sequence[str]]) -> str:
    cells = io.StringIO()
    for line in lines:
        cells.write("<Row>" + "".join(f'<Cell><Data ss:Type="String">{value}</Data></Cell>' for value in line) + "</Row>")
    names = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    start = f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {names}>'
    return f'{start}<Worksheet ss:Name="表"><Table>{cells.getvalue()}</Table></Worksheet></Workbook>'
