"""Files attached to any record. Bytes lie in the storage under their hash; a file keeps all its versions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.ids import uuid7
from zhuke.kernel.models import Record


class Attachment(Record):
    """One file of one record. Removing it archives it; its bytes stay for the history."""

    internal = True
    attached = True
    resource = models.CharField(max_length=40)
    object_id = models.UUIDField()
    name = models.CharField(_("文件名"), max_length=200)
    number = models.IntegerField(_("版次"), default=1)

    class Meta(Record.Meta):
        verbose_name = _("文件")
        indexes = [models.Index(fields=["object_id", "created_at"], name="attachment_object")]

    def __str__(self) -> str:
        return self.name


class FileVersion(models.Model):
    """The bytes of one version: where they are follows from ``sha256``. ``preview`` turns false when none can be made."""

    internal = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=100)
    preview = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "number"], name="file_version_once")]
        ordering = ("number",)

    @property
    def path(self) -> str:
        """Where the bytes lie in the storage."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"
