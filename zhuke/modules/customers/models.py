"""Customers of the whole group, and what is known of each: contacts, addresses, communication, needs, cooperation, leads."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.commons.audit.in_sets import IN_SETS
from zhuke.kernel.fields import DictionaryField, MoneyField, PhoneField
from zhuke.kernel.models import DERIVED_TRIGGER, Record, Searchable

from .domain.names import name_columns
from .domain.tagging import TAG_NAMES
from .models_pool import OWNER_TRIGGERS, PoolMove, PoolRule
from .models_target import CompletenessTarget

__all__ = ["CompletenessTarget", "PoolMove", "PoolRule"]
UNIT = "orgs.Unit"
USER = settings.AUTH_USER_MODEL


AUTO_TAGS = [(name, _(name)) for name in TAG_NAMES]


class Customer(Record, Searchable):
    """A party the group deals with: owner, partner, supplier, subcontractor. Derived columns are rewritten by services/derive.py only."""

    number = models.CharField(_("客户编号"), max_length=30, editable=False, db_index=True)
    name = models.CharField(_("客户名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True, default="")
    former_names = ArrayField(models.CharField(max_length=120), verbose_name=_("曾用名"), default=list, blank=True)
    kind = DictionaryField(_("客户类型"), dictionary="customer_kind", blank=True, default="")
    roles = ArrayField(DictionaryField(dictionary="party_role"), verbose_name=_("合作角色"), default=list, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, default="")
    industry = DictionaryField(_("行业"), dictionary="industry", blank=True, default="")
    region = models.CharField(_("省份"), max_length=40, blank=True, default="", help_text=_("省、自治区或直辖市，例如 江苏"))
    city = models.CharField(_("城市"), max_length=40, blank=True, default="")
    source = DictionaryField(_("客户来源"), dictionary="customer_source", blank=True, default="")
    intention = DictionaryField(_("意向级别"), dictionary="intention", blank=True, default="")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="branches", verbose_name=_("上级单位"))
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    phone = PhoneField(_("单位电话"), blank=True, default="")
    email = models.EmailField(_("单位邮箱"), blank=True, default="")
    website = models.CharField(_("网站"), max_length=200, blank=True, default="")
    legal_representative = models.CharField(_("法定代表人"), max_length=40, blank=True, default="")
    registered_capital = MoneyField(_("注册资本"), null=True, blank=True, validators=[MinValueValidator(0)])
    established_on = models.DateField(_("成立日期"), null=True, blank=True)
    employees = models.IntegerField(_("员工人数"), null=True, blank=True, validators=[MinValueValidator(0)])
    annual_revenue = MoneyField(_("年营业额"), null=True, blank=True)
    business_scope = models.TextField(_("经营范围"), blank=True, default="")
    registered_address = models.CharField(_("注册地址"), max_length=200, blank=True, default="")
    budget = MoneyField(_("预算金额"), null=True, blank=True, validators=[MinValueValidator(0)])
    pain_points = models.TextField(_("痛点与需求"), blank=True, default="")
    competitors = models.TextField(_("竞争对手"), blank=True, default="")
    preferences = models.TextField(_("合作偏好"), blank=True, default="")
    credit_grade = DictionaryField(_("信用等级"), dictionary="credit_grade", blank=True, default="")
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("标签"), default=list, blank=True)
    remark = models.TextField(_("备注"), blank=True, default="")

    auto_tags = ArrayField(
        models.CharField(max_length=40, choices=AUTO_TAGS), verbose_name=_("自动标签"), default=list, blank=True, editable=False
    )
    completeness = models.IntegerField(_("完整度"), default=0, editable=False)
    value_score = models.IntegerField(_("价值分"), null=True, blank=True, editable=False)
    value_class = models.CharField(
        _("价值等级"),
        max_length=1,
        blank=True,
        default="",
        editable=False,
        choices=[("A", _("A 类")), ("B", _("B 类")), ("C", _("C 类")), ("D", _("D 类"))],
    )
    first_contact_at = models.DateTimeField(_("首次联系"), null=True, blank=True, editable=False)
    last_contact_at = models.DateTimeField(_("最近联系"), null=True, blank=True, editable=False)
    next_contact_at = models.DateTimeField(_("下次联系"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("已合并到")
    )
    # Put by risk control or by the dunning ladder (services/risk.py).
    risk = models.CharField(_("付款风险"), max_length=8, blank=True, default="", editable=False, choices=[("high", _("高风险"))])
    risk_reason = models.CharField(_("列为高风险的原因"), max_length=300, blank=True, default="", editable=False)
    risk_since = models.DateField(_("列为高风险的日期"), null=True, blank=True, editable=False)
    # The public pool (services/pool.py): a customer whom nobody looks after and anybody of the company may claim.
    pooled_at = models.DateTimeField(_("进入公海时间"), null=True, blank=True, editable=False)
    pool_reason = models.CharField(_("进入公海原因"), max_length=200, blank=True, default="", editable=False)
    last_owner = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("原负责人")
    )
    owned_since = models.DateTimeField(_("现负责人接手时间"), null=True, blank=True, editable=False)
    pool_due_on = models.DateField(_("预计回收日期"), null=True, blank=True, editable=False)
    # The name taken apart (domain/names.py), for the check of look-alikes: rewritten by `file_name` wherever the name may change.
    name_key = models.CharField(max_length=120, editable=False, default="")
    name_parts = models.TextField(editable=False, default="")
    pinyin = models.CharField(max_length=120, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("客户")
        triggers = [*IN_SETS, DERIVED_TRIGGER, *OWNER_TRIGGERS]
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="customer_unit_updated"),
            models.Index(fields=["updated_at", "id"], name="customer_updated"),
            models.Index(fields=["owner", "updated_at", "id"], name="customer_owner_updated"),
            models.Index(fields=["pinyin", "id"], name="customer_pinyin"),
            models.Index(fields=["name_key"], name="customer_name_key"),
            models.Index(fields=["name"], name="customer_name"),
            models.Index(fields=["credit_code"], condition=~Q(credit_code=""), name="customer_credit_code"),
            GinIndex(fields=["tags"], name="customer_tags"),
            GinIndex(fields=["auto_tags"], name="customer_auto_tags"),
            models.Index(fields=["created_at"], name="customer_created"),
            models.Index(fields=["risk", "id"], condition=~Q(risk=""), name="customer_risk"),
            models.Index(fields=["pooled_at", "id"], condition=Q(pooled_at__isnull=False), name="customer_pooled"),
            models.Index(fields=["owner", "pool_due_on"], condition=Q(pool_due_on__isnull=False), name="customer_pool_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"],
                condition=~Q(number=""),
                name="customer_number_once",
                violation_error_message=_("该客户编号已被使用。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def file_name(self, known: str = "") -> None:
        """Rewrite the columns by which look-alikes are found. `known`: what they came to for this name before (`names.packed`)."""
        for column, value in name_columns(self.name, known).items():
            setattr(self, column, value)


class OfCustomer(Record):
    """A child of a customer: seen where the customer is seen."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="%(class)ss", verbose_name=_("客户"))

    class Meta(Record.Meta):
        abstract = True


