from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhuke.commons.files"
    label = "files"
