"""The pass of the ladder. Each case in a transaction of its own that takes its step, writes its letter and moves on: killed, it has done
nothing, and two workers at once take each step once. The letters then leave by the kept letters of the commons, at most once each.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.recipients import find_people
from zhuke.commons.notify.services import notify, say
from zhuke.commons.switches.services import is_on, units_without
from zhuke.kernel.access import Actor, system
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.billing.models import Allocation, Receivable
from zhuke.modules.collection.models import CollectionCase, DunningLetter, DunningStep, Promise
from zhuke.modules.customers.services.risk import put_risk

from .cases import open_case
from .ladders import ladder_of, steps_of
from .letters import write_letter
from .meetings import call_meeting
from .places import company_of, units_of
from .standing import log, restate, wake

LADDER = system("催收")
MOST = 2000


def chase() -> dict[str, int]:
    """One pass: open cases for new debts, judge promises, end pauses, take the steps that are due; returns how many of each.

    Raises the first failure after every case had its turn.
    """
    done = {"opened": open_cases(), "looked": 0, "steps": 0}
    failures: list[Exception] = []
    for pk in due_cases():
        try:
            looked, step = look_at(pk)
        except Exception as error:  # noqa: BLE001 one broken case must not keep the others from being chased; the job fails and is seen
            failures.append(error)
            continue
        done["looked"] += looked
        done["steps"] += step
    if failures:
        raise failures[0]
    return done


def due_cases() -> list[UUID]:
    """Cases whose next step or end of pause has come, and those whose promise was to be kept by now."""
    today = timezone.localdate()
    due = Q(state="open", next_on__lte=today) | Q(state="paused", paused_until__lte=today)
    promised = Promise.objects.filter(state="open", promised_on__lt=today).values("case_id")
    rows = CollectionCase.objects.filter(due | (Q(pk__in=promised) & ~Q(state="closed")), archived_at=None)
    silent = units_without("collection_cases")
    return list(rows.exclude(unit_id__in=sorted(silent)).order_by("next_on", "pk").values_list("pk", flat=True)[:MOST])


def open_cases() -> int:
    """Open a case for each customer who is later than the first step of the company's ladder and has none; returns how many."""
    today, made = timezone.localdate(), 0
    running = CollectionCase.objects.exclude(state="closed").values_list("customer_id", "company_id")
    known = set(running)
    rows = Receivable.objects.open_income().overdue(today).filter(disputed=False)
    late: dict[tuple[UUID, UUID], tuple[int, UUID]] = {}
    for customer, unit, due in rows.values_list("customer_id", "unit_id", "due_on").order_by("due_on")[: MOST * 50]:
        late.setdefault((customer, company_of(unit)), ((today - due).days, unit))
    for (customer, company), (days, unit) in late.items():
        if (customer, company) in known or not is_on("collection", company):
            continue
        steps = steps_of(ladder_of(company))
        if steps and days > steps[0].days_overdue:
            with writing(LADDER, "collection.chase"):
                made += open_case(LADDER, customer, unit) is not None
    return made


def look_at(case_id: UUID) -> tuple[bool, bool]:
    """Look at one case, unless another worker is at it: whether it was looked at, and whether it took a step."""
    with writing(LADDER, "collection.chase"):
        case = CollectionCase.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(pk=case_id).first()
        if case is None or case.state == "closed":
            return False, False
        judge_promises(LADDER, case)
        if case.state == "paused" and case.paused_until and case.paused_until <= timezone.localdate():
            wake(LADDER, case)
        restate(LADDER, case)
        if case.state != "open" or case.next_on is None or case.next_on > timezone.localdate():
            return True, False
        return True, _take(case)


def step_now(actor: Actor, case: CollectionCase) -> CollectionCase:
    """Take the next step today instead of on its day. Raises wrong_state, no_step."""
    if case.state != "open":
        raise Conflict("wrong_state", _("工单现在是“%(state)s”，请先恢复催收。") % {"state": case.get_state_display()})
    restate(actor, case)
    if case.next_position is None:
        raise Conflict("no_step", _("没有下一步：款项已付清、低于起催金额、上一封函还没有送达，或阶梯已走完。"))
    _take(case, actor)
    return case


def _take(case: CollectionCase, actor: Actor = LADDER) -> bool:
    """Take the planned step. The caller holds the case, restated."""
    step = next((s for s in steps_of(ladder_of(case.company_id)) if s.position == case.next_position), None)
    if step is None:
        return False
    for silent in case.dunning_letters.filter(mail_state__in=DunningLetter.DELIVERED, reply="").order_by("pk"):
        silent.reply = "silent"
        save(silent, by_model(DunningLetter))
        log(actor, case, "silent", letter=silent, sequence=silent.sequence)
    again, case.level = case.next_again, max(case.level, step.position)
    if step.template is not None:
        write_letter(actor, case, step)
    if not again:
        _escalate(actor, case, step)
    emit("collection_cases.stepped", case, actor, {"step": step.name, "position": step.position, "again": again})
    restate(actor, case)
    return True


def _escalate(actor: Actor, case: CollectionCase, step: DunningStep) -> None:
    reason = str(_("连续 %(n)d 封催款函未答复，逾期 ¥%(owed)s") % {"n": case.unanswered, "owed": f"{case.overdue:,.2f}"})
    if step.high_risk and put_risk(actor, case.customer_id, reason):
        log(actor, case, "flagged", reason)
    if step.meeting:
        call_meeting(actor, case)
        case.state = "review"
    if step.tell:
        tell_roles(
            actor, case, step.tell, say(_("催收升级：%(name)s"), name=case.name), reason, f"step:{case.pk}:{step.position}:{case.letters}"
        )
    if step.high_risk or step.meeting:
        emit("collection_cases.escalated", case, actor, {"reason": reason})


def tell_roles(actor: Actor, case: CollectionCase, roles: Iterable[str], title: object, body: str, key: str) -> None:
    """Tell the nearest holders of these roles, once per key."""
    people = find_people(by_model(CollectionCase), [case.pk], tuple(f"role:{code}" for code in roles))
    notify(people[case.pk], "collection", title, body, subject=case, actor=actor, key=key)


def judge_promises(actor: Actor, case: CollectionCase) -> None:
    """Promises whose day and grace are over: kept when as much was paid since, else broken, and the ladder goes on. No save of the case."""
    ladder, today = ladder_of(case.company_id), timezone.localdate()
    grace = ladder.grace_days if ladder else 0
    for row in Promise.objects.filter(case=case, state="open").order_by("pk"):
        row.paid = paid_since(case, row)
        kept = row.paid >= row.amount
        if not kept and (today - row.promised_on).days <= grace:
            continue
        row.state, row.judged_on = ("kept" if kept else "broken"), today
        save(row, by_model(Promise))
        log(actor, case, f"promise_{row.state}", amount=row.amount, on=row.promised_on, paid=row.paid)
        emit(f"promises.{row.state}", row, actor, {"case": str(case.pk), "paid": str(row.paid)})
        if not kept and case.state == "paused" and case.pause_reason == "promised":
            wake(actor, case)


def paid_since(case: CollectionCase, promise: Promise) -> Decimal:
    """What the customer has settled with the company since it promised."""
    rows = Allocation.objects.filter(receivable__customer_id=case.customer_id, receivable__unit_id__in=units_of(case.company_id))
    rows = rows.filter(receivable__direction="income", state="active", created_at__gte=promise.created_at)
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal("0.00")
