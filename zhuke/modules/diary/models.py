"""The day of a person who sells: visits with check-in on the phone, and the report of the day."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField
from zhuke.kernel.models import Record, Searchable
from zhuke.modules.customers.models import Contact, Customer, Interaction
from zhuke.modules.sales.models import Opportunity

UNIT = "orgs.Unit"
USER = settings.AUTH_USER_MODEL


class Visit(Record, Searchable):
    """A visit to a customer. Colleagues who come along are its team. Positions are WGS-84 degrees, distances metres."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("planned", _("已安排")),
        ("under_way", _("进行中")),
        ("done", _("已完成")),
        ("cancelled", _("已取消")),
    ]
    EVIDENCE: ClassVar[list[tuple[str, Any]]] = [
        ("near", _("在客户地址附近")),
        ("far", _("离客户地址较远")),
        ("no_address", _("客户没有带坐标的地址")),
        ("no_position", _("未取得定位")),
    ]
    name = models.CharField(_("拜访"), max_length=140, editable=False, default="")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="visits", verbose_name=_("客户"))
    opportunity = models.ForeignKey(Opportunity, models.SET_NULL, null=True, blank=True, related_name="visits", verbose_name=_("商机"))
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("联系人"))
    purpose = models.CharField(_("拜访目的"), max_length=200)
    planned_at = models.DateTimeField(_("计划时间"))
    minutes = models.IntegerField(_("预计时长（分钟）"), default=60, validators=[MinValueValidator(10), MaxValueValidator(1440)])
    place = models.CharField(_("地点"), max_length=200, blank=True, default="", help_text=_("留空则用客户的第一个地址"))
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("拜访人"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="planned", editable=False)
    checkin_at = models.DateTimeField(_("签到时间"), null=True, blank=True, editable=False)
    checkin_late_days = models.IntegerField(_("签到补录天数"), default=0, editable=False)
    longitude = models.DecimalField(_("签到经度"), max_digits=9, decimal_places=6, null=True, blank=True, editable=False)
    latitude = models.DecimalField(_("签到纬度"), max_digits=8, decimal_places=6, null=True, blank=True, editable=False)
    accuracy = models.IntegerField(_("定位精度（米）"), null=True, blank=True, editable=False)
    distance = models.IntegerField(_("距客户地址（米）"), null=True, blank=True, editable=False)
    checkin_evidence = models.CharField(_("签到凭据"), max_length=12, choices=EVIDENCE, blank=True, default="", editable=False)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True, editable=False)
    result = models.TextField(_("拜访结果"), blank=True, default="", editable=False)
    effect = DictionaryField(_("效果"), dictionary="effect", blank=True, default="", editable=False)
    next_contact_at = models.DateTimeField(_("下次联系"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("取消原因"), max_length=200, blank=True, default="", editable=False)
    interaction = models.OneToOneField(
        Interaction, models.SET_NULL, null=True, blank=True, editable=False, related_name="visit", verbose_name=_("沟通记录")
    )

    class Meta(Record.Meta):
        verbose_name = _("拜访")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["owner", "planned_at"], name="visit_owner_planned"),
            models.Index(fields=["unit", "planned_at", "id"], name="visit_unit_planned"),
            models.Index(fields=["planned_at", "id"], name="visit_planned"),
            models.Index(fields=["customer", "-planned_at"], name="visit_customer"),
        ]

    def __str__(self) -> str:
        return self.name


class DailyReport(Record):
    """What a person did on a day: facts out of the records, and the person's own words. One for each person and day."""

    STATES: ClassVar[list[tuple[str, Any]]] = [("draft", _("草稿")), ("sent", _("已提交"))]
    name = models.CharField(_("日报"), max_length=80, editable=False, default="")
    person = models.ForeignKey(USER, models.CASCADE, related_name="+", verbose_name=_("填报人"), null=True, blank=True)
    unit = models.ForeignKey(UNIT, models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    day = models.DateField(_("日期"))
    summary = models.TextField(_("今日小结"), blank=True, default="", max_length=5000)
    problems = models.TextField(_("问题与求助"), blank=True, default="", max_length=5000)
    plan = models.TextField(_("明日计划"), blank=True, default="", max_length=5000)
    state = models.CharField(_("状态"), max_length=6, choices=STATES, default="draft", editable=False)
    sent_at = models.DateTimeField(_("提交时间"), null=True, blank=True, editable=False)
    sent_to = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("提交给"))
    late_days = models.IntegerField(_("补录天数"), default=0, editable=False)
    contacts_count = models.IntegerField(_("沟通次数"), default=0, editable=False)
    visits_count = models.IntegerField(_("拜访次数"), default=0, editable=False)
    facts = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("日报")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"],
                condition=Q(archived_at=None),
                name="report_once",
                violation_error_message=_("这一天的日报已经有了，请直接修改原来的一份。"),
            )
        ]
        indexes = [
            models.Index(fields=["unit", "day", "id"], name="report_unit_day"),
            models.Index(fields=["day", "id"], name="report_day"),
        ]

    def __str__(self) -> str:
        return self.name
