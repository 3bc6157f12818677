from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "zhuke.commons.imports"
    label = "imports"

    def ready(self) -> None:
        from . import lookups  # noqa: F401 - registers them
