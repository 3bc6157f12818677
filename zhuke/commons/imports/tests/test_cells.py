"""From what people typed to values."""
# ruff: noqa: DTZ001 (cells of a file have no zone)

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from zhuke.commons.imports import amounts, cells, contents, dates, phones
from zhuke.commons.imports.services.targets import Target, described
from zhuke.kernel.resource import by_name

Converter = Callable[[Any], tuple[Any, list[Any]]]


def check(convert: Converter, value: Any, expected: Any, codes: list[str] | None = None) -> None:
    result, findings = convert(value)
    assert (result, [finding.code for finding in findings]) == (expected, codes or [])


@pytest.mark.parametrize(
    ("value", "expected", "codes"),
    [
        ("　中国\u200b建筑（集团）Ｇｒｏｕｐ１２３\xa0", "中国建筑（集团）Group123", []),
        ("第一行\r\n第二行", "第一行\n第二行", []),
        (13800000000.0, "13800000000", []),
        (0.1 + 0.2, "0.3", []),
        (1e-7, "0.0000001", []),
        (True, "是", []),
        (datetime(2024, 3, 5), "2024-03-05", []),
        (time(8, 30), "08:30:00", []),
        (timedelta(hours=26, minutes=3), "26:03:00", []),
        ("N/A", None, []),
        ("——", None, []),
        ("", None, []),
        (None, None, []),
        ("#REF!", None, ["formula_error"]),
        ("#FORMULA!", None, ["formula_without_value"]),
        ("#1 号楼", "#1 号楼", []),
        ("锟斤拷公司", None, ["garbled"]),
        ("中国建筑".encode().decode("latin-1"), None, ["garbled_repairable"]),
        ("浙江工程".encode().decode("gb18030"), None, ["garbled_repairable"]),
        ("联通", "联通", []),
    ],
)
def test_text(value: Any, expected: str | None, codes: list[str]) -> None:
    result, findings = cells.to_text(value)
    assert [finding.code for finding in findings] == codes
    if "garbled_repairable" in codes:
        assert {"中国建筑", "浙江工程"} & {finding.message.split("“")[1].split("”")[0] for finding in findings}
    else:
        assert result == expected


def test_text_over_its_length_is_an_error() -> None:
    check(lambda value: cells.to_text(value, 3), "四个字啊", None, ["too_long"])


@pytest.mark.parametrize(
    ("value", "expected", "codes"),
    [
        ("９１３３０１００ＭＡ", "91330100MA", []),
        ("91330100 799655058B", "91330100799655058B", []),
        ('="00123"', "00123", []),
        ("'00123", "00123", []),
        (123456.0, "123456", []),
        (9.16403247700823e17, None, ["digits_lost"]),
        ("9.16403E+17", None, ["digits_lost"]),
        ("6222021234567890123", "6222021234567890123", []),
    ],
)
def test_code(value: Any, expected: str | None, codes: list[str]) -> None:
    check(cells.to_code, value, expected, codes)


@pytest.mark.parametrize(
    ("value", "expected", "codes"),
    [
        ("1,234.50", "1234.50", []),
        ("１，０００，０００", "1000000", []),
        ("1 000 000", "1000000", []),
        ("1,0000", "10000", []),
        ("¥3,500万元", "35000000", []),
        ("￥ 1,000.00 元", "1000.00", []),
        ("1.2亿", "120000000", []),
        ("1亿2000万", "120000000", []),
        ("3千5百元", "3500", []),
        ("50(万元)", "500000", []),
        ("3000w", "30000000", []),
        ("人民币壹佰贰拾万元整", "1200000", []),
        ("一亿三千万", "130000000", []),
        ("伍拾叁元贰角壹分", "53.21", []),
        ("十万", "100000", []),
        ("(500)", "-500", []),
        ("-3.5", "-3.5", []),
        (".5", "0.5", []),
        (1.1, "1.1", []),
        (7, "7", []),
        ("12人", "12", []),
        ("约500万", "5000000", ["approximate"]),
        ("500万以上", "5000000", ["approximate"]),
        ("20万美元", "200000", ["foreign_currency"]),
        ("待定", None, ["placeholder"]),
        ("/", None, []),
        ("500-800万", None, ["is_a_range"]),
        ("1,23", None, ["not_a_number"]),
        ("PNS", None, ["not_a_number"]),
        ("2024-03-05", None, ["is_a_range"]),
        (float("nan"), None, ["not_a_number"]),
        (True, None, ["not_a_number"]),
        ("1e30", None, ["number_too_big"]),
        ("#DIV/0!", None, ["formula_error"]),
    ],
)
def test_amount(value: Any, expected: str | None, codes: list[str]) -> None:
    check(amounts.to_decimal, value, Decimal(expected) if expected else None, codes)


