"""Customers that have left: those whose last deal was lost and who have been silent since. A few came back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from zhuke.modules.customers.models import Customer
from zhuke.modules.sales.models import PHASE_CODES, Churn, Competitor, Opportunity

from .recording import recorded
from .rows import copy, row
from .source import Odds, Source, moment

if TYPE_CHECKING:
    from .book import Book

SILENT, JUST_WON = 150, 730
MOST = 600
SHARE = 0.55
BACK = 0.12
REASONS = Odds(
    {
        "rival": 26.0,
        "price": 20.0,
        "no_projects": 16.0,
        "contact_left": 12.0,
        "service": 8.0,
        "schedule": 7.0,
        "dispute": 6.0,
        "quality": 5.0,
    }
)
NOTES = {
    "rival": "对方与同行签了年度框架，短期内没有机会。",
    "price": "多次比价都高于对方心理价位，不再邀请我方报价。",
    "no_projects": "在建项目已收尾，近两年没有新的投资计划。",
    "contact_left": "原对接人调离，新负责人有固定的合作单位。",
    "service": "反映问题答复慢，已改由其他单位配合。",
    "schedule": "上一项目工期拖延，对方不愿再合作。",
    "dispute": "结算有分歧，对方暂停合作。",
    "quality": "对上一项目的质量整改不满意。",
}
BACKS = ("总经理回访后恢复合作，邀请参加新项目投标。", "换了报价方案，对方同意重新洽谈。", "新项目来电咨询，已重新建立联系。")


def add(book: Book) -> int:
    """Enter them, each by the owner of the customer; returns how many."""
    source = Source(book.seed, "leaving")
    customers = [found for found in _gone(book.now)[:MOST] if source.chance(SHARE)]
    rivals = dict(
        Competitor.objects.filter(opportunity__customer__in=[c.pk for c in customers])
        .order_by("pk")
        .values_list("opportunity__customer", "name")
    )
    with recorded(Churn):
        return copy(Churn, [_churn(source, book.now, customer, rivals) for customer in customers])


def _gone(now: dt.datetime) -> QuerySet[Any]:
    deals = Opportunity.objects.filter(customer=OuterRef("pk"), archived_at=None)
    rows = Customer.objects.filter(
        Exists(deals.filter(state="lost")),
        ~Exists(deals.filter(state="open")),
        ~Exists(deals.filter(state="won", closed_at__gte=now - dt.timedelta(days=JUST_WON))),
        archived_at=None,
        owner__isnull=False,
    )
    # Asked of each customer by itself: a join would sort all customers of a large demonstration by all of their columns.
    furthest = Subquery(deals.order_by().values("customer").annotate(most=Max("furthest")).values("most"))
    rows = rows.filter(last_contact_at__lt=now - dt.timedelta(days=SILENT))
    return rows.annotate(furthest=furthest).only("owner", "last_contact_at").order_by("pk")


def _churn(source: Source, now: dt.datetime, customer: Any, rivals: dict[UUID, str]) -> Any:
    today = timezone.localdate(now)
    left = min(timezone.localdate(customer.last_contact_at) + dt.timedelta(days=source.randint(20, 100)), today)
    reason = source.pick(REASONS)
    at = moment(left, 17, source.randint(0, 25))
    back = left + dt.timedelta(days=source.randint(40, 140)) if source.chance(BACK) else None
    return row(
        Churn,
        id=source.id(at),
        created_at=at,
        updated_at=at,
        created_by_id=customer.owner_id,
        customer_id=customer.pk,
        left_on=left,
        reason=reason,
        gone_to=rivals.get(customer.pk, "") if reason == "rival" else "",
        note=NOTES[reason],
        phase=PHASE_CODES[customer.furthest],
        won_back_on=back if back and back <= today else None,
        won_back_note=source.one(BACKS) if back and back <= today else "",
    )
