"""An opportunity's way so far: through the stages, and talk by talk."""

from __future__ import annotations

from typing import Any

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.customers.models import Interaction
from zhuke.modules.sales.models import Opportunity

MOST = 200


def stage_changes(row: Opportunity) -> list[dict[str, Any]]:
    """The stage history, newest first. ``days``: how long it had stood in the stage that it left."""
    rows = row.stage_changes.select_related("from_stage", "to_stage").order_by("-at", "-id")[:MOST]
    return [
        {
            "id": change.pk,
            "from_stage": {"id": change.from_stage_id, "label": change.from_stage.title} if change.from_stage else None,
            "to_stage": {"id": change.to_stage_id, "label": change.to_stage.title},
            "from_phase": change.from_phase or None,
            "to_phase": change.to_phase,
            "direction": change.direction,
            "at": change.at,
            "by": {"id": change.by_id, "label": change.by_name} if change.by_name else None,
            "reason": change.reason,
            "days": change.days,
        }
        for change in rows
    ]


def follow_ups(actor: Actor, row: Opportunity) -> list[dict[str, Any]]:
    """The talks about this opportunity, newest first, as far as the actor may read talks."""
    if not actor.can("interactions", "read"):
        return []
    rows = visible(actor, by_model(Interaction)).filter(follow_up__opportunity=row, archived_at=None)
    return [
        {
            "id": talk.pk,
            "at": talk.occurred_at,
            "entered_at": talk.created_at,
            "late_days": talk.late_days,
            "channel": talk.channel,
            "contact": {"id": talk.contact_id, "label": talk.contact.name} if talk.contact else None,
            "content": talk.content,
            "result": talk.result,
            "effect": talk.effect,
            "next_contact_at": talk.next_contact_at,
            "person": talk.owner.name if talk.owner else "",
        }
        for talk in rows.select_related("contact", "owner").order_by("-occurred_at", "-pk")[:MOST]
    ]
