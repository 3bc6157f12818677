"""The log of a plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.planning.models import Plan, PlanChange

from .undoing import redoable, undoable


def changes(actor: Actor, pk: UUID, *, before: int | None = None, limit: int = 50) -> dict[str, Any]:
    """Changes, newest first; ``next``: the revision to ask on from. Raises not_found."""
    resource = by_model(Plan)
    plan: Plan = get_visible(actor, resource, pk)
    rows = PlanChange.objects.filter(plan=plan).order_by("-revision")
    found = list((rows.filter(revision__lt=before) if before is not None else rows)[: limit + 1])
    may = visible(actor, resource, "update").filter(pk=pk).exists()
    kinds = dict(PlanChange.KINDS)
    return {
        "items": [
            {
                "id": row.pk, "revision": row.revision, "kind": row.kind, "text": str(kinds[row.kind]), "at": row.at,
                "by": row.user_name, "undone": row.undone, "count": sum(row.summary.values()), **row.summary,
            }
            for row in found[:limit]
        ],
        "next": found[limit - 1].revision if len(found) > limit else None,
        "can_undo": may and undoable(actor, plan) is not None,
        "can_redo": may and redoable(actor, plan) is not None,
    }  # fmt: skip
