from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SwitchesConfig(AppConfig):
    name = "zhuke.commons.switches"
    label = "switches"

    def ready(self) -> None:
        from . import resources  # noqa: F401

        autodiscover_modules("module")  # each app's declaration: what it is called, what it covers, whether it can be off
