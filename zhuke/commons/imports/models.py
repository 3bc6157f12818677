"""An import and its rows: what was in the file, what was found, what was decided, what came of it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.ids import uuid7

READING, UPLOADED, MAPPED, CHECKING, TRIAL, CHECKED = "reading", "uploaded", "mapped", "checking", "trial", "checked"
RUNNING, DONE, CANCELLED, FAILED, UNDOING, UNDONE = "running", "done", "cancelled", "failed", "undoing", "undone"
CREATE, UPDATE, MERGE, SKIP = "create", "update", "merge", "skip"
PENDING, SKIPPED = "pending", "skipped"


class ImportBatch(models.Model):
    """One uploaded file on its way into one resource. `mapping` is {column index: field}, `counts` what the last check or run found."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        (READING, _("读取中")),
        (UPLOADED, _("已上传")),
        (MAPPED, _("已匹配字段")),
        (CHECKING, _("检查中")),
        (TRIAL, _("已试检查")),
        (CHECKED, _("已检查")),
        (RUNNING, _("导入中")),
        (DONE, _("已完成")),
        (CANCELLED, _("已中止")),
        (FAILED, _("失败")),
        (UNDOING, _("撤销中")),
        (UNDONE, _("已撤销")),
    ]
    internal = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    resource = models.CharField(max_length=60)
    filename = models.CharField(max_length=255)
    file = models.FileField(upload_to="imports/%Y/%m", max_length=255, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="")
    state = models.CharField(max_length=10, choices=STATES, default=UPLOADED, editable=False)
    message = models.TextField(default="", blank=True)
    workbook = models.JSONField(default=dict, blank=True)
    sheet = models.IntegerField(default=0)
    header_row = models.IntegerField(null=True)
    header_span = models.IntegerField(default=1)
    mapping = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    sample = models.JSONField(default=dict, blank=True)
    undo_result = models.JSONField(default=dict, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey("orgs.Unit", models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"], name="import_user"),
            models.Index(fields=["resource", "sha256"], name="import_file"),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def cause(self) -> str:
        """By which history knows everything that this import wrote."""
        return f"import:{self.pk}"


class ImportRow(models.Model):
    """One line of the file. `values` are converted, ready for JSON, by field; `differences` what an update would change; `kept` what the
    check found out and writing would have to find out once more (`Finder.kept`).

    `kind` is what the check took it for: create, update, same (nothing to do), duplicate, repeated (within the file), error, note.
    """

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("create", _("新增")),
        ("update", _("更新")),
        ("same", _("无变化")),
        ("duplicate", _("疑似重复")),
        ("repeated", _("文件内重复")),
        ("error", _("有错误")),
        ("note", _("非数据行")),
    ]
    internal = True
    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    number = models.IntegerField()
    raw = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    severity = models.CharField(max_length=7, default="")
    kind = models.CharField(max_length=9, choices=KINDS)
    decision = models.CharField(max_length=6)
    state = models.CharField(max_length=8, default=PENDING)
    target = models.UUIDField(null=True)
    candidates = models.JSONField(default=list)
    differences = models.JSONField(default=list)
    digest = models.CharField(max_length=32, default="")
    kept = models.JSONField(default=dict, db_default={})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [
            models.Index(fields=["batch", "state", "number"], name="import_row_state"),
            models.Index(fields=["batch", "kind", "number"], name="import_row_kind"),
            models.Index(fields=["digest"], condition=models.Q(state="done"), name="import_row_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} · {self.number}"
