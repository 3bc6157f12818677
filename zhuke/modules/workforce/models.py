"""Who and what works on projects: people, crews and machines of the whole group, their papers, absences and bookings."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuke.commons.audit.in_sets import IN_SETS
from zhuke.kernel.fields import DictionaryField, MoneyField, PercentField, PhoneField
from zhuke.kernel.models import Record, Searchable

UNIT = "orgs.Unit"
USER = settings.AUTH_USER_MODEL
PROJECT = "projects.Project"
KINDS: list[tuple[str, Any]] = [("person", _("人员")), ("crew", _("班组")), ("machine", _("机械设备"))]


class PoolResource(Record, Searchable):
    """A person, a crew or a machine that projects can use. ``capacity`` 100 is one person or machine full time, a crew of eight has 800.

    A person with an account is tied to it by ``user``: one resource per account. Rights follow ``unit`` and the person.
    """

    WEEKS: ClassVar[list[tuple[str, Any]]] = [
        ("office", _("五天，按国家调休")),
        ("six", _("六天，周日休息")),
        ("seven", _("七天，不休息")),
    ]
    number = models.CharField(_("资源编号"), max_length=40, blank=True, default="", help_text=_("留空则按编号规则自动生成"))
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=8, choices=KINDS, default="person")
    user = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("账号"))
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    position = models.CharField(_("岗位或型号"), max_length=60, blank=True, default="")
    skills = ArrayField(DictionaryField(dictionary="skill"), verbose_name=_("技能"), default=list, blank=True)
    capacity = PercentField(
        _("可用量"), default=100, validators=[MinValueValidator(1), MaxValueValidator(99_999)],
        help_text=_("一个人或一台设备全天可用填 100；班组按人数计，例如 8 人填 800"),
    )  # fmt: skip
    hours_per_day = models.DecimalField(
        _("每天工时"), max_digits=4, decimal_places=2, default=8, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    week = models.CharField(_("每周工作"), max_length=8, choices=WEEKS, default="office")
    cost_rate = MoneyField(_("工时成本（元/小时）"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(1_000_000)])
    phone = PhoneField(_("电话"), blank=True, default="")
    city = models.CharField(_("所在城市"), max_length=40, blank=True, default="")
    supplier = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("分包或出租单位")
    )
    available_from = models.DateField(_("可用起始"), null=True, blank=True)
    available_until = models.DateField(_("可用截止"), null=True, blank=True)
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("标签"), default=list, blank=True)
    remark = models.TextField(_("备注"), blank=True, default="")
    pinyin = models.CharField(max_length=200, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("资源")
        triggers = IN_SETS
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="poolres_unit_updated"),
            models.Index(fields=["updated_at", "id"], name="poolres_updated"),
            models.Index(fields=["pinyin", "id"], name="poolres_pinyin"),
            GinIndex(fields=["skills"], name="poolres_skills"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(user__isnull=False), name="poolres_user_once",
                violation_error_message=_("该账号已在资源池中，请打开已有的资源修改。"),
            ),
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(number=""), name="poolres_number_once",
                violation_error_message=_("该资源编号已被使用，请换一个。"),
            ),
            models.CheckConstraint(
                condition=Q(available_until__isnull=True) | Q(available_from__isnull=True) | Q(available_until__gte=F("available_from")),
                name="poolres_days", violation_error_message=_("可用截止不能早于可用起始，请改正日期。"),
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(kind="person"),
                name="poolres_person", violation_error_message=_("只有“人员”可以对应账号，请改类别或清空账号。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Material(Record, Searchable):
    """Material that tasks use up, as in the resource sheet of a schedule: what a ``measure`` (t, m³, 个) of it costs as a rule.

    It stands beside people and machines, not among them: it has no capacity, no calendar and nobody books it, and buyers keep its list.
    """

    number = models.CharField(_("材料编码"), max_length=40, blank=True, default="", help_text=_("留空则按编号规则自动生成"))
    name = models.CharField(_("材料名称"), max_length=120)
    spec = models.CharField(_("规格型号"), max_length=120, blank=True, default="")
    measure = models.CharField(_("计量单位"), max_length=20, help_text=_("例如 吨、立方米、个"))
    price = models.DecimalField(  # no MoneyField: lists would show ¥ 52 as 0.01 万元
        _("标准单价（元）"), max_digits=18, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100_000_000)],
    )  # fmt: skip
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    supplier = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("常用供应商")
    )
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("标签"), default=list, blank=True)
    remark = models.TextField(_("备注"), blank=True, default="")
    pinyin = models.CharField(max_length=200, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("材料")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="material_unit_updated"),
            models.Index(fields=["updated_at", "id"], name="material_updated"),
            models.Index(fields=["pinyin", "id"], name="material_pinyin"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(number=""), name="material_number_once",
                violation_error_message=_("该材料编码已被使用，请换一个。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.spec) if part)


class OfResource(Record):
    """A child of a resource: seen where the resource is seen."""

    resource = models.ForeignKey(PoolResource, models.CASCADE, related_name="%(class)ss", verbose_name=_("资源"))

    class Meta(Record.Meta):
        abstract = True


class Certificate(OfResource):
    """A paper that lets somebody do something, or a machine run: 建造师, 特种作业证, inspection of a crane. Its scan is attached."""

    kind = DictionaryField(_("证书类型"), dictionary="certificate_kind")
    number = models.CharField(_("证书编号"), max_length=60, blank=True, default="")
    issued_by = models.CharField(_("发证机关"), max_length=80, blank=True, default="")
    issued_on = models.DateField(_("发证日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True, help_text=_("长期有效留空"))
    remark = models.CharField(_("备注"), max_length=200, blank=True, default="")

    class Meta(OfResource.Meta):
        abstract = False
        verbose_name = _("人员证书")
        triggers = IN_SETS
        indexes = [
            models.Index(fields=["resource", "expires_on"], name="certificate_resource"),
            models.Index(fields=["expires_on", "id"], name="certificate_expires"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(issued_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="certificate_days", violation_error_message=_("有效期不能早于发证日期，请改正日期。"),
            ),
            models.UniqueConstraint(
                fields=["resource", "kind", "number"], condition=~Q(number="") & Q(archived_at__isnull=True),
                name="certificate_number_once",
                violation_error_message=_("该资源已登记过这张证书，请修改原来的记录。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number or self.kind


class Absence(OfResource):
    """Days on which a resource cannot work: leave, training, repair. Both days count."""

    kind = DictionaryField(_("原因"), dictionary="absence_kind", default="leave")
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    reason = models.CharField(_("说明"), max_length=200, blank=True, default="")

    class Meta(OfResource.Meta):
        abstract = False
        verbose_name = _("不可用时段")
        indexes = [
            models.Index(fields=["resource", "since"], name="absence_resource"),
            models.Index(fields=["until", "id"], name="absence_until"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="absence_days", violation_error_message=_("结束日期不能早于开始日期，请改正日期。")
            )
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} – {self.until:%Y-%m-%d}"


class ResourceRequest(Record):
    """A project asks a unit for people, a crew or machines; the unit grants from its pool or refuses with a reason.

    ``unit`` is who is asked, ``owner`` who asks; ``wished`` is one found by the search over the whole group.
    """

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("open", _("待答复")),
        ("granted", _("已安排")),
        ("refused", _("已拒绝")),
        ("withdrawn", _("已撤回")),
    ]
    project = models.ForeignKey(PROJECT, models.CASCADE, related_name="resource_requests", verbose_name=_("项目"))
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("向谁申请"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("申请人"))
    kind = models.CharField(_("类别"), max_length=8, choices=KINDS, default="person")
    skills = ArrayField(DictionaryField(dictionary="skill"), verbose_name=_("需要的技能"), default=list, blank=True)
    count = models.IntegerField(_("数量"), default=1, validators=[MinValueValidator(1), MaxValueValidator(500)])
    percent = PercentField(
        _("占用比例"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)], help_text=_("每个资源可用量的百分之几")
    )
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    role = DictionaryField(
        _("项目角色"), dictionary="project_role", blank=True, default="", help_text=_("填写后，安排的人员自动成为项目成员")
    )
    note = models.CharField(_("用途说明"), max_length=300, blank=True, default="")
    wished = models.ForeignKey(
        PoolResource, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("希望安排")
    )
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="open", editable=False)
    granted = models.IntegerField(_("已安排数量"), default=0, editable=False)
    answer = models.CharField(_("答复"), max_length=300, blank=True, default="", editable=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("答复人")
    )

    class Meta(Record.Meta):
        verbose_name = _("用人申请")
        indexes = [
            models.Index(fields=["unit", "state", "since"], name="resreq_unit"),
            models.Index(fields=["project", "updated_at"], name="resreq_project"),
            models.Index(fields=["owner", "updated_at"], name="resreq_owner"),
            models.Index(fields=["updated_at", "id"], name="resreq_updated"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="resreq_days", violation_error_message=_("结束日期不能早于开始日期，请改正日期。")
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.since:%Y-%m-%d} – {self.until:%Y-%m-%d}"


class Booking(OfResource):
    """A resource is promised to a project for these days with ``percent`` of its capacity."""

    project = models.ForeignKey(PROJECT, models.CASCADE, related_name="bookings", verbose_name=_("项目"))
    request = models.ForeignKey(
        ResourceRequest, models.SET_NULL, null=True, blank=True, editable=False, related_name="bookings", verbose_name=_("用人申请")
    )
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    percent = PercentField(
        _("占用比例"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)], help_text=_("每个资源可用量的百分之几")
    )
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")

    class Meta(OfResource.Meta):
        abstract = False
        verbose_name = _("用工安排")
        triggers = IN_SETS
        indexes = [
            models.Index(fields=["resource", "since"], name="booking_resource"),
            models.Index(fields=["project", "since"], name="booking_project"),
            models.Index(fields=["updated_at", "id"], name="booking_updated"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="booking_days", violation_error_message=_("结束日期不能早于开始日期，请改正日期。")
            )
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} – {self.until:%Y-%m-%d}"
