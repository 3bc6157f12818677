"""Statements of account: made out of the entries of a period, frozen, sent with a link by which the other side confirms or objects."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.db.models import Q, Sum
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuke.commons.letters.services import writing as post
from zhuke.commons.notify.services import notify, say
from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor, system
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import Entry, Receipt, Receivable
from zhuke.modules.collection.models import Statement
from zhuke.modules.customers.models import Contact

from .places import company_of, units_of

SALT = "collection.statement"
CUSTOMER = system("对账客户")
CLERK = system("对账")
TEMPLATE = "collection.statement"
ZERO = Decimal("0.00")
MOST_LINES = 5000
WHATS: dict[str, Any] = {
    "opened": _("新增款项"),
    "adjusted": _("金额调整"),
    "cancelled": _("作废"),
    "allocated": _("收付款核销"),
    "unallocated": _("撤销核销"),
    "written_off": _("冲销"),
    "written_back": _("撤销冲销"),
}


def create_statement(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Statement:
    """Make a statement of one customer and company over a period. Raises invalid (days, too many lines)."""
    row: Statement = build(actor, by_model(Statement), values, pk=pk)
    return _make(actor, row)


def _make(actor: Actor, row: Statement) -> Statement:
    row.company_id = company_of(row.unit_id)
    if row.until > timezone.localdate():
        raise invalid({"until": [_("截止日期不能晚于今天。")]})
    if row.since > row.until:
        raise invalid({"until": [_("截止日期不能早于起始日期。")]})
    fill(row)
    row.number = next_number(actor, "statements", row.unit_id, row.until)
    row.name = f"{row.customer.name} {row.since}—{row.until}"[:200]
    save(row, by_model(Statement))
    emit("statements.created", row, actor, {"closing": str(row.closing)})
    return row


def fill(row: Statement) -> None:
    """Compute lines and sums out of the entries. No save."""
    rows = Entry.objects.filter(
        book="receivable",
        receivable__customer_id=row.customer_id,
        receivable__direction=row.direction,
        unit_id__in=units_of(row.company_id),
    )
    row.opening = rows.filter(on__lt=row.since).aggregate(total=Sum("amount"))["total"] or ZERO
    within = rows.filter(on__gte=row.since, on__lte=row.until).select_related("receivable").order_by("on", "pk")
    found = list(within[: MOST_LINES + 1])
    if len(found) > MOST_LINES:
        raise invalid({"since": [_("这段时间的往来超过 %(n)d 条，请缩短期间。") % {"n": MOST_LINES}]})
    balance, row.increase, row.decrease, row.lines = row.opening, ZERO, ZERO, []
    for entry in found:
        balance += entry.amount
        # A correction of what was owed belongs to the increases, also when it is negative: only payment and giving up decrease.
        if entry.what in ("opened", "adjusted", "cancelled"):
            row.increase += entry.amount
        else:
            row.decrease -= entry.amount
        row.lines.append(_line(entry, balance))
    row.closing = balance
    row.prepaid = _prepaid(row)
    frozen = [row.direction, str(row.customer_id), str(row.company_id), str(row.since), str(row.until), str(row.opening), row.lines]
    row.digest = hashlib.sha256(json.dumps(frozen, ensure_ascii=False).encode()).hexdigest()


def _line(entry: Entry, balance: Decimal) -> dict[str, Any]:
    owed: Any = entry.receivable
    return {
        "on": str(entry.on), "what": entry.what, "name": owed.name, "number": owed.number, "due_on": str(owed.due_on),
        "amount": f"{entry.amount:.2f}", "balance": f"{balance:.2f}",
    }  # fmt: skip


def _prepaid(row: Statement) -> Decimal:
    """Money received and not used for anything by the last day."""
    receipts = Receipt.objects.filter(customer_id=row.customer_id, direction=row.direction, unit_id__in=units_of(row.company_id))
    rows = Entry.objects.filter(book="receipt", receipt__in=receipts, on__lte=row.until)
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def edit_statement(actor: Actor, row: Statement, **values: Any) -> Statement:
    """Change remark or owner; of a draft also the period, which makes it anew. Raises fixed, invalid."""
    frozen = ("customer_id", "unit_id", "direction", *(() if row.state == "draft" else ("since", "until", "remark")))
    changed = [name for name in frozen if name in values and values[name] != getattr(row, name)]
    if changed:
        raise Conflict(
            "fixed",
            _("对账单发出后不能修改，客户、公司和方向也不能修改。请作废后重做。"),
            fields={changed[0].removesuffix("_id"): [_("不能修改。")]},
        )
    assign(row, values)
    if {"since", "until"} & set(values):
        if row.until > timezone.localdate() or row.since > row.until:
            raise invalid({"until": [_("截止日期不能晚于今天，也不能早于起始日期。")]})
        fill(row)
        row.name = f"{row.customer.name} {row.since}—{row.until}"[:200]
    save(row, by_model(Statement))
    emit("statements.updated", row, actor, {"fields": sorted(values)})
    return row


def refresh(actor: Actor, row: Statement) -> Statement:
    """Make a draft anew out of what is in the books now. Raises wrong_state."""
    _in(row, "draft")
    fill(row)
    save(row, by_model(Statement))
    emit("statements.refreshed", row, actor, {"closing": str(row.closing)})
    return row


def send(actor: Actor, row: Statement, *, to: str | None = None) -> Statement:
    """Mail it with the PDF and the link. Raises wrong_state, no_address, invalid, no_mail, no_template."""
    from .papers import statement_pdf

    _in(row, "draft", "sent")
    address, name = (to.strip(), "") if to else address_of(row)
    if not address:
        raise Conflict("no_address", _("客户没有可用的邮箱。请填写收件邮箱，或先补充联系人的邮箱。"))
    row.sent_to, row.sent_at, row.state = address, timezone.now(), "sent"
    save(row, by_model(Statement))
    extra = {"link": link_of(row), "company": row.company.name}
    envelope = post.Envelope(address, name, about=row, attach=[(f"{row.number}.pdf", statement_pdf(row))])
    row.letter = post.send_by_template(actor, TEMPLATE, key=f"statement:{row.pk}:{row.version}", extra=extra, envelope=envelope)
    save(row, by_model(Statement))
    emit("statements.sent", row, actor, {"to": address})
    return row


def address_of(row: Statement) -> tuple[str, str]:
    """Finance at the customer, the primary contact, the firm. Empty: nowhere known."""
    people = Contact.objects.filter(customer_id=row.customer_id, archived_at=None).exclude(email="")
    finance = people.filter(Q(position__contains="财务") | Q(department__contains="财务") | Q(position__contains="会计"))
    person = finance.order_by("created_at").first() or people.order_by("-is_primary", "created_at").first()
    return (person.email, person.name) if person else (row.customer.email, "")


def answer_by_hand(actor: Actor, row: Statement, *, agrees: bool, who: str, note: str | None = None) -> Statement:
    """The answer came on paper or by telephone. Raises wrong_state, invalid."""
    _in(row, "sent")
    return _answer(actor, row, agrees, who, note or "", "")


def cancel(actor: Actor, row: Statement, *, reason: str) -> Statement:
    """It holds no more; its link closes. Raises wrong_state."""
    _in(row, "draft", "sent", "disputed")
    row.state = "cancelled"
    row.remark = f"{row.remark}\n{reason}".strip()
    save(row, by_model(Statement))
    emit("statements.cancelled", row, actor, {"reason": reason})
    return row


def link_of(row: Statement) -> str:
    """The address of the page where the other side confirms; it needs no sign-in and ends when the statement changes."""
    token = signing.Signer(salt=SALT).sign_object([str(row.pk), row.digest[:16]], compress=True)
    return f"{settings.BASE_URL}/statement/{token}"


def by_link(token: str, *, lock: bool = False) -> Statement:
    """The statement of a link. Raises not_found for a link that is not ours, or of an older content."""
    try:
        pk, digest = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotFound(_("这个链接不完整或已失效，请联系发函的公司。")) from error
    rows = Statement.objects.select_related("customer", "company")
    row = (
        (rows.select_for_update(of=("self",), no_key=True) if lock else rows).filter(pk=parse_uuid(pk) or uuid4(), archived_at=None).first()
    )
    if row is None or row.digest[:16] != digest or row.state in ("draft", "cancelled"):
        raise NotFound(_("这个链接不完整或已失效，请联系发函的公司。"))
    return row


def answer_by_link(token: str, *, agrees: bool, who: str, note: str, address: str) -> Statement:
    """The other side confirms or objects, once. Raises not_found, wrong_state (answered already), invalid."""
    with writing(CUSTOMER, "statement.link"):
        row = by_link(token, lock=True)
        _in(row, "sent")
        return _answer(CUSTOMER, row, agrees, who, note, address)


def _answer(actor: Actor, row: Statement, agrees: bool, who: str, note: str, address: str) -> Statement:
    name, text = " ".join(who.split())[:80], note.strip()[:1000]
    if not name:
        raise invalid({"who": [_("请填写您的姓名。")]})
    if not agrees and not text:
        raise invalid({"note": [_("请写明哪里不一致。")]})
    row.state = "confirmed" if agrees else "disputed"
    row.answered_by, row.answered_at, row.answer, row.answered_from = name, timezone.now(), text, address[:80]
    save(row, by_model(Statement))
    emit(f"statements.{row.state}", row, actor, {"by": name, "note": text[:300]})
    title = say(_("对账单已确认：%(name)s"), name=row.name) if agrees else say(_("对账单有异议：%(name)s"), name=row.name)
    notify([row.owner_id or row.created_by_id], "collection", title, text, subject=row, actor=actor, key=f"statement:{row.pk}:{row.state}")
    return row


def make_monthly(first: dt.date | None = None) -> int:
    """Make last month's statements: one for every customer and company with a balance or a movement; returns how many are new."""
    since = first or (timezone.localdate().replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    until = (since + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    moved = Entry.objects.filter(book="receivable", on__gte=since, on__lte=until).values("receivable_id")
    owed = Receivable.objects.filter(Q(state__in=("open", "partial"), occurred_on__lte=until) | Q(pk__in=moved))
    groups: dict[tuple[UUID, UUID, str], tuple[UUID, UUID | None]] = {}
    for customer, unit, direction, clerk in owed.order_by("due_on").values_list("customer_id", "unit_id", "direction", "owner_id"):
        groups.setdefault((customer, company_of(unit), direction), (unit, clerk))
    made = 0
    for (customer, company, direction), (unit, owner) in groups.items():
        source = f"{customer}:{company}:{direction}:{until}"
        with writing(CLERK, "collection.statements"), translation.override("zh-hans"):
            if Statement.objects.filter(source=source).exists():
                continue
            row = Statement(
                customer_id=customer, unit_id=unit, direction=direction, owner_id=owner, since=since, until=until, source=source
            )
            _make(CLERK, row)
            made += 1
    return made


def _in(row: Statement, *states: str) -> None:
    if row.state not in states:
        raise Conflict("wrong_state", _("对账单现在是“%(state)s”，不能这样操作，请刷新后查看。") % {"state": row.get_state_display()})


def label_of(what: str) -> str:
    """What an entry is called on paper."""
    return str(WHATS.get(what, gettext("其他")))
