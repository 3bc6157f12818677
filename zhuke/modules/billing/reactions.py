"""What billing does when something happens to contracts."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from zhuke.commons.switches.services import is_on
from zhuke.commons.todos.services import done_otherwise
from zhuke.kernel.access import Actor, system
from zhuke.kernel.events import react
from zhuke.kernel.models import Event
from zhuke.modules.contracts.models import Contract, PaymentTerm

from .models import Receipt
from .services import notices, payment_requests, terms


def _actor(event: Event) -> Actor:
    # Whoever signs a contract need not hold rights in billing: it is the firm's books that follow, in that person's name.
    return Actor(event.actor_id, event.actor_name, "system") if event.actor_id else system(event.actor_name)


def _on(contract: Contract) -> bool:
    return is_on("billing", contract.unit_id)


@react("contracts.signed")
def open_dated_terms(event: Event) -> None:
    """Terms that fall due by date are owed from signing on."""
    contract = Contract.objects.get(pk=event.subject_id)
    if _on(contract):
        terms.open_dated(_actor(event), contract)


@react("payment_terms.reached")
def open_reached_term(event: Event) -> None:
    """A milestone was accepted."""
    term = PaymentTerm.objects.select_related("contract").get(pk=event.subject_id)
    if _on(term.contract):
        terms.open_reached(_actor(event), term)


@react("payment_terms.unreached", "payment_terms.archived")
def close_unreached_term(event: Event) -> None:
    """It was not accepted after all, or was taken out of the contract; refused when money has come of it."""
    term = PaymentTerm.objects.select_related("contract").get(pk=event.subject_id)
    terms.close_unreached(_actor(event), term, str(event.data.get("reason") or ""))


@react("contracts.updated")
def follow_terms(event: Event) -> None:
    """A live contract got a further dated term, or an approved variation has rewritten its amounts."""
    contract = Contract.objects.get(pk=event.subject_id)
    fields: Any = event.data.get("fields") or ()
    if contract.is_live and {"terms", "current_amount"} & set(fields):
        _follow(event, contract)


@react("contracts.settled")
def open_settlement_term(event: Event) -> None:
    """What is left becomes owed."""
    contract = Contract.objects.get(pk=event.subject_id)
    if _on(contract):
        _follow(event, contract)
        terms.open_settlement(_actor(event), contract)


@react("contracts.closed")
def refuse_while_owed(event: Event) -> None:
    """A contract is not closed while something of it is owed."""
    terms.check_settled(Contract.objects.get(pk=event.subject_id))


@react("invoices.issued", "invoices.cancelled")
def invoice_waits_no_more(event: Event) -> None:
    """Finance has issued it, or nobody wants it any more: nothing is left to do about it."""
    done_otherwise(_actor(event), "invoices", event.subject_id, "billing.invoice_waiting")


@react("receipts.allocated")
def close_requests(event: Event) -> None:
    """A payable was paid by the bank or by an allocation: its approved request is done with."""
    receipt = Receipt.objects.get(pk=event.subject_id)
    payment_requests.paid_otherwise(_actor(event), receipt, UUID(event.data["receivable"]))


@react("receipts.unallocated")
def pay_again(event: Event) -> None:
    """An allocation, or the whole payment, was taken back: the request behind it wants to be paid again."""
    receipt = Receipt.objects.get(pk=event.subject_id)
    payment_requests.not_paid_after_all(_actor(event), receipt, UUID(event.data["receivable"]), Decimal(event.data["amount"]))


@react("letters.sent", "letters.failed", "letters.doubtful")
def follow_letter(event: Event) -> None:
    """What became of the mail that carried a payment notice."""
    notices.letter_ended(_actor(event), event.subject_id, event.name.partition(".")[2])


def _follow(event: Event, contract: Contract) -> None:
    if _on(contract):
        terms.follow_amounts(_actor(event), contract)
