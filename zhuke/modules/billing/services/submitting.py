"""What goes to approval, as its people press the button."""

from __future__ import annotations

from zhuke.commons.approvals import services as approvals
from zhuke.kernel.access import Actor
from zhuke.modules.billing.models import Invoice, PaymentRequest, Refund, WriteOff


def submit_write_off(actor: Actor, row: WriteOff) -> WriteOff:
    """Ask for a write-off. Raises what ``write_offs.submitted`` and the engine raise."""
    approvals.submit(actor, "write_offs", row, verb="write_off")
    return row


def submit_invoice(actor: Actor, row: Invoice) -> Invoice:
    """Ask for an invoice. Raises what ``invoices.submitted`` and the engine raise."""
    approvals.submit(actor, "invoices", row, verb="issue_invoice")
    return row


def submit_refund(actor: Actor, row: Refund) -> Refund:
    """Ask for a refund. Raises what ``refunds.submitted`` and the engine raise."""
    approvals.submit(actor, "refunds", row, verb="pay_back")
    return row


def submit_payment_request(actor: Actor, row: PaymentRequest) -> PaymentRequest:
    """Ask for a payment. Raises what ``payment_requests.submitted`` and the engine raise."""
    approvals.submit(actor, "payment_requests", row, verb="pay")
    return row
