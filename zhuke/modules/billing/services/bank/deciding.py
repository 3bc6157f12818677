"""Lines of a statement become receipts, or are set aside; a wrong decision is taken back by reversing the receipt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, get_visible, require, visible
from zhuke.kernel.errors import Conflict, DomainError, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.modules.billing.models import Allocation, BankLine, BankStatement, Receipt, Receivable
from zhuke.modules.billing.services.covering import check_on_account
from zhuke.modules.billing.services.ledger import check_reason
from zhuke.modules.billing.services.receipts import allocate_many, record
from zhuke.modules.customers.models import Customer

from .matching import SURE, load, propose
from .statements import recount


def statement_for(actor: Actor, pk: Any, *, lock: bool = True) -> BankStatement:
    """The statement, if the actor may match its lines. Raises not_found, not_allowed(_here)."""
    row: BankStatement = get_visible(actor, by_model(BankStatement), pk, "match", lock=lock)
    return row


def line_of(statement: BankStatement, pk: UUID, *states: str) -> BankLine:
    """A line in one of the states. Raises not_found, line_done."""
    line = BankLine.objects.filter(statement=statement, pk=pk).first()
    if line is None:
        raise NotFound()
    if line.state not in states:
        raise Conflict("line_done", _("这笔流水已处理，请刷新后查看。"))
    return line


def confirm(
    actor: Actor,
    statement: BankStatement,
    line: BankLine,
    *,
    customer_id: UUID | None,
    parts: Sequence[tuple[UUID, Decimal]] = (),
    remark: str = "",
) -> Receipt:
    """Enter the money and settle these receivables with it; what is left is a prepayment. The statement is locked.

    Needs receipts.create, and allocations.create where there are parts. Raises what recording and allocating raise, and invalid.
    """
    require(actor, by_model(Receipt), "create")
    customer = _customer(actor, customer_id)
    rows = _receivables(actor, parts)
    receipt = record(
        actor,
        customer_id=customer.pk if customer else None,
        direction=line.direction,
        unit_id=statement.unit_id,
        owner_id=customer.owner_id if customer and customer.owner_id else actor.id,
        on=line.on,
        amount=line.amount,
        account=statement.account,
        payer=line.party,
        payer_account=line.party_account,
        reference=line.reference,
        remark=(remark or line.summary)[:1000],
    )
    if rows:
        allocate_many(actor, receipt, [(row.pk, amount) for row, amount in rows])
    check_on_account(receipt)
    _decide(actor, line, "matched", customer=customer, receipt=receipt)
    recount(statement)
    emit("bank_statements.matched", statement, actor, {"line": str(line.pk), "receipt": str(receipt.pk)})
    return receipt


def _customer(actor: Actor, pk: UUID | None) -> Customer | None:
    if pk is None:
        return None
    found: Customer | None = visible(actor, by_model(Customer)).filter(pk=pk).first()
    if found is None:
        raise invalid({"customer": [_("没有找到所选的“往来单位”，请重新选择。")]})
    return found


def _receivables(actor: Actor, parts: Sequence[tuple[UUID, Decimal]]) -> list[tuple[Receivable, Decimal]]:
    if not parts:
        return []
    require(actor, by_model(Allocation), "create")
    rows = {row.pk: row for row in visible(actor, by_model(Receivable)).filter(pk__in=[key for key, _amount in parts])}
    if len(rows) != len(parts):
        raise invalid({"parts": [_("没有找到所选的应收应付，或同一笔选了两次。请重新选择。")]})
    return [(rows[key], amount) for key, amount in parts]


def ignore(actor: Actor, statement: BankStatement, line: BankLine, *, reason: str) -> BankLine:
    """Set a line aside: interest, fees, transfers between own accounts. Raises invalid."""
    line.note = check_reason(reason)
    _decide(actor, line, "ignored")
    recount(statement)
    return line


def reopen(actor: Actor, statement: BankStatement, line: BankLine) -> BankLine:
    """Decide anew; a matched line only after its receipt was reversed. Raises receipt_stands."""
    if line.receipt and line.receipt.state != "reversed":
        raise Conflict("receipt_stands", _("这笔流水已生成收付款 %(number)s。请先冲销它，再重新匹配。") % {"number": line.receipt.number})
    line.note = ""
    _decide(actor, line, "waiting")
    recount(statement)
    return line


def _decide(actor: Actor, line: BankLine, state: str, *, customer: Customer | None = None, receipt: Receipt | None = None) -> None:
    line.state, line.customer, line.receipt = state, customer, receipt
    line.decided_by_id, line.decided_at = (None, None) if state == "waiting" else (actor.id, timezone.now())
    line.save()


def confirm_sure(actor: Actor, statement: BankStatement, ids: Iterable[UUID]) -> dict[str, Any]:
    """Confirm the best proposal of each of these lines where it is sure; the others are named. Each line stands for itself."""
    lines = list(BankLine.objects.filter(statement=statement, pk__in=list(ids), state="waiting").order_by("on", "number"))
    done, failed = 0, []
    for line in lines:
        try:
            best = next(iter(propose(line, load(actor, statement.unit_id, [line]))), None)
            if best is None or best.score < SURE or not best.parts:
                raise Conflict("not_sure", _("没有把握的建议，请逐笔确认。"))
            parts = [(row.pk, amount) for row, amount in best.parts]
            with transaction.atomic():
                confirm(actor, statement, line, customer_id=best.customer.pk, parts=parts)
            done += 1
        except DomainError as error:
            failed.append({"id": line.pk, "label": line.party or line.summary, "code": error.code, "message": str(error.message)})
    return {"done": done, "failed": failed}
