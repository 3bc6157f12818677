"""An approval begins."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.models import Approval
from zhuke.commons.approvals.registry import Approvable, approvable
from zhuke.commons.automation.services.definitions import unit_column
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import emit
from zhuke.kernel.writes import save

from . import flows
from .engine import Run
from .finding import Case
from .recording import note as write_down
from .recording import picture
from .simulating import nobody_at


def submit(
    actor: Actor,
    resource: str,
    row: Any,
    *,
    verb: str,
    note: str = "",
    submitter: UUID | None = None,
    waiting_since: dt.datetime | None = None,
) -> Approval:
    """Put a record into its flow. The caller may do this to the record and has locked it; ``submitter``: on whose behalf a rule does it;
    ``waiting_since``: the record already stands where ``submit`` of the module would put it (it was handed in before there was a flow).

    Raises running, no_flow, no_approver, and what the module's ``submit`` raises. Afterwards ``.row`` is the record.
    """
    declared = approvable(resource, verb)
    with writing(actor):
        if running(resource, row.pk, verb):
            raise Conflict("running", _("这条记录正在审批中，不能重复提交。请先撤回，或等审批结束。"))
        if waiting_since is None:
            declared.submit(actor, row)
        unit = unit_of(declared, row)
        version = flows.flow_of(resource, verb, unit)
        person = submitter or actor.id
        _check_somebody(declared, row, unit, person, version.definition)
        approval = Approval(
            resource=resource,
            object_id=row.pk,
            verb=verb,
            title=_title(declared, row)[:200],
            unit_id=unit,
            submitter_id=person,
            created_by_id=actor.id,
            flow_version=version,
            note=note[:2000],
            snapshot=picture(declared, row),
            submitted_at=waiting_since or timezone.now(),
        )
        save(approval)
        write_down(approval, "submitted", actor, opinion=approval.note)
        emit("approvals.submitted", approval, actor, {"resource": resource, "id": str(row.pk), "verb": verb})
        Run(actor, approval, row).walk(version.definition["nodes"])
        approval.row = row  # type: ignore[attr-defined]
    return approval


def unit_of(declared: Approvable, row: Any) -> UUID | None:
    """The unit that a record belongs to; None: the whole group."""
    column = unit_column(declared.of())
    found: UUID | None = None
    if column:
        found = declared.of().model._default_manager.filter(pk=row.pk).values_list(column, flat=True).first()
    return found or apps.get_model("orgs", "Unit").objects.filter(kind="group").values_list("pk", flat=True).first()


def _check_somebody(declared: Approvable, row: Any, unit: UUID | None, person: UUID | None, definition: dict[str, Any]) -> None:
    missing = nobody_at(Case(declared.of(), row, unit, person), definition)
    if missing:
        text = _("“%(node)s”没有人可以审批，不能提交。请管理员在审批流程中指定审批人，或给有关人员安排角色。")
        raise Conflict("no_approver", text % {"node": missing})


def running(resource: str, pk: UUID, verb: str | None = None) -> Approval | None:
    """The approval that a record is in now."""
    rows = Approval.objects.filter(resource=resource, object_id=pk, state=Approval.RUNNING)
    return (rows.filter(verb=verb) if verb else rows).first()


def latest(resource: str, pk: UUID, verb: str | None = None) -> Approval | None:
    """The last approval of a record, running or ended."""
    rows = Approval.objects.filter(resource=resource, object_id=pk).order_by("-submitted_at", "-pk")
    return (rows.filter(verb=verb) if verb else rows).first()


def _title(declared: Approvable, row: Any) -> str:
    return declared.title(row) if declared.title else str(getattr(row, declared.of().label_field, row))
