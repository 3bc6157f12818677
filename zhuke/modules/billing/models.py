"""What is owed, what was paid, and the entries that every amount is the sum of. Rewritten totals: services/ledger.py only."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField
from zhuke.kernel.models import Record, Searchable

from .columns import CONTRACT, CUSTOMER, DIRECTIONS, KINDS, POSITIVE, TERM, UNIT, USER, Derived
from .models_bank import BankLine, BankStatement
from .models_invoices import Invoice, InvoiceLink
from .models_progress import PaymentNotice, ProgressCertificate
from .models_requests import PaymentPolicy, PaymentRequest

__all__ = [
    "BankLine",
    "BankStatement",
    "Invoice",
    "InvoiceLink",
    "PaymentNotice",
    "PaymentPolicy",
    "PaymentRequest",
    "ProgressCertificate",
]


class ReceivableSet(models.QuerySet["Receivable"]):
    """Receivables and payables by what is still owed."""

    def outstanding(self) -> ReceivableSet:
        """Something is still owed."""
        return self.filter(state__in=("open", "partial"))

    def open_income(self) -> ReceivableSet:
        """What customers still owe us."""
        return self.outstanding().filter(direction="income")

    def open_expense(self) -> ReceivableSet:
        """What we still owe suppliers and subcontractors."""
        return self.outstanding().filter(direction="expense")

    def overdue(self, on: dt.date | None = None) -> ReceivableSet:
        """Still owed after the day on which it was due; both directions."""
        return self.outstanding().filter(due_on__lt=on or timezone.localdate())


class Receivable(Record, Searchable):
    """An amount that one party owes: to us (income) or by us (expense). ¥ including tax; balance = amount − settled − written off."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("open", _("未结清")),
        ("partial", _("部分结清")),
        ("settled", _("已结清")),
        ("written_off", _("已核销坏账")),
        ("cancelled", _("已作废")),
    ]
    number = models.CharField(_("单号"), max_length=40, editable=False, default="")
    name = models.CharField(_("款项名称"), max_length=160)
    direction = models.CharField(_("方向"), max_length=8, choices=DIRECTIONS, blank=True, default="")
    kind = models.CharField(_("款项类型"), max_length=12, choices=KINDS, default="other")
    customer = models.ForeignKey(CUSTOMER, models.PROTECT, blank=True, related_name="receivables", verbose_name=_("往来单位"))
    contract = models.ForeignKey(CONTRACT, models.PROTECT, null=True, blank=True, related_name="receivables", verbose_name=_("合同"))
    term = models.ForeignKey(
        TERM, models.PROTECT, null=True, blank=True, editable=False, related_name="receivables", verbose_name=_("付款条款")
    )
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    amount = MoneyField(_("金额"), validators=POSITIVE)
    occurred_on = models.DateField(_("发生日期"), blank=True, default=timezone.localdate, help_text=_("从这一天起计入往来账，默认今天"))
    due_on = models.DateField(_("到期日"))
    reference = models.CharField(_("外部单号"), max_length=60, blank=True, default="", help_text=_("例如对方系统或旧系统里的编号"))
    remark = models.TextField(_("备注"), blank=True, default="")

    state = models.CharField(_("状态"), max_length=12, choices=STATES, default="open", editable=False)
    settled = Derived(_("已核销"))
    written_off = Derived(_("已冲销"))
    balance = Derived(_("未结金额"))
    invoiced = Derived(_("已开票"))
    to_invoice = models.GeneratedField(
        expression=F("amount") - F("invoiced") - F("written_off"),
        output_field=MoneyField(_("未开票金额")),
        db_persist=True,
        verbose_name=_("未开票金额"),
    )
    settled_on = models.DateField(_("结清日期"), null=True, blank=True, editable=False)
    disputed = models.BooleanField(_("有争议"), default=False, editable=False)
    dispute_reason = models.CharField(_("争议原因"), max_length=300, blank=True, default="", editable=False)
    disputed_on = models.DateField(_("争议日期"), null=True, blank=True, editable=False)
    source = models.CharField(max_length=80, blank=True, default="", editable=False)
    pinyin = models.CharField(max_length=200, editable=False, default="")

    objects = ReceivableSet.as_manager()
    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("应收应付")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "due_on", "id"], name="receivable_unit"),
            models.Index(fields=["owner", "due_on", "id"], name="receivable_owner"),
            models.Index(fields=["due_on", "id"], name="receivable_due"),
            models.Index(fields=["updated_at", "id"], name="receivable_updated"),
            models.Index(fields=["customer", "due_on"], name="receivable_customer"),
            models.Index(fields=["contract", "due_on"], name="receivable_contract"),
            models.Index(fields=["term"], condition=Q(term__isnull=False), name="receivable_term"),
            models.Index(fields=["direction", "due_on"], condition=Q(state__in=("open", "partial")), name="receivable_outstanding"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="receivable_source_once"),
            models.CheckConstraint(
                condition=Q(balance__gte=0) & Q(settled__gte=0) & Q(written_off__gte=0) & Q(invoiced__gte=0), name="receivable_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", balance=0) | Q(balance=F("amount") - F("settled") - F("written_off")),
                name="receivable_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Receipt(Record, Searchable):
    """Money that moved: came in from a customer, or went out to a supplier. What is not allocated yet is a prepayment."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("open", _("待核销")),
        ("partial", _("部分核销")),
        ("allocated", _("已核销")),
        ("refunded", _("已退款")),
        ("reversed", _("已冲销")),
    ]
    METHODS: ClassVar[list[tuple[str, Any]]] = [
        ("transfer", _("银行转账")),
        ("acceptance", _("承兑汇票")),
        ("cheque", _("支票")),
        ("cash", _("现金")),
        ("offset", _("抵账")),
        ("other", _("其他")),
    ]
    DIRECTIONS: ClassVar[list[tuple[str, Any]]] = [("income", _("收款")), ("expense", _("付款"))]
    number = models.CharField(_("单号"), max_length=40, editable=False, default="")
    direction = models.CharField(_("方向"), max_length=8, choices=DIRECTIONS, default="income")
    customer = models.ForeignKey(
        CUSTOMER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts",
        verbose_name=_("往来单位"),
        help_text=_("待认领的款项可留空"),
    )
    contract = models.ForeignKey(CONTRACT, models.PROTECT, null=True, blank=True, related_name="receipts", verbose_name=_("合同"))
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    on = models.DateField(_("收付日期"))
    amount = MoneyField(_("金额"), validators=POSITIVE)
    method = models.CharField(_("方式"), max_length=12, choices=METHODS, default="transfer")
    account = models.CharField(_("本方账户"), max_length=80, blank=True, default="")
    payer = models.CharField(_("对方户名"), max_length=120, blank=True, default="")
    payer_account = models.CharField(_("对方账号"), max_length=60, blank=True, default="")
    reference = models.CharField(_("流水号"), max_length=80, blank=True, default="")
    remark = models.TextField(_("备注"), blank=True, default="")

    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="open", editable=False)
    unallocated = Derived(_("未核销金额"))
    allocated = Derived(_("已核销金额"))
    refunded = Derived(_("已退款金额"))
    reversed_on = models.DateField(_("冲销日期"), null=True, blank=True, editable=False)
    reverse_reason = models.CharField(_("冲销原因"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("收付款")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "on", "id"], name="receipt_unit"),
            models.Index(fields=["owner", "on", "id"], name="receipt_owner"),
            models.Index(fields=["on", "id"], name="receipt_on"),
            models.Index(fields=["updated_at", "id"], name="receipt_updated"),
            models.Index(fields=["customer", "on"], name="receipt_customer"),
            models.Index(fields=["contract", "on"], name="receipt_contract"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "direction", "account", "reference"],
                condition=~Q(reference="") & ~Q(state="reversed"),
                name="receipt_reference_once",
                violation_error_message=_("这个账户的这笔流水号已经登记过，请勿重复登记。"),
            ),
            models.CheckConstraint(condition=Q(unallocated__gte=0) & Q(allocated__gte=0) & Q(refunded__gte=0), name="receipt_not_negative"),
            models.CheckConstraint(
                condition=Q(state="reversed", unallocated=0, allocated=0) | Q(unallocated=F("amount") - F("allocated") - F("refunded")),
                name="receipt_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Allocation(Record):
    """This much of a receipt settles that receivable. Never edited: reversed."""

    STATES: ClassVar[list[tuple[str, Any]]] = [("active", _("有效")), ("reversed", _("已撤销"))]
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="allocations", verbose_name=_("收付款"))
    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="allocations", verbose_name=_("应收应付"))
    amount = MoneyField(_("核销金额"), validators=POSITIVE)
    on = models.DateField(_("核销日期"), blank=True, null=True, help_text=_("留空：款到和应收发生后的第一天"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="active", editable=False)
    reversed_on = models.DateField(_("撤销日期"), null=True, blank=True, editable=False)
    reverse_reason = models.CharField(_("撤销原因"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("核销")
        indexes = [
            models.Index(fields=["receipt", "on"], name="allocation_receipt"),
            models.Index(fields=["receivable", "on"], name="allocation_receivable"),
        ]

    def __str__(self) -> str:
        return f"¥{self.amount}"


class Refund(Record):
    """Money of a receipt that went back to who sent it; at once, or when approved where the company wants payments to be asked for."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("草稿")),
        ("approving", _("审批中")),
        ("rejected", _("已驳回")),
        ("done", _("已退款")),
        ("reversed", _("已撤销")),
        ("cancelled", _("已作废")),
    ]
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="refunds", verbose_name=_("收付款"))
    amount = MoneyField(_("退款金额"), validators=POSITIVE)
    on = models.DateField(_("退款日期"))
    reason = models.CharField(_("退款原因"), max_length=300)
    reference = models.CharField(_("流水号"), max_length=80, blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="done", editable=False)
    approved_on = models.DateField(_("批准日期"), null=True, blank=True, editable=False)
    reversed_on = models.DateField(_("撤销日期"), null=True, blank=True, editable=False)
    reverse_reason = models.CharField(_("撤销原因"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("退款")
        indexes = [models.Index(fields=["receipt", "on"], name="refund_receipt")]

    def __str__(self) -> str:
        return f"¥{self.amount}"


class WriteOff(Record):
    """Giving up a part of a receivable: a bad debt, an agreed discount, the last cents. Takes effect when approved."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("草稿")),
        ("approving", _("审批中")),
        ("approved", _("已批准")),
        ("rejected", _("已驳回")),
        ("reversed", _("已撤销")),
    ]
    REASONS: ClassVar[list[tuple[str, Any]]] = [
        ("bad_debt", _("坏账")),
        ("discount", _("协商折让")),
        ("quality", _("质量扣款")),
        ("rounding", _("尾差")),
        ("other", _("其他")),
    ]
    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="write_offs", verbose_name=_("应收应付"))
    amount = MoneyField(_("冲销金额"), validators=POSITIVE)
    reason = models.CharField(_("冲销类型"), max_length=12, choices=REASONS, default="bad_debt")
    note = models.TextField(_("说明"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    on = models.DateField(_("入账日期"), null=True, blank=True, editable=False)
    reversed_on = models.DateField(_("撤销日期"), null=True, blank=True, editable=False)
    reverse_reason = models.CharField(_("撤销原因"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("坏账与折让")
        indexes = [models.Index(fields=["receivable", "state"], name="write_off_receivable")]

    def __str__(self) -> str:
        return f"¥{self.amount}"


class Period(Record):
    """One month of a company and all units below it. While it is closed nothing is posted into it."""

    STATES: ClassVar[list[tuple[str, Any]]] = [("closed", _("已结账")), ("open", _("已反结账"))]
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("公司"))
    month = models.DateField(_("月份"), help_text=_("这个月的任意一天"))
    remark = models.CharField(_("备注"), max_length=200, blank=True, default="")
    name = models.CharField(_("期间"), max_length=20, editable=False, default="")
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="closed", editable=False)
    closed_at = models.DateTimeField(_("结账时间"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("结账人"))
    reopen_reason = models.CharField(_("反结账原因"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("会计期间")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month"], name="period_once", violation_error_message=_("这个公司的这个月份已有记录，请在那条记录上操作。")
            )
        ]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One movement of one balance, never changed. ``amount`` is signed; a balance is the sum of its entries in its book.

    Books: ``receivable`` (what is owed), ``receipt`` (what is not allocated), ``invoice`` (what of a receivable has been invoiced).
    """

    internal = True
    BOOKS: ClassVar[list[tuple[str, str]]] = [("receivable", "receivable"), ("receipt", "receipt"), ("invoice", "invoice")]
    id = models.BigAutoField(primary_key=True)
    book = models.CharField(max_length=10, choices=BOOKS)
    what = models.CharField(max_length=16)
    receivable = models.ForeignKey(Receivable, models.PROTECT, null=True, related_name="entries")
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="entries")
    document = models.UUIDField()
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+")
    on = models.DateField()
    amount = MoneyField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [
            models.Index(fields=["receivable", "book", "on"], name="entry_receivable"),
            models.Index(fields=["receipt", "on"], name="entry_receipt"),
            models.Index(fields=["book", "on"], name="entry_book"),
            models.Index(fields=["document"], name="entry_document"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(book="receipt", receipt__isnull=False) | (~Q(book="receipt") & Q(receivable__isnull=False)),
                name="entry_has_book",
            )
        ]
