"""What of effort needs approval."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.registry import Approvable, declare, superior

from .services import weeks

declare(
    Approvable(
        resource="weekly_reports",
        verb="approve_week",
        label=_("工时周报审批"),
        submit=weeks.submitted,
        approved=weeks.approved,
        rejected=weeks.rejected,
        withdrawn=weeks.withdrawn,
        title=weeks.title_of,
        snapshot=("person", "monday", "hours", "overtime", "late_days", "summary", "problems", "plan"),
        children=(("weekly_report_lines", ("project", "kind", "hours", "overtime", "days")),),
        default_flow={"repeat": "never", "nodes": [superior(1, empty="admin")]},
    )
)
