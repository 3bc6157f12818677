"""A company can work without registers of risks and issues, and without meetings."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare("risks", _("风险与问题"), "risks", "risk_actions", "issues", "risk_scales", about=_("项目的风险登记、应对措施、风险矩阵和问题清单"))
declare(
    "meetings", _("会议"), "meetings", "meeting_attendees", "meeting_decisions", "meeting_actions", about=_("会议安排、纪要、决议和行动项")
)
