"""The next best action (R27): a few plain rules, each with its reason in words. What applies first is to be done first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.customers.models import Contact, Customer, Feedback
from zhuke.modules.sales.models import PHASE_CODES, Node, Opportunity, Risk, Stage

from .moving import Check, checks_for
from .stages import place_of, stages_of

SILENT_DAYS = 7
COLD_DAYS = 90
NODE_DAYS = 3
MOST = 6


@dataclass(frozen=True)
class Advice:
    """One thing to do. ``action`` tells the screen what to open: kind follow, move, quote, edit, create or open, and on what."""

    code: str
    title: str
    reason: str
    due_on: dt.date | None
    action: dict[str, Any]

    def told(self) -> dict[str, Any]:
        """As the API answers it."""
        return {"code": self.code, "title": self.title, "reason": self.reason, "due_on": self.due_on, "action": self.action}


@dataclass(frozen=True)
class Case:
    """An opportunity with what the rules look at."""

    row: Opportunity
    today: dt.date
    following: Stage | None
    checks: Sequence[Check]
    risks: Sequence[Risk]
    nodes: Sequence[Node]

    def act(self, kind: str, **more: Any) -> dict[str, Any]:
        """An action on this opportunity."""
        return {"kind": kind, "resource": "opportunities", "id": self.row.pk, **more}


def advise(actor: Actor, row: Opportunity) -> list[dict[str, Any]]:
    """What to do next with an opportunity, most pressing first; nothing for decided or archived ones."""
    if row.state != "open" or row.archived_at:
        return []
    case = _case(actor, row)
    return [advice.told() for rule in RULES for advice in rule(case)][:MOST]


def _case(actor: Actor, row: Opportunity) -> Case:
    stages = stages_of(row.unit_id)
    here = place_of(stages, row.stage)
    following = stages[here + 1] if here + 1 < len(stages) else None
    own = {"opportunity": row, "archived_at": None}
    return Case(
        row,
        timezone.localdate(),
        following,
        checks_for(row, [following]) if following else [],
        list(visible(actor, by_model(Risk)).filter(**own, state="open", level="high")),
        list(visible(actor, by_model(Node)).filter(**own, done_on=None).order_by("due_on")),
    )


def _agreed(case: Case) -> Iterator[Advice]:
    at = case.row.next_contact_at
    if at and timezone.localdate(at) <= case.today:
        day = timezone.localdate(at)
        reason = (
            _("约定在今天联系。")
            if day == case.today
            else _("约定 %(day)s 联系，已过 %(n)d 天。") % {"day": day, "n": (case.today - day).days}
        )
        yield Advice("contact_due", _("按约定联系客户"), reason, day, case.act("follow"))


def _silent(case: Case) -> Iterator[Advice]:
    last = case.row.last_followed_at
    days = (case.today - timezone.localdate(last or case.row.created_at)).days
    if last is None:
        yield Advice("first_contact", _("做第一次跟进"), _("建立 %(n)d 天，还没有跟进记录。") % {"n": days}, case.today, case.act("follow"))
    elif days > SILENT_DAYS and not (case.row.next_contact_at and timezone.localdate(case.row.next_contact_at) > case.today):
        yield Advice(
            "silent", _("跟进客户"), _("已有 %(n)d 天没有跟进，也没有约定下次联系。") % {"n": days}, case.today, case.act("follow")
        )


def _node(case: Case) -> Iterator[Advice]:
    for node in case.nodes:
        left = (node.due_on - case.today).days
        if left <= NODE_DAYS:
            reason = _("已过计划日期 %(n)d 天。") % {"n": -left} if left < 0 else _("还有 %(n)d 天。") % {"n": left}
            title = _("关键节点：%(name)s") % {"name": node.name}
            yield Advice("node", title, reason, node.due_on, {"kind": "open", "resource": "opportunity_nodes", "id": node.pk})


def _risk(case: Case) -> Iterator[Advice]:
    for risk in case.risks:
        late = risk.due_on is not None and risk.due_on < case.today
        reason = _("高风险，处理期限已过。") if late else _("高风险，还没有解除。")
        title = _("处理风险：%(name)s") % {"name": risk.title}
        yield Advice("risk", title, reason, risk.due_on, {"kind": "open", "resource": "opportunity_risks", "id": risk.pk})


def _forward(case: Case) -> Iterator[Advice]:
    if case.following is None:
        return
    missing = [check for check in case.checks if not check.ok]
    allowed, days = case.row.stage.allowed_days, case.row.days_in_stage
    late = _("已停留 %(n)d 天，允许 %(allowed)d 天。") % {"n": days, "allowed": allowed} if allowed and days > allowed else ""
    due = timezone.localdate(case.row.stage_since) + dt.timedelta(days=allowed) if allowed else None
    if not missing:
        title = _("推进到“%(stage)s”") % {"stage": case.following.title}
        yield Advice("ready", title, late or _("进入该阶段的条件都已满足。"), due, case.act("move", stage=case.following.pk))
    elif late:
        title = _("补齐进入“%(stage)s”的条件") % {"stage": case.following.title}
        yield Advice("overdue", title, late + "".join(check.message for check in missing), due, _mend(case, missing))


def _mend(case: Case, missing: Sequence[Check]) -> dict[str, Any]:
    fields = [check.code.removeprefix("field:") for check in missing if check.code.startswith("field:")]
    if any(check.code == "approved_quotation" for check in missing) and not fields:
        return case.act("quote")
    return case.act("edit", fields=fields)


def _quote(case: Case) -> Iterator[Advice]:
    missing = {check.code for check in case.checks if not check.ok}
    if case.row.phase == "quotation" and "approved_quotation" in missing:
        yield Advice("quote", _("准备报价并送审"), _("签约前需要一份已批准的报价单。"), None, case.act("quote"))


def _expected(case: Case) -> Iterator[Advice]:
    day = case.row.expected_on
    if day and day < case.today:
        reason = _("预计 %(day)s 签约，已过 %(n)d 天仍未签约。") % {"day": day, "n": (case.today - day).days}
        yield Advice("expected_past", _("更新预计签约日期"), reason, day, case.act("edit", fields=["expected_on"]))


def _gaps(case: Case) -> Iterator[Advice]:
    row = case.row
    beyond = PHASE_CODES.index(row.phase) >= PHASE_CODES.index("intention")
    fields = [name for name in ("amount", "expected_on", "contact") if beyond and getattr(row, name) is None]
    if fields:
        labels = "、".join(str(by_model(Opportunity).specs[name].label) for name in fields)
        yield Advice("gaps", _("补全商机资料"), _("还缺：%(fields)s。") % {"fields": labels}, None, case.act("edit", fields=fields))


def _appointment(case: Case) -> Iterator[Advice]:
    if case.row.last_followed_at and not case.row.next_contact_at:
        yield Advice("no_appointment", _("约定下次联系"), _("最近一次跟进没有约定下次联系时间。"), None, case.act("follow"))


RULES: tuple[Callable[[Case], Iterator[Advice]], ...] = (
    _agreed,
    _node,
    _silent,
    _risk,
    _forward,
    _quote,
    _expected,
    _gaps,
    _appointment,
)


def advise_customer(actor: Actor, customer: Customer) -> list[dict[str, Any]]:
    """What to do next with a customer: the first two things of each open opportunity that the actor sees, then the customer's own."""
    today = timezone.localdate()
    rows = visible(actor, by_model(Opportunity)) if actor.can("opportunities", "read") else Opportunity.objects.none()
    going = list(rows.filter(customer=customer, state="open", archived_at=None).select_related("stage").order_by("-amount", "pk")[:5])
    items = [{**item, "opportunity": {"id": row.pk, "label": row.name}} for row in going for item in advise(actor, row)[:2]]
    own = [*_feedback_due(actor, customer, today), *_customer_gaps(customer, today, bool(going), actor)]
    return (items + [{**advice.told(), "opportunity": None} for advice in own])[:10]


