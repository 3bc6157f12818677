"""A quotation's way: draft → submitted → approved | rejected → sent → accepted | declined | expired.

Who approves is said by its flow (../approvals.py); the engine calls ``submitted``, ``approved``, ``rejected`` and ``withdrawn``.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals import services as approvals
from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor, system
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.customers.services.interactions import log_interaction
from zhuke.modules.quotes.models import Quotation

VERB = "approve"
MOVES = {
    ("draft", "submitted"),
    ("rejected", "submitted"),
    ("submitted", "draft"),
    ("submitted", "approved"),
    ("submitted", "rejected"),
    ("approved", "sent"),
    ("sent", "sent"),
    ("approved", "accepted"),
    ("sent", "accepted"),
    ("expired", "accepted"),
    ("approved", "declined"),
    ("sent", "declined"),
    ("expired", "declined"),
    ("approved", "expired"),
    ("sent", "expired"),
    *((state, "replaced") for state in ("rejected", "approved", "sent", "declined", "expired")),
}


def may_become(quotation: Quotation, state: str) -> bool:
    """Whether that step is on the way."""
    return (quotation.state, state) in MOVES


def move(actor: Actor, quotation: Quotation, state: str, event: str, **data: str) -> Quotation:
    """Take one step and record it. Raises archived, wrong_state."""
    if quotation.archived_at:
        raise Conflict("archived", _("该报价已归档，请先恢复。"))
    if not may_become(quotation, state):
        raise Conflict("wrong_state", _("报价现在是“%(state)s”，不能这样操作，请刷新后查看。") % {"state": quotation.get_state_display()})
    before, quotation.state = quotation.state, state
    save(quotation, by_model(Quotation))
    emit(event, quotation, actor, {"from": before, "to": state, **data})
    return quotation


def submit(actor: Actor, quotation: Quotation) -> Quotation:
    """Put it into its approval. Raises no_lines, run_out, wrong_state, and what the flow refuses (no_approver, running)."""
    approvals.submit(actor, "quotations", quotation, verb=VERB)
    return quotation


def submitted(actor: Actor, quotation: Quotation) -> Quotation:
    """It goes into approval, when it is complete. Raises no_lines, run_out, wrong_state."""
    _check_complete(quotation)
    quotation.submitted_at, quotation.submitted_by_id = timezone.now(), actor.id
    quotation.decided_at = quotation.decided_by_id = None
    quotation.opinion = ""
    return move(actor, quotation, "submitted", "quotations.submitted")


def _check_complete(quotation: Quotation) -> None:
    if not quotation.lines.exists():
        raise DomainError("no_lines", _("这份报价还没有明细。请先添加至少一行明细再提交。"))
    if quotation.valid_until is None or quotation.valid_until < timezone.localdate():
        raise DomainError(
            "run_out", _("有效期已过或未填写。请先修改“有效期至”再提交。"), fields={"valid_until": [_("请填写今天或以后的日期。")]}
        )


def approved(actor: Actor, quotation: Quotation) -> Quotation:
    """Everybody has agreed. Raises run_out, wrong_state."""
    if quotation.valid_until and quotation.valid_until < timezone.localdate():
        raise DomainError("run_out", _("这份报价的有效期已过。请驳回，由提交人改好有效期后再提交。"))
    return _decided(actor, quotation, "approved", "quotations.approved")


def rejected(actor: Actor, quotation: Quotation) -> Quotation:
    """Sent back with a reason; the submitter may correct it and submit again. Raises wrong_state."""
    return _decided(actor, quotation, "rejected", "quotations.rejected")


def _decided(actor: Actor, quotation: Quotation, state: str, event: str) -> Quotation:
    last = approvals.latest("quotations", quotation.pk, VERB)
    opinion = last.opinion if last else ""
    quotation.decided_at, quotation.decided_by_id, quotation.opinion = timezone.now(), actor.id, opinion
    move(actor, quotation, state, event, opinion=opinion)
    if quotation.owner_id not in (actor.id, quotation.submitted_by_id):
        sentence = _("报价已批准：%(number)s") if state == "approved" else _("报价被驳回：%(number)s")
        title = say(sentence, number=quotation.full_number)
        key = f"{state}:{quotation.pk}:{quotation.version}"
        notify([quotation.owner_id], "quotation", title, opinion, subject=quotation, actor=actor, key=key)
    return quotation


def withdraw(actor: Actor, quotation: Quotation) -> Quotation:
    """Take it back before anybody has decided the last word; only whoever submitted it may. Raises not_submitter, wrong_state."""
    running = approvals.running("quotations", quotation.pk, VERB)
    if running is None:
        return withdrawn(actor, quotation)
    if running.submitter_id not in actor.owner_ids:
        raise NotAllowed("not_submitter", _("只有提交人可以撤回，请联系提交人，或由审批人驳回。"))
    approvals.withdraw(actor, running.pk)
    quotation.refresh_from_db()
    return quotation


def withdrawn(actor: Actor, quotation: Quotation) -> Quotation:
    """Back to draft. Raises wrong_state."""
    return move(actor, quotation, "draft", "quotations.withdrawn")


def mark_sent(actor: Actor, quotation: Quotation, *, channel: str, note: str | None = None) -> Quotation:
    """Enter that the customer got it some other way than by mail from here; the timeline keeps it. Raises run_out, wrong_state."""
    check_running(quotation)
    note = note or ""
    quotation.sent_at, quotation.sent_to = timezone.now(), note
    move(actor, quotation, "sent", "quotations.sent", channel=channel)
    content = _("送出报价 %(number)s，含税合计 ¥%(total)s") % {"number": quotation.full_number, "total": f"{quotation.total_amount:,.2f}"}
    log_interaction(
        actor,
        customer_id=quotation.customer_id,
        contact_id=quotation.contact_id,
        channel=channel,
        occurred_at=quotation.sent_at,
        content=f"{content}\n{note}".strip(),
        owner_id=actor.id,
    )
    return quotation


def check_running(quotation: Quotation) -> None:
    """Raise run_out where the last day has passed."""
    if quotation.valid_until and quotation.valid_until < timezone.localdate():
        raise DomainError("run_out", _("这份报价的有效期已过，不能再发出。请另存为新版本，改好有效期后重新审批。"))


def accept(actor: Actor, quotation: Quotation) -> Quotation:
    """The customer says yes. Raises wrong_state."""
    quotation.answered_at = timezone.now()
    return move(actor, quotation, "accepted", "quotations.accepted")


def decline(actor: Actor, quotation: Quotation, *, reason: str) -> Quotation:
    """The customer says no, and why. Raises wrong_state."""
    quotation.answered_at, quotation.decline_reason = timezone.now(), reason
    return move(actor, quotation, "declined", "quotations.declined", reason=reason)


def expire_all(today: dt.date | None = None) -> int:
    """Let every running quotation whose last day has passed run out; returns how many. May be repeated."""
    done = 0
    for pk in list(Quotation.objects.run_out(today).order_by("pk").values_list("pk", flat=True)):
        with writing(system("报价有效期"), "quotes.expire"):
            row = Quotation.objects.run_out(today).select_for_update().filter(pk=pk).first()
            if row:
                move(system("报价有效期"), row, "expired", "quotations.expired")
                done += 1
    return done
