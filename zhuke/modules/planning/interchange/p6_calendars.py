"""Calendars of Primavera: the bracket language of ``clndr_data`` in XER, hours per day of the week in XML."""

import datetime as dt
import re
from collections.abc import Iterator

from zhuke.modules.planning.domain.worktime import STANDARD, Shift, Shifts, tidy

from .plan_file import FileCalendar, FileException
from .refusals import MAX_DEPTH, Finding, warning

_ZERO = dt.date(1899, 12, 30)
_SPACE = re.compile(r"[\x00-\x20\x7f]+")
_DAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
_MOST_DAYS = 80_000
# (name, attributes, children)
Branch = tuple[str, dict[str, str], list["Branch"]]


def from_data(uid: int, name: str, base: int | None, data: str, findings: list[Finding]) -> FileCalendar:
    """The calendar that ``clndr_data`` describes; a text that cannot be read gives the standard week and a finding."""
    from django.utils.translation import gettext as _

    calendar = FileCalendar(uid, name, base, is_base=base is None)
    try:
        tree = _parse(data)
    except ValueError:
        findings.append(warning("calendar", _("日历“%(name)s”的工作时间无法识别，已按每周五天、每天八小时处理。") % {"name": name}))
        calendar.week = list(STANDARD)
        return calendar
    parts = {branch[0].lower(): branch for branch in _all(tree)}
    days = parts.get("daysofweek")
    if days is None and base is None:
        calendar.week = list(STANDARD)
    for number, _attributes, hours in days[2] if days else []:
        if number.isdigit() and 1 <= int(number) <= 7:
            calendar.week[(int(number) + 5) % 7] = _hours(hours)  # 1 is Sunday
    if base is None:
        calendar.week = [shifts or () for shifts in calendar.week]
    for _number, attributes, hours in parts["exceptions"][2] if "exceptions" in parts else []:
        day = attributes.get("d", "")
        if day.isdigit() and int(day) < _MOST_DAYS:
            date = _ZERO + dt.timedelta(days=int(day))
            calendar.exceptions.append(FileException(date, date, _hours(hours)))
    return calendar


def _all(tree: list[Branch]) -> Iterator[Branch]:
    for branch in tree:
        yield branch
        yield from _all(branch[2])


def _hours(branches: list[Branch]) -> Shifts:
    shifts: list[Shift] = []
    for _name, attributes, _children in branches:
        begin, end = clock(attributes.get("s", "")), clock(attributes.get("f", ""))
        if begin is not None and end is not None:
            shifts += _split(begin, end)
    return tidy(shifts)


def _split(begin: int, end: int) -> list[Shift]:
    """A shift of one day; until midnight is until the end of the day."""
    return [(begin, end if end > begin else 1440)]


def clock(text: str) -> int | None:
    """Minutes of the day of a time like 08:00, 8:00:00 or 08:00 AM."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([AaPp][Mm])?", text.strip())
    if not found or int(found[1]) > 24 or int(found[2]) > 59:
        return None
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    return min(hour * 60 + int(found[2]), 1440)


def _parse(data: str) -> list[Branch]:
    """``(0||name(key|value|…)(children))`` as branches. Raises ValueError where the brackets do not close or go too deep."""
    text = _SPACE.sub("", data)
    if not text:
        raise ValueError("empty")
    branches, at = _branches(text, 0, 0)
    if at != len(text):
        raise ValueError("rest")
    return branches


def _branches(text: str, at: int, depth: int) -> tuple[list[Branch], int]:
    if depth > MAX_DEPTH:
        raise ValueError("depth")
    found: list[Branch] = []
    while at < len(text) and text[at] == "(":
        head = re.compile(r"\(\d*\|\|([^()]*)\(([^()]*)\)\(").match(text, at)
        if not head:
            raise ValueError("branch")
        words = head[2].split("|")
        children, at = _branches(text, head.end(), depth + 1)
        if text[at : at + 2] != "))":
            raise ValueError("bracket")
        at += 2
        found.append((head[1], dict(zip(words[::2], words[1::2], strict=False)), children))
    return found, at


def weekday(name: str) -> int | None:
    """Monday is 0; None: not a day."""
    return _DAYS.get(name.strip().lower())


def span(begin: str, end: str) -> list[Shift]:
    """Work from ``begin`` to ``end`` as Primavera's XML has it: there the end is the last minute worked (11:59 means 12:00)."""
    first, last = clock(begin), clock(end)
    if first is None or last is None:
        return []
    return _split(first, last + 1 if last % 5 == 4 else last)
