"""Saved views 场景: a filter, a search, an order and columns under a name."""

from django.conf import settings
from django.db import models

from zhuke.kernel.ids import uuid7


class SavedView(models.Model):
    """One person's view of a list; shared ones are seen in the company that the person belonged to then."""

    internal = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    resource = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    filter = models.JSONField(null=True, blank=True)
    q = models.CharField(max_length=200, blank=True, default="")
    sort = models.CharField(max_length=200, blank=True, default="")
    columns = models.JSONField(default=list, blank=True)
    shared = models.BooleanField(default=False)
    company_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "resource", "name"], name="view_name_once")]
        indexes = [models.Index(fields=["resource", "company_id"], condition=models.Q(shared=True), name="view_shared")]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view that a list opens with for one person; it may be a colleague's shared one."""

    internal = True
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    resource = models.CharField(max_length=40)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "resource"], name="view_default_once")]
