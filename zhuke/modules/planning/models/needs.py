"""Materials that tasks need."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record

from .tasks import Task

MOST = Decimal("999999999.999")


class MaterialNeed(Record):
    """So much of a material is used up by a task of a live plan, however long the task takes.

    ``needed_on`` empty: the day on which the task begins, so that it moves with the plan. ``name`` and ``measure`` are the material's
    when the need was entered. ``state`` follows from the two quantities and is written by services/needs.py alone.
    """

    STATES: ClassVar[list[tuple[str, Any]]] = [("open", _("未落实")), ("part", _("部分落实")), ("confirmed", _("已落实"))]
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="material_needs", editable=False, verbose_name=_("项目"))
    task = models.ForeignKey(Task, models.CASCADE, related_name="material_needs", verbose_name=_("任务"))
    material = models.ForeignKey("workforce.Material", models.PROTECT, related_name="needs", verbose_name=_("材料"))
    name = models.CharField(_("材料名称"), max_length=241, blank=True, default="", editable=False)
    quantity = models.DecimalField(
        _("计划数量"), max_digits=12, decimal_places=3, validators=[MinValueValidator(Decimal("0.001")), MaxValueValidator(MOST)]
    )
    measure = models.CharField(_("计量单位"), max_length=20, blank=True, default="", editable=False)
    needed_on = models.DateField(_("需用日期"), null=True, blank=True, help_text=_("留空则为任务开始那天，随计划移动"))
    confirmed = models.DecimalField(_("已落实数量"), max_digits=12, decimal_places=3, default=Decimal(0), editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default="open", editable=False)
    confirmed_at = models.DateTimeField(_("落实时间"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("落实人")
    )
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("材料需求")
        indexes = [
            models.Index(fields=["project", "state"], name="need_project"),
            models.Index(fields=["material"], name="need_material"),
            models.Index(fields=["updated_at", "id"], name="need_updated"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "material"], condition=Q(archived_at=None), name="need_once",
                violation_error_message=_("这项任务已有该材料的需求，请修改原来那一条的数量。"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed__gte=0) & Q(confirmed__lte=F("quantity")), name="need_confirmed",
                violation_error_message=_("已落实数量不能超过计划数量，请先改计划数量。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
