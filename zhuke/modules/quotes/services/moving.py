"""A quotation's way: draft → submitted → approved | rejected → sent → accepted | declined | expired.

One step of approval: whoever holds ``quotations.approve`` over the record decides, but not the person who submitted it, unless nobody
else could (docs/adr/0030).
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor, system, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed
from zhuke.kernel.events import emit
from zhuke.kernel.ports import actors
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.customers.services.interactions import log_interaction
from zhuke.modules.orgs.models import Membership, User
from zhuke.modules.quotes.models import Quotation

from . import inputs

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
    """Ask for approval; those who may approve are told. Raises no_lines, run_out, no_approver, wrong_state."""
    _check_complete(quotation)
    deciders = approvers(quotation, besides=actor.id)
    if not deciders and not _may_approve(actor, quotation):
        raise Conflict("no_approver", _("没有人可以审批这份报价。请联系管理员，给上级开通“报价”的“批准”权限。"))
    quotation.submitted_at, quotation.submitted_by_id = timezone.now(), actor.id
    quotation.decided_at = quotation.decided_by_id = None
    quotation.opinion = ""
    move(actor, quotation, "submitted", "quotations.submitted")
    title = say(_("请审批报价：%(number)s %(title)s"), number=quotation.full_number, title=quotation.title)
    body = say(_("客户 %(customer)s，含税合计 ¥%(total)s"), customer=quotation.customer.name, total=f"{quotation.total_amount:,.2f}")
    notify(deciders, "quotation", title, body, subject=quotation, actor=actor, key=f"submit:{quotation.pk}:{quotation.version}")
    return quotation


def _check_complete(quotation: Quotation) -> None:
    if not quotation.lines.exists():
        raise DomainError("no_lines", _("这份报价还没有明细。请先添加至少一行明细再提交。"))
    if quotation.valid_until is None or quotation.valid_until < timezone.localdate():
        raise DomainError(
            "run_out", _("有效期已过或未填写。请先修改“有效期至”再提交。"), fields={"valid_until": [_("请填写今天或以后的日期。")]}
        )


def approvers(quotation: Quotation, *, besides: UUID | None = None) -> list[UUID]:
    """The active people whose right to approve reaches this quotation."""
    holders = (
        Membership.objects.filter(
            role__grants__resource="quotations",
            role__grants__action="approve",
            role__active=True,
            role__archived_at=None,
            archived_at=None,
            user__is_active=True,
        )
        .values_list("user_id", flat=True)
        .distinct()
    )
    return [pk for pk in holders if pk != besides and _may_approve(actors().for_id(pk), quotation)]


def named(people: list[UUID]) -> list[dict[str, object]]:
    """Those people as references."""
    rows = User.objects.filter(pk__in=people).order_by("pinyin").values_list("pk", "name")
    return [{"id": pk, "label": name} for pk, name in rows]


def _may_approve(actor: Actor, quotation: Quotation) -> bool:
    return visible(actor, by_model(Quotation), "approve").filter(pk=quotation.pk).exists()


def approve(actor: Actor, quotation: Quotation, *, opinion: str | None = None) -> Quotation:
    """Approve. Raises own_quotation, run_out, wrong_state."""
    _check_other_eyes(actor, quotation)
    if quotation.valid_until and quotation.valid_until < timezone.localdate():
        raise DomainError("run_out", _("这份报价的有效期已过。请驳回，由提交人改好有效期后再提交。"))
    return _decide(actor, quotation, "approved", "quotations.approved", inputs.text("opinion", opinion))


def reject(actor: Actor, quotation: Quotation, *, opinion: str) -> Quotation:
    """Send back with a reason; the submitter may correct it and submit again. Raises own_quotation, wrong_state."""
    _check_other_eyes(actor, quotation)
    return _decide(actor, quotation, "rejected", "quotations.rejected", inputs.text("opinion", opinion))


def _check_other_eyes(actor: Actor, quotation: Quotation) -> None:
    if quotation.state == "submitted" and actor.id and actor.id == quotation.submitted_by_id and approvers(quotation, besides=actor.id):
        raise NotAllowed("own_quotation", _("这份报价是您自己提交的，请由其他有审批权限的人审批。"))


def _decide(actor: Actor, quotation: Quotation, state: str, event: str, opinion: str) -> Quotation:
    quotation.decided_at, quotation.decided_by_id, quotation.opinion = timezone.now(), actor.id, opinion
    move(actor, quotation, state, event, opinion=opinion)
    sentence = _("报价已批准：%(number)s") if state == "approved" else _("报价被驳回：%(number)s")
    people = {quotation.submitted_by_id, quotation.owner_id} - {actor.id}
    title = say(sentence, number=quotation.full_number)
    notify(people, "quotation", title, opinion, subject=quotation, actor=actor, key=f"{state}:{quotation.pk}:{quotation.version}")
    return quotation


def withdraw(actor: Actor, quotation: Quotation) -> Quotation:
    """Take it back before anybody has decided. Raises wrong_state."""
    return move(actor, quotation, "draft", "quotations.withdrawn")


def mark_sent(actor: Actor, quotation: Quotation, *, channel: str, note: str | None = None) -> Quotation:
    """Enter that the customer got it some other way than by mail from here; the timeline keeps it. Raises run_out, wrong_state."""
    check_running(quotation)
    note = inputs.text("note", note)
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
    reason = inputs.text("reason", reason)
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
