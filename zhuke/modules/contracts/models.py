"""Contracts with customers, suppliers and subcontractors; drafted from an opportunity or entered."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField, PercentField
from zhuke.kernel.models import Record, Searchable


class Contract(Record, Searchable):
    """An agreement with one party. ``amount`` is ¥ including tax at ``tax_rate`` percent."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("main", _("总包合同")),
        ("sub", _("分包合同")),
        ("purchase", _("采购合同")),
        ("design", _("设计合同")),
        ("framework", _("框架协议")),
    ]
    STATES: ClassVar[list[tuple[str, Any]]] = [("draft", _("草稿"))]
    number = models.CharField(_("合同编号"), max_length=40, blank=True, default="", help_text=_("留空则按编号规则自动生成"))
    name = models.CharField(_("合同名称"), max_length=160)
    kind = models.CharField(_("合同类型"), max_length=12, choices=KINDS, default="main")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="contracts", verbose_name=_("客户"))
    opportunity = models.ForeignKey(
        "sales.Opportunity", models.SET_NULL, null=True, blank=True, related_name="contracts", verbose_name=_("商机")
    )
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    amount = MoneyField(_("含税金额"), null=True, blank=True, validators=[MinValueValidator(0)])
    tax_rate = PercentField(
        _("税率"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)], help_text=_("百分数，例如 9")
    )
    state = models.CharField(_("状态"), max_length=12, choices=STATES, default="draft", editable=False)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    starts_on = models.DateField(_("计划开工"), null=True, blank=True)
    ends_on = models.DateField(_("计划竣工"), null=True, blank=True)
    remark = models.TextField(_("备注"), blank=True, default="")
    pinyin = models.CharField(max_length=200, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("合同")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="contract_unit_updated"),
            models.Index(fields=["owner", "updated_at", "id"], name="contract_owner_updated"),
            models.Index(fields=["updated_at", "id"], name="contract_updated"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"],
                condition=~Q(number=""),
                name="contract_number_once",
                violation_error_message=_("该合同编号已被使用，请换一个。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="contract_days",
                violation_error_message=_("计划竣工不能早于计划开工，请改正日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
