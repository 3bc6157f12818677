"""What projects do when something happens around them."""

from zhuke.commons.switches.services import is_on
from zhuke.kernel.access import Actor
from zhuke.kernel.events import react
from zhuke.kernel.models import Event
from zhuke.modules.sales.models import Opportunity

from .models import Project
from .services.cooperation import archive_line, keep_in_history
from .services.starting import start_for


def _actor(event: Event) -> Actor:
    return Actor(event.actor_id, event.actor_name, "system")


@react("opportunities.moved")
def start_project(event: Event) -> None:
    """An opportunity that reaches 项目启动 gets its project, once (R92)."""
    if event.data.get("to_phase") != "start":
        return
    opportunity = Opportunity.objects.get(pk=event.subject_id)
    if is_on("projects", opportunity.unit_id):
        start_for(_actor(event), opportunity)


@react("contracts.updated")
def follow_contract(event: Event) -> None:
    """The amount in the customer's history is that of the contract."""
    for project in Project.objects.filter(contract_id=event.subject_id).select_related("contract", "cooperation"):
        keep_in_history(_actor(event), project)


@react("projects.archived", "projects.restored")
def follow_archive(event: Event) -> None:
    """An archived project no longer counts in the customer's history."""
    archive_line(_actor(event), Project.objects.get(pk=event.subject_id))
