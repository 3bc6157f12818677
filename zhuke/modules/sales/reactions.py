"""What opportunities do when something happens around them."""

from zhuke.commons.live import push
from zhuke.kernel.access import system
from zhuke.kernel.events import react, subscribe
from zhuke.kernel.models import Event

from .models import FollowUp, Opportunity
from .services.churning import came_back
from .services.derive import derive
from .services.names import refresh_names
from .services.rates import refresh_rates


@react("interaction.updated", "interactions.archived", "interactions.restored")
def talk_changed(event: Event) -> None:
    """A talk about an opportunity was changed or taken away: its dates of contact follow."""
    derive(FollowUp.objects.filter(interaction=event.subject_id).values_list("opportunity_id", flat=True))


@react("opportunities.created")
def customer_came_back(event: Event) -> None:
    """Whoever has left and asks again has come back."""
    row = Opportunity.objects.get(pk=event.subject_id)
    came_back(system("商机"), row.customer_id, row.name)


@subscribe("sales.names", "customer.updated", "customer.merged", "customer.merge_undone")
def customer_renamed(event: Event) -> None:
    """Opportunities are found by their customer's name; after a change by the new one."""
    if event.name != "customer.updated" or "name" in event.data.get("fields", ["name"]):
        refresh_names(event.subject_id)


@subscribe("sales.rates", "imports.finished")
def history_imported(event: Event) -> None:
    """A file of decided opportunities is history to count."""
    if event.data.get("resource") == "opportunities":
        refresh_rates(system("赢率计算"))


@react(
    "opportunities.created",
    "opportunities.updated",
    "opportunities.assigned",
    "opportunities.moved",
    "opportunities.lost",
    "opportunities.reopened",
    "opportunities.followed",
    "opportunities.imported",
    "opportunities.archived",
    "opportunities.restored",
)
def board_changed(event: Event) -> None:
    """Open boards read these phases again (none named: all). Everyone hears the id; what one sees, the reading decides."""
    told = {event.data[name] for name in ("phase", "from_phase", "to_phase") if event.data.get(name)}
    if not told and event.name != "opportunities.imported":
        told = set(Opportunity.objects.filter(pk=event.subject_id).values_list("phase", flat=True))
    push(None, "changed", {"resource": "opportunities", "id": str(event.subject_id), "phases": sorted(told)})
