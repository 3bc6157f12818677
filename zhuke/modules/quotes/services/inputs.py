"""Inputs of verbs come as JSON carries them; here they become what services work with, or a sentence at their field."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.errors import DomainError, invalid

MOST = Decimal(10) ** 15


def text(field: str, value: Any) -> str:
    """A text; empty for None. Raises invalid."""
    if value is not None and not isinstance(value, str):
        raise invalid({field: [_("这里要填写文字。")]})
    return (value or "").strip()


def day(field: str, value: Any) -> dt.date | None:
    """A day, or None where none was given. Raises invalid."""
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    try:
        found = dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _no_date(field) from error
    if not 1900 <= found.year <= 2200:
        raise _no_date(field)
    return found


def moment(field: str, value: Any) -> dt.datetime | None:
    """A moment with its offset, or None where none was given. Raises invalid."""
    if value is None or isinstance(value, dt.datetime):
        return value
    try:
        found = parse_datetime(value)
    except (TypeError, ValueError) as error:
        raise _no_date(field) from error
    if found is None or found.tzinfo is None or not 1900 <= found.year <= 2200:
        raise _no_date(field)
    return found


def money(field: str, value: Any) -> Decimal | None:
    """Yuan of at least zero with two decimals, or None where nothing was given. Raises invalid."""
    if value is None:
        return None
    try:
        found = value if isinstance(value, Decimal) else Decimal(str(value))
        exact = found.is_finite() and found == found.quantize(Decimal("0.01")) and 0 <= found <= MOST
    except InvalidOperation:
        exact = False
    if isinstance(value, bool) or not exact:
        raise invalid({field: [_("请填写金额（元），最多两位小数，不能为负。")]})
    return found


def _no_date(field: str) -> DomainError:
    return invalid({field: [_("这不是有效的日期或时间，请重新选择。")]})
