"""A company can work without contracts."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare("contracts", _("合同"), "contracts", about=_("合同台账；商机进入签约阶段时自动生成合同草稿"))
