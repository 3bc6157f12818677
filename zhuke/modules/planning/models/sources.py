"""What the file of a plan said."""

from __future__ import annotations

from django.db import models

from .plans import Plan


class PlanSource(models.Model):
    """The file a plan was loaded from, as it was read: what the product has no field for goes back into the file when it is written."""

    internal = True
    plan = models.OneToOneField(Plan, models.CASCADE, primary_key=True, related_name="file_source")
    filename = models.TextField(default="")
    format = models.TextField()
    loaded_at = models.DateTimeField(auto_now=True)
    content = models.BinaryField()