def _feedback_due(actor: Actor, customer: Customer, today: dt.date) -> Iterator[Advice]:
    if not actor.can("feedbacks", "read"):
        return
    rows = visible(actor, by_model(Feedback)).filter(customer=customer, archived_at=None, state__in=("open", "handling"), due_on__lte=today)
    for row in rows.order_by("due_on")[:3]:
        reason = _("%(kind)s应在 %(day)s 前答复。") % {"kind": row.get_kind_display(), "day": row.due_on}
        yield Advice("feedback", _("答复客户诉求"), reason, row.due_on, {"kind": "open", "resource": "feedbacks", "id": row.pk})


def _customer_gaps(customer: Customer, today: dt.date, pursued: bool, actor: Actor) -> Iterator[Advice]:
    def act(kind: str, resource: str = "customers") -> dict[str, Any]:
        return {"kind": kind, "resource": resource, "id": customer.pk}

    if not Contact.objects.filter(customer=customer, archived_at=None).exists():
        yield Advice("no_contact", _("登记联系人"), _("该客户还没有联系人。"), None, act("create", "contacts"))
    last = customer.last_contact_at
    days = (today - timezone.localdate(last)).days if last else None
    if not pursued and days is not None and days > COLD_DAYS:
        yield Advice("cold", _("回访客户"), _("已有 %(n)d 天没有联系，也没有进行中的商机。") % {"n": days}, today, act("follow"))
    elif not pursued and customer.intention in ("high", "medium") and actor.can("opportunities", "create"):
        yield Advice("open_one", _("建立商机"), _("客户有合作意向，但没有进行中的商机。"), None, act("create", "opportunities"))
