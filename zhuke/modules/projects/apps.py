from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "zhuke.modules.projects"
    label = "projects"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind
        from zhuke.commons.numbering.services import register_pattern

        from . import own_conditions, own_health, own_parts, reactions, resources, resources_around  # noqa: F401

        register_pattern("projects", "XM-{year}-{seq:4}")
        register_kind("projects", _("项目阶段和预警"))
