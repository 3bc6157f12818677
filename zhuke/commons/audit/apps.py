from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "zhuke.commons.audit"
    label = "audit"

    def ready(self) -> None:
        from . import resources  # noqa: F401
