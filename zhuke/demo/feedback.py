"""Needs, opinions, suggestions and complaints of one customer, most of them answered, some overdue."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from zhuke.modules.customers.models import Feedback
from zhuke.modules.customers.services.feedbacks import DUE_DAYS

from .group import Member
from .rhythm import entered_at, working_day
from .rows import row
from .source import Odds, moment
from .story import Talk
from .texts import Entry, entries, names_of, render

if TYPE_CHECKING:
    from .children import Children

KINDS = {
    "building": Odds({"need": 2.0, "opinion": 3.0, "suggestion": 1.4, "complaint": 3.0}),
    "before": Odds({"need": 6.0, "opinion": 1.0, "suggestion": 1.0, "complaint": 0.4}),
}
# Who settles a matter of this aspect.
HANDLERS = {
    "quality": ("quality", "technical", "project_manager"),
    "schedule": ("project_manager", "subsidiary_manager"),
    "safety": ("safety", "project_manager"),
    "price": ("sales_supervisor", "sales"),
    "service": ("service", "sales_supervisor"),
    "contract": ("sales_supervisor", "finance"),
    "other": ("sales_supervisor", "marketing"),
}


def add_feedbacks(to: Children) -> None:
    """Add what the customer asked for or complained of, in the course of the talks."""
    talks = to.client.talks
    if len(talks) < 3:
        return
    for _ in range(to.source.many(0.062 * len(talks), 9)):
        _feedback(to, to.source.one(talks))


def _feedback(to: Children, talk: Talk) -> None:
    source, client, now = to.source, to.client, to.book.now
    partner = client.family != "owner"
    kind = source.pick(KINDS["building" if talk.won and talk.stage in ("work", "pay", "care") else "before"])
    to.scene.project = client.undertakings[talk.undertaking]
    aspect, entry = _words(to, f"partner-{kind}" if partner else kind)
    at = min(talk.at + dt.timedelta(days=source.randint(0, 9), hours=1), now - dt.timedelta(minutes=30))
    contact, spoken, second = to.whom(at)
    scene = to.scene
    scene.at, scene.contact, scene.second = at.date(), spoken, second
    entry_at = entered_at(source, at, now)
    keeper = to.keeper(at)
    handler = _handler(to, aspect)
    due = entry_at.date() + dt.timedelta(days=DUE_DAYS[kind])
    state, answered_at, closed_at = _fate(to, entry_at, due)
    begun = handler is not None and (state != "open" or source.chance(0.3))
    made = row(
        Feedback,
        id=source.id(entry_at),
        created_at=entry_at,
        created_by_id=keeper.id,
        customer_id=client.id,
        contact_id=contact.id,
        kind=kind,
        aspect=aspect,
        content=render(entry.text, source, scene.fill),
        occurred_at=at,
        due_on=due,
        handler_id=handler.id if handler and begun else None,
        state="handling" if begun else "open",
        answer="",
    )
    to.into.feedbacks.append(made)
    to.mine.append(made)
    to.event("feedback.recorded", entry_at, keeper, {"kind": kind}, made.id, "feedbacks")
    _settle(to, made.id, render(source.one(entry.ends), source, scene.fill), handler or keeper, (answered_at, closed_at))


def _words(to: Children, kind: str) -> tuple[str, Entry]:
    listed = _listed(kind, to.client.family, to.scene.project.industry)
    for _try in range(5):
        aspect, entry = to.source.one(listed)
        if id(entry) not in to.used:
            break
    to.used.add(id(entry))
    return aspect, entry


@cache
def _listed(kind: str, family: str, industry: str) -> tuple[tuple[str, Entry], ...]:
    """Entries of a kind with their aspects; those about materials are for suppliers, those about crews for subcontractors."""
    foreign = {"supply": {"crew"}, "sub": {"mat"}, "design": {"mat", "crew"}}.get(family, set())
    return tuple(
        (aspect, entry)
        for (of, aspect), found in entries("feedbacks.txt").items()
        if of == kind
        for entry in found
        if not foreign & names_of(entry.text) and entry.fits(industry)
    )


def _handler(to: Children, aspect: str) -> Member | None:
    for role in HANDLERS[aspect]:
        if found := to.client.firm.of(role):
            return to.source.one(found)
    return None


def _fate(to: Children, entry_at: dt.datetime, due: dt.date) -> tuple[str, dt.datetime | None, dt.datetime | None]:
    """The state it is in today, when it was answered, when closed."""
    source, now = to.source, to.book.now
    age = (now - entry_at).days
    if not source.chance(min(0.93, 0.25 + age * 0.03)):
        return ("handling" if source.chance(0.6) else "open"), None, None
    allowed = (due - entry_at.date()).days
    days = source.uniform(0.2, 1.0) * allowed if source.chance(0.82) else allowed + source.expovariate(1 / 6)
    answered = moment(working_day(entry_at.date() + dt.timedelta(days=round(days))), source.randint(9, 17), source.randint(0, 59))
    answered = max(answered, entry_at + dt.timedelta(hours=1))
    if answered >= now:
        return "handling", None, None
    closed = moment(working_day(answered.date() + dt.timedelta(days=source.randint(1, 12))), source.randint(9, 17), source.randint(0, 59))
    if closed >= now or source.chance(0.12):
        return "answered", answered, None
    return "closed", answered, closed


def _settle(to: Children, key: Any, answer: str, who: Member, times: tuple[dt.datetime | None, dt.datetime | None]) -> None:
    answered, closed = times
    if answered:
        values = {"state": "answered", "answer": answer, "answered_at": answered.isoformat(), "answered_by_id": str(who.id)}
        to.move("answered", answered, who, values, key)
        to.event("feedback.answered", answered, who, {}, key, "feedbacks")
    if closed:
        to.move("closed", closed, who, {"state": "closed"}, key)
        to.event("feedback.closed", closed, who, {}, key, "feedbacks")
