"""What expenses put on the workbench: what one has to finish, and what finance has to pay."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhuke.commons.workbench.registry import Found, Item, Link, first_of, register_list
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model

from .models import ExpenseClaim


def to_pay(actor: Actor, limit: int) -> Found:
    """Approved claims, the longest approved first."""
    rows = visible(actor, by_model(ExpenseClaim), "pay").filter(state="approved").exclude(owner_id=actor.id).select_related("owner")
    count, found = first_of(rows.order_by("approved_on", "pk"), limit)
    items = [Item("expense_claims", row.pk, row.purpose, f"{row.owner.name} · ¥ {row.total:,.2f}", row.approved_on) for row in found]
    return Found(count, items, Link("expense_claims", ["state", "=", "approved"], "approved_on"))


def own_open(actor: Actor, limit: int) -> Found:
    """One's own claims that are not submitted yet, or came back."""
    rows = visible(actor, by_model(ExpenseClaim)).filter(owner_id=actor.id, state__in=("draft", "rejected"))
    count, found = first_of(rows.order_by("updated_at", "pk"), limit)
    items = [Item("expense_claims", row.pk, row.purpose, f"{row.get_state_display()} · ¥ {row.total:,.2f}", None) for row in found]
    return Found(
        count, items, Link("expense_claims", {"and": [["owner", "=", "$me"], ["state", "in", ["draft", "rejected"]]]}, "updated_at")
    )


register_list("expenses.to_pay", _("待付报销"), to_pay, needs=(("expense_claims", "pay"),), empty=_("没有等待付款的报销单。"))
register_list("expenses.own_open", _("我未提交的报销"), own_open, needs=(("expense_claims", "create"),), empty=_("没有未提交的报销单。"))
