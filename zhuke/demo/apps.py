from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "zhuke.demo"
    label = "demo"
