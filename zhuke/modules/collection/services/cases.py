"""What people do with a case: open, log, take down a reply, a promise, a dispute, pause, go on, close."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.notify.services import notify, say
from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import Receivable
from zhuke.modules.billing.services.receivables import dispute as dispute_receivable
from zhuke.modules.collection.models import CaseLog, CollectionCase, DunningLetter, Promise
from zhuke.modules.customers.models import Customer

from .ladders import ladder_of
from .places import company_of
from .standing import RUNNING, debts_of, end, hold, log, rest, restate, running_case, wake

DAY = dt.timedelta(days=1)
FARTHEST = 366 * 2


def open_case(actor: Actor, customer_id: UUID, unit_id: UUID, *, owner_id: UUID | None = None) -> CollectionCase | None:
    """The running case of this customer and company, opened where there is none; None: nothing overdue is owed."""
    company = company_of(unit_id)
    # Whoever opens a case holds the customer meanwhile: two rules at once find one case.
    customer = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=customer_id)
    known = running_case(customer_id, company)
    return known or _open(actor, CollectionCase(customer=customer, unit_id=unit_id, company_id=company, owner_id=owner_id))


def create_case(actor: Actor, *, pk: UUID | None = None, **values: Any) -> CollectionCase:
    """Open a case by hand. Raises already_open, nothing_overdue."""
    case: CollectionCase = build(actor, by_model(CollectionCase), values, pk=pk)
    case.company_id = company_of(case.unit_id)
    Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=case.customer_id)
    known = running_case(case.customer_id, case.company_id)
    if known:
        raise Conflict(
            "already_open",
            _("该客户已有进行中的催收工单 %(number)s，请在那里继续。") % {"number": known.number},
            data={"id": str(known.pk)},
        )
    made = _open(actor, case)
    if made is None:
        raise Conflict("nothing_overdue", _("该客户在这家公司没有逾期未付的款项，无需立案。"))
    return made


def _open(actor: Actor, case: CollectionCase) -> CollectionCase | None:
    oldest = debts_of(case).first()
    if oldest is None:
        return None
    case.owner_id = case.owner_id or oldest.owner_id or case.customer.owner_id
    case.name, case.slot = case.customer.name, f"{case.customer_id}:{case.company_id}"
    case.number = next_number(actor, "collection_cases", case.unit_id, timezone.localdate())
    save(case, by_model(CollectionCase))
    log(actor, case, "opened", due_on=oldest.due_on)
    emit("collection_cases.opened", case, actor, {"customer": str(case.customer_id)})
    return restate(actor, case)


def edit_case(actor: Actor, case: CollectionCase, **values: Any) -> CollectionCase:
    """Change address, remark, or who chases. Raises fixed."""
    fixed = [name for name in ("customer_id", "unit_id") if name in values and values[name] != getattr(case, name)]
    if fixed:
        raise Conflict("fixed", _("工单的客户和公司不能修改，请结案后另行立案。"), fields={fixed[0].removesuffix("_id"): [_("不能修改。")]})
    before = case.owner_id
    assign(case, values)
    save(case, by_model(CollectionCase))
    if case.owner_id != before:
        log(actor, case, "assigned", to=case.owner.name if case.owner else "")
        title = say(_("催收工单已分配给您：%(name)s"), name=case.name)
        notify([case.owner_id], "collection", title, subject=case, actor=actor, key=f"case:{case.pk}:{case.version}")
    emit("collection_cases.updated", case, actor, {"fields": sorted(values)})
    return case


def write_log(actor: Actor, *, pk: UUID | None = None, **values: Any) -> CaseLog:
    """Note a call, a visit, a message. Raises invalid (the other kinds are written by what happens), future, closed."""
    line: CaseLog = build(actor, by_model(CaseLog), values, pk=pk)
    if line.kind not in CaseLog.BY_HAND:
        raise invalid({"kind": [_("请选择电话、上门、微信或备注；其他记录由系统写入。")]})
    if not line.content.strip():
        raise invalid({"content": [_("请填写内容。")]})
    if line.happened_at > timezone.now() + dt.timedelta(minutes=5):
        raise invalid({"happened_at": [_("时间不能晚于现在。")]})
    _running(hold(line.case_id))
    line.data = {"by": actor.name}
    save(line, by_model(CaseLog))
    emit("collection_logs.created", line, actor, {"case": str(line.case_id), "kind": line.kind})
    return line


def change_log(actor: Actor, line: CaseLog, **values: Any) -> CaseLog:
    """Correct one's own note. Raises fixed for lines that the product wrote, invalid."""
    if line.kind not in CaseLog.BY_HAND or values.get("case_id", line.case_id) != line.case_id:
        raise Conflict("fixed", _("系统写入的记录不能修改。需要说明时请另写一条备注。"))
    assign(line, values)
    if line.kind not in CaseLog.BY_HAND:
        raise invalid({"kind": [_("请选择电话、上门、微信或备注；其他记录由系统写入。")]})
    save(line, by_model(CaseLog))
    emit("collection_logs.updated", line, actor, {"case": str(line.case_id)})
    return line


