"""Rules, what the companies changed in them, and the memory of every time one fired."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import EPOCH_TRIGGER, RECORD_TRIGGERS, Record

WAITING, DONE = "waiting", "done"


class Rule(Record):
    """When something happens or a time has come, and a condition holds, then act. Built-in ones take all but numbers from code."""

    code = models.CharField(_("代码"), max_length=60, blank=True, default="", editable=False)
    name = models.CharField(_("名称"), max_length=80)
    why = models.CharField(_("用途"), max_length=300, blank=True, default="")
    resource = models.CharField(_("对象"), max_length=40)
    trigger = models.JSONField(_("触发"), help_text=_('{"every": 分钟}、{"daily": 点钟} 或 {"events": ["事件"]}'))
    condition = models.JSONField(_("条件"), default=dict, blank=True, help_text=_('筛选语言；"$名称" 代表可调数字'))
    numbers = models.JSONField(_("可调数字"), default=list, blank=True)
    occurrence = models.JSONField(_("同一次的依据"), default=list, blank=True, help_text=_("这些字段的值变了，才会再次触发"))
    actions = models.JSONField(_("动作"), default=list)
    values = models.JSONField(_("数字的取值"), default=dict, blank=True, help_text=_("只写与默认值不同的"))
    active = models.BooleanField(_("启用"), default=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("自动化规则")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="rule_code_once")]

    def __str__(self) -> str:
        return self.name


class Override(Record):
    """What one company and the units below it want otherwise. The nearest unit above a record counts."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="overrides", verbose_name=_("自动化规则"))
    unit = models.ForeignKey("orgs.Unit", models.CASCADE, related_name="+", verbose_name=_("适用单位"))
    active = models.BooleanField(_("启用"), default=True)
    values = models.JSONField(_("数字的取值"), default=dict, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("规则的公司设置")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "unit"],
                condition=Q(archived_at=None),
                name="override_once",
                violation_error_message=_("该单位对这条规则已有设置，请修改原有的一条。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} · {self.unit}"


class Clock(models.Model):
    """When a time rule runs next and how its last pass went. Apart from the rule, for it changes all the time."""

    internal = True
    rule = models.OneToOneField(Rule, models.CASCADE, primary_key=True, related_name="clock")
    next_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    last_fired = models.IntegerField(default=0)
    last_closed = models.IntegerField(default=0)
    last_ms = models.IntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="clock_next")]


class Firing(models.Model):
    """A rule fired for a record on one occurrence. The unique key makes a second time for the same occurrence impossible."""

    internal = True
    STATES: ClassVar[list[tuple[str, Any]]] = [(WAITING, _("等待执行")), (DONE, _("已执行"))]
    id = models.BigAutoField(primary_key=True)
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="firings")
    resource = models.TextField()
    object_id = models.UUIDField()
    occurrence = models.TextField()
    values = models.JSONField(default=dict)
    numbers = models.JSONField(default=dict)
    at = models.DateTimeField()
    state = models.TextField(choices=STATES, default=WAITING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "resource", "object_id", "occurrence"], name="firing_once")]
        indexes = [
            models.Index(fields=["object_id", "-id"], name="firing_object"),
            models.Index(fields=["rule", "-id"], name="firing_rule"),
            models.Index(fields=["rule", "id"], condition=Q(state=WAITING), name="firing_waiting"),
        ]


class Step(models.Model):
    """What became of one action of a firing for one recipient (None: the record itself)."""

    internal = True
    OUTCOMES: ClassVar[list[tuple[str, Any]]] = [
        ("done", _("已完成")),
        ("unseen", _("无权查看该记录，未通知")),
        ("nobody", _("没有找到收件人")),
        ("refused", _("未能执行")),
    ]
    id = models.BigAutoField(primary_key=True)
    firing = models.ForeignKey(Firing, models.CASCADE, related_name="steps")
    action = models.SmallIntegerField()
    kind = models.CharField(max_length=20)
    recipient_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    detail = models.CharField(max_length=300, blank=True, default="")
    notice_id = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["firing", "action", "recipient_id"], nulls_distinct=False, name="step_once")]
        indexes = [models.Index(fields=["notice_id"], condition=Q(notice_id__isnull=False), name="step_notice")]
