from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "zhuke.commons.comments"
    label = "comments"

    def ready(self) -> None:
        from zhuke.commons.files.services import CARRIERS

        from .pictures import CARRIER, check_sight

        CARRIERS[CARRIER] = check_sight
