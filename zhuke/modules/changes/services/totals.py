"""What changes come to, of one project or of all that the actor may see."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from zhuke.kernel.access import Actor, get_visible, visible
from zhuke.kernel.resource import by_model, by_name
from zhuke.modules.changes.models import ChangeRequest
from zhuke.modules.contracts.models import Variation
from zhuke.modules.projects.models import Project

AGREED = ("approved", "carried_out")
GROUPS = {
    "asked": Q(state__in=("draft", "approving", "rejected", *AGREED)),
    "waiting": Q(state="approving"),
    "approved": Q(state__in=AGREED),
    "carried_out": Q(state="carried_out"),
}
MONEY = {"income": "income_amount", "cost": "cost_amount"}


def totals(actor: Actor, project_id: UUID | None) -> dict[str, Any]:
    """Count, days and amounts (as far as the actor sees them) asked for, waiting, approved, carried out; and the site variations.

    Raises not_found (project).
    """
    rows = visible(actor, by_model(ChangeRequest)).filter(archived_at=None)
    if project_id:
        project = get_visible(actor, by_model(Project), project_id)
        rows = rows.filter(project=project)
    seen = {name: field for name, field in MONEY.items() if actor.sees("change_requests", field)}
    wanted: dict[str, Any] = {"failed": Count("pk", filter=Q(failed=True))}
    for group, condition in GROUPS.items():
        wanted |= {f"{group}__count": Count("pk", filter=condition), f"{group}__days": Sum("days", filter=condition)}
        wanted |= {f"{group}__{name}": Sum(field, filter=condition) for name, field in seen.items()}
    found = rows.aggregate(**wanted)
    told: dict[str, Any] = {"failed": found["failed"], "variations": _variations(actor, project_id)}
    for group in GROUPS:
        told[group] = {"count": found[f"{group}__count"], "days": found[f"{group}__days"] or 0}
        told[group] |= {name: found[f"{group}__{name}"] or Decimal(0) for name in seen}
    return told


def _variations(actor: Actor, project_id: UUID | None) -> dict[str, Any] | None:
    """The site variations of the project; None where the actor reads none."""
    resource = by_name("variations")
    if resource is None or not actor.can("variations", "read"):
        return None
    rows = visible(actor, resource).filter(archived_at=None, kind="instruction")
    rows = rows.filter(project=project_id) if project_id else rows.exclude(project=None)
    wanted: dict[str, Any] = {
        "count": Count("pk"),
        "signed": Count("pk", filter=Q(signed_on__isnull=False)),
        "approved": Count("pk", filter=Q(state="approved")),
    }
    if actor.sees("variations", "amount"):
        wanted |= {"sum__amount": Sum("amount"), "sum__approved_amount": Sum("amount", filter=Q(state="approved"))}
    found = Variation.objects.filter(pk__in=rows.values("pk")).aggregate(**wanted)
    return {name.removeprefix("sum__"): value if value is not None else Decimal(0) for name, value in found.items()}
