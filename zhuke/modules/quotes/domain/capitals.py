"""Amounts in capital characters 大写金额, as contracts, quotations and receipts write them."""

from __future__ import annotations

from decimal import Decimal

from .amounts import cents

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿", "亿亿")


def in_capitals(amount: Decimal) -> str:
    """``1234.50`` → 人民币壹仟贰佰叁拾肆元伍角整. Rounded to the cent; ValueError from 10²⁰ yuan on.

    Rules: zeros between digits are written once, also where the yuan end in zero and 角 or 分 follow (壹拾元零伍分); an amount
    without 分 ends in 整; a negative amount begins with 负.
    """
    value = cents(abs(amount))
    yuan, rest = divmod(int(value * 100), 100)
    if yuan >= 10**20:
        raise ValueError("the amount is too large to be written in capitals")
    sign = "负" if amount < 0 and value else ""
    jiao, fen = divmod(rest, 10)
    text = _yuan(yuan)
    if not rest:
        return f"人民币{sign}{text or '零元'}整"
    gap = "零" if text and (not jiao or yuan % 10 == 0) else ""
    small = f"{DIGITS[jiao]}角" if jiao else ""
    return f"人民币{sign}{text}{gap}{small}{f'{DIGITS[fen]}分' if fen else '整'}"


def _yuan(number: int) -> str:
    if not number:
        return ""
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(text)
            continue
        zero = "零" if text and (gap or group < 1000) else ""
        text += f"{zero}{_group(group)}{_unit(place, groups)}"
        gap = False
    return f"{text}元"


def _unit(place: int, groups: list[int]) -> str:
    """万 and 亿 of a group; 亿 of a group of 万亿 stands once, behind the lower of the two."""
    if place == 3 and groups[2]:
        return "万"
    return GROUPS[place]


def _group(number: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += f"{'零' if gap else ''}{DIGITS[digit]}{PLACES[place]}"
        gap = False
    return text
