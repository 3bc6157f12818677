"""What a person has to do: made by a rule, by oneself, or given by a colleague."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record

USER = settings.AUTH_USER_MODEL


class Todo(Record):
    """One thing to do. ``firing`` is the moment of the rule that made it; it closes itself when that no longer holds."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("own", _("自己安排")),
        ("assigned", _("分配给我的")),
        ("contact", _("需要联系")),
        ("due", _("即将到期")),
        ("forgotten", _("遗忘提醒")),
        ("approval", _("待审批")),
        ("task", _("其他事项")),
    ]
    STATES: ClassVar[list[tuple[str, Any]]] = [("open", _("待办")), ("done", _("已完成")), ("dismissed", _("已忽略"))]
    kind = models.CharField(_("类别"), max_length=12, choices=KINDS, default="own", editable=False)
    title = models.CharField(_("事项"), max_length=200)
    body = models.TextField(_("说明"), blank=True, default="")
    resource = models.CharField(_("相关对象"), max_length=40, blank=True, default="")
    object_id = models.UUIDField(_("相关记录"), null=True, blank=True)
    object_label = models.CharField(_("相关记录名称"), max_length=200, blank=True, default="", editable=False)
    assignee = models.ForeignKey(USER, models.CASCADE, blank=True, related_name="+", verbose_name=_("负责人"), help_text=_("留空则为自己"))
    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所属单位"), editable=False
    )
    due_on = models.DateField(_("截止日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="open", editable=False)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("结束人"))
    reason = models.CharField(_("忽略原因"), max_length=200, blank=True, default="", editable=False)
    rule = models.ForeignKey(
        "automation.Rule", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("来自规则")
    )
    firing = models.ForeignKey("automation.Firing", models.SET_NULL, null=True, blank=True, editable=False, related_name="todos")
    action = models.SmallIntegerField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("待办")
        constraints = [
            models.UniqueConstraint(fields=["firing", "action", "assignee"], condition=Q(firing__isnull=False), name="todo_once")
        ]
        indexes = [
            models.Index(fields=["assignee", "due_on"], condition=Q(state="open"), name="todo_open"),
            models.Index(fields=["assignee", "updated_at", "id"], name="todo_assignee"),
            models.Index(fields=["unit", "updated_at", "id"], name="todo_unit"),
            models.Index(fields=["object_id"], condition=Q(object_id__isnull=False), name="todo_object"),
            models.Index(fields=["firing"], condition=Q(state="open", firing__isnull=False), name="todo_rule_open"),
        ]

    def __str__(self) -> str:
        return self.title
