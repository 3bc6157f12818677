"""What quotations put on the workbench."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.workbench.registry import Found, Item, Link, first_of, register_list
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model

from .models import Quotation

EXPIRING_DAYS = 7


def _item(row: Quotation, due: dt.date | None, tone: str, *more: str) -> Item:
    hint = " · ".join(part for part in (row.number, row.customer.name, f"¥ {row.total_amount:,.2f}", *more) if part)
    return Item("quotations", row.pk, row.title, hint, due, tone, version=row.version)  # type: ignore[arg-type]


def expiring(actor: Actor, limit: int) -> Found:
    """Own quotations that the customer may still accept and whose validity ends within seven days."""
    today = timezone.localdate()
    last = today + dt.timedelta(days=EXPIRING_DAYS)
    rows = visible(actor, by_model(Quotation)).filter(
        owner_id__in=actor.owner_ids, state__in=("approved", "sent"), archived_at=None, valid_until__gte=today, valid_until__lte=last
    )
    count, found = first_of(rows.select_related("customer").order_by("valid_until", "pk"), limit)
    conditions = [
        ["owner", "=", "$me"],
        ["state", "in", ["approved", "sent"]],
        ["valid_until", "between", [today.isoformat(), last.isoformat()]],
    ]
    items = [_item(row, row.valid_until, "danger" if row.valid_until == today else "warn") for row in found]
    return Found(count, items, Link("quotations", {"and": conditions}, "valid_until"))


register_list("quotes.expiring", _("报价将到期"), expiring, needs=(("quotations", "read"),), empty=_("7 天内没有到期的报价。"))
