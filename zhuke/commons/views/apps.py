from django.apps import AppConfig


class ViewsConfig(AppConfig):
    name = "zhuke.commons.views"
    label = "views"
