"""Meetings: who came, what was said, what was decided and who does what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField
from zhuke.kernel.models import Record, Searchable

USER = settings.AUTH_USER_MODEL


class Meeting(Record, Searchable):
    """A meeting of a project, with a customer, or of a unit. Attendees with an account are on the record's team, so they see it.

    ``agenda``: list of ``{"title", "who", "minutes", "note"}``. Published minutes are frozen as ``MeetingMinutes``.
    """

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("planned", _("已安排")), ("held", _("已召开")), ("published", _("纪要已发布")), ("cancelled", _("已取消")),
    ]  # fmt: skip
    number = models.CharField(_("编号"), max_length=40, editable=False, default="")
    title = models.CharField(_("会议主题"), max_length=160)
    kind = DictionaryField(_("会议类型"), dictionary="meeting_kind", blank=True, default="")
    project = models.ForeignKey("projects.Project", models.CASCADE, null=True, blank=True, related_name="meetings", verbose_name=_("项目"))
    customer = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name=_("客户")
    )
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("组织人"))
    chair = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("主持人"))
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=160, blank=True, default="")
    link = models.URLField(_("线上会议链接"), max_length=300, blank=True, default="")
    agenda = models.JSONField(_("议程"), default=list, blank=True)
    minutes = models.TextField(_("会议纪要"), blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="planned", editable=False)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)
    edition = models.IntegerField(_("纪要版次"), default=0, editable=False)
    reason = models.CharField(_("原因"), max_length=300, blank=True, default="", editable=False)
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="following", verbose_name=_("上次会议")
    )

    class Meta(Record.Meta):
        verbose_name = _("会议")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["project", "-starts_at"], name="meeting_project"),
            models.Index(fields=["starts_at", "id"], name="meeting_starts"),
            models.Index(fields=["unit", "updated_at", "id"], name="meeting_unit"),
            models.Index(fields=["owner", "updated_at", "id"], name="meeting_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="meeting_times",
                violation_error_message=_("结束时间要晚于开始时间，请改正。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class MeetingAttendee(Record):
    """Somebody who is invited: a colleague, a contact of a customer, or a name."""

    PRESENCE: ClassVar[list[tuple[str, Any]]] = [
        ("invited", _("已邀请")), ("present", _("出席")), ("absent", _("缺席")), ("excused", _("请假")),
    ]  # fmt: skip
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendees", verbose_name=_("会议"))
    person = models.ForeignKey(USER, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("同事"))
    contact = models.ForeignKey("customers.Contact", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("联系人"))
    name = models.CharField(_("姓名"), max_length=80, blank=True, default="", help_text=_("同事和联系人以外的人填写"))
    company = models.CharField(_("单位"), max_length=120, blank=True, default="")
    email = models.EmailField(_("邮箱"), max_length=120, blank=True, default="", help_text=_("填写后，纪要发布时发到这个邮箱"))
    presence = models.CharField(_("到会"), max_length=8, choices=PRESENCE, default="invited")

    class Meta(Record.Meta):
        verbose_name = _("参会人")
        indexes = [models.Index(fields=["meeting"], name="attendee_meeting"), models.Index(fields=["person"], name="attendee_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(archived_at=None, person__isnull=False), name="attendee_once",
                violation_error_message=_("这位同事已在参会人中。"),
            ),
            models.UniqueConstraint(
                fields=["meeting", "contact"], condition=Q(archived_at=None, contact__isnull=False), name="attendee_contact_once",
                violation_error_message=_("这位联系人已在参会人中。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class MeetingDecision(Record):
    """What was decided."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions", verbose_name=_("会议"))
    position = models.IntegerField(_("序号"), default=0, editable=False)
    text = models.CharField(_("决议"), max_length=500)
    note = models.CharField(_("说明"), max_length=300, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("会议决议")
        indexes = [models.Index(fields=["meeting", "position"], name="decision_meeting")]

    def __str__(self) -> str:
        return self.text


class MeetingAction(Record):
    """Who does what by when. With a task or a to-do behind it, the state follows that one; ``carried``: the next meeting has it now."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("open", _("进行中")), ("done", _("已完成")), ("carried", _("已转下次会议")), ("dropped", _("已取消")),
    ]  # fmt: skip
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="actions", verbose_name=_("会议"))
    title = models.CharField(_("行动项"), max_length=200)
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("责任人"))
    outside = models.CharField(_("外部责任人"), max_length=120, blank=True, default="", help_text=_("客户、分包等外部人员填写姓名和单位"))
    due_on = models.DateField(_("截止日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=STATES, default="open", editable=False)
    done_on = models.DateField(_("完成日期"), null=True, blank=True, editable=False)
    result = models.CharField(_("完成情况"), max_length=300, blank=True, default="", editable=False)
    task = models.ForeignKey(
        "planning.Task", models.SET_NULL, null=True, blank=True, editable=False, related_name="meeting_actions", verbose_name=_("任务")
    )
    todo = models.ForeignKey("todos.Todo", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("待办"))
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="carried_to", verbose_name=_("来自上次会议")
    )

    class Meta(Record.Meta):
        verbose_name = _("会议行动项")
        indexes = [
            models.Index(fields=["meeting", "state"], name="meetingaction_meeting"),
            models.Index(fields=["owner", "due_on"], name="meetingaction_owner", condition=Q(state="open")),
            models.Index(fields=["task"], name="meetingaction_task", condition=Q(task__isnull=False)),
            models.Index(fields=["todo"], name="meetingaction_todo", condition=Q(todo__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingMinutes(models.Model):
    """Minutes as they were published; ``content`` never changes. Read with the meeting."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="editions")
    edition = models.IntegerField()
    content = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
    by_name = models.CharField(max_length=80, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "edition"], name="minutes_edition_once")]
