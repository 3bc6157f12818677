"""Lines of a contract enter and change here, as long as it is a draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.contracts.models import Contract, Line

from .amounts import put_amounts, retotal
from .guards import hold_draft, keep_contract

MOST_LINES = 500


def add_line(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Line:
    """Add a line, at the end unless a position is given. Raises contract_fixed, too_many_lines, invalid."""
    contract = hold_draft(values.get("contract_id"))
    rows = Line.objects.filter(contract=contract, archived_at=None)
    if rows.count() >= MOST_LINES:
        raise DomainError("too_many_lines", _("一份合同最多 %(n)d 行明细，请合并一些明细。") % {"n": MOST_LINES})
    last = rows.order_by("-position").values_list("position", flat=True).first() or 0
    line: Line = build(actor, by_model(Line), {"position": min(last + 1, 9999), **values}, pk=pk)
    return _saved(actor, line, contract)


def edit_line(actor: Actor, line: Line, **values: Any) -> Line:
    """Change a line. Raises contract_fixed, invalid."""
    contract = hold_draft(line.contract_id)
    keep_contract(line, values)
    assign(line, values)
    return _saved(actor, line, contract)


def _saved(actor: Actor, line: Line, contract: Contract) -> Line:
    put_amounts(line)
    save(line, by_model(Line))
    retotal(contract)
    emit("contracts.updated", contract, actor, {"fields": ["lines"]})
    return line
