"""What customers put on the workbench."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.workbench.registry import Figure, Found, Item, Link, Period, first_of, register_counter, register_list
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.filters import midnight
from zhuke.kernel.resource import by_model

from .models import Contact, Customer, Feedback, Lead, PoolMove
from .services.ranking import short_of_target

RECENT = dt.timedelta(days=7)
OPEN = ["open", "handling"]
MINE = ["owner", "=", "$me"]


def mine(actor: Actor) -> QuerySet[Customer]:
    """The customers that the actor looks after, those of whom the actor deputises for included."""
    return visible(actor, by_model(Customer)).filter(owner_id__in=actor.owner_ids, archived_at=None)


def in_both(rows: QuerySet[Any], period: Period, field: str, link: Link) -> Figure:
    """How many of ``rows`` fall into this month to date and the same days of last month: one query."""
    now, before = ({f"{field}__gte": start, f"{field}__lt": end} for start, end in (period.moments, period.before))
    found = rows.filter(Q(**now) | Q(**before)).aggregate(now=Count("pk", filter=Q(**now)), before=Count("pk", filter=Q(**before)))
    return Figure(found["now"], found["before"], link)


def this_month(resource: str, field: str = "created_at") -> Link:
    """The list of what came this month."""
    return Link(resource, [field, "period", "this_month"], f"-{field}")


def whom_to_call(actor: Actor, customers: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and number of the primary contact of each of these customers, as far as the actor sees them: one query."""
    if not actor.can("contacts", "read"):
        return {}
    rows = visible(actor, by_model(Contact)).filter(customer_id__in=list(customers), archived_at=None)
    numbers = actor.sees("contacts", "phone")
    return {
        customer: (name, (phone or (landline if actor.sees("contacts", "landline") else "")) if numbers else "")
        for customer, name, phone, landline in rows.order_by("is_primary", "-created_at").values_list(
            "customer_id", "name", "phone", "landline"
        )
    }


def customer_items(actor: Actor, rows: list[Customer], due: str, hint: str = "") -> list[Item]:
    """Customers as lines: whom to call, and ``due`` (a field) with its colour."""
    people, now, today = whom_to_call(actor, [row.pk for row in rows]), timezone.now(), timezone.localdate()
    may_follow = ("follow",) if actor.can("interactions", "create") else ()
    items = []
    for row in rows:
        name, phone = people.get(row.pk, ("", ""))
        at = getattr(row, due)
        late = at is not None and (at < midnight(today) if isinstance(at, dt.datetime) and at < now else False)
        items.append(
            Item(
                "customers",
                row.pk,
                row.name,
                " · ".join(part for part in (name, getattr(row, hint) if hint else _last(row)) if part),
                at,
                "danger" if late else "",
                (*(("call",) if phone else ()), *may_follow),
                phone,
                {"id": row.pk, "label": row.name},
            )
        )
    return items


def _last(row: Customer) -> str:
    if row.last_contact_at is None:
        return _("还没有沟通记录")
    days = (timezone.localdate() - timezone.localdate(row.last_contact_at)).days
    return _("今天联系过") if days <= 0 else _("%(n)s 天前联系过") % {"n": days}


def today(actor: Actor, limit: int) -> Found:
    """Own customers whose next contact is today or overdue."""
    day = timezone.localdate()
    rows = mine(actor).filter(next_contact_at__lt=midnight(day + dt.timedelta(days=1))).order_by("next_contact_at", "pk")
    count, found = first_of(rows, limit)
    link = Link("customers", {"and": [MINE, ["next_contact_at", "<=", day.isoformat()]]}, "next_contact_at")
    return Found(count, customer_items(actor, found, "next_contact_at"), link)


def assigned(actor: Actor, limit: int) -> Found:
    """Customers that others gave to the actor within seven days."""
    since = timezone.now() - RECENT
    claimed = PoolMove.objects.filter(kind="claimed", person_id__in=actor.owner_ids, created_at__gte=since).values("customer")
    rows = mine(actor).filter(owned_since__gte=since).exclude(created_by_id__in=actor.owner_ids).exclude(pk__in=claimed)
    count, found = first_of(rows.order_by("-owned_since", "pk"), limit)
    return Found(count, customer_items(actor, found, "owned_since"), Link("customers", MINE, "-updated_at"))


