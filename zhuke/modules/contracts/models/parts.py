"""What a contract is made of: its parties, its lines, its payment terms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField, PercentField
from zhuke.kernel.models import Record
from zhuke.modules.quotes.models import RateField, UnitPrice

from .contract import NOT_NEGATIVE, SHARE, Contract

POSITION = [MinValueValidator(1), MaxValueValidator(9999)]


class Party(Record):
    """One who signs. Exactly one of ``customer`` and ``unit`` where the party is known to the product, else only its name."""

    ROLES: ClassVar[list[tuple[str, Any]]] = [
        ("first", _("甲方")),
        ("second", _("乙方")),
        ("third", _("丙方")),
        ("guarantor", _("担保方")),
        ("consortium", _("联合体成员")),
    ]
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="parties", verbose_name=_("合同"))
    role = models.CharField(_("签约角色"), max_length=12, choices=ROLES)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("客户"), help_text=_("外部单位")
    )
    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("本集团单位"), help_text=_("本集团的公司")
    )
    name = models.CharField(_("单位全称"), max_length=160, blank=True, default="", help_text=_("留空则取所选单位的名称"))
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, default="")
    signatory = models.CharField(_("签约代表"), max_length=60, blank=True, default="")
    address = models.CharField(_("地址"), max_length=200, blank=True, default="")
    bank = models.CharField(_("开户银行"), max_length=100, blank=True, default="")
    account = models.CharField(_("银行账号"), max_length=40, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("合同签约方")
        indexes = [models.Index(fields=["contract", "role"], name="contract_party")]

    def __str__(self) -> str:
        return self.name


class Line(Record):
    """One thing that is built or delivered. ``unit_price`` includes tax; the amounts are computed."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="lines", verbose_name=_("合同"))
    position = models.IntegerField(_("序号"), default=1, validators=POSITION)
    name = models.CharField(_("名称"), max_length=120)
    specification = models.CharField(_("规格型号"), max_length=200, blank=True, default="")
    quantity = models.DecimalField(
        _("数量"), max_digits=16, decimal_places=4, default=Decimal(1), validators=[MinValueValidator(0), MaxValueValidator(10**9)]
    )
    uom = models.CharField(_("单位"), max_length=20, blank=True, default="")
    unit_price = UnitPrice(_("含税单价（元）"), default=Decimal(0), validators=[MinValueValidator(0), MaxValueValidator(10**9)])
    tax_rate = RateField(_("税率"))
    remark = models.CharField(_("备注"), max_length=200, blank=True, default="")
    net_amount = MoneyField(_("不含税金额"), default=Decimal(0), editable=False)
    tax_amount = MoneyField(_("税额"), default=Decimal(0), editable=False)
    total_amount = MoneyField(_("含税金额"), default=Decimal(0), editable=False)

    class Meta(Record.Meta):
        verbose_name = _("合同明细")
        indexes = [models.Index(fields=["contract", "position"], name="contract_line")]

    def __str__(self) -> str:
        return self.name


class TermSet(models.QuerySet["PaymentTerm"]):
    """Payment terms by what has become of them."""

    def reached(self) -> TermSet:
        """Those whose condition has been met."""
        return self.filter(state="reached", archived_at=None)

    def planned(self) -> TermSet:
        """Those that are still to come."""
        return self.filter(state="planned", archived_at=None)


class PaymentTerm(Record):
    """One payment that the contract foresees: what sets it off, how much of the amount it is, how many days later it is due.

    ``amount`` is ¥ including tax, rewritten by services/amounts.py: a fixed one, a share, or for the settlement what is left.
    """

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("advance", _("预付款")),
        ("progress", _("进度款")),
        ("settlement", _("结算款")),
        ("retention", _("质保金")),
    ]
    TRIGGERS: ClassVar[list[tuple[str, Any]]] = [
        ("date", _("到约定日期")),
        ("milestone", _("达到节点")),
        ("progress", _("按月确认产值")),
        ("retention", _("质保期满")),
    ]
    STATES: ClassVar[list[tuple[str, Any]]] = [("planned", _("未达成")), ("reached", _("已达成"))]
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="terms", verbose_name=_("合同"))
    position = models.IntegerField(_("序号"), default=1, validators=POSITION)
    kind = models.CharField(_("款项类型"), max_length=12, choices=KINDS, default="progress")
    name = models.CharField(_("款项名称"), max_length=80, blank=True, default="", help_text=_("留空则取款项类型"))
    trigger = models.CharField(_("付款条件"), max_length=10, choices=TRIGGERS, default="milestone")
    milestone = models.CharField(_("节点"), max_length=160, blank=True, default="", help_text=_("例如 主体结构封顶并经监理确认"))
    ratio = PercentField(_("比例"), null=True, blank=True, validators=SHARE, help_text=_("占合同金额的百分数；与固定金额只填一个"))
    fixed_amount = MoneyField(_("固定金额"), null=True, blank=True, validators=NOT_NEGATIVE)
    output_ratio = PercentField(
        _("产值付款比例"), null=True, blank=True, validators=SHARE, help_text=_("按月确认产值时，每月支付产值的百分之几")
    )
    planned_on = models.DateField(_("计划达成日期"), null=True, blank=True)
    due_days = models.IntegerField(
        _("付款期限（天）"), default=0, validators=[MinValueValidator(0), MaxValueValidator(3650)], help_text=_("达成之后多少天内付款")
    )
    variation = models.ForeignKey(
        "contracts.Variation", models.PROTECT, null=True, blank=True, related_name="terms", verbose_name=_("来自变更"),
        help_text=_("签订之后增加的款项，选择批准它的补充协议或变更"),
    )  # fmt: skip
    amount = MoneyField(_("款项金额"), null=True, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=8, choices=STATES, default="planned", editable=False)
    reached_on = models.DateField(_("达成日期"), null=True, blank=True, editable=False)
    reached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("确认人")
    )
    acceptance_note = models.CharField(_("验收说明"), max_length=300, blank=True, default="", editable=False)

    objects = TermSet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("付款条款")
        indexes = [
            models.Index(fields=["contract", "position"], name="payment_term"),
            models.Index(fields=["state", "planned_on"], name="payment_term_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ratio__isnull=True) | Q(fixed_amount__isnull=True),
                name="payment_term_basis",
                violation_error_message=_("比例和固定金额只能填一个，请清空其中一个。"),
            ),
            models.CheckConstraint(
                condition=Q(state="planned", reached_on__isnull=True) | Q(state="reached", reached_on__isnull=False),
                name="payment_term_reached",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def due_on(self) -> dt.date | None:
        """The day by which it is to be paid: ``due_days`` after it was reached, or after the planned day; None: nobody knows."""
        day = self.reached_on or self.planned_on
        return day + dt.timedelta(days=self.due_days) if day else None
