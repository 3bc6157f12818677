"""Who works on a project, and which contracts belong to it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField
from zhuke.kernel.models import Record

from .project import Project


class ProjectMember(Record):
    """A person in a role on a project for a time; without a person a role that is still to be filled.

    Members see the project: services/members.py keeps the record's team in step.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="members", verbose_name=_("项目"))
    role = DictionaryField(_("项目角色"), dictionary="project_role")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("成员"),
        help_text=_("留空表示待定"),
    )
    since = models.DateField(_("进场日期"), null=True, blank=True)
    until = models.DateField(_("离场日期"), null=True, blank=True, help_text=_("从次日起不再是成员"))
    can_edit = models.BooleanField(_("可编辑项目"), default=False, help_text=_("在其角色权限之内可编辑这个项目"))
    note = models.CharField(_("职责"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("项目成员")
        indexes = [models.Index(fields=["project", "role"], name="project_member"), models.Index(fields=["person"], name="project_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person", "role"],
                condition=Q(archived_at=None, person__isnull=False),
                name="project_member_once",
                violation_error_message=_("这个人在该项目中已有这个角色。"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="project_member_days",
                violation_error_message=_("离场日期不能早于进场日期，请改正日期。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.role)


class ProjectContract(Record):
    """A contract that belongs to a project. ``project.contract`` is always among them as the main one (services/bindings.py)."""

    PARTS: ClassVar[list[tuple[str, Any]]] = [
        ("main", _("主合同")),
        ("sub", _("分包合同")),
        ("purchase", _("采购合同")),
        ("design", _("设计合同")),
        ("other", _("其他合同")),
    ]
    project = models.ForeignKey(Project, models.CASCADE, related_name="contracts", verbose_name=_("项目"))
    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="in_projects", verbose_name=_("合同"))
    part = models.CharField(_("合同性质"), max_length=10, choices=PARTS, blank=True, default="", help_text=_("留空则取合同类型"))
    cost_item = models.ForeignKey(
        "projects.CostItem", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("成本科目"),
        help_text=_("支出合同计入的科目；留空则按合同性质取科目"),
    )  # fmt: skip

    class Meta(Record.Meta):
        verbose_name = _("项目合同")
        indexes = [models.Index(fields=["project", "part"], name="project_contract")]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(archived_at=None),
                name="project_contract_once",
                violation_error_message=_("这份合同已经属于一个项目，一份合同只能计入一个项目。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.contract)
