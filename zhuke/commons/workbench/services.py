"""One person's workbench: arranged, loaded, cut to what the person may see and has not hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from zhuke.commons.calendars.models import Holiday
from zhuke.commons.calendars.services import is_workday
from zhuke.commons.records import person
from zhuke.kernel.access import Actor

from .arrangements import Default, default_for
from .registry import FIRST, MOST, Figure, Found, Item, Link, Part, Period, registry

OWN_BLOCKS = ("counters", "lists", "shortcuts")
MOST_SHORTCUTS = 12


@dataclass(frozen=True)
class Layout:
    """What is shown in which order; hidden parts come last and are in ``hidden`` (``list:…``, ``counter:…``, ``block:…``)."""

    blocks: list[str]
    lists: list[str]
    counters: list[str]
    hidden: list[str]
    shortcuts: list[Any]
    custom: bool

    def shows(self, kind: str, key: str) -> bool:
        """Whether the part is on the screen."""
        return f"{kind}:{key}" not in self.hidden


def workbench(actor: Actor) -> dict[str, Any]:
    """Everything that the first screen needs, in a few queries for each part that is shown."""
    today = timezone.localdate()
    period = Period.of(today)
    user = get_user_model().objects.get(pk=person(actor))
    layout = arrange(actor, user.preferences, roles_of(user))
    shown = {kind: _open(actor, kind, keys, layout) for kind, keys in (("list", layout.lists), ("counter", layout.counters))}
    with_lists = layout.shows("block", "lists")
    with_counters = layout.shows("block", "counters")
    return {
        "today": {"date": today, "workday": is_workday(today), "name": _day_name(today)},
        "compared": {"since": period.first, "until": period.last, "before_since": period.before_first, "before_until": period.before_last},
        "layout": vars(layout),
        "available": _available(actor),
        "counters": [_counter(part, part.load(actor, period)) for part in shown["counter"]] if with_counters else [],
        "lists": [_list(part, part.load(actor, FIRST)) for part in shown["list"]] if with_lists else [],
        "blocks": [
            {"key": part.key, "label": str(part.label), "kind": part.kind, "data": data}
            for part in _open(actor, "block", layout.blocks, layout)
            if (data := part.load(actor)) is not None
        ],
    }


def roles_of(user: Any) -> list[str]:
    """The codes of the roles that a person holds."""
    held = user.memberships.filter(archived_at=None, role__active=True, unit__active=True)
    return list(held.values_list("role__code", flat=True))


def arrange(actor: Actor, preferences: Any, roles: Iterable[str]) -> Layout:
    """The person's own arrangement (``preferences.workbench``) over that of the role. What is wrong or unknown in it is passed over.

    Whatever came into the product after the person arranged the workbench stands at its end, shown if the role's arrangement shows it.
    """
    given = preferences.get("workbench") if isinstance(preferences, dict) else None
    chosen: Mapping[str, Any] = given if isinstance(given, dict) else {}
    default = default_for(roles)
    known = {
        "lists": [part.key for part in _of("list").values() if part.open_to(actor)],
        "counters": [part.key for part in _of("counter").values() if part.open_to(actor)],
        "blocks": [*OWN_BLOCKS, *(part.key for part in _of("block").values() if part.open_to(actor))],
    }
    wanted = {"lists": default.lists, "counters": default.counters, "blocks": default.blocks}
    order = {kind: _ordered(_texts(chosen.get(kind)), wanted[kind], known[kind]) for kind in known}
    shortcuts = chosen.get("shortcuts")
    return Layout(
        **order,
        hidden=_hidden(chosen, default, known),
        shortcuts=[s for s in shortcuts if isinstance(s, str | dict)][:MOST_SHORTCUTS]
        if isinstance(shortcuts, list)
        else list(default.shortcuts),
        custom=bool(chosen),
    )


def _ordered(chosen: Sequence[str], wanted: Sequence[str], known: Sequence[str]) -> list[str]:
    return [key for key in dict.fromkeys((*chosen, *wanted, *known)) if key in known]


def _hidden(chosen: Mapping[str, Any], default: Default, known: Mapping[str, Sequence[str]]) -> list[str]:
    own = set(_texts(chosen.get("hidden")))
    hidden = []
    for kind, keys, wanted in (("list", "lists", default.lists), ("counter", "counters", default.counters), ("block", "blocks", None)):
        placed = set(_texts(chosen.get(keys)))
        for key in known[keys]:
            name = f"{kind}:{key}"
            by_default = wanted is not None and key not in wanted
            if name in own or (by_default and key not in placed):
                hidden.append(name)
    return hidden


def _texts(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _of(kind: str) -> dict[str, Part]:
    return {"list": registry.lists, "counter": registry.counters, "block": registry.blocks}[kind]


def _open(actor: Actor, kind: str, keys: Iterable[str], layout: Layout) -> list[Part]:
    parts = _of(kind)
    return [parts[key] for key in keys if key in parts and parts[key].open_to(actor) and layout.shows(kind, key)]


def _available(actor: Actor) -> dict[str, list[dict[str, str]]]:
    """All that the person may put on the workbench, for the edit mode; the blocks that are always there are named by the screen."""
    return {
        f"{kind}s": [{"key": part.key, "label": str(part.label)} for part in _of(kind).values() if part.open_to(actor)]
        for kind in ("list", "counter", "block")
    }


def _counter(part: Part, figure: Figure) -> dict[str, Any]:
    return {
        "key": part.key,
        "label": str(part.label),
        "unit": part.unit,
        "better": part.better,
        "value": str(figure.value),
        "previous": None if figure.previous is None else str(figure.previous),
        "link": _link(figure.link),
    }


def _list(part: Part, found: Found) -> dict[str, Any]:
    return {
        "key": part.key,
        "label": str(part.label),
        "empty": str(part.empty),
        "count": min(found.count, MOST),
        "count_exact": found.count <= MOST,
        "items": [_item(item) for item in found.items],
        "link": _link(found.link),
    }


def _item(item: Item) -> dict[str, Any]:
    return {**vars(item), "actions": list(item.actions)}


def _link(link: Link | None) -> dict[str, Any] | None:
    return vars(link) if link else None


def _day_name(day: dt.date) -> str:
    """The holiday, or what a worked weekend day makes up for; empty on a plain day."""
    return Holiday.objects.filter(day=day, archived_at=None).values_list("name", flat=True).first() or ""
