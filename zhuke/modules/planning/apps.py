from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "zhuke.modules.planning"
    label = "planning"

    def ready(self) -> None:
        from . import reactions, resources  # noqa: F401
