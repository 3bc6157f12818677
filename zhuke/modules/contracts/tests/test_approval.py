"""Contracts and variations through the approval engine."""

from typing import Any

import pytest

from zhuke.commons.approvals.models import Approval
from zhuke.commons.approvals.services.flows import install_flows
from zhuke.commons.testing import Caller, Firm, allow, make_person, queued
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.modules.contracts import defaults
from zhuke.modules.contracts.models import Contract, Variation
from zhuke.modules.orgs.models import Membership, Role

from .conftest import SIGNING, WRITING, contract, do, events, made, open_amounts, part, read, signed
from .test_checks import sound

DECIDING = {"approvals": ["read", "decide"]}


def appoint(person: Any, unit: Any, code: str) -> None:
    """Give a person a role of the product."""
    role, _new = Role.objects.get_or_create(code=code, defaults={"name": code})
    Membership.objects.create(user=person, unit=unit, role=role)


@pytest.fixture
def boss(firm: Firm) -> Caller:
    """Heads the east company and decides there; the flows and the clauses are installed."""
    defaults.install(system("安装程序"))
    install_flows(system("安装程序"))
    person = make_person("陈总", firm.east)
    open_amounts(allow(person, {**SIGNING, **DECIDING}))
    firm.east_sales.manager = person
    firm.east_sales.save()
    appoint(person, firm.east, "subsidiary_manager")
    config.forget()
    return Caller(person)


@pytest.fixture
def finance(firm: Firm) -> Caller:
    """The finance director of the group."""
    person = make_person("钱总", firm.group)
    open_amounts(allow(person, {**WRITING, **DECIDING}, "group"))
    appoint(person, firm.group, "finance_director")
    config.forget()
    return Caller(person)


@pytest.fixture
def seller(firm: Firm, boss: Caller) -> Caller:
    """Writes contracts and may submit them."""
    person = make_person("孙销", firm.east_sales)
    open_amounts(allow(person, {**WRITING, **DECIDING}))
    return Caller(person)


def running(row: dict[str, Any]) -> str:
    """The approval that the record is in."""
    return str(Approval.objects.get(object_id=row["id"], state="running").pk)


def decide(caller: Caller, row: dict[str, Any], verb: str = "approve") -> Any:
    """Decide on the record."""
    return caller.post(f"/approvals/{running(row)}/{verb}", {"opinion": "请按此办理"})


def test_approved_then_signed(seller: Caller, boss: Caller) -> None:
    row = sound(seller)
    submitted = made(do(seller, row, "submit"))
    assert submitted["state"] == "approving"
    made(decide(boss, row))
    assert read(seller, row)["state"] == "approved"
    assert [len(events(f"contracts.{what}")) for what in ("submitted", "approved")] == [1, 1]
    now = made(do(boss, row, "sign", signed_on="2026-03-05"))
    assert (now["state"], now["signed_on"]) == ("signed", "2026-03-05")


def test_large_ones_go_to_finance_too(seller: Caller, boss: Caller, finance: Caller) -> None:
    row = sound(seller, amount="5000000.00")
    made(do(seller, row, "submit"))
    made(decide(boss, row))
    assert read(seller, row)["state"] == "approving"
    made(decide(finance, row))
    assert read(seller, row)["state"] == "approved"


def test_errors_keep_it_from_approval(seller: Caller) -> None:
    row = contract(seller)
    waiting = queued()
    refused = do(seller, row, "submit")
    assert (refused.status, refused.code) == (400, "checks_failed")
    assert {check["level"] for check in refused.data["data"]["checks"]} == {"error"}
    assert "付款条款" in str(refused.data["data"]["checks"])
    assert (Contract.objects.get(pk=row["id"]).state, Approval.objects.count(), queued()) == ("draft", 0, waiting)
    assert not events("contracts.submitted")


def test_rejected_and_withdrawn_are_drafts_again(seller: Caller, boss: Caller) -> None:
    row = sound(seller)
    made(do(seller, row, "submit"))
    made(decide(boss, row, "reject"))
    assert read(seller, row)["state"] == "draft"
    made(do(seller, row, "submit"))
    made(decide(seller, row, "withdraw"))
    assert read(seller, row)["state"] == "draft"
    assert [len(events(f"contracts.{what}")) for what in ("rejected", "withdrawn")] == [1, 1]


