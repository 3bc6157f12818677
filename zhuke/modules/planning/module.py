"""A company can work without plans."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare(
    "planning", _("进度计划"), "plans", "tasks", "work_calendars", "material_needs",
    about=_("项目的任务、甘特图、关键路径、基线、工作日历和材料需求"),
)  # fmt: skip