@pytest.mark.parametrize(
    ("value", "expected", "codes"),
    [
        (3.5, "35000.00", []),
        ("1,200", "12000000.00", []),
        ("350元", "350.00", []),
        ("3亿", "300000000.00", []),
        ("1.2345678", "12345.68", ["rounded"]),
    ],
)
def test_unit_of_the_header(value: Any, expected: str, codes: list[str]) -> None:
    check(lambda cell: amounts.to_decimal(cell, "万元", 2), value, Decimal(expected), codes)


@pytest.mark.parametrize(
    ("value", "expected", "codes"), [("120人", 120, []), (3.0, 3, []), ("3.5", None, ["not_whole"]), ("abc", None, ["not_a_number"])]
)
def test_integer(value: Any, expected: int | None, codes: list[str]) -> None:
    check(amounts.to_integer, value, expected, codes)


@pytest.mark.parametrize(
    ("value", "shown", "expected", "codes"),
    [
        ("6%", False, "6", []),
        ("６．５％", False, "6.5", []),
        (0.06, True, "6", []),
        (0.06, False, "6", ["fraction_as_percent"]),
        (9.0, False, "9", []),
        (1.0, True, "100", []),
        ("九", False, "9", []),
    ],
)
def test_percent(value: Any, shown: bool, expected: str, codes: list[str]) -> None:
    check(lambda cell: amounts.to_percent(cell, shown), value, Decimal(expected), codes)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("500-800万", 5_000_000, 8_000_000),
        ("3～5亿", 300_000_000, 500_000_000),
        ("100万至200万元", 1_000_000, 2_000_000),
        ("500万", 5_000_000, 5_000_000),
    ],
)
def test_range(value: str, low: int, high: int) -> None:
    assert amounts.to_range(value) == ((Decimal(low), Decimal(high)), [])


