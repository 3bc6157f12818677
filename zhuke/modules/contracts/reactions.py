"""What contracts do when something happens around them."""

from zhuke.commons.switches.services import is_on
from zhuke.kernel.access import Actor
from zhuke.kernel.events import react
from zhuke.kernel.models import Event
from zhuke.modules.sales.models import Opportunity

from .services.drafting import draft_for


@react("opportunities.moved")
def draft_when_signing(event: Event) -> None:
    """An opportunity that reaches 签约, or passes it, gets its contract draft, once, however often it goes back and forth."""
    if event.data.get("to_phase") not in ("signing", "start"):
        return
    opportunity = Opportunity.objects.get(pk=event.subject_id)
    if is_on("contracts", opportunity.unit_id):
        draft_for(Actor(event.actor_id, event.actor_name, "system"), opportunity)
