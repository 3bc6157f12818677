from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "zhuke.modules.billing"
    label = "billing"

    def ready(self) -> None:
        from zhuke.commons.numbering.services import register_pattern

        from . import resources  # noqa: F401

        register_pattern("receivables", "YS-{year}-{seq:5}")
        register_pattern("receipts", "SK-{year}-{seq:5}")
