"""Payment terms: what they come to, and that their condition was met."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.testing import Caller, queued
from zhuke.modules.contracts.models import Contract, PaymentTerm
from zhuke.modules.contracts.services import warranty

from .conftest import amounts, contract, do, events, four_terms, made, part, read, signed, term

D = Decimal


def live(chief: Caller, **values: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A signed contract with four terms."""
    row = contract(chief, **values)
    terms = four_terms(chief, row)
    return made(do(chief, row, "record", signed_on="2026-03-01", reason="补录")), [read(chief, t, "payment_terms") for t in terms]


def test_shares_follow_the_amount(writer: Caller) -> None:
    row = contract(writer, amount="333333.33")
    four_terms(writer, row)
    assert amounts(writer, row) == [D("33333.33"), D("233333.33"), D("56666.67"), D("10000.00")]
    row = read(writer, row)
    made(writer.patch(f"/r/contracts/{row['id']}", {"version": row["version"], "amount": "100.00"}))
    assert amounts(writer, row) == [D("10.00"), D("70.00"), D("17.00"), D("3.00")]


def test_a_removed_term_no_longer_counts(writer: Caller) -> None:
    row = contract(writer, amount="100.00")
    one = term(writer, row, "advance", None, fixed_amount="30.00")
    rest = term(writer, row, "settlement")
    assert amounts(writer, row) == [D("30.00"), D("70.00")]
    made(writer.post(f"/r/payment_terms/{one['id']}/archive", {"version": one["version"]}))
    assert D(read(writer, rest, "payment_terms")["amount"]) == D("100.00")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "advance"}, "ratio"),
        ({"kind": "advance", "ratio": "10", "fixed_amount": "5.00"}, "__all__"),
        ({"kind": "advance", "ratio": "101"}, None),
    ],
)
def test_a_term_needs_one_basis(writer: Caller, values: dict[str, Any], field: str | None) -> None:
    row = contract(writer)
    refused = writer.post("/r/payment_terms", {"contract": row["id"], **values})
    assert refused.status in (400, 422)
    assert field is None or field in refused.data["fields"]
    assert not PaymentTerm.objects.exists()


def test_reached_tells_billing_and_fixes_the_amount(chief: Caller) -> None:
    row, (advance, *_others) = live(chief)
    done = made(do(chief, advance, "reach", "payment_terms", on="2026-03-20", note="监理已签认"))
    assert (done["state"], done["reached_on"], done["acceptance_note"], done["amount"]) == (
        "reached", "2026-03-20", "监理已签认", "100000.00",
    )  # fmt: skip
    assert done["reached_by"]["label"] == "赵总"
    assert events("payment_terms.reached") == [{"term": advance["id"], "contract": row["id"], "on": "2026-03-20"}]
    again = do(chief, advance, "reach", "payment_terms", on="2026-03-20")
    assert (again.status, again.code) == (409, "wrong_state")
    refused = chief.patch(f"/r/payment_terms/{advance['id']}", {"version": done["version"], "milestone": "改"})
    assert (refused.status, refused.code) == (409, "term_reached")
    gone = chief.post(f"/r/payment_terms/{advance['id']}/archive", {"version": done["version"]})
    assert (gone.status, gone.code) == (409, "term_reached")
    back = made(do(chief, advance, "unreach", "payment_terms", reason="登记错了"))
    assert (back["state"], back["reached_on"], back["reached_by"]) == ("planned", None, None)
    assert events("payment_terms.unreached")[0]["reason"] == "登记错了"


def test_reaching_is_refused(chief: Caller, writer: Caller) -> None:
    _row, (advance, *_others) = live(chief)
    draft = contract(chief)
    early = term(chief, draft, "advance", "10")
    monthly = contract(chief)
    progress = term(chief, monthly, "progress", "10", trigger="progress")
    nothing = contract(chief, amount=None, kind="framework")
    empty = term(chief, nothing, "advance", "10")
    for row in (monthly, nothing):
        made(do(chief, row, "record", signed_on="2026-03-01", reason="补录"))
    tomorrow = str(timezone.localdate() + dt.timedelta(days=1))
    waiting = queued()
    answers = [
        do(chief, early, "reach", "payment_terms", on="2026-03-20"),
        do(chief, progress, "reach", "payment_terms", on="2026-03-20"),
        do(chief, empty, "reach", "payment_terms", on="2026-03-20"),
        do(chief, advance, "reach", "payment_terms", on=tomorrow),
        do(chief, advance, "reach", "payment_terms", on="2026-02-28"),
        do(chief, advance, "reach", "payment_terms"),
        do(chief, advance, "unreach", "payment_terms", reason="x"),
    ]
    assert [(a.status, a.code) for a in answers] == [
        (409, "wrong_state"), (409, "wrong_state"), (400, "no_amount"), (400, "invalid"), (400, "invalid"), (400, "invalid"),
        (409, "wrong_state"),
    ]  # fmt: skip
    assert not events("payment_terms.reached")
    assert queued() == waiting
    assert set(PaymentTerm.objects.values_list("state", flat=True)) == {"planned"}


