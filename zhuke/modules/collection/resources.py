from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import (
    CaseLog,
    CollectionCase,
    CustomerCredit,
    DunningLadder,
    DunningLetter,
    DunningStep,
    Promise,
    ReviewMeeting,
    Statement,
)
from .services import cases, chasing, credit, ladders, letters, meetings, statements


def _in(*states: str) -> Callable[[Any], bool]:
    return lambda row: row.state in states


def _steps(row: Any) -> bool:
    return row.state == "open" and row.next_position is not None


RUNNING = _in("open", "paused", "review")
REASON = FieldSpec("reason", _("原因"), "text", True, max_length=300)
NOTE = FieldSpec("note", _("说明"), "text", max_length=300)

register(
    Resource(
        name="dunning_ladders",
        model=DunningLadder,
        scope=CompanyScope(),
        fields=("name", "unit", "active", "minimum", "reply_days", "paid_days", "grace_days", "remark"),
        list_display=("name", "unit", "active", "minimum", "reply_days", "grace_days", "updated_at"),
        list_filter=("unit", "active"),
    ),
    Resource(
        name="dunning_steps",
        model=DunningStep,
        scope=ParentScope("ladder"),
        fields=("ladder", "position", "name", "days_overdue", "silence_days", "unanswered", "template", "copies", "tell", "high_risk",
            "meeting"),
        list_display=("position", "name", "days_overdue", "silence_days", "unanswered", "template", "copies", "high_risk", "meeting"),
        list_filter=("ladder",),
        ordering="position",
        create=ladders.create_step,
        update=ladders.change_step,
    ),
    Resource(
        name="collection_cases",
        model=CollectionCase,
        scope=OrgScope(team=True),
        fields=("customer", "unit", "owner", "mail_to", "remark"),
        readonly_fields=("number", "name", "company", "state", "overdue", "disputed", "oldest_due_on", "level", "letters", "unanswered",
            "last_letter_on", "next_position", "next_on", "pause_reason", "pause_note", "paused_on", "paused_until", "opened_on",
            "closed_on", "close_reason", "close_note"),
        list_display=("name", "number", "state", "overdue", "oldest_due_on", "letters", "next_on", "pause_reason", "owner"),
        list_filter=("state", "customer", "company", "unit", "owner", "overdue", "oldest_due_on", "next_on", "pause_reason", "close_reason",
            "opened_on"),
        search_fields=("name", "number"),
        hint_field="number",
        ordering="-overdue",
        archivable=False,
        create=cases.create_case,
        update=cases.edit_case,
        actions=(
            Action("reply", _("登记答复"), cases.reply,
                (FieldSpec("note", _("答复内容"), "text", True, max_length=300), FieldSpec("on", _("答复日期"), "date")),
                when=RUNNING, grant="update"),
            Action("promise", _("登记付款承诺"), cases.promise,
                (FieldSpec("promised_on", _("承诺付款日"), "date", True),
                 FieldSpec("amount", _("承诺金额"), "money", help=_("留空为全部逾期金额")),
                 FieldSpec("contact", _("承诺人"), "text", max_length=80), NOTE), when=RUNNING, grant="update"),
            Action("dispute", _("登记争议"), cases.dispute,
                (REASON, FieldSpec("receivables", _("有争议的款项"), "json", help=_("留空为全部"))), when=RUNNING, grant="update"),
            Action("pause", _("暂停催收"), cases.pause, (REASON, FieldSpec("until", _("暂停至"), "date", help=_("留空为一直暂停"))),
                when=_in("open"), grant="update"),
            Action("resume", _("恢复催收"), cases.resume, (NOTE,), when=_in("paused", "review"), grant="update"),
            Action("step_now", _("立即执行下一步"), chasing.step_now, when=_steps,
                grant="update", confirm=_("将按阶梯立即执行下一步，可能会向客户发函。")),
            Action("restart", _("重新开始阶梯"), cases.restart, (NOTE,), when=lambda row: RUNNING(row) and row.level > 0, grant="update"),
            Action("close", _("结案"), cases.close, (REASON,), when=RUNNING, danger=True),
        ),
    ),
    Resource(
        name="dunning_letters",
        model=DunningLetter,
        scope=ParentScope("case"),
        fields=("case", "name", "body"),
        readonly_fields=("sequence", "position", "letter", "to", "receiver", "amount", "mail_state", "sent_on",
            "delivery", "reply", "replied_on", "reply_note"),
        list_display=("name", "case", "sequence", "amount", "to", "mail_state", "sent_on", "reply", "replied_on"),
        list_filter=("case", "mail_state", "reply", "sent_on"),
        ordering="-created_at",
        archivable=False,
        create=letters.write_by_hand,
        update=letters.refuse_change,
        actions=(
            Action("deliver", _("登记人工送达"), letters.deliver,
                (FieldSpec("how", _("送达方式"), "text", True, max_length=200), FieldSpec("on", _("送达日期"), "date")),
                when=lambda row: row.mail_state in ("no_address", "failed", "doubtful")),
            Action("send_to", _("发到邮箱"), letters.send_to, (FieldSpec("to", _("邮箱"), "email", True, max_length=254),),
                when=lambda row: row.mail_state in ("no_address", "failed"), grant="deliver"),
        ),
    ),
    Resource(
        name="collection_logs",
        model=CaseLog,
        scope=ParentScope("case"),
        label_field="kind",
        fields=("case", "kind", "happened_at", "contact", "content"),
        readonly_fields=("letter",),
        list_display=("case", "kind", "happened_at", "contact", "content", "created_by"),
        list_filter=("case", "kind", "happened_at"),
        ordering="-happened_at",
        archivable=False,
        create=cases.write_log,
        update=cases.change_log,
    ),
    Resource(
        name="promises",
        model=Promise,
        scope=ParentScope("case"),
        label_field="promised_on",
        fields=("case", "promised_on", "amount", "contact", "note"),
        readonly_fields=("state", "paid", "judged_on"),
        list_display=("case", "promised_on", "amount", "state", "paid", "contact"),
        list_filter=("case", "promised_on", "state"),
        ordering="promised_on",
        archivable=False,
        create=cases.make_promise,
        update=cases.change_promise,
        actions=(Action("withdraw", _("取消承诺"), cases.withdraw_promise, (NOTE,), when=_in("open"), grant="create"),),
    ),
    Resource(
        name="review_meetings",
        model=ReviewMeeting,
        scope=ParentScope("case"),
        fields=("case", "name", "starts_at", "place", "agenda"),
        readonly_fields=("state", "outcome", "decision", "held_on"),
        list_display=("name", "case", "starts_at", "place", "state", "outcome"),
        list_filter=("case", "starts_at", "state", "outcome"),
        ordering="-starts_at",
        archivable=False,
        create=meetings.create_meeting,
        update=meetings.edit_meeting,
        actions=(
            Action("hold", _("登记决议"), meetings.hold_meeting,
                (FieldSpec("outcome", _("结论"), "choice", True, choices=tuple(ReviewMeeting.OUTCOMES)),
                 FieldSpec("decision", _("会议决议"), "longtext", True, max_length=5000)), when=_in("planned")),
            Action("cancel", _("取消会议"), meetings.cancel_meeting, (REASON,), when=_in("planned"), grant="hold", danger=True),
        ),
    ),
    Resource(
        name="statements",
        model=Statement,
        scope=OrgScope(),
        fields=("customer", "unit", "owner", "direction", "since", "until", "remark"),
        readonly_fields=("number", "name", "company", "opening", "increase", "decrease", "closing", "prepaid", "state", "sent_to",
            "sent_at", "letter", "answered_by", "answered_at", "answer"),
        list_display=("name", "number", "customer", "direction", "until", "closing", "state", "sent_at", "answered_by", "owner"),
        list_filter=("state", "customer", "direction", "unit", "owner", "until", "closing"),
        search_fields=("name", "number"),
        hint_field="number",
        ordering="-until",
        archivable=False,
        create=statements.create_statement,
        update=statements.edit_statement,
        actions=(
            Action("refresh", _("重新取数"), statements.refresh, when=_in("draft"), grant="update"),
            Action("send", _("发送给客户"), statements.send,
                (FieldSpec("to", _("收件邮箱"), "email", max_length=254, help=_("留空则用客户的财务联系人")),), when=_in("draft", "sent")),
            Action("answer", _("登记答复"), statements.answer_by_hand,
                (FieldSpec("agrees", _("金额一致"), "yesno", True), FieldSpec("who", _("答复人"), "text", True, max_length=80),
                 FieldSpec("note", _("答复内容"), "text", max_length=1000)), when=_in("sent"), grant="send"),
            Action("cancel", _("作废"), statements.cancel, (REASON,), when=_in("draft", "sent", "disputed"), danger=True, grant="send"),
        ),
    ),
    Resource(
        name="customer_credits",
        model=CustomerCredit,
        scope=ParentScope("customer"),
        label_field="remark",
        fields=("customer", "limit", "valid_until", "hold", "remark"),
        list_display=("customer", "limit", "valid_until", "hold", "remark", "updated_at"),
        list_filter=("customer", "hold", "valid_until"),
        masked=("limit",),
        create=credit.create_credit,
        update=credit.edit_credit,
    ),
)  # fmt: skip
