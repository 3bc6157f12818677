"""Reports on projects, when they are due, and what customers say to them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record

PROJECT = "projects.Project"
USER = settings.AUTH_USER_MODEL
SCORES = ("quality", "progress", "safety", "communication", "overall")


class ProjectReport(Record):
    """A project over a week or a month. A draft is composed anew whenever it is read; ``content`` is what was sent, and never changes.

    ``photos``: ``[{"file": version of a file, "caption": …}]`` in the author's order.
    """

    KINDS: ClassVar[list[tuple[str, Any]]] = [("weekly", _("周报")), ("monthly", _("月报"))]
    STATES: ClassVar[list[tuple[str, Any]]] = [("draft", _("草稿")), ("sent", _("已发送"))]
    project = models.ForeignKey(PROJECT, models.CASCADE, related_name="reports", verbose_name=_("项目"))
    kind = models.CharField(_("报告类型"), max_length=8, choices=KINDS, default="weekly")
    since = models.DateField(_("起始日期"), null=True, blank=True, help_text=_("留空则取本周或本月的第一天"))
    until = models.DateField(_("截止日期"), null=True, blank=True, help_text=_("留空则取本周或本月的最后一天"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("编制人"))
    overview = models.TextField(_("本期概述"), max_length=4000, blank=True, default="")
    problems = models.TextField(_("存在问题"), max_length=4000, blank=True, default="")
    next_steps = models.TextField(_("下期安排"), max_length=4000, blank=True, default="")

    number = models.CharField(_("编号"), max_length=40, editable=False, default="")
    name = models.CharField(_("报告名称"), max_length=200, editable=False, default="")
    photos = models.JSONField(default=list, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=8, choices=STATES, default="draft", editable=False)
    automatic = models.BooleanField(_("自动生成"), default=False, editable=False)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True, editable=False)
    content = models.JSONField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("项目报告")
        indexes = [
            models.Index(fields=["project", "-until"], name="project_report_project"),
            models.Index(fields=["updated_at", "id"], name="project_report_updated"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "since"],
                condition=Q(archived_at=None),
                name="project_report_once",
                violation_error_message=_("该项目这一期的报告已经有了，请直接打开它。"),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="project_report_days",
                violation_error_message=_("截止日期不能早于起始日期，请改正。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReportRhythm(models.Model):
    """When drafts of a project's reports are made, and to whom they usually go. ``weekday``: 1 Monday … 7, 0: the last working day."""

    internal = True
    RHYTHMS: ClassVar[list[tuple[str, Any]]] = [
        ("none", _("不自动生成")), ("weekly", _("每周")), ("monthly", _("每月")), ("both", _("每周和每月")),
    ]  # fmt: skip
    project = models.OneToOneField(PROJECT, models.CASCADE, primary_key=True, related_name="report_rhythm")
    rhythm = models.CharField(max_length=8, choices=RHYTHMS, default="none")
    weekday = models.IntegerField(default=0)
    ask = models.BooleanField(default=True)
    contacts = ArrayField(models.UUIDField(), default=list, blank=True)


def _score(label: Any) -> models.IntegerField[Any, Any]:
    return models.IntegerField(label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)])


class Survey(Record):
    """A short questionnaire that one person at the customer got with a report; answered once, by a link, of which only the hash is kept.

    What a customer said on the telephone or on paper is entered by hand, and is answered from the start."""

    STATES: ClassVar[list[tuple[str, Any]]] = [("open", _("待答复")), ("answered", _("已答复")), ("expired", _("已过期"))]
    project = models.ForeignKey(PROJECT, models.CASCADE, related_name="surveys", verbose_name=_("项目"))
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="surveys", editable=False, verbose_name=_("客户"))
    report = models.ForeignKey(
        ProjectReport, models.SET_NULL, null=True, blank=True, related_name="surveys", editable=False, verbose_name=_("项目报告")
    )
    contact = models.ForeignKey("customers.Contact", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("联系人"))
    name = models.CharField(_("调查对象"), max_length=80, blank=True, default="", help_text=_("留空则取联系人的姓名"))
    state = models.CharField(_("状态"), max_length=8, choices=STATES, default="open", editable=False)
    expires_at = models.DateTimeField(_("有效期至"), editable=False)
    quality = _score(_("工程质量"))
    progress = _score(_("工程进度"))
    safety = _score(_("安全文明施工"))
    communication = _score(_("沟通配合"))
    overall = _score(_("总体评价"))
    score = models.DecimalField(_("平均分"), max_digits=3, decimal_places=2, null=True, blank=True, editable=False)
    lowest = models.IntegerField(_("最低分"), null=True, blank=True, editable=False)
    remark = models.TextField(_("意见和建议"), max_length=1000, blank=True, default="")
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    answered_from = models.CharField(max_length=80, blank=True, default="", editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("满意度调查")
        indexes = [
            models.Index(fields=["customer", "-answered_at"], name="survey_customer"),
            models.Index(fields=["project", "-created_at"], name="survey_project"),
        ]

    def __str__(self) -> str:
        return self.name
