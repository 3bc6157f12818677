"""Stages: forward behind checks, back and out with a reason, and what each move leaves behind."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make_person, queued
from zhuke.kernel.models import Change, Event
from zhuke.modules.sales.models import Competitor, Opportunity, Stage, StageChange

from .conftest import EVERYTHING, do, move, opportunity, stage


def events(row: dict) -> list[str]:
    return list(Event.objects.filter(subject_id=row["id"]).order_by("id").values_list("name", flat=True))


def test_a_new_opportunity_stands_in_the_first_stage(seller: Caller) -> None:
    made = opportunity(seller, amount="1000000", bid_price="980000")
    assert (made["stage"]["label"], made["phase"], made["state"], made["probability"]) == ("潜在客户", "potential", "open", 10)
    assert made["probability_basis"] == {"kind": "stage", "decided": 0, "won": 0, "minimum": 20}
    assert made["bid_price"] == "980000.00"
    assert made["number"].startswith("SJ-")
    assert set(made["_can"]) >= {"update", "move", "lose", "assign", "follow"}
    assert "reopen" not in made["_can"]
    assert events(made) == ["opportunities.created"]
    changes = seller.get(f"/r/opportunities/{made['id']}/stage-changes").data["items"]
    assert [(c["direction"], c["from_stage"], c["to_stage"]["label"], c["days"]) for c in changes] == [("created", None, "潜在客户", None)]


def test_the_owner_hears_of_a_move_in_the_owners_language(seller: Caller, firm: Firm) -> None:
    colleague = make_person("Mary", firm.east_sales, EVERYTHING, language="en")
    made = opportunity(seller, owner=str(colleague.pk))
    assert move(seller, made, "intention").status == 200
    told = Notice.objects.filter(user=colleague).latest("id")
    with translation.override("en"):
        assert told.body == f"{stage('potential').title} → {stage('intention').title}"
    assert told.title.isascii() is False  # the name of the opportunity stays as it is
    assert "阶段有变化" not in told.title
    assert "潜在客户" not in told.body


def test_forward_to_signing_wins_and_back_opens_again(seller: Caller) -> None:
    made = opportunity(seller)
    Opportunity.objects.update(stage_since=timezone.now() - dt.timedelta(days=12))
    moved = move(seller, made, "signing")
    assert (moved.status, moved.data["state"], moved.data["probability"]) == (200, "won", 100), moved.data
    assert moved.data["closed_at"]
    assert Event.objects.get(name="opportunities.moved").data == {
        "from": str(stage("potential").pk), "to": str(stage("signing").pk), "from_phase": "potential", "to_phase": "signing",
        "direction": "forward",
    }  # fmt: skip
    refused = move(seller, made, "quotation")
    assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "invalid", ["reason"])
    back = move(seller, made, "quotation", reason="业主重新比价")
    assert (back.data["state"], back.data["closed_at"], back.data["phase"]) == ("open", None, "quotation")
    changes = seller.get(f"/r/opportunities/{made['id']}/stage-changes").data["items"]
    assert [(c["direction"], c["days"], c["reason"]) for c in changes] == [
        ("back", 0, "业主重新比价"),
        ("forward", 12, ""),
        ("created", None, ""),
    ]


def test_what_a_stage_asks_for_is_checked_also_when_it_is_jumped_over(seller: Caller) -> None:
    Stage.objects.filter(phase="quotation").update(
        required_fields=["amount", "bid_price"], required_documents=["勘察报告"], conditions=["contact_known", "decision_maker"]
    )
    made = opportunity(seller, amount="5000000")
    answer = seller.get(f"/r/opportunities/{made['id']}/moves").data
    assert answer["current"]["stage"]["label"] == "潜在客户"
    assert answer["current"]["probability"]["text"].startswith("取阶段设定值")
    by_phase = {item["phase"]: item for item in answer["items"]}
    assert (by_phase["intention"]["ok"], by_phase["quotation"]["ok"], by_phase["signing"]["ok"]) == (True, False, False)
    assert [(c["code"], c["ok"]) for c in by_phase["quotation"]["checks"]] == [
        ("field:amount", True),
        ("field:bid_price", False),
        ("document:勘察报告", False),
        ("contact_known", False),
        ("decision_maker", False),
    ]
    before = (StageChange.objects.count(), Change.objects.count(), Event.objects.count(), queued())
    refused = move(seller, made, "start")
    assert (refused.status, refused.code) == (409, "conditions_unmet")
    assert "勘察报告" in refused.data["message"]
    assert len(refused.data["data"]["checks"]) == 4
    assert (StageChange.objects.count(), Change.objects.count(), Event.objects.count(), queued()) == before
    assert Opportunity.objects.get().phase == "potential"


def test_a_condition_of_a_module_that_is_not_there_holds_nobody_up(seller: Caller) -> None:
    Stage.objects.filter(phase="intention").update(conditions=["something_gone"])
    assert move(seller, opportunity(seller), "intention").status == 200


def test_the_same_stage_and_foreign_stages_are_refused(seller: Caller, firm: Firm) -> None:
    made = opportunity(seller)
    assert (move(seller, made, "potential").status, move(seller, made, "potential").code) == (409, "wrong_state")
    foreign = Stage.objects.create(unit=firm.east, phase="signing", name="自有阶段")  # one stage is no set: the group's hold
    refused = do(seller, made, "move", stage=str(foreign.pk))
    assert (refused.status, refused.code) == (400, "invalid")
    assert Opportunity.objects.get().phase == "potential"


def test_of_two_who_move_at_once_the_second_is_told(seller: Caller) -> None:
    made = opportunity(seller)
    body = {"version": made["version"], "inputs": {"stage": str(stage("intention").pk)}}
    path = f"/r/opportunities/{made['id']}/do/move"
    assert seller.post(path, body).status == 200
    second = seller.post(path, {**body, "inputs": {"stage": str(stage("quotation").pk)}})
    assert (second.status, second.code, second.data["data"]["current"]["phase"]) == (409, "stale_version", "intention")
    assert StageChange.objects.count() == 2


def test_losing_needs_a_reason_and_reopening_takes_it_up_where_it_was(seller: Caller) -> None:
    made = opportunity(seller)
    move(seller, made, "quotation")
    assert (do(seller, made, "lose").status, do(seller, made, "lose", reason="nonsense").status) == (400, 400)
    lost = do(seller, made, "lose", reason="price", competitor=" 远航  建工 ", note="低了 8%").data
    assert (lost["state"], lost["lost_reason"], lost["lost_phase"], lost["probability"]) == ("lost", "price", "quotation", 0)
    assert Competitor.objects.get().name == "远航 建工"
    assert Competitor.objects.get().winner
    assert Event.objects.get(name="opportunities.lost").data == {"reason": "price", "phase": "quotation"}
    for answer in (move(seller, made, "signing"), do(seller, made, "lose", reason="price")):
        assert (answer.status, answer.code) == (409, "wrong_state")
    assert seller.get(f"/r/opportunities/{made['id']}/moves").data["items"] == []
    assert do(seller, made, "reopen").status == 400
    again = do(seller, made, "reopen", reason="业主重新招标").data
    assert (again["state"], again["phase"], again["lost_reason"], again["closed_at"]) == ("open", "quotation", "", None)
    assert not Competitor.objects.get().winner
    assert (do(seller, made, "reopen", reason="x").status, do(seller, made, "reopen", reason="x").code) == (409, "wrong_state")
    assert events(made) == ["opportunities.created", "opportunities.moved", "opportunities.lost", "opportunities.reopened"]


def test_a_won_one_cannot_be_lost(seller: Caller) -> None:
    made = opportunity(seller)
    move(seller, made, "signing")
    refused = do(seller, made, "lose", reason="price")
    assert (refused.status, refused.code, Opportunity.objects.get().state) == (409, "wrong_state", "won")


@pytest.mark.parametrize("verb", ["move", "lose", "assign", "follow"])
def test_an_archived_one_stays_as_it_is(seller: Caller, verb: str) -> None:
    made = opportunity(seller)
    seller.post(f"/r/opportunities/{made['id']}/archive", {})
    inputs = {
        "move": {"stage": str(stage("intention").pk)},
        "lose": {"reason": "price"},
        "assign": {"owner": str(seller.person.pk)},
        "follow": {"content": "电话"},
    }
    refused = do(seller, made, verb, **inputs[verb])
    assert (refused.status, refused.code) == (409, "archived")
    assert events(made) == ["opportunities.created", "opportunities.archived"]


def test_a_sister_company_sees_nothing(seller: Caller, stranger: Caller) -> None:
    made = opportunity(seller)
    for path in ("", "/moves", "/stage-changes", "/follow-ups", "/advice", "/history"):
        assert stranger.get(f"/r/opportunities/{made['id']}{path}").status == 404, path
    for verb in ("move", "lose", "reopen", "assign", "follow"):
        assert do(stranger, made, verb).status == 404
    assert StageChange.objects.count() == 1


def test_prices_are_absent_for_those_who_may_not_see_them(seller: Caller, firm: Firm) -> None:
    from zhuke.commons.testing import make_person

    from .conftest import EVERYTHING

    made = opportunity(seller, bid_price="980000")
    reader = Caller(make_person("张三", firm.east_sales, EVERYTHING))
    row = reader.get(f"/r/opportunities/{made['id']}").data
    assert "bid_price" not in row
    Stage.objects.filter(phase="intention").update(required_fields=["bid_price"])
    told = str(reader.get(f"/r/opportunities/{made['id']}/moves").data)
    assert "980000" not in told
    assert "980000" not in str(reader.get("/sales/board").data)
