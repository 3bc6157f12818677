"""What approvals do after events."""

from zhuke.kernel.events import react
from zhuke.kernel.models import Event

from .services.ending import somebody_left
from .services.finding import ENGINE


@react("users.deactivated")
def approver_left(event: Event) -> None:
    """Nothing waits for somebody who has left."""
    somebody_left(ENGINE, event.subject_id)
