from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "zhuke.commons.exports"
    label = "exports"
