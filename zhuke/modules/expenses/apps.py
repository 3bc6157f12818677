from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpensesConfig(AppConfig):
    name = "zhuke.modules.expenses"
    label = "expenses"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind
        from zhuke.commons.numbering.services import register_pattern

        from . import reactions, resources  # noqa: F401

        register_pattern("expense_claims", "BX-{year}-{seq:5}")
        register_kind("expenses", _("费用报销"))
