from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "zhuke.commons.numbering"
    label = "numbering"

    def ready(self) -> None:
        from . import resources  # noqa: F401
