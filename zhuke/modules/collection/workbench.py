"""What collection puts on the workbench: the cases one chases, and what is overdue."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.workbench.registry import Figure, Found, Item, Link, Period, first_of, register_counter, register_list
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.billing.models import Entry, Receivable

from .models import CollectionCase

MINE = {"and": [["owner", "=", "$me"], ["state", "!=", "closed"]]}


def my_cases(actor: Actor, limit: int) -> Found:
    """The cases that the actor chases, the largest debt first."""
    rows = visible(actor, by_model(CollectionCase)).filter(owner_id__in=actor.owner_ids).exclude(state="closed").order_by("-overdue", "pk")
    count, found = first_of(rows, limit)
    return Found(count, [_item(row) for row in found], Link("collection_cases", MINE, "-overdue"))


def _item(row: CollectionCase) -> Item:
    state = str(row.get_pause_reason_display() or row.get_state_display())
    hint = _("逾期 ¥%(owed)s · %(state)s") % {"owed": f"{row.overdue:,.0f}", "state": state}
    late = row.state == "open" and row.next_on is not None and row.next_on < timezone.localdate()
    return Item("collection_cases", row.pk, row.name, hint, row.next_on, "danger" if late else "", version=row.version)


def overdue(actor: Actor, period: Period) -> Figure:
    """What customers are late with, today and on the same day of last month."""
    today: Any = timezone.localdate()
    mine = visible(actor, by_model(Receivable)).filter(direction="income")
    now = mine.filter(state__in=("open", "partial"), due_on__lt=today).aggregate(total=Sum("balance"))["total"] or 0
    past = Entry.objects.filter(
        book="receivable", on__lte=period.before_last, receivable__due_on__lt=period.before_last, receivable__in=mine.order_by()
    )
    link = Link(
        "receivables", {"and": [["direction", "=", "income"], ["state", "in", ["open", "partial"]], ["due_on", "<", str(today)]]}, "due_on"
    )
    return Figure(now, past.aggregate(total=Sum("amount"))["total"] or 0, link)


register_list(
    "collection", gettext_lazy("我的催收工单"), my_cases, needs=(("collection_cases", "read"),), empty=gettext_lazy("没有要催收的客户")
)
register_counter("overdue", gettext_lazy("逾期应收"), overdue, unit="yuan", needs=(("receivables", "read"),), better="less")
