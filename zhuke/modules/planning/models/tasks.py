"""Tasks of a plan, what ties them, and who works on them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuke.commons.audit.in_sets import IN_SETS
from zhuke.kernel.fields import DictionaryField, MoneyField, PercentField
from zhuke.kernel.models import DERIVED_TRIGGER, Record

from .plans import Plan, WorkCalendar

USER = settings.AUTH_USER_MODEL
MOST_MINUTES = 60 * 24 * 366 * 50


def _minutes(label: Any, **options: Any) -> models.IntegerField[Any, Any]:
    return models.IntegerField(label, validators=[MinValueValidator(0), MaxValueValidator(MOST_MINUTES)], **options)


class Task(Record):
    """A row of the work breakdown. Durations and floats are minutes of working time.

    What people enter (INPUTS) is written by services/editing.py, what follows (DERIVED) by services/saving.py alone, without making
    anybody's edit stale. A removed task is archived, so that undoing brings back what refers to it. ``elapsed``: the duration counts
    round the clock. ``not_before`` is what levelling found. Rows of scenarios have ``live`` off: lists leave them out.
    """

    KINDS: ClassVar[list[tuple[str, Any]]] = [("task", _("任务")), ("milestone", _("里程碑")), ("summary", _("摘要任务"))]
    STATES: ClassVar[list[tuple[str, Any]]] = [("todo", _("未开始")), ("doing", _("进行中")), ("paused", _("暂停")), ("done", _("已完成"))]
    CONSTRAINTS: ClassVar[list[tuple[str, Any]]] = [
        ("asap", _("越早越好")),
        ("alap", _("越晚越好")),
        ("snet", _("不得早于…开始")),
        ("snlt", _("不得晚于…开始")),
        ("fnet", _("不得早于…完成")),
        ("fnlt", _("不得晚于…完成")),
        ("mso", _("必须开始于")),
        ("mfo", _("必须完成于")),
    ]
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks", verbose_name=_("计划"))
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="tasks", editable=False, verbose_name=_("项目"))
    live = models.BooleanField(_("属于执行计划"), default=True, editable=False)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("上级任务"))
    position = models.IntegerField(_("次序"), default=0, editable=False)
    name = models.CharField(_("任务名称"), max_length=200)
    kind = models.CharField(_("类型"), max_length=10, choices=KINDS, default="task")
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    priority = models.IntegerField(
        _("优先级"), default=500, validators=[MinValueValidator(0), MaxValueValidator(1000)], help_text=_("0–1000，越大越优先")
    )
    tag = DictionaryField(_("节点类别"), dictionary="task_tag", blank=True, default="")
    duration = _minutes(_("工期（分钟）"), default=480, help_text=_("工作时间，一天 8 小时为 480"))
    elapsed = models.BooleanField(_("按自然时间"), default=False)
    constraint = models.CharField(_("限制类型"), max_length=4, choices=CONSTRAINTS, default="asap")
    constraint_at = models.DateTimeField(_("限制日期"), null=True, blank=True)
    deadline = models.DateTimeField(_("截止日期"), null=True, blank=True)
    progress = PercentField(_("完成百分比"), default=Decimal(0), validators=[MinValueValidator(0), MaxValueValidator(100)])
    actual_start = models.DateTimeField(_("实际开始"), null=True, blank=True)
    actual_end = models.DateTimeField(_("实际完成"), null=True, blank=True)
    remaining = _minutes(_("剩余工期（分钟）"), null=True, blank=True)
    resume_at = models.DateTimeField(_("恢复日期"), null=True, blank=True)
    calendar = models.ForeignKey(
        WorkCalendar,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("任务日历"),
        help_text=_("留空则按计划的日历"),
    )
    inactive = models.BooleanField(_("停用"), default=False)
    manual = models.BooleanField(_("手动排期"), default=False)
    manual_start = models.DateTimeField(_("手动开始"), null=True, blank=True)
    manual_end = models.DateTimeField(_("手动完成"), null=True, blank=True)
    not_before = models.DateTimeField(_("资源平衡后不早于"), null=True, blank=True, editable=False)
    cost_item = models.ForeignKey("projects.CostItem", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("成本科目"))
    budget = MoneyField(_("预算"), null=True, blank=True, validators=[MinValueValidator(0)])
    note = models.TextField(_("备注"), blank=True, default="")
    paused = models.BooleanField(_("已暂停"), default=False, editable=False)
    uid = models.IntegerField(_("文件中的序号"), null=True, blank=True, editable=False)
    source = models.JSONField(default=dict, blank=True, editable=False)  # what a file said that the product has no field for

    state = models.CharField(_("状态"), max_length=8, choices=STATES, default="todo", editable=False)
    wbs = models.CharField(_("WBS 编码"), max_length=100, blank=True, default="", editable=False)
    wbs_sort = models.CharField(max_length=200, blank=True, default="", editable=False)
    starts_at = models.DateTimeField(_("开始"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(_("完成"), null=True, blank=True, editable=False)
    late_start = models.DateTimeField(_("最迟开始"), null=True, blank=True, editable=False)
    late_end = models.DateTimeField(_("最迟完成"), null=True, blank=True, editable=False)
    total_float = models.IntegerField(_("总浮动（分钟）"), default=0, editable=False)
    free_float = models.IntegerField(_("自由浮动（分钟）"), default=0, editable=False)
    critical = models.BooleanField(_("关键任务"), default=False, editable=False)

    sort_columns: ClassVar[dict[str, str]] = {"wbs": "wbs_sort"}

    class Meta(Record.Meta):
        verbose_name = _("任务")
        triggers = [*IN_SETS, DERIVED_TRIGGER]
        indexes = [
            models.Index(fields=["plan", "wbs_sort"], name="task_plan"),
            models.Index(fields=["project", "live"], name="task_project"),
            models.Index(fields=["owner", "state"], name="task_owner", condition=Q(live=True, archived_at=None)),
            models.Index(fields=["ends_at", "id"], name="task_ends", condition=Q(live=True, archived_at=None)),
            models.Index(fields=["starts_at", "id"], name="task_starts", condition=Q(live=True, archived_at=None)),
            models.Index(fields=["updated_at", "id"], name="task_updated"),
            models.Index(fields=["parent"], name="task_parent"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(parent=F("id")), name="task_not_own_parent")]

    def __str__(self) -> str:
        return self.name


class TaskLink(Record):
    """What ties two tasks of one plan: ``lag`` in working minutes, negative: lead; or ``lag_percent`` of the predecessor's duration."""

    internal = True
    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("FS", _("完成–开始")), ("SS", _("开始–开始")), ("FF", _("完成–完成")), ("SF", _("开始–完成")),
    ]  # fmt: skip
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="links")
    predecessor = models.ForeignKey(Task, models.CASCADE, related_name="links_out")
    successor = models.ForeignKey(Task, models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=2, choices=KINDS, default="FS")
    lag = models.IntegerField(default=0)
    lag_percent = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    elapsed = models.BooleanField(default=False)

    class Meta(Record.Meta):
        verbose_name = _("任务关系")
        triggers = IN_SETS
        indexes = [models.Index(fields=["plan"], name="tasklink_plan")]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "kind"], condition=Q(archived_at=None), name="tasklink_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="tasklink_two"),
        ]


class Assignment(Record):
    """So much of a person, crew or machine works on a task. ``units`` 100: one full time; ``work``: minutes, if not duration × units."""

    internal = True
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="assignments")
    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments", verbose_name=_("任务"))
    resource = models.ForeignKey("workforce.PoolResource", models.PROTECT, related_name="assignments", verbose_name=_("资源"))
    units = models.DecimalField(
        _("投入（%）"), max_digits=9, decimal_places=2, default=100,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(1_000_000)],
    )  # fmt: skip
    work = models.BigIntegerField(_("工作量（分钟）"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("资源分配")
        triggers = IN_SETS
        indexes = [models.Index(fields=["plan"], name="assignment_plan"), models.Index(fields=["resource"], name="assignment_resource")]
        constraints = [models.UniqueConstraint(fields=["task", "resource"], condition=Q(archived_at=None), name="assignment_once")]
