"""Customers that leave: registered with reason and stage, counted by both, and back with their next opportunity."""

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from zhuke.commons.testing import Caller, Firm, make_person, queued
from zhuke.kernel.access import system
from zhuke.kernel.models import Event
from zhuke.modules.customers.models import Customer
from zhuke.modules.customers.services.merging import merge
from zhuke.modules.sales.models import Churn

from .conftest import customer, do, move, opportunity

pytestmark = pytest.mark.django_db


def left(seller: Caller, row: dict[str, Any], reason: str = "rival", **values: Any) -> Any:
    return seller.post("/r/churns", {"customer": row["id"], "reason": reason, **values})


def lost_customer(seller: Caller, name: str, phase: str = "") -> dict[str, Any]:
    """A customer whose only opportunity got as far as the phase and was lost there; without a phase: that never had one."""
    row = customer(seller, name)
    if phase:
        deal = opportunity(seller, f"{name}厂房", customer=row["id"])
        if phase != "potential":
            assert move(seller, deal, phase).status == 200
        assert do(seller, deal, "lose", reason="price").status == 200
    return row


def test_a_customer_leaves_and_comes_back(seller: Caller) -> None:
    row = lost_customer(seller, "江苏新筑建设有限公司", "quotation")
    made = left(seller, row, gone_to="远航建工", note="价格之外还有工期", left_on="2026-03-01")
    assert made.status == 201, made.data
    assert (made.data["phase"], made.data["won_back_on"], "win_back" in made.data["_can"]) == ("quotation", None, True)
    twice = left(seller, row)
    assert (twice.status, twice.code, Churn.objects.count()) == (409, "already_left", 1)
    back = seller.post(f"/r/churns/{made.data['id']}/do/win_back", {"inputs": {"won_back_on": "2026-05-01", "note": "回访"}})
    assert (back.status, back.data["won_back_on"], back.data["won_back_note"]) == (200, "2026-05-01", "回访")
    again = seller.post(f"/r/churns/{made.data['id']}/do/win_back", {"inputs": {}})
    assert (again.status, again.code) == (409, "wrong_state")
    assert left(seller, row).status == 201, "a customer may leave a second time"


def test_its_next_opportunity_brings_it_back(seller: Caller) -> None:
    row, other = lost_customer(seller, "江苏新筑建设有限公司"), lost_customer(seller, "安徽皖江置业有限公司")
    assert (left(seller, row).status, left(seller, other).status) == (201, 201)
    opportunity(seller, "二期厂房", customer=row["id"])
    ended = Churn.objects.get(customer=row["id"])
    assert (ended.won_back_on, ended.won_back_note) == (timezone.localdate(), "二期厂房")
    assert Churn.objects.get(customer=other["id"]).won_back_on is None
    assert Event.objects.filter(name="churns.won_back").count() == 1


def test_what_is_refused(seller: Caller) -> None:
    row = lost_customer(seller, "江苏新筑建设有限公司")
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    opportunity(seller, "仍在谈的厂房", customer=row["id"])
    before = Event.objects.count()
    jobs = queued()
    going = left(seller, row)
    assert (going.status, going.code) == (409, "open_opportunities")
    assert "1 个进行中的商机" in going.data["message"]
    late = left(seller, row, left_on=tomorrow)
    assert (late.status, list(late.data["fields"])) == (400, ["left_on"])
    assert left(seller, row, reason="").status == 400
    assert (Churn.objects.count(), Event.objects.count(), queued()) == (0, before, jobs)
    quiet, gone = lost_customer(seller, "安徽皖江置业有限公司"), lost_customer(seller, "浙江临江建设有限公司")
    Customer.objects.filter(pk=gone["id"]).update(archived_at=timezone.now())
    assert (left(seller, gone).status, Churn.objects.count()) == (409, 0)
    made = left(seller, quiet, left_on="2026-03-01").data
    early = seller.post(f"/r/churns/{made['id']}/do/win_back", {"inputs": {"won_back_on": "2026-02-01"}})
    assert (early.status, list(early.data["fields"])) == (400, ["won_back_on"])
    other = seller.patch(f"/r/churns/{made['id']}", {"version": made["version"], "customer": row["id"]})
    assert (other.status, Churn.objects.get().version) == (400, 1)


def test_reasons_by_stage(seller: Caller, firm: Firm) -> None:
    for name, phase, reason in (
        ("甲公司", "quotation", "rival"),
        ("乙公司", "quotation", "price"),
        ("丙公司", "quotation", "rival"),
        ("丁公司", "", "no_projects"),
    ):
        assert left(seller, lost_customer(seller, name, phase), reason, left_on="2026-03-01").status == 201
    found = seller.get("/sales/departures", by="phase").data
    assert [(i["label"], i["count"], i["share"], [(p["label"], p["count"]) for p in i["parts"]]) for i in found["items"]] == [
        ("正式报价", 3, 75.0, [("被同行争取", 2), ("价格偏高", 1)]),
        ("还没有商机", 1, 25.0, [("不再有建设项目", 1)]),
    ]
    first = Churn.objects.get(customer__name="甲公司")
    assert seller.post(f"/r/churns/{first.pk}/do/win_back", {"inputs": {}}).status == 200
    reasons = seller.get("/sales/departures", since="2026-03-01", until="2026-03-31").data
    assert (reasons["count"], reasons["back"]) == (4, 1)
    assert [(i["value"], i["count"], i["back"]) for i in reasons["items"]] == [("rival", 2, 1), ("no_projects", 1, 0), ("price", 1, 0)]
    assert seller.get("/sales/departures", since="2026-04-01").data["count"] == 0
    local = Caller(make_person("本地", firm.west_sales, {"churns": ["read"], "customers": ["read"]}, scope="department"))
    assert local.get("/sales/departures").data["count"] == 0
    assert Caller(make_person("无权", firm.east_sales)).get("/sales/departures").code == "not_allowed"


def test_the_workbook_has_them_for_who_may_take_them_along(seller: Caller, firm: Firm) -> None:
    assert left(seller, lost_customer(seller, "甲公司", "intention"), "dispute").status == 201
    book = load_workbook(io.BytesIO(seller.get("/sales/analysis.xlsx").raw.content))
    rows = [[cell for cell in row if cell is not None] for row in book["客户流失"].iter_rows(values_only=True)]
    assert ["结算或付款纠纷", 1, 100, 0, "意向客户 1"] in rows
    plain = Caller(make_person("看商机", firm.east_sales, {"opportunities": ["read", "export"]}))
    assert "客户流失" not in load_workbook(io.BytesIO(plain.get("/sales/analysis.xlsx").raw.content)).sheetnames


def test_entries_of_merged_customers_end_together(seller: Caller) -> None:
    kept, other = lost_customer(seller, "江苏新筑建设有限公司"), lost_customer(seller, "江苏新筑建设公司")
    assert (left(seller, kept).status, left(seller, other).status) == (201, 201)
    merge(system("测试"), Customer.objects.get(pk=kept["id"]), merged=other["id"])
    assert set(Churn.objects.values_list("customer_id", flat=True)) == {uuid.UUID(kept["id"])}
    opportunity(seller, "三期厂房", customer=kept["id"])
    assert not Churn.objects.filter(won_back_on=None).exists()
