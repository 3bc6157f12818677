"""A company can work without models."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare("bim", _("BIM 模型"), "bim_models", "bim_rules", about=_("上传 IFC 模型，在浏览器里查看构件、进度和工程量"))
