"""What may happen to a project, how bad it would be, and what is done about it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField, MoneyField
from zhuke.kernel.models import DERIVED_TRIGGER, RECORD_TRIGGERS, Record, Searchable

PROJECT = "projects.Project"
USER = settings.AUTH_USER_MODEL
ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]
LEVELS: list[tuple[str, Any]] = [("low", _("低")), ("medium", _("中")), ("high", _("高")), ("extreme", _("极高"))]


def _points(label: Any, **options: Any) -> models.IntegerField[Any, Any]:
    return models.IntegerField(label, validators=ONE_TO_FIVE, **options)


class RiskScale(Record):
    """From which score on (probability × impact, 1–25) a risk is medium, high, extreme. The nearest unit above a project counts."""

    unit = models.ForeignKey(
        "orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"), help_text=_("留空则全集团适用")
    )
    medium_from = models.IntegerField(_("中风险起点"), default=5, validators=[MinValueValidator(2), MaxValueValidator(25)])
    high_from = models.IntegerField(_("高风险起点"), default=10, validators=[MinValueValidator(2), MaxValueValidator(25)])
    extreme_from = models.IntegerField(_("极高风险起点"), default=17, validators=[MinValueValidator(2), MaxValueValidator(25)])
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("风险等级标准")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], nulls_distinct=False, condition=Q(archived_at=None), name="risk_scale_once",
                violation_error_message=_("该单位已有风险等级标准，请修改原有的一条。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.unit or _("全集团"))


class Risk(Record, Searchable):
    """A risk of a project. Scores and levels follow from probability × impact and the scale (services/scales.py); ``state`` moves in
    services/risks.py alone. ``cost_impact``: ¥ that it would cost, masked like the project's money."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("open", _("待应对")), ("responding", _("应对中")), ("occurred", _("已发生")), ("closed", _("已关闭")),
    ]  # fmt: skip
    STRATEGIES: ClassVar[list[tuple[str, Any]]] = [
        ("avoid", _("规避")), ("reduce", _("减轻")), ("transfer", _("转移")), ("accept", _("接受")),
    ]  # fmt: skip
    project = models.ForeignKey(PROJECT, models.CASCADE, related_name="risks", verbose_name=_("项目"))
    number = models.CharField(_("编号"), max_length=40, editable=False, default="")
    title = models.CharField(_("风险"), max_length=160)
    category = DictionaryField(_("类别"), dictionary="risk_category", blank=True, default="")
    cause = models.TextField(_("原因"), blank=True, default="")
    effect = models.TextField(_("后果"), blank=True, default="")
    probability = _points(_("可能性"), default=3, help_text=_("1 很小 … 5 几乎一定"))
    impact = _points(_("影响"), default=3, help_text=_("1 轻微 … 5 严重"))
    cost_impact = MoneyField(_("可能损失"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(Decimal(10) ** 12)])
    delay_days = models.IntegerField(_("可能延误（天）"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(3650)])
    strategy = models.CharField(_("应对策略"), max_length=10, choices=STRATEGIES, blank=True, default="")
    response = models.TextField(_("应对方案"), blank=True, default="")
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("责任人"))
    due_on = models.DateField(_("应对期限"), null=True, blank=True)
    review_on = models.DateField(_("下次复核"), null=True, blank=True)
    residual_probability = _points(_("应对后可能性"), null=True, blank=True)
    residual_impact = _points(_("应对后影响"), null=True, blank=True)

    score = models.IntegerField(_("风险值"), default=9, editable=False)
    level = models.CharField(_("等级"), max_length=8, choices=LEVELS, default="medium", editable=False)
    residual_score = models.IntegerField(_("应对后风险值"), null=True, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="open", editable=False)
    reviewed_at = models.DateTimeField(_("最近复核"), default=timezone.now, editable=False)
    closed_on = models.DateField(_("关闭日期"), null=True, blank=True, editable=False)
    closing_note = models.CharField(_("关闭说明"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("风险")
        triggers = [*RECORD_TRIGGERS, DERIVED_TRIGGER]
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["project", "state"], name="risk_project"),
            models.Index(fields=["owner", "state"], name="risk_owner"),
            models.Index(fields=["updated_at", "id"], name="risk_updated"),
        ]

    def __str__(self) -> str:
        return self.title


class RiskScore(models.Model):
    """What a risk was rated at, and when. Read with the risk."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    risk = models.ForeignKey(Risk, models.CASCADE, related_name="scores")
    at = models.DateTimeField(default=timezone.now)
    probability = models.SmallIntegerField()
    impact = models.SmallIntegerField()
    score = models.SmallIntegerField()
    level = models.CharField(max_length=8)
    residual_score = models.SmallIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True, default="")
    by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["risk", "-id"], name="riskscore_risk")]


class RiskAction(Record):
    """Something that is done against a risk. ``project`` is the risk's."""

    STATES: ClassVar[list[tuple[str, Any]]] = [("open", _("进行中")), ("done", _("已完成"))]
    risk = models.ForeignKey(Risk, models.CASCADE, related_name="actions", verbose_name=_("风险"))
    project = models.ForeignKey(PROJECT, models.CASCADE, related_name="+", editable=False, verbose_name=_("项目"))
    title = models.CharField(_("应对措施"), max_length=200)
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("责任人"))
    due_on = models.DateField(_("截止日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=STATES, default="open", editable=False)
    done_on = models.DateField(_("完成日期"), null=True, blank=True, editable=False)
    result = models.CharField(_("完成情况"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("风险应对措施")
        indexes = [
            models.Index(fields=["risk", "state"], name="riskaction_risk"),
            models.Index(fields=["project", "state"], name="riskaction_project"),
            models.Index(fields=["owner", "due_on"], name="riskaction_owner", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.title
