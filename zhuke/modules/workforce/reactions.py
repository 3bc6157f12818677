"""What the pool does when something happens around it."""

from zhuke.kernel.access import Actor
from zhuke.kernel.events import react
from zhuke.kernel.models import Event
from zhuke.modules.orgs.models import Membership
from zhuke.modules.projects.models import ProjectMember
from zhuke.modules.projects.services.members import add_member

from .models import ResourceRequest
from .services.pool import ENGAGED, enrol


def _actor(event: Event) -> Actor:
    return Actor(event.actor_id, event.actor_name, "system")


@react("memberships.created")
def enrol_holder(event: Event) -> None:
    """Whoever gets a role of project work comes into the pool."""
    held = Membership.objects.filter(pk=event.subject_id, role__code__in=ENGAGED)
    enrol(_actor(event), held.values_list("user_id", flat=True))


@react("project_members.created", "project_members.updated")
def enrol_member(event: Event) -> None:
    """Members of projects are in the pool, whatever their role."""
    found = ProjectMember.objects.filter(pk=event.subject_id, person__isnull=False)
    enrol(_actor(event), found.values_list("person_id", flat=True))


@react("resource_requests.granted")
def join_project(event: Event) -> None:
    """Whoever is given to a project for a role becomes its member, once."""
    role, person = event.data.get("role"), event.data.get("user")
    if not role or not person:
        return
    request = ResourceRequest.objects.get(pk=event.subject_id)
    held = ProjectMember.objects.filter(project_id=request.project_id, person_id=person, role=role, archived_at=None)
    if not held.exists():
        add_member(
            _actor(event), project_id=request.project_id, person_id=person, role=role,
            since=request.since, until=request.until,
        )  # fmt: skip
