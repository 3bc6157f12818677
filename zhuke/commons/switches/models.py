"""Which module a company works without."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import EPOCH_TRIGGER, RECORD_TRIGGERS, Record


class ModuleSwitch(Record):
    """A module on or off in one company; without a unit: in every company that has no switch of its own. No row: on."""

    unit = models.ForeignKey("orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("公司"))
    module = models.CharField(_("模块"), max_length=40)
    on = models.BooleanField(_("启用"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("功能模块")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        constraints = [models.UniqueConstraint(fields=["module", "unit"], nulls_distinct=False, name="module_switch_once")]

    def __str__(self) -> str:
        return f"{self.module} {'on' if self.on else 'off'}"
