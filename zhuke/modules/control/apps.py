from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControlConfig(AppConfig):
    name = "zhuke.modules.control"
    label = "control"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind
        from zhuke.commons.numbering.services import register_pattern

        from . import health, marks, parts, reactions, resources  # noqa: F401

        register_pattern("risks", "FX-{year}-{seq:5}")
        register_pattern("issues", "WT-{year}-{seq:5}")
        register_pattern("meetings", "HY-{year}-{seq:5}")
        register_kind("control", _("风险、问题和会议"))
