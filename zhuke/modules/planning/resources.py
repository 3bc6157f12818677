from zhuke.commons.scopes import CompanyScope
from zhuke.kernel.access import ParentScope
from zhuke.kernel.resource import Resource, register

from .models import Plan, Task, WorkCalendar

register(
    Resource(
        name="work_calendars",
        model=WorkCalendar,
        scope=CompanyScope(),
        fields=("name", "unit", "project", "week", "statutory", "exceptions"),
        list_display=("name", "unit", "project", "statutory"),
        list_filter=("unit", "project", "statutory"),
        ordering="name",
        exportable=False,
    ),
    Resource(
        name="plans",
        model=Plan,
        scope=ParentScope("project"),
        fields=("project", "name", "calendar", "starts_on", "status_on", "honour_constraints", "lag_by", "critical_limit"),
        readonly_fields=("kind", "finish_at", "progress", "revision"),
        list_display=("name", "project", "kind", "starts_on", "finish_at", "progress", "status_on"),
        list_filter=("project", "kind"),
    ),
    Resource(
        name="tasks",
        model=Task,
        scope=ParentScope("project"),
        fields=(
            "plan", "parent", "name", "kind", "owner", "priority", "tag", "duration", "constraint", "constraint_at", "deadline", "progress",
            "calendar", "cost_item", "budget", "note",
        ),
        readonly_fields=(
            "project", "live", "wbs", "state", "starts_at", "ends_at", "late_start", "late_end", "total_float", "free_float", "critical",
            "actual_start", "actual_end", "remaining", "inactive", "manual", "elapsed",
        ),
        list_display=("wbs", "name", "project", "state", "owner", "starts_at", "ends_at", "progress", "deadline", "critical"),
        list_filter=(
            "project", "plan", "live", "state", "owner", "kind", "critical", "tag", "starts_at", "ends_at", "deadline", "total_float",
            "priority", "inactive",
        ),
        ordering="ends_at",
        hint_field="wbs",
        archivable=False,
    ),
)  # fmt: skip
