"""Tenders from the announcement to the bond that comes back."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.testing import Caller, queued
from zhuke.kernel.models import Change, Event
from zhuke.modules.quotes.models import Tender

from .conftest import customer, do, made


def tender(caller: Caller, **values: Any) -> dict[str, Any]:
    """A tender that closes in a week."""
    moment = timezone.now()
    body = {
        "customer": customer(caller)["id"],
        "name": "第一人民医院门诊楼施工",
        "submission_deadline": (moment + dt.timedelta(days=7)).isoformat(),
        "opening_at": (moment + dt.timedelta(days=7, hours=1)).isoformat(),
    }
    return made(caller.post("/r/tenders", {**body, **values}))


def act(caller: Caller, row: dict[str, Any], verb: str, **inputs: Any) -> Any:
    return do(caller, row, verb, "tenders", **inputs)


def test_a_tender_is_bid_won_and_its_bond_comes_back(seller: Caller) -> None:
    today = timezone.localdate().isoformat()
    row = tender(seller, bond_amount="800000.00", bond_kind="transfer")
    assert row["number"].startswith("ZTB-")
    assert [t.pk for t in Tender.objects.closing(dt.timedelta(days=8))] == [Tender.objects.get().pk]
    assert not Tender.objects.closing(dt.timedelta(days=6)).exists()
    refused = act(seller, row, "submit_bid", bid_price="52380000.00")
    assert (refused.status, refused.code) == (400, "bond_missing")
    assert made(act(seller, row, "pay_bond", paid_on=today))["bond_paid_on"] == today
    assert act(seller, row, "pay_bond", paid_on=today).code == "wrong_state"
    bid = made(act(seller, row, "submit_bid", bid_price="52380000.00"))
    assert (bid["state"], bid["bid_price"]) == ("submitted", "52380000.00")
    assert Tender.objects.opening(dt.timedelta(days=8)).count() == 1
    fixed = seller.patch(f"/r/tenders/{row['id']}", {"version": bid["version"], "bid_price": "1.00"})
    assert (fixed.status, fixed.code) == (409, "tender_submitted")
    won = made(act(seller, row, "win", winning_price="52000000.00", note="综合评分第一"))
    assert (won["state"], won["winning_price"], won["decided_on"]) == ("won", "52000000.00", today)
    assert Tender.objects.bonds_outside().count() == 1
    assert made(act(seller, row, "return_bond", returned_on=today))["bond_returned_on"] == today
    assert not Tender.objects.bonds_outside().exists()
    names = list(Event.objects.filter(subject_id=row["id"]).order_by("id").values_list("name", flat=True))
    assert names == ["tenders.created", "tenders.bond_paid", "tenders.submitted", "tenders.won", "tenders.bond_returned"]


def test_lost_to_somebody_and_taken_back(seller: Caller) -> None:
    row = tender(seller, bid_price="52380000.00")
    made(act(seller, row, "submit_bid"))
    assert act(seller, row, "lose").status == 400
    lost = made(act(seller, row, "lose", winner="中建八局", winning_price="51000000.00", note="报价偏高"))
    assert (lost["state"], lost["winner"], lost["result_note"]) == ("lost", "中建八局", "报价偏高")
    fixed = seller.patch(f"/r/tenders/{row['id']}", {"version": lost["version"], "remark": "改"})
    assert (fixed.status, fixed.code) == (409, "tender_decided")
    back = made(act(seller, row, "reopen", reason="登记错了"))
    assert (back["state"], back["winner"], back["winning_price"]) == ("submitted", "", None)
    assert made(act(seller, row, "cancel", reason="业主终止"))["state"] == "cancelled"
    assert made(act(seller, row, "reopen", reason="恢复招标"))["state"] == "submitted"


def test_wrong_states_and_days_are_refused(seller: Caller) -> None:
    row = tender(seller)
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    late = timezone.now() + dt.timedelta(days=1)
    before = (Change.objects.count(), Event.objects.count(), queued())
    for verb, inputs, code in (
        ("submit_bid", {}, "no_bid_price"),
        ("submit_bid", {"bid_price": "5.00", "submitted_at": late.isoformat()}, "invalid"),
        ("win", {"winning_price": "1.00"}, "wrong_state"),
        ("lose", {"winner": "甲"}, "wrong_state"),
        ("reopen", {"reason": "甲"}, "wrong_state"),
        ("pay_bond", {"paid_on": tomorrow}, "wrong_state"),
        ("return_bond", {"returned_on": tomorrow}, "wrong_state"),
    ):
        refused = act(seller, row, verb, **inputs)
        assert (refused.status in (400, 409), refused.code) == (True, code), verb
    assert (Change.objects.count(), Event.objects.count(), queued()) == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ceiling_price": "100.00", "bid_price": "101.00"}, "bid_price"),
        ({"opening_at": "2020-01-01T09:00:00+08:00"}, "__all__"),
        ({"registration_deadline": "2090-01-01T09:00:00+08:00"}, "__all__"),
    ],
)
def test_what_cannot_be_is_refused(seller: Caller, values: dict[str, Any], field: str) -> None:
    moment = timezone.now() + dt.timedelta(days=7)
    body = {"customer": customer(seller)["id"], "name": "甲", "submission_deadline": moment.isoformat(), **values}
    refused = seller.post("/r/tenders", body)
    assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "invalid", [field])
    assert not Tender.objects.exists()


@pytest.mark.parametrize(
    ("verb", "inputs", "field"),
    [
        ("pay_bond", {"paid_on": "明天"}, "paid_on"),
        ("pay_bond", {"paid_on": 5}, "paid_on"),
        ("pay_bond", {"paid_on": "0001-01-01"}, "paid_on"),
        ("submit_bid", {"submitted_at": "2026-01-01T00:00:00"}, "submitted_at"),
        ("submit_bid", {"submitted_at": {}}, "submitted_at"),
        ("submit_bid", {"bid_price": "1.005"}, "bid_price"),
        ("submit_bid", {"bid_price": "-1"}, "bid_price"),
        ("submit_bid", {"bid_price": "NaN"}, "bid_price"),
        ("submit_bid", {"bid_price": "1e30"}, "bid_price"),
        ("cancel", {"reason": {"a": 1}}, "reason"),
    ],
)
def test_inputs_of_the_wrong_shape_are_named(seller: Caller, verb: str, inputs: dict[str, Any], field: str) -> None:
    row = tender(seller, bond_amount="5.00", bid_price="5.00")
    before = Change.objects.count()
    refused = act(seller, row, verb, **inputs)
    assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "invalid", [field])
    assert Change.objects.count() == before


def test_another_company_sees_no_tender(seller: Caller, stranger: Caller) -> None:
    row = tender(seller, bid_price="52380000.00")
    assert stranger.get(f"/r/tenders/{row['id']}").status == 404
    assert act(stranger, row, "cancel", reason="甲").status == 404
    assert Tender.objects.get().state == "preparing"


def test_a_missed_deadline_is_said(seller: Caller) -> None:
    row = tender(seller, bid_price="5.00")
    Tender.objects.update(submission_deadline=timezone.now() - dt.timedelta(hours=1))
    refused = act(seller, row, "submit_bid")
    assert (refused.status, list(refused.data["fields"])) == (400, ["submitted_at"])
    assert Tender.objects.get().state == "preparing"
