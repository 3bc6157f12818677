"""Dates and times as people write them: 2024年3月5日, 2024.3.5, 20240305, 24/3/5, 3/14/2017, serial numbers."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from .cells import EMPTY_WORDS, PLACEHOLDERS, Converted, plain, problems_of_source
from .findings import Finding, error, warning

Order = Literal["mdy", "dmy"]
ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 local days of the file
_SERIALS = (3654, 80000)  # 1910 to 2119: other numbers are no dates
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_MONTHS = {
    name: index for index, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_CLOCK = re.compile(
    r"[\sT]*(?P<half>上午|下午|凌晨|早上|中午|晚上)?\s*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})?分?(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)?"
    r"\s*(?P<half2>am|pm|a\.m\.|p\.m\.)?\s*(?P<zone>z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"[\s,(]*(?:星期|周|礼拜)[一二三四五六日天][)]?|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", re.IGNORECASE)
_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_YM = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?份?")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年?度?")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_XXY = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_ENGLISH = re.compile(
    r"(\d{1,2})[\s-]*([a-z]{3})[a-z]*\.?[\s,-]*(\d{4}|\d{2})|([a-z]{3})[a-z]*\.?\s*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})", re.IGNORECASE
)


def to_date(value: Any, order: Order | None = None) -> Converted[date]:
    """A calendar day. `order` decides 3/1/2017 (see `order_of`); without it the month is taken to come first, with a warning."""
    moment, findings = _moment(value, order)
    return (moment.date() if moment else None), findings


def to_datetime(value: Any, order: Order | None = None) -> Converted[datetime]:
    """An aware moment; a time without zone is China's."""
    moment, findings = _moment(value, order)
    if moment is None:
        return None, findings
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)), findings


def order_of(values: Iterable[Any]) -> Order | None:
    """Whether a column of 3/14/2017-like texts puts the month or the day first; None when nothing tells."""
    votes = {"mdy": 0, "dmy": 0}
    for value in values:
        found = _XXY.match(value.strip()) if isinstance(value, str) else None
        if found:
            votes["dmy"] += int(found[1]) > 12
            votes["mdy"] += int(found[2]) > 12
    if votes["mdy"] == votes["dmy"]:
        return None
    return "mdy" if votes["mdy"] > votes["dmy"] else "dmy"


def _moment(value: Any, order: Order | None) -> tuple[datetime | None, list[Finding]]:
    if isinstance(value, datetime):
        return _checked(value, [], value)
    if isinstance(value, date):
        return _checked(datetime.combine(value, time()), [], value)
    if isinstance(value, bool | time | timedelta):
        return None, [_bad(value)]
    if isinstance(value, int | float):
        return _from_number(value)
    text = unicodedata.normalize("NFKC", plain(value)).strip()
    if text.lower() in EMPTY_WORDS:
        return None, []
    if text.lower() in PLACEHOLDERS:
        return None, [warning("placeholder", _("“%(value)s”按空白处理。") % {"value": text})]
    return _from_text(value, text, order)


def _from_number(value: float) -> tuple[datetime | None, list[Finding]]:
    if float(value).is_integer() and (found := _COMPACT.fullmatch(str(int(value))) or _YEAR.fullmatch(str(int(value)))):
        return _from_text(value, found[0], None)
    if not _SERIALS[0] <= value <= _SERIALS[1]:
        return None, [_bad(value)]
    seconds = round((float(value) % 1) * 86400)
    return _SERIAL_ZERO + timedelta(days=int(value), seconds=seconds), []


def _from_text(value: Any, text: str, order: Order | None) -> tuple[datetime | None, list[Finding]]:
    if findings := problems_of_source(value, text):
        return None, findings
    text = _WEEKDAY.sub("", text).strip()
    if re.match(r"[〇零一二三四五六七八九]{4}年", text):
        text = _chinese_date(text)
    clock = _CLOCK.search(text) if ":" in text or re.search(r"[时点]", text) else None
    day_text = (text[: clock.start()] if clock else text).strip().rstrip(",")
    parts, findings = _day(day_text, order)
    if parts is None and not findings and (serial := _serial_text(text)):
        return _from_number(serial)
    if parts is None:
        return None, findings or [_bad(text)]
    try:
        moment = _in_zone(datetime(*parts, *_clock_parts(clock)), clock)  # noqa: DTZ001 the zone comes next
    except (ValueError, OverflowError):
        return None, [error("bad_date", _("“%(value)s”不是存在的日期，请核对。") % {"value": text[:40]})]
    return _checked(moment, findings, text)


