"""Turns that go to others: asked before or after, handed over, reassigned, sent back; copies, comments, reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.approvals.domain.definition import START, rest_from
from zhuke.commons.approvals.models import Approval, ApprovalTask
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.errors import Conflict, NotAllowed, invalid
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save

from . import telling
from .deciding import agree, check_same
from .engine import MOST_RETURNS, MOST_TURNS, Run, add_copies
from .opening import behalf, colleagues, opened, said, turn_of
from .recording import note

REMIND_EVERY = dt.timedelta(hours=1)


def add_before(actor: Actor, pk: UUID, *, people: Iterable[UUID], opinion: str | None = None) -> Approval:
    """Ask others first; then it is the actor's turn again. Raises already_asked, too_many, invalid, not_your_turn."""
    with opened(actor, pk, right="decide") as run:
        turn = turn_of(run)
        text = said(run, opinion) if opinion else ""
        chosen = _new_people(run, people, "people")
        _add(run, turn, chosen, "before")
        note(run.approval, "added_before", actor, node=_name(run), opinion=text, instead_of=behalf(actor, turn), people=chosen)
        run.go_on()
        return run.approval


def add_after(actor: Actor, pk: UUID, *, people: Iterable[UUID], opinion: str | None = None) -> Approval:
    """Agree, and ask others before it goes on. Raises already_asked, too_many, invalid, not_your_turn, record_changed."""
    with opened(actor, pk, right="decide") as run:
        turn = turn_of(run)
        text = said(run, opinion)
        check_same(run)
        chosen = _new_people(run, people, "people")
        agree(run, turn, text)
        _add(run, turn, chosen, "after")
        note(run.approval, "added_after", actor, node=_name(run), opinion=text, instead_of=behalf(actor, turn), people=chosen)
        run.go_on()
        return run.approval


def _add(run: Run, turn: ApprovalTask, people: Sequence[UUID], placement: str) -> None:
    for person in people:
        ApprovalTask.objects.create(
            approval=run.approval,
            entry=turn.entry,
            node=turn.node,
            position=turn.position,
            parent=turn,
            placement=placement,
            person_id=person,
        )


def _new_people(run: Run, people: Iterable[UUID], name: str) -> list[UUID]:
    """People who may be asked in addition. Raises already_asked for those who have or had a turn, own_request for the submitter."""
    chosen = colleagues(run, people, name)
    node = run.node or {}
    if run.approval.submitter_id in chosen and node.get("self", "superior") != "allow":
        raise invalid({name: [_("不能请提交人审批自己提交的内容，请选择其他人。")]})
    asked = run.asked_now() | (set() if run.definition.get("repeat") == "always" else set(run.agreed()))
    known = [person for person in chosen if person in asked]
    if known:
        names = "、".join(run.case.people.names(known).values())
        raise Conflict("already_asked", _("%(names)s 已在审批人中或已经同意，不必再次请他审批。") % {"names": names})
    if ApprovalTask.objects.filter(approval=run.approval).count() + len(chosen) > MOST_TURNS:
        raise Conflict("too_many", _("这个审批的审批人太多了，不能再增加。"))
    return chosen


def hand_over(actor: Actor, pk: UUID, *, person: UUID, opinion: str | None = None) -> Approval:
    """Let another person decide instead. Raises already_asked, too_many, invalid, not_your_turn."""
    with opened(actor, pk, right="decide") as run:
        turn = turn_of(run)
        _give(run, turn, person, "handed_over", said(run, opinion) if opinion else "", behalf(actor, turn))
        return run.approval


def reassign(actor: Actor, pk: UUID, *, task: UUID, person: UUID, opinion: str) -> Approval:
    """An administrator of approvals gives anybody's turn to another person. Raises not_allowed(_here), already_decided, already_asked."""
    get_visible(actor, by_model(Approval), pk, "manage")
    with opened(actor, pk, right="manage") as run:
        turn = ApprovalTask.objects.filter(pk=task, approval=run.approval, entry=run.approval.entry, state__in=("open", "waiting")).first()
        if turn is None:
            raise Conflict("already_decided", _("这一步已经处理过了，请刷新后查看。"))
        _give(run, turn, person, "reassigned", said(run, opinion, needed=True), None)
        return run.approval


def _give(run: Run, turn: ApprovalTask, person: UUID, kind: str, text: str, instead_of: UUID | None) -> None:
    chosen = _new_people(run, [person], "person")
    run.hand(turn, chosen[0])
    note(run.approval, kind, run.actor, node=_name(run), opinion=text, instead_of=instead_of, people=[turn.person_id, chosen[0]])
    telling.refresh(run.approval, [turn.person_id])
    run.go_on()


