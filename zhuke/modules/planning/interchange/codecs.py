"""Values of plan files as text and back. A text that means nothing gives None; nothing here raises."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from zhuke.modules.planning.domain.network import Constraint

_SPAN = re.compile(r"^(-)?P(?:(\d{1,7})Y)?(?:(\d{1,7})M)?(?:(\d{1,7})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.\d+)?S)?)?$")
FIRST, LAST = dt.datetime(1984, 1, 1), dt.datetime(2150, 1, 1)  # noqa: DTZ001
_LONGEST = 100 * 366 * 1440
_CONSTRAINTS = (
    Constraint.ASAP,
    Constraint.ALAP,
    Constraint.MSO,
    Constraint.MFO,
    Constraint.SNET,
    Constraint.SNLT,
    Constraint.FNET,
    Constraint.FNLT,
)


class Codec(NamedTuple):
    """How a kind of value is read and written."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]


def read_int(text: str) -> int | None:
    """A whole number of at most 15 digits."""
    text = text.strip()
    return int(text) if re.fullmatch(r"[+-]?\d{1,15}", text) else None


def read_decimal(text: str) -> Decimal | None:
    """A finite number."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 10**15 else None


def read_moment(text: str) -> dt.datetime | None:
    """An ISO time as the clock of the site shows it (an offset is cut off), from 1984 to 2149."""
    try:
        value = dt.datetime.fromisoformat(text.strip()).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None
    return value if FIRST <= value < LAST else None


def read_span(text: str) -> int | None:
    """An ISO 8601 duration in minutes, seconds rounded; at most a hundred years."""
    found = _SPAN.match(text.strip())
    if not found or text.strip().lstrip("-") in ("P", "PT"):
        return None
    years, months, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    total = (years * 365 + months * 30 + days) * 1440 + hours * 60 + minutes + round(seconds / 60)
    return (-total if found[1] else total) if total <= _LONGEST else None


def write_span(minutes: int) -> str:
    """Minutes as MS Project writes them: PT8H0M0S."""
    sign, minutes = ("-" if minutes < 0 else ""), abs(minutes)
    return f"{sign}PT{minutes // 60}H{minutes % 60}M0S"


def _read_tenths(text: str) -> int | None:
    value = read_decimal(text)
    return None if value is None or abs(value) > _LONGEST * 10 else round(value / 10)


def _constraint(text: str) -> Constraint | None:
    value = read_int(text)
    return _CONSTRAINTS[value] if value is not None and 0 <= value < len(_CONSTRAINTS) else None


def _reference(text: str) -> int | None:
    """A uid; −1 and −65535 mean none."""
    value = read_int(text)
    return None if value is None or value < 0 else value


TEXT = Codec(str, str)
INT = Codec(read_int, str)
FLAG = Codec(lambda text: text.strip().lower() in ("1", "true"), lambda value: "1" if value else "0")
NUMBER = Codec(read_decimal, lambda value: format(value.normalize(), "f") if value else "0")
PERCENT = Codec(read_decimal, lambda value: str(round(value)))
MOMENT = Codec(read_moment, lambda value: value.isoformat(timespec="seconds"))
SPAN = Codec(read_span, write_span)
TENTHS = Codec(_read_tenths, lambda value: str(value * 10))
CONSTRAINT = Codec(_constraint, lambda value: str(_CONSTRAINTS.index(value)))
REFERENCE = Codec(_reference, lambda value: "-1" if value is None else str(value))
NOBODY = Codec(_reference, lambda value: "-65535" if value is None else str(value))
