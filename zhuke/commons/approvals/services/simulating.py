"""Who would be asked: the walk through a flow without doing anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zhuke.commons.approvals.domain.definition import Node, mode_of

from .finding import Asked, Case, ask, fallback, named, replaced


@dataclass
class Foreseen:
    """What a node would do. ``state``: coming, skipped, or stuck (nobody can decide); ``branch``: the way that led here."""

    node: Node
    state: str = "coming"
    reason: str = ""
    asked: list[Asked] = field(default_factory=list)


def foresee(case: Case, nodes: Sequence[Node], repeat: str, agreed: Iterable[UUID] = (), last: Iterable[UUID] = ()) -> list[Foreseen]:
    """Every node from here to the end, if everybody agrees and nothing changes."""
    queue, found = list(nodes), list[Foreseen]()
    all_agreed, just_agreed = set(agreed), set(last)
    while queue:
        node = queue.pop(0)
        if node["kind"] == "branch":
            taken = next((b for b in node["branches"][:-1] if case.holds(b)), node["branches"][-1])
            queue = [*taken["nodes"], *queue]
        elif node["kind"] == "copy":
            found.append(Foreseen(node, asked=replaced(case, named(case, node["who"]))))
        else:
            seen = _approval(case, node)
            known = all_agreed if repeat == "never" else just_agreed if repeat == "consecutive" else set()
            for one in seen.asked:
                one.passes = "repeat" if one.person in known else ""
            if seen.asked:
                just_agreed = {one.person for one in seen.asked}
                all_agreed |= just_agreed
            found.append(seen)
    return found


def _approval(case: Case, node: Node) -> Foreseen:
    answer = ask(case, node)
    if answer.asked or answer.reason == "self":
        return Foreseen(node, "coming" if answer.asked else "skipped", answer.reason, answer.asked)
    people = fallback(case, node)
    asked = [Asked(person) for person in (people if mode_of(node) == "any" else people[:1])]
    if asked:
        return Foreseen(node, "stuck" if node.get("empty") == "refuse" else "coming", "empty", asked)
    return Foreseen(node, "skipped" if node.get("empty") == "skip" else "stuck", "empty")


def nobody_at(case: Case, definition: Mapping[str, Any]) -> str:
    """The name of the first node at which the approval could not go on; empty: it can."""
    for seen in foresee(case, definition["nodes"], definition.get("repeat", "never")):
        if seen.state == "stuck":
            return str(seen.node["name"])
    return ""
