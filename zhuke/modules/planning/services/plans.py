"""Plans enter and change here; each project has one that is live."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhuke.commons.switches.services import is_on
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.planning.models import Plan, WorkCalendar
from zhuke.modules.projects.models import Project

from . import following
from .reading import load
from .refusals import told
from .saving import save as save_network

STANDARD = [["08:00", "12:00"], ["13:00", "17:00"]]
SITE = [["07:00", "11:30"], ["13:30", "17:30"]]
# What changes dates when it changes.
SCHEDULING = frozenset(("calendar_id", "starts_on", "status_on", "honour_constraints", "lag_by", "critical_limit"))


def install_calendars(actor: Actor) -> int:
    """The group's first calendars, where it has none; returns how many were added."""
    if WorkCalendar.objects.filter(unit=None, project=None).exists():
        return 0
    with writing(actor, "setup"), translation.override("zh-hans"):
        rows = [
            WorkCalendar(name=_("标准（周一至周五，国家调休）"), week=[STANDARD] * 5 + [[], []], statutory=True),
            WorkCalendar(name=_("工地（周一至周六）"), week=[SITE] * 6 + [[]], statutory=False),
            WorkCalendar(name=_("工地（七天连续）"), week=[SITE] * 7, statutory=False),
        ]
        for row in rows:
            save(row, by_model(WorkCalendar))
    return len(rows)


def default_calendar(actor: Actor) -> WorkCalendar:
    """The calendar of a new plan: the oldest one of the whole group."""
    own = WorkCalendar.objects.filter(unit=None, project=None, archived_at=None).order_by("created_at", "pk")
    found = own.first()
    if found is None:
        install_calendars(actor)
        found = own.first()
    if found is None:  # all were archived
        found = WorkCalendar(name=_("标准（周一至周五，国家调休）"))
        save(found, by_model(WorkCalendar))
    return found


def plan_everything(actor: Actor) -> int:
    """A live plan for every project that has none; returns how many were added. In sets, and no events: it is set up, nothing happened."""
    missing = Project.objects.exclude(pk__in=Plan.objects.filter(kind="live", archived_at=None).values("project"))
    planned = [project for project in missing.iterator(2000) if is_on("planning", project.unit_id)]
    if not planned:
        return 0
    with writing(actor, "setup"):
        calendar = default_calendar(actor)
        Plan.objects.bulk_create([_first_plan(actor, project, calendar) for project in planned], batch_size=1000)
    return len(planned)


def plan_for(actor: Actor, project: Project) -> Plan | None:
    """The live plan that comes with a project; None where plans are off, or there is one."""
    if not is_on("planning", project.unit_id) or live_plan(project.pk):
        return None
    plan = _first_plan(actor, project, default_calendar(actor))
    save(plan, by_model(Plan))
    emit("plans.created", plan, actor)
    return plan


def _first_plan(actor: Actor, project: Project, calendar: WorkCalendar) -> Plan:
    begins = project.starts_on or timezone.localdate()
    return Plan(project=project, name=project.name, calendar=calendar, starts_on=begins, created_by_id=actor.id)


def live_plan(project_id: UUID) -> Plan | None:
    """The plan by which the project is run."""
    return Plan.objects.filter(project=project_id, kind="live", archived_at=None).first()


def create_plan(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Plan:
    """Add the live plan of a project that has none. Raises live_exists, archived, invalid."""
    plan: Plan = build(actor, by_model(Plan), values, pk=pk)
    if plan.project.archived_at:
        raise Conflict("archived", _("项目已归档，请先恢复再编辑。"))
    if live_plan(plan.project_id):
        raise Conflict("live_exists", _("该项目已有执行计划。要试算别的安排，请把它复制为方案。"))
    check_calendar(plan)
    save(plan, by_model(Plan))
    emit("plans.created", plan, actor)
    return plan


def update_plan(actor: Actor, plan: Plan, **values: Any) -> Plan:
    """Change a plan's own facts; dates follow at once. Raises archived, other_project, bad_calendar, no_working_time, invalid."""
    project = plan.project_id
    changed = {name for name, value in values.items() if getattr(plan, name) != value}
    assign(plan, values)
    if plan.project_id != project:
        raise DomainError("other_project", _("计划不能换到另一个项目。请在那个项目里建立计划。"))
    if plan.project.archived_at:
        raise Conflict("archived", _("项目已归档，请先恢复再编辑。"))
    check_calendar(plan)
    save(plan, by_model(Plan))
    if changed & SCHEDULING:
        reschedule(actor, plan)
    emit("plans.updated", plan, actor, {"fields": sorted(changed)})
    return plan


def check_calendar(plan: Plan) -> None:
    """Raise bad_calendar unless the plan's calendar is one for its project or for all."""
    calendar = plan.calendar
    if calendar.project_id not in (None, plan.project_id):
        raise DomainError("bad_calendar", _("工作日历“%(name)s”属于另一个项目，请选择别的日历。") % {"name": calendar.name})


def reschedule(actor: Actor, plan: Plan, kind: str = "edit") -> None:
    """Calculate the plan anew from what it and its calendars say now. The caller holds its row, within ``writing``."""
    loaded = load(plan)
    with told(loaded.state):
        loaded.state.schedule()
    written = save_network(actor, loaded, kind)
    following.after(actor, loaded, written)


def discard(actor: Actor, plan: Plan) -> Plan:
    """Put a scenario away; its tasks go with it. The resource offers it for scenarios alone: a project goes on by its live plan."""
    plan.archived_at = timezone.now()
    save(plan, by_model(Plan))
    emit("plans.discarded", plan, actor)
    return plan


def check_calendar_free(pk: UUID) -> None:
    """Raise calendar_in_use while plans count by the calendar."""
    plan = Plan.objects.filter(Q(calendar=pk) | Q(tasks__calendar=pk, tasks__archived_at=None), archived_at=None).first()
    if plan:
        raise Conflict("calendar_in_use", _("计划“%(name)s”正在使用这个工作日历，请先为它换一个日历。") % {"name": plan.name})
