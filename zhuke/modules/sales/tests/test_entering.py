"""Entering, changing, assigning and following up; children; search by the customer's name."""

import datetime as dt

import pytest
from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make_person, queued, run_jobs
from zhuke.kernel.models import Event
from zhuke.modules.customers.models import Interaction
from zhuke.modules.sales.models import FollowUp, Opportunity, Risk

from .conftest import EVERYTHING, customer, do, opportunity


def test_place_and_type_come_from_the_customer_unless_given(seller: Caller) -> None:
    party = customer(seller, region="江苏", city="南京", industry="municipal")
    plain = opportunity(seller, customer=party["id"])
    own = opportunity(seller, "苏州河整治", customer=party["id"], region="上海", project_type="water")
    assert (plain["region"], plain["city"], plain["project_type"]) == ("江苏", "南京", "municipal")
    assert (own["region"], own["project_type"]) == ("上海", "water")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"opened_on": "2100-01-01"}, "opened_on"),
        ({"amount": "-1"}, "amount"),
        ({"name": ""}, "name"),
        ({"project_type": "moonbase"}, "project_type"),
    ],
)
def test_wrong_values_are_refused(seller: Caller, values: dict, field: str) -> None:
    party = customer(seller)
    before = (Opportunity.objects.count(), queued())
    answer = seller.post("/r/opportunities", {"name": "某地块", "customer": party["id"], **values})
    assert answer.status in (400, 422)
    assert field in answer.data["fields"]
    assert (Opportunity.objects.count(), queued()) == before


def test_a_contact_of_another_customer_is_refused(seller: Caller) -> None:
    one, other = customer(seller, "甲方置业有限公司"), customer(seller, "乙方地产有限公司")
    contact = seller.post("/r/contacts", {"customer": other["id"], "name": "钱一"}).data
    answer = seller.post("/r/opportunities", {"name": "某地块", "customer": one["id"], "contact": contact["id"]})
    assert (answer.status, list(answer.data["fields"])) == (400, ["contact"])
    assert not Opportunity.objects.exists()


def test_an_archived_customer_takes_no_opportunity(seller: Caller, firm: Firm) -> None:
    from zhuke.modules.customers.models import Customer

    party = customer(seller)
    Customer.objects.update(archived_at=timezone.now())
    answer = seller.post("/r/opportunities", {"name": "某地块", "customer": party["id"]})
    assert (answer.status, answer.code, Opportunity.objects.count()) == (409, "customer_archived", 0)


def test_a_customer_of_a_sister_company_is_unknown(seller: Caller, stranger: Caller) -> None:
    party = customer(stranger)
    answer = seller.post("/r/opportunities", {"name": "某地块", "customer": party["id"]})
    assert (answer.status, list(answer.data["fields"])) == (400, ["customer"])


def test_a_decided_one_keeps_its_customer(seller: Caller) -> None:
    made, other = opportunity(seller), customer(seller, "另一家置业有限公司")
    lost = do(seller, made, "lose", reason="price").data
    answer = seller.patch(f"/r/opportunities/{made['id']}", {"version": lost["version"], "customer": other["id"]})
    assert (answer.status, answer.code) == (409, "wrong_state")
    assert str(Opportunity.objects.get().customer_id) == made["customer"]["id"]


def test_assigning_tells_the_new_owner_once(seller: Caller, firm: Firm) -> None:
    made, colleague = opportunity(seller), make_person("赵云", firm.east_sales, EVERYTHING)
    answer = do(seller, made, "assign", owner=str(colleague.pk))
    assert (answer.status, answer.data["owner"]["label"]) == (200, "赵云")
    assert Event.objects.get(name="opportunities.assigned").data == {"from": str(seller.person.pk), "to": str(colleague.pk)}
    assert [(n.user_id, n.kind) for n in Notice.objects.all()] == [(colleague.pk, "opportunity")]
    assert do(seller, made, "assign").status == 400


