"""A plan, the working time it counts in, and what was done to it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import PercentField
from zhuke.kernel.models import DERIVED_TRIGGER, RECORD_TRIGGERS, Record

PROJECT = "projects.Project"


def standard_week() -> list[list[list[str]]]:
    """Monday … Friday 08:00–12:00 and 13:00–17:00."""
    return [[["08:00", "12:00"], ["13:00", "17:00"]] for _day in range(5)] + [[], []]


class WorkCalendar(Record):
    """When work goes on. Without a unit it is the group's; with a project it is for that project alone.

    ``week``: Monday … Sunday, each a list of shifts ``["08:00", "12:00"]``. ``exceptions``: ``[[from, to, shifts, name]]``; none: rest.
    ``statutory``: national holidays and make-up days (commons.calendars) count, own exceptions go before them.
    """

    name = models.CharField(_("名称"), max_length=60)
    unit = models.ForeignKey(
        "orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"), help_text=_("留空则全集团适用")
    )
    project = models.ForeignKey(
        PROJECT, models.CASCADE, null=True, blank=True, related_name="work_calendars", verbose_name=_("仅用于项目"),
        help_text=_("留空则所有项目可选"),
    )  # fmt: skip
    week = models.JSONField(_("每周工作时间"), default=standard_week)
    statutory = models.BooleanField(_("按国家法定节假日调休"), default=True)
    exceptions = models.JSONField(_("例外日期"), default=list, blank=True)
    uid = models.IntegerField(_("文件中的序号"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("工作日历")
        indexes = [models.Index(fields=["project", "id"], name="workcalendar_project")]

    def __str__(self) -> str:
        return self.name


class Plan(Record):
    """The schedule of a project. One is live, the others are scenarios: copies to try things out on.

    ``day_begins``: minute of the day at which the first day counts from. ``status_on``: what is not done by the end of that day
    happens later; without it dates may lie in the past. ``revision`` grows with every change of the network.
    """

    KINDS: ClassVar[list[tuple[str, Any]]] = [("live", _("执行计划")), ("scenario", _("比选方案"))]
    LAGS: ClassVar[list[tuple[str, Any]]] = [
        ("successor", _("后续任务的日历")),
        ("predecessor", _("前置任务的日历")),
        ("project", _("计划的日历")),
        ("elapsed", _("自然时间")),
    ]
    project = models.ForeignKey(PROJECT, models.CASCADE, related_name="plans", verbose_name=_("项目"))
    kind = models.CharField(_("类型"), max_length=8, choices=KINDS, default="live", editable=False)
    name = models.CharField(_("名称"), max_length=120)
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, related_name="+", verbose_name=_("工作日历"))
    starts_on = models.DateField(_("计划开始"))
    day_begins = models.IntegerField(
        _("首日开始时刻（分钟）"), default=0, validators=[MinValueValidator(0), MaxValueValidator(1439)], editable=False
    )
    status_on = models.DateField(_("状态日期"), null=True, blank=True, help_text=_("填写后，未完成的工作一律排在这一天之后"))
    honour_constraints = models.BooleanField(_("任务始终遵守限制日期"), default=True)
    lag_by = models.CharField(_("延隔时间按"), max_length=12, choices=LAGS, default="successor")
    critical_limit = models.IntegerField(
        _("关键任务的浮动上限（分钟）"), default=0, validators=[MinValueValidator(0), MaxValueValidator(525_600)]
    )
    finish_at = models.DateTimeField(_("计划完成"), null=True, blank=True, editable=False)
    progress = PercentField(_("进度"), default=Decimal(0), editable=False)
    revision = models.IntegerField(_("版次"), default=0, editable=False)
    source = models.JSONField(default=dict, blank=True, editable=False)  # what a file said that the product has no field for
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="copies")
    copied_revision = models.IntegerField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("进度计划")
        triggers = [*RECORD_TRIGGERS, DERIVED_TRIGGER]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(kind="live", archived_at=None), name="plan_live_once",
                violation_error_message=_("该项目已有执行计划。"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["project", "kind"], name="plan_project")]

    def __str__(self) -> str:
        return self.name


class PlanChange(models.Model):
    """One saved change of a network: ``images`` hold what every touched row was and became, so that it can be undone and done again."""

    internal = True
    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("edit", _("编辑")), ("level", _("资源平衡")), ("adopt", _("采用方案")), ("load", _("导入文件")), ("undo", _("撤销")),
        ("redo", _("重做")), ("progress", _("填报进度")), ("template", _("套用模板")),
    ]  # fmt: skip
    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="changes")
    revision = models.IntegerField()
    kind = models.CharField(max_length=10, choices=KINDS, default="edit")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    user_name = models.TextField(default="")
    at = models.DateTimeField(auto_now_add=True)
    summary = models.JSONField(default=dict)
    images = models.JSONField(default=dict)
    touched = ArrayField(models.UUIDField(), default=list)
    undone = models.BooleanField(default=False)
    of = models.ForeignKey("self", models.CASCADE, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["plan", "-revision"], name="planchange_plan")]
