"""The box on every page: what people of the firm say about the product itself (R23)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record

USER = settings.AUTH_USER_MODEL


class Suggestion(Record):
    """One opinion about the product, with the page it was written on; a screenshot lies beside it as a file. ``owner`` is its author."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [("idea", _("建议")), ("problem", _("问题")), ("praise", _("表扬"))]
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("new", _("待处理")),
        ("planned", _("已计划")),
        ("done", _("已完成")),
        ("declined", _("不采纳")),
    ]
    kind = models.CharField(_("类别"), max_length=10, choices=KINDS, default="idea")
    text = models.TextField(_("内容"), max_length=5000)
    page = models.CharField(_("所在页面"), max_length=300, blank=True, default="")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name=_("所属单位"))
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("提出人"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="new", editable=False)
    answer = models.TextField(_("答复"), blank=True, default="", editable=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        USER, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("答复人")
    )
    reviewed_on = models.DateField(_("月度评审日期"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("意见反馈")
        indexes = [models.Index(fields=["state", "-created_at"], name="suggestion_state")]

    def __str__(self) -> str:
        return self.text[:60]
