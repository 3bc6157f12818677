"""What a project is to cost, does cost and will cost. Amounts are ¥ including tax."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField
from zhuke.kernel.models import Record, Searchable

from .project import Project

NOT_NEGATIVE = [MinValueValidator(0), MaxValueValidator(Decimal(10) ** 14)]


class CostItem(Record, Searchable):
    """A line of the firm's cost breakdown, a tree; of a unit or, with the unit left empty, of the whole group."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("labour", _("人工")),
        ("material", _("材料")),
        ("machine", _("机械")),
        ("subcontract", _("分包")),
        ("management", _("管理费")),
        ("tax", _("税金")),
        ("other", _("其他")),
    ]
    unit = models.ForeignKey(
        "orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"), help_text=_("留空则全集团适用")
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级科目"))
    code = models.CharField(_("科目编码"), max_length=20)
    name = models.CharField(_("科目名称"), max_length=60)
    kind = models.CharField(_("费用类别"), max_length=12, choices=KINDS, default="other")
    remark = models.CharField(_("备注"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("成本科目")
        indexes = [*Searchable.Meta.indexes]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"],
                nulls_distinct=False,
                condition=Q(archived_at=None),
                name="cost_item_code_once",
                violation_error_message=_("该科目编码已被使用，请换一个。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class BudgetLine(Record):
    """What one cost item of a project may cost: the budget as it is being worked on. ``approve_budget`` freezes a copy."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="budget_lines", verbose_name=_("项目"))
    cost_item = models.ForeignKey(CostItem, models.PROTECT, related_name="+", verbose_name=_("成本科目"))
    amount = MoneyField(_("预算金额"), default=Decimal(0), validators=NOT_NEGATIVE)
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("预算明细")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "cost_item"],
                condition=Q(archived_at=None),
                name="budget_line_once",
                violation_error_message=_("该科目已有一行预算，请修改那一行。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.cost_item)


class BudgetVersion(Record):
    """A budget as it was approved; never changed. ``lines``: [{cost_item, code, name, kind, amount, note}]."""

    internal = True
    project = models.ForeignKey(Project, models.CASCADE, related_name="budget_versions", verbose_name=_("项目"))
    number = models.IntegerField(_("版次"), editable=False)
    total = MoneyField(_("预算合计"), editable=False)
    lines = models.JSONField(_("预算明细"), default=list, editable=False)
    approved_on = models.DateField(_("批准日期"), default=timezone.localdate, editable=False)
    note = models.CharField(_("说明"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("预算版本")
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="budget_version_once")]

    def __str__(self) -> str:
        return f"V{self.number}"


class ProjectCost(Record):
    """One cost that a project bore; never changed, taken back by a second row of the opposite amount (``reverses``)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="costs", verbose_name=_("项目"))
    cost_item = models.ForeignKey(CostItem, models.PROTECT, related_name="+", verbose_name=_("成本科目"))
    on = models.DateField(_("发生日期"), default=timezone.localdate, blank=True)
    amount = MoneyField(_("金额"), validators=[MinValueValidator(-(Decimal(10) ** 14)), MaxValueValidator(Decimal(10) ** 14)])
    text = models.CharField(_("摘要"), max_length=200)
    source = models.CharField(_("来源"), max_length=40, blank=True, default="", editable=False)
    source_id = models.UUIDField(null=True, blank=True, editable=False)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="reversal", verbose_name=_("冲销的记录")
    )
    reason = models.CharField(_("冲销原因"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("项目成本")
        indexes = [
            models.Index(fields=["project", "on", "id"], name="project_cost_on"),
            models.Index(fields=["source_id"], condition=Q(source_id__isnull=False), name="project_cost_source"),
        ]

    def __str__(self) -> str:
        return self.text


class ProjectForecast(Record):
    """What somebody expects one cost item still to cost from a day on; the newest of an item counts."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="forecasts", verbose_name=_("项目"))
    cost_item = models.ForeignKey(CostItem, models.PROTECT, related_name="+", verbose_name=_("成本科目"))
    on = models.DateField(_("预测日期"), default=timezone.localdate, blank=True)
    to_complete = MoneyField(_("还需成本"), validators=NOT_NEGATIVE, help_text=_("从这一天到完工还要发生的成本"))
    note = models.CharField(_("依据"), max_length=300, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("成本预测")
        indexes = [models.Index(fields=["project", "cost_item", "-on"], name="project_forecast_on")]

    def __str__(self) -> str:
        return str(self.cost_item)
