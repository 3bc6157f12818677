"""What went wrong on a project and has to be put right."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField
from zhuke.kernel.models import Record, Searchable

USER = settings.AUTH_USER_MODEL
OPEN_ISSUE = ("open", "doing", "reopened")


class Issue(Record, Searchable):
    """An issue of a project. ``state`` moves in services/issues.py alone; photos are its files, talk its comments."""

    PRIORITIES: ClassVar[list[tuple[str, Any]]] = [("low", _("低")), ("normal", _("一般")), ("high", _("高")), ("urgent", _("紧急"))]
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("open", _("待处理")),
        ("doing", _("处理中")),
        ("resolved", _("已解决")),
        ("closed", _("已关闭")),
        ("reopened", _("重新打开")),
    ]
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="issues", verbose_name=_("项目"))
    number = models.CharField(_("编号"), max_length=40, editable=False, default="")
    title = models.CharField(_("问题"), max_length=160)
    kind = DictionaryField(_("类别"), dictionary="issue_kind", blank=True, default="")
    priority = models.CharField(_("优先级"), max_length=8, choices=PRIORITIES, default="normal")
    task = models.ForeignKey(
        "planning.Task", models.SET_NULL, null=True, blank=True, related_name="issues", verbose_name=_("计划任务"),
        help_text=_("选了任务，横道图和模型上就能看到这个问题"),
    )  # fmt: skip
    place = models.CharField(_("部位"), max_length=160, blank=True, default="", help_text=_("例如 3 号楼 2 层东侧"))
    description = models.TextField(_("描述"), blank=True, default="")
    owner = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("责任人"))
    found_on = models.DateField(_("发现日期"), default=timezone.localdate)
    due_on = models.DateField(_("整改期限"), null=True, blank=True)
    risk = models.ForeignKey("control.Risk", models.SET_NULL, null=True, blank=True, related_name="issues", verbose_name=_("来自风险"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="open", editable=False)
    resolution = models.TextField(_("处理结果"), blank=True, default="", editable=False)
    resolved_at = models.DateTimeField(_("解决时间"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("关闭时间"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("问题")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["project", "state"], name="issue_project"),
            models.Index(fields=["task"], name="issue_task", condition=Q(task__isnull=False)),
            models.Index(fields=["owner", "due_on"], name="issue_owner", condition=~Q(state="closed")),
            models.Index(fields=["updated_at", "id"], name="issue_updated"),
        ]

    def __str__(self) -> str:
        return self.title
