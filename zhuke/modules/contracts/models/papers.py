"""What hangs on a contract: bonds, variations, clauses and the templates that clauses come from."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField, MoneyField
from zhuke.kernel.models import Record

from .contract import NOT_NEGATIVE, Contract
from .parts import POSITION


class BondSet(models.QuerySet["Bond"]):
    """Bonds by what is due."""

    def held(self) -> BondSet:
        """Those that have not come back."""
        return self.filter(returned_on=None, archived_at=None)

    def expiring(self, within: dt.timedelta, today: dt.date | None = None) -> BondSet:
        """Not returned, and the last day comes within that time, today and the last day included."""
        day = today or timezone.localdate()
        return self.held().filter(expires_on__gte=day, expires_on__lte=day + within)


class Bond(Record):
    """A bond or deposit that one side has given to the other: money, a bank guarantee or an insurance."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("bid", _("投标保证金")),
        ("performance", _("履约保证金")),
        ("advance", _("预付款保函")),
        ("quality", _("质量保证金")),
        ("wage", _("农民工工资保证金")),
    ]
    SIDES: ClassVar[list[tuple[str, Any]]] = [("ours", _("我方提交")), ("theirs", _("对方提交"))]
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="bonds", verbose_name=_("合同"))
    kind = models.CharField(_("保证类型"), max_length=12, choices=KINDS, default="performance")
    side = models.CharField(_("提交方"), max_length=8, choices=SIDES, default="ours")
    form = DictionaryField(_("形式"), dictionary="bond_kind", blank=True, default="")
    number = models.CharField(_("保函编号"), max_length=60, blank=True, default="")
    amount = MoneyField(_("保证金额"), validators=NOT_NEGATIVE)
    issuer = models.CharField(_("开具机构"), max_length=120, blank=True, default="")
    issued_on = models.DateField(_("开具日期"), null=True, blank=True)
    expires_on = models.DateField(_("到期日期"), null=True, blank=True)
    returned_on = models.DateField(_("退回日期"), null=True, blank=True, editable=False)
    remark = models.CharField(_("备注"), max_length=300, blank=True, default="")

    objects = BondSet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("保函保证金")
        indexes = [
            models.Index(fields=["contract", "kind"], name="contract_bond"),
            models.Index(fields=["expires_on"], name="contract_bond_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="contract_bond_days",
                violation_error_message=_("到期日期不能早于开具日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class Variation(Record):
    """A change of what was agreed. ``amount`` is ¥ including tax, negative where the contract becomes cheaper; it counts once approved.

    Site variations have a sheet (models/sheets.py): then the amount is the sum of its lines. ``project`` follows from the contract
    (services/variations.py); ``signed_on``: since then the content stands.
    """

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("instruction", _("现场签证")),
        ("change", _("设计变更")),
        ("supplement", _("补充协议")),
        ("claim", _("索赔")),
    ]
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("草稿")),
        ("approving", _("审批中")),
        ("approved", _("已批准")),
        ("rejected", _("已驳回")),
    ]
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="variations", verbose_name=_("合同"))
    number = models.CharField(_("变更编号"), max_length=40, editable=False, default="")
    kind = models.CharField(_("变更类型"), max_length=12, choices=KINDS, default="instruction")
    name = models.CharField(_("变更名称"), max_length=160)
    amount = MoneyField(_("增减金额"), null=True, blank=True, help_text=_("含税；减少填负数，只影响工期的留空"))
    days = models.IntegerField(_("增减工期（天）"), null=True, blank=True, validators=[MinValueValidator(-3650), MaxValueValidator(3650)])
    reason = models.TextField(_("变更原因"), blank=True, default="")
    happened_on = models.DateField(_("发生日期"), null=True, blank=True)
    place = models.CharField(_("部位"), max_length=200, blank=True, default="", help_text=_("例如 3 号楼地下室东侧"))
    project = models.ForeignKey(
        "projects.Project", models.SET_NULL, null=True, blank=True, editable=False, related_name="variations", verbose_name=_("项目")
    )
    longitude = models.DecimalField(_("经度"), max_digits=9, decimal_places=6, null=True, blank=True, editable=False)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=6, null=True, blank=True, editable=False)
    accuracy = models.IntegerField(_("定位精度（米）"), null=True, blank=True, editable=False)
    signed_on = models.DateField(_("签字日期"), null=True, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    approved_on = models.DateField(_("批准日期"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("合同变更")
        indexes = [
            models.Index(fields=["contract", "state"], name="contract_variation"),
            models.Index(fields=["project", "state"], name="variation_project"),
        ]

    def __str__(self) -> str:
        return self.name


class ClauseTemplate(Record):
    """A clause that contracts of some kinds begin with. ``{name}`` in its text stands for a value of the contract (services/wording.py)."""

    code = models.CharField(_("代码"), max_length=40)
    name = models.CharField(_("条款名称"), max_length=80)
    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所属公司"), help_text=_("留空表示全集团通用")
    )
    kinds = ArrayField(
        models.CharField(max_length=12, choices=Contract.KINDS), verbose_name=_("适用合同"), default=list, blank=True,
        help_text=_("留空表示所有类型"),
    )  # fmt: skip
    mandatory = models.BooleanField(_("必备条款"), default=False, help_text=_("缺少时合同不能提交审批"))
    position = models.IntegerField(_("序号"), default=1, validators=POSITION)
    text = models.TextField(_("条款内容"))

    class Meta(Record.Meta):
        verbose_name = _("条款模板")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"],
                name="clause_template_once",
                nulls_distinct=False,
                violation_error_message=_("这个代码的条款模板已经有了，请换一个代码。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Clause(Record):
    """One clause of one contract. ``code`` is that of its template, by which mandatory ones are known."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="clauses", verbose_name=_("合同"))
    template = models.ForeignKey(ClauseTemplate, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("条款模板"))
    code = models.CharField(_("代码"), max_length=40, editable=False, default="")
    position = models.IntegerField(_("序号"), default=1, validators=POSITION)
    name = models.CharField(_("条款名称"), max_length=80, blank=True, default="", help_text=_("留空则取模板的名称"))
    text = models.TextField(
        _("条款内容"), blank=True, default="", help_text=_("留空则取模板的内容；{amount} 之类的占位符打印时换成合同的内容")
    )

    class Meta(Record.Meta):
        verbose_name = _("合同条款")
        indexes = [models.Index(fields=["contract", "position"], name="contract_clause")]

    def __str__(self) -> str:
        return self.name
