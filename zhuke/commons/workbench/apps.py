from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkbenchConfig(AppConfig):
    name = "zhuke.commons.workbench"
    label = "workbench"

    def ready(self) -> None:
        autodiscover_modules("workbench")  # <module>/workbench.py says what the module puts on the workbench
