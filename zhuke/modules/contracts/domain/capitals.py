"""大写金额 read back, so that what a paper says in characters can be compared with its figures. Writing them: quotes/domain/capitals.py."""

from __future__ import annotations

import re
from decimal import Decimal

from zhuke.modules.quotes.domain.capitals import in_capitals

__all__ = ["in_capitals", "read_capitals", "written_amounts"]

# Capital characters, and the everyday and traditional ones that people write in their place.
DIGITS = {
    c: n
    for n, chars in enumerate(("零〇○", "壹一弌", "贰二貳弍", "叁三參叄", "肆四", "伍五", "陆六陸", "柒七", "捌八", "玖九"))
    for c in chars
}
PLACES = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
YUAN = "元圆圓"
END = "整正"
_WORD = "".join([*DIGITS, *PLACES, "万萬亿億", YUAN, "角毛分负負", END])
SPELLED = re.compile(rf"(?:人民币|人民幣)?[{_WORD}]*[{YUAN}][{_WORD}]*|(?:人民币|人民幣)[{_WORD}]*[角分][{_WORD}]*")
FIGURES = re.compile(r"(?:[¥￥]\s*)?(-?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|-?\d+(?:\.\d{1,2})?)\s*(万元|元)?")
# Figures and the words that repeat them stand this close to each other.
NEAR = 24


def read_capitals(text: str) -> Decimal:
    """``人民币壹仟贰佰叁拾肆元伍角整`` → 1234.50. Zeros and 整 may be written or left out. ValueError: not an amount in words."""
    body = text.strip().removeprefix("人民币").removeprefix("人民幣").strip()
    sign = -1 if body[:1] in ("负", "負") else 1
    body = body.lstrip("负負").rstrip(END)
    match = re.fullmatch(rf"(?:(.+?)[{YUAN}])?零?(?:(.)[角毛])?零?(?:(.)分)?", body)
    if not body or match is None or not any(match.groups()):
        raise ValueError(f"no amount in words: {text}")
    yuan, jiao, fen = match.groups()
    cents = (_digit(jiao) if jiao else 0) * 10 + (_digit(fen) if fen else 0)
    return sign * (Decimal(_whole(yuan) if yuan else 0) + Decimal(cents).scaleb(-2))


def _whole(text: str) -> int:
    """Characters before 元. Larger units multiply all that stands before them within their reach: 壹万贰仟亿."""
    total, below, group, digit = 0, 0, 0, None
    for char in text:
        if char in DIGITS:
            if digit:
                raise ValueError(f"two digits without a place: {text}")
            digit = DIGITS[char]
        elif char in PLACES:
            group += (1 if digit is None and PLACES[char] == 10 else digit or 0) * PLACES[char]
            digit = None
        elif char in "万萬":
            below += (group + (digit or 0)) * 10_000
            group, digit = 0, None
        elif char in "亿億":
            total = (total + below + group + (digit or 0)) * 10**8
            below, group, digit = 0, 0, None
        else:
            raise ValueError(f"not a digit: {char}")
    return total + below + group + (digit or 0)


def _digit(char: str) -> int:
    if char not in DIGITS:
        raise ValueError(f"not a digit: {char}")
    return DIGITS[char]


def written_amounts(text: str) -> list[tuple[str, Decimal | None, str, Decimal | None]]:
    """Every amount in words in ``text`` with the figures that stand nearest before or behind it: (words, their value, figures, value).

    A value is None where the words are no amount, or where no figures are near.
    """
    found: list[tuple[str, Decimal | None, str, Decimal | None]] = []
    figures = [match for match in FIGURES.finditer(text) if match.group(2) or match.group(0).startswith(("¥", "￥"))]
    for words in SPELLED.finditer(text):
        if sum(char in DIGITS for char in words.group()) == 0:
            continue
        try:
            value: Decimal | None = read_capitals(words.group())
        except ValueError:
            value = None
        near = min(figures, key=lambda f: _gap(f, words), default=None)
        if near is not None and _gap(near, words) <= NEAR:
            found.append((words.group(), value, near.group().strip(), _figures(near)))
        else:
            found.append((words.group(), value, "", None))
    return found


def _gap(one: re.Match[str], other: re.Match[str]) -> int:
    return max(other.start() - one.end(), one.start() - other.end(), 0)


def _figures(match: re.Match[str]) -> Decimal:
    value = Decimal(match.group(1).replace(",", ""))
    return value * 10_000 if match.group(2) == "万元" else value
