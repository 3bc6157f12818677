"""What goes to approval, as its people press the button."""

from __future__ import annotations

from typing import Any

from zhuke.commons.approvals import services as approvals
from zhuke.kernel.access import Actor
from zhuke.modules.billing.models import Invoice, WriteOff


def submit_write_off(actor: Actor, row: WriteOff) -> Any:
    """Ask for a write-off. Raises what ``write_offs.submitted`` and the engine raise."""
    return approvals.submit(actor, "write_offs", row, verb="write_off").row


def submit_invoice(actor: Actor, row: Invoice) -> Any:
    """Ask for an invoice. Raises what ``invoices.submitted`` and the engine raise."""
    return approvals.submit(actor, "invoices", row, verb="issue_invoice").row