def test_nothing_changes_while_it_is_decided(seller: Caller, boss: Caller) -> None:
    row = made(do(seller, sound(seller), "submit"))
    answers = [
        seller.patch(f"/r/contracts/{row['id']}", {"version": row["version"], "amount": "1.00"}),
        seller.post("/r/payment_terms", {"contract": row["id"], "kind": "advance", "ratio": "1"}),
        seller.post(f"/r/contracts/{row['id']}/archive", {"version": row["version"]}),
        do(seller, row, "submit"),
        do(boss, row, "sign"),
        do(boss, row, "void", reason="x"),
    ]
    assert [(a.status, a.code) for a in answers] == [
        (409, "contract_fixed"), (409, "contract_fixed"), (409, "in_approval"), (409, "wrong_state"), (409, "wrong_state"),
        (409, "wrong_state"),
    ]  # fmt: skip
    assert Contract.objects.get(pk=row["id"]).state == "approving"


def test_an_approved_one_can_be_taken_back_to_draft(seller: Caller, boss: Caller) -> None:
    row = made(do(seller, sound(seller), "submit"))
    made(decide(boss, row))
    assert do(seller, row, "reopen", reason="改价").code == "not_allowed"
    assert made(do(boss, row, "reopen", reason="改价"))["state"] == "draft"
    assert events("contracts.reopened")[0]["reason"] == "改价"


def test_a_variation_counts_once_approved(seller: Caller, boss: Caller) -> None:
    row = signed(boss, starts_on="2026-04-01", ends_on="2026-12-31")
    part(boss, "payment_terms", contract(boss), kind="settlement")  # another contract's terms do not move
    change = part(seller, "variations", row, name="清障", amount="91827.36", days=5)
    made(do(seller, change, "submit", "variations"))
    assert read(seller, row)["current_amount"] == "1000000.00"
    made(decide(boss, change))
    now = read(seller, row)
    assert (now["amount"], now["current_amount"], now["ends_on"]) == ("1000000.00", "1091827.36", "2027-01-05")
    assert events("variations.approved") == [{"contract": row["id"], "amount": "91827.36", "days": 5}]
    steps = made(seller.get(f"/r/contracts/{row['id']}/amounts"))
    assert [(s["step"], s["change"], s["amount"]) for s in steps] == [
        ("amount", None, "1000000.00"), ("variation", "91827.36", "1091827.36"),
    ]  # fmt: skip
    made(do(boss, row, "settle", settlement_amount="1090000.00", on="2026-05-01"))
    assert made(seller.get(f"/r/contracts/{row['id']}/amounts"))[-1] | {"on": ""} == {
        "step": "settlement", "label": "结算金额", "on": "", "change": "-1827.36", "amount": "1090000.00",
    }  # fmt: skip


def test_what_a_variation_refuses(seller: Caller, boss: Caller) -> None:
    row = signed(boss)
    empty = part(seller, "variations", row, name="空")
    much = part(seller, "variations", row, name="减", amount="-1000000.01")
    waiting = queued()
    answers = [do(seller, one, "submit", "variations") for one in (empty, much)]
    assert [(a.status, a.code) for a in answers] == [(400, "empty_variation"), (400, "below_zero")]
    assert (Approval.objects.count(), queued(), set(Variation.objects.values_list("state", flat=True))) == (0, waiting, {"draft"})


def test_a_rejected_variation_may_be_corrected(seller: Caller, boss: Caller) -> None:
    row = signed(boss)
    change = part(seller, "variations", row, name="清障", amount="100.00")
    made(do(seller, change, "submit", "variations"))
    made(decide(boss, change, "reject"))
    change = read(seller, change, "variations")
    assert change["state"] == "rejected"
    made(seller.patch(f"/r/variations/{change['id']}", {"version": change["version"], "amount": "90.00"}))
    made(do(seller, change, "submit", "variations"))
    made(decide(boss, change))
    assert read(seller, row)["current_amount"] == "1000090.00"


def test_settled_meanwhile_it_cannot_be_approved(seller: Caller, boss: Caller) -> None:
    row = signed(boss)
    change = part(seller, "variations", row, name="清障", amount="100.00")
    made(do(seller, change, "submit", "variations"))
    made(do(boss, row, "settle", settlement_amount="5.00", on="2026-05-01"))
    refused = decide(boss, change)
    assert (refused.status, refused.code) == (409, "settled")
    assert Variation.objects.get(pk=change["id"]).state == "approving"
