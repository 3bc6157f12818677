"""The public pool: return, claim, what stands in the way, and what comes back by itself."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make_person, queued
from zhuke.kernel.access import system
from zhuke.kernel.models import Change, Event
from zhuke.modules.customers.models import Customer, PoolMove, PoolRule
from zhuke.modules.customers.services import pool
from zhuke.modules.customers.services.recycling import recycle

from .conftest import EVERYTHING, child, customer

CLAIMER = {"customers": ["claim"], "units": ["read"], "users": ["read"]}


def give_back(caller: Caller, row: dict[str, Any], reason: str = "没有预算") -> Any:
    return caller.post(f"/r/customers/{row['id']}/do/return_to_pool", {"inputs": {"reason": reason}})


@pytest.fixture
def colleague(firm: Firm) -> Caller:
    """Another seller of the east company."""
    return Caller(make_person("周东", firm.east_sales, EVERYTHING))


def test_a_returned_customer_is_claimed_by_a_colleague(seller: Caller, colleague: Caller) -> None:
    made = customer(seller)
    assert "claim" not in seller.get(f"/r/customers/{made['id']}").data["_can"]
    assert give_back(seller, made).status == 200
    row = Customer.objects.get(pk=made["id"])
    assert (row.owner, row.last_owner, row.pool_reason) == (None, seller.person, "没有预算")
    assert row.pooled_at
    page = colleague.get("/pool/customers").data
    assert [one["id"] for one in page["items"]] == [made["id"]]
    assert page["items"][0]["last_owner"]["label"] == "王东"
    assert colleague.post("/pool/customers/claim", {"ids": [made["id"]]}).data == {"done": 1, "failed": []}
    row = Customer.objects.get(pk=made["id"])
    assert (row.owner, row.pool_reason) == (colleague.person, "")
    assert row.pooled_at is None
    assert list(Event.objects.filter(name__startswith="customers.").values_list("name", flat=True)) == [
        "customers.returned",
        "customers.claimed",
    ]
    assert list(PoolMove.objects.order_by("created_at").values_list("kind", flat=True)) == ["returned", "claimed"]
    assert colleague.get("/pool/customers").data["items"] == []


def test_the_pool_shows_no_way_to_reach_the_customer(seller: Caller, firm: Firm) -> None:
    made = customer(seller, phone="13800138000", email="a@b.com", budget="500000")
    give_back(seller, made)
    seen = Caller(make_person("吴", firm.east_sales, CLAIMER)).get("/pool/customers").data["items"]
    assert [one["id"] for one in seen] == [made["id"]]
    assert {"phone", "email", "budget", "remark", "legal_representative", "website"}.isdisjoint(seen[0])
    assert seen[0]["_can"] == ["claim"]


def test_a_filter_cannot_feel_out_what_the_pool_hides(seller: Caller) -> None:
    give_back(seller, customer(seller, phone="13800138000"))
    asked = seller.get("/pool/customers", filter=["phone", "=", "13800138000"])
    assert (asked.status, asked.code) == (400, "bad_filter")
    assert seller.get("/pool/customers", filter=["name", "contains", "新筑"]).data["count"] == 1
    assert seller.get("/pool/customers", filter=["name", "contains", "无"]).data["count"] == 0
    assert seller.get("/pool/customers", cursor="x").code == "bad_filter"


def test_the_pool_is_that_of_the_company(seller: Caller, stranger: Caller, firm: Firm) -> None:
    made = customer(seller)
    give_back(seller, made)
    nobody = Caller(make_person("郑", firm.east_sales, {"customers": ["read"]}))
    changes = Change.objects.count()
    assert stranger.get("/pool/customers").data["items"] == []
    answer = stranger.post("/pool/customers/claim", {"ids": [made["id"]]}).data
    assert (answer["done"], answer["failed"][0]["code"], answer["failed"][0]["label"]) == (0, "not_found", "")
    assert stranger.post(f"/r/customers/{made['id']}/do/claim", {"inputs": {}}).status == 404
    assert nobody.get("/pool/customers").code == "not_allowed"
    assert nobody.post("/pool/customers/claim", {"ids": [made["id"]]}).code == "not_allowed"
    assert Change.objects.count() == changes


def test_pages_follow_each_other(seller: Caller) -> None:
    names = [f"江苏第{i}建设有限公司" for i in range(5)]
    for name in names:
        give_back(seller, customer(seller, name))
    first = seller.get("/pool/customers", limit=3).data
    second = seller.get("/pool/customers", limit=3, cursor=first["next"]).data
    assert [row["name"] for row in first["items"] + second["items"]] == names[::-1]
    assert (second["next"], first["count"], first["mine"]) == (None, 5, {"held": 0, "limit": None})


def test_the_slower_of_two_learns_who_was_quicker(seller: Caller, colleague: Caller, firm: Firm) -> None:
    made = customer(seller)
    give_back(seller, made)
    colleague.post("/pool/customers/claim", {"ids": [made["id"]]})
    third = Caller(make_person("冯东", firm.east_sales, EVERYTHING))
    changes = Change.objects.count()
    answer = third.post("/pool/customers/claim", {"ids": [made["id"]]}).data
    assert (answer["done"], answer["failed"][0]["code"]) == (0, "claimed_already")
    assert "周东" in answer["failed"][0]["message"]
    assert third.post(f"/r/customers/{made['id']}/do/claim", {"inputs": {}}).code == "wrong_state"
    assert Change.objects.count() == changes


def test_whoever_gave_it_up_waits(seller: Caller, colleague: Caller) -> None:
    made = customer(seller)
    give_back(seller, made)
    row = seller.get("/pool/customers").data["items"][0]
    assert row["barred_until"] == str(timezone.localdate() + dt.timedelta(days=8))
    assert colleague.get("/pool/customers").data["items"][0]["barred_until"] is None
    changes, jobs = Change.objects.count(), queued()
    answer = seller.post("/pool/customers/claim", {"ids": [made["id"]]}).data
    assert answer["failed"][0]["code"] == "claimed_too_early"
    assert (Change.objects.count(), queued()) == (changes, jobs)
    PoolMove.objects.update(created_at=timezone.now() - dt.timedelta(days=8))
    assert seller.post("/pool/customers/claim", {"ids": [made["id"]]}).data["done"] == 1


def test_nobody_holds_more_than_the_company_allows(seller: Caller, colleague: Caller, firm: Firm) -> None:
    PoolRule.objects.create(unit=firm.east, hold_limit=1)
    made = [customer(seller, f"江苏第{i}建设有限公司") for i in range(2)]
    for row in made:
        give_back(seller, row)
    answer = colleague.post("/pool/customers/claim", {"ids": [row["id"] for row in made]}).data
    assert (answer["done"], answer["failed"][0]["code"]) == (1, "hold_limit")
    assert colleague.get("/pool/customers").data["mine"] == {"held": 1, "limit": 1}
    left = answer["failed"][0]["id"]
    refused = seller.post(f"/r/customers/{left}/do/assign", {"inputs": {"owner": str(colleague.person.pk)}})
    assert (refused.status, refused.code) == (409, "hold_limit")
    assert Customer.objects.get(pk=left).owner is None


def test_a_supervisor_assigns_from_the_pool(seller: Caller, colleague: Caller) -> None:
    made = customer(seller)
    give_back(seller, made)
    assert "assign" in seller.get("/pool/customers").data["items"][0]["_can"]
    body = {"ids": [made["id"]], "action": "assign", "inputs": {"owner": str(colleague.person.pk)}}
    assert seller.post("/r/customers/bulk", body).data["done"] == 1
    assert seller.get("/pool/customers").data["items"] == []
    assert PoolMove.objects.filter(kind="assigned", person=colleague.person).count() == 1


def test_any_new_owner_takes_it_out_of_the_pool(seller: Caller) -> None:
    made = customer(seller)
    back = give_back(seller, made).data
    assert seller.patch(f"/r/customers/{made['id']}", {"version": back["version"], "owner": str(seller.person.pk)}).status == 200
    row = Customer.objects.get(pk=made["id"])
    assert (row.pooled_at, row.pool_reason) == (None, "")


def test_returning_needs_a_reason_and_an_owner(seller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    made = customer(seller)
    assert give_back(seller, made, "").code == "invalid"
    monkeypatch.setattr(pool, "_protections", [("正在签约，不能退回公海。", lambda: Customer.objects.values("pk"))])
    changes = Change.objects.count()
    refused = give_back(seller, made)
    assert (refused.status, refused.code, refused.data["message"]) == (409, "protected", "正在签约，不能退回公海。")
    assert Change.objects.count() == changes
    monkeypatch.setattr(pool, "_protections", [])
    give_back(seller, made)
    assert give_back(seller, made).code == "wrong_state"


def aged(row: dict[str, Any], days: int) -> Customer:
    """The customer as if it had come to its owner so many days ago."""
    past = timezone.now() - dt.timedelta(days=days)
    Customer.objects.filter(pk=row["id"]).update(created_at=past, owned_since=past)
    return Customer.objects.get(pk=row["id"])


def night(later: int = 0) -> dict[str, int]:
    return recycle(system("公海回收"), timezone.localdate() + dt.timedelta(days=later))


def test_a_neglected_customer_comes_back_after_a_warning(seller: Caller, firm: Firm) -> None:
    aged(customer(seller), 100)
    assert night() == {"warned": 0, "recycled": 0}
    PoolRule.objects.create(unit=firm.east, silent_days=30)
    assert night() == {"warned": 1, "recycled": 0}
    assert night() == {"warned": 0, "recycled": 0}
    row = Customer.objects.get()
    assert row.pool_due_on == timezone.localdate() + dt.timedelta(days=3)
    assert Notice.objects.filter(user=seller.person, kind="pool").count() == 1
    assert night(2)["recycled"] == 0
    version = row.version
    assert night(3) == {"warned": 0, "recycled": 1}
    row.refresh_from_db()
    assert row.owner is None
    assert row.pool_due_on is None
    assert row.last_owner == seller.person
    assert row.pooled_at
    assert row.pool_reason == "超过 30 天未跟进，自动回收"
    assert row.version == version + 1
    assert Event.objects.filter(name="customers.recycled").count() == 1
    assert Notice.objects.filter(user=seller.person, kind="pool").count() == 2
    assert night(3)["recycled"] == 0


def test_whoever_follows_up_keeps_the_customer(seller: Caller, firm: Firm) -> None:
    PoolRule.objects.create(unit=None, silent_days=30)
    made = customer(seller)
    aged(made, 100)
    assert night()["warned"] == 1
    child(seller, "interactions", made, channel="phone", occurred_at=timezone.now().isoformat(), content="谈了工期")
    assert night(3) == {"warned": 0, "recycled": 0}
    assert Customer.objects.get().pool_due_on is None


def test_signing_protects_from_the_second_rule(seller: Caller, firm: Firm) -> None:
    PoolRule.objects.create(unit=firm.east, unsigned_days=60)
    signed = customer(seller, "已成交置业有限公司")
    child(seller, "cooperations", signed, project_name="滨江花园")
    aged(signed, 100)
    aged(customer(seller, "未成交置业有限公司"), 100)
    assert night()["warned"] == 1
    assert night(3)["recycled"] == 1
    assert Customer.objects.get(pooled_at__isnull=False).name == "未成交置业有限公司"


def test_what_is_being_signed_is_never_recycled(seller: Caller, firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    PoolRule.objects.create(unit=firm.east, silent_days=30)
    aged(customer(seller), 100)
    assert night()["warned"] == 1
    monkeypatch.setattr(pool, "_protections", [("正在签约。", lambda: Customer.objects.values("pk"))])
    assert night(3) == {"warned": 0, "recycled": 0}
    assert Customer.objects.get().owner == seller.person


def test_the_nearest_rule_counts(seller: Caller, stranger: Caller, firm: Firm) -> None:
    PoolRule.objects.create(unit=None, silent_days=30)
    PoolRule.objects.create(unit=firm.east_sales)
    aged(customer(seller), 100)
    aged(customer(stranger, "西部建设有限公司"), 100)
    assert night()["warned"] == 1
    assert Customer.objects.get(pool_due_on__isnull=False).name == "西部建设有限公司"


def test_the_newest_rule_of_a_unit_counts(seller: Caller, firm: Firm) -> None:
    admin = Caller(make_person("管", firm.group, {"pool_rules": ["read", "create", "update"], "units": ["read"]}, scope="group"))
    assert admin.post("/r/pool_rules", {"hold_limit": 30}).data["unit"] is None
    east = {"unit": str(firm.east.pk)}
    assert admin.post("/r/pool_rules", {**east, "hold_limit": 10}).status == 201
    assert seller.get("/pool/customers").data["mine"]["limit"] == 10
    newest = admin.post("/r/pool_rules", {**east, "hold_limit": 20}).data
    assert seller.get("/pool/customers").data["mine"]["limit"] == 20
    assert admin.patch(f"/r/pool_rules/{newest['id']}", {"version": newest["version"], "hold_limit": 25}).status == 200
    assert seller.get("/pool/customers").data["mine"]["limit"] == 25
    assert admin.post("/r/pool_rules", {**east, "silent_days": 0}).status == 422
    assert seller.get("/r/pool_rules").code == "not_allowed"
