from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandoverConfig(AppConfig):
    name = "zhuke.modules.orgs.handover"
    label = "handover"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind

        register_kind("handover", _("他人的工作交接给我"))
