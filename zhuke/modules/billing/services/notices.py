"""Payment notices 付款通知: written from a receivable, as PDF, mailed once, or delivered by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuke.commons.documents import compile_pdf
from zhuke.commons.letters.models import Letter
from zhuke.commons.letters.services.writing import Envelope, send
from zhuke.commons.notify.kinds import email_works
from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import PaymentNotice, Receivable
from zhuke.modules.contracts.models import Party
from zhuke.modules.customers.models import Contact
from zhuke.modules.orgs.models import Unit
from zhuke.modules.quotes.domain.capitals import in_capitals

from .ledger import amount_of, day_of, wrong_state
from .places import company_of

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "billing" / "payment_notice.typ"


def write(actor: Actor, *, pk: UUID | None = None, **values: Any) -> PaymentNotice:
    """Write a notice about what a customer owes. Raises not_income, nothing_owed, invalid."""
    row: PaymentNotice = build(actor, by_model(PaymentNotice), values, pk=pk)
    _complete(row)
    row.bank_account = row.bank_account or account_of(row.receivable)
    row.number = next_number(actor, "payment_notices", row.receivable.unit_id, timezone.localdate())
    save(row, by_model(PaymentNotice))
    emit("payment_notices.created", row, actor, {"receivable": str(row.receivable_id)})
    return row


def edit(actor: Actor, row: PaymentNotice, **values: Any) -> PaymentNotice:
    """Change one that has not gone out. Raises wrong_state, invalid."""
    if row.state != "draft":
        raise wrong_state(row)
    if values.get("receivable_id", row.receivable_id) != row.receivable_id:
        raise invalid({"receivable": [_("付款通知不能换款项，请作废后重新生成。")]})
    assign(row, values)
    _complete(row)
    save(row, by_model(PaymentNotice))
    emit("payment_notices.updated", row, actor, {"fields": sorted(values)})
    return row


def _complete(row: PaymentNotice) -> None:
    owed = row.receivable
    if owed.direction != "income":
        raise Conflict("not_income", gettext_lazy("只有应收才能发付款通知。"))
    if not owed.balance:
        raise Conflict("nothing_owed", gettext_lazy("这笔应收已经结清，不用再发付款通知。"))
    row.amount = owed.balance if row.amount is None else amount_of(row.amount)
    if row.amount > owed.balance:
        raise invalid({"amount": [_("通知金额不能超过未结金额 ¥%(owed)s。") % {"owed": f"{owed.balance:,.2f}"}]})
    row.pay_by = row.pay_by or owed.due_on


def account_of(owed: Receivable) -> str:
    """Where the customer pays to: the account that our own party has in the contract; empty: the contract does not say."""
    ours = Party.objects.filter(contract=owed.contract, contract__isnull=False, unit__isnull=False, archived_at=None).exclude(account="")
    party = ours.order_by("role", "pk").first()
    return " ".join(filter(None, (party.name, party.bank, party.account)))[:200] if party else ""


def prepare(actor: Actor, receivable: Receivable, *, deliver: bool = True) -> PaymentNotice | None:
    """For rules: write a notice unless there is one already, and mail it where the customer has an address. None: nothing to do."""
    open_ones = PaymentNotice.objects.filter(receivable=receivable).exclude(state="cancelled")
    if receivable.direction != "income" or not receivable.balance or open_ones.exists():
        return None
    row = write(actor, receivable_id=receivable.pk)
    to = address_of(receivable)
    if deliver and to and email_works():
        mail(actor, row, to=to)
    return row


def address_of(receivable: Receivable) -> str:
    """Where the customer reads mail: the primary contact, any contact, the firm's own address; empty: nowhere."""
    contacts = Contact.objects.filter(customer_id=receivable.customer_id, archived_at=None).exclude(email="")
    first = contacts.order_by("-is_primary", "created_at").values_list("email", flat=True).first()
    return first or receivable.customer.email


