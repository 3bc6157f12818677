"""What plans do when something happens around them."""

from zhuke.kernel.access import Actor
from zhuke.kernel.events import react, subscribe
from zhuke.kernel.models import Event
from zhuke.modules.projects.models import Project
from zhuke.modules.projects.services import health

from .jobs import reschedule_calendar
from .models import Plan
from .services import calendars, plans


def _actor(event: Event) -> Actor:
    return Actor(event.actor_id, event.actor_name, "system")


@react("projects.created")
def plan_project(event: Event) -> None:
    """A project comes with its plan."""
    plans.plan_for(_actor(event), Project.objects.get(pk=event.subject_id))


@react("work_calendars.archived")
def keep_calendar(event: Event) -> None:
    """Nobody can count by a calendar that is gone."""
    plans.check_calendar_free(event.subject_id)


@subscribe("planning.health", "plans.changed")
def tell_health(event: Event) -> None:
    """How the project is doing follows its plan."""
    health.refresh(Plan.objects.filter(pk=event.subject_id).values_list("project_id", flat=True))


@react("work_calendars.updated")
def follow_calendar(event: Event) -> None:
    """All plans that count by a calendar which has changed are calculated anew, in a job."""
    if calendars.WORK & set(event.data["fields"]):
        reschedule_calendar.defer(calendar=str(event.subject_id), user=str(event.actor_id or ""), name=event.actor_name)
