"""How complete a company wants its customers' records to be."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import EPOCH_TRIGGER, RECORD_TRIGGERS, Record

USUAL = 95  # per cent, R19: holds where nobody has set another


class CompletenessTarget(Record):
    """The completeness that a customer's record should reach in a unit and below it; without a unit it is the whole group's.

    A unit may have had several; the newest counts (services/targets.py).
    """

    unit = models.ForeignKey(
        "orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"),
        help_text=_("留空则全集团适用；下级单位自己的目标优先"),
    )  # fmt: skip
    percent = models.IntegerField(
        _("完整度目标（%）"), default=USUAL, validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("客户资料达到多少算达标；低于它的客户进入“先补这些”"),
    )  # fmt: skip
    note = models.CharField(_("说明"), max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        verbose_name = _("完整度目标")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]

    def __str__(self) -> str:
        return self.note or f"{self.percent} %"