def _serial_text(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[1-7]\d{4}(?:\.\d{1,10})?", text) else None


def _day(text: str, order: Order | None) -> tuple[tuple[int, int, int] | None, list[Finding]]:
    if found := _YMD.fullmatch(text):
        return (int(found[1]), int(found[2]), int(found[3])), []
    if found := _XXY.fullmatch(text):
        return _with_order(text, int(found[1]), int(found[2]), int(found[3]), order)
    if found := _SHORT.fullmatch(text):
        return _short_year(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _COMPACT.fullmatch(text):
        return (int(found[1]), int(found[2]), int(found[3])), []
    if (found := _YM.fullmatch(text)) or (found := re.fullmatch(r"((?:19|20)\d{2})(0[1-9]|1[0-2])", text)):
        message = _("“%(value)s”没有写日，按当月 1 日导入。") % {"value": text}
        return (int(found[1]), int(found[2]), 1), [warning("no_day", message)]
    if found := _YEAR.fullmatch(text):
        message = _("“%(value)s”只有年份，按当年 1 月 1 日导入。") % {"value": text}
        return (int(found[1]), 1, 1), [warning("only_year", message)]
    if found := _ENGLISH.fullmatch(text):
        month = _MONTHS.get((found[2] or found[4]).lower())
        year = int(found[3] or found[6])
        return ((year + 2000 if year < 100 else year, month, int(found[1] or found[5])) if month else None), []
    return None, _incomplete(text)


def _incomplete(text: str) -> list[Finding]:
    if re.fullmatch(r"\d{1,2}月\d{1,2}[日号]?|\d{1,2}[-/.]\d{1,2}", text):
        return [error("no_year", _("“%(value)s”没有年份，请写成如 2024-03-05。") % {"value": text})]
    return []


def _with_order(text: str, first: int, second: int, year: int, order: Order | None) -> tuple[tuple[int, int, int], list[Finding]]:
    if first > 12 or (order == "dmy" and second <= 12):
        parts = (year, second, first)
    else:
        parts = (year, first, second)
    if order or first > 12 or second > 12 or first == second:
        return parts, []
    message = _("“%(value)s”按 %(y)d 年 %(m)d 月 %(d)d 日理解，请核对。") % {"value": text, "y": parts[0], "m": parts[1], "d": parts[2]}
    return parts, [warning("ambiguous_date", message)]


def _short_year(text: str, first: int, second: int, third: int) -> tuple[tuple[int, int, int], list[Finding]]:
    year_last = (second > 12 or third > 31) and first <= 12  # 3/14/17, as American programs write it
    parts = (_century(third), first, second) if year_last else (_century(first), second, third)
    message = _("“%(value)s”按 %(y)d 年 %(m)d 月 %(d)d 日理解，请核对。") % {"value": text, "y": parts[0], "m": parts[1], "d": parts[2]}
    return parts, [warning("short_year", message)]


def _century(year: int) -> int:
    return year + (2000 if year < 70 else 1900)


def _clock_parts(found: re.Match[str] | None) -> tuple[int, int, int]:
    if found is None:
        return 0, 0, 0
    hour = int(found["hour"])
    half = (found["half"] or found["half2"] or "").lower().replace(".", "")
    if half in ("下午", "晚上", "中午", "pm") and hour < 11 + (half == "pm"):
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return hour, int(found["minute"] or 0), int(found["second"] or 0)


def _in_zone(moment: datetime, found: re.Match[str] | None) -> datetime:
    name = (found["zone"] or "") if found else ""
    if not name:
        return moment
    if name in "zZ":
        return moment.replace(tzinfo=UTC).astimezone(ZONE)
    sign = -1 if name[0] == "-" else 1
    offset = timedelta(hours=int(name[1:3]), minutes=int(name[-2:])) * sign
    return moment.replace(tzinfo=timezone(offset)).astimezone(ZONE)


def _chinese_date(text: str) -> str:
    """二〇二四年三月十五日 → 2024年3月15日."""

    def number(found: re.Match[str]) -> str:
        tens, separator, ones = found[0].partition("十")
        if not separator:
            return found[0].translate(_DIGITS)
        return str(int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0))

    return re.sub(r"[〇零一二三四五六七八九十]+", number, text)


def _checked(moment: datetime, findings: list[Finding], value: Any) -> tuple[datetime | None, list[Finding]]:
    if not FIRST <= moment.date() <= LAST:
        return None, [error("bad_date", _("“%(value)s”的年份不合理，请核对。") % {"value": plain(value)[:40]})]
    return moment, findings


def _bad(value: Any) -> Finding:
    return error("bad_date", _("“%(value)s”不是日期，请写成如 2024-03-05。") % {"value": plain(value)[:40] or str(value)[:40]})
