"""Minutes of the engine, aware moments of the database, local texts of the API."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from zhuke.modules.planning.domain.network import EPOCH, minutes, moment

from .columns import OFFSET

CHINA = ZoneInfo("Asia/Shanghai")


def aware(value: int) -> dt.datetime:
    """Minutes as the database keeps them."""
    return dt.datetime.fromtimestamp((value + OFFSET) * 60, dt.UTC)


def since_epoch(at: dt.datetime) -> int:
    """An aware moment as minutes."""
    return int(at.timestamp()) // 60 - OFFSET


def text(value: int | None) -> str | None:
    """Minutes as ``2026-03-02T08:00``."""
    return None if value is None else moment(value).isoformat(timespec="minutes")


def parse(value: str) -> int:
    """A local ``2026-03-02T08:00`` or a day as minutes. ValueError: it is neither, or lies outside 1985–2148."""
    at = dt.datetime.fromisoformat(value)
    if at.tzinfo is not None:
        at = at.astimezone(CHINA).replace(tzinfo=None)
    if not 1985 <= at.year <= 2148:
        raise ValueError(value)
    return minutes(at)


__all__ = ["EPOCH", "aware", "parse", "since_epoch", "text"]
