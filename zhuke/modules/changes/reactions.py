"""What changes do when something happens around them."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import react
from zhuke.kernel.models import Event
from zhuke.modules.contracts.services.variations import follow_project
from zhuke.modules.projects.models import ProjectContract

from .models import ChangeRequest


@react("change_requests.archived")
def keep_decided_ones(event: Event) -> None:
    """What was decided, or is being decided, stays; drafts and what was given up may go."""
    row = ChangeRequest.objects.get(pk=event.subject_id)
    if row.state in ("approving", "approved", "carried_out"):
        raise Conflict("change_fixed", _("变更申请已是“%(state)s”，不能移除。审批中的请先撤回。") % {"state": row.get_state_display()})


@react(*(f"project_contracts.{what}" for what in ("created", "updated", "archived", "restored")))
def variations_follow(event: Event) -> None:
    """A contract came to a project or left it: its site variations with it."""
    told = event.data.get("contract")
    contract = UUID(told) if told else ProjectContract.objects.values_list("contract_id", flat=True).get(pk=event.subject_id)
    follow_project(Actor(event.actor_id, event.actor_name, "system"), contract)
