"""Flows with their versions; approvals with everybody's turns and the line of what happened."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.ids import uuid7
from zhuke.kernel.models import RECORD_TRIGGERS, Record

USER = settings.AUTH_USER_MODEL


class Flow(Record):
    """Who approves a verb on a kind of record in one company (unit None: the whole group). Running approvals stay on their version."""

    name = models.CharField(_("名称"), max_length=60)
    resource = models.CharField(_("对象"), max_length=40)
    verb = models.CharField(_("事项"), max_length=40)
    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("适用单位"), help_text=_("留空则适用于全集团")
    )
    draft = models.JSONField(_("流程草稿"), default=dict, blank=True, help_text=_("留空则从当前生效的流程复制"))
    active = models.BooleanField(_("启用"), default=True, editable=False)
    builtin = models.BooleanField(_("系统自带"), default=False, editable=False)
    number = models.IntegerField(_("当前版本"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("审批流程")
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "verb", "unit"],
                name="flow_once",
                nulls_distinct=False,
                violation_error_message=_("该单位对这一事项已有流程，请修改原有的一条。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class FlowVersion(models.Model):
    """One published state of a flow; never changed afterwards."""

    internal = True
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    flow = models.ForeignKey(Flow, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    definition = models.JSONField()
    note = models.CharField(max_length=200, blank=True, default="")
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["flow", "number"], name="flow_version_once")]

    def __str__(self) -> str:
        return f"{self.flow} V{self.number}"


class Approval(Record):
    """One record on its way through a flow. ``path`` lists the nodes it came through; ``node`` and ``entry`` say where it stands.

    A node may be entered more than once (returned to it): each time is an entry with turns of its own.
    """

    RUNNING = "running"
    STATES: ClassVar[list[tuple[str, Any]]] = [
        (RUNNING, _("审批中")),
        ("approved", _("已通过")),
        ("rejected", _("已驳回")),
        ("returned", _("已退回提交人")),
        ("withdrawn", _("已撤回")),
        ("cancelled", _("已终止")),
    ]
    resource = models.CharField(_("对象"), max_length=40)
    object_id = models.UUIDField(_("记录"))
    verb = models.CharField(_("事项"), max_length=40)
    title = models.CharField(_("名称"), max_length=200)
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所属单位"))
    submitter = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("提交人"))
    flow_version = models.ForeignKey(FlowVersion, models.PROTECT, related_name="approvals")
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default=RUNNING)
    note = models.TextField(_("提交说明"), blank=True, default="")
    snapshot = models.JSONField(default=dict, blank=True)
    path = models.JSONField(default=list, blank=True)
    node = models.CharField(max_length=40, blank=True, default="")
    entry = models.IntegerField(default=0)
    returns = models.IntegerField(default=0)
    submitted_at = models.DateTimeField(_("提交时间"))
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("最后审批人"))
    opinion = models.TextField(_("最后意见"), blank=True, default="")
    reminded_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(_("等待审批自"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("审批")
        # What happened stands in the steps; the history of every turn would say it again.
        triggers = RECORD_TRIGGERS
        constraints = [
            models.UniqueConstraint(fields=["object_id", "verb"], condition=Q(state="running"), name="approval_running_once"),
        ]
        indexes = [
            models.Index(fields=["object_id", "-submitted_at"], name="approval_object"),
            models.Index(fields=["submitter", "-submitted_at", "id"], name="approval_submitter"),
            models.Index(fields=["unit", "-submitted_at", "id"], name="approval_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        """Somebody is still asked."""
        return self.state == self.RUNNING


class ApprovalTask(models.Model):
    """One person's turn at one entry of a node, or (``copy``) that person's copy.

    ``parent`` and ``placement``: it was added before or after the turn of that person. ``stale``: undone by a return to an earlier node.
    """

    internal = True
    KINDS: ClassVar[list[tuple[str, Any]]] = [("approve", _("审批")), ("copy", _("抄送"))]
    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("waiting", _("未轮到")),
        ("open", _("待处理")),
        ("approved", _("同意")),
        ("rejected", _("驳回")),
        ("returned", _("退回")),
        ("passed", _("自动通过")),
        ("handed_over", _("已转交")),
        ("void", _("无需处理")),
        ("copied", _("已抄送")),
    ]
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    approval = models.ForeignKey(Approval, models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=8, choices=KINDS, default="approve")
    entry = models.IntegerField(default=0)
    node = models.CharField(max_length=40, blank=True, default="")
    position = models.IntegerField(default=0)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="+")
    placement = models.CharField(max_length=6, blank=True, default="")
    person = models.ForeignKey(USER, models.CASCADE, related_name="+")
    instead_of = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=STATES, default="waiting")
    stale = models.BooleanField(default=False)
    reason = models.CharField(max_length=20, blank=True, default="")
    opinion = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "entry", "person"], condition=Q(state__in=("open", "waiting")), name="approval_turn_once"
            ),
            models.UniqueConstraint(fields=["approval", "person"], condition=Q(kind="copy"), name="approval_copy_once"),
        ]
        indexes = [
            models.Index(fields=["approval", "entry", "position"], name="approval_task_entry"),
            models.Index(fields=["person", "opened_at"], condition=Q(state="open"), name="approval_task_open"),
            models.Index(fields=["person", "kind", "-decided_at"], name="approval_task_person"),
            models.Index(fields=["decided_by", "-decided_at"], condition=Q(decided_by__isnull=False), name="approval_task_by"),
        ]


class ApprovalStep(models.Model):
    """One line of what happened. Never changed."""

    internal = True
    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("submitted", _("提交审批")),
        ("approved", _("同意")),
        ("rejected", _("驳回")),
        ("returned", _("退回")),
        ("added_before", _("加签（在我之前）")),
        ("added_after", _("同意并加签（在我之后）")),
        ("handed_over", _("转交")),
        ("reassigned", _("改派")),
        ("left", _("审批人已离职，转由他人")),
        ("skipped", _("自动跳过")),
        ("passed", _("自动通过")),
        ("copied", _("抄送")),
        ("edited", _("修改内容")),
        ("commented", _("评论")),
        ("reminded", _("催办")),
        ("withdrawn", _("撤回")),
        ("cancelled", _("终止")),
        ("finished", _("审批通过")),
        ("stuck", _("无人可审批，退回提交人")),
    ]
    id = models.BigAutoField(primary_key=True)
    approval = models.ForeignKey(Approval, models.CASCADE, related_name="steps")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=14, choices=KINDS)
    person = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=80, blank=True, default="")
    instead_of = models.ForeignKey(USER, models.SET_NULL, null=True, blank=True, related_name="+")
    node = models.CharField(max_length=60, blank=True, default="")
    reason = models.CharField(max_length=20, blank=True, default="")
    opinion = models.TextField(blank=True, default="")
    people = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["approval", "id"], name="approval_step")]
