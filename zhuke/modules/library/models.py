"""Documents in folders: whose they are, their versions, and who may get at them (R10, R72, R98)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField
from zhuke.kernel.ids import uuid7
from zhuke.kernel.models import EPOCH_TRIGGER, Record, Searchable

from .models_outside import Bundle, Opening, ShareItem, ShareLink, Transmittal, TransmittalItem, TransmittalRecipient

__all__ = [
    "Bundle", "Document", "DocumentTie", "DocumentVersion", "FiledPaper", "Folder", "FolderGrant", "FolderTemplate", "Opening", "PageText",
    "ShareItem", "ShareLink", "Transmittal", "TransmittalItem", "TransmittalRecipient",
]  # fmt: skip

READ, WRITE, MANAGE = "read", "write", "manage"
LEVELS: list[tuple[str, Any]] = [(READ, _("可查看")), (WRITE, _("可编辑")), (MANAGE, _("可管理"))]
MOST_DEEP = 12


class Folder(Record):
    """One folder of a tree. The root says whose the tree is; rights come from there unless grants widen or narrow them (scopes.py).

    ``path``: the ids from the root down to this folder. ``chain``: the folders whose grants count here, from this one up to the nearest
    restricted one. ``closed``: there is a restricted one, so rights over the project, customer or company do not open this folder.
    All three are kept by services/folders.py.
    """

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("project", _("项目资料")), ("customer", _("客户资料")), ("company", _("公司资料")), ("shared", _("集团共享")),
    ]  # fmt: skip
    name = models.CharField(_("文件夹名称"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级文件夹"))
    position = models.IntegerField(_("排序"), default=0)
    kind = models.CharField(_("归属"), max_length=10, choices=KINDS, editable=False)
    project = models.ForeignKey(
        "projects.Project", models.CASCADE, null=True, blank=True, editable=False, related_name="folders", verbose_name=_("项目")
    )
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, blank=True, editable=False, related_name="folders", verbose_name=_("客户")
    )
    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("所属单位")
    )
    restricted = models.BooleanField(_("仅限指定人员"), default=False, editable=False)
    closed = models.BooleanField(default=False, editable=False)
    path = ArrayField(models.UUIDField(), default=list, editable=False)
    chain = ArrayField(models.UUIDField(), default=list, editable=False)
    pinyin = models.CharField(max_length=120, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("文件夹")
        indexes = [GinIndex(fields=["path"], name="folder_path"), GinIndex(fields=["chain"], name="folder_chain")]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], condition=Q(archived_at=None, parent__isnull=False), name="folder_name_once",
                violation_error_message=_("这里已有同名文件夹，请换一个名称。"),
            ),
            models.UniqueConstraint(fields=["project"], condition=Q(parent=None, kind="project"), name="folder_project_root"),
            models.UniqueConstraint(fields=["customer"], condition=Q(parent=None, kind="customer"), name="folder_customer_root"),
            models.UniqueConstraint(fields=["unit"], condition=Q(parent=None, kind="company"), name="folder_company_root"),
            models.UniqueConstraint(fields=["kind"], condition=Q(parent=None, kind="shared"), name="folder_shared_root"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class FolderGrant(models.Model):
    """Opens a folder and what lies below to one role, one unit (with those below it) or one person."""

    internal = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    folder = models.ForeignKey(Folder, models.CASCADE, related_name="grants")
    role = models.ForeignKey("orgs.Role", models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey("orgs.Unit", models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    level = models.CharField(max_length=6, choices=LEVELS, default=READ)

    class Meta:
        triggers = [EPOCH_TRIGGER]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=False, unit=None, person=None)
                | Q(role=None, unit__isnull=False, person=None)
                | Q(role=None, unit=None, person__isnull=False),
                name="foldergrant_one",
            )
        ]


class FolderTemplate(Record):
    """Folders that a tree may start with, one path per line (``图纸/建筑``)."""

    name = models.CharField(_("模板名称"), max_length=80)
    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("适用单位"), help_text=_("留空则全集团可用")
    )
    paths = models.TextField(_("文件夹"), max_length=10_000, help_text=_("每行一个文件夹，用“/”表示下级，例如 图纸/建筑"))
    for_projects = models.BooleanField(_("新建项目自动使用"), default=False)
    active = models.BooleanField(_("启用"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("文件夹模板")

    def __str__(self) -> str:
        return self.name


class Document(Record, Searchable):
    """One document with its versions. ``project``, ``customer`` and ``unit`` are those of its folder.

    ``current``: the newest version (0: kept on paper, no file); ``released_number``: the version that is in force. Status, lock and the
    columns about the newest file are moved by services/ only.
    """

    STATUSES: ClassVar[list[tuple[str, Any]]] = [
        ("draft", _("编辑中")), ("in_review", _("审核中")), ("released", _("已发布")), ("superseded", _("已被替代")), ("void", _("已作废")),
    ]  # fmt: skip
    number = models.CharField(_("资料编号"), max_length=40, blank=True, default="", editable=False)
    name = models.CharField(_("资料名称"), max_length=160)
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="documents", verbose_name=_("文件夹"))
    project = models.ForeignKey(
        "projects.Project", models.CASCADE, null=True, blank=True, editable=False, related_name="documents", verbose_name=_("项目")
    )
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, blank=True, editable=False, related_name="documents", verbose_name=_("客户")
    )
    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("所属单位")
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("负责人"))
    kind = DictionaryField(_("资料类别"), dictionary="document_kind", blank=True, default="")
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("标签"), default=list, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True, default="")
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    discipline = DictionaryField(_("专业"), dictionary="drawing_discipline", blank=True, default="")
    drawing_number = models.CharField(_("图号"), max_length=60, blank=True, default="")
    scale = models.CharField(_("比例"), max_length=20, blank=True, default="", help_text=_("例如 1:100"))
    drawing_status = DictionaryField(_("出图状态"), dictionary="drawing_status", blank=True, default="")
    status = models.CharField(_("状态"), max_length=10, choices=STATUSES, default="draft", editable=False)
    status_note = models.CharField(_("状态说明"), max_length=300, blank=True, default="", editable=False)
    current = models.IntegerField(_("版本号"), default=0, editable=False)
    revision = models.CharField(_("版次"), max_length=4, blank=True, default="", editable=False)
    released_number = models.IntegerField(_("已发布版本"), null=True, blank=True, editable=False)
    released_on = models.DateField(_("发布日期"), null=True, blank=True, editable=False)
    size = models.BigIntegerField(_("大小"), default=0, editable=False)
    file_type = models.CharField(_("文件类型"), max_length=10, blank=True, default="", editable=False)
    file = models.UUIDField(_("文件"), null=True, blank=True, editable=False)
    previewable = models.BooleanField(_("可预览"), default=False, editable=False)
    checked_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("签出人")
    )
    checked_out_at = models.DateTimeField(_("签出时间"), null=True, blank=True, editable=False)
    checked_out_until = models.DateTimeField(_("签出到期"), null=True, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="replaces", verbose_name=_("被替代为")
    )
    pinyin = models.CharField(max_length=160, editable=False, default="")

    sort_columns: ClassVar[dict[str, str]] = {"name": "pinyin"}

    class Meta(Record.Meta):
        verbose_name = _("资料")
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["folder", "id"], name="document_folder"),
            models.Index(fields=["project", "id"], name="document_project"),
            models.Index(fields=["customer", "id"], name="document_customer"),
            models.Index(fields=["updated_at", "id"], name="document_updated"),
            GinIndex(fields=["tags"], name="document_tags"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["folder", "name"], condition=Q(archived_at=None), name="document_name_once",
                violation_error_message=_("该文件夹里已有同名资料。更新内容请上传新版本，另存请换一个名称。"),
            ),
            models.UniqueConstraint(
                fields=["project", "drawing_number"],
                condition=Q(archived_at=None) & ~Q(drawing_number="") & ~Q(status__in=("void", "superseded")),
                name="document_drawing_once",
                violation_error_message=_("该项目已有这个图号的图纸。更新请在原图纸上传新版次，另出新图请换一个图号。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class DocumentVersion(Record):
    """The file of one version; its bytes are an attachment (``file``) of this row. Never changed once written, only its state."""

    STATES: ClassVar[list[tuple[str, Any]]] = [("draft", _("编辑中")), ("released", _("已发布")), ("superseded", _("已被替代"))]
    TEXTS: ClassVar[list[tuple[str, Any]]] = [
        ("waiting", _("等待提取")), ("done", _("可全文搜索")), ("none", _("没有文字")), ("failed", _("无法提取")),
    ]  # fmt: skip
    document = models.ForeignKey(Document, models.CASCADE, related_name="versions", verbose_name=_("资料"))
    number = models.IntegerField(_("版本号"))
    revision = models.CharField(_("版次"), max_length=4, blank=True, default="")
    name = models.CharField(_("文件名"), max_length=200)
    size = models.BigIntegerField(_("大小"), default=0)
    content_type = models.CharField(_("类型"), max_length=100, default="")
    sha256 = models.CharField(max_length=64, editable=False)
    file = models.UUIDField(_("文件"), null=True, editable=False)
    note = models.CharField(_("版本说明"), max_length=300, blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="draft", editable=False)
    pages = models.IntegerField(_("页数"), null=True, blank=True, editable=False)
    text_state = models.CharField(_("全文"), max_length=8, choices=TEXTS, default="waiting", editable=False)
    office_pdf = models.CharField(max_length=200, blank=True, default="", editable=False)

    class Meta(Record.Meta):
        verbose_name = _("资料版本")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="documentversion_once")]

    def __str__(self) -> str:
        return self.name


class PageText(models.Model):
    """Text of a version, a page or a piece of one, as it is found by search. ``plain``: normal form (see kernel search)."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="texts")
    document = models.ForeignKey(Document, models.CASCADE, related_name="texts")
    page = models.IntegerField(null=True)
    text = models.TextField()
    plain = models.TextField()
    grams = models.GeneratedField(
        expression=models.Func(models.F("plain"), function="public.kernel_bigrams"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    class Meta:
        indexes = [GinIndex(fields=["grams"], name="pagetext_grams"), models.Index(fields=["version", "page"], name="pagetext_version")]


class DocumentTie(models.Model):
    """A document that lies elsewhere also concerns this customer or project."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="ties")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, null=True, related_name="document_ties")
    project = models.ForeignKey("projects.Project", models.CASCADE, null=True, related_name="document_ties")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "customer"], condition=Q(project=None), name="documenttie_customer"),
            models.UniqueConstraint(fields=["document", "project"], condition=Q(customer=None), name="documenttie_project"),
            models.CheckConstraint(
                condition=Q(customer__isnull=False, project=None) | Q(customer=None, project__isnull=False), name="documenttie_one"
            ),
        ]


class FiledPaper(models.Model):
    """An edition of what another module made (minutes, a report) and the version it was filed as; the pair makes doubles impossible."""

    internal = True
    id = models.BigAutoField(primary_key=True)
    resource = models.CharField(max_length=60)
    subject = models.UUIDField()
    edition = models.IntegerField()
    document = models.ForeignKey(Document, models.CASCADE, related_name="filed")
    number = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "subject", "edition"], name="filedpaper_once")]
