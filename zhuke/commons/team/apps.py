from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "zhuke.commons.team"
    label = "team"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from zhuke.kernel.audit import BESIDE

        BESIDE["team"] = _("团队")
