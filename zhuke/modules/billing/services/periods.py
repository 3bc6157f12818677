"""Months are closed by finance; nothing is posted into a closed one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import Period
from zhuke.modules.orgs.models import Unit

from .ledger import check_reason, month_lock, wrong_state


def close(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Period:
    """Close a month of a company. Waits for what is being posted into it. Raises invalid (not over, no company, closed already)."""
    row: Period = build(actor, by_model(Period), values, pk=pk)
    row.month = row.month.replace(day=1)
    if unit := Unit.objects.filter(pk=row.unit_id).first():  # one that is not there is refused when the row is saved
        row.name = f"{row.month:%Y-%m} {unit.short_name or unit.name}"[:20]
    _close(actor, row)
    return row


def close_again(actor: Actor, row: Period) -> Period:
    """Close a reopened month. Raises wrong_state."""
    if row.state != "open":
        raise wrong_state(row)
    _close(actor, row)
    return row


def _close(actor: Actor, row: Period) -> None:
    if row.month >= timezone.localdate().replace(day=1):
        raise invalid({"month": [_("这个月还没有过完，不能结账。请选择上个月或更早的月份。")]})
    month_lock(row.month, shared=False)
    row.state, row.closed_at, row.closed_by_id, row.reopen_reason = "closed", timezone.now(), actor.id, ""
    save(row, by_model(Period))
    emit("periods.closed", row, actor, {"month": f"{row.month:%Y-%m}"})


def reopen(actor: Actor, row: Period, *, reason: str) -> Period:
    """Open a closed month again, with the reason. Raises wrong_state, invalid."""
    if row.state != "closed":
        raise wrong_state(row)
    row.state, row.closed_at, row.closed_by_id, row.reopen_reason = "open", None, None, check_reason(reason)
    save(row, by_model(Period))
    emit("periods.reopened", row, actor, {"month": f"{row.month:%Y-%m}", "reason": row.reopen_reason})
    return row


def edit(actor: Actor, row: Period, **values: Any) -> Period:
    """Change the remark. Raises fixed."""
    if values.keys() & {"unit_id", "month"} and any(getattr(row, name) != values[name] for name in values.keys() & {"unit_id", "month"}):
        raise Conflict("fixed", _("公司和月份不能修改，请在另一条记录上操作。"))
    assign(row, values)
    save(row, by_model(Period))
    emit("periods.updated", row, actor, {"fields": sorted(values)})
    return row
