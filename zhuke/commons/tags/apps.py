from django.apps import AppConfig


class TagsConfig(AppConfig):
    name = "zhuke.commons.tags"
    label = "tags"

    def ready(self) -> None:
        from . import resources  # noqa: F401