@pytest.mark.parametrize(
    ("value", "expected", "codes"),
    [
        *[(text, date(2024, 3, 5), []) for text in (
            "2024年3月5日", "2024.3.5",
            "2024/03/05", "2024-3-5", "20240305", "2024年3月5号", "2024－03－05", "2024-03-05 12:30",
            "2024/3/5 周二",
            "2024-03-05T10:00:00.000Z", "2024年3月5日 下午3:20", "二〇二四年三月五日", "Mar 5, 2024",
            "5-Mar-24", "2024年03月05日星期二", "45356",
            45356.0, 45356.75, 20240305.0, datetime(2024, 3, 5, 9), date(2024, 3, 5),
        )],
        ("二〇二四年十二月三十一日", date(2024, 12, 31), []),
        ("3/14/2017", date(2017, 3, 14), []),
        ("14/3/2017", date(2017, 3, 14), []),
        ("11/1/2019 2:30:36 PM", date(2019, 11, 1), ["ambiguous_date"]),
        ("24/3/5", date(2024, 3, 5), ["short_year"]),
        ("24.3.15", date(2024, 3, 15), ["short_year"]),
        ("3/14/17", date(2017, 3, 14), ["short_year"]),
        ("2024年3月", date(2024, 3, 1), ["no_day"]),
        ("202403", date(2024, 3, 1), ["no_day"]),
        ("3月5日", None, ["no_year"]),
        ("2024", date(2024, 1, 1), ["only_year"]),
        (1996.0, date(1996, 1, 1), ["only_year"]),
        ("2011年", date(2011, 1, 1), ["only_year"]),
        ("2024-02-30", None, ["bad_date"]),
        ("1899-12-30", None, ["bad_date"]),
        ("2924-01-01", None, ["bad_date"]),
        ("PNS", None, ["bad_date"]),
        (1.0, None, ["bad_date"]),
        (True, None, ["bad_date"]),
        ("待定", None, ["placeholder"]),
        ("-", None, []),
    ],
)  # fmt: skip
def test_date(value: Any, expected: date | None, codes: list[str]) -> None:
    check(dates.to_date, value, expected, codes)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-05 12:30", "2024-03-05T12:30:00+08:00"),
        ("2024-03-05T20:00:00Z", "2024-03-06T04:00:00+08:00"),
        ("2024-03-05 20:00:00-05:00", "2024-03-06T09:00:00+08:00"),
        ("2024年3月5日 15时30分", "2024-03-05T15:30:00+08:00"),
        ("2024/3/5 下午3:20", "2024-03-05T15:20:00+08:00"),
        ("2024/3/5 12:10 AM", "2024-03-05T00:10:00+08:00"),
        (45356.75, "2024-03-05T18:00:00+08:00"),
    ],
)
def test_moment(value: Any, expected: str) -> None:
    check(dates.to_datetime, value, datetime.fromisoformat(expected))


def test_the_column_decides_day_or_month_first() -> None:
    assert dates.order_of(["3/1/2017", "3/25/2017", None, 5]) == "mdy"
    assert dates.order_of(["3/1/2017", "25/3/2017"]) == "dmy"
    assert dates.order_of(["3/1/2017"]) is None
    check(lambda value: dates.to_date(value, "dmy"), "3/1/2017", date(2017, 1, 3))


@pytest.mark.parametrize(
    ("value", "expected", "codes"),
    [
        (13800138000.0, "13800138000", []),
        ("138-0013-8000", "13800138000", []),
        ("+86 138 0013 8000", "13800138000", []),
        ("8613800138000", "13800138000", []),
        ("013800138000", "13800138000", []),
        ("'13800138000", "13800138000", []),
        ("１３８００１３８０００", "13800138000", []),
        ("电话：13800138000", "13800138000", []),
        ("0571-88001234", "0571-88001234", []),
        ("(0571)88001234", "0571-88001234", []),
        ("057188001234", "0571-88001234", []),
        ("010 8800 1234", "010-88001234", []),
        ("010-88001234转801", "010-88001234-801", []),
        ("4008008888", "400-800-8888", []),
        ("+852 2123 4567", "+85221234567", []),
        ("13800138000/13900139000", "13800138000", ["more_values"]),
        ("13800138000、0571-88001234", "13800138000", ["more_values"]),
        ("张三 13800138000", "13800138000", ["words_in_phone"]),
        ("88001234", "88001234", ["no_area_code"]),
        ("1380013800", None, ["bad_phone"]),
        ("1.38E+10", None, ["digits_lost"]),
        ("123-456-7890", None, ["bad_phone"]),
        ("无", None, []),
    ],
)
def test_phone(value: Any, expected: str | None, codes: list[str]) -> None:
    check(phones.to_phone, value, expected, codes)


def test_the_problem_of_a_mobile_number_says_how_many_digits() -> None:
    assert "10 位" in phones.to_phone("1380013800")[1][0].message


