from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import OrgScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import DailyReport, Visit
from .services import reports, visits


def is_planned(visit: Visit) -> bool:
    """Nobody has checked in yet."""
    return visit.state == "planned"


def is_open(visit: Visit) -> bool:
    """Neither finished nor cancelled."""
    return visit.state in ("planned", "under_way")


def is_draft(report: DailyReport) -> bool:
    """Not sent yet."""
    return report.state == "draft"


def is_sent(report: DailyReport) -> bool:
    """Already with the superior."""
    return report.state == "sent"


register(
    Resource(
        name="visits",
        model=Visit,
        scope=OrgScope(team=True),
        fields=("customer", "opportunity", "contact", "purpose", "planned_at", "minutes", "place", "unit", "owner"),
        readonly_fields=(
            "name", "state", "checkin_at", "checkin_late_days", "longitude", "latitude", "accuracy", "distance", "checkin_evidence",
            "finished_at", "result", "effect", "next_contact_at", "cancel_reason", "interaction",
        ),
        list_display=("name", "planned_at", "state", "owner", "checkin_evidence", "distance", "result"),
        list_filter=("state", "owner", "unit", "customer", "opportunity", "planned_at", "checkin_evidence", "effect"),
        search_fields=("name", "place"),
        ordering="-planned_at",
        create=visits.plan_visit,
        update=visits.edit_visit,
        editable=is_open,
        actions=(
            Action(
                "check_in", _("签到"), visits.check_in,
                (
                    FieldSpec("longitude", _("经度"), "decimal", digits=6, minimum=-180, maximum=180),
                    FieldSpec("latitude", _("纬度"), "decimal", digits=6, minimum=-90, maximum=90),
                    FieldSpec("accuracy", _("定位精度（米）"), "decimal", minimum=0),
                    FieldSpec("at", _("签到时间"), "datetime"),
                ),
                when=is_planned, grant="update", hidden=True,
            ),
            Action(
                "finish", _("填写结果"), visits.finish,
                (
                    FieldSpec("result", _("拜访结果"), "longtext", True, max_length=2000),
                    FieldSpec("effect", _("效果"), "choice", dictionary="effect"),
                    FieldSpec("next_contact_at", _("下次联系"), "datetime"),
                ),
                when=is_open, grant="update",
            ),
            Action(
                "cancel", _("取消拜访"), visits.cancel, (FieldSpec("reason", _("原因"), "text", True, max_length=200),), when=is_open,
                grant="update", danger=True,
            ),
        ),
    ),
    Resource(
        name="daily_reports",
        model=DailyReport,
        scope=OrgScope(owner="person"),
        fields=("day", "summary", "problems", "plan", "person", "unit"),
        readonly_fields=("name", "state", "sent_at", "sent_to", "late_days", "contacts_count", "visits_count"),
        list_display=("name", "day", "person", "unit", "state", "sent_at", "late_days", "contacts_count", "visits_count"),
        list_filter=("day", "person", "unit", "state", "late_days"),
        ordering="-day",
        create=reports.write_report,
        update=reports.edit_report,
        editable=is_draft,
        actions=(
            Action("send", _("提交"), reports.send_report, when=is_draft, grant="update"),
            Action("take_back", _("撤回"), reports.take_back, when=is_sent, grant="update"),
        ),
    ),
)  # fmt: skip
