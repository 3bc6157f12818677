"""Addresses of other systems that rules call, and every call."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.ids import uuid7
from zhuke.kernel.models import Record

WAITING, DONE, FAILED = "waiting", "done", "failed"


class Webhook(Record):
    """Where another system takes calls. What is sent is signed with a secret that both sides know."""

    name = models.CharField(_("名称"), max_length=80)
    url = models.URLField(_("地址"), max_length=500, help_text=_("对方系统接收通知的地址，须以 https:// 开头"))
    remark = models.CharField(_("备注"), max_length=200, blank=True, default="")
    active = models.BooleanField(_("启用"), default=True, editable=False)
    secret = models.CharField(max_length=400, editable=False, default="")

    class Meta(Record.Meta):
        verbose_name = _("外部系统通知")

    def __str__(self) -> str:
        return self.name


class Call(models.Model):
    """One call. Its id goes along, so that a receiver knows one that comes again; ``key`` keeps a rule from asking twice."""

    internal = True
    STATES: ClassVar[list[tuple[str, Any]]] = [(WAITING, _("待发送")), (DONE, _("已送达")), (FAILED, _("未送达"))]
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="calls")
    key = models.CharField(max_length=200, blank=True, default="")
    event = models.CharField(max_length=80)
    payload = models.JSONField()
    state = models.CharField(max_length=8, choices=STATES, default=WAITING)
    tries = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    status = models.SmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="webhook_call_once")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state=WAITING), name="webhook_call_due"),
            models.Index(fields=["webhook", "-id"], name="webhook_call_newest"),
        ]