def test_a_follow_up_lies_in_both_timelines_and_sets_the_dates(seller: Caller) -> None:
    made = opportunity(seller)
    at, then = timezone.now() - dt.timedelta(hours=2), timezone.now() + dt.timedelta(days=3)
    answer = do(
        seller, made, "follow", content="谈了付款方式", channel="visit", occurred_at=at.isoformat(), next_contact_at=then.isoformat()
    )
    assert answer.status == 200, answer.data
    assert dt.datetime.fromisoformat(answer.data["last_followed_at"]) == at
    assert dt.datetime.fromisoformat(answer.data["next_contact_at"]) == then
    assert answer.data["version"] == made["version"]  # derived dates make nobody's edit stale
    items = seller.get(f"/r/opportunities/{made['id']}/follow-ups").data["items"]
    assert [(i["content"], i["channel"], i["person"]) for i in items] == [("谈了付款方式", "visit", "王东")]
    timeline = seller.get(f"/customers/{made['customer']['id']}/timeline").data["items"]
    assert "谈了付款方式" in [item.get("body") for item in timeline]
    assert Event.objects.get(name="opportunities.followed").data["channel"] == "visit"
    do(seller, made, "follow", content="电话确认")
    row = Opportunity.objects.get()
    assert (row.next_contact_at, FollowUp.objects.count()) == (None, 2)


def test_changing_and_taking_away_a_talk_changes_the_dates(seller: Caller) -> None:
    made = opportunity(seller)
    do(seller, made, "follow", content="第一次")
    talk = Interaction.objects.get()
    earlier = timezone.now() - dt.timedelta(days=5)
    seller.patch(f"/r/interactions/{talk.pk}", {"version": talk.version, "occurred_at": earlier.isoformat()})
    assert Opportunity.objects.get().last_followed_at == earlier
    seller.post(f"/r/interactions/{talk.pk}/archive", {})
    assert Opportunity.objects.get().last_followed_at is None


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({}, "content"),
        ({"content": "x", "occurred_at": "yesterday"}, "occurred_at"),
        ({"content": "x", "occurred_at": "2199-01-01T00:00:00+08:00"}, "occurred_at"),
        ({"content": "x", "next_contact_at": "2001-01-01T00:00:00+08:00"}, "next_contact_at"),
        ({"content": "x", "channel": "pigeon"}, "channel"),
    ],
)
def test_wrong_follow_ups_are_refused(seller: Caller, inputs: dict, field: str) -> None:
    made = opportunity(seller)
    answer = do(seller, made, "follow", **inputs)
    assert (answer.status, list(answer.data["fields"])) == (400, [field])
    assert not Interaction.objects.exists()


def test_found_by_the_customers_name_also_after_it_changes(seller: Caller) -> None:
    party = customer(seller, "南京宏鼎置业有限公司")
    made = opportunity(seller, customer=party["id"])
    assert [r["id"] for r in seller.get("/r/opportunities", q="宏鼎").data["items"]] == [made["id"]]
    seller.patch(f"/r/customers/{party['id']}", {"version": party["version"], "name": "南京天工置业有限公司"})
    run_jobs()
    assert seller.get("/r/opportunities", q="宏鼎").data["items"] == []
    assert [r["id"] for r in seller.get("/r/opportunities", q="天工").data["items"]] == [made["id"]]
    assert seller.get(f"/r/opportunities/{made['id']}").data["version"] == made["version"]


def test_risks_close_and_come_back(seller: Caller) -> None:
    made = opportunity(seller)
    risk = seller.post("/r/opportunity_risks", {"opportunity": made["id"], "title": "土地证未办", "level": "high"}).data
    path = f"/r/opportunity_risks/{risk['id']}/do"
    assert seller.post(f"{path}/reopen", {"inputs": {}}).code == "wrong_state"
    assert seller.post(f"{path}/close", {"inputs": {"measure": "已补办"}}).data["state"] == "closed"
    assert (seller.post(f"{path}/close", {"inputs": {}}).status, seller.post(f"{path}/close", {"inputs": {}}).code) == (409, "wrong_state")
    assert seller.post(f"{path}/reopen", {"inputs": {}}).data["state"] == "open"
    assert Risk.objects.get().measure == "已补办"


def test_a_node_is_not_done_in_the_future(seller: Caller) -> None:
    made = opportunity(seller)
    answer = seller.post(
        "/r/opportunity_nodes", {"opportunity": made["id"], "name": "开标", "due_on": "2030-01-01", "done_on": "2030-01-01"}
    )
    assert (answer.status, list(answer.data["fields"])) == (400, ["done_on"])


def test_the_same_competitor_once(seller: Caller) -> None:
    made = opportunity(seller)
    assert seller.post("/r/opportunity_competitors", {"opportunity": made["id"], "name": "远航建工"}).status == 201
    again = seller.post("/r/opportunity_competitors", {"opportunity": made["id"], "name": "远航建工"})
    assert (again.status, again.code) == (400, "invalid")
