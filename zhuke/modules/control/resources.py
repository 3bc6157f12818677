"""Risks, issues and meetings as resources."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.commons.states import state_in
from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Importer, Resource, register

from .models import Issue, Meeting, MeetingAction, MeetingAttendee, MeetingDecision, Risk, RiskAction, RiskScale
from .services import actions, issues, meetings, minutes, people, risks, scales

OF_PROJECT, OF_MEETING = ParentScope("project"), ParentScope("meeting")
LIVING = ("open", "responding")


def _text(name: str, label: object, *, required: bool = False, most: int = 300) -> FieldSpec:
    return FieldSpec(name, label, "text", required, max_length=most)


def _points(name: str, label: object, *, required: bool = False) -> FieldSpec:
    return FieldSpec(name, label, "integer", required, minimum=1, maximum=5, digits=0)


REVIEW = (
    _points("probability", _("可能性"), required=True),
    _points("impact", _("影响"), required=True),
    _points("residual_probability", _("应对后可能性")),
    _points("residual_impact", _("应对后影响")),
    FieldSpec("review_on", _("下次复核"), "date", help=_("留空按等级：极高 7 天、高 14 天、中 30 天、低 60 天")),
    _text("note", _("说明"), most=500),
)
OCCUR = (
    _text("note", _("发生了什么"), most=500),
    FieldSpec("owner", _("处理人"), "ref", ref="users"),
    FieldSpec("due_on", _("整改期限"), "date"),
)
RESOLVED = FieldSpec("resolution", _("处理结果"), "longtext", True, max_length=5000)

register(
    Resource(
        name="risks",
        model=Risk,
        scope=OF_PROJECT,
        fields=(
            "project", "title", "category", "cause", "effect", "probability", "impact", "cost_impact", "delay_days", "strategy", "response",
            "owner", "due_on", "review_on", "residual_probability", "residual_impact",
        ),
        readonly_fields=(
            "number", "score", "level", "residual_score", "state", "reviewed_at", "closed_on", "closing_note",
        ),
        list_display=("title", "project", "level", "score", "category", "state", "owner", "due_on", "review_on", "number"),
        list_filter=(
            "project", "level", "state", "category", "owner", "strategy", "probability", "impact", "residual_probability",
            "residual_impact", "score", "due_on", "review_on", "reviewed_at", "delay_days",
        ),
        masked=("cost_impact",),
        search_fields=("title", "number", "cause", "effect"),
        label_field="title",
        hint_field="number",
        ordering="-score",
        importable=True,
        importer=Importer(synonyms={"title": ("风险描述", "风险名称"), "probability": ("概率",), "owner": ("负责人",)}),
        create=risks.add_risk,
        update=risks.edit_risk,
        editable=lambda row: row.state != "closed",
        actions=(
            Action("review", _("复核评分"), risks.review, REVIEW, when=lambda row: row.state in LIVING, grant="update"),
            Action(
                "occur", _("已发生"), risks.occur, OCCUR, when=lambda row: row.state in LIVING, grant="update",
                confirm=_("会建立一条问题，继续跟踪处理。"),
            ),
            Action(
                "close", _("关闭"), risks.close, (_text("note", _("关闭说明"), required=True),), when=lambda row: row.state != "closed",
                grant="update",
            ),
            Action(
                "reopen", _("重新打开"), risks.reopen, (_text("note", _("原因"), required=True),),
                when=lambda row: row.state in ("closed", "occurred"), grant="update",
            ),
        ),
    ),
    Resource(
        name="risk_actions",
        model=RiskAction,
        scope=OF_PROJECT,
        fields=("risk", "title", "owner", "due_on"),
        readonly_fields=("project", "state", "done_on", "result"),
        list_display=("title", "owner", "due_on", "state", "done_on", "risk", "project"),
        list_filter=("risk", "project", "state", "owner", "due_on"),
        label_field="title",
        ordering="due_on",
        create=risks.add_action,
        update=risks.edit_action,
        actions=(
            Action(
                "finish", _("完成"), risks.finish_action, (_text("result", _("完成情况")),), when=lambda row: row.state == "open",
                grant="report",
            ),
            Action("resume", _("恢复为进行中"), risks.resume_action, when=lambda row: row.state == "done", grant="report"),
        ),
    ),
    Resource(
        name="risk_scales",
        model=RiskScale,
        scope=CompanyScope(),
        fields=("unit", "medium_from", "high_from", "extreme_from", "note"),
        list_display=("unit", "medium_from", "high_from", "extreme_from", "note"),
        list_filter=("unit",),
        label_field="note",
        ordering="created_at",
        exportable=False,
        create=scales.add_scale,
        update=scales.edit_scale,
    ),
    Resource(
        name="issues",
        model=Issue,
        scope=OF_PROJECT,
        fields=("project", "title", "kind", "priority", "task", "place", "description", "owner", "found_on", "due_on", "risk"),
        readonly_fields=("number", "state", "resolution", "resolved_at", "closed_at"),
        list_display=("title", "project", "priority", "state", "kind", "owner", "due_on", "place", "found_on", "number"),
        list_filter=("project", "state", "priority", "kind", "owner", "due_on", "found_on", "task", "risk", "created_by", "resolved_at"),
        search_fields=("title", "number", "place", "description"),
        label_field="title",
        hint_field="number",
        ordering="-created_at",
        importable=True,
        importer=Importer(synonyms={"title": ("问题描述",), "place": ("位置",), "due_on": ("整改日期",), "owner": ("负责人", "整改人")}),
        create=issues.add_issue,
        update=issues.edit_issue,
        editable=lambda row: row.state != "closed",
        actions=(
            Action("start", _("开始处理"), issues.start, when=lambda row: row.state in ("open", "reopened"), bulk=True, grant="report"),
            Action(
                "resolve", _("已解决"), issues.resolve, (RESOLVED,), when=lambda row: row.state in ("open", "doing", "reopened"),
                grant="report",
            ),
            Action(
                "close", _("关闭"), issues.close, (_text("note", _("复查说明")),), when=lambda row: row.state == "resolved", bulk=True,
                grant="update",
            ),
            Action(
                "reopen", _("重新打开"), issues.reopen, (_text("reason", _("原因"), required=True),),
                when=lambda row: row.state in ("resolved", "closed"), grant="update",
            ),
        ),
    ),
    Resource(
        name="meetings",
        model=Meeting,
        scope=OrgScope(team=True),
        fields=(
            "title", "kind", "project", "customer", "starts_at", "ends_at", "place", "link", "chair", "owner", "unit", "minutes",
        ),
        readonly_fields=("agenda", "number", "state", "published_at", "edition", "reason", "previous"),
        list_display=("title", "starts_at", "state", "kind", "project", "customer", "place", "chair", "owner", "number"),
        list_filter=("state", "kind", "project", "customer", "starts_at", "chair", "owner", "unit", "previous"),
        search_fields=("title", "number", "place", "minutes"),
        label_field="title",
        hint_field="number",
        ordering="-starts_at",
        create=meetings.arrange,
        update=meetings.edit,
        editable=lambda row: row.state not in ("cancelled", "published"),
        actions=(
            Action("hold", _("会议已召开"), meetings.hold_meeting, when=lambda row: row.state == "planned", grant="update"),
            Action(
                "set_agenda", _("修改议程"), meetings.set_agenda, (FieldSpec("agenda", _("议程"), "json"),), grant="update", hidden=True,
            ),
            Action(
                "publish_minutes", _("发布纪要"), minutes.publish, when=lambda row: row.state in ("planned", "held"),
                confirm=_("纪要会固定为一版，通知内部参会人，发邮件给填了邮箱的外部参会人，并归入项目资料。"),
            ),
            Action(
                "withdraw_minutes", _("撤回纪要"), minutes.withdraw, (_text("reason", _("原因"), required=True),),
                when=lambda row: row.state == "published", grant="publish_minutes",
            ),
            Action(
                "arrange_next", _("安排下次会议"), meetings.arrange_next, (FieldSpec("starts_at", _("开始时间"), "datetime", True),),
                when=lambda row: row.state in ("held", "published"), grant="update",
            ),
            Action(
                "cancel", _("取消会议"), meetings.cancel, (_text("reason", _("原因"), required=True),),
                when=lambda row: row.state == "planned", grant="update", danger=True,
            ),
        ),
    ),
    Resource(
        name="meeting_attendees",
        model=MeetingAttendee,
        scope=OF_MEETING,
        fields=("meeting", "person", "contact", "name", "company", "email", "presence"),
        list_display=("name", "company", "presence", "person", "contact", "email", "meeting"),
        list_filter=("meeting", "person", "contact", "presence"),
        masked=("email",),
        ordering="created_at",
        create=people.add_attendee,
        update=people.edit_attendee,
    ),
    Resource(
        name="meeting_decisions",
        model=MeetingDecision,
        scope=OF_MEETING,
        fields=("meeting", "text", "note"),
        readonly_fields=("position",),
        list_display=("text", "note", "position", "meeting"),
        list_filter=("meeting",),
        label_field="text",
        ordering="position",
        create=meetings.add_decision,
        update=meetings.edit_decision,
    ),
    Resource(
        name="meeting_actions",
        model=MeetingAction,
        scope=OF_MEETING,
        fields=("meeting", "title", "owner", "outside", "due_on"),
        readonly_fields=("state", "done_on", "result", "task", "todo", "carried_from"),
        list_display=("title", "owner", "outside", "due_on", "state", "task", "meeting"),
        list_filter=("meeting", "state", "owner", "due_on", "task", "todo"),
        label_field="title",
        ordering="due_on",
        create=actions.add_action,
        update=actions.edit_action,
        editable=state_in("open"),
        actions=(
            Action(
                "finish", _("完成"), actions.finish, (_text("result", _("完成情况")),), when=lambda row: row.state == "open",
                grant="report",
            ),
            Action("reopen", _("重新打开"), actions.reopen, when=lambda row: row.state in ("done", "dropped"), grant="report"),
            Action("to_task", _("转为任务"), actions.to_task, when=lambda row: row.state == "open", grant="update"),
            Action("to_todo", _("转为待办"), actions.to_todo, when=lambda row: row.state == "open", grant="update"),
            Action(
                "drop", _("取消行动项"), actions.drop, (_text("reason", _("原因"), required=True),), when=lambda row: row.state == "open",
                grant="update", danger=True,
            ),
        ),
    ),
)  # fmt: skip
