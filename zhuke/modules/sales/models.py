"""Opportunities 商机: what the group wants to win, stage by stage, and what is known of each: competitors, risks, nodes, follow-ups."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField, MoneyField
from zhuke.kernel.models import DERIVED_TRIGGER, EPOCH_TRIGGER, RECORD_TRIGGERS, Record, Searchable
from zhuke.modules.customers.models import Contact, Customer, Interaction

from .built_in import STAGES
from .figures import Departures, Figures

UNIT = "orgs.Unit"
USER = settings.AUTH_USER_MODEL

# The five phases in their order. A company names its stages as it likes; each stage belongs to one phase, and figures count phases.
PHASES: list[tuple[str, Any]] = [
    ("potential", _("潜在客户")),
    ("intention", _("意向客户")),
    ("quotation", _("正式报价")),
    ("signing", _("签约")),
    ("start", _("项目启动")),
]
PHASE_CODES = [code for code, _label in PHASES]
WON = {"signing", "start"}  # who stands here has won
STATES: list[tuple[str, Any]] = [("open", _("进行中")), ("won", _("赢单")), ("lost", _("丢单"))]
BUILT_IN = {stage[1] for stage in STAGES}  # names that have a translation, as those of the phases
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


def never_left() -> list[int | None]:
    """A place for the days in each phase."""
    return [None] * len(PHASES)


class Stage(Record):
    """One step of the pipeline, of a unit or, with the unit left empty, of the whole group (services/stages.py says whose stages hold)."""

    unit = models.ForeignKey(
        UNIT, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"),
        help_text=_("留空则全集团适用；单位自己的阶段覆盖全部五个时期后才启用"),
    )  # fmt: skip
    phase = models.CharField(_("时期"), max_length=12, choices=PHASES)
    name = models.CharField(_("阶段名称"), max_length=40)
    position = models.IntegerField(_("排序"), default=0, validators=[MinValueValidator(0), MaxValueValidator(1000)])
    allowed_days = models.IntegerField(
        _("允许停留天数"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3650)], help_text=_("超过后显示超期")
    )
    probability = models.IntegerField(
        _("设定赢率（%）"), default=0, validators=PERCENT, help_text=_("历史数据不足时使用；数据足够后按本公司历史计算")
    )
    responsible = models.ForeignKey("orgs.Role", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("责任角色"))
    required_fields = ArrayField(
        models.CharField(max_length=40), verbose_name=_("必填字段"), default=list, blank=True, help_text=_("进入该阶段前要填好的商机字段")
    )
    required_documents = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("必备文件"),
        default=list,
        blank=True,
        help_text=_("文件名中要含有的字，例如 勘察报告"),
    )
    conditions = ArrayField(models.CharField(max_length=40), verbose_name=_("进入条件"), default=list, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("商机阶段")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                nulls_distinct=False,
                condition=Q(archived_at=None),
                name="stage_name_once",
                violation_error_message=_("该单位已有同名阶段，请换一个名称。"),
            )
        ]

    @property
    def title(self) -> str:
        """The name in the reader's language while it is one of the built-in ones; what a firm has named itself is said as it is written."""
        return gettext(self.name) if self.name in BUILT_IN else self.name

    def __str__(self) -> str:
        return self.name


