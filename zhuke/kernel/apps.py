from django.apps import AppConfig
from django.core.checks import register


class KernelConfig(AppConfig):
    name = "zhuke.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .checks import check_resources

        register(check_resources)
