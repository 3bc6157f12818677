"""Quotations that wait for approval without being in a flow: from before there was one, or loaded as they are."""

from __future__ import annotations

from zhuke.commons.approvals import services as approvals
from zhuke.commons.approvals.models import Approval
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.modules.quotes.models import Quotation

from .moving import VERB


def adopt_submitted(actor: Actor, most: int = 10_000) -> int:
    """Put each (``most`` at a time) into its flow, as submitted by whoever handed it in; returns how many. May be repeated."""
    running = Approval.objects.filter(resource="quotations", verb=VERB, state=Approval.RUNNING).values("object_id")
    waiting = Quotation.objects.filter(state="submitted", archived_at=None).exclude(pk__in=running).order_by("pk")
    done = 0
    for pk in list(waiting.values_list("pk", flat=True)[:most]):
        with writing(actor, "setup"):
            row = Quotation.objects.select_for_update(of=("self",)).get(pk=pk)
            since = row.submitted_at or row.updated_at
            approvals.submit(actor, "quotations", row, verb=VERB, submitter=row.submitted_by_id or row.owner_id, waiting_since=since)
            done += 1
    return done
