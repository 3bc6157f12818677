"""Whose turn it is within one entry of a node: a pure calculation over the turns as they stand.

A turn is finished when it is approved (or passed by itself) and everybody added after it is finished; a turn comes once everybody added
before it is finished. ``serial``: one after the other; ``all``: everybody, in any order; ``any``: the first who agrees decides for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

DONE = ("approved", "passed")
PENDING = ("open", "waiting")
GONE = ("handed_over", "void")


class Turn(Protocol):
    """What is known of a turn."""

    pk: Any
    parent_id: UUID | None
    placement: str
    position: int
    state: str


@dataclass
class Settled:
    """What must become of the turns. ``complete``: the node is through; ``empty``: nobody is left in it."""

    open: list[Any] = field(default_factory=list)
    wait: list[Any] = field(default_factory=list)
    void: list[Any] = field(default_factory=list)
    complete: bool = False
    empty: bool = False


def settle(turns: Sequence[Turn], mode: str) -> Settled:
    """Work out who is asked now."""
    live = sorted((t for t in turns if t.state not in GONE), key=lambda t: (t.position, str(t.pk)))
    plan = _Plan(live)
    roots = [t for t in live if t.parent_id is None]
    if not roots:
        return Settled(empty=True)
    if mode == "any" and (winners := [t for t in roots if t.state in DONE]):
        winner = next((t for t in winners if plan.finished(t)), winners[0])
        for other in roots:
            if other is not winner and other.state not in DONE:
                plan.drop(other)
        roots = [t for t in roots if t.state in DONE]
    unfinished = [t for t in roots if not plan.finished(t)]
    if not unfinished:
        plan.result.complete = True
        return plan.result
    for index, root in enumerate(unfinished):
        plan.ask(root, its_turn=mode != "serial" or index == 0)
    return plan.result


class _Plan:
    def __init__(self, live: list[Turn]) -> None:
        self.result = Settled()
        self.below: dict[tuple[Any, str], list[Turn]] = {}
        for turn in live:
            if turn.parent_id is not None:
                self.below.setdefault((turn.parent_id, turn.placement), []).append(turn)

    def finished(self, turn: Turn) -> bool:
        return turn.state in DONE and all(self.finished(t) for t in self.below.get((turn.pk, "after"), ()))

    def drop(self, turn: Turn) -> None:
        for placement in ("before", "after"):
            for added in self.below.get((turn.pk, placement), ()):
                self.drop(added)
        if turn.state in PENDING:
            self.result.void.append(turn)

    def ask(self, turn: Turn, *, its_turn: bool) -> None:
        """Open or hold back what is not finished at and below a turn."""
        first = [t for t in self.below.get((turn.pk, "before"), ()) if not self.finished(t)]
        if turn.state in PENDING:
            for added in first:
                self.ask(added, its_turn=its_turn)
            wanted = "open" if its_turn and not first else "waiting"
            if turn.state != wanted:
                (self.result.open if wanted == "open" else self.result.wait).append(turn)
            return
        for added in self.below.get((turn.pk, "after"), ()):
            if not self.finished(added):
                self.ask(added, its_turn=its_turn)
