"""Costs of projects: written down once, never changed, taken back by a row of the opposite amount. ¥ including tax."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import build, save
from zhuke.modules.billing.models import Receivable
from zhuke.modules.projects.models import CostItem, Project, ProjectContract, ProjectCost

from .guards import check_item, hold, locked
from .items import OF_PART, find_item
from .money import refresh


def record_cost(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ProjectCost:
    """Enter a cost by hand. Raises archived, project_closed, invalid (in the future, not positive, cost item)."""
    project = hold(values.get("project_id"))
    row: ProjectCost = build(actor, by_model(ProjectCost), values, pk=pk)
    row.on = row.on or timezone.localdate()
    problems: dict[str, list[Any]] = {}
    if row.amount is not None and row.amount <= 0:
        problems["amount"] = [_("请填写大于 0 的金额；要减少成本，请冲销那一笔。")]
    if row.on > timezone.localdate():
        problems["on"] = [_("发生日期不能在将来，请改正日期。")]
    if problems:
        raise invalid(problems)
    check_item(project, row.cost_item)
    return _posted(actor, row)


def edit_cost(actor: Actor, row: ProjectCost, **values: Any) -> ProjectCost:
    """Costs stay as they were entered. Raises fixed."""
    raise Conflict("fixed", _("已登记的成本不能修改。请冲销这一笔，再重新登记。"))


def reverse_cost(actor: Actor, row: ProjectCost, *, reason: str) -> ProjectCost:
    """Take back a cost that was entered by hand; answers the row that takes it back. Raises from_source, wrong_state."""
    locked(row.project_id)
    if row.source:
        raise Conflict("from_source", _("这笔成本由其他单据产生，请在那张单据上更正。"))
    if row.reverses_id or ProjectCost.objects.filter(reverses=row).exists():
        raise Conflict("wrong_state", _("这笔成本已经冲销，不能再冲销一次。"))
    return _reversed(actor, row, reason)


def post(
    actor: Actor, project: Project, item: CostItem | str, amount: Decimal, on: dt.date, *, source: tuple[str, UUID], text: str
) -> ProjectCost | None:
    """Write down what a document of another module cost; ``item`` is a cost item, its code or a kind (``labour`` …).

    One document has one standing cost: the same again changes nothing, anything else takes the former back first; 0 only takes it back.
    None: nothing stands now (amount 0, or the firm has no cost item of the kind). Closed projects still take late bills.
    Call it inside ``writing``.
    """
    standing = _standing(source)
    for key in sorted({project.pk, *([standing.project_id] if standing else [])}):
        locked(key)
    standing = _standing(source)
    found = item if isinstance(item, CostItem) else find_item(project, item)
    if standing:
        same = (standing.project_id, standing.cost_item_id, standing.amount, standing.on)
        if found and same == (project.pk, found.pk, amount, on):
            return standing
        _reversed(actor, standing, str(_("来源单据已更正")))
    if found is None or not amount:
        return None
    row = ProjectCost(project=project, cost_item=found, on=on, amount=amount, text=text[:200], created_by_id=actor.id)
    row.source, row.source_id = source
    return _posted(actor, row)


def reverse(actor: Actor, *, source: tuple[str, UUID], reason: str = "") -> ProjectCost | None:
    """Take back what the document cost; None: nothing stands. Call it inside ``writing``."""
    standing = _standing(source)
    if standing is None:
        return None
    locked(standing.project_id)
    standing = _standing(source)
    return _reversed(actor, standing, reason) if standing else None


def _standing(source: tuple[str, UUID]) -> ProjectCost | None:
    rows = ProjectCost.objects.filter(source=source[0], source_id=source[1], reverses=None, reversal=None)
    return rows.order_by("-created_at").first()


def _posted(actor: Actor, row: ProjectCost) -> ProjectCost:
    save(row, by_model(ProjectCost))
    emit("project_costs.posted", row, actor, {"project": str(row.project_id), "source": row.source})
    refresh([row.project_id])
    return row


def _reversed(actor: Actor, row: ProjectCost, reason: str) -> ProjectCost:
    back = ProjectCost(
        project_id=row.project_id, cost_item_id=row.cost_item_id, on=row.on, amount=-row.amount, text=row.text, reverses=row,
        source=row.source, source_id=row.source_id, reason=reason[:300], created_by_id=actor.id,
    )  # fmt: skip
    save(back, by_model(ProjectCost))
    emit("project_costs.reversed", back, actor, {"project": str(row.project_id), "reverses": str(row.pk), "reason": reason[:300]})
    refresh([row.project_id])
    return back


def follow_payable(actor: Actor, payable: Receivable) -> None:
    """A payable of a contract of a project is a cost of that project, as long as it is not cancelled or struck off."""
    links = ProjectContract.objects.filter(contract__isnull=False, contract=payable.contract, archived_at=None)
    link = links.select_related("project", "cost_item").first()
    source = ("receivables", payable.pk)
    if link is None or payable.direction != "expense" or payable.state == "cancelled":
        reverse(actor, source=source, reason=str(_("应付已作废或合同已移出项目")))
        return
    item: CostItem | str = link.cost_item or OF_PART[link.part]
    post(actor, link.project, item, payable.amount - payable.written_off, payable.occurred_on, source=source, text=payable.name)


def follow_contract(actor: Actor, contract_id: UUID) -> None:
    """All payables of a contract that came to a project, left it or changed its cost item."""
    for payable in Receivable.objects.filter(contract_id=contract_id, direction="expense").order_by("pk"):
        follow_payable(actor, payable)
