from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "zhuke.commons.calendars"
    label = "calendars"

    def ready(self) -> None:
        from . import resources  # noqa: F401
