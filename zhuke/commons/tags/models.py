"""Names and colours of tags, offered while people type. The tags of a record lie in its own ``tags`` column."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import Record, Searchable

COLORS = [
    ("blue", _("蓝")), ("green", _("绿")), ("gold", _("黄")), ("orange", _("橙")), ("red", _("红")), ("purple", _("紫")), ("cyan", _("青")),
    ("default", _("灰")),
]  # fmt: skip


class Tag(Record, Searchable):
    """A tag of one company or, without a unit, of the whole group."""

    name = models.CharField(_("名称"), max_length=40)
    color = models.CharField(_("颜色"), max_length=10, choices=COLORS, default="default")
    unit = models.ForeignKey(
        "orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"), help_text=_("留空则全集团适用")
    )

    class Meta(Record.Meta):
        verbose_name = _("标签")
        indexes = [*Searchable.Meta.indexes]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "unit"], nulls_distinct=False, name="tag_once", violation_error_message=_("已有这个标签，请直接使用。")
            )
        ]

    def __str__(self) -> str:
        return self.name
