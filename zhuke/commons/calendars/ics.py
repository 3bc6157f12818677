"""Entries as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from .sources import DAY, Entry

if TYPE_CHECKING:
    import icalendar

HOUR = dt.timedelta(hours=1)
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def calendar_of(name: str, entries: Iterable[Entry], people: Mapping[UUID, str]) -> bytes:
    """The file. The same entries make the same bytes. ``people``: names to add to titles, where the calendar is of several."""
    import icalendar  # loaded when first used: it costs a start 0.1 s

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Zhuke//Calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", dt.timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, people))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(entry: Entry, people: Mapping[UUID, str]) -> icalendar.Event:
    import icalendar

    event = icalendar.Event()
    event.add("uid", entry.uid)
    # Without METHOD, DTSTAMP is when the entry last changed: so an unchanged calendar stays the same file.
    event.add("dtstamp", (entry.changed_at or LONG_AGO).astimezone(dt.UTC).replace(microsecond=0))
    who = people.get(entry.person) if entry.person else None
    mark = "✓ " if entry.done else ""
    event.add("summary", f"{mark}{entry.title}" + (f"（{who}）" if who else ""))
    start, end = _span(entry)
    event.add("dtstart", start)
    event.add("dtend", end)
    if entry.note:
        event.add("description", entry.note)
    if entry.place:
        event.add("location", entry.place)
    event.add("transp", "TRANSPARENT" if entry.all_day else "OPAQUE")
    if entry.remind and not entry.done:
        event.add_component(_alarm(entry))
    return event


def _span(entry: Entry) -> tuple[dt.date | dt.datetime, dt.date | dt.datetime]:
    """Start and end; the end of whole days is the day after."""
    if not isinstance(entry.start, dt.datetime):
        last = entry.end if entry.end and not isinstance(entry.end, dt.datetime) else entry.start
        return entry.start, last + DAY
    zone = ZoneInfo(settings.TIME_ZONE)
    start = timezone.localtime(entry.start, zone).replace(microsecond=0)
    end = timezone.localtime(entry.end, zone).replace(microsecond=0) if isinstance(entry.end, dt.datetime) else start + HOUR
    return start, end


def _alarm(entry: Entry) -> icalendar.Alarm:
    import icalendar

    assert entry.remind is not None
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("提醒：%(title)s") % {"title": entry.title})
    alarm.add("trigger", -entry.remind)
    return alarm
