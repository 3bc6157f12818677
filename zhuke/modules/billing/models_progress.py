"""Monthly certified output, and the notices that ask customers to pay."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField, PercentField
from zhuke.kernel.models import Record

from .columns import CONTRACT, POSITIVE, TERM, USER, Derived


class ProgressCertificate(Record):
    """The output 产值 of one month that both sides have certified; a share of it falls due now."""

    STATES: ClassVar[list[tuple[str, Any]]] = [("draft", _("草稿")), ("confirmed", _("已确认")), ("cancelled", _("已作废"))]
    number = models.CharField(_("单号"), max_length=40, editable=False, default="")
    contract = models.ForeignKey(CONTRACT, models.PROTECT, related_name="progress_certificates", verbose_name=_("合同"))
    term = models.ForeignKey(
        TERM, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("付款条款"), help_text=_("留空取合同的按月产值条款")
    )
    month = models.DateField(_("产值月份"), help_text=_("这个月的任意一天"))
    output = MoneyField(_("确认产值"), validators=POSITIVE, help_text=_("含税，本月经双方确认的产值"))
    ratio = PercentField(
        _("付款比例"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("百分数；留空取付款条款的产值付款比例"),
    )
    deduction = MoneyField(
        _("本期扣款"), default=Decimal(0), validators=[MinValueValidator(0)], help_text=_("例如扣回预付款、甲供材料和罚款")
    )
    certified_on = models.DateField(_("确认日期"), null=True, blank=True)
    certified_by = models.CharField(_("对方确认人"), max_length=60, blank=True, default="")
    note = models.TextField(_("说明"), blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    payable = Derived(_("本期应付款"))
    cumulative = Derived(_("累计产值"))
    cancel_reason = models.CharField(_("作废原因"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("产值确认")
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "month"],
                condition=~models.Q(state="cancelled"),
                name="certificate_once",
                violation_error_message=_("这份合同的这个月已有产值确认，请在那张单上修改。"),
            )
        ]

    def __str__(self) -> str:
        return self.number


class PaymentNotice(Record):
    """A request for payment as the customer gets it. The amount is what was owed when it was written."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("待发出")),
        ("sending", _("发送中")),
        ("sent", _("已发出")),
        ("cancelled", _("已作废")),
    ]
    number = models.CharField(_("单号"), max_length=40, editable=False, default="")
    receivable = models.ForeignKey("billing.Receivable", models.PROTECT, related_name="notices", verbose_name=_("应收"))
    amount = MoneyField(_("通知金额"), blank=True, null=True, validators=POSITIVE, help_text=_("留空取未结金额"))
    pay_by = models.DateField(_("请于此日前付款"), blank=True, null=True, help_text=_("留空取到期日"))
    bank_account = models.CharField(
        _("收款账户"), max_length=200, blank=True, default="", help_text=_("户名、开户行和账号，印在通知上；留空取合同里我方的账户")
    )
    message = models.TextField(_("附言"), blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    to = models.CharField(_("收件人"), max_length=254, blank=True, default="", editable=False)
    sent_on = models.DateField(_("发出日期"), null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("发出人"))
    channel = models.CharField(_("送达方式"), max_length=60, blank=True, default="", editable=False)
    letter = models.UUIDField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("付款通知")
        indexes = [models.Index(fields=["receivable", "-created_at"], name="payment_notice")]

    def __str__(self) -> str:
        return self.number
