"""Plans as they once were agreed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField
from zhuke.kernel.models import Record

from .plans import Plan


class Baseline(Record):
    """A plan at one moment. ``number``: 0–10 as MS Project counts them, for exchange. It never changes."""

    internal = True
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="baselines")
    name = models.CharField(_("名称"), max_length=80)
    number = models.IntegerField(_("序号"), default=0)
    taken_at = models.DateTimeField(_("保存时间"))
    finish_at = models.DateTimeField(_("计划完成"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("基线")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], condition=models.Q(archived_at=None), name="baseline_number_once")
        ]


class BaselineTask(models.Model):
    """A task as it was. ``task`` is no foreign key: what was agreed outlives what is removed."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="tasks")
    task = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    duration = models.IntegerField(default=0)
    work = models.BigIntegerField(null=True)
    budget = MoneyField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["baseline", "task"], name="baselinetask_once")]
