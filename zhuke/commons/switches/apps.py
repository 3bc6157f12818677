from django.apps import AppConfig


class SwitchesConfig(AppConfig):
    name = "zhuke.commons.switches"
    label = "switches"

    def ready(self) -> None:
        from . import resources  # noqa: F401
