from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "zhuke.modules.planning"
    label = "planning"

    def ready(self) -> None:
        from zhuke.commons.notify.kinds import register_kind
        from zhuke.modules.projects.conditions import register_condition

        from . import health, parts, reactions, resources  # noqa: F401
        from .services.baselines import has_baseline

        register_kind("tasks", _("任务派发"))
        register_condition("plan_baseline", _("进度计划已保存基线"), has_baseline)
