"""Files that exports made, kept for a week for the person who asked."""

from django.db import models

from zhuke.commons.jobs.models import Job


class ExportFile(models.Model):
    """The result of one export job, for the person of the job. ``action`` on ``resource`` is the right that its download needs as well."""

    internal = True
    job = models.OneToOneField(Job, models.CASCADE, primary_key=True, related_name="export")
    resource = models.CharField(max_length=40)
    action = models.CharField(max_length=40, default="export")
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    size = models.BigIntegerField()
    rows = models.IntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
