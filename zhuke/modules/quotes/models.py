"""Price lists, quotations with their lines and versions, the mails that carried them, tenders."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField, MoneyField, PercentField
from zhuke.kernel.ids import uuid7
from zhuke.kernel.models import Record, Searchable
from zhuke.modules.customers.models import Contact, Customer
from zhuke.modules.sales.models import Opportunity

UNIT = "orgs.Unit"
USER = settings.AUTH_USER_MODEL
# Rates of value-added tax, percent: goods 13, construction and transport 9, services 6, simplified 3, exempt 0.
RATES: list[tuple[str, Any]] = [("13", "13%"), ("9", "9%"), ("6", "6%"), ("3", "3%"), ("0", "0%")]
NOT_NEGATIVE = [MinValueValidator(0)]
SHARE = [MinValueValidator(0), MaxValueValidator(100)]


class RateField(models.CharField):
    """One of the tax rates that the law knows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 2, "choices": RATES, "default": "9", **kwargs})


class UnitPrice(models.DecimalField):
    """Yuan for one unit, two decimals. No sum of money: lists never show it in 万元."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_digits": 18, "decimal_places": 2})


class PriceList(Record):
    """The prices of one company for a time. Those of the group are read by every company."""

    name = models.CharField(_("价格表名称"), max_length=80)
    code = models.CharField(_("代码"), max_length=40, blank=True, default="")
    unit = models.ForeignKey(
        UNIT, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所属公司"), help_text=_("留空表示全集团通用")
    )
    valid_from = models.DateField(_("生效日期"), null=True, blank=True)
    valid_until = models.DateField(_("失效日期"), null=True, blank=True)
    remark = models.TextField(_("备注"), blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("价格表")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="price_list_once",
                nulls_distinct=False,
                violation_error_message=_("这个公司已有同名的价格表，请换一个名称。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="price_list_days",
                violation_error_message=_("失效日期不能早于生效日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PriceItem(Record, Searchable):
    """One thing with its price. ``price`` includes tax; ``cost`` is what it costs the firm, without tax."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="items", verbose_name=_("价格表"))
    code = models.CharField(_("编码"), max_length=40, blank=True, default="")
    name = models.CharField(_("名称"), max_length=120)
    specification = models.CharField(_("规格型号"), max_length=200, blank=True, default="")
    series = models.CharField(_("系列"), max_length=60, blank=True, default="")
    uom = models.CharField(_("计量单位"), max_length=20, blank=True, default="")
    price = UnitPrice(_("含税单价（元）"), validators=NOT_NEGATIVE)
    cost = UnitPrice(_("成本单价（元）"), null=True, blank=True, validators=NOT_NEGATIVE)
    tax_rate = RateField(_("税率"))
    valid_from = models.DateField(_("生效日期"), null=True, blank=True)
    valid_until = models.DateField(_("失效日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=200, blank=True, default="")
    pinyin = models.CharField(max_length=120, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("价格项")
        indexes = [*Searchable.Meta.indexes, models.Index(fields=["price_list", "pinyin", "id"], name="price_item_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="price_item_days",
                violation_error_message=_("失效日期不能早于生效日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class QuotationSet(models.QuerySet["Quotation"]):
    """Quotations by what is due."""

    def running(self) -> QuotationSet:
        """Approved or sent, and not archived: the customer may still say yes."""
        return self.filter(state__in=("approved", "sent"), archived_at=None)

    def expiring(self, within: dt.timedelta, today: dt.date | None = None) -> QuotationSet:
        """Running ones whose last day comes within that time, today and the last day included."""
        day = today or timezone.localdate()
        return self.running().filter(valid_until__gte=day, valid_until__lte=day + within)

    def run_out(self, today: dt.date | None = None) -> QuotationSet:
        """Running ones whose last day has passed."""
        return self.running().filter(valid_until__lt=today or timezone.localdate())


class Quotation(Record, Searchable):
    """One version of an offer. All amounts are sums of its lines, rewritten by services/lines.py only."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("草稿")),
        ("submitted", _("待审批")),
        ("approved", _("已批准")),
        ("rejected", _("已驳回")),
        ("sent", _("已发送")),
        ("accepted", _("已接受")),
        ("declined", _("已谢绝")),
        ("expired", _("已过期")),
        ("replaced", _("已被新版替换")),
    ]
    number = models.CharField(_("报价编号"), max_length=40, editable=False, default="")
    revision = models.IntegerField(_("版次"), default=1, editable=False)
    root = models.ForeignKey("self", models.CASCADE, null=True, blank=True, editable=False, related_name="versions", verbose_name=_("首版"))
    title = models.CharField(_("标题"), max_length=120)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="quotations", verbose_name=_("客户"))
    opportunity = models.ForeignKey(Opportunity, models.SET_NULL, null=True, blank=True, related_name="quotations", verbose_name=_("商机"))
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("联系人"))
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    quoted_on = models.DateField(_("报价日期"), null=True, blank=True)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    includes_tax = models.BooleanField(_("单价含税"), default=True)
    discount = PercentField(_("整单优惠"), default=Decimal(0), validators=SHARE, help_text=_("百分比，在每行折扣之后再优惠"))
    delivery = models.CharField(_("交付与工期"), max_length=300, blank=True, default="")
    payment_terms = models.TextField(_("付款方式"), blank=True, default="")
    terms = models.TextField(_("报价说明"), blank=True, default="")
    remark = models.TextField(_("内部备注"), blank=True, default="", help_text=_("不会印在报价单上"))
    requested_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("报价申请人"))
    requested_on = models.DateField(_("申请日期"), null=True, blank=True)
    request = models.TextField(_("报价要求"), blank=True, default="")

    full_amount = MoneyField(_("优惠前金额"), default=Decimal(0), editable=False)
    net_amount = MoneyField(_("不含税金额"), default=Decimal(0), editable=False)
    tax_amount = MoneyField(_("税额"), default=Decimal(0), editable=False)
    total_amount = MoneyField(_("含税合计"), default=Decimal(0), editable=False)
    planned_cost = MoneyField(
        _("成本估算"), null=True, blank=True, validators=NOT_NEGATIVE, help_text=_("不含税；每行明细都有成本单价时，以明细汇总为准")
    )
    cost = MoneyField(_("成本合计"), null=True, blank=True, editable=False)
    margin = MoneyField(_("毛利"), null=True, blank=True, editable=False)

    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("提交人")
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("审批人"))
    opinion = models.TextField(_("审批意见"), blank=True, default="", editable=False)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True, editable=False)
    sent_to = models.CharField(_("发送至"), max_length=254, blank=True, default="", editable=False)
    answered_at = models.DateTimeField(_("客户答复时间"), null=True, blank=True, editable=False)
    decline_reason = models.CharField(_("谢绝原因"), max_length=200, blank=True, default="", editable=False)
    pinyin = models.CharField(max_length=120, editable=False, default="")

    objects = QuotationSet.as_manager()
    sort_columns: ClassVar[dict[str, str]] = {"title": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("报价")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="quotation_unit"),
            models.Index(fields=["owner", "updated_at", "id"], name="quotation_owner"),
            models.Index(fields=["updated_at", "id"], name="quotation_updated"),
            models.Index(fields=["state", "valid_until"], name="quotation_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["root", "revision"], name="quotation_revision_once"),
        ]

    def __str__(self) -> str:
        return self.full_number

    @property
    def full_number(self) -> str:
        """The number with its version, as printed."""
        return f"{self.number} V{self.revision}"

    @property
    def first_id(self) -> Any:
        """The id that all versions share: that of the first."""
        return self.root_id or self.pk


class QuotationLine(Record):
    """One line. ``key`` stays the same through all versions, so that versions can be compared line by line."""

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="lines", verbose_name=_("报价"))
    key = models.UUIDField(default=uuid7, editable=False)
    position = models.IntegerField(_("序号"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9999)])
    item = models.ForeignKey(PriceItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("价格项"))
    name = models.CharField(_("名称"), max_length=120)
    specification = models.CharField(_("规格型号"), max_length=200, blank=True, default="")
    quantity = models.DecimalField(
        _("数量"), max_digits=16, decimal_places=4, default=Decimal(1), validators=[MinValueValidator(0), MaxValueValidator(10**9)]
    )
    uom = models.CharField(_("单位"), max_length=20, blank=True, default="")
    unit_price = UnitPrice(_("单价（元）"), default=Decimal(0), validators=[MinValueValidator(0), MaxValueValidator(10**9)])
    discount = PercentField(_("折扣"), default=Decimal(0), validators=SHARE, help_text=_("百分比，例如 5 表示优惠 5%"))
    tax_rate = RateField(_("税率"))
    cost = UnitPrice(_("成本单价（元）"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(10**9)])
    remark = models.CharField(_("备注"), max_length=200, blank=True, default="")
    full_amount = MoneyField(_("优惠前金额"), default=Decimal(0), editable=False)
    net_amount = MoneyField(_("不含税金额"), default=Decimal(0), editable=False)
    tax_amount = MoneyField(_("税额"), default=Decimal(0), editable=False)
    total_amount = MoneyField(_("含税金额"), default=Decimal(0), editable=False)

    class Meta(Record.Meta):
        verbose_name = _("报价明细")
        indexes = [models.Index(fields=["quotation", "position"], name="quotation_line")]
        constraints = [models.UniqueConstraint(fields=["quotation", "key"], name="quotation_line_once")]

    def __str__(self) -> str:
        return self.name


class QuotationMail(models.Model):
    """One sending of a quotation by e-mail. It is claimed before it is sent, so that a job that dies does not send twice."""

    internal = True
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("waiting", _("等待发送")),
        ("sending", _("正在发送")),
        ("sent", _("已发送")),
        ("failed", _("发送失败")),
    ]
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="mails")
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    message = models.TextField()
    sender = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    error = models.CharField(max_length=300, blank=True, default="")
    tries = models.IntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    interaction_id = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["quotation", "-created_at"], name="quotation_mail")]


class TenderSet(models.QuerySet["Tender"]):
    """Tenders by what is due."""

    def closing(self, within: dt.timedelta, now: dt.datetime | None = None) -> TenderSet:
        """Being prepared, and the bid has to be in within that time."""
        moment = now or timezone.now()
        return self.filter(state="preparing", archived_at=None, submission_deadline__gte=moment, submission_deadline__lte=moment + within)

    def opening(self, within: dt.timedelta, now: dt.datetime | None = None) -> TenderSet:
        """Submitted, and the bids are opened within that time."""
        moment = now or timezone.now()
        return self.filter(state="submitted", archived_at=None, opening_at__gte=moment, opening_at__lte=moment + within)

    def bonds_outside(self) -> TenderSet:
        """Decided, but the bond that was paid has not come back."""
        return self.filter(
            state__in=("won", "lost", "cancelled"), archived_at=None, bond_paid_on__isnull=False, bond_returned_on__isnull=True
        )


class Tender(Record, Searchable):
    """A public or invited tender in which a company bids."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("preparing", _("准备投标")),
        ("submitted", _("已投标")),
        ("won", _("中标")),
        ("lost", _("未中标")),
        ("cancelled", _("已取消")),
    ]
    number = models.CharField(_("投标编号"), max_length=40, editable=False, default="")
    name = models.CharField(_("招标项目"), max_length=160)
    tender_number = models.CharField(_("招标编号"), max_length=60, blank=True, default="")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tenders", verbose_name=_("招标人"))
    opportunity = models.ForeignKey(Opportunity, models.SET_NULL, null=True, blank=True, related_name="tenders", verbose_name=_("商机"))
    agency = models.CharField(_("招标代理机构"), max_length=120, blank=True, default="")
    kind = DictionaryField(_("招标方式"), dictionary="tender_kind", blank=True, default="")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="preparing", editable=False)
    documents_bought_on = models.DateField(_("购买标书日期"), null=True, blank=True)
    documents_fee = MoneyField(_("标书费"), null=True, blank=True, validators=NOT_NEGATIVE)
    registration_deadline = models.DateTimeField(_("报名截止"), null=True, blank=True)
    submission_deadline = models.DateTimeField(_("投标截止"), null=True, blank=True)
    opening_at = models.DateTimeField(_("开标时间"), null=True, blank=True)
    place = models.CharField(_("开标地点"), max_length=200, blank=True, default="")
    bond_amount = MoneyField(_("投标保证金"), null=True, blank=True, validators=NOT_NEGATIVE)
    bond_kind = DictionaryField(_("保证金形式"), dictionary="bond_kind", blank=True, default="")
    bond_due_on = models.DateField(_("保证金缴纳截止"), null=True, blank=True)
    bond_paid_on = models.DateField(_("保证金缴纳日期"), null=True, blank=True, editable=False)
    bond_returned_on = models.DateField(_("保证金退回日期"), null=True, blank=True, editable=False)
    ceiling_price = MoneyField(_("最高限价"), null=True, blank=True, validators=NOT_NEGATIVE)
    bid_price = MoneyField(_("投标报价"), null=True, blank=True, validators=NOT_NEGATIVE)
    submitted_at = models.DateTimeField(_("投标时间"), null=True, blank=True, editable=False)
    decided_on = models.DateField(_("结果日期"), null=True, blank=True, editable=False)
    winner = models.CharField(_("中标单位"), max_length=120, blank=True, default="", editable=False)
    winning_price = MoneyField(_("中标价"), null=True, blank=True, editable=False)
    result_note = models.CharField(_("结果说明"), max_length=300, blank=True, default="", editable=False)
    remark = models.TextField(_("备注"), blank=True, default="")
    pinyin = models.CharField(max_length=120, editable=False, default="")

    objects = TenderSet.as_manager()
    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("招投标")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="tender_unit"),
            models.Index(fields=["owner", "updated_at", "id"], name="tender_owner"),
            models.Index(fields=["state", "submission_deadline"], name="tender_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(submission_deadline__isnull=True) | Q(opening_at__isnull=True) | Q(opening_at__gte=F("submission_deadline")),
                name="tender_opening",
                violation_error_message=_("开标时间不能早于投标截止时间。"),
            ),
            models.CheckConstraint(
                condition=Q(registration_deadline__isnull=True)
                | Q(submission_deadline__isnull=True)
                | Q(submission_deadline__gte=F("registration_deadline")),
                name="tender_registration",
                violation_error_message=_("投标截止不能早于报名截止。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
