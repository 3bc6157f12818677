from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "zhuke.modules.customers"
    label = "customers"

    def ready(self) -> None:
        from . import reactions, resources  # noqa: F401
