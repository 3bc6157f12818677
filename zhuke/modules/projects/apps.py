from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "zhuke.modules.projects"
    label = "projects"

    def ready(self) -> None:
        from zhuke.commons.numbering.services import register_pattern
        from zhuke.commons.switches.registry import declare

        from . import reactions, resources  # noqa: F401

        register_pattern("projects", "XM-{year}-{seq:4}")
        declare("projects", _("项目"), "projects", about=_("项目台账；商机进入项目启动阶段时自动建立项目"))
