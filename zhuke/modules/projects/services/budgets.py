"""Budgets and forecasts of projects: worked on line by line, approved as a whole."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.projects.models import BudgetLine, BudgetVersion, Project, ProjectForecast

from .guards import check_item, check_open, hold, keep_project
from .money import refresh

MOST_LINES = 300


def add_line(actor: Actor, *, pk: UUID | None = None, **values: Any) -> BudgetLine:
    """Add a line to the budget in work. Raises archived, project_closed, too_many_lines, invalid."""
    project = hold(values.get("project_id"))
    if BudgetLine.objects.filter(project=project, archived_at=None).count() >= MOST_LINES:
        raise DomainError("too_many_lines", _("一个项目最多 %(n)d 行预算，请合并一些科目。") % {"n": MOST_LINES})
    return _saved(actor, project, build(actor, by_model(BudgetLine), values, pk=pk))


def edit_line(actor: Actor, line: BudgetLine, **values: Any) -> BudgetLine:
    """Change a line; an approved budget stays as it was approved. Raises archived, project_closed, invalid."""
    project = hold(line.project_id)
    keep_project(line, values)
    assign(line, values)
    return _saved(actor, project, line)


def _saved(actor: Actor, project: Project, line: BudgetLine) -> BudgetLine:
    check_item(project, line.cost_item)
    save(line, by_model(BudgetLine))
    emit("projects.budget_changed", project, actor, {"line": str(line.pk)})
    refresh([project.pk])
    return line


def approve_budget(actor: Actor, project: Project, *, note: str | None = None) -> Project:
    """Freeze the budget in work as the next version; from now on that is what costs are held against.

    Raises archived, project_closed, no_budget, budget_unchanged.
    """
    check_open(project)
    rows = BudgetLine.objects.filter(project=project, archived_at=None).select_related("cost_item").order_by("cost_item__code")
    lines = [_frozen(line) for line in rows]
    total = sum((line.amount for line in rows), Decimal(0))
    if not total:
        raise DomainError("no_budget", _("还没有预算金额。请先按科目填写预算，再批准。"))
    last = BudgetVersion.objects.filter(project=project).order_by("-number").first()
    if last and last.lines == lines:
        raise Conflict("budget_unchanged", _("预算与已批准的第 %(n)d 版相同，无需再次批准。") % {"n": last.number})
    version = BudgetVersion(
        project=project, number=(last.number if last else 0) + 1, total=total, lines=lines, note=note or "",
        approved_on=timezone.localdate(), created_by_id=actor.id,
    )  # fmt: skip
    save(version)
    emit("projects.budget_approved", project, actor, {"version": version.number, "total": str(total)})
    refresh([project.pk])
    project.refresh_from_db()
    return project


def _frozen(line: BudgetLine) -> dict[str, str]:
    item = line.cost_item
    return {
        "cost_item": str(item.pk),
        "code": item.code,
        "name": item.name,
        "kind": item.kind,
        "amount": str(line.amount),
        "note": line.note,
    }


def add_forecast(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ProjectForecast:
    """Say what a cost item still costs from a day on. Raises archived, project_closed, invalid."""
    project = hold(values.get("project_id"))
    return _expected(actor, project, build(actor, by_model(ProjectForecast), values, pk=pk))


def edit_forecast(actor: Actor, row: ProjectForecast, **values: Any) -> ProjectForecast:
    """Correct a forecast. Raises archived, project_closed, invalid."""
    project = hold(row.project_id)
    keep_project(row, values)
    assign(row, values)
    return _expected(actor, project, row)


def _expected(actor: Actor, project: Project, row: ProjectForecast) -> ProjectForecast:
    row.on = row.on or timezone.localdate()
    if row.on > timezone.localdate():
        raise invalid({"on": [_("预测日期不能在将来，请改正日期。")]})
    check_item(project, row.cost_item)
    save(row, by_model(ProjectForecast))
    emit("projects.forecast_changed", project, actor, {"forecast": str(row.pk)})
    refresh([project.pk])
    return row


def versions_of(project: Project) -> list[dict[str, Any]]:
    """The approved budgets of a project, the newest first."""
    rows = BudgetVersion.objects.filter(project=project).select_related("created_by").order_by("-number")
    return [
        {
            "id": row.pk, "number": row.number, "total": row.total, "lines": row.lines, "approved_on": row.approved_on, "note": row.note,
            "person": {"id": row.created_by_id, "label": row.created_by.name} if row.created_by else None,
        }
        for row in rows
    ]  # fmt: skip
