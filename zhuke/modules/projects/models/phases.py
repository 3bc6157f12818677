"""The way of a project through its phases, and what the firm asks for before each."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import EPOCH_TRIGGER, RECORD_TRIGGERS, Record
from zhuke.modules.projects.conditions import condition_choices, field_choices

from .project import PHASES, Project


class ProjectPhase(Record):
    """One step: into a phase, back, on hold, resumed. ``at`` is when it happened, ``days`` how long the project had stood before."""

    internal = True
    MOVES: ClassVar[list[tuple[str, Any]]] = [
        ("forward", _("进入")),
        ("back", _("退回")),
        ("held", _("暂停")),
        ("resumed", _("恢复")),
    ]
    project = models.ForeignKey(Project, models.CASCADE, related_name="phases", verbose_name=_("项目"))
    move = models.CharField(_("动作"), max_length=8, choices=MOVES)
    from_phase = models.CharField(_("原阶段"), max_length=16, choices=PHASES, blank=True, default="")
    to_phase = models.CharField(_("阶段"), max_length=16, choices=PHASES)
    at = models.DateTimeField(_("时间"))
    days = models.IntegerField(_("停留天数"), default=0)
    note = models.CharField(_("说明"), max_length=300, blank=True, default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("操作人"))

    class Meta(Record.Meta):
        verbose_name = _("阶段记录")
        indexes = [models.Index(fields=["project", "at"], name="project_phase_at")]

    def __str__(self) -> str:
        return str(self.get_to_phase_display())


class ProjectGate(Record):
    """What must be there before a phase is entered, of a unit or, with the unit left empty, of the group. Nearest unit upward."""

    phase = models.CharField(_("进入的阶段"), max_length=16, choices=PHASES[1:])
    unit = models.ForeignKey(
        "orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"), help_text=_("留空则全集团适用")
    )
    conditions = ArrayField(
        models.CharField(max_length=40, choices=condition_choices), verbose_name=_("进入条件"), default=list, blank=True
    )
    required_fields = ArrayField(
        models.CharField(max_length=40, choices=field_choices), verbose_name=_("必填字段"), default=list, blank=True,
        help_text=_("进入该阶段前要填好的项目字段"),
    )  # fmt: skip
    required_documents = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("必备文件"),
        default=list,
        blank=True,
        help_text=_("文件名中要含有的字，例如 开工报告"),
    )

    class Meta(Record.Meta):
        verbose_name = _("阶段条件")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "phase"],
                nulls_distinct=False,
                condition=Q(archived_at=None),
                name="project_gate_once",
                violation_error_message=_("该单位已设置这个阶段的条件，请修改已有的一条。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_phase_display())
