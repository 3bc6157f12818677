"""大写金额."""

from decimal import Decimal

import pytest

from zhuke.modules.quotes.domain.capitals import DIGITS, GROUPS, PLACES, in_capitals


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("0.55", "人民币伍角伍分"),
        ("1", "人民币壹元整"),
        ("10", "人民币壹拾元整"),
        ("10.05", "人民币壹拾元零伍分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
        ("100000", "人民币壹拾万元整"),
        ("100001", "人民币壹拾万零壹元整"),
        ("20030040", "人民币贰仟零叁万零肆拾元整"),
        ("100000000", "人民币壹亿元整"),
        ("100005000", "人民币壹亿零伍仟元整"),
        ("100070000", "人民币壹亿零柒万元整"),
        ("1234567890.12", "人民币壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分"),
        ("1234500000000", "人民币壹万贰仟叁佰肆拾伍亿元整"),
        ("1000000000000", "人民币壹万亿元整"),
        ("1000000000001", "人民币壹万亿零壹元整"),
        ("-1234.5", "人民币负壹仟贰佰叁拾肆元伍角整"),
        ("1.005", "人民币壹元零壹分"),
        ("-0.001", "人民币零元整"),
    ],
)
def test_as_the_bank_writes_it(amount: str, text: str) -> None:
    assert in_capitals(Decimal(amount)) == text


def _read(text: str) -> int:
    """Capital yuan read back, so that every number below is tried without a second writer."""
    total, group, digit = 0, 0, 0
    for char in text.removeprefix("人民币").split("元")[0]:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in PLACES:
            group += digit * 10 ** PLACES.index(char)
            digit = 0
        else:
            total = (total + group + digit) * (10_000 if char == "万" else 10**8) if char == "亿" else total + (group + digit) * 10_000
            group = digit = 0
    assert GROUPS[1] == "万"
    return total + group + digit


@pytest.mark.parametrize("start", [0, 9_990, 99_990, 1_000_000, 10_009_990, 99_999_990, 100_000_000, 1_000_100_000, 99_999_999_900])
def test_read_back_it_is_the_same_number(start: int) -> None:
    for number in range(max(start, 1), start + 400):
        assert _read(in_capitals(Decimal(number))) == number, number


def test_too_large_is_refused() -> None:
    assert in_capitals(Decimal(10**20 - 1))
    with pytest.raises(ValueError, match="too large"):
        in_capitals(Decimal(10**20))
