from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "zhuke.commons.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from . import resources  # noqa: F401
