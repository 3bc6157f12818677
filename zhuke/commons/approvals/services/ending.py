"""Ends that no approver decides: withdrawn, cancelled; and what happens when an approver leaves."""

from __future__ import annotations

from uuid import UUID

from zhuke.commons.approvals.models import Approval, ApprovalTask
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.audit import writing
from zhuke.kernel.resource import by_model

from .engine import Run
from .opening import opened, said
from .passing import check_submitter
from .starting import running


def withdraw(actor: Actor, pk: UUID, *, opinion: str | None = None) -> Approval:
    """Take it back while nobody has decided the last word. Raises not_submitter, wrong_state."""
    with opened(actor, pk) as run:
        check_submitter(run)
        run.end("withdrawn", opinion=(opinion or "").strip()[:1000])
        return run.approval


def cancel(actor: Actor, pk: UUID, *, opinion: str) -> Approval:
    """An administrator of approvals ends it; the record goes back as if withdrawn. Raises not_allowed(_here), wrong_state, invalid."""
    get_visible(actor, by_model(Approval), pk, "manage")
    with opened(actor, pk, right="manage") as run:
        run.end("cancelled", opinion=said(run, opinion, needed=True))
        return run.approval


def cancel_of(actor: Actor, resource: str, pk: UUID, reason: str = "") -> Approval | None:
    """End what a record is running in because the record itself ends (void, archived); the module has locked the record.

    The module's ``withdrawn`` is not called: it is the one who ends it.
    """
    with writing(actor):
        found = running(resource, pk)
        if found is None:
            return None
        approval = Approval.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if approval.is_running:
            Run(actor, approval, None).end("cancelled", opinion=reason, hand_back=False)
        return approval


def somebody_left(actor: Actor, person: UUID) -> int:
    """Give the open turns of a person who has left to others; returns how many. Waiting turns are looked at when they come."""
    tasks = ApprovalTask.objects.filter(person_id=person, state="open", kind="approve", approval__state=Approval.RUNNING)
    moved = 0
    for pk, task_id in tasks.order_by("approval_id").values_list("approval_id", "pk"):
        with opened(actor, pk, running=False) as run:
            task = ApprovalTask.objects.get(pk=task_id)
            if run.approval.is_running and task.state == "open" and task.entry == run.approval.entry:
                run.replace(task)
                run.go_on()
                moved += 1
    return moved
