"""Monthly certified output 产值: entered, confirmed, and then a receivable (or payable) of the month."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import ProgressCertificate, Receivable
from zhuke.modules.contracts.models import Contract, PaymentTerm
from zhuke.modules.quotes.domain.amounts import HUNDRED, cents

from .ledger import ZERO, amount_of, check_reason, lock_receivable, wrong_state
from .receivables import cancel as cancel_receivable
from .receivables import open_receivable, spoken_for
from .terms import open_day


def add(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ProgressCertificate:
    """Draft the output of a month. Raises invalid, over_contract."""
    row: ProgressCertificate = build(actor, by_model(ProgressCertificate), values, pk=pk)
    row.month = row.month.replace(day=1)
    _complete(row)
    row.number = next_number(actor, "progress_certificates", row.contract.unit_id, row.month)
    save(row, by_model(ProgressCertificate))
    emit("progress_certificates.created", row, actor, {"contract": str(row.contract_id)})
    return row


def edit(actor: Actor, row: ProgressCertificate, **values: Any) -> ProgressCertificate:
    """Change a draft. Raises wrong_state, invalid, over_contract."""
    if row.state != "draft":
        raise wrong_state(row)
    if values.get("contract_id", row.contract_id) != row.contract_id:
        raise invalid({"contract": [_("产值确认不能换合同，请作废后重新登记。")]})
    assign(row, values)
    row.month = row.month.replace(day=1)
    _complete(row)
    save(row, by_model(ProgressCertificate))
    emit("progress_certificates.updated", row, actor, {"fields": sorted(values)})
    return row


def _complete(row: ProgressCertificate) -> None:
    """Fill what the term says, compute, and check against the contract."""
    amount_of(row.output, "output")
    if row.month > timezone.localdate():
        raise invalid({"month": [_("产值月份不能晚于本月。")]})
    if row.term_id is None:
        row.term = PaymentTerm.objects.filter(contract=row.contract, trigger="progress", archived_at=None).order_by("position").first()
    elif row.term and row.term.contract_id != row.contract_id:
        raise invalid({"term": [_("这个付款条款属于另一份合同，请重新选择。")]})
    if row.ratio is None:
        row.ratio = row.term.output_ratio if row.term and row.term.output_ratio is not None else HUNDRED
    row.payable = cents(row.output * Decimal(row.ratio) / HUNDRED) - row.deduction
    if row.payable < 0:
        raise invalid({"deduction": [_("本期扣款大于本期应付款，请改正。")]})
    row.cumulative = certified(row.contract, besides=row) + row.output
    total = row.contract.total
    if total is not None and row.cumulative > total:
        raise Conflict(
            "over_contract",
            _("累计产值 ¥%(sum)s 超过合同金额 ¥%(total)s。请核对产值，或先办理变更签证。")
            % {"sum": f"{row.cumulative:,.2f}", "total": f"{total:,.2f}"},
            data={"cumulative": str(row.cumulative), "total": str(total)},
        )


def certified(contract: Contract, *, besides: ProgressCertificate | None = None) -> Decimal:
    """The output of a contract that has been confirmed."""
    rows = ProgressCertificate.objects.filter(contract=contract, state="confirmed")
    return (rows.exclude(pk=besides.pk) if besides else rows).aggregate(total=Sum("output"))["total"] or ZERO


def source_of(row: ProgressCertificate) -> str:
    """By which its receivable is known."""
    return f"certificate:{row.pk}"


def confirm(
    actor: Actor, row: ProgressCertificate, *, certified_on: dt.date | None = None, certified_by: str | None = None
) -> ProgressCertificate:
    """Both sides have certified it: its share is owed from that day. Raises not_live, over_contract, wrong_state, invalid."""
    if row.state != "draft":
        raise wrong_state(row)
    contract = Contract.objects.select_for_update(no_key=True).get(pk=row.contract_id)
    if not contract.is_live:
        raise Conflict("not_live", _("合同还没有签订，或已经结束，不能确认产值。"))
    row.contract = contract
    row.certified_on = certified_on or row.certified_on or timezone.localdate()
    row.certified_by = (certified_by or row.certified_by)[:60]
    if row.certified_on > timezone.localdate():
        raise invalid({"certified_on": [_("确认日期不能晚于今天。")]})
    _complete(row)
    row.state = "confirmed"
    save(row, by_model(ProgressCertificate))
    if row.payable:
        _open(actor, row, contract, row.certified_on)
    emit("progress_certificates.confirmed", row, actor, {"contract": str(contract.pk), "payable": str(row.payable)})
    return row


def _open(actor: Actor, row: ProgressCertificate, contract: Contract, on: dt.date) -> Receivable:
    days = row.term.due_days if row.term else 0
    return open_receivable(
        actor,
        source=source_of(row),
        name=f"{contract.name[:100]} {row.month:%Y-%m} {_('进度款')}"[:160],
        kind="progress",
        contract_id=contract.pk,
        term_id=row.term_id,
        amount=row.payable,
        occurred_on=open_day(contract, on),
        due_on=on + dt.timedelta(days=days),
    )


def cancel(actor: Actor, row: ProgressCertificate, *, reason: str) -> ProgressCertificate:
    """It was wrong; its receivable goes with it. Raises term_in_use (paid or invoiced), wrong_state, invalid."""
    if row.state == "cancelled":
        raise wrong_state(row)
    text = check_reason(reason)
    found = Receivable.objects.filter(source=source_of(row)).exclude(state="cancelled").first()
    if found:
        owed = lock_receivable(found.pk)
        if owed.state != "open" or spoken_for(owed):
            raise Conflict(
                "term_in_use", _("这期进度款已经核销或开票，不能作废。请先撤销核销、冲红发票。"), data={"receivable": str(owed.pk)}
            )
        cancel_receivable(actor, owed, reason=text)
    row.state, row.cancel_reason = "cancelled", text
    save(row, by_model(ProgressCertificate))
    emit("progress_certificates.cancelled", row, actor, {"reason": text})
    return row
