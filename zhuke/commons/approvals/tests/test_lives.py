"""Random flows lived through at random: every approval ends, somebody is always asked until then, nobody agrees twice to the same round."""

from __future__ import annotations

import random
from typing import Any

import pytest

from zhuke.commons.approvals.models import Approval
from zhuke.commons.testing import Caller

from .conftest import Office, act, node, now, person

MODES = ("any", "all", "serial")
LIVES = 18


def people(office: Office) -> list[Caller]:
    return [office.head, office.boss, office.chief, office.finance, office.law]


def random_node(chance: random.Random, office: Office, depth: int = 0) -> dict[str, Any]:
    kind = chance.choice(["approve"] * 4 + ["copy"] + (["branch"] if depth < 2 else []))
    who = [{"kind": "superior", "level": chance.randint(1, 3)}, {"kind": "department_head", "level": chance.randint(1, 3)}]
    who += [{"kind": "submitter"}, {"kind": "field", "field": "owner"}, *(person(one) for one in people(office))]
    chosen = chance.sample(who, chance.randint(1, 3))
    if kind == "copy":
        return {"id": "", "kind": "copy", "name": "抄送", "who": chosen}
    if kind == "approve":
        rules = {"empty": chance.choice(["admin", "skip"]), "self": chance.choice(["skip", "superior", "allow"])}
        return node(f"节点{chance.randint(1, 99)}", *chosen, mode=chance.choice(MODES), **rules)
    condition = ["registered_capital", ">", chance.choice([50, 150])]
    return {
        "id": "", "kind": "branch", "name": "条件",
        "branches": [
            {"id": "", "name": "大", "condition": condition, "nodes": [random_node(chance, office, depth + 1)]},
            {"id": "", "name": "否则", "condition": None, "nodes": [random_node(chance, office, depth + 1)]},
        ],
    }  # fmt: skip


def move(chance: random.Random, office: Office, approval: Approval) -> None:
    """Somebody whose turn it is does something; refusals are fine, but a yes must always be possible."""
    turn = approval.tasks.filter(kind="approve", state="open").order_by("?").first()
    assert turn is not None, "nobody is asked, and it has not ended"
    everyone = {one.person.pk: one for one in [*people(office), office.seller, office.admin]}
    caller = everyone[turn.person_id]
    other = str(chance.choice(people(office)).person.pk)
    verb = chance.choice(["approve"] * 6 + ["add_before", "add_after", "hand_over", "return"])
    bodies: dict[str, dict[str, Any]] = {
        "add_before": {"people": [other]},
        "add_after": {"people": [other]},
        "hand_over": {"person": other},
    }
    if verb == "return":
        targets = caller.get(f"/approvals/{approval.pk}").data["return_to"]
        bodies["return"] = {"node": chance.choice(targets)["node"], "opinion": "退回"}
    answer = act(caller, approval, verb, **{"task": str(turn.pk)} if verb == "approve" else bodies[verb])
    if answer.status != 200:
        assert answer.code in ("already_asked", "invalid"), answer.data
        assert act(caller, approval, "approve", task=str(turn.pk)).status == 200


@pytest.mark.parametrize("repeat", ["never", "consecutive", "always"])
def test_every_life_ends(office: Office, repeat: str) -> None:
    seed = random.randrange(10**9)  # noqa: S311 a test, not a secret
    chance = random.Random(seed)  # noqa: S311
    for number in range(LIVES // 3):
        nodes = [random_node(chance, office) for _n in range(chance.randint(1, 4))]
        office.flow(*nodes, node("最后", person(office.boss)), repeat=repeat)
        approval = office.submit(by=chance.choice([office.seller, office.head, office.boss]))
        for _step in range(120):
            if now(approval) != "running":
                break
            move(chance, office, approval)
        assert approval.state in ("approved", "returned"), (seed, number)
        assert not approval.tasks.filter(kind="approve", state__in=("open", "waiting")).exists(), (seed, number)
        if repeat == "never":
            agreed = list(approval.tasks.filter(kind="approve", state="approved", stale=False).values_list("person_id", flat=True))
            assert len(agreed) == len(set(agreed)), (seed, number, "somebody agreed twice")
