"""Long work that a person started: what it is, how far it got, what came of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.ids import uuid7

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"


class Job(models.Model):
    """One piece of long work. Only its own person sees it; progress is not history, so it is no Record."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        (QUEUED, _("排队中")),
        (RUNNING, _("进行中")),
        (DONE, _("已完成")),
        (FAILED, _("失败")),
        (CANCELLED, _("已取消")),
    ]
    internal = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=STATES, default=QUEUED, editable=False)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    message = models.TextField(default="", blank=True)
    result = models.JSONField(default=dict, blank=True)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="job_user")]

    def __str__(self) -> str:
        return f"{self.label} · {self.get_state_display()}"

    @property
    def is_over(self) -> bool:
        """Done, failed or cancelled: nothing will move it any more."""
        return self.state in (DONE, FAILED, CANCELLED)
