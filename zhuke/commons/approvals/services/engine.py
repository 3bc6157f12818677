"""Takes an approval on: opens turns, walks from node to node, ends it. Every step is in the transaction of whoever acts.

It always ends: each decision closes a turn, turns that people add and returns to earlier nodes are bounded (MOST_TURNS, MOST_RETURNS).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhuke.commons.approvals.domain.definition import Node, mode_of, node_of, rest_from
from zhuke.commons.approvals.domain.turns import DONE, settle
from zhuke.commons.approvals.models import Approval, ApprovalTask
from zhuke.commons.approvals.registry import Approvable, approvable
from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.writes import save

from . import telling
from .finding import ENGINE, Asked, Case, ask, fallback, named, replaced
from .recording import note, turns

MOST_TURNS, MOST_RETURNS = 200, 20
ENDS = {"approved": "finished", "rejected": "", "returned": "", "withdrawn": "withdrawn", "cancelled": "cancelled"}


@dataclass
class Run:
    """An approval with all that taking it on needs. ``row`` and the approval are locked by the caller."""

    actor: Actor
    approval: Approval
    row: Any

    @cached_property
    def approvable(self) -> Approvable:
        """The declaration."""
        return approvable(self.approval.resource, self.approval.verb)

    @cached_property
    def definition(self) -> dict[str, Any]:
        """The version that it runs on, whatever was published since."""
        return dict(self.approval.flow_version.definition)

    @cached_property
    def case(self) -> Case:
        """What the flow is asked about."""
        return Case(self.approvable.of(), self.row, self.approval.unit_id, self.approval.submitter_id)

    @property
    def node(self) -> Node | None:
        """Where it stands."""
        return node_of(self.definition, self.approval.node)

    def agreed(self) -> list[UUID]:
        """Everybody who has agreed so far; what a return undid does not count."""
        rows = ApprovalTask.objects.filter(approval=self.approval, kind="approve", state__in=("approved",), stale=False)
        return list(rows.values_list("person_id", flat=True))

    def agreed_last(self) -> list[UUID]:
        """Those who agreed at the last entry before this one."""
        rows = ApprovalTask.objects.filter(approval=self.approval, kind="approve", state__in=DONE, stale=False)
        last = rows.order_by("-entry").values_list("entry", flat=True).first()
        return list(rows.filter(entry=last).values_list("person_id", flat=True)) if last is not None else []

    # From node to node

    def walk(self, nodes: Sequence[Node]) -> None:
        """Go through these nodes until somebody must be asked, or to the end."""
        queue = list(nodes)
        while queue:
            node = queue.pop(0)
            if node["kind"] == "branch":
                taken = next((b for b in node["branches"][:-1] if self.case.holds(b)), node["branches"][-1])
                queue = [*taken["nodes"], *queue]
            elif node["kind"] == "copy":
                self._copies(node)
            elif not self._enter(node):
                self._save()
                return
            elif not self.approval.is_running:
                return
        self.end("approved")

    def onward(self) -> None:
        """Go on behind the node where it stands."""
        self.walk((rest_from(self.definition["nodes"], self.approval.node) or [])[1:])

    def _copies(self, node: Node) -> None:
        people = [one.person for one in replaced(self.case, named(self.case, node["who"]))]
        fresh = add_copies(self.approval, people)
        self._came_through(node, "passed", people=people)
        if fresh:
            note(self.approval, "copied", node=node["name"], people=fresh)

    def _came_through(self, node: Node, state: str, reason: str = "", people: Sequence[UUID] = ()) -> None:
        entry = self.approval.entry
        mode = mode_of(node) if node["kind"] == "approve" else ""
        line = {"entry": entry, "node": node["id"], "kind": node["kind"], "name": node["name"], "mode": mode}
        self.approval.path = [*self.approval.path, {**line, "state": state, "reason": reason, "people": [str(p) for p in people]}]

    def _enter(self, node: Node) -> bool:
        """Ask the people of a node; True: it is through already, or the approval has ended."""
        found = ask(self.case, node)
        if not found.asked and found.reason == "empty":
            found.asked = self._instead(node)
            if not found.asked and node.get("empty", "admin") != "skip":
                self._stuck(node)
                return True
        self.approval.entry += 1
        self.approval.node = node["id"]
        if not found.asked:
            self._came_through(node, "skipped", found.reason)
            note(self.approval, "skipped", node=node["name"], reason=found.reason)
            return True
        self._came_through(node, "current")
        for position, one in enumerate(self._enough(found.asked)):
            self._add_turn(node, one, position)
        return self.settle()

    def _instead(self, node: Node) -> list[Asked]:
        """Whom the node's rule names where it has nobody: administrators one for all, unless it takes only one agreement anyway."""
        people = fallback(self.case, node)
        return [Asked(person) for person in (people if mode_of(node) == "any" else people[:1])]

    def _enough(self, asked: list[Asked]) -> list[Asked]:
        """Let the turns of those pass who have agreed already, as the flow's rule about repeated approvers says."""
        rule = self.definition.get("repeat", "never")
        agreed = self.agreed() if rule == "never" else self.agreed_last() if rule == "consecutive" else []
        for one in asked:
            one.passes = "repeat" if one.person in agreed else ""
        return asked

    def _add_turn(self, node: Node, one: Asked, position: int) -> ApprovalTask:
        if one.instead_of:
            note(self.approval, "left", node=node["name"], people=[one.instead_of, one.person])
        if one.passes:
            note(self.approval, "passed", node=node["name"], reason=one.passes, people=[one.person])
        return ApprovalTask.objects.create(
            approval=self.approval,
            entry=self.approval.entry,
            node=node["id"],
            position=position,
            person_id=one.person,
            instead_of_id=one.instead_of,
            state="passed" if one.passes else "waiting",
            reason=one.passes,
            decided_at=timezone.now() if one.passes else None,
        )

    def _stuck(self, node: Node) -> None:
        """Nobody can decide, not even an administrator: it goes back instead of waiting for ever."""
        note(self.approval, "stuck", node=node["name"])
        self.end("returned")

    # Within a node

    def settle(self) -> bool:
        """Open the turns that have come; True: the node is through, or the approval has ended."""
        node = self.node
        assert node is not None
        while True:
            plan = settle(turns(self.approval), mode_of(node))
            self._set(plan.wait, "waiting")
            self._set(plan.void, "void")
            gone = self._open(node, plan.open)
            if not gone:
                break
        if plan.empty:
            return self._refill(node)
        if plan.complete:
            self._mark("passed")
        return plan.complete

    def _set(self, found: Iterable[ApprovalTask], state: str) -> None:
        ids = [task.pk for task in found]
        if ids:
            ApprovalTask.objects.filter(pk__in=ids).update(state=state)
            if state == "void":
                telling.refresh(self.approval, [task.person_id for task in found])

    def _open(self, node: Node, found: Sequence[ApprovalTask]) -> bool:
        """Open turns; one whose person has left meanwhile goes to somebody else. True: the turns must be looked at again."""
        active = self.case.people.active(task.person_id for task in found)
        opened = [task for task in found if task.person_id in active]
        now = timezone.now()
        if opened:
            self.approval.waiting_since = now
        ApprovalTask.objects.filter(pk__in=[task.pk for task in opened]).update(state="open", opened_at=now)
        telling.ask_people(self.approval, node, opened)
        for task in found:
            if task.person_id not in active:
                self.replace(task)
        return len(opened) != len(found)

    def replace(self, task: ApprovalTask) -> None:
        """Give the turn of somebody who has left to a substitute; nobody new to be found: the turn falls away."""
        node = self.node
        assert node is not None
        ApprovalTask.objects.filter(pk=task.pk).update(state="void")
        own = {self.approval.submitter_id} if node.get("self", "superior") != "allow" else set()
        for one in self._enough(replaced(self.case, [task.person_id])):
            if one.person not in self.asked_now() | own:
                successor = self.hand(task, one.person)
                note(self.approval, "left", node=node["name"], people=[task.person_id, one.person])
                if one.passes:
                    ApprovalTask.objects.filter(pk=successor.pk).update(state="passed", reason=one.passes, decided_at=timezone.now())

    def asked_now(self) -> set[UUID]:
        """Whoever has a turn in this entry, decided or not."""
        rows = ApprovalTask.objects.filter(approval=self.approval, entry=self.approval.entry, kind="approve")
        return set(rows.exclude(state__in=("void", "handed_over")).values_list("person_id", flat=True))

    def hand(self, task: ApprovalTask, person: UUID) -> ApprovalTask:
        """The same turn for another person."""
        ApprovalTask.objects.filter(pk=task.pk).update(state="handed_over", decided_at=timezone.now())
        return ApprovalTask.objects.create(
            approval=self.approval,
            entry=task.entry,
            node=task.node,
            position=task.position,
            parent_id=task.parent_id,
            placement=task.placement,
            person_id=person,
            instead_of_id=task.person_id,
        )

    def _refill(self, node: Node) -> bool:
        """Everybody of the node has fallen away."""
        people = self._enough([one for one in self._instead(node) if one.person not in self.asked_now()])
        if not people and node.get("empty", "admin") != "skip":
            self._mark("returned")
            self._stuck(node)
            return True
        if not people:
            self._mark("skipped", "empty")
            note(self.approval, "skipped", node=node["name"], reason="empty")
            return True
        for position, one in enumerate(people):
            self._add_turn(node, one, position)
        return self.settle()

    def _mark(self, state: str, reason: str = "") -> None:
        path = [dict(line) for line in self.approval.path]
        for line in path:
            if line["entry"] == self.approval.entry and line["state"] == "current":
                line["state"], line["reason"] = state, reason
        self.approval.path = path

    # The end

    def go_on(self) -> None:
        """After a decision: see whose turn it is, and walk on where the node is through."""
        through = self.settle()
        if through and self.approval.is_running:
            self.onward()
        elif self.approval.is_running:
            self._save()

    def end(self, state: str, *, opinion: str = "", hand_back: bool = True) -> None:
        """End it, let the module take the record on (``hand_back``), and tell the submitter."""
        approval = self.approval
        people = list(
            ApprovalTask.objects.filter(approval=approval, state__in=("open", "waiting"), kind="approve").values_list(
                "person_id", flat=True
            )
        )
        ApprovalTask.objects.filter(approval=approval, state__in=("open", "waiting"), kind="approve").update(state="void")
        self._mark("passed" if state == "approved" else state)
        approval.state, approval.finished_at, approval.opinion = state, timezone.now(), opinion or approval.opinion
        approval.decided_by_id = self.actor.id
        if ENDS[state]:
            note(approval, ENDS[state], self.actor if state != "approved" else None, opinion=opinion if state != "approved" else "")
        self._save()
        if hand_back:
            self._hand_back(state)
        about = {"resource": approval.resource, "id": str(approval.object_id), "verb": approval.verb}
        emit(f"approvals.{state}", approval, self.actor, about)
        telling.tell_end(approval, self.actor, people)

    def _hand_back(self, state: str) -> None:
        declared = self.approvable
        services = {
            "approved": declared.approved,
            "rejected": declared.rejected,
            "returned": declared.returned or declared.rejected,
            "withdrawn": declared.withdrawn,
            "cancelled": declared.withdrawn,
        }
        services[state](self.actor if self.actor.id else ENGINE, self.row)

    def _save(self) -> None:
        save(self.approval)


def add_copies(approval: Approval, people: Iterable[UUID]) -> list[UUID]:
    """Send copies to those who have none; returns who is new."""
    known = set(ApprovalTask.objects.filter(approval=approval, kind="copy").values_list("person_id", flat=True))
    fresh = [person for person in dict.fromkeys(people) if person not in known]
    now = timezone.now()
    ApprovalTask.objects.bulk_create(
        [ApprovalTask(approval=approval, kind="copy", person_id=person, state="copied", opened_at=now) for person in fresh]
    )
    telling.tell_copies(approval, fresh)
    return fresh
