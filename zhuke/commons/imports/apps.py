from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "zhuke.commons.imports"
    label = "imports"
