"""What a stage may ask for beyond filled fields and files. Modules above register theirs (quotes: ``approved_quotation``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.modules.customers.models import Contact, Interaction

from .models import Opportunity

Check = Callable[[Opportunity], Any]
VISITS = ("visit", "reception", "meeting")


@dataclass(frozen=True)
class Condition:
    """A rule for entering a stage. ``check`` answers None when it holds, else a sentence: what is missing and what to do."""

    code: str
    label: Any
    check: Check


_conditions: dict[str, Condition] = {}


def register_condition(code: str, label: Any, check: Check) -> None:
    """Make a condition known to the stages screen and to moves; call it in AppConfig.ready. A code that is not registered (its module
    is not installed) holds nobody up."""
    _conditions[code] = Condition(code, label, check)


def all_conditions() -> list[Condition]:
    """Every registered condition, in order of registration."""
    return list(_conditions.values())


def condition(code: str) -> Condition | None:
    """The condition of that code, or None."""
    return _conditions.get(code)


def _contact_known(row: Opportunity) -> Any:
    if row.contact_id or Contact.objects.filter(customer_id=row.customer_id, archived_at=None).exists():
        return None
    return _("客户还没有联系人，请先登记至少一位。")


def _visited(row: Opportunity) -> Any:
    if Interaction.objects.filter(customer_id=row.customer_id, channel__in=VISITS, archived_at=None).exists():
        return None
    return _("还没有拜访、会议或来访接待的记录，请先拜访并登记。")


def _followed(row: Opportunity) -> Any:
    return None if row.last_followed_at else _("该商机还没有跟进记录，请先登记一次跟进。")


def _budget_known(row: Opportunity) -> Any:
    return None if row.customer.budget is not None or row.amount is not None else _("还不清楚预算，请填写商机的预计金额或客户的预算金额。")


def _decision_maker(row: Opportunity) -> Any:
    if Contact.objects.filter(customer_id=row.customer_id, decision_role="decider", archived_at=None).exists():
        return None
    return _("还没有找到决策人，请在客户联系人中把一位的决策角色设为“决策人”。")


def _next_contact_set(row: Opportunity) -> Any:
    return None if row.next_contact_at else _("还没有约定下次联系，请在跟进中填写下次联系时间。")


def _competitors_known(row: Opportunity) -> Any:
    return None if row.competitors.filter(archived_at=None).exists() else _("还没有登记竞争对手，请先了解并登记。")


def _no_high_risk(row: Opportunity) -> Any:
    if row.risks.filter(archived_at=None, state="open", level="high").exists():
        return _("还有未解除的高风险，请先处理并解除。")
    return None


for _code, _label, _check in (
    ("contact_known", _("有联系人"), _contact_known),
    ("visited", _("已拜访客户"), _visited),
    ("followed", _("有跟进记录"), _followed),
    ("budget_known", _("了解预算"), _budget_known),
    ("decision_maker", _("找到决策人"), _decision_maker),
    ("next_contact_set", _("已约下次联系"), _next_contact_set),
    ("competitors_known", _("了解竞争对手"), _competitors_known),
    ("no_high_risk", _("没有未解除的高风险"), _no_high_risk),
):
    register_condition(_code, _label, _check)