def reply(actor: Actor, case: CollectionCase, *, note: str, on: dt.date | None = None) -> CollectionCase:
    """The customer has answered: the count of unanswered letters starts anew and the ladder rests. Raises wrong_state, invalid."""
    _running(case)
    answered(case, "replied", _past(on), note)
    log(actor, case, "replied", note)
    if case.state != "review":
        ladder = ladder_of(case.company_id)
        rest(actor, case, "replied", until=timezone.localdate() + DAY * (ladder.reply_days if ladder else 7), note=note)
    emit("collection_cases.replied", case, actor, {"note": note[:300]})
    return restate(actor, case)


def answered(case: CollectionCase, kind: str, on: dt.date, note: str = "") -> None:
    """Mark the last delivered letter as answered, unless it is already."""
    last = case.dunning_letters.filter(mail_state__in=DunningLetter.DELIVERED).order_by("-sequence").first()
    if last and last.reply in ("", "silent"):
        last.reply, last.replied_on, last.reply_note = kind, on, note[:300]
        save(last, by_model(DunningLetter))


def make_promise(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Promise:
    """The customer promises to pay: the ladder rests until that day and the grace. Raises wrong_state, invalid."""
    promise: Promise = build(actor, by_model(Promise), values, pk=pk)
    case = hold(promise.case_id)
    _running(case)
    today = timezone.localdate()
    if not today <= promise.promised_on <= today + DAY * FARTHEST:
        raise invalid({"promised_on": [_("承诺付款日应在今天以后、两年以内。")]})
    if promise.amount > case.overdue:
        raise invalid({"amount": [_("承诺金额不能超过逾期金额 ¥%(owed)s。") % {"owed": f"{case.overdue:,.2f}"}]})
    for earlier in Promise.objects.filter(case=case, state="open").order_by("pk"):
        earlier.state, earlier.judged_on = "withdrawn", today
        save(earlier, by_model(Promise))
    save(promise, by_model(Promise))
    answered(case, "promised", today, promise.note)
    log(actor, case, "promised", promise.note, amount=promise.amount, on=promise.promised_on)
    ladder = ladder_of(case.company_id)
    until = promise.promised_on + DAY * ((ladder.grace_days if ladder else 0) + 1)
    rest(actor, case, "promised", until=until)
    emit("promises.created", promise, actor, {"case": str(case.pk), "on": str(promise.promised_on), "amount": str(promise.amount)})
    restate(actor, case)
    return promise


def promise(
    actor: Actor, case: CollectionCase, *, promised_on: dt.date, amount: Decimal | None = None, contact: str | None = None,
    note: str | None = None,
) -> CollectionCase:  # fmt: skip
    """``make_promise`` as a verb of the case; without an amount all that is overdue."""
    _running(case)
    make_promise(actor, case_id=case.pk, promised_on=promised_on, amount=amount or case.overdue, contact=contact or "", note=note or "")
    return hold(case.pk)


def change_promise(actor: Actor, row: Promise, **values: Any) -> Promise:
    """Promises are kept as they were given. Raises fixed."""
    raise Conflict("fixed", _("承诺登记后不能修改。对方改了口径，请登记一个新的承诺。"))


def withdraw_promise(actor: Actor, row: Promise, *, note: str | None = None) -> Promise:
    """It was a misunderstanding: the ladder goes on. Raises wrong_state."""
    case = hold(row.case_id)
    if row.state != "open":
        raise Conflict("wrong_state", _("这个承诺已经判定，不能取消。"))
    row.state, row.judged_on = "withdrawn", timezone.localdate()
    save(row, by_model(Promise))
    log(actor, case, "promise_withdrawn", note or "", on=row.promised_on)
    if case.state == "paused" and case.pause_reason == "promised":
        wake(actor, case)
    emit("promises.withdrawn", row, actor, {"case": str(case.pk)})
    restate(actor, case)
    return row


def dispute(actor: Actor, case: CollectionCase, *, reason: str, receivables: list[str] | None = None) -> CollectionCase:
    """The customer contests debts, or all of them: those rest until it is resolved. Raises wrong_state, invalid, not_allowed_here.

    The debts are marked in billing by ``receivables.dispute``, for which the actor needs the right on them.
    """
    _running(case)
    rows = _held(case)
    wanted = {str(key) for key in receivables or [str(row.pk) for row in rows]}
    chosen = [row for row in rows if str(row.pk) in wanted]
    if not chosen or len(chosen) < len(wanted):
        raise invalid({"receivables": [_("请选择本工单中逾期且尚无争议的款项。")]})
    for row in chosen:
        get_visible(actor, by_model(Receivable), row.pk, "dispute")
        dispute_receivable(actor, row, reason=reason)
    return hold(case.pk)


def _held(case: CollectionCase) -> list[Receivable]:
    """The undisputed debts, locked without waiting: whoever settles one holds it and waits for the case that we hold. Raises busy."""
    try:
        with transaction.atomic():
            return list(debts_of(case).filter(disputed=False).order_by("pk").select_for_update(of=("self",), nowait=True, no_key=True))
    except OperationalError as error:
        raise Conflict("busy", _("有人正在核销这些款项，请稍后再试。")) from error


def pause(actor: Actor, case: CollectionCase, *, reason: str, until: dt.date | None = None) -> CollectionCase:
    """Stop the ladder for a reason, until a day or until somebody goes on. Raises wrong_state, invalid."""
    if case.state != "open":
        raise _wrong(case)
    if until is not None and not timezone.localdate() < until <= timezone.localdate() + DAY * FARTHEST:
        raise invalid({"until": [_("请选择明天以后、两年以内的日期，或留空。")]})
    rest(actor, case, "manual", until=until, note=reason)
    return restate(actor, case)


def resume(actor: Actor, case: CollectionCase, *, note: str | None = None) -> CollectionCase:
    """Go on with the ladder. Raises wrong_state."""
    if case.state not in ("paused", "review"):
        raise _wrong(case)
    wake(actor, case, note=note or "")
    return restate(actor, case)


def restart(actor: Actor, case: CollectionCase, *, note: str | None = None) -> CollectionCase:
    """Begin the ladder again from its first step. Raises wrong_state."""
    _running(case)
    if case.level == 0:
        raise _wrong(case)
    answered(case, "replied", timezone.localdate(), note or "")
    case.level = 0
    if case.state != "open":
        wake(actor, case, note=note or "")
    log(actor, case, "restarted", note or "")
    emit("collection_cases.restarted", case, actor)
    return restate(actor, case)


def close(actor: Actor, case: CollectionCase, *, reason: str) -> CollectionCase:
    """Stop chasing although something is owed, with the reason. Raises wrong_state."""
    _running(case)
    end(actor, case, "manual", note=reason)
    save(case, by_model(CollectionCase))
    return case


def _running(case: CollectionCase) -> None:
    if case.state not in RUNNING:
        raise _wrong(case)


def _wrong(case: CollectionCase) -> DomainError:
    return Conflict("wrong_state", _("工单现在是“%(state)s”，不能这样操作，请刷新后查看。") % {"state": case.get_state_display()})


def _past(on: dt.date | None) -> dt.date:
    today = timezone.localdate()
    if on is not None and on > today:
        raise invalid({"on": [_("日期不能晚于今天，请改正。")]})
    return on or today
