"""What projects themselves say about their health: days, money, contracts, people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import say
from zhuke.modules.billing.models import Receivable

from .health import declare_source
from .models import PHASE_CODES, Project, ProjectContract
from .services.money import COUNTING

Found = Mapping[UUID, tuple[str, Any]]
WORKING = ("initiation", "design", "construction")
LATE_DAYS, START_DAYS, OWED_DAYS, OWED_LONG = 30, 14, 30, 90


def _days(projects: Sequence[Project]) -> Found:
    today, found = timezone.localdate(), {}
    for one in projects:
        if one.phase in WORKING and one.ends_on and one.ends_on < today:
            late = (today - one.ends_on).days
            found[one.pk] = ("red" if late > LATE_DAYS else "amber", say(_("计划竣工日期已过 %(n)s 天，工程还没有完成"), n=late))
        elif one.phase in WORKING[:2] and one.starts_on and (today - one.starts_on).days > START_DAYS:
            late = (today - one.starts_on).days
            found[one.pk] = ("amber", say(_("计划开工日期已过 %(n)s 天，还没有进入施工"), n=late))
    return found


def _money(projects: Sequence[Project]) -> Found:
    found: dict[UUID, tuple[str, Any]] = {}
    for one in projects:
        if one.budget_total and one.forecast_total and one.forecast_total > one.budget_total:
            over = float((one.forecast_total - one.budget_total) / one.budget_total * 100)
            found[one.pk] = ("red" if over > 5 else "amber", say(_("预测成本超出预算 %(n)s%%"), n=f"{over:.1f}"))
        if one.margin is not None and one.margin < 0:
            found[one.pk] = ("red", _("预测成本超过合同收入，项目将亏损"))
    return found


def _receivables(projects: Sequence[Project]) -> Found:
    today = timezone.localdate()
    links = ProjectContract.objects.filter(project__in=projects, archived_at=None)
    of = dict(links.values_list("contract_id", "project_id"))
    rows = Receivable.objects.open_income().overdue(today).filter(contract__in=list(of), disputed=False)
    oldest: dict[UUID, int] = {}
    for contract, due in rows.values_list("contract_id").annotate(due=Min("due_on")).order_by():
        oldest[of[contract]] = max(oldest.get(of[contract], 0), (today - due).days)
    return {
        key: ("red" if days > OWED_LONG else "amber", say(_("有应收已逾期 %(n)s 天"), n=days))
        for key, days in oldest.items()
        if days > OWED_DAYS
    }


def _contracts(projects: Sequence[Project]) -> Found:
    built = [p.pk for p in projects if p.phase in PHASE_CODES[2:]]
    links = ProjectContract.objects.filter(project__in=built, archived_at=None, contract__direction="income", contract__state__in=COUNTING)
    signed = set(links.values_list("project_id", flat=True))
    return {key: ("amber", _("已经施工，主合同还没有签订")) for key in built if key not in signed}


def _people(projects: Sequence[Project]) -> Found:
    return {p.pk: ("amber", _("没有项目经理")) for p in projects if p.owner is None or not p.owner.is_active}


def _holds(projects: Sequence[Project]) -> Found:
    return {p.pk: ("amber", say(_("项目已暂停：%(reason)s"), reason=p.held_reason)) for p in projects if p.held_on}


declare_source("days", _("工期"), _days)
declare_source("money", _("成本"), _money, private=True)
declare_source("receivables", _("回款"), _receivables)
declare_source("contracts", _("合同"), _contracts)
declare_source("people", _("人员"), _people)
declare_source("hold", _("暂停"), _holds)
