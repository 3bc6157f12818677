"""The checks before approval: each thing that can be wrong is found, with its reason; a sound contract is fit."""

from typing import Any

import pytest

from zhuke.commons.testing import Caller
from zhuke.kernel.access import system
from zhuke.modules.contracts import defaults

from .conftest import contract, customer, do, four_terms, made, part, read, signed, term

SOUND = {
    "subject": "土建、安装和室外工程",
    "place": "武汉市东湖路 8 号",
    "retention_rate": "3",
    "warranty_months": 24,
    "penalty_rate": "0.5",
    "penalty_cap": "5",
    "starts_on": "2026-04-01",
    "ends_on": "2027-03-31",
}


@pytest.fixture(autouse=True)
def clauses(db: None) -> None:
    """The clauses of the house."""
    defaults.install(system("安装程序"))


def sound(caller: Caller, **values: Any) -> dict[str, Any]:
    """A contract without faults."""
    row = contract(caller, **{**SOUND, **values})
    made(do(caller, row, "take_clauses"))
    four_terms(caller, row)
    return read(caller, row)


def checked(caller: Caller, row: dict[str, Any]) -> dict[str, Any]:
    """What the checks say."""
    return made(caller.get(f"/r/contracts/{row['id']}/checks"))


def codes(caller: Caller, row: dict[str, Any], level: str = "error") -> list[str]:
    """The codes of one level, each once."""
    return sorted({item["code"] for item in checked(caller, row)["items"] if item["level"] == level})


def message(caller: Caller, row: dict[str, Any], code: str) -> str:
    """The first message of a code."""
    return next(item["message"] for item in checked(caller, row)["items"] if item["code"] == code)


def edit(caller: Caller, row: dict[str, Any], **values: Any) -> None:
    """Change the contract."""
    made(caller.patch(f"/r/contracts/{row['id']}", {"version": read(caller, row)["version"], **values}))


def test_a_sound_contract_is_fit(writer: Caller) -> None:
    row = sound(writer)
    found = checked(writer, row)
    assert found["fit"], [item for item in found["items"] if item["level"] == "error"]
    assert {"ratios", "terms_total", "retention_cap", "clause_missing", "words", "dates", "parties", "penalty"} <= {
        item["code"] for item in found["items"] if item["level"] == "ok"
    }
    assert "¥15,000.00" in message(writer, row, "penalty")
    law = next(item["reason"] for item in found["items"] if item["code"] == "retention_cap")
    assert "建质〔2017〕138号" in law


def test_an_empty_draft_lacks_everything(writer: Caller) -> None:
    row = contract(writer, amount=None)
    assert codes(writer, row) == ["amount", "clause_missing", "terms"]


def test_ratios_must_add_up(writer: Caller) -> None:
    row = contract(writer)
    term(writer, row, "advance", "10")
    term(writer, row, "progress", "60")
    assert {"ratios", "terms_total"} <= set(codes(writer, row))
    assert "70%" in message(writer, row, "ratios")
    assert "¥300,000.00" in message(writer, row, "terms_total")
    term(writer, row, "settlement", None)  # the rest
    assert not {"ratios", "terms_total"} & set(codes(writer, row))
    term(writer, row, "progress", "30")
    assert "ratios" in codes(writer, row)


def test_fixed_sums_must_make_the_amount(writer: Caller) -> None:
    row = contract(writer)
    term(writer, row, "advance", None, fixed_amount="400000.00")
    term(writer, row, "progress", None, fixed_amount="600000.01")
    assert "terms_total" in codes(writer, row)
    assert "¥0.01" in message(writer, row, "terms_total")
    term(writer, row, "settlement")
    assert "terms_negative" in codes(writer, row)


@pytest.mark.parametrize(
    ("values", "code", "level"),
    [
        ({"kind": "progress", "trigger": "date", "milestone": ""}, "term_day", "error"),
        ({"kind": "progress", "milestone": ""}, "term_milestone", "error"),
        ({"kind": "progress", "trigger": "progress"}, "term_output", "warn"),
        ({"kind": "retention", "trigger": "retention", "planned_on": "2026-05-01"}, "dates", "error"),
        ({"kind": "progress", "planned_on": "2026-01-01"}, "dates", "warn"),
    ],
)
def test_each_term(writer: Caller, values: dict[str, Any], code: str, level: str) -> None:
    row = contract(writer, **SOUND, signed_on="2026-03-01")
    part(writer, "payment_terms", row, **{"milestone": "封顶", "ratio": "3", **values})
    assert code in codes(writer, row, level)


def test_terms_in_the_wrong_order(writer: Caller) -> None:
    row = contract(writer, **SOUND)
    term(writer, row, "progress", "50", planned_on="2026-09-01")
    term(writer, row, "progress", "50", planned_on="2026-06-01")
    assert "dates" in codes(writer, row, "warn")


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({"signed_on": "2027-05-01"}, "error"),
        ({"signed_on": "2026-04-02"}, "warn"),
        ({"starts_on": None, "ends_on": None}, "warn"),
    ],
)
def test_days_of_the_contract(writer: Caller, values: dict[str, Any], level: str) -> None:
    assert "dates" in codes(writer, contract(writer, **{**SOUND, **values}), level)