def mail(actor: Actor, row: PaymentNotice, *, to: str, cc: str | None = None, message: str | None = None) -> PaymentNotice:
    """Send it by e-mail with the PDF; it counts as sent when the mail server has taken it. Raises no_mail, wrong_state, invalid."""
    if row.state not in ("draft", "sent"):
        raise wrong_state(row)
    owed = row.receivable
    number = Letter.objects.filter(key__startswith=f"payment_notice:{row.pk}:").count() + 1
    subject = f"{_('付款通知')} {row.number} {owed.name}"
    copies = [part.strip() for part in (cc or "").replace("；", ",").replace(";", ",").replace("，", ",").split(",") if part.strip()]
    envelope = Envelope(
        to=to, name=owed.customer.name, cc=copies, about=owed, owner_id=owed.owner_id, attach=[(file_name(row), pdf_of(row))]
    )
    letter = send(actor, key=f"payment_notice:{row.pk}:{number}", subject=subject, body=message or text_of(row), envelope=envelope)
    row.to, row.letter, row.channel = to.strip(), letter.pk, "email"
    row.sent_by_id = actor.id
    if row.state == "draft":
        row.state = "sending"
    save(row, by_model(PaymentNotice))
    emit("payment_notices.mail_queued", row, actor, {"to": row.to, "letter": str(letter.pk)})
    return row


def letter_ended(actor: Actor, letter_id: UUID, state: str) -> None:
    """The post says what became of the letter: sent, or the notice waits again."""
    row = PaymentNotice.objects.select_for_update(no_key=True, of=("self",)).filter(letter=letter_id, state="sending").first()
    if row is None:
        return
    if state == "sent":
        _sent(actor, row, timezone.localdate())
    else:
        row.state = "draft"
        save(row, by_model(PaymentNotice))


def mark_sent(actor: Actor, row: PaymentNotice, *, channel: str, on: dt.date | None = None) -> PaymentNotice:
    """It was delivered some other way. Raises wrong_state, invalid."""
    if row.state != "draft":
        raise wrong_state(row)
    row.channel, row.sent_by_id = channel.strip()[:60], actor.id
    return _sent(actor, row, day_of(on, earliest=row.receivable.occurred_on) or timezone.localdate())


def _sent(actor: Actor, row: PaymentNotice, on: dt.date) -> PaymentNotice:
    row.state, row.sent_on = "sent", on
    save(row, by_model(PaymentNotice))
    emit("payment_notices.sent", row, actor, {"receivable": str(row.receivable_id), "channel": row.channel, "to": row.to})
    return row


def cancel(actor: Actor, row: PaymentNotice) -> PaymentNotice:
    """It does not hold any more. Raises wrong_state."""
    if row.state not in ("draft", "sent"):
        raise wrong_state(row)
    row.state = "cancelled"
    save(row, by_model(PaymentNotice))
    emit("payment_notices.cancelled", row, actor)
    return row


def text_of(row: PaymentNotice) -> str:
    """The mail around the PDF."""
    owed = row.receivable
    lines = [
        _("%(name)s：") % {"name": owed.customer.name},
        _("“%(what)s”已达到付款条件，应付 ¥%(amount)s，请于 %(day)s 前支付。付款通知见附件。")
        % {"what": owed.name, "amount": f"{row.amount:,.2f}", "day": row.pay_by},
        row.message,
        _company(row).name,
    ]
    return "\n\n".join(line for line in lines if line)


def _company(row: PaymentNotice) -> Unit:
    return Unit.objects.get(pk=company_of(row.receivable.unit_id))


def file_name(row: PaymentNotice) -> str:
    """What the PDF is called."""
    return f"{_('付款通知')}-{row.number}.pdf"


def pdf_of(row: PaymentNotice) -> bytes:
    """The notice as PDF."""
    owed = row.receivable
    contract = owed.contract
    company = _company(row).name
    facts = [
        (_("致"), owed.customer.name),
        (_("编号"), row.number),
        (_("合同"), f"{contract.name} {contract.number}".strip() if contract else "—"),
        (_("款项"), owed.name),
        (_("应付日期"), str(row.pay_by or "—")),
        (_("通知日期"), str(row.sent_on or timezone.localdate())),
    ]
    term = owed.term
    reached = _("条件已于 %(day)s 达成。") % {"day": term.reached_on} if term and term.reached_on else ""
    sums = [(_("款项金额"), owed.amount), (_("已付金额"), owed.settled), (_("本次应付"), row.amount)]
    return compile_pdf(
        TEMPLATE,
        {
            "title": f"{_('付款通知')} {row.number}",
            "heading": _("付款通知"),
            "company": company,
            "foot": row.number,
            "facts": [[label, value] for label, value in facts],
            "opening": _("按合同约定，下列款项已达到付款条件，请贵方安排支付。") + reached,
            "sums": [[label, f"¥{value:,.2f}"] for label, value in sums if value],
            "capitals": [_("大写金额"), in_capitals(row.amount or owed.balance)],
            "account": [_("收款账户"), row.bank_account],
            "message": row.message,
            "signature": [company, _("（盖章）"), str(row.sent_on or timezone.localdate())],
        },
    )