@pytest.mark.parametrize(
    ("value", "expected", "codes"),
    [
        ("Zhang@Example.COM", "Zhang@example.com", []),
        ("ｚｈａｎｇ＠example。com", "zhang@example.com", []),
        ("张三<zhang@x.com.cn>", "zhang@x.com.cn", []),
        ("a@b.com;c@d.cn", "a@b.com", ["more_values"]),
        ("a@b", None, ["bad_email"]),
        ("无", None, []),
    ],
)
def test_email(value: Any, expected: str | None, codes: list[str]) -> None:
    check(cells.to_email, value, expected, codes)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("是", True),
        ("√", True),
        ("Y", True),
        (1.0, True),
        (True, True),
        ("否", False),
        ("×", False),
        ("无", False),
        ("0", False),
        ("", None),
    ],
)
def test_yesno(value: Any, expected: bool | None) -> None:
    check(cells.to_yesno, value, expected)


def test_choice_takes_label_and_code_and_suggests() -> None:
    find = cells.choice_finder([("government", "政府"), ("soe", "国有企业"), ("private", "民企")])
    check(find, " 民 企 ", "private")
    check(find, "GOVERNMENT", "government")
    result, findings = find("国有企业单位")
    assert (result, findings[0].code) == (None, "unknown_choice")
    assert "是不是“国有企业”" in findings[0].message
    assert "政府、国有企业、民企" in find("外星")[1][0].message


def test_a_file_may_be_written_in_either_language() -> None:
    find = cells.choice_finder([("government", "Government"), ("soe", "State-owned")], [("government", "政府"), ("soe", "国有企业")])
    check(find, "国有企业", "soe")
    check(find, "国有", "soe")
    check(find, "国企", "soe", ["assumed_choice"])
    check(find, "government", "government")
    with override("en"):
        assert "Choices: Government, State-owned" in find("外星")[1][0].message
    customers = by_name("customers")
    assert customers
    for language, own in (("en", "Customer name"), ("zh-hans", "客户名称")):
        with override(language):
            target = described({"name": Target(customers.specs["name"], "field")})[0]
            words = {target.label, *target.synonyms}
        assert target.label == own
        assert words == {"Customer name", "客户名称"}


def test_list() -> None:
    check(cells.to_list, "住宅、市政;工业，住宅", ["住宅", "市政", "工业"])


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("91330100799655058B", "credit_code"),
        ("91330100799655058A", "code"),
        ("zhang@example.com", "email"),
        ("13800138000", "phone"),
        (13800138000.0, "phone"),
        ("0571-88001234", "phone"),
        ("2024年3月5日", "date"),
        (20240305.0, "date"),
        ("中建八局第三建设有限公司", "company"),
        ("张伟", "person"),
        ("杭州市西湖区文三路 1 号", "address"),
        ("120万", "number"),
        ("是", "yesno"),
        ("https://example.com", "url"),
        ("-", "empty"),
        ("重点跟进", "text"),
        ("12345678", "number"),
    ],
)
def test_kind_of_content(value: Any, kind: str) -> None:
    assert contents.kind_of(value) == kind


LIKELY = "0123456789.,-/年月日时分:万亿元¥（）() %EeT+上下午一二十百千角壹"
ANYTHING = st.one_of(
    st.text(), st.text(alphabet=LIKELY), st.floats(), st.integers(), st.booleans(), st.none(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(),
)  # fmt: skip
CONVERTERS: list[Converter] = [
    cells.to_text, cells.to_code, cells.to_email, cells.to_yesno, cells.to_list, phones.to_phone, amounts.to_decimal, amounts.to_integer,
    amounts.to_percent, amounts.to_range, dates.to_date, dates.to_datetime, cells.choice_finder([("a", "甲")]),
    lambda value: (contents.kind_of(value), []),
]  # fmt: skip


@given(ANYTHING)
def test_no_cell_makes_a_converter_fail(value: Any) -> None:
    for convert in CONVERTERS:
        result, findings = convert(value)
        assert result is None or not any(finding.kind == "error" for finding in findings)
