from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "zhuke.modules.changes"
    label = "changes"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind
        from zhuke.commons.numbering.services import register_pattern
        from zhuke.modules.contracts.services.variations import PROJECT_OF

        from . import reactions, resources  # noqa: F401
        from .services.sites import project_of_contract

        register_pattern("change_requests", "BG-{year}-{seq:4}")
        register_kind("changes", _("项目变更"))
        PROJECT_OF.append(project_of_contract)
