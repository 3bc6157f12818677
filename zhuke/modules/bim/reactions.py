"""What models do when something happens around them."""

from zhuke.kernel.access import Actor
from zhuke.kernel.events import react
from zhuke.kernel.models import Event

from .models import BimModel, BimRule
from .services.linking import apply_rules


@react("bim_rules.archived", "bim_rules.restored")
def follow_rule(event: Event) -> None:
    """A rule that is archived links nothing any more."""
    rule = BimRule.objects.get(pk=event.subject_id)
    models = [rule.model] if rule.model else list(BimModel.objects.filter(project_id=rule.project_id, archived_at=None))
    for model in models:
        apply_rules(Actor(event.actor_id, event.actor_name, "system"), model)
