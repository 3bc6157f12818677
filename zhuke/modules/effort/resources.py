from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import Timesheet, WeeklyReport, WeeklyReportLine
from .services import sheets, weeks


def is_unsent(report: WeeklyReport) -> bool:
    """Not with the superior and not approved."""
    return report.state in ("draft", "rejected")


def is_approved(report: WeeklyReport) -> bool:
    """Approved: its hours are cost of the projects."""
    return report.state == "approved"


register(
    Resource(
        name="timesheets",
        model=Timesheet,
        scope=OrgScope(owner="person"),
        fields=("day", "project", "task", "hours", "overtime", "note", "resource", "person", "unit"),
        readonly_fields=("state", "late_days", "report", "costed"),
        list_display=("day", "person", "resource", "project", "task", "hours", "overtime", "note", "state", "late_days"),
        list_filter=("day", "person", "project", "task", "resource", "unit", "state", "late_days"),
        ordering="-day",
        label_field="note",
        masked=("costed",),
        create=sheets.enter,
        update=sheets.change,
    ),
    Resource(
        name="weekly_reports",
        model=WeeklyReport,
        scope=OrgScope(owner="person"),
        fields=("monday", "summary", "problems", "plan", "person", "unit"),
        readonly_fields=("name", "state", "hours", "overtime", "late_days", "submitted_at", "approved_at", "reason", "costed"),
        list_display=("name", "monday", "person", "unit", "hours", "overtime", "late_days", "state", "submitted_at"),
        list_filter=("monday", "person", "unit", "state", "late_days"),
        ordering="-monday",
        masked=("costed",),
        create=weeks.begin,
        update=weeks.edit,
        editable=is_unsent,
        archivable=False,
        actions=(
            Action("submit", _("提交审批"), weeks.submit, when=is_unsent),
            Action(
                "reopen", _("退回重填"), weeks.reopen, (FieldSpec("reason", _("原因"), "text", True, max_length=300),), when=is_approved,
                danger=True, confirm=_("已计入项目的工时成本会一并冲销。"),
            ),
        ),
    ),
    Resource(
        name="weekly_report_lines",
        model=WeeklyReportLine,
        scope=ParentScope("report"),
        fields=(),
        readonly_fields=("report", "project", "kind", "hours", "overtime", "days", "costed"),
        list_display=("report", "project", "kind", "hours", "overtime", "days"),
        list_filter=("report", "project", "kind"),
        label_field="kind",
        masked=("costed",),
        archivable=False,
        exportable=False,
        hidden=True,
    ),
)  # fmt: skip
