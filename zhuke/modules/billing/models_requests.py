"""Asking for money to go out: payment requests, and from which amount a company wants them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField
from zhuke.kernel.models import Record

from .columns import POSITIVE, UNIT, USER


class PaymentRequest(Record):
    """So much of a payable shall be paid. Approved, it is what finance pays; the payment settles the payable."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("草稿")),
        ("approving", _("审批中")),
        ("approved", _("待付款")),
        ("rejected", _("已驳回")),
        ("paid", _("已付款")),
        ("cancelled", _("已作废")),
    ]
    number = models.CharField(_("单号"), max_length=40, editable=False, default="")
    receivable = models.ForeignKey("billing.Receivable", models.PROTECT, related_name="payment_requests", verbose_name=_("应付"))
    amount = MoneyField(_("申请金额"), blank=True, null=True, validators=POSITIVE, help_text=_("留空取还可以申请的全部金额"))
    wanted_on = models.DateField(_("希望付款日期"), null=True, blank=True)
    reason = models.CharField(_("付款事由"), max_length=300)
    payee_account = models.CharField(_("收款账户"), max_length=200, blank=True, default="", help_text=_("对方户名、开户行和账号"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    approved_on = models.DateField(_("批准日期"), null=True, blank=True, editable=False)
    paid_on = models.DateField(_("付款日期"), null=True, blank=True, editable=False)
    paid_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("付款人"))
    receipt = models.ForeignKey(
        "billing.Receipt", models.PROTECT, null=True, blank=True, editable=False, related_name="requests", verbose_name=_("付款")
    )
    end_reason = models.CharField(_("作废原因"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("付款申请")
        indexes = [
            models.Index(fields=["receivable", "state"], name="payment_request_receivable"),
            models.Index(fields=["wanted_on", "id"], condition=models.Q(state="approved"), name="payment_request_to_pay"),
            models.Index(fields=["updated_at", "id"], name="payment_request_updated"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(state="paid") | models.Q(receipt__isnull=False), name="payment_request_paid")
        ]

    def __str__(self) -> str:
        return self.number


class PaymentPolicy(Record):
    """From which amount, and which day on, payments of a company need an approved request; a later policy takes its place."""

    unit = models.ForeignKey(
        UNIT, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"),
        help_text=_("留空则全集团适用；下级单位自己的规定优先"),
    )  # fmt: skip
    threshold = MoneyField(
        _("免申请额度"), default=0, validators=[MinValueValidator(0)],
        help_text=_("同一笔应付累计付款、同一笔收款累计退款在这个金额以内不用申请；0 表示每一笔都要"),
    )  # fmt: skip
    since = models.DateField(_("生效日期"), default=timezone.localdate, help_text=_("这一天以前登记的付款不受影响"))
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("付款规定")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "since"],
                condition=models.Q(archived_at=None),
                nulls_distinct=False,
                name="payment_policy_once",
                violation_error_message=_("这个单位在这一天已有付款规定，请直接修改那一条。"),
            )
        ]

    def __str__(self) -> str:
        return self.note or f"¥{self.threshold:,.2f}"
