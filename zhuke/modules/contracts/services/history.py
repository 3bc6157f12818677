"""How the amount of a contract became what it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhuke.modules.contracts.models import Contract, Variation


def amounts_of(contract: Contract) -> list[dict[str, Any]]:
    """Its steps in order: as signed, each approved variation, the settlement. ``change``: what it adds, ``amount``: the sum after it."""
    if contract.amount is None:
        return []
    running = Decimal(contract.amount)
    label = _("签订金额") if contract.signed_on and contract.state not in ("draft", "approving", "approved") else _("合同金额")
    steps: list[dict[str, Any]] = [_step("amount", label, contract.signed_on, None, running)]
    rows = Variation.objects.filter(contract=contract, state="approved", archived_at=None)
    for variation in rows.order_by("approved_on", "number"):
        running += variation.amount or Decimal(0)
        steps.append(
            _step("variation", f"{variation.number} {variation.name}", variation.approved_on, variation.amount or Decimal(0), running)
            | {"id": variation.pk, "kind": variation.kind, "kind_label": str(variation.get_kind_display()), "days": variation.days}
        )
    if contract.settlement_amount is not None:
        settled = Decimal(contract.settlement_amount)
        steps.append(_step("settlement", _("结算金额"), contract.settled_on, settled - running, settled))
    return steps


def _step(code: str, label: str, on: Any, change: Decimal | None, amount: Decimal) -> dict[str, Any]:
    return {"step": code, "label": label, "on": on, "change": change, "amount": amount}
