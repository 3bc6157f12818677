"""The conditions that projects themselves know."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.modules.billing.models import Receivable

from .conditions import register_condition
from .models import BudgetVersion, Project, ProjectMember
from .services.bindings import income_contracts
from .services.money import COUNTING


def _contract_signed(project: Project) -> Any:
    if income_contracts(project).filter(state__in=COUNTING).exists():
        return None
    return _("还没有已签订的合同，请先签订主合同，并在项目中选择它。")


def _manager_named(project: Project) -> Any:
    return None if project.owner and project.owner.is_active else _("还没有项目经理，请在项目资料中选择。")


def _roles_filled(project: Project) -> Any:
    count = ProjectMember.objects.filter(project=project, archived_at=None, person=None).count()
    return _("还有 %(n)d 个项目角色没有人，请在“成员”中选人。") % {"n": count} if count else None


def _budget_approved(project: Project) -> Any:
    return None if BudgetVersion.objects.filter(project=project).exists() else _("预算还没有批准，请先编制并批准预算。")


def _progress_done(project: Project) -> Any:
    return (
        None
        if project.progress >= 100
        else _("进度是 %(n)s%%，还没有完成，请先完成全部任务。") % {"n": f"{project.progress.normalize():f}"}
    )


def _contract_settled(project: Project) -> Any:
    rows = income_contracts(project).filter(state__in=COUNTING)
    if rows.exists() and not rows.exclude(state__in=("settled", "closed")).exists():
        return None
    return _("合同还没有结算，请先在合同中登记结算。")


def _warranty_over(project: Project) -> Any:
    today = timezone.localdate()
    running = (
        income_contracts(project)
        .filter(state__in=COUNTING)
        .filter(Q(warranty_until__gte=today) | Q(warranty_until=None, warranty_months__gt=0))
    )
    return _("质保期还没有结束，请等质保期满。") if running.exists() else None


def _paid(project: Project) -> Any:
    rows = Receivable.objects.open_income().filter(contract__in=income_contracts(project))
    return _("还有 %(n)d 笔应收没有结清，请先收回或核销。") % {"n": rows.count()} if rows.exists() else None


for _code, _label, _check in (
    ("contract_signed", _("合同已签订"), _contract_signed),
    ("manager_named", _("有项目经理"), _manager_named),
    ("roles_filled", _("项目角色都有人"), _roles_filled),
    ("budget_approved", _("预算已批准"), _budget_approved),
    ("progress_done", _("进度 100%"), _progress_done),
    ("contract_settled", _("合同已结算"), _contract_settled),
    ("warranty_over", _("质保期已满"), _warranty_over),
    ("paid", _("应收已结清"), _paid),
):
    register_condition(_code, _label, _check)
