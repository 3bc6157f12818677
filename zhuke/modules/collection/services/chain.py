"""The chain of a case as people see it: what happened, with reasons, and what will happen when nobody answers (X1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.collection.domain.ladder import forecast
from zhuke.modules.collection.models import CaseLog, CollectionCase, DunningLetter, Promise, ReviewMeeting
from zhuke.modules.orgs.models import Role

from .ladders import ladder_of, rungs, steps_of
from .meetings import people_of
from .standing import debts_of, stand_of

Data = dict[str, Any]
# What a line says beyond its kind; ``d`` is the data of the line.
SENTENCES: dict[str, Callable[[Data], str]] = {
    "opened": lambda d: _("最早到期日 %(due_on)s") % d,
    "letter": lambda d: _("第 %(sequence)s 封，催收 ¥%(amount)s，发往 %(to)s") % {**d, "to": d.get("to") or "—"},
    "delivered": lambda d: _("第 %(sequence)s 封") % d,
    "silent": lambda d: _("第 %(sequence)s 封到期没有答复") % d,
    "promised": lambda d: _("%(on)s 前付 ¥%(amount)s") % d,
    "promise_kept": lambda d: _("%(on)s 承诺的 ¥%(amount)s 已付") % d,
    "promise_broken": lambda d: _("%(on)s 承诺 ¥%(amount)s，只付 ¥%(paid)s") % d,
    "promise_withdrawn": lambda d: _("%(on)s 的承诺") % d,
    "paid": lambda d: f"¥{d.get('amount', '')}",
    "assigned": lambda d: d.get("to", ""),
    "disputed": lambda d: d.get("name", ""),
}
LABELS: dict[str, dict[str, Any]] = {
    "paused": dict(CollectionCase.PAUSES),
    "resumed": dict(CollectionCase.PAUSES),
    "closed": dict(CollectionCase.ENDS),
    "decided": dict(ReviewMeeting.OUTCOMES),
    "undelivered": dict(DunningLetter.MAILS),
}


def chain(actor: Actor, case: CollectionCase) -> dict[str, Any]:
    """Past lines (oldest first), the steps to come with their days, the debts the actor sees, letters, promises and meetings."""
    ladder = ladder_of(case.company_id)
    steps = {step.position: step for step in steps_of(ladder)}
    logs = list(CaseLog.objects.filter(case=case, archived_at=None).order_by("happened_at", "pk").select_related("created_by"))
    missing = {code for row in logs for code in row.data.get("missing") or ()}
    roles = dict(Role.objects.filter(code__in=missing).values_list("code", "name")) if missing else {}
    return {
        "case": {"id": case.pk, "label": case.name, "state": case.state, "version": case.version},
        "ladder": {"id": ladder.pk, "label": ladder.name} if ladder else None,
        "past": [_line(row, roles) for row in logs],
        "coming": _coming(case, steps),
        "waits_for": _waits_for(case),
        "debts": _debts(actor, case),
        "letters": [_letter(row) for row in case.dunning_letters.order_by("sequence")],
        "promises": [_promise(row) for row in Promise.objects.filter(case=case, archived_at=None).order_by("created_at")],
        "meetings": _meetings(case),
    }


def _line(row: CaseLog, roles: Mapping[str, str]) -> dict[str, Any]:
    labels, data = LABELS.get(row.kind), _readable(row.data)
    named = row.data.get("reason") or row.data.get("outcome") or row.data.get("state") if labels else ""
    sentence = SENTENCES.get(row.kind)
    parts = [str(labels.get(named, "")) if labels else "", sentence(data) if sentence else "", row.content]
    if row.kind == "paused" and row.data.get("until"):
        parts.insert(1, _("至 %(until)s") % row.data)
    if row.data.get("missing"):
        parts.append(_("没有可抄送的人：%(roles)s") % {"roles": "、".join(roles.get(code, code) for code in row.data["missing"])})
    return {
        "id": row.pk, "kind": row.kind, "label": str(row.get_kind_display()), "at": row.happened_at,
        "text": " · ".join(part for part in parts if part), "contact": row.contact,
        "who": {"id": row.created_by_id, "label": row.created_by.name} if row.created_by else None, "by": row.data.get("by", ""),
        "letter": row.letter_id,
    }  # fmt: skip


def _readable(data: Data) -> Data:
    """The data of a line with its amounts as people read them."""
    return {name: f"{Decimal(value):,.2f}" if name in ("amount", "paid") and value else value for name, value in data.items()}


def _coming(case: CollectionCase, steps: dict[int, Any]) -> list[dict[str, Any]]:
    if case.next_position is None or case.oldest_due_on is None:
        return []
    found = []
    for step in forecast(rungs(steps.values()), stand_of(case)):
        row = steps[step.position]
        found.append(
            {
                "position": step.position, "name": row.name, "on": step.on, "again": step.again, "letter": row.template_id is not None,
                "high_risk": row.high_risk and not step.again, "meeting": row.meeting and not step.again, "copies": row.copies,
                "tell": row.tell, "unanswered": row.unanswered,
            }
        )  # fmt: skip
    return found


def _waits_for(case: CollectionCase) -> str:
    """Why nothing comes, as a sentence; empty when something does, or the case is closed."""
    if case.state == "closed" or (case.next_on and case.state == "open"):
        return ""
    if case.state == "paused":
        why = str(case.get_pause_reason_display())
        return (
            _("%(why)s，%(until)s 恢复") % {"why": why, "until": case.paused_until}
            if case.paused_until
            else _("%(why)s，等待处理") % {"why": why}
        )
    if case.state == "review":
        return _("等待评审会的结论")
    last = case.dunning_letters.order_by("-sequence").first()
    if last and last.mail_state == "waiting":
        return _("第 %(n)d 封函正在发送") % {"n": last.sequence}
    ladder = ladder_of(case.company_id)
    if ladder is None:
        return _("没有启用的催收阶梯")
    if case.overdue - case.disputed < ladder.minimum:
        return _("逾期金额低于起催金额 ¥%(least)s") % {"least": f"{ladder.minimum:,.2f}"}
    return _("阶梯已走完，请人工处理或重新开始")


def _debts(actor: Actor, case: CollectionCase) -> list[dict[str, Any]]:
    from zhuke.modules.billing.models import Receivable

    mine = visible(actor, by_model(Receivable)).filter(pk__in=debts_of(case).order_by().values("pk"))
    return [
        {
            "id": row.pk, "name": row.name, "number": row.number, "due_on": row.due_on, "amount": f"{row.amount:.2f}",
            "balance": f"{row.balance:.2f}", "disputed": row.disputed, "dispute_reason": row.dispute_reason, "contract": row.contract_id,
        }
        for row in mine.order_by("due_on", "pk")[:200]
    ]  # fmt: skip


def _letter(row: DunningLetter) -> dict[str, Any]:
    return {
        "id": row.pk, "version": row.version, "sequence": row.sequence, "position": row.position, "name": row.name, "to": row.to,
        "receiver": row.receiver, "cc": row.cc, "amount": f"{row.amount:.2f}", "mail_state": row.mail_state, "sent_on": row.sent_on,
        "reply": row.reply, "replied_on": row.replied_on, "reply_note": row.reply_note, "created_at": row.created_at,
    }  # fmt: skip


def _promise(row: Promise) -> dict[str, Any]:
    return {
        "id": row.pk, "promised_on": row.promised_on, "amount": f"{row.amount:.2f}", "state": row.state, "contact": row.contact,
        "note": row.note, "paid": f"{row.paid:.2f}", "judged_on": row.judged_on,
    }  # fmt: skip


def _meetings(case: CollectionCase) -> list[dict[str, Any]]:
    rows = list(ReviewMeeting.objects.filter(case=case, archived_at=None).order_by("starts_at"))
    names = people_of(rows)
    return [
        {
            "id": row.pk, "version": row.version, "name": row.name, "starts_at": row.starts_at, "place": row.place, "agenda": row.agenda,
            "state": row.state, "outcome": row.outcome, "decision": row.decision,
            "people": [{"id": pk, "label": names[pk]} for pk in row.people if pk in names],
        }
        for row in rows
    ]  # fmt: skip
