from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuotesConfig(AppConfig):
    name = "zhuke.modules.quotes"
    label = "quotes"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind

        from . import conditions, resources  # noqa: F401

        register_kind("quotation", _("报价审批和发送"))
