"""What people write to each other around a record."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record


class Comment(Record):
    """Plain text; the author is ``created_by``. Deleting archives it, and history keeps every wording."""

    internal = True
    attached = True
    resource = models.CharField(max_length=40)
    object_id = models.UUIDField()
    body = models.TextField(_("内容"), max_length=5000)
    mentions = ArrayField(models.UUIDField(), default=list, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("评论")
        indexes = [models.Index(fields=["object_id", "id"], name="comment_object")]

    def __str__(self) -> str:
        return self.body[:60]
