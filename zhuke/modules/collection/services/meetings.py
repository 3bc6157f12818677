"""Review meetings: called by the ladder or by a person, with the agenda filled in, a to-do for everyone invited, a calendar entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuke.commons.automation.recipients import find_people
from zhuke.commons.calendars.services import add_workdays
from zhuke.commons.notify.services import may_see, notify, say
from zhuke.commons.todos.models import Todo
from zhuke.commons.todos.services import from_rule
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.collection.domain.ageing import BUCKETS, bucket_of
from zhuke.modules.collection.models import CollectionCase, DunningLetter, Promise, ReviewMeeting
from zhuke.modules.contracts.models import Contract
from zhuke.modules.orgs.models import User

from .standing import RUNNING, debts_of, hold, log, restate

# Who comes to a review: looks after the case, the customer's supervisor, risk control, finance, the project.
INVITED = ("owner", "supervisor", "role:risk_control", "role:finance_director", "role:finance", "role:project_manager")
WORKDAYS_AHEAD = 2
HOUR = 10


def call_meeting(actor: Actor, case: CollectionCase, *, starts_at: dt.datetime | None = None, place: str = "") -> ReviewMeeting:
    """Call the review, two working days ahead at ten unless a time is given. One planned meeting per case. The caller saves the case."""
    planned = ReviewMeeting.objects.filter(case=case, state="planned").first()
    if planned:
        return planned
    meeting = ReviewMeeting(case=case, starts_at=starts_at or _default_time(), place=place, created_by_id=actor.id)
    return _call(actor, case, meeting)


def create_meeting(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ReviewMeeting:
    """Call a review by hand. Raises wrong_state, already_called, invalid."""
    meeting: ReviewMeeting = build(actor, by_model(ReviewMeeting), values, pk=pk)
    case = hold(meeting.case_id)
    if case.state not in RUNNING:
        raise Conflict("wrong_state", _("工单已结案，不能再召集评审会。"))
    if ReviewMeeting.objects.filter(case=case, state="planned").exists():
        raise Conflict("already_called", _("该工单已有待召开的评审会，请先召开、改期或取消它。"))
    _check_time(meeting.starts_at)
    made = _call(actor, case, meeting)
    case.state = "review"
    restate(actor, case)
    return made


def _call(actor: Actor, case: CollectionCase, meeting: ReviewMeeting) -> ReviewMeeting:
    with translation.override("zh-hans"):
        meeting.name = meeting.name or (gettext("风险评审会：%(name)s") % {"name": case.name})[:160]
        meeting.agenda = meeting.agenda or agenda_of(case)
    people = find_people(by_model(CollectionCase), [case.pk], INVITED)[case.pk]
    meeting.people = [pk for pk in people if may_see(pk, by_model(CollectionCase), case.pk)]
    save(meeting, by_model(ReviewMeeting))
    _invite(actor, meeting)
    log(actor, case, "meeting", meeting.name, meeting=meeting.pk, starts_at=meeting.starts_at.isoformat(), people=len(meeting.people))
    emit("review_meetings.called", meeting, actor, {"case": str(case.pk), "starts_at": meeting.starts_at.isoformat()})
    return meeting


def _invite(actor: Actor, meeting: ReviewMeeting) -> None:
    day = timezone.localdate(meeting.starts_at)
    label = str(meeting.case)[:200]
    rows = [
        Todo(
            kind="task", title=meeting.name[:200], body=meeting.agenda, resource="collection_cases", object_id=meeting.case_id,
            object_label=label, assignee=person, unit_id=person.unit_id, due_on=day,
        )
        for person in User.objects.filter(pk__in=meeting.people, is_active=True)
    ]  # fmt: skip
    from_rule(rows)
    when = timezone.localtime(meeting.starts_at)
    title = say(_("请参加%(name)s，%(when)s"), name=meeting.name, when=f"{when:%Y-%m-%d %H:%M}")
    notify(meeting.people, "collection", title, meeting.agenda, subject=meeting.case, actor=actor, key=f"meeting:{meeting.pk}")


def agenda_of(case: CollectionCase) -> str:
    """The agenda out of the case: what is owed since when, what was written and answered, what was promised, what runs, what to decide."""
    today = timezone.localdate()
    rows = list(debts_of(case))
    sums: dict[str, Any] = {}
    for row in rows:
        key = bucket_of(row.due_on, today)
        sums[key] = sums.get(key, 0) + row.balance
    labels = {"d1_30": gettext("1–30 天"), "d31_60": gettext("31–60 天"), "d61_90": gettext("61–90 天"), "over_90": gettext("90 天以上")}
    ages = "，".join(f"{labels[b.key]} ¥{sums[b.key]:,.2f}" for b in BUCKETS if b.key in sums)
    lines = [
        gettext("一、欠款：%(n)d 笔，合计 ¥%(total)s（有争议 ¥%(disputed)s），最长逾期 %(days)d 天。%(ages)s")
        % {
            "n": len(rows),
            "total": f"{case.overdue:,.2f}",
            "disputed": f"{case.disputed:,.2f}",
            "days": max(((today - row.due_on).days for row in rows), default=0),
            "ages": ages,
        },
        *[
            gettext("· %(name)s，%(due)s 到期，欠 ¥%(owed)s") % {"name": r.name, "due": r.due_on, "owed": f"{r.balance:,.2f}"}
            for r in rows[:10]
        ],
        gettext("二、催收经过："),
        *(_letters(case) or [gettext("· 尚未发函")]),
        gettext("三、付款承诺："),
        *(_promises(case) or [gettext("· 没有")]),
        gettext("四、在履行的合同："),
        *(_contracts(case) or [gettext("· 没有")]),
        gettext("五、请决定：继续催收、分期付款、停止供货或停工、诉讼或仲裁、申请核销；由谁办理，何时完成。"),
    ]
    return "\n".join(lines)


def _letters(case: CollectionCase) -> list[str]:
    states = dict(DunningLetter.MAILS) | {"": ""}
    replies = dict(DunningLetter.REPLIES)
    return [
        gettext("· 第 %(n)d 封，%(day)s，%(mail)s，%(reply)s")
        % {
            "n": row.sequence,
            "day": row.sent_on or timezone.localdate(row.created_at),
            "mail": states[row.mail_state],
            "reply": replies.get(row.reply, gettext("未答复")),
        }
        for row in case.dunning_letters.order_by("sequence")
    ]


def _promises(case: CollectionCase) -> list[str]:
    states = dict(Promise.STATES)
    return [
        gettext("· 承诺 %(day)s 付 ¥%(amount)s，%(state)s")
        % {"day": row.promised_on, "amount": f"{row.amount:,.2f}", "state": states[row.state]}
        for row in Promise.objects.filter(case=case).order_by("created_at")
    ]


def _contracts(case: CollectionCase) -> list[str]:
    rows = Contract.objects.live().income().filter(customer_id=case.customer_id).order_by("-amount")[:10]
    return [f"· {row.name}（{row.number}）" for row in rows]


def edit_meeting(actor: Actor, meeting: ReviewMeeting, **values: Any) -> ReviewMeeting:
    """Change time, place, agenda of a planned meeting; a new time is told. Raises wrong_state, fixed, invalid."""
    if meeting.state != "planned":
        raise _wrong(meeting)
    if values.get("case_id", meeting.case_id) != meeting.case_id:
        raise Conflict("fixed", _("评审会所属的工单不能修改。"))
    before = meeting.starts_at
    assign(meeting, values)
    if meeting.starts_at != before:
        _check_time(meeting.starts_at)
        when = timezone.localtime(meeting.starts_at)
        title = say(_("%(name)s改期到 %(when)s"), name=meeting.name, when=f"{when:%Y-%m-%d %H:%M}")
        key = f"meeting:{meeting.pk}:{meeting.starts_at.isoformat()}"
        notify(meeting.people, "collection", title, subject=meeting.case, actor=actor, key=key)
    save(meeting, by_model(ReviewMeeting))
    emit("review_meetings.updated", meeting, actor, {"fields": sorted(values)})
    return meeting


def hold_meeting(actor: Actor, meeting: ReviewMeeting, *, outcome: str, decision: str) -> ReviewMeeting:
    """The meeting took place and decided. ``go_on``: the ladder begins again. Raises wrong_state, invalid."""
    if meeting.state != "planned":
        raise _wrong(meeting)
    case = hold(meeting.case_id)
    meeting.state, meeting.outcome, meeting.decision = "held", outcome, decision.strip()
    meeting.held_on = timezone.localdate()
    save(meeting, by_model(ReviewMeeting))
    log(actor, case, "decided", meeting.decision, outcome=outcome)
    if case.state == "review" and outcome == "go_on":
        case.state, case.level, case.resumed_on = "open", 0, timezone.localdate()
    emit("review_meetings.held", meeting, actor, {"case": str(case.pk), "outcome": outcome})
    _close_todos(meeting)
    restate(actor, case)
    return meeting


def cancel_meeting(actor: Actor, meeting: ReviewMeeting, *, reason: str) -> ReviewMeeting:
    """It does not take place. Raises wrong_state."""
    if meeting.state != "planned":
        raise _wrong(meeting)
    meeting.state, meeting.decision = "cancelled", reason
    save(meeting, by_model(ReviewMeeting))
    title = say(_("已取消：%(name)s"), name=meeting.name)
    notify(meeting.people, "collection", title, reason, subject=meeting.case, actor=actor, key=f"meeting:{meeting.pk}:cancelled")
    emit("review_meetings.cancelled", meeting, actor, {"case": str(meeting.case_id), "reason": reason})
    _close_todos(meeting)
    return meeting


def _close_todos(meeting: ReviewMeeting) -> None:
    rows = Todo.objects.filter(object_id=meeting.case_id, title=meeting.name[:200], state="open", assignee_id__in=meeting.people)
    rows.update(state="done", closed_at=timezone.now())


def people_of(meetings: Sequence[ReviewMeeting]) -> dict[UUID, str]:
    """The names of all who are invited to these meetings."""
    wanted = {person for meeting in meetings for person in meeting.people}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _default_time() -> dt.datetime:
    day = add_workdays(timezone.localdate(), WORKDAYS_AHEAD)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(HOUR)))


def _check_time(at: dt.datetime) -> None:
    if not timezone.now() < at < timezone.now() + dt.timedelta(days=366):
        raise invalid({"starts_at": [_("请选择从现在起一年之内的时间。")]})


def _wrong(meeting: ReviewMeeting) -> Conflict:
    return Conflict("wrong_state", _("评审会已是“%(state)s”，不能再改。") % {"state": meeting.get_state_display()})
