"""The firm's cost items: a tree of the group or of one company."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.services import upward
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.projects.models import BudgetLine, CostItem, Project, ProjectCost

OF_PART = {"sub": "subcontract", "purchase": "material", "design": "other", "main": "other", "other": "other"}
"""The kind of cost item that a contract of this part counts under where nobody has named one."""
MOST_LEVELS = 8


def find_item(project: Project, wanted: str) -> CostItem | None:
    """The cost item of that code or kind, that of the nearest unit upward first, then the lowest code; None: there is none."""
    units = [*upward(project.unit_id), None]
    rows = [row for row in CostItem.objects.filter(archived_at=None).order_by("code") if row.unit_id in units]
    fitting = [row for row in rows if row.code == wanted] or [row for row in rows if row.kind == wanted]
    return min(fitting, key=lambda row: units.index(row.unit_id), default=None)


def add_item(actor: Actor, *, pk: UUID | None = None, **values: Any) -> CostItem:
    """Add a cost item. Raises invalid (code taken, parent of another company)."""
    return _saved(actor, build(actor, by_model(CostItem), {"unit_id": None, **values}, pk=pk), "created")


def edit_item(actor: Actor, item: CostItem, **values: Any) -> CostItem:
    """Change a cost item. Raises invalid, item_in_use (another company's projects count under it)."""
    moved = values.get("unit_id", item.unit_id) != item.unit_id
    assign(item, values)
    used = BudgetLine.objects.filter(cost_item=item, archived_at=None).exists() or ProjectCost.objects.filter(cost_item=item).exists()
    if moved and used and item.unit_id:
        raise Conflict("item_in_use", _("已有项目使用这个科目，不能再改适用单位。请为那个单位新建科目。"))
    return _saved(actor, item, "updated")


def _saved(actor: Actor, item: CostItem, event: str) -> CostItem:
    item.code = item.code.strip()
    seen, above = {item.pk}, item.parent
    while above is not None:
        if above.pk in seen or len(seen) > MOST_LEVELS:
            raise invalid({"parent": [_("上级科目不能是它自己或它的下级，层级最多 %(n)d 层，请另选。") % {"n": MOST_LEVELS}]})
        if above.unit_id and above.unit_id != item.unit_id:
            raise invalid({"parent": [_("上级科目属于另一个单位，请选择集团或本单位的科目。")]})
        seen.add(above.pk)
        above = above.parent
    save(item, by_model(CostItem))
    emit(f"cost_items.{event}", item, actor)
    return item
