"""Contracts as they are written: direction, parties, lines, what may change and until when."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from zhuke.commons.testing import Caller
from zhuke.kernel.models import Change
from zhuke.modules.contracts.models import Contract, Party

from .conftest import contract, customer, do, events, made, part, read, signed


@pytest.mark.parametrize(
    ("kind", "sent", "direction"),
    [
        ("main", "expense", "income"),
        ("sub", "income", "expense"),
        ("purchase", None, "expense"),
        ("design", None, "income"),
        ("design", "expense", "expense"),
        ("framework", "expense", "expense"),
    ],
)
def test_the_direction_follows_the_kind(writer: Caller, kind: str, sent: str | None, direction: str) -> None:
    row = contract(writer, kind=kind, **({"direction": sent} if sent else {}))
    assert row["direction"] == direction


def test_the_tax_is_taken_out_to_the_cent(writer: Caller) -> None:
    row = contract(writer, amount="1000000.00", tax_rate="9")
    assert (row["amount_net"], row["tax"], row["current_amount"], row["state"]) == ("917431.19", "82568.81", "1000000.00", "draft")
    assert contract(writer, tax_rate=None)["tax"] is None


def test_it_begins_with_the_two_who_sign(writer: Caller) -> None:
    income, expense = contract(writer), contract(writer, kind="sub")
    rows = {(str(p.contract_id), p.role): p.name for p in Party.objects.all()}
    assert rows[income["id"], "first"] == rows[expense["id"], "second"] == "江苏新筑建设有限公司"
    assert rows[income["id"], "second"] == rows[expense["id"], "first"] == "华东公司"


def test_a_party_is_known_by_one_name(writer: Caller, firm: Any) -> None:
    row, other = contract(writer), customer(writer, "江苏担保有限公司")
    named = part(writer, "contract_parties", row, role="guarantor", customer=other["id"])
    assert (named["name"], named["unit"]) == ("江苏担保有限公司", None)
    both = writer.post("/r/contract_parties", {"contract": row["id"], "role": "third", "customer": other["id"], "unit": str(firm.east.pk)})
    assert (both.status, list(both.data["fields"])) == (400, ["unit"])
    nobody = writer.post("/r/contract_parties", {"contract": row["id"], "role": "third"})
    assert (nobody.status, list(nobody.data["fields"])) == (400, ["name"])
    assert Party.objects.filter(contract_id=row["id"]).count() == 3


def test_lines_make_the_amount(writer: Caller) -> None:
    row = contract(writer, amount="5.00")
    line = part(writer, "contract_lines", row, name="钢筋", quantity="12.5", unit_price="4321.55", tax_rate="13")
    part(writer, "contract_lines", row, name="安装", quantity="1", unit_price="1000.00", tax_rate="9")
    assert (line["position"], line["total_amount"], line["net_amount"], line["tax_amount"]) == (1, "54019.38", "47804.76", "6214.62")
    now = read(writer, row)
    assert (now["amount"], now["amount_net"], now["tax"]) == ("55019.38", "48722.19", "6297.19")
    refused = writer.patch(f"/r/contracts/{row['id']}", {"version": now["version"], "amount": "7.00"})
    assert (refused.status, list(refused.data["fields"])) == (400, ["amount"])
    made(writer.post(f"/r/contract_lines/{line['id']}/archive", {"version": line["version"]}))
    assert read(writer, row)["amount"] == "1000.00"


def test_what_was_signed_stays(chief: Caller) -> None:
    row = contract(chief)
    line = part(chief, "contract_lines", row, name="土建", unit_price="100.00")
    row = made(do(chief, row, "record", signed_on="2026-03-01", reason="补录"))
    before = Contract.objects.values().get(pk=row["id"])
    refusals = [
        chief.patch(f"/r/contracts/{row['id']}", {"version": row["version"], "amount": "2.00"}),
        chief.patch(f"/r/contracts/{row['id']}", {"version": row["version"], "name": "改"}),
        chief.patch(f"/r/contract_lines/{line['id']}", {"version": line["version"], "unit_price": "1.00"}),
        chief.post("/r/contract_lines", {"contract": row["id"], "name": "再加", "unit_price": "1.00"}),
        chief.post(f"/r/contract_lines/{line['id']}/archive", {"version": line["version"]}),
        chief.post("/r/contract_parties", {"contract": row["id"], "role": "third", "name": "丙"}),
        chief.post("/r/payment_terms", {"contract": row["id"], "kind": "advance", "ratio": "10"}),
        do(chief, row, "take_clauses"),
    ]
    codes = [(answer.status, answer.code) for answer in refusals]
    assert codes == [(409, "contract_fixed")] * 7 + [(409, "wrong_state")]
    assert Contract.objects.values().get(pk=row["id"]) == before
    assert events("contracts.updated")[-1]["fields"] == ["lines"]
    free = made(chief.patch(f"/r/contracts/{row['id']}", {"version": row["version"], "remark": "归档于三楼"}))
    assert free["remark"] == "归档于三楼"


def test_live_contracts_are_not_put_away(chief: Caller) -> None:
    row = signed(chief)
    refused = chief.post(f"/r/contracts/{row['id']}/archive", {"version": row["version"]})
    assert (refused.status, refused.code) == (409, "contract_live")
    assert Contract.objects.get(pk=row["id"]).archived_at is None
    draft = contract(chief)
    assert made(chief.post(f"/r/contracts/{draft['id']}/archive", {"version": draft["version"]}))["archived_at"]


def test_call_offs_hang_on_frameworks_of_the_same_customer(writer: Caller) -> None:
    who = customer(writer)["id"]
    frame = contract(writer, kind="framework", amount=None, customer=who)
    main = contract(writer, customer=who)
    order = contract(writer, kind="purchase", customer=who, parent=frame["id"])
    assert order["parent"]["id"] == frame["id"]
    for body in (
        {"kind": "purchase", "customer": who, "parent": main["id"]},
        {"kind": "framework", "customer": who, "parent": frame["id"]},
        {"kind": "purchase", "customer": customer(writer, "别的公司")["id"], "parent": frame["id"]},
    ):
        refused = writer.post("/r/contracts", {"name": "订单", **body})
        assert (refused.status, list(refused.data["fields"])) == (400, ["parent"])


def test_a_part_stays_with_its_contract(writer: Caller) -> None:
    one, other = contract(writer), contract(writer)
    line = part(writer, "contract_lines", one, name="土建", unit_price="100.00")
    refused = writer.patch(f"/r/contract_lines/{line['id']}", {"version": line["version"], "contract": other["id"]})
    assert (refused.status, list(refused.data["fields"])) == (400, ["contract"])


def test_another_company_finds_nothing(writer: Caller, stranger: Caller) -> None:
    row = contract(writer)
    line = part(writer, "contract_lines", row, name="土建", unit_price="100.00")
    calls = [
        stranger.get(f"/r/contracts/{row['id']}"),
        stranger.get(f"/r/contract_lines/{line['id']}"),
        stranger.patch(f"/r/contract_lines/{line['id']}", {"version": 1, "name": "x"}),
        do(stranger, row, "record", signed_on="2026-01-01", reason="x"),
        *(
            stranger.get(f"/r/contracts/{row['id']}/{tail}")
            for tail in ("checks", "penalty?days=1", "amounts", "vouchers", "pdf", "preview")
        ),
        stranger.get(f"/r/contracts/{row['id']}/signatures"),
        stranger.post(f"/r/contracts/{row['id']}/signature", {}),
    ]
    assert [(answer.status, answer.code) for answer in calls] == [(404, "not_found")] * len(calls)
    hidden = stranger.post("/r/contract_lines", {"contract": row["id"], "name": "x"})
    assert (hidden.status, list(hidden.data["fields"])) == (400, ["contract"])


def test_amounts_are_closed_to_those_who_may_not_see_them(writer: Caller, blind: Caller) -> None:
    row = contract(writer)
    seen = made(blind.get(f"/r/contracts/{row['id']}"))
    assert not {"amount", "amount_net", "tax", "current_amount", "settlement_amount", "amount_words"} & set(seen)
    for tail in ("checks", "penalty?days=1", "amounts", "vouchers", "pdf", "preview"):
        answer = blind.get(f"/r/contracts/{row['id']}/{tail}")
        assert (answer.status, answer.code) == (403, "not_allowed")


def test_contracts_from_before_are_filled_in(writer: Caller) -> None:
    """The migration gives older rows the direction of their kind and the amounts that services compute."""
    rows = [contract(writer, kind=kind, amount=amount) for kind, amount in (("sub", "1000000.00"), ("main", "0.05"), ("design", None))]
    expected = [Contract.objects.values("direction", "amount_net", "tax", "current_amount").get(pk=row["id"]) for row in rows]
    Contract.objects.update(direction="income", amount_net=None, tax=None, current_amount=None)
    backfill = import_module("zhuke.modules.contracts.migrations.0003_backfill")
    with connection.cursor() as cursor:
        for statement in backfill.FORWARD.strip().split(";\n"):
            cursor.execute(statement)
    assert [Contract.objects.values("direction", "amount_net", "tax", "current_amount").get(pk=row["id"]) for row in rows] == expected
    assert Change.objects.filter(object_id=rows[0]["id"]).order_by("-id")[0].cause == "migration"
