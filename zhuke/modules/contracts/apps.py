from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    name = "zhuke.modules.contracts"
    label = "contracts"

    def ready(self) -> None:
        from zhuke.commons.numbering.services import register_pattern
        from zhuke.commons.switches.registry import declare

        from . import reactions, resources  # noqa: F401

        register_pattern("contracts", "HT-{year}-{seq:4}")
        declare("contracts", _("合同"), "contracts", about=_("合同台账；商机进入签约阶段时自动生成合同草稿"))
