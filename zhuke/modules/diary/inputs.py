"""Inputs of verbs come as JSON: read with a sentence for people where they are not what they should be."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.errors import invalid


def moment(value: Any, field: str) -> dt.datetime | None:
    """An aware moment, or None for an empty input. Raises invalid."""
    if value in (None, ""):
        return None
    if isinstance(value, dt.datetime):
        found: dt.datetime | None = value
    else:
        try:
            found = parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            found = None
    if found is None or timezone.is_naive(found) or not 1900 <= found.year <= 2200:
        raise invalid({field: [_("时间应写成 2026-11-21T09:30:00+08:00。")]})
    return found


def number(value: Any, field: str, least: int, most: int, digits: int) -> Decimal | None:
    """A number within bounds, rounded to ``digits``; None for an empty input. Raises invalid."""
    if value in (None, ""):
        return None
    try:
        found = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not least <= found <= most:
        raise invalid({field: [_("应为 %(least)s 到 %(most)s 之间的数字。") % {"least": least, "most": most}]})
    return round(found, digits)
