"""Change requests: written, changed, submitted, withdrawn, carried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals import services as approvals
from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.changes.models import ChangeRequest
from zhuke.modules.contracts.models import Variation
from zhuke.modules.projects.models import Project, ProjectContract
from zhuke.modules.projects.services.guards import check_item, hold, keep_project

EDITABLE = ("draft", "rejected")


def write(actor: Actor, *, pk: UUID | None = None, **values: Any) -> ChangeRequest:
    """Begin a change request of a project. Raises archived, project_closed, invalid."""
    project = hold(values.get("project_id"))
    row: ChangeRequest = build(actor, by_model(ChangeRequest), values, pk=pk)
    check_fields(project, row)
    row.number = next_number(actor, "change_requests", project.unit_id, timezone.localdate())
    save(row, by_model(ChangeRequest))
    emit("change_requests.created", row, actor, {"project": str(project.pk)})
    return row


def edit(actor: Actor, row: ChangeRequest, **values: Any) -> ChangeRequest:
    """Change a request that nobody decides on. Raises change_fixed, archived, project_closed, invalid."""
    if row.state not in EDITABLE:
        raise Conflict(
            "change_fixed",
            _("变更申请已是“%(state)s”，内容不能再改。审批中的请先撤回；已批准的请另外提出一个变更。") % {"state": row.get_state_display()},
        )
    project = hold(row.project_id)
    keep_project(row, values)
    assign(row, values)
    check_fields(project, row)
    save(row, by_model(ChangeRequest))
    emit("change_requests.updated", row, actor, {"fields": sorted(values)})
    return row


def check_fields(project: Project, row: ChangeRequest) -> None:
    """Raise invalid unless all that the request names belongs to its project."""
    row.asked_on = row.asked_on or timezone.localdate()
    problems: dict[str, list[Any]] = {}
    if row.asked_on > timezone.localdate():
        problems["asked_on"] = [_("提出日期不能晚于今天。")]
    if row.contact and row.contact.customer_id != project.customer_id:
        problems["contact"] = [_("提出人应是项目客户的联系人，请重新选择。")]
    if row.task and (row.task.project_id != project.pk or not row.task.live or row.task.archived_at):
        problems["task"] = [_("请选择这个项目执行计划中的任务。")]
    if row.contract_id and not _belongs(project, row.contract_id):
        problems["contract"] = [_("这份合同不属于该项目。请先在项目的“合同”中关联，或另选一份。")]
    if row.variation:
        problems |= _check_variation(project, row, row.variation)
    if problems:
        raise invalid(problems)
    if row.cost_item:
        check_item(project, row.cost_item)


def _belongs(project: Project, contract_id: UUID) -> bool:
    return ProjectContract.objects.filter(project=project, contract=contract_id, archived_at=None).exists()


def _check_variation(project: Project, row: ChangeRequest, variation: Variation) -> dict[str, list[Any]]:
    """A site variation counts in the contract by itself, and is carried into plan and budget once."""
    if row.contract_id or row.income_amount or row.days:
        field = "contract" if row.contract_id else "income_amount" if row.income_amount else "days"
        return {field: [_("签证单批准后自己计入合同，这里再填会算两次。请清空“要变更的合同”、合同金额和合同工期。")]}
    if variation.project_id != project.pk or variation.archived_at:
        return {"variation": [_("这张签证单不属于该项目，或已归档。请重新选择。")]}
    others = ChangeRequest.objects.filter(archived_at=None).exclude(pk=row.pk).exclude(state="withdrawn")
    made_by = Q(effects__part="contract", effects__target=variation.pk)
    if number := others.filter(Q(variation=variation) | made_by).values_list("number", flat=True).first():
        return {"variation": [_("这张签证单已有变更单 %(number)s，请直接打开它。") % {"number": number}]}
    return {}


def check_complete(row: ChangeRequest) -> None:
    """Raise invalid unless each effect that it names says all that is needed."""
    problems: dict[str, list[Any]] = {}
    if row.task_effect != "none":
        if row.task is None:
            problems["task"] = [_("请选择受影响的任务，或选择“不影响计划”。")]
        if not row.task_days or (row.task_effect == "insert" and row.task_days < 0):
            problems["task_days"] = [_("请填写工作日天数；新任务的工期应大于 0。")]
    if row.cost_amount and row.cost_item is None:
        problems["cost_item"] = [_("请选择成本增减计入的成本科目。")]
    if problems:
        raise invalid(problems)


def submit(actor: Actor, row: ChangeRequest) -> ChangeRequest:
    """Send it to its approvers. Raises what ``approving.submitted`` and the engine raise."""
    approvals.submit(actor, "change_requests", row, verb="approve_change")
    return row


def withdraw(actor: Actor, row: ChangeRequest, *, reason: str) -> ChangeRequest:
    """It is not wanted any more. Raises wrong_state, invalid."""
    expect(row, *EDITABLE)
    row.end_note = check_note(reason, "reason")
    return become(actor, row, "withdrawn", "withdrawn", reason=row.end_note)


def carry_out(actor: Actor, row: ChangeRequest, *, on: dt.date | None = None, note: str | None = None) -> ChangeRequest:
    """It is done on the site. Raises wrong_state, effects_open, invalid."""
    expect(row, "approved")
    if row.failed:
        raise Conflict("effects_open", _("还有影响没有生效。请先处理原因并“重新应用”，再登记落实。"))
    row.carried_out_on = on or timezone.localdate()
    if row.carried_out_on > timezone.localdate() or (row.approved_on and row.carried_out_on < row.approved_on):
        raise invalid({"on": [_("落实日期应在批准日期与今天之间，请改正日期。")]})
    row.end_note = check_note(note, "note") if note else ""
    return become(actor, row, "carried_out", "carried_out", on=str(row.carried_out_on))


def check_note(value: str | None, name: str) -> str:
    """A note of one line. Raises invalid."""
    text = " ".join((value or "").split())
    if not text or len(text) > 300:
        raise invalid({name: [_("请写明原因，最多 300 个字。")]})
    return text


def become(actor: Actor, row: ChangeRequest, state: str, what: str, **data: Any) -> ChangeRequest:
    """Put it into a state, save it and tell of it."""
    before, row.state = row.state, state
    save(row, by_model(ChangeRequest))
    told: Mapping[str, Any] = {"from": before, "to": state, "project": str(row.project_id), **data}
    emit(f"change_requests.{what}", row, actor, dict(told))
    return row


def expect(row: ChangeRequest, *states: str) -> None:
    """Raise wrong_state unless it stands in one of these."""
    if row.archived_at or row.state not in states:
        raise wrong_state(row)


def wrong_state(row: ChangeRequest) -> DomainError:
    """The refusal of a verb that the state does not allow."""
    return Conflict("wrong_state", _("变更申请现在是“%(state)s”，不能这样操作，请刷新后查看。") % {"state": row.get_state_display()})
