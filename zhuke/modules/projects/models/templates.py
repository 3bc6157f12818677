"""What a new project may start from."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.fields import DictionaryField, MoneyField
from zhuke.kernel.models import Record, Searchable


class ProjectTemplate(Record, Searchable):
    """Roles, budget shares, tasks … of a project that went well. ``content``: {part: [items]}, each part by its own module (parts.py)."""

    name = models.CharField(_("模板名称"), max_length=80)
    unit = models.ForeignKey(
        "orgs.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("适用单位"), help_text=_("留空则全集团适用")
    )
    project_type = DictionaryField(_("项目类型"), dictionary="industry", blank=True, default="")
    region = models.CharField(_("省份"), max_length=40, blank=True, default="", help_text=_("只适合某地时填写，例如 江苏"))
    size_from = MoneyField(_("合同额下限"), null=True, blank=True, validators=[MinValueValidator(0)])
    size_to = MoneyField(_("合同额上限"), null=True, blank=True, validators=[MinValueValidator(0)])
    is_default = models.BooleanField(_("默认模板"), default=False, help_text=_("商机进入项目启动时，同类型的新项目自动套用"))
    description = models.TextField(_("说明"), blank=True, default="")
    content = models.JSONField(_("内容"), default=dict, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("项目模板")
        indexes = [*Searchable.Meta.indexes]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                nulls_distinct=False,
                condition=Q(archived_at=None),
                name="project_template_name_once",
                violation_error_message=_("已有同名模板，请换一个名称。"),
            ),
            models.UniqueConstraint(
                fields=["unit", "project_type"],
                nulls_distinct=False,
                condition=Q(archived_at=None, is_default=True),
                name="project_template_default_once",
                violation_error_message=_("这个类型已有默认模板，请先取消那个模板的默认。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
