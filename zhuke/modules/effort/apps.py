from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EffortConfig(AppConfig):
    name = "zhuke.modules.effort"
    label = "effort"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind

        from . import reactions, resources  # noqa: F401

        register_kind("effort", _("工时填报提醒"))
