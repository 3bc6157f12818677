"""Dunning letters: composed from the step's template, as PDF with the list of debts, sent as kept letters of the commons."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.recipients import find_people
from zhuke.commons.documents import compile_pdf
from zhuke.commons.letters.models import Letter
from zhuke.commons.letters.services import writing as post
from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import build, save
from zhuke.modules.billing.models import Receivable
from zhuke.modules.collection.models import CollectionCase, DunningLetter, DunningStep
from zhuke.modules.customers.models import Contact

from .standing import debts_of, hold, log, rest, restate, wake

TEMPLATE = Path(__file__).parents[1] / "dunning.typ"
LANGUAGE = "zh-hans"
MOST_ITEMS = 200
PLACES = {
    "company": _("我方公司"),
    "amount": _("催收金额"),
    "count": _("欠款笔数"),
    "days": _("最长逾期天数"),
    "oldest": _("最早到期日"),
    "answer_by": _("请于此日前答复"),
    "sequence": _("第几封"),
}
# Days the letters give for an answer.
ANSWER = dt.timedelta(days=7)


def write_letter(actor: Actor, case: CollectionCase, step: DunningStep) -> DunningLetter:
    """Write the step's letter about everything undisputed that is overdue. Without an address it waits to be delivered by hand."""
    assert step.template is not None
    rows = list(debts_of(case).filter(disputed=False)[:MOST_ITEMS])
    row = DunningLetter(case=case, position=step.position, sequence=case.letters + 1)
    row.items = [_item(r) for r in rows]
    row.amount = sum((r.balance for r in rows), start=case.overdue * 0)
    extra = _extra(case, row, rows)
    row.name, row.body = post.compose(step.template, by_model(CollectionCase), case.pk, extra, language=LANGUAGE)
    row.to, row.receiver = address_of(case)
    row.cc, missing = _copies(case, step, row.to)
    row.created_by_id = actor.id
    save(row, by_model(DunningLetter))
    case.letters = row.sequence
    log(actor, case, "letter", letter=row, step=step.name, sequence=row.sequence, amount=row.amount, to=row.to, missing=missing)
    _post(actor, case, row, step)
    emit("dunning_letters.written", row, actor, {"case": str(case.pk), "sequence": row.sequence, "amount": str(row.amount)})
    return row


def write_by_hand(actor: Actor, *, pk: UUID | None = None, **values: Any) -> DunningLetter:
    """A letter in one's own words about everything undisputed that is overdue. Raises wrong_state, nothing_overdue, invalid."""
    row: DunningLetter = build(actor, by_model(DunningLetter), values, pk=pk)
    case = hold(row.case_id)
    if case.state == "closed":
        raise Conflict("wrong_state", _("工单已结案，不能再发函。"))
    rows = list(debts_of(case).filter(disputed=False)[:MOST_ITEMS])
    if not rows:
        raise Conflict("nothing_overdue", _("没有无争议的逾期款项，不能发催款函。"))
    row.sequence, row.position = case.letters + 1, case.level
    row.items, row.amount = [_item(r) for r in rows], sum((r.balance for r in rows), start=case.overdue * 0)
    row.to, row.receiver = address_of(case)
    save(row, by_model(DunningLetter))
    log(actor, case, "letter", letter=row, sequence=row.sequence, amount=row.amount, to=row.to)
    _post(actor, case, row)
    emit("dunning_letters.written", row, actor, {"case": str(case.pk), "sequence": row.sequence, "amount": str(row.amount)})
    restate(actor, case)
    return row


def refuse_change(actor: Actor, row: DunningLetter, **values: Any) -> DunningLetter:
    """Letters are kept as they were written. Raises fixed."""
    raise Conflict("fixed", _("催收函写好后不能修改。需要更正时请另写一封。"))


def _post(actor: Actor, case: CollectionCase, row: DunningLetter, step: DunningStep | None = None) -> None:
    if not row.to:
        return _undelivered(actor, case, row, "no_address", str(_("客户没有可用的邮箱")))
    envelope = post.Envelope(
        row.to, row.receiver, tuple(row.cc), about=case, by_rule=actor.kind != "person",
        attach=[(f"{_file_name(row)}.pdf", pdf_of(row))], template=step.template if step else None,
    )  # fmt: skip
    try:
        row.letter = post.send(actor, key=f"dunning:{row.pk}:{row.version}", subject=row.name, body=row.body, envelope=envelope)
    except DomainError as error:
        return _undelivered(actor, case, row, "failed", str(error.message))
    row.mail_state = "waiting"
    save(row, by_model(DunningLetter))
    return None


def _undelivered(actor: Actor, case: CollectionCase, row: DunningLetter, state: str, why: str) -> None:
    """The letter did not reach anybody: silence proves nothing, so the ladder rests until a person has seen to it."""
    row.mail_state = state
    save(row, by_model(DunningLetter))
    log(actor, case, "undelivered", why, letter=row, state=state)
    rest(actor, case, "undelivered", note=why)
    title = say(_("催收函没有送达：%(name)s"), name=case.name)
    notify([case.owner_id], "collection", title, why, subject=case, actor=actor, key=f"undelivered:{row.pk}:{row.version}")


