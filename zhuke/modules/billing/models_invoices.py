"""Invoices that we issue and that we receive, and which receivables they are about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField
from zhuke.kernel.models import Record, Searchable
from zhuke.modules.quotes.models import RateField

from .columns import CONTRACT, CUSTOMER, UNIT, USER, Derived


class Invoice(Record, Searchable):
    """A VAT invoice. Red ones have negative amounts. ``rates``: net and tax by rate, as the books take them; net + tax = amount."""

    DIRECTIONS: ClassVar[list[tuple[str, Any]]] = [("output", _("销项")), ("input", _("进项"))]
    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("digital_special", _("数电专用发票")),
        ("digital_ordinary", _("数电普通发票")),
        ("special", _("增值税专用发票")),
        ("ordinary", _("增值税普通发票")),
    ]
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("草稿")),
        ("approving", _("审批中")),
        ("approved", _("待开票")),
        ("rejected", _("已驳回")),
        ("issued", _("已开票")),
        ("red", _("已红冲")),
        ("cancelled", _("已作废")),
    ]
    name = models.CharField(_("名称"), max_length=160, blank=True, default="", help_text=_("留空按往来单位生成"))
    direction = models.CharField(_("方向"), max_length=8, choices=DIRECTIONS, default="output")
    kind = models.CharField(_("票种"), max_length=20, choices=KINDS, default="digital_special")
    customer = models.ForeignKey(CUSTOMER, models.PROTECT, blank=True, related_name="invoices", verbose_name=_("往来单位"))
    contract = models.ForeignKey(CONTRACT, models.PROTECT, null=True, blank=True, related_name="invoices", verbose_name=_("合同"))
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("申请人"))
    amount = MoneyField(_("价税合计"))
    rate = RateField(_("税率"))
    tax = MoneyField(_("税额"), null=True, blank=True, help_text=_("留空按税率计算"))
    net = Derived(_("不含税金额"))
    rates = models.JSONField(_("分税率金额"), default=list, blank=True, editable=False)
    items = models.TextField(_("开票内容"), blank=True, default="", help_text=_("例如 *建筑服务*工程款"))
    buyer_name = models.CharField(_("购买方名称"), max_length=120, blank=True, default="")
    buyer_code = models.CharField(_("购买方税号"), max_length=20, blank=True, default="")
    seller_name = models.CharField(_("销售方名称"), max_length=120, blank=True, default="")
    seller_code = models.CharField(_("销售方税号"), max_length=20, blank=True, default="")
    wanted_on = models.DateField(_("希望开票日期"), null=True, blank=True)
    remark = models.TextField(_("备注"), blank=True, default="")

    number = models.CharField(_("发票号码"), max_length=20, blank=True, default="", editable=False)
    code = models.CharField(_("发票代码"), max_length=12, blank=True, default="", editable=False)
    issued_on = models.DateField(_("开票日期"), null=True, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    linked = Derived(_("已关联金额"))
    red_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="reds", verbose_name=_("红冲的原发票")
    )
    red_amount = Derived(_("已红冲金额"))
    red_reason = models.CharField(_("红冲原因"), max_length=300, blank=True, default="", editable=False)
    red_reference = models.CharField(_("红字信息确认单"), max_length=60, blank=True, default="", editable=False)
    deducted_on = models.DateField(_("勾选抵扣月份"), null=True, blank=True, editable=False)
    transferred_out = Derived(_("进项转出"))
    pinyin = models.CharField(max_length=200, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("发票")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="invoice_unit"),
            models.Index(fields=["owner", "updated_at", "id"], name="invoice_owner"),
            models.Index(fields=["updated_at", "id"], name="invoice_updated"),
            models.Index(fields=["customer", "issued_on"], name="invoice_customer"),
            models.Index(fields=["contract", "issued_on"], name="invoice_contract"),
            models.Index(fields=["direction", "issued_on"], name="invoice_issued"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "code", "number"],
                condition=~Q(number=""),
                name="invoice_number_once",
                violation_error_message=_("这张发票已经登记过，请核对发票号码。"),
            ),
            models.CheckConstraint(condition=Q(amount=F("net") + F("tax")), name="invoice_adds_up"),
        ]

    def __str__(self) -> str:
        return self.name


class InvoiceLink(Record):
    """This much of an invoice is about that receivable. It counts from the day on which the invoice is issued."""

    STATES: ClassVar[list[tuple[str, Any]]] = [("planned", _("待开票")), ("active", _("有效")), ("removed", _("已取消"))]
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="links", verbose_name=_("发票"))
    receivable = models.ForeignKey("billing.Receivable", models.PROTECT, related_name="invoice_links", verbose_name=_("应收应付"))
    amount = MoneyField(_("关联金额"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="planned", editable=False)
    reason = models.CharField(_("取消原因"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("发票关联")
        indexes = [
            models.Index(fields=["invoice", "state"], name="invoice_link_invoice"),
            models.Index(fields=["receivable", "state"], name="invoice_link_receivable"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(amount=Decimal(0)), name="invoice_link_counts")]

    def __str__(self) -> str:
        return f"¥{self.amount}"
