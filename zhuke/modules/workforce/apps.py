from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "zhuke.modules.workforce"
    label = "workforce"

    def ready(self) -> None:
        from zhuke.commons.numbering.services import register_pattern

        from . import resources  # noqa: F401

        register_pattern("pool_resources", "ZY-{seq:5}")
