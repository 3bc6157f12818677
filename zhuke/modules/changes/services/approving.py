"""What approval does to a change request; the engine calls these (approvals.py)."""

from __future__ import annotations

from django.utils import timezone

from zhuke.kernel.access import Actor
from zhuke.modules.changes.models import ChangeRequest
from zhuke.modules.projects.services.guards import hold

from .effects import apply_all, check_possible
from .requests import EDITABLE, become, check_complete, check_fields, expect


def submitted(actor: Actor, row: ChangeRequest) -> None:
    """It goes to approval, its effects tried once. Raises wrong_state, archived, project_closed, invalid and what stands in the way."""
    expect(row, *EDITABLE)
    project = hold(row.project_id)
    check_fields(project, row)
    check_complete(row)
    check_possible(row)
    row.submitted_on = timezone.localdate()
    become(actor, row, "approving", "submitted")


def approved(actor: Actor, row: ChangeRequest) -> None:
    """Agreed: plan, budget and contract follow in the same transaction. Raises wrong_state."""
    expect(row, "approving")
    row.approved_on = timezone.localdate()
    become(actor, row, "approved", "approved")
    apply_all(actor, row)


def rejected(actor: Actor, row: ChangeRequest) -> None:
    """Not agreed: may be corrected and submitted again. Raises wrong_state."""
    expect(row, "approving")
    become(actor, row, "rejected", "rejected")


def withdrawn(actor: Actor, row: ChangeRequest) -> None:
    """Taken back by who submitted it. Raises wrong_state."""
    expect(row, "approving")
    become(actor, row, "draft", "taken_back")


def title_of(row: ChangeRequest) -> str:
    """What it is called in the approval centre."""
    return f"{row.title} · {row.project.name}"[:200]
