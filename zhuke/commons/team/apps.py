from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "zhuke.commons.team"
    label = "team"
