"""Contracts with customers, suppliers and subcontractors; drafted from an opportunity or entered."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField, PercentField
from zhuke.kernel.models import Record, Searchable

NOT_NEGATIVE = [MinValueValidator(0)]
SHARE = [MinValueValidator(0), MaxValueValidator(100)]


class ContractSet(models.QuerySet["Contract"]):
    """Contracts by where they stand."""

    def live(self) -> ContractSet:
        """Signed and not yet closed: what they oblige to still counts."""
        return self.filter(state__in=Contract.LIVE, archived_at=None)

    def income(self) -> ContractSet:
        """Those that bring money in."""
        return self.filter(direction="income")

    def expense(self) -> ContractSet:
        """Those that cost money."""
        return self.filter(direction="expense")

    def warranty_ending(self, within: dt.timedelta, today: dt.date | None = None) -> ContractSet:
        """Live ones whose warranty ends within that time, today and the last day included."""
        day = today or timezone.localdate()
        return self.live().filter(warranty_until__gte=day, warranty_until__lte=day + within)


class Contract(Record, Searchable):
    """An agreement with one customer, supplier or subcontractor, and perhaps further parties.

    ``amount`` is ¥ including tax as signed; ``current_amount`` that and the approved variations; ``settlement_amount`` what was settled.
    All amounts but the signed one are rewritten by services/amounts.py only.
    """

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("main", _("总包合同")),
        ("sub", _("分包合同")),
        ("purchase", _("采购合同")),
        ("design", _("设计合同")),
        ("framework", _("框架协议")),
    ]
    DIRECTIONS: ClassVar[list[tuple[str, Any]]] = [("income", _("收入")), ("expense", _("支出"))]
    # What the kind says about the direction; of the other kinds it is chosen.
    DIRECTION_OF: ClassVar[dict[str, str]] = {"main": "income", "sub": "expense", "purchase": "expense"}
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("草稿")),
        ("approving", _("审批中")),
        ("approved", _("已批准")),
        ("signed", _("已签订")),
        ("performing", _("履行中")),
        ("settled", _("已结算")),
        ("closed", _("已关闭")),
        ("terminated", _("已终止")),
        ("void", _("已作废")),
    ]
    LIVE: ClassVar[tuple[str, ...]] = ("signed", "performing", "settled")
    RISKS: ClassVar[list[tuple[str, Any]]] = [("none", _("正常")), ("watch", _("关注")), ("high", _("高风险"))]

    number = models.CharField(_("合同编号"), max_length=40, blank=True, default="", help_text=_("留空则按编号规则自动生成"))
    name = models.CharField(_("合同名称"), max_length=160)
    kind = models.CharField(_("合同类型"), max_length=12, choices=KINDS, default="main")
    direction = models.CharField(
        _("收支方向"),
        max_length=8,
        choices=DIRECTIONS,
        default="income",
        help_text=_("总包合同是收入，分包和采购是支出；设计合同和框架协议可以选择"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="call_offs",
        verbose_name=_("框架协议"),
        help_text=_("按框架协议下单时选择"),
    )
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="contracts", verbose_name=_("客户"))
    opportunity = models.ForeignKey(
        "sales.Opportunity", models.SET_NULL, null=True, blank=True, related_name="contracts", verbose_name=_("商机")
    )
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    subject = models.TextField(_("工程内容"), blank=True, default="", help_text=_("承包范围、供货范围或服务内容"))
    place = models.CharField(_("工程地点"), max_length=200, blank=True, default="")

    amount = MoneyField(_("含税金额"), null=True, blank=True, validators=NOT_NEGATIVE, help_text=_("有合同明细时由明细合计"))
    amount_words = models.CharField(
        _("大写金额"), max_length=120, blank=True, default="", help_text=_("对方起草的合同，按原文抄录，系统会与小写金额核对")
    )
    tax_rate = PercentField(_("税率"), null=True, blank=True, validators=SHARE, help_text=_("百分数，例如 9"))
    amount_net = MoneyField(_("不含税金额"), null=True, blank=True, editable=False)
    tax = MoneyField(_("税额"), null=True, blank=True, editable=False)
    current_amount = MoneyField(_("变更后金额"), null=True, blank=True, editable=False)
    settlement_amount = MoneyField(_("结算金额"), null=True, blank=True, editable=False)
    payment_note = models.TextField(_("付款说明"), blank=True, default="")
    retention_rate = PercentField(_("质保金比例"), null=True, blank=True, validators=SHARE, help_text=_("百分数，不超过结算价款的 3%"))
    penalty_rate = models.DecimalField(
        _("逾期违约金（‰/天）"),
        max_digits=7,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
        help_text=_("每逾期一天，按合同金额的千分之几"),
    )
    penalty_cap = PercentField(
        _("违约金上限"), null=True, blank=True, validators=SHARE, help_text=_("百分数，占合同金额；留空表示没有约定上限")
    )
    warranty_months = models.IntegerField(
        _("质保期（月）"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(600)]
    )
    warranty_from = models.DateField(_("质保开始"), null=True, blank=True, editable=False)
    warranty_until = models.DateField(_("质保到期"), null=True, blank=True, editable=False)

    state = models.CharField(_("状态"), max_length=12, choices=STATES, default="draft", editable=False)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    starts_on = models.DateField(_("计划开工"), null=True, blank=True)
    ends_on = models.DateField(_("计划竣工"), null=True, blank=True)
    began_on = models.DateField(_("实际开工"), null=True, blank=True, editable=False)
    settled_on = models.DateField(_("结算日期"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("关闭日期"), null=True, blank=True, editable=False)
    end_reason = models.CharField(_("终止或作废原因"), max_length=300, blank=True, default="", editable=False)
    risk_level = models.CharField(_("风险等级"), max_length=8, choices=RISKS, default="none", editable=False)
    risk_note = models.CharField(_("风险说明"), max_length=300, blank=True, default="", editable=False)
    remark = models.TextField(_("备注"), blank=True, default="")
    pinyin = models.CharField(max_length=200, editable=False, default="")

    objects = ContractSet.as_manager()
    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("合同")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="contract_unit_updated"),
            models.Index(fields=["owner", "updated_at", "id"], name="contract_owner_updated"),
            models.Index(fields=["updated_at", "id"], name="contract_updated"),
            models.Index(fields=["state", "warranty_until"], name="contract_state"),
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

    @property
    def total(self) -> Any:
        """What the contract comes to now: settled, else with its variations, else as written. None: nobody has said."""
        known = (self.settlement_amount, self.current_amount, self.amount)
        return next((value for value in known if value is not None), None)

    @property
    def is_live(self) -> bool:
        """Signed, and not closed, terminated or void."""
        return self.state in self.LIVE
