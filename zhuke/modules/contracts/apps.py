from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "zhuke.modules.contracts"
    label = "contracts"

    def ready(self) -> None:
        from zhuke.commons.audit.witnesses import Witness, register_witness
        from zhuke.commons.files.services import CARRIERS
        from zhuke.commons.numbering.services import register_pattern

        from . import reactions, resources  # noqa: F401
        from .services import signatures, vouchers

        CARRIERS[signatures.CARRIER] = signatures.check_sight

        register_pattern("contracts", "HT-{year}-{seq:4}")
        register_witness(Witness("contracts_voucher", ("content",), vouchers.differences))
