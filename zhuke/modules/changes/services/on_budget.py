"""What a change does to the budget: the line of its cost item is raised or lowered, and the budget approved anew where that is honest."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict
from zhuke.modules.changes.models import ChangeRequest
from zhuke.modules.projects.models import BudgetLine, BudgetVersion, Project
from zhuke.modules.projects.services import budgets
from zhuke.modules.projects.services.guards import check_item, check_open, hold

from .parts import Figure, Found, by_change, yuan

FIGURES = (
    Figure("line", _("科目预算"), "money", "cost_amount"),
    Figure("total", _("项目预算合计"), "money", "cost_amount"),
)


def wanted(row: ChangeRequest) -> bool:
    """Whether the budget changes at all."""
    return bool(row.cost_amount)


def foresee(row: ChangeRequest) -> Found:
    """What would follow; nothing is written. Raises what ``apply`` raises."""
    check_open(row.project)
    return _found(row, row.project)


def apply(row: ChangeRequest) -> Found:
    """Change the line. The budget becomes a new version, unless somebody is working on it: then it waits for its approval.

    Raises archived, project_closed, below_budget, no_item, too_many_lines, invalid.
    """
    actor = by_change(row)
    with writing(actor):
        project = hold(row.project_id)
        found = _found(row, project)
        settled = _settled(project)
        line = _line(row)
        amount = Decimal(found.after["line"])
        note = f"{row.number} {row.title}"
        if line is None:
            budgets.add_line(actor, project_id=project.pk, cost_item_id=row.cost_item_id, amount=amount, note=note[:200])
        else:
            budgets.edit_line(actor, line, amount=amount)
        if settled:
            budgets.approve_budget(actor, project, note=note[:300])
            version = BudgetVersion.objects.filter(project=project).order_by("-number").first()
            assert version
            return Found(found.before, found.after | {"version": version.number}, version.pk)
        return Found(found.before, found.after | {"version": None}, None)


def _found(row: ChangeRequest, project: Project) -> Found:
    if row.cost_item is None:
        raise Conflict("no_item", _("没有选择成本科目，预算无法调整。"))
    check_item(project, row.cost_item)
    rows = BudgetLine.objects.filter(project=project, archived_at=None)
    total = sum((one.amount for one in rows), Decimal(0))
    line = _line(row)
    now, by = (line.amount if line else Decimal(0)), row.cost_amount or Decimal(0)
    if now + by < 0:
        raise Conflict(
            "below_budget",
            _("科目“%(name)s”的预算不够减。请先调整预算，再重新应用。") % {"name": row.cost_item.name},
        )
    return Found({"item": row.cost_item.name, "line": yuan(now), "total": yuan(total)}, {"line": yuan(now + by), "total": yuan(total + by)})


def _line(row: ChangeRequest) -> BudgetLine | None:
    return BudgetLine.objects.filter(project=row.project_id, cost_item=row.cost_item_id, archived_at=None).first()


def _settled(project: Project) -> bool:
    """Whether the budget in work is the approved one, so that a new version holds nothing but this change."""
    last = BudgetVersion.objects.filter(project=project).order_by("-number").first()
    if last is None:
        return False
    rows = BudgetLine.objects.filter(project=project, archived_at=None)
    return {line["cost_item"]: (line["amount"], line["note"]) for line in last.lines} == {
        str(one.cost_item_id): (str(one.amount), one.note) for one in rows
    }


def sentence(found: Found, done: bool) -> str:
    """What happens, in one sentence."""
    first = _("调整科目“%(name)s”的预算。") % {"name": found.before.get("item")}
    if not done:
        return first
    if found.after.get("version"):
        return first + _("预算已成为第 %(n)d 版。") % {"n": found.after["version"]}
    return first + _("预算还在编制，已改在编制中的预算里，待项目批准预算时生效。")
