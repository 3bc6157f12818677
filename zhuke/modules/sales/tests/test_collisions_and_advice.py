"""Who else is after it, and what to do next."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.testing import Caller
from zhuke.modules.sales.domain.likeness import likeness, project_key
from zhuke.modules.sales.models import Opportunity, Stage

from .conftest import customer, do, move, opportunity


def test_the_same_owner_and_project_of_a_sister_company_is_told_without_name_or_price(seller: Caller, stranger: Caller) -> None:
    theirs = customer(stranger, "南京宏鼎置业有限公司")
    opportunity(stranger, "机密滨江新城二期工程", customer=theirs["id"], amount="77700000", bid_price="76500000")
    ours = customer(seller, "宏鼎置业（南京）有限公司")
    answer = seller.get("/sales/collisions", customer=ours["id"], name="滨江新城二期总承包").data["items"]
    assert answer == [{"verdict": "same", "inside": False, "sister": {"company": "西南公司", "person": "李西", "phone": "13900000001"}}]
    assert [i["verdict"] for i in seller.get("/sales/collisions", customer=ours["id"], name="别的地块").data["items"]] == ["owner"]
    assert [i["verdict"] for i in seller.get("/sales/collisions", name="机密滨江新城二期").data["items"]] == ["project"]
    assert seller.get("/sales/collisions", name="苏州金鸡湖酒店").data["items"] == []


def test_ones_own_is_told_in_full_and_decided_ones_do_not_count(seller: Caller) -> None:
    made = opportunity(seller, "滨江新城 A 地块")
    found = seller.get("/sales/collisions", customer=made["customer"]["id"], name="滨江新城A地块").data["items"]
    assert [(i["verdict"], i["inside"], i["opportunity"]["id"]) for i in found] == [("same", True, made["id"])]
    assert seller.get("/sales/collisions", customer=made["customer"]["id"], name="滨江新城A地块", exclude=made["id"]).data["items"] == []
    do(seller, made, "lose", reason="price")
    assert seller.get("/sales/collisions", customer=made["customer"]["id"]).data["items"] == []


def test_a_customer_out_of_sight_is_none(seller: Caller, stranger: Caller) -> None:
    theirs = customer(stranger)
    assert seller.get("/sales/collisions", customer=theirs["id"]).status == 404


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("滨江新城二期工程", "滨江新城二期总承包项目", True),
        ("ＡＢＣ产业园（一标段）", "ABC产业园一标段施工", True),
        ("滨江新城", "金鸡湖酒店", False),
        ("", "滨江", False),
    ],
)
def test_likeness_of_names(one: str, other: str, alike: bool) -> None:
    assert (likeness(project_key(one), project_key(other)) >= 0.6) is alike


def codes(caller: Caller, row: dict[str, Any]) -> list[str]:
    items = caller.get(f"/r/opportunities/{row['id']}/advice").data["items"]
    assert all(item["title"] and item["reason"] and item["action"]["kind"] for item in items)
    return [item["code"] for item in items]


def test_a_new_one_is_to_be_contacted_and_may_go_on(seller: Caller) -> None:
    assert codes(seller, opportunity(seller)) == ["first_contact", "ready"]


def test_an_agreed_day_comes_first(seller: Caller) -> None:
    made = opportunity(seller)
    Opportunity.objects.update(
        last_followed_at=timezone.now() - dt.timedelta(days=9), next_contact_at=timezone.now() - dt.timedelta(days=2)
    )
    item = seller.get(f"/r/opportunities/{made['id']}/advice").data["items"][0]
    assert (item["code"], item["action"]["kind"]) == ("contact_due", "follow")
    assert "已过 2 天" in item["reason"]


def test_silence_delay_nodes_risks_and_gaps_are_told(seller: Caller) -> None:
    Stage.objects.filter(phase="quotation").update(required_fields=["amount"])
    made = opportunity(seller)
    move(seller, made, "intention")
    past = timezone.localdate() - dt.timedelta(days=3)
    Opportunity.objects.update(
        last_followed_at=timezone.now() - dt.timedelta(days=9), stage_since=timezone.now() - dt.timedelta(days=50), expected_on=past
    )
    seller.post("/r/opportunity_nodes", {"opportunity": made["id"], "name": "开标", "due_on": str(timezone.localdate())})
    seller.post("/r/opportunity_risks", {"opportunity": made["id"], "title": "资金不到位", "level": "high", "due_on": str(past)})
    items = {i["code"]: i for i in seller.get(f"/r/opportunities/{made['id']}/advice").data["items"]}
    assert list(items) == ["node", "silent", "risk", "overdue", "expected_past", "gaps"]
    assert "已停留 50 天，允许 45 天。" in items["overdue"]["reason"]
    assert "请填写“预计金额”。" in items["overdue"]["reason"]
    assert items["overdue"]["action"]["fields"] == ["amount"]


def test_a_decided_one_needs_nothing(seller: Caller) -> None:
    made = opportunity(seller)
    do(seller, made, "lose", reason="price")
    assert codes(seller, made) == []


def test_a_customer_gathers_the_advice_of_its_opportunities(seller: Caller, stranger: Caller) -> None:
    made = opportunity(seller)
    items = seller.get(f"/r/customers/{made['customer']['id']}/advice").data["items"]
    assert [(i["code"], (i["opportunity"] or {}).get("id")) for i in items] == [
        ("first_contact", made["id"]), ("ready", made["id"]), ("no_contact", None),
    ]  # fmt: skip
    warm = customer(seller, "有意向置业有限公司", intention="high")
    assert "open_one" in [i["code"] for i in seller.get(f"/r/customers/{warm['id']}/advice").data["items"]]
    assert stranger.get(f"/r/customers/{warm['id']}/advice").status == 404
