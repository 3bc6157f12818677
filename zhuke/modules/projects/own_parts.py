"""The parts of templates that projects themselves know: roles, and the budget as shares."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from zhuke.kernel import config
from zhuke.kernel.access import Actor

from .models import BudgetLine, Project, ProjectMember
from .parts import Items, TemplatePart, declare_part
from .services import budgets, members
from .services.items import find_item

HUNDRED = Decimal(100)


def _take_roles(project: Project) -> Items:
    rows = ProjectMember.objects.filter(project=project, archived_at=None).values("role", "can_edit").annotate(count=Count("pk"))
    return [{"role": row["role"], "can_edit": row["can_edit"], "count": row["count"]} for row in rows.order_by("role", "can_edit")]


def _apply_roles(actor: Actor, project: Project, items: Items) -> int:
    known = {entry.code for entry in config.entries("project_role") if entry.active}
    added = 0
    for item in items:
        there = ProjectMember.objects.filter(project=project, archived_at=None, role=item["role"], can_edit=item["can_edit"]).count()
        missing = max(0, int(item["count"]) - there) if item["role"] in known else 0
        for _place in range(missing):
            members.add_member(actor, project_id=project.pk, role=item["role"], can_edit=item["can_edit"])
        added += missing
    return added


def _take_budget(project: Project) -> Items:
    """Shares of the contract's amount, so that a template never tells what a project cost."""
    rows = BudgetLine.objects.filter(project=project, archived_at=None).select_related("cost_item").order_by("cost_item__code")
    base = project.income_total or sum((line.amount for line in rows), Decimal(0))
    return [
        {
            "code": line.cost_item.code,
            "share": str((line.amount / base * HUNDRED).quantize(Decimal("0.0001"))) if base else "0",
            "note": line.note,
        }
        for line in rows
    ]


def _apply_budget(actor: Actor, project: Project, items: Items) -> int:
    there = set(BudgetLine.objects.filter(project=project, archived_at=None).values_list("cost_item_id", flat=True))
    base, added = project.income_total or Decimal(0), 0
    for item in items:
        found: Any = find_item(project, item["code"])
        if found and found.pk not in there:
            amount = (base * Decimal(item["share"]) / HUNDRED).quantize(Decimal(1)) * Decimal("1.00")
            budgets.add_line(actor, project_id=project.pk, cost_item_id=found.pk, amount=amount, note=item["note"])
            there.add(found.pk)
            added += 1
    return added


declare_part(TemplatePart("roles", _("项目角色"), _take_roles, _apply_roles, 10))
declare_part(TemplatePart("budget", _("预算结构"), _take_budget, _apply_budget, 20))
