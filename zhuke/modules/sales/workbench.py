"""What the pipeline puts on the workbench."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.workbench.registry import (
    Figure,
    Found,
    Item,
    Link,
    Period,
    first_of,
    register_block,
    register_counter,
    register_list,
)
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.filters import midnight
from zhuke.kernel.resource import by_model

from .models import PHASES, Node, Opportunity

SILENT_DAYS = 7
NODE_DAYS = 7
IS_OPEN = ["state", "=", "open"]


def in_charge(actor: Actor) -> tuple[QuerySet[Any], list[Any]]:
    """The open opportunities of which the actor is in charge, and the filter that lists them.

    Whoever assigns is in charge of all within that reach; whoever only looks (leaders, auditors), of all in sight; a seller, of one's own.
    """
    action = "assign" if actor.can("opportunities", "assign") else "read"
    rows = visible(actor, by_model(Opportunity), action).filter(state="open", archived_at=None)
    if action == "assign" or not actor.can("opportunities", "create"):
        return rows, [IS_OPEN]
    return rows.filter(owner_id__in=actor.owner_ids), [IS_OPEN, ["owner", "=", "$me"]]


def silent(actor: Actor, limit: int) -> Found:
    """Open opportunities without a follow-up for more than seven days, the longest first; those never followed lead."""
    rows, conditions = in_charge(actor)
    day = timezone.localdate() - dt.timedelta(days=SILENT_DAYS)
    since = midnight(day)
    count, found = first_of(
        rows.filter(Q(last_followed_at__lt=since) | Q(last_followed_at=None, created_at__lt=since))
        .select_related("customer", "stage", "owner")
        .order_by(F("last_followed_at").asc(nulls_first=True), "pk"),
        limit,
    )
    never = {"and": [["last_followed_at", "empty", True], ["created_at", "<", day.isoformat()]]}
    quiet = {"or": [["last_followed_at", "<", day.isoformat()], never]}
    link = Link("opportunities", {"and": [*conditions, quiet]}, "last_followed_at")
    return Found(count, [_silent_item(actor, row) for row in found], link)


def _silent_item(actor: Actor, row: Opportunity) -> Item:
    last = row.last_followed_at
    days = (timezone.localdate() - timezone.localdate(last)).days if last else None
    said = _("%(n)s 天未跟进") % {"n": days} if days is not None else _("从未跟进")
    owner = row.owner.name if row.owner and row.owner_id not in actor.owner_ids else ""
    return Item(
        "opportunities",
        row.pk,
        row.name,
        " · ".join(part for part in (said, row.stage.title, row.customer.name, owner) if part),
        tone="warn",
        actions=("follow",) if actor.can("opportunities", "follow") else (),
        customer={"id": row.customer_id, "label": row.customer.name},
        version=row.version,
    )


def nodes(actor: Actor, limit: int) -> Found:
    """Milestones of opportunities that are due within seven days or overdue, of which the actor is in charge."""
    today = timezone.localdate()
    own = Q(owner_id__in=actor.owner_ids) | Q(owner=None, opportunity__owner_id__in=actor.owner_ids)
    last = today + dt.timedelta(days=NODE_DAYS)
    rows = visible(actor, by_model(Node)).filter(own, done_on=None, due_on__lte=last, archived_at=None, opportunity__state="open")
    count, found = first_of(rows.select_related("opportunity").order_by("due_on", "pk"), limit)
    items = [
        Item(
            "opportunity_nodes",
            row.pk,
            row.name,
            row.opportunity.name,
            row.due_on,
            "danger" if row.due_on < today else "warn" if row.due_on == today else "",
            about={"resource": "opportunities", "id": row.opportunity_id},
        )
        for row in found
    ]
    link = Link("opportunity_nodes", {"and": [["done_on", "empty", True], ["due_on", "<=", last.isoformat()]]}, "due_on")
    return Found(count, items, link)


def all_visible(actor: Actor) -> QuerySet[Any]:
    """Every opportunity that the actor sees."""
    return visible(actor, by_model(Opportunity)).filter(archived_at=None)


def _open_then(period: Period) -> Q:
    """Open on the same day of last month: it had come, and was not yet closed."""
    end = period.before[1]
    return Q(opened_on__lte=period.before_last) & (Q(state="open") | Q(closed_at__gte=end))


def _both(rows: QuerySet[Any], now: Q, before: Q) -> dict[str, Any]:
    """Count and amount of both periods in one pass over the rows."""
    return rows.filter(now | before).aggregate(
        now=Count("pk", filter=now),
        before=Count("pk", filter=before),
        now_amount=Sum("amount", filter=now),
        before_amount=Sum("amount", filter=before),
    )


def _open(actor: Actor, period: Period, suffix: str = "") -> Figure:
    found = period.once("sales.open", lambda: _both(all_visible(actor), Q(state="open"), _open_then(period)))
    return Figure(found[f"now{suffix}"] or 0, found[f"before{suffix}"] or 0, Link("opportunities", IS_OPEN, "-amount"))


def _won(actor: Actor, period: Period, suffix: str = "") -> Figure:
    now, before = (Q(closed_at__gte=start, closed_at__lt=end) for start, end in (period.moments, period.before))
    found = period.once("sales.won", lambda: _both(all_visible(actor).filter(state="won"), now, before))
    link = Link("opportunities", {"and": [["state", "=", "won"], ["closed_at", "period", "this_month"]]}, "-closed_at")
    return Figure(found[f"now{suffix}"] or 0, found[f"before{suffix}"] or 0, link)


def open_count(actor: Actor, period: Period) -> Figure:
    """Open opportunities, and how many were open on the same day of last month."""
    return _open(actor, period)


def open_amount(actor: Actor, period: Period) -> Figure:
    """Their expected amounts."""
    return _open(actor, period, "_amount")


def won_count(actor: Actor, period: Period) -> Figure:
    """Won this month."""
    return _won(actor, period)


def won_amount(actor: Actor, period: Period) -> Figure:
    """Amounts won this month."""
    return _won(actor, period, "_amount")


def year_back(today: dt.date) -> dt.date:
    """First day of 近 12 个月 on ``today``: the day after the same day of last year. The analysis page has this rule too (drill.ts)."""
    try:
        return today.replace(year=today.year - 1) + dt.timedelta(days=1)
    except ValueError:  # 29 February
        return dt.date(today.year - 1, 3, 1)


def funnel(actor: Actor) -> Mapping[str, Any] | None:
    """How far the opportunities of the last twelve months came: each phase counts all that reached it, lost ones included."""
    today = timezone.localdate()
    rows = (
        all_visible(actor)
        .filter(opened_on__range=(year_back(today), today))
        .order_by()
        .values("furthest")
        .annotate(count=Count("pk"), total=Sum("amount"))
    )
    reached = [(row["furthest"], row["count"], row["total"] or Decimal(0)) for row in rows]
    steps = [
        {
            "key": code,
            "label": str(label),
            "count": sum(count for furthest, count, _total in reached if furthest >= i),
            "amount": str(sum((total for furthest, _count, total in reached if furthest >= i), Decimal(0))),
            "link": None,
        }
        for i, (code, label) in enumerate(PHASES)
    ]
    return {"steps": steps, "note": _("近 12 个月的商机，走到各时期的数量和金额"), "link": vars(Link(path="/sales-analysis"))}


READ = (("opportunities", "read"),)
register_list("sales.silent", gettext_lazy("遗忘提醒"), silent, needs=READ, empty=gettext_lazy("没有超过 7 天未跟进的商机。"))
register_list(
    "sales.nodes", gettext_lazy("即将到期"), nodes, needs=(("opportunity_nodes", "read"),), empty=gettext_lazy("7 天内没有到期的关键节点。")
)
register_counter("sales.open", gettext_lazy("进行中商机"), open_count, unit="count", needs=READ)
register_counter("sales.open_amount", gettext_lazy("进行中金额"), open_amount, unit="yuan", needs=READ)
register_counter("sales.won", gettext_lazy("本月赢单"), won_count, unit="count", needs=READ)
register_counter("sales.won_amount", gettext_lazy("本月赢单金额"), won_amount, unit="yuan", needs=READ)
register_block("funnel", gettext_lazy("商机漏斗"), funnel, kind="funnel", needs=READ)
