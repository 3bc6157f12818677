from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "zhuke.commons.calendars"
    label = "calendars"

    def ready(self) -> None:
        from . import resources  # noqa: F401
        from .holidays import holidays
        from .sources import register_source

        register_source("holiday", _("节假日"), "red", holidays, background=True)
        autodiscover_modules("calendar")  # what modules put into calendars and daily reports
