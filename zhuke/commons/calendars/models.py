"""Days on which China works or rests otherwise than the week says."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import EPOCH_TRIGGER, RECORD_TRIGGERS, Record


class Holiday(Record):
    """One day off, or one weekend day that is worked to make up for it. Announced by the State Council each autumn."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [("off", _("放假")), ("work", _("调休上班"))]
    day = models.DateField(_("日期"), unique=True, error_messages={"unique": _("这一天已有安排，请修改原有的一条。")})
    kind = models.CharField(_("类型"), max_length=4, choices=KINDS, default="off")
    name = models.CharField(_("名称"), max_length=40)

    class Meta(Record.Meta):
        verbose_name = _("节假日")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