class Opportunity(Record, Searchable):
    """A deal the group pursues. Stage, phase and state move only in services; derived columns only in services/derive.py."""

    number = models.CharField(_("商机编号"), max_length=30, editable=False, db_index=True)
    name = models.CharField(_("商机名称"), max_length=120)
    reference = models.CharField(_("外部编号"), max_length=60, blank=True, default="", help_text=_("原系统或招标公告中的编号"))
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="opportunities", verbose_name=_("客户"))
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("主要联系人"))
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    stage = models.ForeignKey(Stage, models.PROTECT, editable=False, related_name="+", verbose_name=_("阶段"))
    phase = models.CharField(_("时期"), max_length=12, choices=PHASES, default="potential", editable=False)
    state = models.CharField(_("状态"), max_length=8, choices=STATES, default="open", editable=False)
    amount = MoneyField(_("预计金额"), null=True, blank=True, validators=[MinValueValidator(0)])
    bid_price = MoneyField(_("投标报价"), null=True, blank=True, validators=[MinValueValidator(0)])
    opened_on = models.DateField(_("商机日期"), default=timezone.localdate, help_text=_("商机出现的日期"))
    expected_on = models.DateField(_("预计签约日期"), null=True, blank=True)
    project_type = DictionaryField(_("项目类型"), dictionary="industry", blank=True, default="")
    region = models.CharField(_("省份"), max_length=40, blank=True, default="")
    city = models.CharField(_("城市"), max_length=40, blank=True, default="")
    source = DictionaryField(_("商机来源"), dictionary="customer_source", blank=True, default="")
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("标签"), default=list, blank=True)
    remark = models.TextField(_("备注"), blank=True, default="")

    stage_since = models.DateTimeField(_("进入阶段时间"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("成交或丢单时间"), null=True, blank=True, editable=False)
    lost_reason = DictionaryField(_("丢单原因"), dictionary="loss_reason", blank=True, default="", editable=False)
    lost_note = models.TextField(_("丢单说明"), blank=True, default="", editable=False)
    lost_phase = models.CharField(_("丢单时期"), max_length=12, choices=PHASES, blank=True, default="", editable=False)
    phase_days = ArrayField(
        models.IntegerField(null=True, blank=True), verbose_name=_("各时期天数"), default=never_left, blank=True, editable=False
    )  # days stood in each phase, counted when it is left; None: never left
    furthest = models.SmallIntegerField(_("最远时期"), default=0, editable=False)
    probability = models.IntegerField(_("赢率（%）"), default=0, editable=False)
    probability_basis = models.JSONField(_("赢率依据"), default=dict, blank=True, editable=False)
    last_followed_at = models.DateTimeField(_("最近跟进"), null=True, blank=True, editable=False)
    next_contact_at = models.DateTimeField(_("下次联系"), null=True, blank=True, editable=False)
    name_key = models.CharField(max_length=120, editable=False, default="")
    pinyin = models.CharField(max_length=120, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}
    objects = models.Manager.from_queryset(Figures)()

    class Meta(Record.Meta):
        verbose_name = _("商机")
        triggers = [*RECORD_TRIGGERS, DERIVED_TRIGGER]
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="opportunity_unit_updated"),
            models.Index(fields=["updated_at", "id"], name="opportunity_updated"),
            models.Index(fields=["owner", "updated_at", "id"], name="opportunity_owner_updated"),
            models.Index(fields=["pinyin", "id"], name="opportunity_pinyin"),
            models.Index(fields=["stage", "stage_since", "id"], condition=Q(state="open"), name="opportunity_open_stage"),
            models.Index(fields=["phase", "stage_since", "id"], condition=Q(state="open"), name="opportunity_open_phase"),
            models.Index(fields=["phase", "closed_at"], condition=Q(state="won"), name="opportunity_won_phase"),
            models.Index(fields=["unit", "phase", "state"], name="opportunity_unit_phase"),
            models.Index(fields=["state", "closed_at"], name="opportunity_closed"),
            models.Index(fields=["state", "expected_on"], name="opportunity_expected"),
            models.Index(fields=["owner", "next_contact_at"], condition=Q(state="open"), name="opportunity_next"),
            models.Index(fields=["last_followed_at"], condition=Q(state="open"), name="opportunity_followed"),
            models.Index(fields=["reference"], condition=~Q(reference=""), name="opportunity_reference"),
            GinIndex(fields=["tags"], name="opportunity_tags"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"],
                condition=~Q(number=""),
                name="opportunity_number_once",
                violation_error_message=_("该商机编号已被使用。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def customer_name(self) -> str:
        """So that lists of opportunities are searched by the customer's name as well."""
        return self.customer.name if self.customer_id else ""

    @property
    def days_in_stage(self) -> int:
        """Whole days, by the calendar, since the opportunity entered its stage."""
        return (timezone.localdate() - timezone.localdate(self.stage_since)).days


class OfOpportunity(Record):
    """A child of an opportunity: seen where the opportunity is seen."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="%(class)ss", verbose_name=_("商机"))

    class Meta(Record.Meta):
        abstract = True


class Competitor(OfOpportunity):
    """Who else wants this deal."""

    name = models.CharField(_("竞争对手"), max_length=120)
    price = MoneyField(_("对手报价"), null=True, blank=True, validators=[MinValueValidator(0)])
    strengths = models.TextField(_("优势"), blank=True, default="")
    weaknesses = models.TextField(_("劣势"), blank=True, default="")
    winner = models.BooleanField(_("中标方"), default=False)

    class Meta(OfOpportunity.Meta):
        abstract = False
        verbose_name = _("竞争对手")
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "name"],
                condition=Q(archived_at=None),
                name="competitor_once",
                violation_error_message=_("该商机已登记这个竞争对手，请直接修改。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Risk(OfOpportunity):
    """What may go wrong with this deal, and what is done about it."""

    LEVELS: ClassVar[list[tuple[str, Any]]] = [("high", _("高")), ("medium", _("中")), ("low", _("低"))]
    STATES: ClassVar[list[tuple[str, Any]]] = [("open", _("未解除")), ("closed", _("已解除"))]
    title = models.CharField(_("风险点"), max_length=120)
    level = models.CharField(_("等级"), max_length=8, choices=LEVELS, default="medium")
    measure = models.TextField(_("应对措施"), blank=True, default="")
    due_on = models.DateField(_("处理期限"), null=True, blank=True)
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    state = models.CharField(_("状态"), max_length=8, choices=STATES, default="open", editable=False)

    class Meta(OfOpportunity.Meta):
        abstract = False
        verbose_name = _("商机风险")
        indexes = [models.Index(fields=["opportunity", "state"], name="risk_opportunity")]

    def __str__(self) -> str:
        return self.title


class Node(OfOpportunity):
    """A day that matters for this deal: opening of bids, site visit, talk about the contract."""

    name = models.CharField(_("关键节点"), max_length=80)
    due_on = models.DateField(_("计划日期"))
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))

    class Meta(OfOpportunity.Meta):
        abstract = False
        verbose_name = _("关键节点")
        indexes = [models.Index(fields=["due_on"], condition=Q(done_on=None), name="node_due")]

    def __str__(self) -> str:
        return self.name


class Churn(Record):
    """A customer that has left us: when, why, and how far things had come; ``won_back_on`` ends it. Moves in services/churning.py."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="churns", verbose_name=_("客户"))
    left_on = models.DateField(_("流失日期"), default=timezone.localdate)
    reason = DictionaryField(_("流失原因"), dictionary="churn_reason")
    gone_to = models.CharField(_("转向的同行"), max_length=120, blank=True, default="")
    note = models.TextField(_("说明"), blank=True, default="")
    phase = models.CharField(
        _("流失时的时期"), max_length=12, choices=PHASES, blank=True, default="", editable=False, help_text=_("该客户的商机到过的最远时期")
    )
    won_back_on = models.DateField(_("挽回日期"), null=True, blank=True, editable=False)
    won_back_note = models.TextField(_("怎样挽回的"), blank=True, default="", editable=False)
    objects = models.Manager.from_queryset(Departures)()

    class Meta(Record.Meta):
        verbose_name = _("客户流失")
        indexes = [
            models.Index(fields=["left_on"], name="churn_left")
        ]  # one at a time is the service's rule: a merge of customers may bring two together

    def __str__(self) -> str:
        return f"{self.customer} · {self.left_on}"


class StageChange(models.Model):
    """One move of one opportunity. ``days``: how long it had stood in the stage that it left. Written by services only, never changed."""

    internal = True
    DIRECTIONS: ClassVar[list[tuple[str, Any]]] = [
        ("created", _("新建")),
        ("forward", _("推进")),
        ("back", _("退回")),
        ("lost", _("丢单")),
        ("reopened", _("重新打开")),
    ]
    id = models.BigAutoField(primary_key=True)
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="stage_changes")
    from_stage = models.ForeignKey(Stage, models.PROTECT, null=True, related_name="+")
    to_stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    from_phase = models.CharField(max_length=12, blank=True, default="", choices=PHASES)
    to_phase = models.CharField(max_length=12, choices=PHASES)
    direction = models.CharField(max_length=8, choices=DIRECTIONS)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    by_name = models.TextField(default="")
    reason = models.TextField(blank=True, default="")
    days = models.IntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["opportunity", "at"], name="stage_change_of"),
            models.Index(fields=["to_stage"], name="stage_change_to"),
            models.Index(fields=["at"], name="stage_change_at"),
        ]

    def __str__(self) -> str:
        return f"{self.from_phase} → {self.to_phase}"


class FollowUp(models.Model):
    """This talk with the customer was about this opportunity."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="follow_ups")
    interaction = models.OneToOneField(Interaction, models.CASCADE, related_name="follow_up")


class StageRate(models.Model):
    """How many of a company's decided opportunities that stood in a stage were won; rewritten by services/rates.py."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    company = models.ForeignKey(UNIT, models.CASCADE, related_name="+")
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="+")
    decided = models.IntegerField()
    won = models.IntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "stage"], name="stage_rate_once")]