def pdf_of(row: DunningLetter) -> bytes:
    """The letter on paper with the list of debts."""
    with translation.override(LANGUAGE):
        day = timezone.localdate(row.created_at) if row.created_at else timezone.localdate()
        company = row.case.company.name
        data: dict[str, Any] = {
            "title": row.name, "body": row.body, "to": row.case.customer.name, "sender": company, "total": f"¥{row.amount:,.2f}",
            "day": gettext("%(y)s年%(m)s月%(d)s日") % {"y": day.year, "m": day.month, "d": day.day},
            "number": f"{row.case.number}-{row.sequence}",
            "heads": [gettext("款项"), gettext("单号"), gettext("到期日"), gettext("逾期天数"), gettext("未付金额（元）")],
            "rows": [[i["name"], i["number"], i["due_on"], str(i["days"]), f"{i['balance']}"] for i in row.items],
            "sum": gettext("合计"),
        }  # fmt: skip
        return compile_pdf(TEMPLATE, data)


def _file_name(row: DunningLetter) -> str:
    return "".join(c for c in row.name if c not in '\\/:*?"<>|')[:60] or row.case.number


def _item(row: Receivable) -> dict[str, Any]:
    late = (timezone.localdate() - row.due_on).days
    return {
        "receivable": str(row.pk), "name": row.name, "number": row.number, "due_on": str(row.due_on), "days": late,
        "balance": f"{row.balance:,.2f}", "contract": str(row.contract_id or ""),
    }  # fmt: skip


def _extra(case: CollectionCase, row: DunningLetter, rows: list[Receivable]) -> dict[str, str]:
    oldest = min((r.due_on for r in rows), default=timezone.localdate())
    return {
        "company": case.company.name,
        "amount": f"¥{row.amount:,.2f}",
        "count": str(len(rows)),
        "days": str((timezone.localdate() - oldest).days),
        "oldest": str(oldest),
        "answer_by": str(timezone.localdate() + ANSWER),
        "sequence": str(row.sequence),
    }


def address_of(case: CollectionCase) -> tuple[str, str]:
    """Where letters go: the case's own address, someone in the customer's finance, the primary contact, the firm. Empty: nowhere known."""
    if case.mail_to:
        return case.mail_to, ""
    people = Contact.objects.filter(customer_id=case.customer_id, archived_at=None).exclude(email="")
    finance = people.filter(Q(position__contains="财务") | Q(department__contains="财务") | Q(position__contains="会计"))
    person = finance.order_by("created_at").first() or people.order_by("-is_primary", "created_at").first()
    if person:
        return person.email, person.name
    return case.customer.email, ""


def _copies(case: CollectionCase, step: DunningStep, to: str) -> tuple[list[str], list[str]]:
    """Addresses of those in copy, and the roles that nobody with an address holds."""
    emails: dict[str, None] = {}
    missing = []
    for code in step.copies:
        people = find_people(by_model(CollectionCase), [case.pk], (f"role:{code}",))[case.pk]
        found = get_user_model().objects.filter(pk__in=people, is_active=True).exclude(email="").values_list("email", flat=True)
        if not found:
            missing.append(code)
        emails |= dict.fromkeys(address for address in found if address.lower() != to.lower())
    return list(emails)[: post.MOST_COPIES - 1], missing


def mail_changed(actor: Actor, letter: Letter) -> None:
    """What became of a letter at the mail server. Part of that transaction."""
    row = DunningLetter.objects.select_for_update(of=("self",), no_key=True).filter(letter=letter).first()
    if row is None or row.mail_state in DunningLetter.DELIVERED:
        return
    case = hold(row.case_id)
    if letter.state == "sent":
        _arrived(actor, case, row, "sent", timezone.localdate(letter.sent_at) if letter.sent_at else timezone.localdate())
    elif case.state != "closed":
        row.mail_state = letter.state if letter.state in dict(DunningLetter.MAILS) else "failed"
        if case.state == "open":
            _undelivered(actor, case, row, row.mail_state, letter.error)
        save(row, by_model(DunningLetter))
    restate(actor, case)


def _arrived(actor: Actor, case: CollectionCase, row: DunningLetter, state: str, on: dt.date, how: str = "") -> None:
    row.mail_state, row.sent_on, row.delivery = state, on, how[:200]
    save(row, by_model(DunningLetter))
    log(actor, case, "delivered", how, letter=row, sequence=row.sequence, to=row.to)
    if case.state == "paused" and case.pause_reason == "undelivered":
        wake(actor, case)
    emit("dunning_letters.delivered", row, actor, {"case": str(case.pk), "sequence": row.sequence})


def deliver(actor: Actor, row: DunningLetter, *, on: dt.date | None = None, how: str) -> DunningLetter:
    """The letter was handed over by post or in person: from that day on the answer is waited for. Raises wrong_state, invalid."""
    if row.mail_state in DunningLetter.DELIVERED or row.mail_state == "waiting":
        raise Conflict("wrong_state", _("这封函已经送达或正在发送，无需登记。"))
    today = timezone.localdate()
    if on is not None and not timezone.localdate(row.created_at) <= on <= today:
        raise invalid({"on": [_("送达日期应在写函之后、今天之前。")]})
    case = hold(row.case_id)
    _arrived(actor, case, row, "by_hand", on or today, how)
    restate(actor, case)
    return row


def send_to(actor: Actor, row: DunningLetter, *, to: str) -> DunningLetter:
    """Send a letter that could not be delivered to this address, which the case keeps. Raises wrong_state, invalid, no_mail."""
    if row.mail_state not in ("no_address", "failed"):
        raise Conflict("wrong_state", _("这封函已经发出或正在发送，不能再发。"))
    post.check_addresses([to])
    case = hold(row.case_id)
    case.mail_to = to.strip()
    row.to, row.receiver = case.mail_to, ""
    _post(actor, case, row)
    if row.mail_state != "waiting":
        raise DomainError("no_mail", case.pause_note)
    log(actor, case, "letter", letter=row, sequence=row.sequence, amount=row.amount, to=row.to, again=True)
    save(case, by_model(CollectionCase))
    restate(actor, case)
    return row
