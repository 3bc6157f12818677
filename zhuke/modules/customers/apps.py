from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "zhuke.modules.customers"
    label = "customers"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind

        from . import reactions, resources  # noqa: F401

        register_kind("pool", _("公海回收提醒"))
        autodiscover_modules("pool")  # what later modules say of customers that must not go into the pool
