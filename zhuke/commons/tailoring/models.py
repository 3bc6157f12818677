"""What a firm tailors without a programmer: dictionaries and its own fields."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.models import EPOCH_TRIGGER, RECORD_TRIGGERS, Record

code_format = RegexValidator(r"^[a-z][a-z0-9_]{0,39}$", _("代码只能用小写字母、数字和下划线，并以字母开头。"))


class DictionaryEntry(Record):
    """One choice of a dictionary that the firm edits. Used entries are switched off, not deleted."""

    dictionary = models.CharField(_("字典"), max_length=40, validators=[code_format])
    code = models.CharField(_("代码"), max_length=40, validators=[code_format])
    label = models.CharField(_("名称"), max_length=60)
    label_en = models.CharField(_("英文名称"), max_length=60, blank=True, default="")
    color = models.CharField(_("颜色"), max_length=20, blank=True, default="")
    position = models.IntegerField(_("排序"), default=0)
    active = models.BooleanField(_("启用"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("字典项")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        constraints = [
            models.UniqueConstraint(
                fields=["dictionary", "code"], name="dictionary_code_once", violation_error_message=_("该字典里已有这个代码，请换一个。")
            )
        ]

    def __str__(self) -> str:
        return self.label


class CustomField(Record):
    """A field that the firm added to a resource. Values lie in the record's ``custom`` column under ``code``."""

    TYPES: ClassVar[list[tuple[str, Any]]] = [
        ("text", _("文字")),
        ("decimal", _("数字")),
        ("date", _("日期")),
        ("choice", _("单选")),
        ("ref", _("引用")),
        ("yesno", _("是/否")),
    ]
    resource = models.CharField(_("对象"), max_length=40)
    code = models.CharField(_("代码"), max_length=40, validators=[code_format])
    label = models.CharField(_("名称"), max_length=60)
    type = models.CharField(_("类型"), max_length=10, choices=TYPES)
    options = models.JSONField(_("选项"), default=list, blank=True)
    ref = models.CharField(_("引用对象"), max_length=40, blank=True, default="")
    required = models.BooleanField(_("必填"), default=False)
    help = models.CharField(_("说明"), max_length=200, blank=True, default="")
    position = models.IntegerField(_("排序"), default=0)
    active = models.BooleanField(_("启用"), default=True)

    class Meta(Record.Meta):
        verbose_name = _("自定义字段")
        triggers = [*RECORD_TRIGGERS, EPOCH_TRIGGER]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "code"], name="custom_field_once", violation_error_message=_("该对象已有同代码的字段，请换一个代码。")
            )
        ]

    def __str__(self) -> str:
        return self.label