def recycling(actor: Actor, limit: int) -> Found:
    """Own customers that go back to the pool unless somebody follows up."""
    count, found = first_of(mine(actor).filter(pool_due_on__isnull=False).order_by("pool_due_on", "pk"), limit)
    link = Link("customers", {"and": [MINE, ["pool_due_on", "empty", False]]}, "pool_due_on")
    items = [Item(**{**vars(item), "tone": "warn"}) for item in customer_items(actor, found, "pool_due_on")]
    return Found(count, items, link)


def open_feedbacks(actor: Actor, limit: int) -> Found:
    """Needs and complaints that the actor handles and that have no answer yet."""
    rows = visible(actor, by_model(Feedback)).filter(handler_id__in=actor.owner_ids, state__in=OPEN, archived_at=None)
    count, found = first_of(rows.select_related("customer").order_by("due_on", "pk"), limit)
    day = timezone.localdate()
    items = [
        Item(
            "feedbacks",
            row.pk,
            row.content[:80],
            f"{row.get_kind_display()} · {row.customer.name}",
            row.due_on,
            "danger" if row.due_on and row.due_on < day else "",
        )
        for row in found
    ]
    return Found(count, items, Link("feedbacks", {"and": [["handler", "=", "$me"], ["state", "in", OPEN]]}, "due_on"))


def new_leads(actor: Actor, limit: int) -> Found:
    """Leads that wait for somebody to turn them into customers."""
    rows = visible(actor, by_model(Lead), "convert").filter(state="new", archived_at=None).order_by("-created_at", "-pk")
    count, found = first_of(rows, limit)
    phone = actor.sees("leads", "phone")
    items = [
        Item(
            "leads",
            row.pk,
            row.company,
            " · ".join(part for part in (row.contact_name, row.region, row.message[:40]) if part),
            row.created_at,
            actions=("call",) if phone and row.phone else (),
            phone=row.phone if phone else "",
        )
        for row in found
    ]
    return Found(count, items, Link("leads", ["state", "=", "new"], "-created_at"))


def new_customers(actor: Actor, period: Period) -> Figure:
    """Customers entered this month."""
    rows = visible(actor, by_model(Customer)).filter(archived_at=None)
    return in_both(rows, period, "created_at", this_month("customers"))


def new_leads_of_month(actor: Actor, period: Period) -> Figure:
    """Leads that came this month."""
    return in_both(visible(actor, by_model(Lead)).filter(archived_at=None), period, "created_at", this_month("leads"))


def incomplete(actor: Actor, period: Period) -> Figure:
    """Customers below the target of completeness, of those that the actor may complete. There is no record of last month's state."""
    return Figure(short_of_target(actor).count(), None, Link(path="/customer-quality?tab=fix"))


def unanswered(actor: Actor, period: Period) -> Figure:
    """Needs and complaints without an answer, and how many came this month against the last."""
    rows = visible(actor, by_model(Feedback)).filter(state__in=OPEN, archived_at=None)
    return Figure(rows.count(), None, Link("feedbacks", ["state", "in", OPEN], "due_on"))


READ = (("customers", "read"),)
register_list("customers.today", gettext_lazy("今日需联系"), today, needs=READ, empty=gettext_lazy("今天没有要联系的客户。"))
register_list("customers.assigned", gettext_lazy("分配给我的"), assigned, needs=READ, empty=gettext_lazy("最近 7 天没有新分配给您的客户。"))
register_list(
    "customers.recycling",
    gettext_lazy("即将回收"),
    recycling,
    needs=(*READ, ("customers", "return_to_pool")),
    empty=gettext_lazy("没有即将回到公海的客户。"),
)
register_list(
    "feedbacks.mine", gettext_lazy("待答复诉求"), open_feedbacks, needs=(("feedbacks", "read"),), empty=gettext_lazy("没有等您答复的诉求。")
)
register_list("leads.new", gettext_lazy("待处理线索"), new_leads, needs=(("leads", "convert"),), empty=gettext_lazy("没有待处理的线索。"))
register_counter("customers.new", gettext_lazy("本月新增客户"), new_customers, unit="count", needs=READ)
register_counter(
    "customers.incomplete",
    gettext_lazy("资料待完善"),
    incomplete,
    unit="count",
    needs=(("customers", "update"),),
    better="less",
)
register_counter("leads.month", gettext_lazy("本月线索"), new_leads_of_month, unit="count", needs=(("leads", "read"),))
register_counter("feedbacks.open", gettext_lazy("未答复诉求"), unanswered, unit="count", needs=(("feedbacks", "read"),), better="less")
