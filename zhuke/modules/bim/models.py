"""Models of buildings: the files, their elements, and which task of the plan builds which element (R37)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.commons.files.models import FileVersion
from zhuke.kernel.ids import uuid7
from zhuke.kernel.models import Record

STATES: list[tuple[str, Any]] = [
    ("empty", _("待上传")),
    ("queued", _("等待转换")),
    ("converting", _("正在转换")),
    ("ready", _("可查看")),
    ("failed", _("转换失败")),
]


class BimModel(Record):
    """A model of a project, with its versions. What is shown is the newest version that could be read."""

    DISCIPLINES: ClassVar[list[tuple[str, Any]]] = [
        ("architecture", _("建筑")),
        ("structure", _("结构")),
        ("plumbing", _("给排水")),
        ("hvac", _("暖通")),
        ("electrical", _("电气")),
        ("civil", _("市政")),
        ("site", _("场地")),
        ("combined", _("合模")),
    ]
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="bim_models", verbose_name=_("项目"))
    name = models.CharField(_("模型名称"), max_length=120)
    discipline = models.CharField(_("专业"), max_length=16, choices=DISCIPLINES, default="architecture")
    note = models.CharField(_("说明"), max_length=300, blank=True, default="")
    state = models.CharField(_("状态"), max_length=12, choices=STATES, default="empty", editable=False)
    failure = models.CharField(_("失败原因"), max_length=300, blank=True, default="", editable=False)
    number = models.IntegerField(_("版次"), default=0, editable=False)
    ifc_schema = models.CharField(_("IFC 版本"), max_length=20, blank=True, default="", editable=False)
    elements_count = models.IntegerField(_("构件数"), default=0, editable=False)
    storeys_count = models.IntegerField(_("楼层数"), default=0, editable=False)
    linked_count = models.IntegerField(_("已关联任务的构件"), default=0, editable=False)
    converted_at = models.DateTimeField(_("转换完成时间"), null=True, blank=True, editable=False)
    attachment = models.UUIDField(null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("BIM 模型")
        indexes = [models.Index(fields=["project", "id"], name="bimmodel_project")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"], condition=Q(archived_at=None), name="bimmodel_name_once",
                violation_error_message=_("该项目已有同名模型。更新模型请打开它上传新版本，另建请换一个名称。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class BimVersion(models.Model):
    """One uploaded file and what was made of it. ``drawing``: where the GLB lies in the storage. ``storeys``: [{guid, name, elevation}]."""

    internal = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    model = models.ForeignKey(BimModel, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    file = models.ForeignKey(FileVersion, models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=STATES, default="queued")
    failure = models.CharField(max_length=300, blank=True, default="")
    ifc_schema = models.CharField(max_length=20, blank=True, default="")
    storeys = models.JSONField(default=list)
    drawing = models.CharField(max_length=200, blank=True, default="")
    drawing_size = models.BigIntegerField(default=0)
    elements_count = models.IntegerField(default=0)
    seconds = models.FloatField(null=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "number"], name="bimversion_once")]
        ordering = ("-number",)


class BimElement(models.Model):
    """One element of a version. Measures in m, m², m³; ``measured`` names those that were taken from the shape, not from the file."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(BimVersion, models.CASCADE, related_name="elements")
    guid = models.CharField(max_length=32)
    type = models.CharField(max_length=60)
    name = models.CharField(max_length=300, blank=True, default="")
    type_name = models.CharField(max_length=300, blank=True, default="")
    tag = models.CharField(max_length=300, blank=True, default="")
    storey = models.IntegerField(null=True)
    drawn = models.BooleanField(default=False)
    length = models.FloatField(null=True)
    area = models.FloatField(null=True)
    volume = models.FloatField(null=True)
    measured = models.JSONField(default=list)
    properties = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "guid"], name="bimelement_once")]


class BimRule(Record):
    """Links every element that fits to a task: by type, by storey, by words in the name. Empty conditions fit all."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="bim_rules", verbose_name=_("项目"))
    model = models.ForeignKey(
        BimModel,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("模型"),
        help_text=_("留空则用于项目的所有模型"),
    )
    task = models.ForeignKey("planning.Task", models.CASCADE, related_name="bim_rules", verbose_name=_("计划任务"))
    element_type = models.CharField(_("构件类型"), max_length=60, blank=True, default="", help_text=_("例如 IfcWall；留空则不限"))
    storey = models.CharField(_("楼层名称包含"), max_length=60, blank=True, default="")
    words = models.CharField(_("构件名称包含"), max_length=60, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("模型关联规则")
        indexes = [models.Index(fields=["project", "id"], name="bimrule_project")]

    def __str__(self) -> str:
        return " · ".join(part for part in (self.element_type, self.storey, self.words) if part) or str(_("全部构件"))


class BimLink(models.Model):
    """This element is built by that task. Named by its GlobalId, so that it outlives new versions. ``rule`` null: by hand."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    model = models.ForeignKey(BimModel, models.CASCADE, related_name="links")
    guid = models.CharField(max_length=32)
    task = models.ForeignKey("planning.Task", models.CASCADE, related_name="bim_links")
    rule = models.ForeignKey(BimRule, models.CASCADE, null=True, related_name="links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "guid"], name="bimlink_once")]
        indexes = [models.Index(fields=["task"], name="bimlink_task")]
