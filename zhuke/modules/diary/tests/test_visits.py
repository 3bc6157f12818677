"""Visits: planned, checked in, finished, called off; and what each refuses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.automation.models import Rule
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, run_pass
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make, queued
from zhuke.commons.todos.models import Todo
from zhuke.kernel.models import Event, TeamMember
from zhuke.modules.customers.models import Interaction
from zhuke.modules.diary.models import Visit
from zhuke.modules.diary.places import metres

from .conftest import customer_of, rule

# People's Square in Shanghai, and a point on the Bund.
SQUARE, BUND = (121.4700, 31.2327), (121.4905, 31.2400)


def at(days: float = 0) -> str:
    """A moment so many days from now."""
    return (timezone.now() + dt.timedelta(days=days)).isoformat()


def planned(caller: Caller, customer: Any = None, **values: Any) -> dict[str, Any]:
    """A visit entered through the API."""
    of = customer or customer_of(caller)
    answer = caller.post("/r/visits", {"customer": of.pk, "purpose": "谈工期", "planned_at": at(1), **values})
    assert answer.status == 201, answer.data
    data: dict[str, Any] = answer.data
    return data


def do(caller: Caller, visit: dict[str, Any], verb: str, **inputs: Any) -> Any:
    """A verb on a visit."""
    return caller.post(f"/r/visits/{visit['id']}/do/{verb}", {"inputs": inputs})


def test_a_visit_is_planned(seller: Caller) -> None:
    of = customer_of(seller)
    make("addresses", customer=of, city="上海市", district="黄浦区", detail="人民大道 1 号")
    visit = planned(seller, of)
    assert (visit["state"], visit["place"], visit["name"]) == ("planned", "上海市黄浦区人民大道 1 号", "江苏新筑建设有限公司 · 谈工期")
    assert visit["owner"]["id"] == str(seller.person.pk)
    assert set(visit["_can"]) >= {"update", "check_in", "finish", "cancel"}


def test_distances_are_those_of_the_globe() -> None:
    assert metres(*SQUARE, *SQUARE) == 0
    assert round(metres(*SQUARE, *BUND)) == pytest.approx(2111, abs=15)
    assert metres(0, 0, 180, 0) == pytest.approx(20_015_000, rel=0.001)


@pytest.mark.parametrize(
    ("where", "accuracy", "evidence"),
    [(SQUARE, 20, "near"), (BUND, 20, "far"), (BUND, 3000, "near"), (None, None, "no_position")],
)
def test_check_in_says_how_far_it_was(seller: Caller, where: tuple[float, float] | None, accuracy: int | None, evidence: str) -> None:
    of = customer_of(seller)
    make("addresses", customer=of, detail="人民大道 1 号", longitude=str(SQUARE[0]), latitude=str(SQUARE[1]))
    inputs = {"longitude": where[0], "latitude": where[1], "accuracy": accuracy} if where else {}
    answer = do(seller, planned(seller, of), "check_in", **inputs)
    assert (answer.status, answer.data["state"], answer.data["checkin_evidence"]) == (200, "under_way", evidence), answer.data
    assert answer.data["checkin_late_days"] == 0
    assert (answer.data["distance"] is None) == (where is None)


def test_check_in_where_the_customer_has_no_coordinates(seller: Caller) -> None:
    answer = do(seller, planned(seller), "check_in", longitude=SQUARE[0], latitude=SQUARE[1], accuracy=12.6)
    assert (answer.data["checkin_evidence"], answer.data["distance"], answer.data["accuracy"]) == ("no_address", None, 13)


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"longitude": 200, "latitude": 31}, "longitude"),
        ({"longitude": "abc", "latitude": 31}, "longitude"),
        ({"longitude": True, "latitude": 31}, "longitude"),
        ({"longitude": 121}, "latitude"),
        ({"at": "gestern"}, "at"),
        ({"at": "2026-13-41T00:00:00+08:00"}, "at"),
        ({"at": 5}, "at"),
        ({"accuracy": -4}, "accuracy"),
    ],
)
def test_odd_positions_and_times_are_refused(seller: Caller, inputs: dict[str, Any], field: str) -> None:
    visit = planned(seller)
    before = Event.objects.count()
    refused = do(seller, visit, "check_in", **inputs)
    assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "invalid", [field])
    assert (Visit.objects.get().state, Event.objects.count()) == ("planned", before)


def test_only_who_goes_checks_in(seller: Caller, head: Caller) -> None:
    visit = planned(seller)
    refused = do(head, visit, "check_in")
    assert (refused.status, refused.code, Visit.objects.get().state) == (403, "not_visitor", "planned")
    assert not Event.objects.filter(name="visits.checked_in").exists()
    TeamMember.objects.create(resource="visits", object_id=visit["id"], user=head.person)
    assert do(head, visit, "check_in").status == 200


def test_nobody_checks_in_tomorrow(seller: Caller) -> None:
    assert do(seller, planned(seller), "check_in", at=at(0.1)).code == "invalid"


def test_event_time_of_the_telephone_and_how_late_it_came(firm: Firm, seller: Caller) -> None:
    visit = planned(seller)
    rule(firm.east, 1)
    refused = do(seller, visit, "check_in", at=at(-3))
    assert (refused.status, refused.code) == (400, "too_late")
    assert Visit.objects.get().checkin_at is None
    answer = do(seller, visit, "check_in", at=at(-1))
    assert answer.data["checkin_late_days"] == 1


def test_the_result_becomes_a_contact_with_the_customer(seller: Caller) -> None:
    of = customer_of(seller)
    visit = planned(seller, of)
    do(seller, visit, "check_in")
    answer = do(seller, visit, "finish", result="同意下周报价", effect="forward", next_contact_at=at(7))
    assert (answer.status, answer.data["state"]) == (200, "done"), answer.data
    talk = Interaction.objects.get()
    assert (str(talk.pk), talk.channel, talk.result, talk.effect) == (answer.data["interaction"]["id"], "visit", "同意下周报价", "forward")
    assert talk.occurred_at == Visit.objects.get().checkin_at
    assert "谈工期" in talk.content
    of.refresh_from_db()
    assert of.next_contact_at == talk.next_contact_at
    assert list(Event.objects.filter(name__in=("visits.finished", "interaction.logged")).values_list("name", flat=True)) == [
        "interaction.logged",
        "visits.finished",
    ]


def test_a_visit_for_an_opportunity_is_its_follow_up(seller: Caller) -> None:
    of = customer_of(seller)
    stage = make("stages", phase="potential", name="线索")
    opportunity = make("opportunities", name="滨江花园", customer=of, unit=of.unit, owner=seller.person, stage=stage)
    visit = planned(seller, of, opportunity=str(opportunity.pk))
    assert do(seller, visit, "finish", result="业主确认预算").status == 200
    opportunity.refresh_from_db()
    assert opportunity.last_followed_at is not None
    assert opportunity.follow_ups.get().interaction == Interaction.objects.get()


def test_finishing_without_check_in_shows(seller: Caller) -> None:
    answer = do(seller, planned(seller), "finish", result="电话里谈完了")
    assert (answer.status, answer.data["checkin_at"], answer.data["checkin_evidence"]) == (200, None, "")


def test_the_result_comes_too_late(firm: Firm, seller: Caller) -> None:
    visit = planned(seller, planned_at=at(-4))
    rule(firm.east, 2)
    before = (Event.objects.count(), queued())
    refused = do(seller, visit, "finish", result="谈过了")
    assert (refused.status, refused.code) == (400, "too_late")
    assert (Visit.objects.get().state, Interaction.objects.count(), Event.objects.count(), queued()) == ("planned", 0, *before)


def test_planning_in_the_past_is_late_entry_too(firm: Firm, seller: Caller) -> None:
    rule(firm.east, 2)
    of = customer_of(seller)
    refused = seller.post("/r/visits", {"customer": of.pk, "purpose": "谈工期", "planned_at": at(-3)})
    assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "too_late", ["planned_at"])
    visit = planned(seller, of)
    assert seller.patch(f"/r/visits/{visit['id']}", {"version": visit["version"], "planned_at": at(-3)}).code == "too_late"
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("verb", ["check_in", "finish", "cancel"])
@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_what_is_over_stays_over(seller: Caller, verb: str, state: str) -> None:
    visit = planned(seller)
    Visit.objects.update(state=state)
    before = Event.objects.count()
    refused = do(seller, visit, verb, **{"finish": {"result": "x"}, "cancel": {"reason": "x"}}.get(verb, {}))
    assert (refused.status, refused.code, Event.objects.count()) == (409, "wrong_state", before)
    current = seller.get(f"/r/visits/{visit['id']}").data
    assert verb not in current["_can"]
    assert ("update" in current["_can"], "attach" in current["_can"]) == (False, True), "photos of a visit may follow it"
    assert seller.patch(f"/r/visits/{visit['id']}", {"version": current["version"], "purpose": "改"}).code == "visit_over"


def test_nobody_checks_in_twice_or_moves_it_afterwards(seller: Caller) -> None:
    visit = planned(seller)
    checked = do(seller, visit, "check_in").data
    assert do(seller, visit, "check_in").code == "wrong_state"
    assert seller.patch(f"/r/visits/{visit['id']}", {"version": checked["version"], "planned_at": at(2)}).code == "checked_in"
    assert seller.patch(f"/r/visits/{visit['id']}", {"version": checked["version"], "purpose": "改谈付款"}).status == 200


def test_calling_off_needs_a_reason(seller: Caller) -> None:
    visit = planned(seller)
    assert do(seller, visit, "cancel").data["fields"].keys() == {"reason"}
    assert do(seller, visit, "cancel", reason="客户出差").data["cancel_reason"] == "客户出差"


def test_only_a_contact_and_an_opportunity_of_the_customer(seller: Caller) -> None:
    of, other = customer_of(seller), customer_of(seller, name="另一家有限公司")
    contact = make("contacts", customer=other, name="钱总")
    stage = make("stages", phase="potential", name="线索")
    opportunity = make("opportunities", name="滨江花园", customer=other, unit=of.unit, owner=seller.person, stage=stage)
    for name, row in (("contact", contact), ("opportunity", opportunity)):
        refused = seller.post("/r/visits", {"customer": of.pk, "purpose": "谈工期", "planned_at": at(1), name: row.pk})
        assert (refused.status, list(refused.data["fields"])) == (400, [name])
    assert not Visit.objects.exists()


def test_another_companys_visit_does_not_exist(seller: Caller, stranger: Caller) -> None:
    visit = planned(seller)
    for verb in ("check_in", "finish", "cancel"):
        assert do(stranger, visit, verb, result="x", reason="x").status == 404
    assert Visit.objects.get().state == "planned"


def test_who_is_sent_on_a_visit_is_told(seller: Caller, head: Caller) -> None:
    planned(head, customer_of(seller), owner=str(seller.person.pk))
    assert list(Notice.objects.values_list("user__name", "kind")) == [("王东", "visit")]


def test_visits_stand_in_the_calendar_of_all_who_go(seller: Caller, head: Caller) -> None:
    visit = planned(seller)
    TeamMember.objects.create(resource="visits", object_id=visit["id"], user=head.person, can_write=False)
    span = {"since": timezone.localdate().isoformat(), "until": (timezone.localdate() + dt.timedelta(days=3)).isoformat()}
    for caller, movable in ((seller, True), (head, True)):
        (entry,) = [e for e in caller.get("/calendar", **span).data["items"] if e["kind"] == "visit"]
        assert (entry["title"], entry["note"], entry["move"] is not None) == ("拜访 江苏新筑建设有限公司", "谈工期", movable)


def test_a_place_is_written_once(seller: Caller) -> None:
    of = customer_of(seller)
    make("addresses", customer=of, city="上海市", district="黄浦区", detail="上海市黄浦区人民大道 1 号")
    assert planned(seller, of)["place"] == "上海市黄浦区人民大道 1 号"


def test_a_visit_that_nobody_wrote_up_is_told(seller: Caller) -> None:
    install_rules(AUTOMATION)
    of, when = customer_of(seller), timezone.now()
    visit = {"customer": of, "unit": seller.person.unit, "owner": seller.person, "purpose": "看现场"}
    late = make("visits", state="planned", planned_at=when - dt.timedelta(days=1), **visit)
    make("visits", state="planned", planned_at=when + dt.timedelta(minutes=1), **visit)
    make("visits", state="done", planned_at=when - dt.timedelta(days=1), **visit)
    rule = Rule.objects.get(code="visits.unfinished")
    assert [run_pass(rule).fired, run_pass(rule).fired] == [1, 0]
    act_all()
    assert list(Notice.objects.values_list("user_id", "object_id")) == [(seller.person.pk, late.pk)]
    Visit.objects.filter(pk=late.pk).update(state="cancelled")
    run_pass(rule)
    assert Todo.objects.get().state == "done"
