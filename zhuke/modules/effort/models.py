"""Hours that people, crews and machines put into projects, day by day; the week as it goes to the superior; feeds of projects."""

from decimal import Decimal
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuke.commons.audit.in_sets import IN_SETS
from zhuke.kernel.fields import MoneyField
from zhuke.kernel.models import RECORD_TRIGGERS, Record

UNIT = "orgs.Unit"
USER = settings.AUTH_USER_MODEL
PROJECT = "projects.Project"
STATES: list[tuple[str, Any]] = [
    ("draft", _("草稿")),
    ("submitted", _("待审批")),
    ("approved", _("已批准")),
    ("rejected", _("已退回")),
]


class WeeklyReport(Record):
    """The week of a person from Monday to Sunday: filled in from the days, approved by the superior, then cost of the projects."""

    name = models.CharField(_("工时周报"), max_length=80, editable=False, default="")
    person = models.ForeignKey(USER, models.CASCADE, related_name="+", verbose_name=_("填报人"), null=True, blank=True)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    monday = models.DateField(_("周一"))
    summary = models.TextField(_("本周完成"), blank=True, default="", max_length=5000)
    problems = models.TextField(_("问题与求助"), blank=True, default="", max_length=5000)
    plan = models.TextField(_("下周计划"), blank=True, default="", max_length=5000)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    hours = models.DecimalField(_("工时合计"), max_digits=8, decimal_places=2, default=0, editable=False)
    overtime = models.DecimalField(_("其中加班"), max_digits=8, decimal_places=2, default=0, editable=False)
    late_days = models.IntegerField(_("补录天数"), default=0, editable=False)
    costed = MoneyField(_("工时成本"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True, editable=False)
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True, editable=False)
    reason = models.CharField(_("退回原因"), max_length=1000, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("工时周报")
        triggers = IN_SETS
        constraints = [
            models.UniqueConstraint(
                fields=["person", "monday"], condition=Q(archived_at=None), name="week_once",
                violation_error_message=_("这一周的周报已经有了，请直接修改原来的一份。"),
            )
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["unit", "monday", "id"], name="week_unit"),
            models.Index(fields=["monday", "id"], name="week_monday"),
        ]

    def __str__(self) -> str:
        return self.name


class Timesheet(Record):
    """Hours on one day for one project, by the person or by the crew or machine that the person answers for.

    ``late_days`` are the days between the work and its entry; ``costed`` is hours × cost rate as it was when the week was approved.
    """

    person = models.ForeignKey(USER, models.CASCADE, related_name="+", verbose_name=_("填报人"), null=True, blank=True)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    resource = models.ForeignKey(
        "workforce.PoolResource", models.PROTECT, null=True, blank=True, related_name="timesheets", verbose_name=_("资源"),
        help_text=_("留空为本人；班组长、机械管理员可为班组和设备填报"),
    )  # fmt: skip
    day = models.DateField(_("日期"))
    project = models.ForeignKey(PROJECT, models.PROTECT, related_name="timesheets", verbose_name=_("项目"))
    task = models.ForeignKey("planning.Task", models.SET_NULL, null=True, blank=True, related_name="timesheets", verbose_name=_("任务"))
    hours = models.DecimalField(
        _("工时"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(9_999)]
    )
    overtime = models.DecimalField(
        _("其中加班"), max_digits=6, decimal_places=2, default=0, validators=[MinValueValidator(0), MaxValueValidator(9_999)]
    )
    note = models.CharField(_("工作内容"), max_length=200, blank=True, default="")
    report = models.ForeignKey(
        WeeklyReport, models.SET_NULL, null=True, blank=True, editable=False, related_name="lines", verbose_name=_("工时周报")
    )
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    late_days = models.IntegerField(_("补录天数"), default=0, editable=False)
    costed = MoneyField(_("工时成本"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("工时")
        triggers = IN_SETS
        indexes = [
            models.Index(fields=["person", "day"], name="timesheet_person"),
            models.Index(fields=["project", "day"], name="timesheet_project"),
            models.Index(fields=["resource", "day"], name="timesheet_resource"),
            models.Index(fields=["unit", "day", "id"], name="timesheet_unit"),
            models.Index(fields=["day", "id"], name="timesheet_day"),
            models.Index(fields=["report"], name="timesheet_report"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(overtime__lte=F("hours")), name="timesheet_overtime",
                violation_error_message=_("加班不能多于当天工时，请改正。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.note or f"{self.day:%Y-%m-%d}"


class WeeklyReportLine(Record):
    """What a week adds up to for one project, as it was submitted; the cost of the project refers to it."""

    report = models.ForeignKey(WeeklyReport, models.CASCADE, related_name="totals", verbose_name=_("工时周报"))
    project = models.ForeignKey(PROJECT, models.PROTECT, related_name="+", verbose_name=_("项目"))
    kind = models.CharField(
        _("类别"), max_length=8, choices=[("labour", _("人工")), ("machine", _("机械"))], default="labour", editable=False
    )
    hours = models.DecimalField(_("工时"), max_digits=8, decimal_places=2, default=0, editable=False)
    overtime = models.DecimalField(_("其中加班"), max_digits=8, decimal_places=2, default=0, editable=False)
    days = models.IntegerField(_("天数"), default=0, editable=False)
    costed = MoneyField(_("工时成本"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("周报明细")
        triggers = IN_SETS
        indexes = [models.Index(fields=["project", "report"], name="weekline_project")]
        constraints = [models.UniqueConstraint(fields=["report", "project", "kind"], name="weekline_once")]

    def __str__(self) -> str:
        return str(self.project)


# The secret's digest and what a fetch leaves behind are no business of history.
PRIVATE = " - 'digest' - 'last_used_at'"


class ProjectFeed(Record):
    """A secret address under which calendar programs fetch the key days of one project, with the rights of its owner at that moment."""

    internal = True
    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    project = models.ForeignKey(PROJECT, models.CASCADE, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        triggers = [
            pgtrigger.Trigger(
                name="version", when=pgtrigger.Before, operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["last_used_at"]), func=RECORD_TRIGGERS[0].func,
            ),
            pgtrigger.Trigger(
                name="history", when=pgtrigger.After, operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"PERFORM public.kernel_log(TG_TABLE_NAME::text, TG_OP, to_jsonb(OLD){PRIVATE}, to_jsonb(NEW){PRIVATE}); RETURN NULL;",
            ),
        ]  # fmt: skip
