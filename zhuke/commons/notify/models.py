"""The inbox."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhuke.kernel.ids import uuid7


class Notice(models.Model):
    """One message to one person. ``key`` says what it is about, so that nothing is sent twice."""

    internal = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    body = models.TextField(default="", blank=True)
    resource = models.CharField(max_length=40, default="", blank=True)
    object_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=80, default="", blank=True)
    key = models.CharField(max_length=200, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    attached = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], condition=~Q(key=""), name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_user"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title
