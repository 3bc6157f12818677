"""All that happened with a customer, in one line of time (R2, R91), and what the 360° page shows above it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, Max, Min, Q, Sum
from django.db.models.functions import TruncMonth

from zhuke.kernel.access import Actor, ParentScope, visible
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.models import Change, Event
from zhuke.kernel.resource import Resource, by_name
from zhuke.modules.customers.models import Customer

# Facts of the customer's own life that people want to see between the talks.
EVENTS = (
    "customer.registered",
    "customer.assigned",
    "customer.merged",
    "customer.merge_undone",
    "customers.archived",
    "customers.restored",
)
CHILDREN = ("contacts", "addresses", "interactions", "feedbacks", "cooperations", "qualifications")


def _resource(name: str) -> Resource:
    found = by_name(name)
    assert found is not None
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """An item of a timeline, by which the next page goes on. Items of one moment are told apart by kind and id."""

    at: dt.datetime
    kind: str
    id: str

    def text(self) -> str:
        """What `Place.of` reads again."""
        return f"{self.at.isoformat()}~{self.kind}~{self.id}"

    @classmethod
    def of(cls, text: str) -> Place:
        """Raises ValueError for anything else than `text` made, or a moment alone: everything before it."""
        moment, _, rest = text.partition("~")
        kind, _, key = rest.partition("~")
        at = dt.datetime.fromisoformat(moment)
        if at.tzinfo is None or not 1900 <= at.year <= 2200 or (rest and (kind not in KEYS or KEYS[kind](key) is None)):
            raise ValueError(text)
        return cls(at, kind, key)

    def below(self, kind: str, moment: str) -> Q:
        """The rows of this kind that come after the place: older ones, and of the same moment those of later kinds and lower ids."""
        older = Q(**{f"{moment}__lt": self.at})
        if kind < self.kind:
            return older | Q(**{moment: self.at})
        return older | Q(**{moment: self.at, "pk__lt": KEYS[kind](self.id)}) if kind == self.kind else older


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


# Kind → its id out of text. Items of one moment come in the reverse order of kind and id.
KEYS: dict[str, Callable[[str], Any]] = {"event": _number, "feedback": parse_uuid, "interaction": parse_uuid}


def timeline(actor: Actor, customer: Customer, *, before: Place | None = None, limit: int = 30) -> list[dict[str, Any]]:
    """Interactions, feedback and events, newest first; only what the actor may read. ``before`` pages on."""
    items = [*_interactions(actor, customer, before, limit), *_feedbacks(actor, customer, before, limit), *_events(customer, before, limit)]
    return sorted(items, key=lambda item: (item["at"], item["kind"], item["id"]), reverse=True)[:limit]


def place_of(item: dict[str, Any]) -> str:
    """Where the page after this item begins."""
    return Place(item["at"], item["kind"], str(item["id"])).text()


def _interactions(actor: Actor, customer: Customer, before: Place | None, limit: int) -> list[dict[str, Any]]:
    rows = visible(actor, _resource("interactions")).filter(customer=customer, archived_at=None)
    if before:
        rows = rows.filter(before.below("interaction", "occurred_at"))
    return [
        {
            "kind": "interaction", "id": row.pk, "at": row.occurred_at, "entered_at": row.created_at, "late_days": row.late_days,
            "channel": row.channel,
            "title": row.contact.name if row.contact else "", "body": row.content, "result": row.result, "effect": row.effect,
            "origin": row.origin,
            "next_contact_at": row.next_contact_at, "person": row.owner.name if row.owner else "",
        }
        for row in rows.select_related("contact", "owner").order_by("-occurred_at", "-pk")[:limit]
    ]  # fmt: skip


def _feedbacks(actor: Actor, customer: Customer, before: Place | None, limit: int) -> list[dict[str, Any]]:
    rows = visible(actor, _resource("feedbacks")).filter(customer=customer, archived_at=None)
    if before:
        rows = rows.filter(before.below("feedback", "occurred_at"))
    return [
        {
            "kind": "feedback", "id": row.pk, "at": row.occurred_at, "entered_at": row.created_at, "feedback_kind": row.kind,
            "state": row.state,
            "title": row.get_kind_display(), "body": row.content, "result": row.answer, "person": row.handler.name if row.handler else "",
        }
        for row in rows.select_related("handler").order_by("-occurred_at", "-pk")[:limit]
    ]  # fmt: skip


def _events(customer: Customer, before: Place | None, limit: int) -> list[dict[str, Any]]:
    rows = Event.objects.filter(subject_id=customer.pk, name__in=EVENTS)
    if before:
        rows = rows.filter(before.below("event", "at"))
    return [
        {
            "kind": "event",
            "id": row.pk,
            "at": row.at,
            "entered_at": row.at,
            "event": row.name,
            "title": "",
            "body": row.data.get("name", ""),
            "person": row.actor_name,
        }
        for row in rows.order_by("-at", "-pk")[:limit]
    ]


def summary(actor: Actor, customer: Customer) -> dict[str, Any]:
    """Counts and sums for the head of the 360° page, within the actor's rights; what the actor may not see is absent.

    ``may_add`` names the kinds of children that the actor may create for this very customer.
    """
    answer: dict[str, Any] = {"may_add": [name for name in CHILDREN if _may_add(actor, customer, name)]}
    for name in CHILDREN:
        if actor.can(name, "read"):
            answer[name] = visible(actor, _resource(name)).filter(customer=customer, archived_at=None).count()
    if actor.can("feedbacks", "read"):
        answer["feedbacks_open"] = (
            visible(actor, _resource("feedbacks")).filter(customer=customer, archived_at=None, state__in=("open", "handling")).count()
        )
    if actor.can("cooperations", "read"):
        work = visible(actor, _resource("cooperations")).filter(customer=customer, archived_at=None)
        found = work.aggregate(total=Sum("amount"), first=Min("started_on"), last=Max("started_on"))
        answer |= {"cooperation_first": found["first"], "cooperation_last": found["last"]}
        if actor.sees("cooperations", "amount"):
            answer["cooperation_amount"] = str(found["total"]) if found["total"] is not None else None
    answer["changes"] = Change.objects.filter(object_id=customer.pk).count()
    return answer


def _may_add(actor: Actor, customer: Customer, name: str) -> bool:
    resource = _resource(name)
    assert isinstance(resource.scope, ParentScope)
    return Customer.objects.filter(resource.scope.parents(actor, resource, "create"), pk=customer.pk).exists()


def communication(actor: Actor, *, customer: Customer | None = None, owner: Any = None, months: int = 12, today: dt.date) -> dict[str, Any]:
    """How often, through which channel, with what effect (R108): per month and per channel over the last months."""
    rows = visible(actor, _resource("interactions")).filter(archived_at=None, occurred_at__date__gt=today - dt.timedelta(days=31 * months))
    if customer:
        rows = rows.filter(customer=customer)
    if owner:
        rows = rows.filter(owner_id=owner)
    forward = Count("pk", filter=Q(effect="forward"))
    by_month = rows.annotate(month=TruncMonth("occurred_at")).values("month").annotate(count=Count("pk"), forward=forward).order_by("month")
    by_channel = (
        rows.values("channel").annotate(count=Count("pk"), forward=forward, late=Count("pk", filter=Q(late_days__gt=0))).order_by("-count")
    )
    late = rows.aggregate(
        count=Count("pk"), late=Count("pk", filter=Q(late_days__gt=0)), average=Avg(F("late_days"), filter=Q(late_days__gt=0))
    )
    return {
        "months": [{**row, "month": row["month"].strftime("%Y-%m")} for row in by_month],
        "channels": list(by_channel),
        "count": late["count"],
        "late": late["late"],
        "late_average_days": round(float(late["average"] or 0), 1),
    }
