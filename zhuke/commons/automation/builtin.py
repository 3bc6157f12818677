"""How modules declare rules: ``<app>/rules.py`` calls ``builtin(…)``; rows are made of them after each migration.

What a rule is made of::

    builtin(
        "customers.next_contact", _("今天该联系的客户"), why=_("……"), resource="customers",
        trigger=every(30),                                # or daily(8), weekly(1, 8), monthly(1, 8, every=3), on("customer.assigned")
        condition=["next_contact_at", "next", "$days"],   # the filter language; "$days" is the number of that name
        numbers=(number("days", _("提前天数"), 0, 0, 30),),
        occurrence=("next_contact_at",),                  # fires again only when this value has changed
        actions=(notice(("owner",), _("{name}：今天该联系")), todo(("owner",), _("联系 {name}"), kind="contact")),
    )

Titles are templates: ``{name}`` is a field of the record as people read it, ``{last_contact_at|days}`` the days between that day and
today, ``{$days}`` a number of the rule. Masked fields are refused: a title reaches people who may not see them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Number:
    """A number of a rule that the firm edits. ``unit``: days, hours, times, percent, yuan."""

    name: str
    label: Any
    default: int
    minimum: int = 0
    maximum: int = 3650
    unit: str = "days"


@dataclass(frozen=True)
class Do:
    """One action: ``kind`` is a registered action, ``to`` names registered recipients (``owner``, ``role:finance``).

    ``what``: the template, flag, maker, approval or webhook by its name or id; ``values``: inputs of a maker, fields of a webhook.
    """

    kind: str
    to: tuple[str, ...] = ()
    title: Any = ""
    body: Any = ""
    due_in: int | str | None = None
    category: str = "task"
    tag: str = ""
    what: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    """Everything about a rule except what the firm set: on or off, and its numbers."""

    code: str
    name: Any
    why: Any
    resource: str
    trigger: dict[str, Any]
    condition: Any
    numbers: tuple[Number, ...] = ()
    occurrence: tuple[str, ...] = ()
    actions: tuple[Do, ...] = ()
    active: bool = True
    before_days_off: bool = False  # what days off would bring to mind is brought to mind on the last working day before them

    @property
    def events(self) -> tuple[str, ...]:
        """The events that trigger it; empty for time rules."""
        return tuple(self.trigger.get("events", ()))

    def defaults(self) -> dict[str, int]:
        """Each number as it comes."""
        return {n.name: n.default for n in self.numbers}


@dataclass(frozen=True)
class Trigger:
    """An event that may trigger rules, with the resource of its subject."""

    name: str
    label: Any
    resource: str


_rules: dict[str, Definition] = {}
_triggers: dict[str, Trigger] = {}


def builtin(code: str, name: Any, **parts: Any) -> Definition:
    """Declare a rule that every installation gets; see the module's text for its parts. ValueError: the code is taken."""
    if code in _rules:
        raise ValueError(f"rule {code} is declared twice")
    _rules[code] = Definition(code, name, **parts)
    for event in _rules[code].events:
        _triggers.setdefault(event, Trigger(event, event, _rules[code].resource))
    return _rules[code]


@dataclass(frozen=True)
class Exemption:
    """Records that a rule leaves out, with the sentence that says so."""

    note: Any
    narrow: Callable[[QuerySet[Any]], QuerySet[Any]]


_exemptions: dict[str, list[Exemption]] = {}


def leave_out(code: str, note: Any, narrow: Callable[[QuerySet[Any]], QuerySet[Any]]) -> None:
    """Let a rule of a lower module pass over records that a rule of this one already tells about. ``narrow`` returns the rows that stay."""
    _exemptions.setdefault(code, []).append(Exemption(note, narrow))


def exemptions_of(code: str) -> list[Exemption]:
    """What other modules leave out of a rule."""
    return _exemptions.get(code, []) if code else []


def offer_event(name: str, label: Any, resource: str = "") -> None:
    """Let rules be triggered by this event. ``resource`` of its subject: what stands before the dot, unless named."""
    _triggers[name] = Trigger(name, label, resource or name.partition(".")[0])


def every(minutes: int) -> dict[str, Any]:
    """Look every so many minutes."""
    return {"every": minutes}


def daily(hour: int) -> dict[str, Any]:
    """Look once a day at this hour, the firm's time."""
    return {"daily": hour}


def weekly(day: int, hour: int) -> dict[str, Any]:
    """Look once a week on this day (1: Monday); fires again for a record in each week in which the condition holds."""
    return {"weekly": {"day": day, "hour": hour}}


def monthly(day: int, hour: int, *, every: int = 1) -> dict[str, Any]:
    """Look on this day (1 to 28) of each month, or of every third one …; fires again for a record each time the condition holds."""
    return {"monthly": {"day": day, "hour": hour, "every": every}}


def on(*events: str) -> dict[str, Any]:
    """Look when one of these events has happened."""
    return {"events": list(events)}


def number(name: str, label: Any, default: int, minimum: int = 0, maximum: int = 365, unit: str = "days") -> Number:
    """A number that the firm edits."""
    return Number(name, label, default, minimum, maximum, unit)


AHEAD, MISSED = _("提前天数"), _("过期后保留天数")


def coming(name: str) -> dict[str, Any]:
    """The condition that a day is near, or has passed without being dealt with: a to-do must not vanish at midnight."""
    return {"or": [[name, "next", "$ahead"], [name, "within", "$missed"]]}


def days(ahead: int, missed: int = 30) -> tuple[Number, Number]:
    """The numbers that go with ``coming``."""
    return number("ahead", AHEAD, ahead, 0, 60), number("missed", MISSED, missed, 0, 365)


def notice(to: Iterable[str], title: Any, body: Any = "") -> Do:
    """Tell these people."""
    return Do("notify", tuple(to), title, body)


def todo(to: Iterable[str], title: Any, body: Any = "", *, due_in: int | str | None = 0, kind: str = "task") -> Do:
    """Give these people something to do, due in so many working days (``$name``: a number of the rule; None: no day)."""
    return Do("todo", tuple(to), title, body, due_in, kind)


def tag(name: str) -> Do:
    """Put a tag on the record."""
    return Do("tag", tag=name)


def flag(name: str, reason: Any = "") -> Do:
    """Put a registered flag on the record, with the reason."""
    return Do("flag", what=name, title=reason)


def letter(to: Iterable[str], template: str) -> Do:
    """Write to these addressees from the template of that code."""
    return Do("letter", tuple(to), what=template)


def create(maker: str, **values: Any) -> Do:
    """Create something through a registered maker; texts may hold places like titles do."""
    return Do("create", what=maker, values=values)


def approve(verb: str, note: Any = "") -> Do:
    """Start the approval of that verb, in the name of the record's owner."""
    return Do("approve", what=verb, title=note)


def all_builtin() -> list[Definition]:
    """Every declared rule, in order of declaration."""
    return list(_rules.values())


def by_code(code: str) -> Definition | None:
    """The declared rule of that code; None: it is the firm's own, or no longer part of the product."""
    return _rules.get(code)


def offered_events() -> dict[str, Trigger]:
    """The events that may trigger rules, by name."""
    return dict(_triggers)


def load() -> None:
    """Import ``rules.py`` of every app, once at start."""
    for app in apps.get_app_configs():
        if app.name.startswith("zhuke.") and find_spec(f"{app.name}.rules"):
            import_module(f"{app.name}.rules")


UNITS: dict[str, Any] = {"days": _("天"), "hours": _("小时"), "times": _("次"), "percent": "%", "yuan": _("元")}
