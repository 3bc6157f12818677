from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "zhuke.commons.bulk"
    label = "bulk"
