from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "zhuke.modules.contracts"
    label = "contracts"

    def ready(self) -> None:
        from zhuke.commons.numbering.services import register_pattern

        from . import reactions, resources  # noqa: F401

        register_pattern("contracts", "HT-{year}-{seq:4}")
