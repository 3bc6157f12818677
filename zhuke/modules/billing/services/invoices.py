"""Invoices: requested, approved, issued, made red; received ones are registered. What they are about lies in invoice_links.py."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.domain.vat import number_fits, taken_back, tax_fits, tax_of
from zhuke.modules.billing.models import Invoice
from zhuke.modules.contracts.models import Contract
from zhuke.modules.orgs.models import Unit

from .invoice_links import activate, drop_planned, lock_invoice, mirror
from .ledger import ZERO, check_open, check_reason, wrong_state
from .places import company_of
from .receivables import contract_with

EDITABLE = ("draft", "rejected")
# What the approved request says; it must be what is issued.
DIRECTION_OF = {"output": "income", "input": "expense"}


def request(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Invoice:
    """Draft an invoice: a request to issue one (output), or one that came from a supplier (input). Raises invalid."""
    row: Invoice = build(actor, by_model(Invoice), values, pk=pk)
    complete(row)
    save(row, by_model(Invoice))
    emit("invoices.created", row, actor, {"direction": row.direction, "amount": str(row.amount)})
    return row


def edit(actor: Actor, row: Invoice, **values: Any) -> Invoice:
    """Change a draft; of issued ones only remark and owner. Raises fixed, invalid."""
    beyond = [name for name in values if name not in ("remark", "owner_id") and not name.startswith("cf_")]
    if row.state not in EDITABLE and any(getattr(row, name) != values[name] for name in beyond):
        raise Conflict("fixed", _("发票现在是“%(state)s”，内容不能再改。") % {"state": row.get_state_display()})
    if row.red_of_id and any(getattr(row, name) != values[name] for name in beyond if name not in ("items", "wanted_on")):
        raise Conflict("fixed", _("红字发票的金额和双方与原发票一致，不能修改；不对请作废后重新红冲。"))
    if row.linked and "customer_id" in values and values["customer_id"] != row.customer_id:
        raise Conflict("fixed", _("这张发票已关联应收应付，不能换往来单位。请先取消关联。"))
    assign(row, values)
    if row.state in EDITABLE and not row.red_of_id:
        if "tax" not in values and {"amount", "rate"} & values.keys():
            row.tax = None
        complete(row)
    save(row, by_model(Invoice))
    emit("invoices.updated", row, actor, {"fields": sorted(values)})
    return row


def complete(row: Invoice) -> None:
    """Fill parties and tax, and check that all goes together. Raises invalid."""
    contract = Contract.objects.filter(pk=row.contract_id).first() if row.contract_id else None
    if row.customer_id is None and contract:
        row.customer_id = contract.customer_id
    if row.customer_id is None:
        raise invalid({"customer": [_("请选择往来单位，或选择合同由系统带出。")]})
    if contract and not contract_with(contract, row.customer_id):
        raise invalid({"contract": [_("该合同的对方是“%(name)s”，请选择这个客户的合同。") % {"name": contract.customer.name}]})
    if contract and contract.direction != DIRECTION_OF[row.direction]:
        raise invalid({"direction": [_("方向与合同不一致：收入合同开销项发票，支出合同收进项发票。")]})
    if row.linked > row.amount and not row.red_of_id:
        raise invalid({"amount": [_("价税合计不能小于已关联的 ¥%(linked)s，请先取消关联。") % {"linked": f"{row.linked:,.2f}"}]})
    _complete_tax(row)
    _complete_parties(row)
    row.name = row.name or f"{row.customer.name} {row.get_kind_display()}"[:160]


def _complete_tax(row: Invoice) -> None:
    if not row.red_of_id and row.amount <= 0:
        raise invalid({"amount": [_("请填写大于 0 的价税合计。红字发票请在原发票上“红冲”。")]})
    rate = Decimal(row.rate)
    if row.tax is None:
        row.tax = tax_of(row.amount, rate)
        row.rates = []
    row.net = row.amount - row.tax
    by_rate = row.rates or [{"rate": row.rate, "net": str(row.net), "tax": str(row.tax)}]
    if sum((Decimal(part["tax"]) for part in by_rate), ZERO) != row.tax or not row.rates:
        if not tax_fits(row.amount, row.tax, rate):
            raise invalid(
                {"tax": [_("税额与税率不符，按 %(rate)s%% 应为 ¥%(tax)s。") % {"rate": row.rate, "tax": tax_of(row.amount, rate)}]}
            )
        by_rate = [{"rate": row.rate, "net": str(row.net), "tax": str(row.tax)}]
    row.rates = by_rate


def _complete_parties(row: Invoice) -> None:
    company = Unit.objects.get(pk=company_of(row.unit_id))
    ours, theirs = ("seller", "buyer") if row.direction == "output" else ("buyer", "seller")
    filled = {
        f"{theirs}_name": row.customer.name,
        f"{theirs}_code": row.customer.credit_code,
        f"{ours}_name": company.name,
    }
    for name, value in filled.items():
        if not getattr(row, name):
            setattr(row, name, value[:120])


def submitted(actor: Actor, row: Invoice) -> None:
    """A request goes to approval. Raises wrong_state, no_tax_code."""
    if row.state not in EDITABLE or row.direction != "output":
        raise wrong_state(row)
    if row.kind in ("digital_special", "special") and not row.buyer_code:
        raise Conflict("no_tax_code", _("开专用发票需要购买方税号。请在发票或客户资料里填写统一社会信用代码。"))
    _become(actor, row, "approving", "invoices.submitted")


def approved(actor: Actor, row: Invoice) -> None:
    """Finance may issue it. Raises wrong_state."""
    _expect(row, "approving")
    _become(actor, row, "approved", "invoices.approved")


def rejected(actor: Actor, row: Invoice) -> None:
    """Not agreed; it may be corrected and submitted again. Raises wrong_state."""
    _expect(row, "approving")
    _become(actor, row, "rejected", "invoices.rejected")


def withdrawn(actor: Actor, row: Invoice) -> None:
    """Its submitter took it back. Raises wrong_state."""
    _expect(row, "approving")
    _become(actor, row, "draft", "invoices.withdrawn")


def issue(actor: Actor, row: Invoice, *, number: str, code: str | None = None, issued_on: dt.date | None = None) -> Invoice:
    """It exists now: issued by us after approval, or received from a supplier. From here on it counts in the VAT ledger.

    Raises bad number (invalid), over_invoiced, period_closed, wrong_state.
    """
    _expect(row, "approved" if row.direction == "output" else "draft")
    row.number, row.code = number.strip(), (code or "").strip()
    if not number_fits(row.kind, row.number, row.code):
        raise invalid({"number": [_("数电发票号码是 20 位数字；纸质发票号码是 8 位数字，另填 10 或 12 位发票代码。")]})
    row.issued_on = issued_on or timezone.localdate()
    check_open(row.unit_id, row.issued_on)
    original = lock_invoice(row.red_of_id) if row.red_of_id else None  # before the receivables, as everybody does
    _become(actor, row, "issued", "invoices.issued", number=row.number, on=row.issued_on.isoformat(), amount=str(row.amount))
    activate(actor, row)
    if original:
        _mark_red(actor, original)
    return row


def _mark_red(actor: Actor, original: Invoice) -> None:
    """The original knows how much of it has been made red."""
    reds = Invoice.objects.filter(red_of=original, state="issued").values_list("amount", flat=True)
    original.red_amount = -sum(reds, ZERO)
    if original.red_amount == original.amount:
        original.state = "red"
    save(original, by_model(Invoice))
    emit("invoices.reddened", original, actor, {"amount": str(original.red_amount)})


def redden(actor: Actor, row: Invoice, *, reason: str, reference: str | None = None, amount: Decimal | None = None) -> Invoice:
    """Draft the red invoice that takes this one back, wholly or in part; it is approved and issued like any other.

    Raises too_much, red_pending, wrong_state, invalid.
    """
    _expect(row, "issued")
    if row.red_of_id:
        raise Conflict("wrong_state", _("红字发票不能再红冲。"))
    if Invoice.objects.filter(red_of=row, state__in=("draft", "approving", "approved", "rejected")).exists():
        raise Conflict("red_pending", _("这张发票已有一张未开出的红字发票，请先处理它。"))
    left = row.amount - row.red_amount
    part = left if amount is None else amount
    if not ZERO < part <= left:
        raise Conflict("too_much", _("最多还能红冲 ¥%(left)s。") % {"left": f"{left:,.2f}"}, data={"left": str(left)})
    red = Invoice(red_of=row, created_by_id=actor.id)
    for name in (
        "direction",
        "kind",
        "customer_id",
        "contract_id",
        "unit_id",
        "rate",
        "items",
        "buyer_name",
        "buyer_code",
        "seller_name",
        "seller_code",
    ):
        setattr(red, name, getattr(row, name))
    red.owner_id = actor.id or row.owner_id
    red.name = f"{_('红字')} {row.name}"[:160]
    red.red_reason, red.red_reference = check_reason(reason), (reference or "").strip()[:60]
    red.amount = -part
    _red_tax(red, row, part)
    save(red, by_model(Invoice))
    mirror(actor, row, red)
    emit("invoices.created", red, actor, {"direction": red.direction, "amount": str(red.amount), "red_of": str(row.pk)})
    return red


def _red_tax(red: Invoice, row: Invoice, part: Decimal) -> None:
    """Net and tax of a red invoice by rate: of the whole or the rest exactly what is left of the original."""
    left: dict[str, tuple[Decimal, Decimal]] = {}
    for one in (row, *Invoice.objects.filter(red_of=row, state="issued")):
        for share in one.rates or [{"rate": one.rate, "net": one.net, "tax": one.tax}]:
            net, tax = left.get(share["rate"], (ZERO, ZERO))
            left[share["rate"]] = (net + Decimal(share["net"]), tax + Decimal(share["tax"]))
    found = taken_back(left, None if part == row.amount - row.red_amount else part)
    red.rates = [{"rate": rate, "net": str(-net), "tax": str(-tax)} for rate, (net, tax) in found.items()]
    red.tax = -sum((tax for _net, tax in found.values()), ZERO)
    red.net = red.amount - red.tax


def cancel(actor: Actor, row: Invoice, *, reason: str) -> Invoice:
    """A request that is not wanted any more. Raises wrong_state, invalid."""
    _expect(row, "draft", "rejected", "approved")
    text = check_reason(reason)
    drop_planned(actor, row, text)
    row.remark = f"{row.remark}\n{text}".strip()
    return _become(actor, row, "cancelled", "invoices.cancelled", reason=text)


def deduct(actor: Actor, row: Invoice, *, month: dt.date | None = None) -> Invoice:
    """Tick an input invoice for deduction 勾选抵扣 in a month. Raises not_deductible, period_closed, wrong_state, invalid."""
    _expect(row, "issued", "red")
    if row.direction != "input" or row.kind not in ("digital_special", "special"):
        raise Conflict("not_deductible", _("只有收到的专用发票可以勾选抵扣。"))
    if row.deducted_on:
        raise wrong_state(row)
    day = (month or timezone.localdate()).replace(day=1)
    if row.issued_on and day < row.issued_on.replace(day=1):
        raise invalid({"month": [_("抵扣月份不能早于开票月份。")]})
    check_open(row.unit_id, day)
    row.deducted_on = day
    save(row, by_model(Invoice))
    emit("invoices.deducted", row, actor, {"month": f"{day:%Y-%m}"})
    return row


def undo_deduct(actor: Actor, row: Invoice) -> Invoice:
    """Take the tick away. Raises wrong_state, period_closed."""
    if not row.deducted_on:
        raise wrong_state(row)
    check_open(row.unit_id, row.deducted_on)
    row.deducted_on = None
    save(row, by_model(Invoice))
    emit("invoices.undeducted", row, actor)
    return row


def _expect(row: Invoice, *states: str) -> None:
    if row.state not in states:
        raise wrong_state(row)


def _become(actor: Actor, row: Invoice, state: str, event: str, **data: Any) -> Invoice:
    before, row.state = row.state, state
    save(row, by_model(Invoice))
    emit(event, row, actor, {"from": before, "to": state, "direction": row.direction, **data})
    return row
