"""What waits for the people with whom the product is shown: contracts, changes, invoices and write-offs in their flows of approval."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from zhuke.commons.approvals import services as approvals
from zhuke.commons.approvals.models import Approval, ApprovalTask
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.ports import actors
from zhuke.modules.billing.models import Invoice, Receivable, WriteOff
from zhuke.modules.billing.services import invoice_links, invoices, write_offs
from zhuke.modules.billing.services.submitting import submit_invoice, submit_write_off
from zhuke.modules.contracts.models import Contract, Variation
from zhuke.modules.contracts.services.submitting import submit, submit_variation
from zhuke.modules.contracts.services.variations import add_variation
from zhuke.modules.quotes.domain.amounts import ZERO, cents

if TYPE_CHECKING:
    from .book import Book
    from .group import Group

EACH = 3
"""So many of a kind for each person who decides."""
CHANGE: dict[str, Any] = {"kind": "change", "name": "样板段做法调整", "days": 5, "reason": "设计变更通知单已由业主和监理签认"}


def add(group: Group, book: Book) -> int:
    """Submit as many as there is something for; returns how many approvals began."""
    people = {account["login"]: UUID(account["id"]) for account in group.accounts}
    units, drafts = _units(group), drafts_shown(group)
    # The supervisor's superior is the company's manager, whose superior is the group's; finance decides after the superior.
    half = (len(drafts) + 1) // 2
    begun = _each(people["zhuguan"], drafts[:half], submit) + _each(people["huadong"], drafts[half:], submit)
    running = Contract.objects.income().filter(state="performing", unit_id__in=units).order_by("-amount", "pk")
    begun += _each(people["zhuguan"], list(running[:2]), _change)
    begun += _each(people["huadong"], list(running[2:4]), _change)
    open_rows = Receivable.objects.open_income().filter(unit_id__in=units)
    begun += _each(people["zhuguan"], list(open_rows.filter(invoiced=0).order_by("due_on", "pk")[:EACH]), _invoice)
    late = list(open_rows.filter(disputed=False, due_on__lt=book.today).order_by("due_on", "pk")[:2])
    begun += _each(people["zhuguan"], late, _write_off)
    _agree(people["huadong"], {"invoices": 2, "write_offs": 1, "contracts": 1})
    return begun


def drafts_shown(group: Group) -> list[Contract]:
    """The drafts that are submitted here, the largest of the first company; they need their clauses before."""
    return list(Contract.objects.filter(state="draft", unit_id__in=_units(group)).order_by("-amount", "pk")[: 2 * EACH])


def _units(group: Group) -> set[UUID]:
    first = group.firms[0]
    return {member.unit for member in first.members} | {first.id}


def _each(person: UUID, rows: list[Any], act: Callable[[Actor, Any], Any]) -> int:
    actor = actors().for_id(person)
    for record in rows:
        with writing(actor, "demo"):
            act(actor, record)
    return len(rows)


def _change(actor: Actor, contract: Contract) -> Variation:
    amount = cents((contract.amount or ZERO) / 80)
    return submit_variation(actor, add_variation(actor, contract_id=contract.pk, amount=amount, **CHANGE))


def _invoice(actor: Actor, owed: Receivable) -> Invoice:
    """Asked for by the one who sells."""
    code = owed.customer.credit_code
    values = {"customer_id": owed.customer_id, "contract_id": owed.contract_id, "unit_id": owed.unit_id, "owner_id": actor.id}
    kind = "digital_special" if code else "digital_ordinary"
    made = invoices.request(actor, direction="output", kind=kind, amount=owed.balance, rate="9", items="*建筑服务*工程款", **values)
    invoice_links.add(actor, invoice_links.lock_invoice(made.pk), [(owed.pk, owed.balance)])
    made.refresh_from_db()
    return submit_invoice(actor, made)


def _write_off(actor: Actor, owed: Receivable) -> WriteOff:
    amount = max(cents(owed.balance / 50), cents(Decimal(10_000)))
    amount = min(amount, owed.balance)
    made = write_offs.ask(actor, receivable_id=owed.pk, amount=amount, reason="discount", note="结算时协商折让，会议纪要已附。")
    return submit_write_off(actor, made)


def _agree(person: UUID, kinds: dict[str, int]) -> None:
    """The person agrees to some of each kind, so that it is the next one's turn."""
    actor = actors().for_id(person)
    for resource, most in kinds.items():
        turns = ApprovalTask.objects.filter(person_id=person, state="open", approval__resource=resource, approval__state=Approval.RUNNING)
        for key in list(turns.order_by("approval__submitted_at", "pk").values_list("approval_id", flat=True)[:most]):
            approvals.approve(actor, key, opinion="同意")
