"""What people write to each other around a record."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record


class Comment(Record):
    """Plain text, perhaps with files (pictures.py); the author is ``created_by``. Deleting archives it, and history keeps every wording."""

    internal = True
    attached = True
    resource = models.CharField(max_length=40)
    object_id = models.UUIDField()
    body = models.TextField(_("内容"), max_length=5000)
    mentions = ArrayField(models.UUIDField(), default=list, blank=True)
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("回复"))
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("评论")
        indexes = [models.Index(fields=["object_id", "id"], name="comment_object")]

    def __str__(self) -> str:
        return self.body[:60]


class CommentsRead(models.Model):
    """Up to which moment a person has read the comments on a record."""

    internal = True
    attached = True
    resource = models.CharField(max_length=40)
    object_id = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_id", "user"], name="comments_read_once")]
