"""Collection: the dunning ladder as data, the case of a customer who is late, its letters, promises, log and review meetings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import MoneyField
from zhuke.kernel.models import Record, Searchable

from .models_papers import CustomerCredit, Statement

__all__ = ["CustomerCredit", "Statement"]
UNIT = "orgs.Unit"
USER = settings.AUTH_USER_MODEL
DAYS = [MinValueValidator(0), MaxValueValidator(3650)]


class Amount(MoneyField):
    """Yuan that only services rewrite."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": Decimal(0), "editable": False, **kwargs})


class DunningLadder(Record):
    """How a company chases its debtors. The ladder of the nearest unit upward counts; without a unit it is the group's."""

    name = models.CharField(_("催收阶梯"), max_length=80)
    unit = models.ForeignKey(
        UNIT, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用公司"), help_text=_("留空表示全集团")
    )
    active = models.BooleanField(_("启用"), default=True)
    minimum = MoneyField(_("起催金额"), default=Decimal(0), validators=[MinValueValidator(0)], help_text=_("逾期总额低于它时不发函"))
    reply_days = models.IntegerField(_("答复后暂停（天）"), default=7, validators=DAYS)
    paid_days = models.IntegerField(_("部分付款后暂停（天）"), default=7, validators=DAYS)
    grace_days = models.IntegerField(_("承诺到期宽限（天）"), default=2, validators=DAYS)
    remark = models.TextField(_("备注"), blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("催收阶梯")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(active=True, archived_at=None),
                nulls_distinct=False,
                name="ladder_once",
                violation_error_message=_("这个公司已有启用的催收阶梯，请修改它，或先停用它。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class DunningStep(Record):
    """One step of a ladder: a letter, or what follows when letters stay unanswered."""

    ladder = models.ForeignKey(DunningLadder, models.CASCADE, related_name="steps", verbose_name=_("催收阶梯"))
    position = models.IntegerField(_("次序"), validators=[MinValueValidator(1), MaxValueValidator(99)])
    name = models.CharField(_("步骤名称"), max_length=60)
    days_overdue = models.IntegerField(_("逾期超过（天）"), default=0, validators=DAYS)
    silence_days = models.IntegerField(_("上一封函后（天）"), default=0, validators=DAYS, help_text=_("发出后多少天没有答复"))
    unanswered = models.IntegerField(
        _("连续未答复（封）"), default=0, validators=[MinValueValidator(0), MaxValueValidator(20)], help_text=_("0 表示不要求")
    )
    template = models.ForeignKey(
        "letters.LetterTemplate", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("信函模板"),
        help_text=_("留空表示这一步不发函"),
    )  # fmt: skip
    copies = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("抄送角色"),
        default=list,
        blank=True,
        help_text=_("发函时抄送给谁，就近的担任者"),
    )
    tell = ArrayField(
        models.CharField(max_length=40), verbose_name=_("通知角色"), default=list, blank=True, help_text=_("到这一步时告诉谁，就近的担任者")
    )
    high_risk = models.BooleanField(_("客户列为高风险"), default=False)
    meeting = models.BooleanField(_("召集评审会"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("催收步骤")
        constraints = [
            models.UniqueConstraint(
                fields=["ladder", "position"],
                condition=Q(archived_at=None),
                name="step_position_once",
                violation_error_message=_("这个次序已有步骤，请换一个次序。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CollectionCase(Record, Searchable):
    """One customer who is late with one company. What is owed is read from the receivables; services/standing.py rewrites the sums."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("open", _("催收中")),
        ("paused", _("已暂停")),
        ("review", _("评审中")),
        ("closed", _("已结案")),
    ]
    PAUSES: ClassVar[list[tuple[str, Any]]] = [
        ("replied", _("对方已答复")),
        ("promised", _("对方承诺付款")),
        ("paid", _("已部分付款")),
        ("disputed", _("款项有争议")),
        ("undelivered", _("函件未送达")),
        ("manual", _("人工暂停")),
    ]
    ENDS: ClassVar[list[tuple[str, Any]]] = [
        ("paid", _("已付清")),
        ("merged", _("客户已合并")),
        ("manual", _("人工结案")),
    ]
    number = models.CharField(_("工单编号"), max_length=40, editable=False, default="")
    name = models.CharField(_("催收工单"), max_length=160, editable=False, default="")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="collection_cases", verbose_name=_("客户"))
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    company = models.ForeignKey(UNIT, models.PROTECT, editable=False, related_name="+", verbose_name=_("公司"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("催收人"))
    mail_to = models.EmailField(_("函件邮箱"), blank=True, default="", help_text=_("留空则用客户的财务联系人、主要联系人或单位邮箱"))
    remark = models.TextField(_("备注"), blank=True, default="")

    state = models.CharField(_("状态"), max_length=8, choices=STATES, default="open", editable=False)
    overdue = Amount(_("逾期金额"))
    disputed = Amount(_("其中有争议"))
    oldest_due_on = models.DateField(_("最早到期日"), null=True, blank=True, editable=False)
    level = models.IntegerField(_("已到步骤"), default=0, editable=False)
    letters = models.IntegerField(_("已发函件"), default=0, editable=False)
    unanswered = models.IntegerField(_("连续未答复"), default=0, editable=False)
    last_letter_on = models.DateField(_("最近发函"), null=True, blank=True, editable=False)
    next_position = models.IntegerField(_("下一步"), null=True, blank=True, editable=False)
    next_again = models.BooleanField(default=False, editable=False)
    next_on = models.DateField(_("下一步日期"), null=True, blank=True, editable=False)
    resumed_on = models.DateField(null=True, blank=True, editable=False)
    pause_reason = models.CharField(_("暂停原因"), max_length=12, choices=PAUSES, blank=True, default="", editable=False)
    pause_note = models.CharField(_("暂停说明"), max_length=300, blank=True, default="", editable=False)
    paused_on = models.DateField(_("暂停日期"), null=True, blank=True, editable=False)
    paused_until = models.DateField(_("暂停至"), null=True, blank=True, editable=False)
    opened_on = models.DateField(_("立案日期"), default=timezone.localdate, editable=False)
    closed_on = models.DateField(_("结案日期"), null=True, blank=True, editable=False)
    close_reason = models.CharField(_("结案原因"), max_length=8, choices=ENDS, blank=True, default="", editable=False)
    close_note = models.CharField(_("结案说明"), max_length=300, blank=True, default="", editable=False)
    # "customer:company" while it is not closed: at most one runs at a time. No constraint over the columns, for a merge moves customers.
    slot = models.CharField(max_length=80, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("催收工单")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["unit", "updated_at", "id"], name="case_unit"),
            models.Index(fields=["owner", "updated_at", "id"], name="case_owner"),
            models.Index(fields=["updated_at", "id"], name="case_updated"),
            models.Index(fields=["customer", "company"], name="case_customer"),
            models.Index(fields=["next_on"], condition=Q(state="open"), name="case_due"),
            models.Index(fields=["paused_until"], condition=Q(state="paused"), name="case_paused"),
        ]
        constraints = [models.UniqueConstraint(fields=["slot"], condition=~Q(slot=""), name="case_slot_once")]

    def __str__(self) -> str:
        return self.name


class DunningLetter(Record):
    """One letter of a case as it was written: to whom, about which debts, and what came back. ``items`` is frozen."""

    MAILS: ClassVar[list[tuple[str, Any]]] = [
        ("waiting", _("待发")),
        ("sent", _("已发出")),
        ("failed", _("未发出")),
        ("doubtful", _("不确定是否送达")),
        ("no_address", _("没有邮箱，待人工送达")),
        ("by_hand", _("已人工送达")),
    ]
    REPLIES: ClassVar[list[tuple[str, Any]]] = [
        ("silent", _("未答复")),
        ("replied", _("已答复")),
        ("promised", _("承诺付款")),
        ("disputed", _("提出争议")),
        ("paid", _("已付款")),
    ]
    DELIVERED: ClassVar[tuple[str, ...]] = ("sent", "by_hand")
    case = models.ForeignKey(CollectionCase, models.CASCADE, related_name="dunning_letters", verbose_name=_("催收工单"))
    sequence = models.IntegerField(_("第几封"), editable=False)
    position = models.IntegerField(_("步骤"), editable=False)
    name = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"))
    letter = models.ForeignKey(
        "letters.Letter", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("信函")
    )
    to = models.CharField(_("收件地址"), max_length=254, blank=True, default="", editable=False)
    receiver = models.CharField(_("收件人"), max_length=80, blank=True, default="", editable=False)
    cc = models.JSONField(_("抄送"), default=list, blank=True, editable=False)
    amount = Amount(_("催收金额"))
    items = models.JSONField(_("欠款明细"), default=list, blank=True, editable=False)
    mail_state = models.CharField(_("寄送"), max_length=10, choices=MAILS, default="waiting", editable=False)
    sent_on = models.DateField(_("送达日期"), null=True, blank=True, editable=False)
    delivery = models.CharField(_("送达方式"), max_length=200, blank=True, default="", editable=False)
    reply = models.CharField(_("答复"), max_length=8, choices=REPLIES, blank=True, default="", editable=False)
    replied_on = models.DateField(_("答复日期"), null=True, blank=True, editable=False)
    reply_note = models.CharField(_("答复内容"), max_length=300, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("催收函")
        constraints = [models.UniqueConstraint(fields=["case", "sequence"], name="dunning_letter_once")]
        indexes = [models.Index(fields=["letter"], name="dunning_letter_mail")]

    def __str__(self) -> str:
        return self.name


class CaseLog(Record):
    """One line of what happened in a case. People write calls, visits and notes; the rest is written by services, ``data`` fills it."""

    BY_HAND: ClassVar[tuple[str, ...]] = ("call", "visit", "message", "note")
    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("call", _("电话催收")),
        ("visit", _("上门催收")),
        ("message", _("微信或短信")),
        ("note", _("备注")),
        ("opened", _("立案")),
        ("letter", _("发出催收函")),
        ("delivered", _("函件送达")),
        ("undelivered", _("函件未送达")),
        ("silent", _("未答复")),
        ("replied", _("对方答复")),
        ("promised", _("承诺付款")),
        ("promise_kept", _("承诺已兑现")),
        ("promise_broken", _("承诺未兑现")),
        ("promise_withdrawn", _("承诺取消")),
        ("disputed", _("提出争议")),
        ("paid", _("收到付款")),
        ("paused", _("催收已暂停")),
        ("resumed", _("催收已恢复")),
        ("flagged", _("列为高风险")),
        ("meeting", _("召集评审会")),
        ("decided", _("评审结论")),
        ("assigned", _("更换催收人")),
        ("restarted", _("阶梯已重新开始")),
        ("closed", _("结案")),
    ]
    case = models.ForeignKey(CollectionCase, models.CASCADE, related_name="logs", verbose_name=_("催收工单"))
    kind = models.CharField(_("类别"), max_length=20, choices=KINDS, default="note")
    happened_at = models.DateTimeField(_("时间"), default=timezone.now)
    contact = models.CharField(_("对方联系人"), max_length=80, blank=True, default="")
    content = models.TextField(_("内容"), blank=True, default="")
    letter = models.ForeignKey(
        DunningLetter, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("催收函")
    )
    data = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("催收记录")
        indexes = [models.Index(fields=["case", "happened_at"], name="case_log")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Promise(Record):
    """The customer said when it will pay how much. Judged after that day and the ladder's grace."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("open", _("待兑现")),
        ("kept", _("已兑现")),
        ("broken", _("未兑现")),
        ("withdrawn", _("已取消")),
    ]
    case = models.ForeignKey(CollectionCase, models.CASCADE, related_name="promises", verbose_name=_("催收工单"))
    promised_on = models.DateField(_("承诺付款日"))
    amount = MoneyField(_("承诺金额"), validators=[MinValueValidator(Decimal("0.01"))])
    contact = models.CharField(_("承诺人"), max_length=80, blank=True, default="")
    note = models.CharField(_("说明"), max_length=300, blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="open", editable=False)
    paid = Amount(_("其后已付"))
    judged_on = models.DateField(_("判定日期"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("付款承诺")
        indexes = [models.Index(fields=["promised_on"], condition=Q(state="open"), name="promise_open")]

    def __str__(self) -> str:
        return f"¥{self.amount} · {self.promised_on}"


class ReviewMeeting(Record):
    """People meet about a customer who does not answer. The agenda is filled in from the case when the meeting is called."""

    STATES: ClassVar[list[tuple[str, Any]]] = [("planned", _("待召开")), ("held", _("已召开")), ("cancelled", _("已取消"))]
    OUTCOMES: ClassVar[list[tuple[str, Any]]] = [
        ("go_on", _("继续催收")),
        ("instalments", _("分期付款")),
        ("stop", _("停止供货或停工")),
        ("legal", _("诉讼或仲裁")),
        ("write_off", _("申请核销")),
    ]
    case = models.ForeignKey(CollectionCase, models.CASCADE, related_name="meetings", verbose_name=_("催收工单"))
    name = models.CharField(_("会议名称"), max_length=160)
    starts_at = models.DateTimeField(_("召开时间"))
    place = models.CharField(_("地点"), max_length=120, blank=True, default="")
    agenda = models.TextField(_("议程"), blank=True, default="")
    people = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="planned", editable=False)
    outcome = models.CharField(_("结论"), max_length=12, choices=OUTCOMES, blank=True, default="", editable=False)
    decision = models.TextField(_("会议决议"), blank=True, default="", editable=False)
    held_on = models.DateField(_("召开日期"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("风险评审会")
        indexes = [models.Index(fields=["starts_at"], condition=Q(state="planned"), name="meeting_planned")]

    def __str__(self) -> str:
        return self.name
