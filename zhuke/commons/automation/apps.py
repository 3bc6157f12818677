from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "zhuke.commons.automation"
    label = "automation"

    def ready(self) -> None:
        from . import resources  # noqa: F401
        from .actions import register_standard
        from .builtin import load
        from .recipients import register_standard as register_recipients
        from .services.happening import listen

        register_recipients()
        register_standard()
        load()
        listen()