class Contact(OfCustomer, Searchable):
    """A person at the customer."""

    name = models.CharField(_("姓名"), max_length=40)
    position = models.CharField(_("职务"), max_length=40, blank=True, default="")
    department = models.CharField(_("部门"), max_length=40, blank=True, default="")
    phone = PhoneField(_("手机"), blank=True, default="")
    landline = PhoneField(_("座机"), blank=True, default="")
    email = models.EmailField(_("邮箱"), blank=True, default="")
    wechat = models.CharField(_("微信"), max_length=40, blank=True, default="")
    decision_role = DictionaryField(_("决策角色"), dictionary="decision_role", blank=True, default="")
    is_primary = models.BooleanField(_("主要联系人"), default=False)
    preferences = models.CharField(_("沟通偏好"), max_length=200, blank=True, default="")
    remark = models.TextField(_("备注"), blank=True, default="")
    pinyin = models.CharField(max_length=120, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(OfCustomer.Meta):
        abstract = False
        verbose_name = _("联系人")
        triggers = IN_SETS
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["customer", "updated_at"], name="contact_customer"),
            models.Index(fields=["updated_at", "id"], name="contact_updated"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="contact_phone"),
        ]

    def __str__(self) -> str:
        return self.name


class Address(OfCustomer):
    """A place of the customer, for survey, delivery or post. Coordinates are WGS-84 degrees."""

    kind = DictionaryField(_("用途"), dictionary="address_kind", default="office")
    region = models.CharField(_("省份"), max_length=40, blank=True, default="")
    city = models.CharField(_("城市"), max_length=40, blank=True, default="")
    district = models.CharField(_("区县"), max_length=40, blank=True, default="")
    detail = models.CharField(_("详细地址"), max_length=200)
    receiver = models.CharField(_("接收人"), max_length=40, blank=True, default="")
    longitude = models.DecimalField(
        _("经度"), max_digits=9, decimal_places=6, null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    latitude = models.DecimalField(
        _("纬度"), max_digits=8, decimal_places=6, null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )

    class Meta(OfCustomer.Meta):
        abstract = False
        verbose_name = _("地址")

    def __str__(self) -> str:
        return self.detail


class Interaction(OfCustomer):
    """One contact with the customer. ``occurred_at`` is when it happened, ``created_at`` when it was entered (X3)."""

    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="interactions", verbose_name=_("联系人"))
    channel = DictionaryField(_("方式"), dictionary="channel", default="phone")
    occurred_at = models.DateTimeField(_("沟通时间"))
    content = models.TextField(_("沟通内容"))
    result = models.CharField(_("结果"), max_length=200, blank=True, default="")
    effect = DictionaryField(_("效果"), dictionary="effect", blank=True, default="")
    next_contact_at = models.DateTimeField(_("下次联系"), null=True, blank=True)
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("跟进人"))
    origin = models.CharField(
        _("来源"), max_length=10, default="manual", editable=False,
        choices=[("manual", _("手工录入")), ("import", _("导入")), ("website", _("网站留言")), ("merge", _("合并"))],
    )  # fmt: skip
    late_days = models.GeneratedField(
        expression=models.Func(models.F("created_at"), models.F("occurred_at"), function="public.customers_late_days"),
        output_field=models.IntegerField(_("补录天数")),
        db_persist=True,
        verbose_name=_("补录天数"),
    )

    class Meta(OfCustomer.Meta):
        abstract = False
        verbose_name = _("沟通记录")
        triggers = IN_SETS
        indexes = [
            models.Index(fields=["customer", "-occurred_at"], name="interaction_customer"),
            models.Index(fields=["occurred_at", "id"], name="interaction_occurred"),
            models.Index(fields=["owner", "next_contact_at"], condition=Q(next_contact_at__isnull=False), name="interaction_next"),
        ]

    def __str__(self) -> str:
        return self.content[:40]


