"""What customers do when something happens around them."""

from zhuke.kernel.events import react
from zhuke.kernel.models import Event

from .models import Contact, Cooperation, Feedback, Interaction
from .services.derive import derive

CHILDREN = {"contacts": Contact, "interactions": Interaction, "feedbacks": Feedback, "cooperations": Cooperation}


@react(*(f"{name}.{what}" for name in CHILDREN for what in ("archived", "restored")))
def child_archived(event: Event) -> None:
    """An archived contact, interaction … no longer counts for its customer."""
    customer = CHILDREN[event.resource]._default_manager.values_list("customer_id", flat=True).get(pk=event.subject_id)
    derive([customer])