def send_back(actor: Actor, pk: UUID, *, node: str, opinion: str) -> Approval:
    """Return it to an earlier node, where everybody is asked anew from there on, or (``start``) to the submitter, which ends it.

    Raises invalid, too_many, not_your_turn, already_decided.
    """
    with opened(actor, pk, right="decide") as run:
        turn = turn_of(run)
        text = said(run, opinion, needed=True)
        target = next((one for one in return_targets(run.approval) if one["node"] == node), None)
        if target is None:
            raise invalid({"node": [_("不能退回到这个节点，请从列表中选择。")]})
        turn.state, turn.opinion, turn.decided_at, turn.decided_by_id = "returned", text, timezone.now(), actor.id
        turn.save(update_fields=["state", "opinion", "decided_at", "decided_by"])
        note(run.approval, "returned", actor, node=_name(run), opinion=text, instead_of=behalf(actor, turn), reason=node[:20])
        if node == START:
            run.end("returned", opinion=text)
        else:
            _back_to(run, node, int(target["entry"]))
        return run.approval


def return_targets(approval: Approval) -> list[dict[str, str]]:
    """Where it can be sent back to: the submitter, and the nodes that somebody has decided on the way here."""
    found: dict[str, dict[str, str]] = {START: {"node": START, "name": str(_("提交人")), "entry": "0"}}
    for line in approval.path:
        if line["kind"] == "approve" and line["state"] == "passed" and not line.get("stale") and line["node"] != approval.node:
            found[line["node"]] = {"node": line["node"], "name": line["name"], "entry": str(line["entry"])}
    return list(found.values())


def _back_to(run: Run, node: str, entry: int) -> None:
    approval = run.approval
    if approval.returns >= MOST_RETURNS:
        raise Conflict("too_many", _("这个审批已退回很多次了，请退回给提交人或驳回。"))
    approval.returns += 1
    tasks = ApprovalTask.objects.filter(approval=approval, kind="approve", entry__gte=entry)
    waiting = list(tasks.filter(state__in=("open", "waiting")).values_list("person_id", flat=True))
    tasks.filter(state__in=("open", "waiting")).update(state="void")
    tasks.update(stale=True)
    path = [dict(line) for line in approval.path]
    for line in path:
        if line["entry"] >= entry:
            line["stale"] = True
        if line["state"] == "current":
            line["state"] = "returned"
    approval.path = path
    telling.refresh(approval, waiting)
    run.walk(rest_from(run.definition["nodes"], node) or [])


def remind(actor: Actor, pk: UUID) -> Approval:
    """Urge those who are asked, at most once an hour. Raises not_submitter, reminded_recently, wrong_state."""
    with opened(actor, pk) as run:
        approval, now = run.approval, timezone.now()
        check_submitter(run)
        if approval.reminded_at and now - approval.reminded_at < REMIND_EVERY:
            raise Conflict("reminded_recently", _("一小时内已经催办过了，请稍后再催，或直接联系审批人。"))
        approval.reminded_at = now
        save(approval)
        people = _open_people(approval)
        telling.urge(approval, actor, people, now.isoformat())
        note(approval, "reminded", actor, node=_name(run), people=people)
        return approval


def check_submitter(run: Run) -> None:
    """Raise not_submitter unless the actor has submitted it, or acts for whoever did."""
    if run.approval.submitter_id not in run.actor.owner_ids:
        raise NotAllowed("not_submitter", _("只有提交人可以这样操作。"))


def _open_people(approval: Approval) -> list[UUID]:
    return list(ApprovalTask.objects.filter(approval=approval, kind="approve", state="open").values_list("person_id", flat=True))


def copy_to(actor: Actor, pk: UUID, *, people: Iterable[UUID], opinion: str | None = None) -> Approval:
    """Send copies to colleagues; whoever submitted it or was asked may. Raises not_your_turn, invalid."""
    with opened(actor, pk, running=False) as run:
        approval = run.approval
        part = ApprovalTask.objects.filter(approval=approval, kind="approve", person_id__in=actor.owner_ids).exists()
        if not part and approval.submitter_id not in actor.owner_ids:
            raise NotAllowed("not_your_turn", _("只有提交人和审批人可以抄送。"))
        fresh = add_copies(approval, colleagues(run, people, "people"))
        if fresh:
            note(approval, "copied", actor, opinion=said_freely(opinion), people=fresh)
        return approval


def said_freely(opinion: str | None) -> str:
    """A text that no node asks for."""
    return (opinion or "").strip()[:1000]


def comment(actor: Actor, pk: UUID, *, opinion: str) -> Approval:
    """Say something about it without deciding. Raises invalid."""
    with opened(actor, pk, running=False) as run:
        text = said(run, opinion, needed=True)
        line = note(run.approval, "commented", actor, opinion=text)
        telling.tell_comment(run.approval, actor, {run.approval.submitter_id, *_open_people(run.approval)}, text, line.pk)
        telling.refresh(run.approval, [run.approval.submitter_id])
        return run.approval


def _name(run: Run) -> str:
    return str((run.node or {}).get("name", ""))
