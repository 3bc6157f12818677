"""What hangs on a contract: bonds, variations, clauses."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.testing import Caller, queued
from zhuke.kernel.access import system
from zhuke.modules.contracts import defaults
from zhuke.modules.contracts.models import Bond, Clause, ClauseTemplate, Contract, Variation
from zhuke.modules.contracts.services.wording import unknown_placeholders

from .conftest import contract, do, events, made, part, read, signed

TOMORROW = str(timezone.localdate() + dt.timedelta(days=1))
BOND = {
    "kind": "performance",
    "side": "ours",
    "amount": "80000.00",
    "issuer": "建设银行",
    "issued_on": "2026-03-01",
    "expires_on": "2026-12-31",
}


def test_a_bond_comes_back(writer: Caller) -> None:
    row = contract(writer)
    bond = part(writer, "bonds", row, **BOND)
    longer = made(do(writer, bond, "prolong", "bonds", expires_on="2027-03-31"))
    assert longer["expires_on"] == "2027-03-31"
    back = made(do(writer, bond, "give_back", "bonds", on="2026-10-01"))
    assert back["returned_on"] == "2026-10-01"
    assert not Bond.objects.held().exists()
    refused = writer.patch(f"/r/bonds/{bond['id']}", {"version": back["version"], "amount": "1.00"})
    assert (refused.status, refused.code) == (409, "bond_returned")
    assert made(do(writer, bond, "take_again", "bonds", reason="登记错了"))["returned_on"] is None
    assert [len(events(f"bonds.{what}")) for what in ("created", "prolonged", "returned", "outstanding")] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("verb", "inputs", "field"),
    [
        ("give_back", {"on": TOMORROW}, "on"),
        ("give_back", {"on": "2026-02-01"}, "on"),
        ("give_back", {}, "on"),
        ("prolong", {"expires_on": "2026-12-31"}, "expires_on"),
    ],
)
def test_what_a_bond_refuses(writer: Caller, verb: str, inputs: dict[str, Any], field: str) -> None:
    bond = part(writer, "bonds", contract(writer), **BOND)
    waiting = queued()
    answer = do(writer, bond, verb, "bonds", **inputs)
    assert (answer.status, answer.code, list(answer.data["fields"])) == (400, "invalid", [field])
    assert (read(writer, bond, "bonds")["version"], queued()) == (bond["version"], waiting)


def test_bonds_in_wrong_states(chief: Caller) -> None:
    row = contract(chief)
    bond = part(chief, "bonds", row, **BOND)
    assert do(chief, bond, "take_again", "bonds", reason="x").code == "wrong_state"
    made(do(chief, bond, "give_back", "bonds", on="2026-10-01"))
    assert [do(chief, bond, verb, "bonds", **inputs).code for verb, inputs in (
        ("give_back", {"on": "2026-10-01"}), ("prolong", {"expires_on": "2028-01-01"}))] == ["wrong_state"] * 2  # fmt: skip
    made(do(chief, row, "void", reason="重复"))
    refused = chief.post("/r/bonds", {"contract": row["id"], **BOND})
    assert (refused.status, refused.code) == (409, "contract_over")
    days = chief.post("/r/bonds", {"contract": contract(chief)["id"], **BOND, "expires_on": "2026-01-01"})
    assert days.status == 400


def test_a_variation_is_numbered_and_waits(chief: Caller) -> None:
    row = signed(chief)
    one = part(chief, "variations", row, name="清障", amount="91827.36", days=5)
    two = part(chief, "variations", row, name="减项", amount="-1000.00")
    assert [v["number"] for v in (one, two)] == [f"{row['number']}-BG01", f"{row['number']}-BG02"]
    assert (one["state"], read(chief, row)["current_amount"]) == ("draft", "1000000.00")


def test_variations_only_of_running_contracts(chief: Caller) -> None:
    draft, settled = contract(chief), signed(chief)
    made(do(chief, settled, "settle", settlement_amount="5.00", on="2026-04-01"))
    answers = [chief.post("/r/variations", {"contract": row["id"], "name": "清障", "amount": "1.00"}) for row in (draft, settled)]
    assert [(a.status, a.code) for a in answers] == [(409, "not_live"), (409, "settled")]
    future = chief.post("/r/variations", {"contract": signed(chief)["id"], "name": "清障", "amount": "1.00", "happened_on": TOMORROW})
    assert (future.status, list(future.data["fields"])) == (400, ["happened_on"])
    assert not Variation.objects.exists()


@pytest.mark.parametrize("state", ["approving", "approved"])
def test_a_decided_variation_stays(chief: Caller, state: str) -> None:
    one = part(chief, "variations", signed(chief), name="清障", amount="10.00")
    Variation.objects.filter(pk=one["id"]).update(state=state)
    one = read(chief, one, "variations")
    refused = chief.patch(f"/r/variations/{one['id']}", {"version": one["version"], "amount": "99.00"})
    gone = chief.post(f"/r/variations/{one['id']}/archive", {"version": one["version"]})
    again = do(chief, one, "submit", "variations")
    assert [(a.status, a.code) for a in (refused, gone, again)] == [
        (409, "variation_fixed"), (409, "variation_fixed"), (409, "wrong_state"),
    ]  # fmt: skip
    row = Variation.objects.get(pk=one["id"])
    assert (str(row.amount), row.archived_at) == ("10.00", None)


def test_clauses_of_the_house(writer: Caller) -> None:
    assert defaults.install(system("安装程序")) == len(list(defaults.clauses()))
    assert defaults.install(system("安装程序")) == 0
    for row in ClauseTemplate.objects.all():
        assert row.text
        assert not unknown_placeholders(row.text), row.code
    must = ClauseTemplate.objects.filter(mandatory=True)
    mandatory = {kind: set(must.filter(kinds__contains=[kind]).values_list("code", flat=True)) for kind in ("main", "purchase")}
    assert {"price", "payment", "quality", "warranty", "liability", "subject"} <= mandatory["main"]
    assert {"goods", "price", "payment", "inspection"} <= mandatory["purchase"]


def test_clauses_are_taken_once(writer: Caller) -> None:
    defaults.install(system("安装程序"))
    row = contract(writer)
    own = part(writer, "contract_clauses", row, name="保密", text="双方保密。")
    made(do(writer, row, "take_clauses"))
    count = Clause.objects.filter(contract_id=row["id"]).count()
    assert count > 8
    made(do(writer, row, "take_clauses"))
    assert Clause.objects.filter(contract_id=row["id"]).count() == count
    assert Clause.objects.order_by("position").first().pk == Clause.objects.get(pk=own["id"]).pk  # type: ignore[union-attr]


def test_the_companys_own_clause_stands_for_the_groups(writer: Caller, firm: Any) -> None:
    ClauseTemplate.objects.create(code="dispute", name="集团的", text="集团")
    ClauseTemplate.objects.create(code="dispute", name="华东的", text="华东", unit=firm.east)
    ClauseTemplate.objects.create(code="dispute", name="西南的", text="西南", unit=firm.west)
    ClauseTemplate.objects.create(code="goods", name="供货", text="供货", kinds=["purchase"])
    row = contract(writer)
    made(do(writer, row, "take_clauses"))
    assert list(Clause.objects.filter(contract_id=row["id"]).values_list("name", flat=True)) == ["华东的"]


def test_braces_must_stand_for_something(writer: Caller) -> None:
    row = contract(writer)
    refused = [
        writer.post("/r/clause_templates", {"code": "x", "name": "价款", "text": "共 {price} 元"}),
        writer.post("/r/contract_clauses", {"contract": row["id"], "name": "价款", "text": "共 {sum} 元"}),
        writer.post("/r/contract_clauses", {"contract": row["id"], "name": "价款"}),
    ]
    assert [(a.status, list(a.data["fields"])) for a in refused] == [(400, ["text"])] * 3
    assert not Clause.objects.exists()
    known = made(writer.get("/r/contracts/placeholders"))
    assert {"name": "amount_words", "label": "大写金额"} in known


def test_a_clause_from_a_template_keeps_its_text(writer: Caller, firm: Any) -> None:
    template = made(writer.post("/r/clause_templates", {"code": "x", "name": "价款", "unit": str(firm.east.pk), "text": "共 {amount} 元"}))
    row = contract(writer)
    clause = part(writer, "contract_clauses", row, template=template["id"])
    assert (clause["name"], clause["code"], clause["text"]) == ("价款", "x", "共 {amount} 元")
    made(writer.patch(f"/r/clause_templates/{template['id']}", {"version": template["version"], "text": "改"}))
    assert read(writer, clause, "contract_clauses")["text"] == "共 {amount} 元"
    assert Contract.objects.get(pk=row["id"]).state == "draft"
