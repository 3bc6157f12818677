"""The inbox, and what became of the e-mail."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.ids import uuid7

WANTED, DIGEST, SENDING, SENT, FAILED = "wanted", "digest", "sending", "sent", "failed"


class Notice(models.Model):
    """One message to one person. ``key`` says what it is about, so that nothing is sent twice."""

    EMAIL: ClassVar[list[tuple[str, Any]]] = [
        ("", _("不发")),
        (WANTED, _("待发")),
        (DIGEST, _("待汇总")),
        (SENDING, _("发送中")),
        (SENT, _("已发")),
        (FAILED, _("失败")),
    ]
    internal = True
    attached = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    body = models.TextField(default="", blank=True)
    resource = models.CharField(max_length=40, default="", blank=True)
    object_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=80, default="", blank=True)
    key = models.CharField(max_length=200, default="", blank=True)
    in_inbox = models.BooleanField(default=True)
    email = models.CharField(max_length=8, choices=EMAIL, default="", blank=True)
    email_error = models.CharField(max_length=300, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], condition=~Q(key=""), name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_user"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["user"], condition=Q(email=DIGEST), name="notice_digest"),
        ]

    def __str__(self) -> str:
        return self.title


class Digest(models.Model):
    """This person has had the digest of this day."""

    internal = True
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once")]
