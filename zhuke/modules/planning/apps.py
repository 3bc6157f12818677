from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "zhuke.modules.planning"
    label = "planning"
