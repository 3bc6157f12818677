from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "zhuke.modules.reporting"
    label = "reporting"

    def ready(self) -> None:
        from zhuke.commons.comments.telling import tell_team
        from zhuke.commons.notify.kinds import register_kind
        from zhuke.commons.numbering.services import register_pattern

        from . import reactions, resources  # noqa: F401

        register_pattern("project_reports", "BB-{year}-{seq:5}")
        register_kind("reporting", _("项目报告和满意度调查"))
        tell_team("projects")
