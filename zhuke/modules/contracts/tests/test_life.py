"""The way of a contract through its states, what each step says, and every step that is refused."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.automation.flags import flags_of
from zhuke.commons.testing import Caller, queued
from zhuke.kernel.access import system
from zhuke.modules.contracts.models import Contract, Voucher
from zhuke.modules.contracts.services.moving import MOVES

from .conftest import contract, do, events, made, read, signed

TOMORROW = str(timezone.localdate() + dt.timedelta(days=1))
# The verbs with what they need, and the states they may start from.
VERBS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "take_clauses": ({}, {"draft"}),
    "sign": ({"signed_on": "2026-03-01"}, {"approved"}),
    "record": ({"signed_on": "2026-03-01", "reason": "补录"}, {"draft"}),
    "reopen": ({"reason": "改价"}, {"approved"}),
    "start": ({"on": "2026-03-02"}, {"signed"}),
    "start_warranty": ({"on": "2026-03-02", "months": 12}, {"signed", "performing", "settled"}),
    "settle": ({"settlement_amount": "1.00", "on": "2026-03-02"}, {"signed", "performing"}),
    "close": ({}, {"settled"}),
    "terminate": ({"reason": "业主破产"}, {"signed", "performing", "settled"}),
    "void": ({"reason": "重复"}, {"draft", "approved"}),
}
STATES = [state for state, _label in Contract.STATES]


def in_state(chief: Caller, state: str) -> dict[str, Any]:
    """A contract put into that state."""
    row = contract(chief)
    Contract.objects.filter(pk=row["id"]).update(state=state, signed_on="2026-03-01")
    return read(chief, row)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_starts_from_its_states_only(chief: Caller, verb: str) -> None:
    inputs, allowed = VERBS[verb]
    for state in STATES:
        row = in_state(chief, state)
        before, waiting = Contract.objects.values().get(pk=row["id"]), queued()
        assert (verb in row["_can"]) == (state in allowed), state
        answer = do(chief, row, verb, **inputs)
        if state in allowed:
            made(answer)
        else:
            assert (answer.status, answer.code) == (409, "wrong_state"), state
            assert Contract.objects.values().get(pk=row["id"]) == before
            assert queued() == waiting


def test_the_whole_way(chief: Caller) -> None:
    row = signed(chief)
    assert (row["state"], row["signed_on"]) == ("signed", "2026-03-01")
    row = made(do(chief, row, "start", on="2026-03-10"))
    assert (row["state"], row["began_on"]) == ("performing", "2026-03-10")
    row = made(do(chief, row, "start_warranty", on="2026-08-31", months=6))
    assert (row["warranty_from"], row["warranty_months"], row["warranty_until"]) == ("2026-08-31", 6, "2027-02-28")
    row = made(do(chief, row, "settle", settlement_amount="987654.32", on="2026-09-30"))
    assert (row["state"], row["settlement_amount"], row["settled_on"]) == ("settled", "987654.32", "2026-09-30")
    row = made(do(chief, row, "close"))
    assert (row["state"], row["closed_on"]) == ("closed", str(timezone.localdate()))
    [told] = events("contracts.signed")
    assert told == {"from": "draft", "to": "signed", "on": "2026-03-01", "recorded": True, "reason": "线下签订"}
    assert events("contracts.settled")[0]["amount"] == "987654.32"
    assert events("contracts.warranty_started") == [{"on": "2026-08-31", "until": "2027-02-28"}]
    assert [len(events(f"contracts.{name}")) for name in ("started", "closed")] == [1, 1]
    assert list(Voucher.objects.order_by("created_at").values_list("kind", flat=True)) == ["signed", "settled"]


@pytest.mark.parametrize(
    ("state", "verb", "inputs", "code", "field"),
    [
        ("draft", "record", {"signed_on": TOMORROW, "reason": "x"}, "invalid", "signed_on"),
        ("draft", "record", {"signed_on": "2026-03-01"}, "invalid", "reason"),
        ("approved", "sign", {"signed_on": TOMORROW}, "invalid", "signed_on"),
        ("signed", "start", {"on": TOMORROW}, "invalid", "on"),
        ("signed", "start", {"on": "2026-02-28"}, "invalid", "on"),
        ("signed", "settle", {"settlement_amount": "-1"}, "invalid", "settlement_amount"),
        ("signed", "settle", {"settlement_amount": "1.001"}, "invalid", "settlement_amount"),
        ("signed", "settle", {}, "invalid", "settlement_amount"),
        ("performing", "settle", {"settlement_amount": "1.00", "on": "2026-02-01"}, "invalid", "on"),
        ("signed", "start_warranty", {"on": "2026-03-05"}, "invalid", "months"),
        ("signed", "start_warranty", {"on": TOMORROW, "months": 3}, "invalid", "on"),
        ("signed", "terminate", {}, "invalid", "reason"),
        ("draft", "set_risk", {"risk_level": "burning", "reason": "x"}, "invalid", "risk_level"),
        ("draft", "set_risk", {"risk_level": "high"}, "invalid", "reason"),
    ],
)
def test_what_is_refused(chief: Caller, state: str, verb: str, inputs: dict[str, Any], code: str, field: str) -> None:
    row = in_state(chief, state)
    before, waiting = Contract.objects.values().get(pk=row["id"]), queued()
    answer = do(chief, row, verb, **inputs)
    assert (answer.status, answer.code, list(answer.data["fields"])) == (400, code, [field])
    assert Contract.objects.values().get(pk=row["id"]) == before
    assert queued() == waiting


def test_nothing_is_signed_without_an_amount(chief: Caller) -> None:
    row = contract(chief, amount=None)
    answer = do(chief, row, "record", signed_on="2026-03-01", reason="x")
    assert (answer.status, answer.code) == (400, "no_amount")
    assert (Contract.objects.get(pk=row["id"]).state, Voucher.objects.count()) == ("draft", 0)
    frame = contract(chief, amount=None, kind="framework")
    assert made(do(chief, frame, "record", signed_on="2026-03-01", reason="x"))["state"] == "signed"
    assert made(do(chief, frame, "close"))["state"] == "closed"


def test_archived_contracts_do_not_move(chief: Caller) -> None:
    row = contract(chief)
    made(chief.post(f"/r/contracts/{row['id']}/archive", {"version": row["version"]}))
    answer = do(chief, row, "record", signed_on="2026-03-01", reason="x")
    assert (answer.status, answer.code) == (409, "archived")


def test_verbs_need_their_rights(chief: Caller, writer: Caller) -> None:
    row = in_state(chief, "signed")
    for verb in ("start", "settle", "terminate", "set_risk"):
        answer = do(writer, row, verb, **VERBS.get(verb, ({"risk_level": "high", "reason": "x"}, set()))[0])
        assert (answer.status, answer.code) == (403, "not_allowed"), verb
    assert not {"sign", "record", "start", "settle", "close", "terminate", "void", "set_risk"} & set(read(writer, row)["_can"])


def test_a_flag_and_why(chief: Caller) -> None:
    row = made(do(chief, signed(chief), "set_risk", risk_level="high", reason="连续两次催款无回复"))
    assert (row["risk_level"], row["risk_note"]) == ("high", "连续两次催款无回复")
    assert events("contracts.risk_changed") == [{"from": "none", "to": "high", "reason": "连续两次催款无回复"}]


def test_rules_may_flag_it_once(chief: Caller) -> None:
    flag = flags_of("contracts")[0]
    row = Contract.objects.get(pk=signed(chief)["id"])
    for reason in ("第一次", "第二次"):
        flag.put(system("规则"), row, reason)
    assert events("contracts.risk_changed") == [{"from": "none", "to": "high", "reason": "第一次"}]
    assert Contract.objects.get(pk=row.pk).risk_level == "high"


def test_every_state_is_reached_by_some_move() -> None:
    assert {to for _from, to in MOVES} == set(STATES)
