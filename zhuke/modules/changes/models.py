"""Changes of a project that somebody asks for, and what they bring about in plan, budget and contract."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField, MoneyField
from zhuke.kernel.models import Record, Searchable

MOST_DAYS = 3650
DAYS = [MinValueValidator(-MOST_DAYS), MaxValueValidator(MOST_DAYS)]
MONEY = [MinValueValidator(-(Decimal(10) ** 12)), MaxValueValidator(Decimal(10) ** 12)]


class ChangeRequest(Record, Searchable):
    """A change that the customer, the designer or we ourselves want in a project (R97). Amounts are ¥ including tax, negative: less.

    ``days`` moves the last day of the contract (calendar days), ``task_days`` the plan (working days). States move in services alone.
    ``variation``: the site variation that this carries into plan and budget; it counts in the contract by itself, so ``contract`` is empty.
    """

    ORIGINS: ClassVar[list[tuple[str, Any]]] = [
        ("customer", _("客户提出")),
        ("designer", _("设计提出")),
        ("supervisor", _("监理提出")),
        ("ours", _("我方提出")),
    ]
    TASK_EFFECTS: ClassVar[list[tuple[str, Any]]] = [
        ("none", _("不影响计划")),
        ("extend", _("增减任务工期")),
        ("insert", _("在任务之后增加新任务")),
    ]
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("草稿")),
        ("approving", _("审批中")),
        ("approved", _("已批准")),
        ("rejected", _("已驳回")),
        ("withdrawn", _("已撤销")),
        ("carried_out", _("已落实")),
    ]
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="change_requests", verbose_name=_("项目"))
    number = models.CharField(_("变更单号"), max_length=40, editable=False, default="")
    title = models.CharField(_("变更内容"), max_length=160)
    kind = DictionaryField(_("变更类别"), dictionary="change_kind")
    origin = models.CharField(_("提出方"), max_length=12, choices=ORIGINS, default="customer")
    contact = models.ForeignKey(
        "customers.Contact", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("提出人"),
        help_text=_("客户的联系人；我方提出的不填"),
    )  # fmt: skip
    asked_on = models.DateField(_("提出日期"), default=timezone.localdate, blank=True)
    description = models.TextField(_("详细说明"), max_length=5000, blank=True, default="")
    reason = models.TextField(_("变更原因"), max_length=2000, blank=True, default="")
    days = models.IntegerField(
        _("合同工期增减（天）"), null=True, blank=True, validators=DAYS, help_text=_("日历天，缩短填负数；写入合同变更")
    )
    income_amount = MoneyField(_("合同金额增减"), null=True, blank=True, validators=MONEY, help_text=_("含税；减少填负数"))
    cost_amount = MoneyField(_("成本增减"), null=True, blank=True, validators=MONEY, help_text=_("含税；减少填负数"))
    task_effect = models.CharField(_("对计划的影响"), max_length=8, choices=TASK_EFFECTS, default="none")
    task = models.ForeignKey(
        "planning.Task", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("受影响的任务"),
        help_text=_("执行计划中的任务"),
    )  # fmt: skip
    task_days = models.IntegerField(
        _("任务工期增减（工作日）"), null=True, blank=True, validators=DAYS, help_text=_("新任务填它的工期；缩短填负数")
    )
    new_task = models.CharField(_("新任务名称"), max_length=160, blank=True, default="", help_text=_("留空则用变更内容"))
    cost_item = models.ForeignKey(
        "projects.CostItem", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("成本科目"),
        help_text=_("成本增减计入预算的这个科目"),
    )  # fmt: skip
    contract = models.ForeignKey(
        "contracts.Contract", models.PROTECT, null=True, blank=True, related_name="change_requests", verbose_name=_("要变更的合同"),
        help_text=_("批准后在这份合同上生成变更草稿"),
    )  # fmt: skip
    variation = models.ForeignKey(
        "contracts.Variation", models.SET_NULL, null=True, blank=True, related_name="change_requests", verbose_name=_("依据的签证单"),
        help_text=_("签证单批准后自己计入合同；这里只调整计划和预算"),
    )  # fmt: skip
    state = models.CharField(_("状态"), max_length=12, choices=STATES, default="draft", editable=False)
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True, editable=False)
    approved_on = models.DateField(_("批准日期"), null=True, blank=True, editable=False)
    carried_out_on = models.DateField(_("落实日期"), null=True, blank=True, editable=False)
    end_note = models.CharField(_("落实或撤销说明"), max_length=300, blank=True, default="", editable=False)
    failed = models.BooleanField(_("有未生效的影响"), default=False, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("变更申请")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["project", "updated_at", "id"], name="change_project_updated"),
            models.Index(fields=["updated_at", "id"], name="change_updated"),
            models.Index(fields=["state", "project"], name="change_state"),
        ]

    def __str__(self) -> str:
        return self.title


class ChangeEffect(Record):
    """One of the three effects of an approved change: done once, or failed with the reason, until somebody applies it again.

    ``before`` and ``after``: the figures as they were and became. ``reason``: why it could not be applied then.
    ``target``: the variation, the budget version, the plan.
    """

    internal = True
    PARTS: ClassVar[list[tuple[str, Any]]] = [("plan", _("计划")), ("budget", _("预算")), ("contract", _("合同"))]
    STATES: ClassVar[list[tuple[str, Any]]] = [("done", _("已生效")), ("failed", _("未生效"))]
    change = models.ForeignKey(ChangeRequest, models.CASCADE, related_name="effects", verbose_name=_("变更申请"))
    part = models.CharField(_("影响"), max_length=8, choices=PARTS)
    state = models.CharField(_("状态"), max_length=8, choices=STATES)
    reason = models.CharField(_("原因"), max_length=500, blank=True, default="")
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    target = models.UUIDField(null=True, blank=True)
    applied_at = models.DateTimeField(_("生效时间"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("变更影响")
        constraints = [models.UniqueConstraint(fields=["change", "part"], name="change_effect_once")]

    def __str__(self) -> str:
        return str(self.get_part_display())
