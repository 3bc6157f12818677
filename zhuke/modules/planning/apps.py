from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "zhuke.modules.planning"
    label = "planning"

    def ready(self) -> None:
        from . import resources  # noqa: F401
