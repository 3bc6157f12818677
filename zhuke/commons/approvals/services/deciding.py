"""Yes and no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.models import Approval, ApprovalTask
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.resource import Resource
from zhuke.kernel.writes import clean, clean_inputs

from .engine import Run
from .opening import behalf, opened, said, turn_of
from .recording import differences, note, picture


def approve(
    actor: Actor, pk: UUID, *, opinion: str | None = None, values: Mapping[str, Any] | None = None, task: UUID | None = None
) -> Approval:
    """Agree, perhaps changing fields that the node opens.

    Raises not_your_turn, already_decided, own_request, record_changed, invalid, and what the module's ``approved`` raises.
    """
    with opened(actor, pk, right="decide") as run:
        turn = turn_of(run, task)
        text = said(run, opinion)
        check_same(run)
        if values:
            _edit(run, values)
        agree(run, turn, text)
        note(run.approval, "approved", actor, node=_name(run), opinion=text, instead_of=behalf(actor, turn))
        run.approval.opinion = text or run.approval.opinion
        run.go_on()
        return run.approval


def agree(run: Run, turn: ApprovalTask, text: str) -> None:
    """Close a turn with a yes."""
    turn.state, turn.opinion, turn.decided_at, turn.decided_by_id = "approved", text, timezone.now(), run.actor.id
    turn.save(update_fields=["state", "opinion", "decided_at", "decided_by"])


def reject(actor: Actor, pk: UUID, *, opinion: str, task: UUID | None = None) -> Approval:
    """Say no: the approval ends. Raises not_your_turn, already_decided, own_request, invalid."""
    with opened(actor, pk, right="decide") as run:
        turn = turn_of(run, task)
        text = said(run, opinion, needed=True)
        turn.state, turn.opinion, turn.decided_at, turn.decided_by_id = "rejected", text, timezone.now(), actor.id
        turn.save(update_fields=["state", "opinion", "decided_at", "decided_by"])
        note(run.approval, "rejected", actor, node=_name(run), opinion=text, instead_of=behalf(actor, turn))
        run.end("rejected", opinion=text)
        return run.approval


def check_same(run: Run) -> None:
    """Raise record_changed with the differences unless the record still is what was submitted."""
    found = differences(run.approvable, run.approval, run.row)
    if found:
        masked = run.approvable.of().masked
        found = [one for one in found if one["name"] not in masked or run.actor.sees(run.approval.resource, one["name"])]
        names = "、".join(one["label"] for one in found[:5]) or str(_("未向您开放的字段"))
        raise Conflict(
            "record_changed",
            _("提交审批后，记录的“%(names)s”已被修改，不能按原内容同意。请驳回或退回，由提交人重新提交。") % {"names": names},
            data={"changes": found},
        )


def _edit(run: Run, values: Mapping[str, Any]) -> None:
    declared, node = run.approvable, run.node
    rights = (node or {}).get("fields", {})
    closed = [name for name in values if rights.get(name) != "edit" or name not in declared.editable]
    if closed or declared.edit is None:
        raise invalid({f"values.{name}": [_("这一步不能修改这个字段。")] for name in closed})
    before = run.approval.snapshot
    cleaned = clean(run.actor, declared.of(), typed(run.actor, declared.of(), values), row=run.row)
    declared.edit(run.actor, run.row, **cleaned)
    changed = differences(declared, run.approval, run.row)
    run.approval.snapshot = picture(declared, run.row)
    if run.approval.snapshot != before:
        lines = "；".join(f"{one['label']}：{one['old'] or '—'} → {one['new'] or '—'}" for one in changed)
        note(run.approval, "edited", run.actor, node=_name(run), opinion=lines)


def typed(actor: Actor, resource: Resource, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values out of JSON in the types of their fields. Raises invalid."""
    specs = tuple(replace(spec, required=False) for name, spec in resource.specs.items() if name in values)
    return clean_inputs(actor, specs, values)


def _name(run: Run) -> str:
    return str((run.node or {}).get("name", ""))


def decide_many(actor: Actor, ids: Sequence[UUID], verb: str, opinion: str) -> dict[str, Any]:
    """Approve or reject several, each by itself: one that cannot be decided does not hold back the others."""
    done, failed = 0, []
    titles = dict(Approval.objects.filter(pk__in=ids).values_list("pk", "title"))
    for pk in dict.fromkeys(ids):
        try:
            if verb == "approve":
                approve(actor, pk, opinion=opinion)
            else:
                reject(actor, pk, opinion=opinion)
            done += 1
        except DomainError as error:
            label = titles.get(pk, "") if error.code != "not_found" else ""
            failed.append({"id": pk, "label": label, "code": error.code, "message": str(error.message)})
    return {"done": done, "failed": failed}
