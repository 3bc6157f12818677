from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "zhuke.commons.notify"
    label = "notify"
