"""The door to an approval for whoever acts on it: seen, locked, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.models import Approval, ApprovalTask
from zhuke.commons.approvals.registry import approvable
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed, invalid
from zhuke.kernel.resource import by_model, by_name

from .engine import Run

MOST_OPINION = 1000


@contextmanager
def opened(actor: Actor, pk: UUID, *, right: str = "read", running: bool = True) -> Iterator[Run]:
    """The approval, its record and itself locked in that order, as every verb of a record locks them.

    Raises not_found, not_allowed, wrong_state unless it is still running (``running``), record_gone.
    """
    resource = by_model(Approval)
    with writing(actor):
        seen: Approval = get_visible(actor, resource, pk)
        if right != "read":
            require(actor, resource, right)
        model = approvable(seen.resource, seen.verb).of().model
        row = model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=seen.object_id).first()
        approval = Approval.objects.select_for_update(of=("self",)).select_related("flow_version", "submitter").get(pk=pk)
        if running and not approval.is_running:
            raise Conflict("wrong_state", _("这个审批已经结束（%(state)s），请刷新后查看。") % {"state": approval.get_state_display()})
        if row is None:
            raise Conflict("record_gone", _("审批所针对的记录已不存在。"))
        yield Run(actor, approval, row)


def turn_of(run: Run, task_id: UUID | None = None) -> ApprovalTask:
    """The open turn of the actor, the own one before those of people for whom the actor deputises.

    Raises not_your_turn, already_decided, own_request.
    """
    approval, actor = run.approval, run.actor
    rows = ApprovalTask.objects.filter(approval=approval, entry=approval.entry, kind="approve", person_id__in=actor.owner_ids)
    found = [task for task in rows if task.state == "open" and task_id in (None, task.pk)]
    if not found:
        if any(task.state in ("approved", "rejected", "void", "handed_over", "passed") for task in rows):
            raise Conflict("already_decided", _("这一步已经处理过了（可能是您，也可能是其他审批人），请刷新后查看。"))
        raise NotAllowed("not_your_turn", _("现在没有轮到您处理这个审批。"))
    task = min(found, key=lambda one: (one.person_id != actor.id, one.position))
    node = run.node
    own = node is not None and node.get("self", "superior") != "allow"
    if own and task.person_id != actor.id and actor.id == approval.submitter_id:
        raise NotAllowed("own_request", _("这是您自己提交的，不能代他人审批，请由本人或管理员改派他人处理。"))
    return task


def behalf(actor: Actor, task: ApprovalTask) -> UUID | None:
    """For whom the actor decides, where it is not for oneself."""
    return task.person_id if task.person_id != actor.id else None


def said(run: Run, opinion: str | None, *, needed: bool = False) -> str:
    """The opinion, trimmed. Raises invalid where one is needed and none was given."""
    text = (opinion or "").strip()
    if len(text) > MOST_OPINION:
        raise invalid({"opinion": [_("最多 %(n)s 个字。") % {"n": MOST_OPINION}]})
    node = run.node
    if not text and (needed or (node is not None and node.get("opinion") == "required")):
        raise invalid({"opinion": [_("请填写审批意见。")]})
    return text


def colleagues(run: Run, people: Iterable[UUID], name: str) -> list[UUID]:
    """People who can be asked or told: active and visible to the actor. Raises invalid."""
    wanted = list(dict.fromkeys(people))
    users = by_name("users")
    assert users is not None
    if not wanted or len(wanted) > 20:
        raise invalid({name: [_("请选择 1 到 20 个人。")]})
    active = run.case.people.active(wanted)
    for person in wanted:
        try:
            get_visible(run.actor, users, person)
        except DomainError as error:
            raise invalid({name: [_("所选的人里有人不存在、已停用或您看不到，请重新选择。")]}) from error
    if set(wanted) - active:
        raise invalid({name: [_("所选的人里有人不存在、已停用或您看不到，请重新选择。")]})
    return wanted
