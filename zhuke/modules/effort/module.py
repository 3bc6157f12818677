"""A company can work without recording hours."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare(
    "effort", _("工时"), "timesheets", "weekly_reports", "weekly_report_lines",
    about=_("每天的工时、周报审批、工时成本和人员利用率"),
)  # fmt: skip
