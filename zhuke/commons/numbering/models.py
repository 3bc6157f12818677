"""How records are numbered, per resource and company."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record


class NumberingRule(Record):
    """A pattern such as ``KH-{year}-{seq:5}``. The rule of the nearest unit upward counts; without a unit it is the whole group's."""

    RESETS: ClassVar[list[tuple[str, Any]]] = [("never", _("不重置")), ("yearly", _("每年")), ("monthly", _("每月"))]
    resource = models.CharField(_("对象"), max_length=40)
    unit = models.ForeignKey(
        "orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"), help_text=_("留空则全集团适用")
    )
    pattern = models.CharField(
        _("格式"),
        max_length=60,
        help_text=_("例如 KH-{year}-{seq:5}；可用 {year} {yy} {month} {day} {unit} {company} {seq:位数}"),
    )
    reset = models.CharField(_("序号重置"), max_length=10, choices=RESETS, default="yearly")
    start = models.IntegerField(_("起始序号"), default=1, validators=[MinValueValidator(1), MaxValueValidator(999_999_999)])

    class Meta(Record.Meta):
        verbose_name = _("编号规则")
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "unit"],
                nulls_distinct=False,
                name="numbering_once",
                violation_error_message=_("该对象在此单位已有编号规则，请修改原有规则。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.pattern}"


class NumberingCounter(models.Model):
    """The last number that a rule gave in a period (``2026``, ``2026-11`` or empty). Locked until the writer's transaction ends."""

    internal = True
    rule = models.ForeignKey(NumberingRule, models.CASCADE, related_name="counters")
    period = models.CharField(max_length=7, blank=True)
    value = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "period"], name="numbering_counter_once")]
