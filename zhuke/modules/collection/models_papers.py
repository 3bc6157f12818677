"""What customers are asked to confirm, and how far they are trusted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField
from zhuke.kernel.models import Record, Searchable

USER = settings.AUTH_USER_MODEL


class Frozen(MoneyField):
    """Yuan as they were when the statement was made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": Decimal(0), "editable": False, **kwargs})


class Statement(Record, Searchable):
    """What one customer and one company owe each other over a period. ``lines`` and sums are frozen when it is made."""

    DIRECTIONS: ClassVar[list[tuple[str, Any]]] = [("income", _("应收对账")), ("expense", _("应付对账"))]
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("草稿")),
        ("sent", _("已发出")),
        ("confirmed", _("对方已确认")),
        ("disputed", _("对方有异议")),
        ("cancelled", _("已作废")),
    ]
    number = models.CharField(_("单号"), max_length=40, editable=False, default="")
    name = models.CharField(_("对账单"), max_length=200, editable=False, default="")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="statements", verbose_name=_("往来单位"))
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    company = models.ForeignKey("orgs.Unit", models.PROTECT, editable=False, related_name="+", verbose_name=_("公司"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("经办人"))
    direction = models.CharField(_("对账方向"), max_length=8, choices=DIRECTIONS, default="income")
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"))
    remark = models.TextField(_("附言"), blank=True, default="", help_text=_("会印在对账单上"))

    opening = Frozen(_("期初余额"))
    increase = Frozen(_("本期增加"))
    decrease = Frozen(_("本期减少"))
    closing = Frozen(_("期末余额"))
    prepaid = Frozen(_("未核销款项"))
    lines = models.JSONField(default=list, blank=True, editable=False)
    digest = models.CharField(max_length=64, editable=False, default="")
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    sent_to = models.CharField(_("发送至"), max_length=254, blank=True, default="", editable=False)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True, editable=False)
    letter = models.ForeignKey(
        "letters.Letter", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("信函")
    )
    answered_by = models.CharField(_("答复人"), max_length=80, blank=True, default="", editable=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    answer = models.CharField(_("答复内容"), max_length=1000, blank=True, default="", editable=False)
    answered_from = models.CharField(_("答复来源"), max_length=80, blank=True, default="", editable=False)
    # Made by the month's job: "customer:company:direction:until", so that it is made once.
    source = models.CharField(max_length=160, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("对账单")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="statement_unit"),
            models.Index(fields=["owner", "updated_at", "id"], name="statement_owner"),
            models.Index(fields=["updated_at", "id"], name="statement_updated"),
            models.Index(fields=["customer", "until"], name="statement_customer"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="statement_source_once"),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="statement_days", violation_error_message=_("截止日期不能早于起始日期。")
            ),
            models.CheckConstraint(condition=Q(closing=F("opening") + F("increase") - F("decrease")), name="statement_adds_up"),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerCredit(Record):
    """How far a customer is trusted: the limit on what it may owe, and whether new business is stopped. The newest one counts."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="credits", verbose_name=_("客户"))
    limit = MoneyField(_("信用额度"), null=True, blank=True, validators=[MinValueValidator(0)], help_text=_("含税，元；留空表示不限"))
    valid_until = models.DateField(_("额度有效期至"), null=True, blank=True)
    hold = models.BooleanField(_("停止新业务"), default=False)
    remark = models.CharField(_("依据"), max_length=300, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("客户信用")
        indexes = [models.Index(fields=["customer", "-created_at"], name="credit_customer")]

    def __str__(self) -> str:
        return f"¥{self.limit}" if self.limit is not None else "—"