def test_reaching_needs_its_own_right(chief: Caller, firm: Any) -> None:
    from zhuke.commons.testing import make_person

    _row, (advance, *_others) = live(chief)
    reader = Caller(make_person("只读", firm.east, {"contracts": ["read"], "payment_terms": ["read", "update"]}))
    refused = do(reader, advance, "reach", "payment_terms", on="2026-03-20")
    assert (refused.status, refused.code) == (403, "not_allowed")


def test_after_signing_only_the_plan_may_change(chief: Caller) -> None:
    _row, (advance, *_others) = live(chief)
    moved = made(chief.patch(f"/r/payment_terms/{advance['id']}", {"version": advance["version"], "planned_on": "2026-05-01"}))
    assert moved["planned_on"] == "2026-05-01"
    refused = chief.patch(f"/r/payment_terms/{advance['id']}", {"version": moved["version"], "ratio": "20"})
    assert (refused.status, refused.code) == (409, "contract_fixed")


def test_the_settlement_moves_what_is_open(chief: Caller) -> None:
    row, (advance, *_others) = live(chief)
    made(do(chief, advance, "reach", "payment_terms", on="2026-03-20"))
    made(do(chief, row, "settle", settlement_amount="1100000.00", on="2026-06-01"))
    assert amounts(chief, row) == [D("100000.00"), D("700000.00"), D("267000.00"), D("33000.00")]


def test_a_term_from_a_variation(chief: Caller) -> None:
    row, _terms = live(chief)
    other = signed(chief)
    change = part(chief, "variations", row, name="加梯", kind="supplement", amount="50000.00")
    foreign = part(chief, "variations", other, name="加门", kind="supplement", amount="50000.00")
    body = {"contract": row["id"], "kind": "progress", "milestone": "电梯到场", "fixed_amount": "50000.00"}
    not_yet = chief.post("/r/payment_terms", {**body, "variation": change["id"]})
    elsewhere = chief.post("/r/payment_terms", {**body, "variation": foreign["id"]})
    assert [list(a.data["fields"]) for a in (not_yet, elsewhere)] == [["variation"], ["variation"]]
    from zhuke.modules.contracts.models import Variation

    Variation.objects.filter(pk=change["id"]).update(state="approved")
    share = chief.post("/r/payment_terms", {**body, "fixed_amount": None, "ratio": "5", "variation": change["id"]})
    assert list(share.data["fields"]) == ["fixed_amount"]
    added = made(chief.post("/r/payment_terms", {**body, "variation": change["id"]}))
    assert added["amount"] == "50000.00"


def test_retention_comes_due_by_itself(chief: Caller) -> None:
    row, terms = live(chief, warranty_months=2)
    made(do(chief, row, "start_warranty", on="2026-04-10"))
    assert read(chief, row)["warranty_until"] == "2026-06-09"
    assert warranty.release_retention(dt.date(2026, 6, 9)) == 0
    assert warranty.release_retention(dt.date(2026, 6, 10)) == 1
    assert warranty.release_retention(dt.date(2026, 6, 11)) == 0
    last = read(chief, terms[-1], "payment_terms")
    assert (last["state"], last["reached_on"], last["reached_by"]) == ("reached", "2026-06-10", None)
    assert events("payment_terms.reached")[0]["term"] == last["id"]


def test_retention_waits_for_contracts_that_are_over(chief: Caller) -> None:
    row, _terms = live(chief, warranty_months=2)
    made(do(chief, row, "start_warranty", on="2026-04-10"))
    Contract.objects.filter(pk=row["id"]).update(state="terminated")
    assert warranty.release_retention(dt.date(2026, 6, 10)) == 0
