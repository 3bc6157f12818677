"""What people have paid out of their own pocket for the firm, the receipts for it, and how much is usual."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField, MoneyField
from zhuke.kernel.models import Record, Searchable

UNIT = "orgs.Unit"
USER = settings.AUTH_USER_MODEL
PROJECT = "projects.Project"
MOST = Decimal(100_000_000)
# A photo of a receipt is kept at once; what it says is filled in before the claim is submitted.
LIMITS = [MinValueValidator(0), MaxValueValidator(MOST)]
POSITIVE = [MinValueValidator(Decimal("0.01")), MaxValueValidator(MOST)]


class Derived(MoneyField):
    """Yuan that only services rewrite."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": Decimal(0), "editable": False, **kwargs})


class ExpenseClaim(Record, Searchable):
    """Expenses of one person, submitted together and paid back together. ¥ including tax; ``owner`` is who gets the money."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("草稿")),
        ("approving", _("审批中")),
        ("approved", _("待付款")),
        ("rejected", _("已驳回")),
        ("paid", _("已付款")),
        ("cancelled", _("已作废")),
    ]
    number = models.CharField(_("单号"), max_length=40, editable=False, default="")
    purpose = models.CharField(_("报销事由"), max_length=160)
    owner = models.ForeignKey(USER, models.PROTECT, blank=True, related_name="expense_claims", verbose_name=_("报销人"))
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    project = models.ForeignKey(
        PROJECT, models.PROTECT, null=True, blank=True, related_name="expense_claims", verbose_name=_("项目"),
        help_text=_("费用计入这个项目的成本；个别明细可以另选项目"),
    )  # fmt: skip
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="expense_claims", verbose_name=_("客户")
    )
    opportunity = models.ForeignKey(
        "sales.Opportunity", models.PROTECT, null=True, blank=True, related_name="expense_claims", verbose_name=_("商机")
    )
    bank_account = models.CharField(
        _("收款账户"), max_length=120, blank=True, default="", help_text=_("开户行和账号；留空用上一张报销单的账户")
    )
    remark = models.TextField(_("备注"), max_length=2000, blank=True, default="")

    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    total = Derived(_("报销金额"))
    over_limit = Derived(_("超标金额"))
    lines_count = models.IntegerField(_("明细数"), default=0, editable=False)
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True, editable=False)
    approved_on = models.DateField(_("批准日期"), null=True, blank=True, editable=False)
    paid_on = models.DateField(_("付款日期"), null=True, blank=True, editable=False)
    paid_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("付款人"))
    paid_from = models.CharField(_("付款账户"), max_length=80, blank=True, default="", editable=False)
    paid_reference = models.CharField(_("付款流水号"), max_length=80, blank=True, default="", editable=False)
    end_reason = models.CharField(_("作废原因"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("报销单")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="claim_unit_updated"),
            models.Index(fields=["owner", "updated_at", "id"], name="claim_owner_updated"),
            models.Index(fields=["updated_at", "id"], name="claim_updated"),
            models.Index(fields=["project"], condition=Q(project__isnull=False), name="claim_project"),
            models.Index(fields=["state", "approved_on"], condition=Q(state="approved"), name="claim_to_pay"),
        ]
        constraints = [models.CheckConstraint(condition=Q(total__gte=0) & Q(over_limit__gte=0), name="claim_not_negative")]

    def __str__(self) -> str:
        return self.purpose


class ExpenseLine(Record):
    """One expense; its receipts are the files that hang on it. ``void``: of a cancelled claim, so that its invoice may be used again."""

    claim = models.ForeignKey(ExpenseClaim, models.PROTECT, related_name="lines", verbose_name=_("报销单"))
    position = models.IntegerField(_("序号"), default=0, editable=False)
    kind = DictionaryField(_("费用类型"), dictionary="expense_kind", blank=True, default="", help_text=_("提交前填写"))
    on = models.DateField(_("发生日期"))
    amount = MoneyField(_("金额"), default=Decimal(0), validators=LIMITS, help_text=_("含税金额，提交前填写"))
    tax = MoneyField(
        _("可抵扣税额"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(MOST)],
        help_text=_("发票上可以抵扣的进项税，没有就留空"),
    )  # fmt: skip
    invoice_number = models.CharField(
        _("发票号码"), max_length=20, blank=True, default="", help_text=_("数电发票 20 位；纸质发票 8 位，另填发票代码")
    )
    invoice_code = models.CharField(_("发票代码"), max_length=12, blank=True, default="", help_text=_("纸质发票的 10 位或 12 位代码"))
    project = models.ForeignKey(
        PROJECT, models.PROTECT, null=True, blank=True, related_name="expense_lines", verbose_name=_("项目"),
        help_text=_("留空用报销单的项目"),
    )  # fmt: skip
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")
    over_limit = Derived(_("超标金额"))
    void = models.BooleanField(default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("报销明细")
        indexes = [
            models.Index(fields=["claim", "position"], name="expense_line_claim"),
            models.Index(fields=["kind", "on"], name="expense_line_kind"),
            models.Index(fields=["project"], condition=Q(project__isnull=False), name="expense_line_project"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice_code", "invoice_number"],
                condition=~Q(invoice_number="") & Q(void=False),
                name="expense_invoice_once",
                violation_error_message=_("这张发票已经报销过，同一张发票只能报销一次。"),
            ),
            models.CheckConstraint(
                condition=Q(tax=None) | Q(tax=0) | Q(tax__lt=F("amount")),
                name="expense_tax_below_amount",
                violation_error_message=_("税额应小于金额，请改正。"),
            ),
        ]

    def __str__(self) -> str:
        return f"¥{self.amount}"


class ExpenseLimit(Record):
    """How much of a kind is usual. More is not refused: it is shown to who claims and to who approves."""

    PERIODS: ClassVar[list[tuple[str, Any]]] = [("line", _("每笔")), ("day", _("每人每天")), ("month", _("每人每月"))]
    unit = models.ForeignKey(
        UNIT, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"),
        help_text=_("留空则全集团适用；下级单位自己的标准优先"),
    )  # fmt: skip
    kind = DictionaryField(_("费用类型"), dictionary="expense_kind")
    period = models.CharField(_("计算方式"), max_length=6, choices=PERIODS, default="line")
    amount = MoneyField(_("标准"), validators=POSITIVE)
    note = models.CharField(_("说明"), max_length=200, blank=True, default="", help_text=_("例如适用的城市、职级和依据的文件"))

    class Meta(Record.Meta):
        verbose_name = _("费用标准")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "period"],
                condition=Q(archived_at=None),
                nulls_distinct=False,
                name="expense_limit_once",
                violation_error_message=_("这个单位的这类费用已有同样的标准，请直接修改那一条。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_period_display()} ¥{self.amount:,.2f}"
