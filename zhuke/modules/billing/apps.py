from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    name = "zhuke.modules.billing"
    label = "billing"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind
        from zhuke.commons.numbering.services import register_pattern

        from . import reactions, resources, resources_papers, resources_requests  # noqa: F401

        register_pattern("receivables", "YS-{year}-{seq:5}")
        register_pattern("receipts", "SK-{year}-{seq:5}")
        register_pattern("progress_certificates", "CZ-{year}-{seq:4}")
        register_pattern("payment_requests", "FKSQ-{year}-{seq:4}")
        register_pattern("payment_notices", "FKTZ-{year}-{seq:4}")
        register_kind("billing", _("应收应付和开票"))
