"""The project itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField, MoneyField, PercentField
from zhuke.kernel.models import DERIVED_TRIGGER, RECORD_TRIGGERS, Record, Searchable

PHASES: list[tuple[str, Any]] = [
    ("initiation", _("立项")),
    ("design", _("设计")),
    ("construction", _("施工")),
    ("acceptance", _("验收")),
    ("settlement", _("结算")),
    ("warranty", _("质保")),
    ("closed", _("已关闭")),
]
PHASE_CODES = [code for code, _label in PHASES]


class ProjectSet(models.QuerySet["Project"]):
    """Projects by where they stand."""

    def running(self) -> ProjectSet:
        """Neither closed nor archived; those on hold are among them."""
        return self.exclude(phase="closed").filter(archived_at=None)


class Project(Record, Searchable):
    """A project of a customer (R92). ``cooperation`` is its line in the customer's history (R111), kept up by services/starting.py.

    Phase and hold move in services/phases.py only; progress in services/figures.py, health in services/health.py, the totals (¥ including
    tax, copies of what services/money.py adds up) in services/money.py.
    """

    PHASES: ClassVar[list[tuple[str, Any]]] = PHASES
    HEALTH: ClassVar[list[tuple[str, Any]]] = [("green", _("正常")), ("amber", _("关注")), ("red", _("预警"))]
    number = models.CharField(_("项目编号"), max_length=40, blank=True, default="", help_text=_("留空则按编号规则自动生成"))
    name = models.CharField(_("项目名称"), max_length=120)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="projects", verbose_name=_("客户"))
    opportunity = models.ForeignKey(
        "sales.Opportunity", models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("商机")
    )
    contract = models.ForeignKey(
        "contracts.Contract", models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("合同"),
        help_text=_("主合同；其他合同在项目的“合同”中关联"),
    )  # fmt: skip
    template = models.ForeignKey(
        "projects.ProjectTemplate", models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name=_("项目模板"),
        help_text=_("建立时套用；以后可再套用其他模板"),
    )  # fmt: skip
    project_type = DictionaryField(_("项目类型"), dictionary="industry", blank=True, default="")
    region = models.CharField(_("省份"), max_length=40, blank=True, default="", help_text=_("省、自治区或直辖市，例如 江苏"))
    city = models.CharField(_("城市"), max_length=40, blank=True, default="")
    address = models.CharField(_("详细地址"), max_length=200, blank=True, default="")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("项目经理")
    )
    starts_on = models.DateField(_("计划开工"), null=True, blank=True)
    ends_on = models.DateField(_("计划竣工"), null=True, blank=True)
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("标签"), default=list, blank=True)
    remark = models.TextField(_("备注"), blank=True, default="")

    phase = models.CharField(_("阶段"), max_length=16, choices=PHASES, default="initiation", editable=False)
    phase_since = models.DateTimeField(_("进入阶段时间"), default=timezone.now, editable=False)
    held_on = models.DateField(_("暂停日期"), null=True, blank=True, editable=False)
    held_reason = models.CharField(_("暂停原因"), max_length=300, blank=True, default="", editable=False)
    began_on = models.DateField(_("实际开工"), null=True, blank=True, editable=False)
    finished_on = models.DateField(_("实际竣工"), null=True, blank=True, editable=False)
    progress = PercentField(_("进度"), default=Decimal(0), editable=False)
    health = models.CharField(_("健康度"), max_length=8, choices=HEALTH, default="green", editable=False)
    health_reasons = models.JSONField(default=list, blank=True, editable=False)
    income_total = MoneyField(_("合同收入"), null=True, blank=True, editable=False)
    budget_total = MoneyField(_("预算成本"), null=True, blank=True, editable=False)
    cost_total = MoneyField(_("实际成本"), default=Decimal(0), editable=False)
    forecast_total = MoneyField(_("预测成本"), null=True, blank=True, editable=False)
    margin = MoneyField(_("预计毛利"), null=True, blank=True, editable=False)
    margin_rate = PercentField(_("毛利率"), null=True, blank=True, editable=False)
    cooperation = models.OneToOneField(
        "customers.Cooperation", models.SET_NULL, null=True, blank=True, editable=False, related_name="project"
    )
    pinyin = models.CharField(max_length=200, editable=False, default="")

    objects = ProjectSet.as_manager()
    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("项目")
        triggers = [*RECORD_TRIGGERS, DERIVED_TRIGGER]
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="project_unit_updated"),
            models.Index(fields=["owner", "updated_at", "id"], name="project_owner_updated"),
            models.Index(fields=["updated_at", "id"], name="project_updated"),
            GinIndex(fields=["tags"], name="project_tags"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"],
                condition=~Q(number=""),
                name="project_number_once",
                violation_error_message=_("该项目编号已被使用，请换一个。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="project_days",
                violation_error_message=_("计划竣工不能早于计划开工，请改正日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
