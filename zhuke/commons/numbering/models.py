"""How numbers of records are made."""

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record


class NumberingRule(Record):
    """The pattern of one resource's numbers, for the whole group or (with ``unit``) for one company."""

    RESETS: ClassVar[list[tuple[str, Any]]] = [("yearly", _("每年从 1 开始")), ("never", _("一直递增"))]
    resource = models.CharField(_("对象"), max_length=40)
    unit = models.ForeignKey(
        "orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("公司"), help_text=_("留空则用于全集团")
    )
    pattern = models.CharField(
        _("格式"), max_length=60, help_text=_("例如 KH-{year}-{seq:5}；{year} 年份，{month} 月份，{company} 公司编码，{seq:5} 五位流水号")
    )
    reset = models.CharField(_("重新计数"), max_length=8, choices=RESETS, default="yearly")
    next = models.IntegerField(_("下一个流水号"), default=1, validators=[MinValueValidator(1)])
    year = models.IntegerField(_("计数年份"), default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("编号规则")
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "unit"],
                nulls_distinct=False,
                name="numbering_once",
                violation_error_message=_("该对象已有编号规则，请修改原有规则。"),
            )
        ]

    def __str__(self) -> str:
        return self.pattern
