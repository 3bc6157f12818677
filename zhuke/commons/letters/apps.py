from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "zhuke.commons.letters"
    label = "letters"

    def ready(self) -> None:
        from . import resources  # noqa: F401
