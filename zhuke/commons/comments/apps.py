from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "zhuke.commons.comments"
    label = "comments"
