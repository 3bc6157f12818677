from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiaryConfig(AppConfig):
    name = "zhuke.modules.diary"
    label = "diary"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind

        from . import resources  # noqa: F401

        register_kind("report", _("下属发来日报"))
        register_kind("report_due", _("提醒我交日报"))
        register_kind("visit", _("拜访安排与变化"))