class Feedback(OfCustomer):
    """A need, opinion, suggestion or complaint, followed to its answer."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("need", _("需求")),
        ("opinion", _("意见")),
        ("suggestion", _("建议")),
        ("complaint", _("投诉")),
    ]
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("open", _("待处理")),
        ("handling", _("处理中")),
        ("answered", _("已答复")),
        ("closed", _("已关闭")),
    ]
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="feedbacks", verbose_name=_("联系人"))
    kind = models.CharField(_("类别"), max_length=12, choices=KINDS, default="need")
    aspect = DictionaryField(_("方面"), dictionary="feedback_aspect", blank=True, default="")
    content = models.TextField(_("内容"))
    occurred_at = models.DateTimeField(_("提出时间"))
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    handler = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("处理人"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="open", editable=False)
    answer = models.TextField(_("答复"), blank=True, default="", editable=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("答复人")
    )

    class Meta(OfCustomer.Meta):
        abstract = False
        verbose_name = _("客户诉求")
        indexes = [
            models.Index(fields=["customer", "-occurred_at"], name="feedback_customer"),
            models.Index(fields=["state", "due_on"], name="feedback_state"),
        ]

    def __str__(self) -> str:
        return self.content[:40]


class Cooperation(OfCustomer):
    """A project done or running with the customer (R111). Later modules add theirs; entered ones stay."""

    project_name = models.CharField(_("项目名称"), max_length=120)
    project_type = DictionaryField(_("项目类型"), dictionary="industry", blank=True, default="")
    role = DictionaryField(_("合作角色"), dictionary="party_role", blank=True, default="")
    amount = MoneyField(_("合同金额"), null=True, blank=True, validators=[MinValueValidator(0)])
    started_on = models.DateField(_("开始日期"), null=True, blank=True)
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    paid_late_days = models.IntegerField(
        _("最长拖欠天数"), null=True, blank=True, validators=[MinValueValidator(0)], help_text=_("该项目回款最长逾期多少天；按时付清填 0")
    )
    disputed = models.BooleanField(_("有纠纷"), default=False)
    remark = models.TextField(_("备注"), blank=True, default="")

    class Meta(OfCustomer.Meta):
        abstract = False
        verbose_name = _("合作历史")
        indexes = [models.Index(fields=["customer", "-started_on"], name="cooperation_customer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
                name="cooperation_days",
                violation_error_message=_("结束日期不能早于开始日期。"),
            )
        ]

    def __str__(self) -> str:
        return self.project_name


class Qualification(OfCustomer):
    """A certificate of a builder, designer or supplier (资质), with the day until which it holds."""

    name = models.CharField(_("资质名称"), max_length=80)
    level = DictionaryField(_("资质等级"), dictionary="qualification_level", blank=True, default="")
    number = models.CharField(_("证书编号"), max_length=60, blank=True, default="")
    issued_by = models.CharField(_("发证机关"), max_length=80, blank=True, default="")
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)

    class Meta(OfCustomer.Meta):
        abstract = False
        verbose_name = _("资质证书")
        indexes = [models.Index(fields=["valid_until"], name="qualification_valid")]

    def __str__(self) -> str:
        return self.name


class Lead(Record, Searchable):
    """A raw hint from the website or elsewhere, before it is a customer."""

    STATES: ClassVar[list[tuple[str, Any]]] = [("new", _("待处理")), ("converted", _("已转客户")), ("discarded", _("无效"))]
    company = models.CharField(_("单位名称"), max_length=120)
    contact_name = models.CharField(_("联系人"), max_length=40)
    phone = PhoneField(_("电话"), blank=True, default="")
    email = models.EmailField(_("邮箱"), blank=True, default="")
    region = models.CharField(_("地区"), max_length=40, blank=True, default="")
    message = models.TextField(_("留言"), blank=True, default="")
    source = DictionaryField(_("来源"), dictionary="customer_source", default="website")
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="new", editable=False)
    reason = models.CharField(_("无效原因"), max_length=200, blank=True, default="", editable=False)
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, blank=True, editable=False, related_name="leads", verbose_name=_("客户")
    )
    pinyin = models.CharField(max_length=120, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"company": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("线索")
        indexes = [*Searchable.Meta.indexes, models.Index(fields=["unit", "-created_at"], name="lead_unit")]

    def __str__(self) -> str:
        return self.company


class Merge(Record):
    """One customer merged into another, with all that was moved, so that it can be undone."""

    internal = True
    kept = models.ForeignKey(Customer, models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Customer, models.CASCADE, related_name="merged_by")
    moved = models.JSONField(default=list, blank=True)
    before = models.JSONField(default=dict, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        pass


class NotDuplicate(Record):
    """People looked at two customers and said: these are two."""

    internal = True
    first = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="not_duplicate_once")]
