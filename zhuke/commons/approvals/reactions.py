"""What approvals do after events."""

from django.utils.translation import gettext_lazy as _

from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import react
from zhuke.kernel.models import Event

from .registry import all_approvables
from .services.ending import somebody_left
from .services.finding import ENGINE
from .services.starting import running


@react("users.deactivated")
def approver_left(event: Event) -> None:
    """Nothing waits for somebody who has left."""
    somebody_left(ENGINE, event.subject_id)


def archived(event: Event) -> None:
    """What is being approved stays. Raises in_approval, so that it is not archived."""
    if running(event.resource, event.subject_id):
        raise Conflict("in_approval", _("这条记录正在审批中，不能归档。请先撤回审批，或等审批结束。"))


def guard() -> None:
    """Look at the archiving of everything that can be approved; called once, after all declarations."""
    for resource in dict.fromkeys(one.resource for one in all_approvables()):
        react(f"{resource}.archived")(archived)
