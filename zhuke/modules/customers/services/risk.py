"""The flag for customers who do not pay: put by risk control or by the dunning ladder, taken off only by people."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.customers.models import Customer

HIGH = "high"


def flag_risk(actor: Actor, customer: Customer, *, reason: str) -> Customer:
    """Put the customer among those of high risk, with the reason. Raises wrong_state where it is there already, invalid."""
    if customer.risk == HIGH:
        raise Conflict("wrong_state", _("该客户已经列为高风险，无需重复操作。"))
    customer.risk, customer.risk_reason, customer.risk_since = HIGH, _line(reason), timezone.localdate()
    save(customer, by_model(Customer))
    emit("customers.risk_flagged", customer, actor, {"reason": customer.risk_reason})
    return customer


def put_risk(actor: Actor, customer_id: UUID | str, reason: str) -> bool:
    """For rules and the ladder: flag the customer unless it is flagged already; returns whether it was new. Raises invalid."""
    customer = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer_id)
    if customer.risk == HIGH:
        return False
    flag_risk(actor, customer, reason=reason)
    return True


def clear_risk(actor: Actor, customer: Customer, *, reason: str) -> Customer:
    """Take the flag off, with the reason. Raises wrong_state, invalid."""
    if customer.risk != HIGH:
        raise Conflict("wrong_state", _("该客户没有列为高风险，无需解除。"))
    text = _line(reason)
    before = customer.risk_reason
    customer.risk, customer.risk_reason, customer.risk_since = "", "", None
    save(customer, by_model(Customer))
    emit("customers.risk_cleared", customer, actor, {"reason": text, "was": before})
    return customer


def _line(reason: str | None) -> str:
    text = " ".join((reason or "").split())[:300]
    if not text:
        raise invalid({"reason": [_("请写明原因。")]})
    return text
