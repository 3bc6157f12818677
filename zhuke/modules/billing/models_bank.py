"""Statements of the bank, line by line, until each line is a receipt or was set aside."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField
from zhuke.kernel.ids import uuid7
from zhuke.kernel.models import Record

from .columns import CUSTOMER, UNIT, USER


class BankStatement(Record):
    """One file of an account's movements."""

    STATES: ClassVar[list[tuple[str, Any]]] = [("empty", _("待上传")), ("open", _("待匹配")), ("done", _("已处理"))]
    name = models.CharField(_("名称"), max_length=120)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    account = models.CharField(_("本方账户"), max_length=80, help_text=_("账号，或便于辨认的账户名"))
    remark = models.CharField(_("备注"), max_length=200, blank=True, default="")
    state = models.CharField(_("状态"), max_length=8, choices=STATES, default="empty", editable=False)
    since = models.DateField(_("起始日期"), null=True, blank=True, editable=False)
    until = models.DateField(_("截止日期"), null=True, blank=True, editable=False)
    lines_count = models.IntegerField(_("笔数"), default=0, editable=False)
    waiting_count = models.IntegerField(_("待处理笔数"), default=0, editable=False)
    repeated_count = models.IntegerField(_("重复笔数"), default=0, editable=False)
    income = MoneyField(_("收入合计"), default=0, editable=False)
    expense = MoneyField(_("支出合计"), default=0, editable=False)
    findings = models.JSONField(default=list, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("银行流水")

    def __str__(self) -> str:
        return self.name


class BankLine(models.Model):
    """One movement. ``fingerprint`` makes the same movement in a second file the same one."""

    internal = True
    STATES: ClassVar[list[tuple[str, Any]]] = [("waiting", _("待处理")), ("matched", _("已入账")), ("ignored", _("已忽略"))]
    DIRECTIONS: ClassVar[list[tuple[str, Any]]] = [("income", _("收入")), ("expense", _("支出"))]
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    statement = models.ForeignKey(BankStatement, models.CASCADE, related_name="lines")
    number = models.IntegerField()
    on = models.DateField()
    direction = models.CharField(max_length=8, choices=DIRECTIONS)
    amount = MoneyField()
    balance = MoneyField(null=True)
    party = models.CharField(max_length=120, blank=True, default="")
    party_account = models.CharField(max_length=60, blank=True, default="")
    summary = models.CharField(max_length=300, blank=True, default="")
    reference = models.CharField(max_length=80, blank=True, default="")
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=STATES, default="waiting")
    customer = models.ForeignKey(CUSTOMER, models.SET_NULL, null=True, related_name="+")
    receipt = models.ForeignKey("billing.Receipt", models.PROTECT, null=True, related_name="bank_lines")
    note = models.CharField(max_length=300, blank=True, default="")
    decided_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["statement", "number"], name="bank_line"),
            models.Index(fields=["party_account"], condition=~Q(party_account=""), name="bank_line_account"),
        ]
        constraints = [models.UniqueConstraint(fields=["fingerprint"], name="bank_line_once")]
