"""Whose calendar, which kinds: asks the sources and puts their answers together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import NotFound, invalid
from zhuke.kernel.ids import parse_uuid

from .sources import MOST, Asked, Entry, Source, resource, sources_for

LONGEST = dt.timedelta(days=430)


@dataclass(frozen=True)
class Gathered:
    """Entries in the order of time; ``cut``: there are more than fit, and a shorter period shows them all."""

    entries: list[Entry]
    sources: list[Source]
    people: dict[UUID, str]
    cut: bool


def gather(actor: Actor, who: str, first: dt.date, last: dt.date, kinds: Collection[str] = ()) -> Gathered:
    """The entries of ``who`` (me, team or a person's id) from ``first`` to ``last``, of these kinds (none named: all).

    ``team`` are the active people of one's own unit and below. Rights are those of the sources: whoever may not read a record finds
    nothing of it. Raises not_found (no such person), invalid (period).
    """
    if last < first or last - first > LONGEST:
        raise invalid({"until": [_("请选择不超过 %(n)s 天的时间段，结束日期不早于开始日期。") % {"n": LONGEST.days}]})
    people = people_of(actor, who)
    asked = Asked(actor, frozenset(people), first, last)
    wanted = [s for s in sources_for(actor) if not kinds or s.kind in kinds]
    found: list[Entry] = []
    cut = False
    for source in wanted:
        entries = list(source.entries(asked))
        cut = cut or len(entries) >= MOST
        found += entries[:MOST]
    return Gathered(sorted(found, key=_order), wanted, people, cut)


def people_of(actor: Actor, who: str) -> dict[UUID, str]:
    """Whose calendar that is: ids with names. Raises not_found."""
    users = resource("users")
    if who == "me":
        return {actor.id: actor.name} if actor.id else {}
    if who == "team":
        units = resource("units").model._default_manager
        path = units.filter(pk=actor.unit).values_list("path", flat=True).first() if actor.unit else None
        rows = visible(actor, users).filter(is_active=True, unit__path__startswith=path) if path else users.model._default_manager.none()
        own = {actor.id: actor.name} if actor.id else {}
        return own | dict(rows.values_list("pk", "name"))
    key = parse_uuid(who)
    name = visible(actor, users).filter(pk=key).values_list("name", flat=True).first() if key else None
    if key is None or name is None:
        raise NotFound(_("没有找到这个人，请重新选择。"))
    return {key: name}


def _order(entry: Entry) -> tuple[str, str, str]:
    return entry.start.isoformat()[:10], "" if entry.all_day else entry.start.isoformat(), entry.title
