"""Columns find their fields, and shifted contents are told."""

from pathlib import Path

from zhuke.commons.imports import reading
from zhuke.commons.imports.matching import Proposal, ShiftDetector, TargetField, propose, vocabulary_of
from zhuke.commons.imports.tables import SheetInfo

from . import files

FIELDS = [
    TargetField("name", "客户名称", "text", True, ("公司名称", "企业名称", "单位名称", "account")),
    TargetField("contact_name", "联系人", "text", True, ("姓名",)),
    TargetField("contact_phone", "联系电话", "phone", True, ("手机", "手机号", "电话")),
    TargetField("contact_email", "邮箱", "email", False, ("电子邮箱", "email")),
    TargetField("intention", "意向等级", "choice", False, (), (("high", "高"), ("middle", "中"), ("low", "低"))),
    TargetField("last_contact_at", "最近联系日期", "date", False, ("上次联系",)),
    TargetField("credit_code", "统一社会信用代码", "text", False, ("信用代码", "税号")),
    TargetField("budget", "预算", "money", False, ("预算金额",)),
]
NAMES = ["张伟", "李娜", "王芳", "刘洋", "陈静", "杨帆", "赵磊", "黄敏"]


def line(number: int) -> list[str]:
    return [
        f"第{number}建筑有限公司",
        NAMES[number % 8],
        f"1380013{number:04d}",
        f"a{number}@example.com",
        "高",
        f"2024-03-{number % 28 + 1:02d}",
    ]


def sheet_of(path: Path, lines: list[list[str]]) -> SheetInfo:
    path.write_text(files.csv_bytes(lines))
    return reading.inspect(path, vocabulary=vocabulary_of(FIELDS)).sheets[0]


def mapped(sheet: SheetInfo, proposal: Proposal) -> dict[str, str | None]:
    return {column.header: match.field for column, match in zip(sheet.columns, proposal.matches, strict=True)}


def test_labels_names_and_synonyms(tmp_path: Path) -> None:
    header = ["公司名称*", "姓名", "手机号（必填）", "email", "意向等级", "上次联系", "编号"]
    sheet = sheet_of(tmp_path / "a.csv", [header, *[[*line(n), f"K{n}"] for n in range(20)]])
    proposal = propose(sheet.columns, FIELDS)
    assert list(mapped(sheet, proposal).values()) == [
        "name", "contact_name", "contact_phone", "contact_email", "intention", "last_contact_at", None,
    ]  # fmt: skip
    assert all(match.confidence >= 0.9 for match in proposal.matches[:6])
    assert proposal.matches[0].reason == "标题是“客户名称”的常用叫法"
    assert (proposal.missing, proposal.findings) == ([], [])


def test_content_decides_where_there_is_no_header(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path / "a.csv", [line(n) for n in range(20)])
    found = {column.letter: match.field for column, match in zip(sheet.columns, propose(sheet.columns, FIELDS).matches, strict=True)}
    assert found == {"A": "name", "B": "contact_name", "C": "contact_phone", "D": "contact_email", "E": "intention", "F": "last_contact_at"}


def test_a_field_is_taken_once_and_required_ones_are_missed(tmp_path: Path) -> None:
    sheet = sheet_of(
        tmp_path / "a.csv", [["客户名称", "手机", "联系电话"], *[[f"第{n}公司", f"1380013{n:04d}", f"1390013{n:04d}"] for n in range(9)]]
    )
    proposal = propose(sheet.columns, FIELDS)
    assert mapped(sheet, proposal) == {"客户名称": "name", "手机": None, "联系电话": "contact_phone"}
    assert proposal.missing == ["contact_name"]


def test_shifted_columns_are_told_as_one_finding(tmp_path: Path) -> None:
    header = ["客户名称", "联系人", "联系电话", "邮箱", "意向等级", "最近联系日期"]
    shifted = [[line(n)[0], "", *line(n)[1:]] for n in range(20)]
    sheet = sheet_of(tmp_path / "a.csv", [header, *shifted])
    findings = propose(sheet.columns, FIELDS).findings
    assert [(finding.kind, finding.code) for finding in findings] == [("error", "shifted_columns")]
    assert "右移了 1 列" in findings[0].message


def test_one_column_under_the_wrong_header(tmp_path: Path) -> None:
    lines = [[line(n)[0], line(n)[1], line(n)[3]] for n in range(12)]
    sheet = sheet_of(tmp_path / "a.csv", [["客户名称", "联系人", "联系电话"], *lines])
    findings = propose(sheet.columns, FIELDS).findings
    assert [finding.code for finding in findings] == ["content_contradicts_header"]
    assert "“联系电话”列应为电话，但大部分内容是邮箱" in findings[0].message


def test_single_shifted_rows(tmp_path: Path) -> None:
    header = ["客户名称", "联系人", "联系电话", "邮箱", "意向等级", "最近联系日期"]
    sheet = sheet_of(tmp_path / "a.csv", [header, *[line(n) for n in range(12)]])
    mapping = {match.column: match.field for match in propose(sheet.columns, FIELDS).matches if match.field}
    detector = ShiftDetector(sheet.columns, FIELDS, mapping)
    good = dict(enumerate(line(3)))
    assert detector.check(good) is None
    assert detector.check({**good, 2: "不详"}) is None
    slipped = {index + (index > 0): value for index, value in good.items()} | {1: "甲"}
    finding = detector.check(slipped)
    assert finding is not None
    assert (finding.kind, finding.code) == ("error", "shifted_row")


def test_first_name_is_not_the_customer_name(tmp_path: Path) -> None:
    fields = [TargetField("name", "客户名称", "text", False, ("customer",)), TargetField("number", "客户编号", "text")]
    path = tmp_path / "a.csv"
    path.write_text("First Name,Customer ID,Phone Number\nJohn,7,1\nJane,8,2\n")
    assert [match.field for match in propose(reading.inspect(path).sheets[0].columns, fields).matches] == [None, None, None]
