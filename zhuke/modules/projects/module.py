"""A company can work without projects."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare(
    "projects",
    _("项目"),
    "projects",
    "project_members",
    "project_contracts",
    "budget_lines",
    "project_costs",
    "project_forecasts",
    about=_("项目台账、成员、阶段、预算和成本；商机进入项目启动阶段时自动建立项目"),
)
