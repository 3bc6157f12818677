from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkforceConfig(AppConfig):
    name = "zhuke.modules.workforce"
    label = "workforce"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind
        from zhuke.commons.numbering.services import register_pattern

        from . import reactions, resources  # noqa: F401

        register_kind("workforce", _("用人申请和项目安排"))
        register_pattern("pool_resources", "ZY-{year}-{seq:5}")
        register_pattern("materials", "CL-{year}-{seq:5}")
