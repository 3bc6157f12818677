"""A company can work without rules of its own making; what rules have already made stays."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare("automation", _("自动化规则"), "automation_rules", "automation_overrides", about=_("提醒规则的设置和运行记录"))
