"""Who is told what: whose turn has come, how it ended, who gets a copy, who is urged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.directory import directory
from zhuke.commons.approvals.domain.definition import Node
from zhuke.commons.approvals.models import Approval, ApprovalTask
from zhuke.commons.approvals.registry import known
from zhuke.commons.live import push
from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor

KIND = "approval"
ENDINGS: dict[str, Any] = {
    "approved": _("审批通过：%(label)s %(title)s"),
    "rejected": _("审批被驳回：%(label)s %(title)s"),
    "returned": _("审批被退回：%(label)s %(title)s"),
    "withdrawn": _("审批已撤回：%(label)s %(title)s"),
    "cancelled": _("审批已终止：%(label)s %(title)s"),
}


def about(approval: Approval) -> dict[str, Any]:
    """What sentences about an approval name."""
    declared = known(approval.resource, approval.verb)
    return {"label": declared.label if declared else "", "title": approval.title, "who": approval.submitter or ""}


def refresh(approval: Approval, people: Iterable[UUID | None]) -> None:
    """Open windows of these people look again."""
    push({person for person in people if person}, "changed", {"resource": "approvals", "id": str(approval.pk)})


def ask_people(approval: Approval, node: Node, tasks: Sequence[ApprovalTask]) -> None:
    """Tell those whose turn has come, and who acts for them today."""
    if not tasks:
        return
    people = [task.person_id for task in tasks]
    deputies = directory().deputies(people)
    title = say(_("请审批：%(label)s %(title)s"), **about(approval))
    body = say(_("%(who)s 提交，当前节点：%(node)s"), node=node["name"], **about(approval))
    for task in tasks:
        to = [task.person_id, *(one for one in deputies.get(task.person_id, ()) if one != approval.submitter_id)]
        notify(to, KIND, title, body, subject=approval, key=f"approval:{task.pk}:{task.opened_at or ''}")
    refresh(approval, [*people, *(one for found in deputies.values() for one in found), approval.submitter_id])


def tell_end(approval: Approval, actor: Actor, asked: Sequence[UUID]) -> None:
    """Tell the submitter how it ended; those who were still asked learn of a withdrawal."""
    title = say(ENDINGS[approval.state], **about(approval))
    to = {approval.submitter_id, *(asked if approval.state in ("withdrawn", "cancelled") else ())} - {actor.id, None}
    notify(to, KIND, title, approval.opinion, subject=approval, actor=actor, key=f"approval:{approval.pk}:{approval.state}")
    refresh(approval, [approval.submitter_id, *asked, actor.id])


def tell_copies(approval: Approval, people: Sequence[UUID]) -> None:
    """Tell those who got a copy."""
    if people:
        title = say(_("抄送给您：%(label)s %(title)s"), **about(approval))
        notify(people, KIND, title, say(_("%(who)s 提交"), **about(approval)), subject=approval, key=f"copy:{approval.pk}")
        refresh(approval, people)


def tell_comment(approval: Approval, actor: Actor, people: Iterable[UUID | None], text: str, step: int) -> None:
    """Tell the others of a comment."""
    title = say(_("%(by)s 评论了审批：%(label)s %(title)s"), by=actor.name, **about(approval))
    notify({p for p in people if p and p != actor.id}, KIND, title, text[:500], subject=approval, actor=actor, key=f"said:{step}")


def urge(approval: Approval, actor: Actor, people: Sequence[UUID], moment: str) -> None:
    """Remind those who are asked."""
    deputies = directory().deputies(people)
    to = {*people, *(one for found in deputies.values() for one in found)} - {approval.submitter_id}
    title = say(_("%(by)s 催办：%(label)s %(title)s"), by=actor.name, **about(approval))
    notify(to, KIND, title, subject=approval, actor=actor, key=f"urge:{approval.pk}:{moment}")