def test_missing_and_open_clauses(writer: Caller) -> None:
    row = sound(writer, place="")
    assert codes(writer, row) == ["clause_open"]
    assert "工程地点" in message(writer, row, "clause_open")
    edit(writer, row, place="东湖路")
    rows = made(writer.get("/r/contract_clauses", filter=["contract", "=", row["id"]]))["items"]
    price = next(clause for clause in rows if clause["name"] == "合同价款")
    made(writer.post(f"/r/contract_clauses/{price['id']}/archive", {"version": price["version"]}))
    assert codes(writer, row) == ["clause_missing"]
    assert "合同价款" in message(writer, row, "clause_missing")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("人民币壹佰万元整", False),
        ("壹佰万圆正", False),
        ("人民币壹佰万零壹元整", True),
        ("人民币一百万", True),
        ("人民币壹拾万元整", True),
    ],
)
def test_words_against_figures(writer: Caller, words: str, wrong: bool) -> None:
    assert ("words" in codes(writer, sound(writer, amount_words=words))) is wrong


def test_words_in_clauses(writer: Caller) -> None:
    row = sound(writer)
    part(writer, "contract_clauses", row, name="奖励", text="提前完工奖励 ¥50,000.00（大写：人民币伍万元整）。")
    assert not codes(writer, row)
    part(writer, "contract_clauses", row, name="罚款", text="每次罚款 ¥5,000.00（大写：人民币伍万元整）。")
    assert codes(writer, row) == ["words"]
    assert "¥50,000.00" in message(writer, row, "words")


def test_retention_within_the_law(writer: Caller) -> None:
    row = sound(writer)
    edit(writer, row, retention_rate="5")
    assert codes(writer, row) == ["retention_cap", "retention_rate"]
    edit(writer, row, retention_rate="3")
    term(writer, row, "retention", None, fixed_amount="0.01", trigger="retention")
    assert "retention_cap" in codes(writer, row)


def test_the_cap_is_of_construction_only(writer: Caller) -> None:
    row = contract(writer, kind="purchase", retention_rate="10")
    assert "retention_cap" not in codes(writer, row)


def test_bonds_beside_retention(writer: Caller) -> None:
    row = sound(writer)
    part(writer, "bonds", row, kind="performance", amount="100000.00")
    edit(writer, row, warranty_months=36)
    assert {"retention_twice", "defects"} <= set(codes(writer, row, "warn"))
    part(writer, "bonds", row, kind="quality", amount="30000.01")
    assert codes(writer, row) == ["retention_cap"]


def test_penalty_clause(writer: Caller) -> None:
    row = sound(writer)
    edit(writer, row, penalty_cap="1")
    assert "已到上限" in message(writer, row, "penalty")
    answer = made(writer.get(f"/r/contracts/{row['id']}/penalty", days=10))
    assert (answer["amount"], answer["a_day"], answer["cap"], answer["capped"]) == ("5000.00", "500.00", "10000.00", False)
    assert made(writer.get(f"/r/contracts/{row['id']}/penalty", days=20))["capped"]
    assert made(writer.get(f"/r/contracts/{row['id']}/penalty", days=400))["amount"] == "10000.00"
    edit(writer, row, penalty_cap=None)
    assert "penalty" in codes(writer, row, "warn")
    none = writer.get(f"/r/contracts/{contract(writer)['id']}/penalty", days=10)
    assert (none.status, none.code) == (400, "no_penalty")
    assert writer.get(f"/r/contracts/{row['id']}/penalty", days=-1).status == 422


def test_parties(writer: Caller) -> None:
    row = sound(writer)
    rows = made(writer.get("/r/contract_parties", filter=["contract", "=", row["id"]]))["items"]
    first, second = (next(p for p in rows if p["role"] == role) for role in ("first", "second"))
    renamed = made(writer.patch(f"/r/contract_parties/{second['id']}", {"version": second["version"], "name": first["name"]}))
    assert codes(writer, row) == ["same_party"]
    made(writer.post(f"/r/contract_parties/{second['id']}/archive", {"version": renamed["version"]}))
    assert codes(writer, row) == ["parties"]
    assert "credit_code" in codes(writer, row, "warn")


def test_frameworks(chief: Caller) -> None:
    who = customer(chief)["id"]
    frame = contract(chief, kind="framework", customer=who, amount="1500000.00")
    order = sound(chief, kind="main", customer=who, parent=frame["id"])
    assert "framework" in codes(chief, order)
    made(do(chief, frame, "record", signed_on="2026-03-01", reason="x"))
    assert "framework" in codes(chief, order, "ok")
    signed(chief, customer=who, parent=frame["id"], amount="600000.00")
    assert "framework" in codes(chief, order, "warn")
