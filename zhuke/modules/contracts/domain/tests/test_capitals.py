"""大写金额: written by the rules of the banks, and read back, also as people write it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.contracts.domain.capitals import in_capitals, read_capitals, written_amounts


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "人民币零元整"),
        ("0.01", "人民币壹分"),
        ("0.10", "人民币壹角整"),
        ("0.19", "人民币壹角玖分"),
        ("1.00", "人民币壹元整"),
        ("1.01", "人民币壹元零壹分"),  # no 角: one zero before 分
        ("1.10", "人民币壹元壹角整"),
        ("10.10", "人民币壹拾元零壹角整"),  # the yuan end in zero: a zero before 角
        ("101.00", "人民币壹佰零壹元整"),  # a zero between digits
        ("1001.00", "人民币壹仟零壹元整"),  # several zeros are written once
        ("1010.00", "人民币壹仟零壹拾元整"),
        ("1100.00", "人民币壹仟壹佰元整"),  # zeros at the end are not written
        ("10001.00", "人民币壹万零壹元整"),
        ("10010.00", "人民币壹万零壹拾元整"),
        ("10100.00", "人民币壹万零壹佰元整"),
        ("11000.00", "人民币壹万壹仟元整"),
        ("101000.00", "人民币壹拾万壹仟元整"),
        ("1000000.00", "人民币壹佰万元整"),
        ("1000001.00", "人民币壹佰万零壹元整"),
        ("10000000.00", "人民币壹仟万元整"),
        ("10010001.00", "人民币壹仟零壹万零壹元整"),
        ("100010000.00", "人民币壹亿零壹万元整"),
        ("100000001.01", "人民币壹亿零壹元零壹分"),
        ("1010101010.10", "人民币壹拾亿壹仟零壹拾万壹仟零壹拾元零壹角整"),  # the zero of 万位 and 元位 may be left out
        ("26800000.00", "人民币贰仟陆佰捌拾万元整"),
        ("-305.06", "人民币负叁佰零伍元零陆分"),
    ],
)
def test_written_and_read(amount: str, words: str) -> None:
    assert in_capitals(Decimal(amount)) == words
    assert read_capitals(words) == Decimal(amount)


@given(st.decimals(min_value=Decimal("-9999999999999.99"), max_value=Decimal("9999999999999.99"), places=2))
def test_every_amount_reads_back(amount: Decimal) -> None:
    words = in_capitals(amount)
    assert read_capitals(words) == amount
    assert "零零" not in words
    assert not any(f"零{unit}" in words.removeprefix("人民币零元") for unit in "拾佰仟万亿元角分")


@given(st.integers(min_value=0, max_value=99_999_999))
def test_every_whole_number_reads_back(number: int) -> None:
    assert read_capitals(in_capitals(Decimal(number))) == number


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("壹仟贰佰叁拾肆元伍角整", "1234.50"),  # without 人民币
        ("人民币壹仟贰佰叁拾肆圆伍角正", "1234.50"),  # 圆 and 正
        ("人民币壹佰元整 ", "100"),
        ("人民币拾元整", "10"),  # 壹 left out
        ("一千零五十元", "1050"),  # everyday characters
        ("人民币壹仟陆佰捌拾元叁角贰分", "1680.32"),  # without the zero that may be written
        ("人民币壹萬貳仟元整", "12000"),  # traditional characters
        ("人民币壹万贰仟叁佰肆拾伍亿元整", "1234500000000"),
        ("负壹元整", "-1"),
        ("人民币柒角", "0.70"),
        ("人民币零柒分", "0.07"),
    ],
)
def test_as_people_write_it(words: str, amount: str) -> None:
    assert read_capitals(words) == Decimal(amount)


@pytest.mark.parametrize("words", ["", "人民币", "壹佰", "人民币整", "壹贰元", "一百块", "人民币壹佰元伍整角", "元", "人民币壹角贰角"])
def test_no_amount_in_words(words: str) -> None:
    with pytest.raises(ValueError, match=r"no amount|digit"):
        read_capitals(words)


def test_amounts_in_a_text_with_the_figures_beside_them() -> None:
    text = "总价 ¥1,234.50（大写：人民币壹仟贰佰叁拾肆元伍角整），预付壹佰元整（¥100.00），另付人民币伍拾元整。每套三元组不算。"
    found = written_amounts(text)
    assert [(value, number) for _words, value, _figures, number in found[:2]] == [
        (Decimal("1234.50"), Decimal("1234.50")),
        (Decimal(100), Decimal("100.00")),
    ]
    assert found[2][1] == Decimal(50)


def test_figures_in_wan_and_far_away() -> None:
    [(_words, value, figures, number)] = written_amounts("金额 150.5 万元".replace(" 万元", "万元") + "（人民币壹佰伍拾万伍仟元整）")
    assert (value, figures, number) == (Decimal(1505000), "150.5万元", Decimal(1505000))
    far = written_amounts("人民币壹佰元整。" + "另有约定。" * 10 + "¥99.00")
    assert far[0][3] is None
