"""What the pipeline puts on the workbench and keeps out of the pool, counted by hand."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm, make_person
from zhuke.kernel.access import system
from zhuke.modules.customers.models import Customer, PoolRule
from zhuke.modules.customers.services.recycling import recycle
from zhuke.modules.sales.models import Opportunity
from zhuke.modules.sales.workbench import year_back

from .conftest import EVERYTHING, customer, do, move, opportunity

KEYS = {
    "lists": ["sales.silent", "sales.nodes"],
    "counters": ["sales.open", "sales.open_amount", "sales.won", "sales.won_amount"],
}


def bench(caller: Caller) -> dict[str, Any]:
    caller.patch("/me/preferences", {"workbench": KEYS})
    data = caller.get("/workbench").data
    return {one["key"]: one for one in (*data["lists"], *data["counters"], *data["blocks"])}


@pytest.fixture
def plain(firm: Firm) -> Caller:
    """A seller who may not assign: sees own ones as forgotten."""
    grants = {**EVERYTHING, "opportunities": [a for a in EVERYTHING["opportunities"] if a != "assign"]}
    return Caller(make_person("周东", firm.east_sales, grants))


def quiet(row: dict[str, Any], days: int) -> None:
    past = timezone.now() - dt.timedelta(days=days)
    Opportunity.objects.filter(pk=row["id"]).update(last_followed_at=past, created_at=past)


def test_what_lies_still_reaches_its_owner_and_whoever_assigns(seller: Caller, plain: Caller, stranger: Caller) -> None:
    old, mine = opportunity(seller, "久未跟进的商机"), opportunity(plain, "更久未跟进的商机")
    opportunity(seller, "刚刚建的商机")
    quiet(old, 9)
    quiet(mine, 20)
    assert [one["title"] for one in bench(plain)["sales.silent"]["items"]] == ["更久未跟进的商机"]
    found = bench(seller)["sales.silent"]
    assert [one["title"] for one in found["items"]] == ["更久未跟进的商机", "久未跟进的商机"]
    assert "20 天未跟进" in found["items"][0]["hint"]
    assert "周东" in found["items"][0]["hint"]
    assert found["items"][0]["actions"] == ["follow"]
    assert seller.get("/r/opportunities", filter=found["link"]["filter"], sort=found["link"]["sort"], count=1).data["count"] == 2
    assert bench(stranger)["sales.silent"]["items"] == []
    do(seller, old, "follow", content="打了电话")
    assert [one["title"] for one in bench(seller)["sales.silent"]["items"]] == ["更久未跟进的商机"]


def test_milestones_that_are_due(seller: Caller, plain: Caller) -> None:
    row, today = opportunity(seller), timezone.localdate()
    for name, days in (("开标", 2), ("踏勘", -1), ("签约", 30)):
        seller.post("/r/opportunity_nodes", {"opportunity": row["id"], "name": name, "due_on": str(today + dt.timedelta(days=days))})
    found = bench(seller)["sales.nodes"]["items"]
    assert [(one["title"], one["tone"], one["about"]["id"]) for one in found] == [("踏勘", "danger", row["id"]), ("开标", "", row["id"])]
    assert bench(plain)["sales.nodes"]["items"] == []


def test_counters_against_the_same_days(seller: Caller, stranger: Caller) -> None:
    today, now = timezone.localdate(), timezone.now()
    old = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    rows = [opportunity(seller, f"商机{i}号项目", amount=f"{100 + i}.50") for i in range(4)]
    opportunity(stranger, "别家的商机", amount="9000")
    Opportunity.objects.filter(pk__in=[rows[0]["id"], rows[1]["id"]]).update(opened_on=old)
    Opportunity.objects.filter(pk=rows[1]["id"]).update(state="won", closed_at=now)
    Opportunity.objects.filter(pk=rows[2]["id"]).update(
        state="won", opened_on=old, closed_at=timezone.make_aware(dt.datetime.combine(old, dt.time(12)))
    )
    found = bench(seller)
    assert (found["sales.open"]["value"], found["sales.open"]["previous"]) == ("2", "2")
    assert Decimal(found["sales.open_amount"]["value"]) == Decimal("204.00")
    assert Decimal(found["sales.open_amount"]["previous"]) == Decimal("202.00")
    assert (found["sales.won"]["value"], found["sales.won"]["previous"]) == ("1", "1")
    assert (Decimal(found["sales.won_amount"]["value"]), Decimal(found["sales.won_amount"]["previous"])) == (
        Decimal("101.50"),
        Decimal("102.50"),
    )
    link = found["sales.won"]["link"]
    assert seller.get("/r/opportunities", filter=link["filter"], count=1).data["count"] == 1


def test_the_funnel_counts_how_far_they_came(seller: Caller, stranger: Caller) -> None:
    rows = [opportunity(seller, f"商机{i}号项目", amount="100") for i in range(4)]
    opportunity(stranger, "别家的商机")
    assert move(seller, rows[0], "intention").status == 200
    assert move(seller, rows[1], "quotation").status == 200
    do(seller, rows[1], "lose", reason="price")
    Opportunity.objects.filter(pk=rows[3]["id"]).update(opened_on=timezone.localdate() - dt.timedelta(days=400))
    steps = bench(seller)["funnel"]["data"]["steps"]
    assert [(one["key"], one["count"]) for one in steps] == [
        ("potential", 3), ("intention", 2), ("quotation", 1), ("signing", 0), ("start", 0),
    ]  # fmt: skip
    assert Decimal(steps[0]["amount"]) == 300


def test_twelve_months_are_those_of_the_analysis_page(seller: Caller) -> None:
    """The first day that the web counts (presetSpan in model/drill.ts) is the first that the workbench counts."""
    assert year_back(dt.date(2026, 11, 22)) == dt.date(2025, 11, 23)
    assert year_back(dt.date(2028, 2, 29)) == dt.date(2027, 3, 1)
    assert year_back(dt.date(2026, 12, 31)) == dt.date(2026, 1, 1)
    rows = [opportunity(seller, f"边界{i}号项目") for i in range(3)]
    first = year_back(timezone.localdate())
    for i, row in enumerate(rows):
        Opportunity.objects.filter(pk=row["id"]).update(opened_on=first - dt.timedelta(days=i))
    assert bench(seller)["funnel"]["data"]["steps"][0]["count"] == 1
    assert seller.get("/sales/funnel", since=str(first), until=str(timezone.localdate())).data["count"] == 1


def test_a_customer_in_signing_stays_out_of_the_pool(seller: Caller, firm: Firm) -> None:
    owner = Caller(make_person("郑东", firm.east_sales, {**EVERYTHING, "customers": ["read", "create", "return_to_pool"]}))
    made = customer(owner)
    row = opportunity(owner, customer=made["id"])
    assert move(owner, row, "signing").status == 200
    refused = owner.post(f"/r/customers/{made['id']}/do/return_to_pool", {"inputs": {"reason": "没空"}})
    assert (refused.status, refused.code) == (409, "protected")
    PoolRule.objects.create(unit=firm.east, silent_days=10, unsigned_days=10)
    past = timezone.now() - dt.timedelta(days=100)
    Customer.objects.filter(pk=made["id"]).update(owned_since=past, created_at=past)
    assert recycle(system("公海回收")) == {"warned": 0, "recycled": 0}
