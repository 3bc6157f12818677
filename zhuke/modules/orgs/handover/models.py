"""A hand-over of one person's records to others, and what it moved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record


class Handover(Record):
    """``plan`` is what was asked, ``moved`` what was done so far: ``[{"resource", "to", "count"}]``. A person may have several."""

    internal = True
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="handovers", verbose_name=_("人员"))
    plan = models.JSONField(default=dict, blank=True)
    moved = models.JSONField(default=list, blank=True)
    left = models.JSONField(default=list, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("离职交接")

    def __str__(self) -> str:
        return f"{self.user} {self.created_at}"
