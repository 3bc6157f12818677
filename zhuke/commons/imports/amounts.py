"""Numbers, money and percentages as people write them."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from .cells import EMPTY_WORDS, PLACEHOLDERS, Converted, decimal_or_none, number_text, plain, problems_of_source
from .findings import Finding, error, warning

UNITS = {
    "元": Decimal(1), "圆": Decimal(1), "块": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "k": Decimal(1000),
    "万": Decimal(10_000), "w": Decimal(10_000), "十万": Decimal(100_000), "百万": Decimal(1_000_000), "千万": Decimal(10_000_000),
    "m": Decimal(1_000_000), "亿": Decimal(100_000_000), "角": Decimal("0.1"), "分": Decimal("0.01"),
}  # fmt: skip
_CURRENCY = re.compile(r"人民币|rmb|cny|[¥￥]|元整$|整$", re.IGNORECASE)
_FOREIGN = re.compile(r"美元|美金|港元|港币|欧元|日元|英镑|usd|hkd|eur|jpy|gbp|us\$|hk\$|[$€£]", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:约|大约|大概|近|超|超过|不低于|不少于|>=?|<=?|≥|≤|~|≈)\s*|(?:左右|以上|以下|多|余|\+)$")
_PIECE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*(百万|千万|十万|[百千万亿元圆块角分kwm])?元?")
_COUNTERS = re.compile(r"(?<=\d)\s*(?:人|个|名|位|家|台|套|栋|幢|层|天|日|月|年|次|项|平方米|平米|㎡|m2|米|公里|吨|t|kg|%)$", re.IGNORECASE)
_RANGE = re.compile(r"^(.*?\d[^-~至到—–]*)(?:-|~|至|到|—|–)+\s*([\d.].*)$")
_DIGITS = {char: index for chars in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖") for index, char in enumerate(chars)} | {"两": 2}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SECTIONS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}


def to_decimal(value: Any, unit: str = "", places: int | None = None) -> Converted[Decimal]:
    """A number or an amount in ¥: 1,234.5 · ¥3,500万元 · 1.2亿 · (500) · 壹佰万元整.

    `unit` is what the header says (万元); a unit in the cell wins. With `places` the result is rounded and a warning tells so.
    """
    if isinstance(value, bool):
        return None, [error("not_a_number", _("“%(value)s”不是数字，请填写数字。") % {"value": plain(value)})]
    if isinstance(value, int | float):
        number = decimal_or_none(number_text(float(value)) if isinstance(value, float) else str(value))
        return _finished(number * _factor(unit), [], places) if number is not None else (None, [_not_a_number(value)])
    text = unicodedata.normalize("NFKC", plain(value)).strip()
    if text.lower() in EMPTY_WORDS:
        return None, []
    if text.lower() in PLACEHOLDERS:
        return None, [warning("placeholder", _("“%(value)s”按空白处理。") % {"value": text})]
    if findings := problems_of_source(value, text):
        return None, findings
    return _amount(text, unit, places)


def to_integer(value: Any) -> Converted[int]:
    """A whole number; 120人 is 120."""
    number, findings = to_decimal(value)
    if number is None:
        return None, findings
    if number != number.to_integral_value():
        return None, [error("not_whole", _("“%(value)s”不是整数，请填写整数。") % {"value": plain(value)})]
    return int(number), findings


def to_percent(value: Any, shown_as_percent: bool = False) -> Converted[Decimal]:
    """Percent points: 6% → 6. Cells that the spreadsheet shows as percentages hold 0.06 for it."""
    text = unicodedata.normalize("NFKC", plain(value))
    number, findings = to_decimal(text.rstrip("%") if isinstance(value, str) else value)
    if number is None or text.endswith("%"):
        return number, findings
    if shown_as_percent and not isinstance(value, str):
        return number * 100, findings
    if 0 < abs(number) < 1:
        message = _("“%(value)s”按 %(percent)s%% 理解，如有误请写成带百分号的形式。") % {"value": text, "percent": f"{number * 100:f}"}
        return number * 100, [*findings, warning("fraction_as_percent", message)]
    return number, findings


def to_range(value: Any, unit: str = "") -> Converted[tuple[Decimal, Decimal]]:
    """From and to of a span such as 500-800万; a single amount is both."""
    text = unicodedata.normalize("NFKC", plain(value))
    found = _RANGE.match(text) if isinstance(value, str) else None
    if found is None:
        number, findings = to_decimal(value, unit)
        return ((number, number) if number is not None else None), findings
    shared = re.search(r"(?:百万|千万|十万|[百千万亿kwm])?元?$", found[2].strip())
    low_text = found[1] if re.search(r"[万亿千百元kwm]", found[1]) else found[1].strip() + (shared[0] if shared else "")
    (low, first), (high, second) = to_decimal(low_text, unit), to_decimal(found[2], unit)
    if low is None or high is None:
        return None, [*first, *second] or [_not_a_number(value)]
    return (min(low, high), max(low, high)), []


def _amount(text: str, unit: str, places: int | None) -> Converted[Decimal]:
    findings: list[Finding] = []
    if found := _FOREIGN.search(text):
        findings.append(warning("foreign_currency", _("“%(value)s”带外币符号，按数字导入，没有换算成人民币。") % {"value": found[0]}))
    rest = _CURRENCY.sub("", _FOREIGN.sub("", text)).strip().lower()
    about = _ABOUT.sub("", rest).strip()
    if about != rest:
        findings.append(warning("approximate", _("“%(value)s”按 %(rest)s 导入。") % {"value": text, "rest": about}))
    negative = bool(re.fullmatch(r"\(.*\)|-.*|.*-|−.*", about))
    bare = about[1:-1] if re.fullmatch(r"\(.*\)", about) else about
    number = _number(bare.strip("-−+ "), unit)
    if number is None:
        return None, [_range_or_nothing(text)]
    return _finished(-number if negative else number, findings, places)


def _number(text: str, unit: str) -> Decimal | None:
    text = _COUNTERS.sub("", re.sub(r"\(((?:百万|千万|十万|[百千万亿])?元?)\)$", r"\1", text))
    if re.fullmatch(r"\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?(?!\d).*", text) or re.fullmatch(r"\d{1,4}(?:,\d{4})+(?:\.\d+)?(?!\d).*", text):
        text = re.sub(r"(?<=\d)[,' ](?=\d{3})", "", text)
    if re.fullmatch(r"[+-]?\d+(?:\.\d*)?(?:e[+-]?\d{1,3})?", text):
        number = decimal_or_none(text)
        return number * _factor(unit) if number is not None else None
    pieces = [(found[1], found[2] or "") for found in _PIECE.finditer(text)]
    if pieces and _PIECE.sub("", text).strip() == "":
        return _sum_of(pieces, unit)
    return _chinese_number(text)


def _sum_of(pieces: list[tuple[str, str]], unit: str) -> Decimal | None:
    """1亿2000万 is 120,000,000: each piece has its unit, in falling order."""
    if len(pieces) == 1:
        number, own = pieces[0]
        return Decimal(number) * (UNITS[own] if own else _factor(unit))
    factors = [UNITS.get(own, Decimal(1)) for _number, own in pieces]
    if factors != sorted(factors, reverse=True) or len(set(factors)) < len(factors):
        return None
    return sum((Decimal(number) * factor for (number, _own), factor in zip(pieces, factors, strict=True)), Decimal(0))


def _chinese_number(text: str) -> Decimal | None:
    """壹佰贰拾万元, 一亿三千万, 五万元叁角."""
    whole, separator, rest = re.sub(r"[元圆块]", "元", text).partition("元")
    if not whole or not set(whole) <= _DIGITS.keys() | _PLACES.keys() | _SECTIONS.keys():
        return None
    total = section = digit = 0
    for char in whole:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _PLACES:
            section += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            total = (total + section + digit) * _SECTIONS[char] if _SECTIONS[char] > 10**4 else total + (section + digit) * _SECTIONS[char]
            section = digit = 0
    number = Decimal(total + section + digit)
    for char, fraction in zip(rest[::2], rest[1::2], strict=False):
        number += _DIGITS.get(char, 0) * UNITS.get(fraction, Decimal(0))
    return number if separator or len(whole) > 1 else Decimal(_DIGITS.get(whole, 0)) if whole in _DIGITS else None


def _factor(unit: str) -> Decimal:
    return UNITS.get(unit.strip().lower().removesuffix("元") or "元", Decimal(1))


def _finished(number: Decimal, findings: list[Finding], places: int | None) -> Converted[Decimal]:
    if abs(number) >= Decimal(10) ** 16:
        return None, [error("number_too_big", _("数字过大，请核对单位和位数。"))]
    if places is None:
        return number, findings
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounded != number:
        message = _("“%(value)s”保留 %(places)d 位小数，按 %(rounded)s 导入。") % {
            "value": f"{number:f}",
            "places": places,
            "rounded": rounded,
        }
        findings = [*findings, warning("rounded", message)]
    return rounded, findings


def _range_or_nothing(text: str) -> Finding:
    if _RANGE.match(text):
        return error("is_a_range", _("“%(value)s”是一个区间，请填写一个数。") % {"value": text[:40]})
    return _not_a_number(text)


def _not_a_number(value: Any) -> Finding:
    return error(
        "not_a_number", _("“%(value)s”不是数字，请填写数字，如 1200000 或 120万。") % {"value": plain(value)[:40] or str(value)[:40]}
    )
