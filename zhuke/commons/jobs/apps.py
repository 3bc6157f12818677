from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "zhuke.commons.jobs"
    label = "jobs"
