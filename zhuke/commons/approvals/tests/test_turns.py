"""Whose turn it is: every order of answers, small enough to try them all; and random lives of whole flows."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import pytest

from zhuke.commons.approvals.domain.definition import problems, rest_from
from zhuke.commons.approvals.domain.turns import DONE, settle


@dataclass
class T:
    """A turn in memory."""

    pk: int
    position: int = 0
    parent_id: Any = None
    placement: str = ""
    state: str = "waiting"


class Node:
    """A node that is played without a database."""

    def __init__(self, mode: str, people: int) -> None:
        self.mode = mode
        self.turns = [T(n, n) for n in range(people)]
        self.asked: dict[int, int] = {}
        self.complete = False
        self.settle()

    def settle(self) -> None:
        plan = settle(self.turns, self.mode)
        for state, found in (("waiting", plan.wait), ("void", plan.void), ("open", plan.open)):
            for turn in found:
                turn.state = state
                if state == "open":
                    self.asked[turn.pk] = self.asked.get(turn.pk, 0) + 1
        self.complete = plan.complete

    def open(self) -> list[T]:
        return [t for t in self.turns if t.state == "open"]

    def act(self, turn: T, what: str) -> None:
        if what == "yes":
            turn.state = "approved"
        elif what == "hand":
            turn.state = "handed_over"
            self.turns.append(T(len(self.turns), turn.position, turn.parent_id, turn.placement))
        else:
            if what == "after":
                turn.state = "approved"
            self.turns.append(T(len(self.turns), turn.position, turn.pk, what))
        self.settle()


MOVES = ("yes", "hand", "before", "after")


@pytest.mark.parametrize("mode", ["any", "all", "serial"])
@pytest.mark.parametrize("people", [1, 2, 3])
def test_every_life_of_a_node_ends(mode: str, people: int) -> None:
    """All sequences of moves up to a depth, then only yes: somebody is always asked until it is complete, and the end comes."""
    lives = 0
    for script in itertools.product(range(3 * len(MOVES)), repeat=3):
        node, added = Node(mode, people), 0
        for number in script:
            if node.complete:
                break
            who, what = divmod(number, len(MOVES))
            choices = node.open()
            assert choices, (mode, script)
            node.act(choices[who % len(choices)], MOVES[what])
            added += MOVES[what] != "yes"
        for _round in range(people + added + 1):
            if node.complete:
                break
            assert node.open(), (mode, people, script)
            node.act(node.open()[0], "yes")
        assert node.complete, (mode, people, script)
        assert not node.open(), (mode, people, script)
        _fair(node)
        lives += 1
    assert lives == (3 * len(MOVES)) ** 3


def _fair(node: Node) -> None:
    """Asked again only because somebody was put before; everybody asked has answered or was told that it is not needed any more."""
    before = {t.parent_id for t in node.turns if t.placement == "before"}
    assert all(times == 1 or pk in before for pk, times in node.asked.items())
    assert all(t.state in (*DONE, "void", "handed_over") for t in node.turns)
    if node.mode == "all":
        assert not any(t.state == "void" for t in node.turns)


def test_serial_asks_one_at_a_time() -> None:
    node = Node("serial", 3)
    order = []
    while not node.complete:
        (turn,) = node.open()
        order.append(turn.pk)
        node.act(turn, "yes")
    assert order == [0, 1, 2]


def test_after_a_return_the_rest_is_what_stands_behind() -> None:
    def one(key: str) -> dict[str, Any]:
        return {"id": key, "kind": "approve", "name": key, "who": [{"kind": "submitter"}]}

    branch = parted({"id": "b1", "name": "x", "condition": None, "nodes": [one("c"), one("d")]})
    nodes = [one("a"), branch, one("e")]
    assert [n["id"] for n in rest_from(nodes, "c") or []] == ["c", "d", "e"]
    assert [n["id"] for n in rest_from(nodes, "a") or []] == ["a", "b", "e"]
    assert rest_from(nodes, "z") is None


GOOD = {"id": "n1", "kind": "approve", "name": "上级", "mode": "any", "who": [{"kind": "superior", "level": 1}]}
LAST: dict[str, Any] = {"id": "b9", "name": "其他", "condition": None, "nodes": []}
FIRST = {"id": "b1", "name": "大额", "condition": ["a", "=", 1], "nodes": []}


def parted(*branches: Any) -> dict[str, Any]:
    """A branch node."""
    return {"id": "b", "kind": "branch", "name": "条件", "branches": list(branches)}


@pytest.mark.parametrize(
    "nodes",
    [
        [],
        ["x"],
        [{**GOOD, "name": ""}],
        [{**GOOD, "id": "start"}],
        [{**GOOD, "kind": "vote"}],
        [GOOD, GOOD],
        [{**GOOD, "mode": "most"}],
        [{**GOOD, "self": "maybe"}],
        [{**GOOD, "extra": 1}],
        [{**GOOD, "empty": "person"}],
        [{**GOOD, "fields": {"name": "write"}}],
        [{**GOOD, "who": []}],
        [{**GOOD, "who": [{"kind": "superior", "level": 0}]}],
        [{**GOOD, "who": [{"kind": "superior", "level": True}]}],
        [{**GOOD, "who": [{"kind": "person", "id": "nobody"}]}],
        [{**GOOD, "who": [{"kind": "role"}]}],
        [{**GOOD, "who": [{"kind": "role", "role": "x", "id": "y"}]}],
        [{"id": "c", "kind": "copy", "name": "抄", "who": [{"kind": "submitter"}]}],
        [GOOD, {"id": "c", "kind": "copy", "name": "抄", "who": [{"kind": "submitter"}], "mode": "any"}],
        [GOOD, parted(LAST)],
        [GOOD, parted({**FIRST, "condition": None}, LAST)],
        [GOOD, parted({**FIRST, "by": {"units": "x"}}, LAST)],
        [GOOD, parted({**FIRST, "nodes": [GOOD]}, LAST)],
        [GOOD, parted(FIRST, {**LAST, "condition": ["a", "=", 1]})],
        [{**GOOD, "id": f"n{n}"} for n in range(61)],
    ],
)  # fmt: skip
def test_what_is_no_flow(nodes: list[Any]) -> None:
    found = problems({"nodes": nodes})
    assert found
    assert all(one["message"] for one in found)


def test_what_is_a_flow() -> None:
    assert problems({"repeat": "never", "nodes": [GOOD]}) == []
    by = {**LAST, "id": "b1", "by": {"units": [], "roles": ["sales"], "people": []}}
    assert problems({"nodes": [GOOD, {"id": "b", "kind": "branch", "name": "条件", "branches": [by, LAST]}]}) == []
    wrongs: list[Any] = [None, [], {"nodes": {}}, {"repeat": "often", "nodes": [GOOD]}, {"nodes": [GOOD], "more": 1}]
    for wrong in wrongs:
        assert problems(wrong), wrong
