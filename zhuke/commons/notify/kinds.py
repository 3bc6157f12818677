"""The kinds of notice that people can tune, and what a person has chosen."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

CHANNELS = ("inbox", "email")
TIME = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)$")


@dataclass(frozen=True)
class Kind:
    """A kind of notice; ``channels`` hold for people who chose nothing."""

    name: str
    label: Any
    channels: tuple[str, ...] = ("inbox",)


_kinds: dict[str, Kind] = {}


def register_kind(name: str, label: Any, channels: tuple[str, ...] = ("inbox",)) -> None:
    """Make a kind known to the settings screen; call it in AppConfig.ready. Unregistered kinds go to the inbox."""
    _kinds[name] = Kind(name, label, channels)


def all_kinds() -> list[Kind]:
    """Every registered kind, in order of registration."""
    return list(_kinds.values())


for _name, _label in (
    ("mention", _("有人 @我")),
    ("comment", _("我负责的记录有新评论")),
    ("team", _("加入团队")),
    ("reminder", _("到期和跟进提醒")),
    ("job", _("导入、导出等任务完成")),
):
    register_kind(_name, _label)


@dataclass(frozen=True)
class Wishes:
    """``User.preferences["notify"]``: ``{"<kind>": ["inbox", "email"], "quiet": ["22:00", "07:00"], "digest": "08:30"}``."""

    chosen: Mapping[str, Any]

    @classmethod
    def of(cls, user: Any) -> Wishes:
        """What this person chose."""
        chosen = user.preferences.get("notify") if isinstance(user.preferences, dict) else None
        return cls(chosen if isinstance(chosen, dict) else {})

    def channels(self, kind: str) -> tuple[str, ...]:
        """Where notices of this kind go."""
        value = self.chosen.get(kind)
        if isinstance(value, list):
            return tuple(channel for channel in CHANNELS if channel in value)
        return _kinds[kind].channels if kind in _kinds else ("inbox",)

    @property
    def digest(self) -> dt.time | None:
        """When e-mail is sent as one letter a day; None: at once, each by itself."""
        return _time(self.chosen.get("digest"))

    def may_send_at(self, moment: dt.datetime) -> dt.datetime:
        """``moment``, or the end of the quiet hours that it lies in. Local time in, local time out."""
        quiet = self.chosen.get("quiet")
        start, end = (_time(quiet[0]), _time(quiet[1])) if isinstance(quiet, list) and len(quiet) == 2 else (None, None)
        if start is None or end is None or start == end:
            return moment
        now = moment.time()
        within = start <= now < end if start < end else now >= start or now < end
        if not within:
            return moment
        day = moment.date() + dt.timedelta(days=1 if now >= end else 0)
        return moment.replace(year=day.year, month=day.month, day=day.day, hour=end.hour, minute=end.minute, second=0, microsecond=0)


def _time(value: Any) -> dt.time | None:
    match = TIME.match(value) if isinstance(value, str) else None
    return dt.time(int(match[1]), int(match[2])) if match else None


def email_works() -> bool:
    """Whether an SMTP server is configured; the console back end of development reaches nobody."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")
