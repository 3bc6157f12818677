from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.kernel.access import ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import MaterialNeed, Plan, Task, WorkCalendar
from .services import calendars, needs, plans, tasks

AT = FieldSpec("at", _("时间"), "datetime", help=_("留空为现在"))
PROGRESS = (
    FieldSpec("progress", _("完成百分比"), "percent", True, minimum=0, maximum=100),
    FieldSpec("note", _("说明"), "text", max_length=500),
)


def _open(row: Task) -> bool:
    return row.kind != "summary" and row.state != "done"


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
        create=calendars.create_calendar,
        update=calendars.update_calendar,
    ),
    Resource(
        name="plans",
        model=Plan,
        scope=ParentScope("project"),
        fields=("project", "name", "calendar", "starts_on", "status_on", "honour_constraints", "lag_by", "critical_limit"),
        readonly_fields=("kind", "finish_at", "progress", "revision"),
        list_display=("name", "project", "kind", "starts_on", "finish_at", "progress", "status_on"),
        list_filter=("project", "kind"),
        archivable=False,
        create=plans.create_plan,
        update=plans.update_plan,
        actions=(
            Action(
                "discard", _("删除方案"), plans.discard, when=lambda row: row.kind == "scenario" and not row.archived_at, grant="update",
                danger=True, confirm=_("方案里的任务和日期都会删除，执行计划不受影响。"),
            ),
        ),
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
            "actual_start", "actual_end", "inactive", "manual", "elapsed",
        ),
        list_display=("wbs", "name", "project", "state", "owner", "starts_at", "ends_at", "progress", "deadline", "critical"),
        list_filter=(
            "project", "plan", "live", "state", "owner", "kind", "critical", "tag", "starts_at", "ends_at", "deadline", "total_float",
            "priority", "inactive",
        ),
        masked=("budget",),
        ordering="ends_at",
        hint_field="wbs",
        archivable=False,
        create=tasks.create_task,
        update=tasks.update_task,
        actions=(
            Action("start", _("开始"), tasks.start, (AT,), when=lambda row: _open(row) and row.state == "todo", grant="report"),
            Action("finish", _("完成"), tasks.finish, (AT,), when=_open, grant="report"),
            Action("set_progress", _("填报进度"), tasks.set_progress, PROGRESS, when=lambda row: row.kind != "summary", grant="report"),
            Action("pause", _("暂停"), tasks.pause, when=lambda row: _open(row) and not row.paused, grant="report"),
            Action("resume", _("继续"), tasks.resume, when=lambda row: _open(row) and row.paused, grant="report"),
        ),
    ),
    Resource(
        name="material_needs",
        model=MaterialNeed,
        scope=ParentScope("project"),
        fields=("task", "material", "quantity", "needed_on", "note"),
        readonly_fields=("project", "name", "measure", "confirmed", "state", "confirmed_at", "confirmed_by"),
        list_display=("material", "quantity", "measure", "confirmed", "needed_on", "state", "task", "project"),
        list_filter=("project", "task", "material", "state", "needed_on"),
        create=needs.create_need,
        update=needs.update_need,
        actions=(
            Action(
                "confirm", _("落实"), needs.confirm,
                (
                    FieldSpec("quantity", _("已落实数量"), "decimal", help=_("合计数量；留空为全部落实"), minimum=0, digits=3),
                    FieldSpec("note", _("说明"), "text", max_length=200),
                ),
                when=lambda row: row.confirmed < row.quantity,
            ),
            Action("release", _("取消落实"), needs.release, when=lambda row: row.confirmed > 0, grant="confirm", danger=True),
        ),
    ),
)  # fmt: skip
