"""Completeness and its target, what to fill next, how often people talk, fields out of pasted text; masked values stay unsaid."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm, allow, make_person
from zhuke.modules.customers.models import CompletenessTarget, Customer

from .conftest import EVERYTHING, child, customer

GOOD_CODE = "91350100M000100Y43"
CARD = "江苏恒坤建设有限公司\n王建国 采购部经理\n手机：13812345678\nwangjg@hengkun.com"


@pytest.fixture
def plain(firm: Firm) -> Caller:
    """A colleague of the seller who sees no masked field."""
    return Caller(make_person("周明", firm.east_sales, EVERYTHING))


def complete(caller: Caller, score: int, **values: Any) -> dict[str, Any]:
    """A customer whose completeness is as given."""
    made = customer(caller, **values)
    Customer.objects.filter(pk=made["id"]).update(completeness=score)
    return made


def test_ranking_by_person_and_company_within_ones_reach(seller: Caller, plain: Caller, stranger: Caller, firm: Firm) -> None:
    complete(seller, 96, name="甲建设有限公司")
    complete(seller, 60, name="乙置业有限公司")
    complete(plain, 90, name="丙水务有限公司")
    complete(stranger, 10, name="丁矿业有限公司")
    told = seller.get("/customers/completeness").data
    assert (told["target"], told["whole"]) == (95, {"average": 82.0, "count": 3, "below": 2})
    assert [(g["label"], g["average"], g["count"], g["below"], g["target"]) for g in told["groups"]] == [
        ("周明", 90.0, 1, 1, 95), ("王东", 78.0, 2, 1, 95),
    ]  # fmt: skip
    head = Caller(make_person("集团", firm.group, {"customers": ["read"]}, scope="group"))
    companies = head.get("/customers/completeness", by="company").data["groups"]
    assert [(g["label"], g["average"], g["below"]) for g in companies] == [("华东公司", 82.0, 2), ("西南公司", 10.0, 1)]
    assert head.get("/customers/completeness", by="city").status == 422


def test_the_firm_sets_the_target_and_a_company_its_own(seller: Caller, firm: Firm) -> None:
    complete(seller, 85, name="甲建设有限公司")
    rights = {"completeness_targets": ["read", "create", "update", "archive"], "customers": ["read"], "units": ["read"]}
    chief = Caller(make_person("总", firm.group, rights, scope="group"))
    whole = chief.post("/r/completeness_targets", {"percent": 80})
    assert (whole.status, whole.data["unit"]) == (201, None)
    told = seller.get("/customers/completeness").data
    assert (told["target"], told["whole"]["below"], seller.get("/customers/fix-next").data) == (80, 0, [])
    east = chief.post("/r/completeness_targets", {"percent": 90, "unit": str(firm.east.pk)}).data
    told = seller.get("/customers/completeness").data
    assert (told["target"], told["whole"]["below"], told["groups"][0]["target"]) == (90, 1, 90)
    assert [row["label"] for row in seller.get("/customers/fix-next").data] == ["甲建设有限公司"]
    assert chief.get("/customers/completeness").data["target"] == 80
    chief.post(f"/r/completeness_targets/{east['id']}/archive", {"version": east["version"]})
    assert seller.get("/customers/completeness").data["target"] == 80


def test_a_target_makes_sense_and_is_set_by_those_who_may(seller: Caller, firm: Firm) -> None:
    manager = Caller(make_person("经理", firm.east, {"completeness_targets": ["read", "create"], "units": ["read"]}, scope="below"))
    for percent in (0, 101):
        assert manager.post("/r/completeness_targets", {"percent": percent, "unit": str(firm.east.pk)}).status in (400, 422)
    foreign = manager.post("/r/completeness_targets", {"percent": 50, "unit": str(firm.west.pk)})
    whole = manager.post("/r/completeness_targets", {"percent": 50})
    assert (foreign.status, whole.status, seller.post("/r/completeness_targets", {"percent": 50}).code) == (403, 403, "not_allowed")
    assert not CompletenessTarget.objects.exists()


def test_what_to_fill_next_names_the_gaps_that_weigh_most(seller: Caller, plain: Caller, stranger: Caller) -> None:
    made = customer(seller, "江苏新筑建设有限公司", kind="private")
    customer(stranger, "丁矿业有限公司")
    [row] = seller.get("/customers/fix-next").data
    gains = [part["gain"] for part in row["missing"]]
    assert (row["id"], gains) == (made["id"], sorted(gains, reverse=True))
    assert {"credit_code", "has_contact", "budget"} <= {part["field"] for part in row["missing"]}
    assert "kind" not in {part["field"] for part in row["missing"]}
    assert "budget" not in {part["field"] for part in plain.get("/customers/fix-next").data[0]["missing"]}
    gained = row["completeness"] + next(part["gain"] for part in row["missing"] if part["field"] == "credit_code")
    seller.patch(f"/r/customers/{made['id']}", {"version": made["version"], "credit_code": GOOD_CODE})
    assert seller.get("/customers/fix-next").data[0]["completeness"] == gained


def test_communication_tells_frequency_effect_and_lateness(seller: Caller, stranger: Caller, firm: Firm) -> None:
    made, other = customer(seller, "甲建设有限公司"), customer(seller, "乙置业有限公司")
    now = timezone.now()
    child(seller, "interactions", made, channel="visit", occurred_at=now.isoformat(), content="上门", effect="forward")
    child(seller, "interactions", made, channel="phone", occurred_at=(now - dt.timedelta(days=4)).isoformat(), content="电话")
    child(seller, "interactions", other, channel="phone", occurred_at=now.isoformat(), content="电话")
    told = seller.get("/customers/communication", months=3).data
    assert (told["count"], told["late"], told["late_average_days"]) == (3, 1, 4.0)
    assert [(c["channel"], c["count"], c["forward"], c["late"]) for c in told["channels"]] == [("phone", 2, 0, 1), ("visit", 1, 1, 0)]
    assert sum(month["count"] for month in told["months"]) == 3
    assert seller.get("/customers/communication", customer=made["id"]).data["count"] == 2
    assert seller.get("/customers/communication", owner=str(stranger.person.pk)).data["count"] == 0
    assert stranger.get("/customers/communication").data["count"] == 0
    assert stranger.get("/customers/communication", customer=made["id"]).status == 404
    deaf = Caller(make_person("无权", firm.east_sales, {"customers": ["read"]}))
    assert (deaf.get("/customers/communication").status, deaf.get("/customers/communication").code) == (403, "not_allowed")


def test_pasted_text_becomes_fields_in_the_readers_language(seller: Caller, firm: Firm) -> None:
    found = {f["field"]: f for f in seller.post("/customers/pasted", {"text": CARD}).data["fields"]}
    assert (found["name"]["value"], found["contact_name"]["value"]) == ("江苏恒坤建设有限公司", "王建国")
    assert (found["contact_phone"]["value"], found["contact_email"]["value"]) == ("13812345678", "wangjg@hengkun.com")
    assert not Customer.objects.exists()
    english = seller.client.post(
        "/api/v1/customers/pasted", {"text": CARD}, content_type="application/json", headers={"accept-language": "en"}
    ).json()["fields"]
    assert len(english) == len(found)
    for proposal in english:
        told = f"{proposal['label']} {proposal['reason']}"
        assert not any("\u4e00" <= character <= "\u9fff" for character in told), told
    reader = Caller(make_person("只读", firm.east_sales, {"customers": ["read"]}))
    assert reader.post("/customers/pasted", {"text": CARD}).code == "not_allowed"
    assert seller.post("/customers/pasted", {"text": "字" * 5001}).status == 422


def test_reasons_keep_silent_about_masked_amounts(seller: Caller, plain: Caller) -> None:
    made = customer(seller, budget="90000000", credit_grade="aa", registered_capital="2000000", established_on="2001-01-01")
    for n in range(2):
        child(seller, "cooperations", made, project_name=f"{n} 号楼", amount="300000000", paid_late_days=0)
    path = f"/customers/{made['id']}/summary"
    seen, hidden = seller.get(path).data, plain.get(path).data
    spoken = str([seen["value"], seen["auto_tags"], seen["credit"]])
    assert "6 亿元" in spoken
    assert "9,000 万元" in spoken
    assert "cooperation_amount" not in hidden
    assert (hidden["value"]["reasons"], hidden["value"]["grade"]) == ([], seen["value"]["grade"])
    silent = str([hidden["value"], hidden["auto_tags"], hidden["credit"]["reasons"]])
    assert "亿元" not in silent
    assert "9,000" not in silent
    assert [tag["tag"] for tag in hidden["auto_tags"]] == [tag["tag"] for tag in seen["auto_tags"]]
    assert hidden["credit"]["grade"] == seen["credit"]["grade"]
    bare = customer(seller, "乙置业有限公司")
    gaps = plain.get(f"/customers/{bare['id']}/summary").data["completeness"]["missing"]
    assert "budget" not in {gap["field"] for gap in gaps}


def test_a_merge_preview_is_for_those_who_merge_and_shows_no_masked_side(seller: Caller, plain: Caller, firm: Firm) -> None:
    kept = customer(seller, "江苏新筑建设有限公司", phone="025-88886666")
    other = customer(seller, "新筑建设（江苏）有限公司", phone="025-88887777")
    path = f"/customers/{kept['id']}/merge-preview"
    assert "phone" in {field["name"] for field in seller.get(path, other=other["id"]).data["fields"]}
    assert not {"phone", "email", "budget"} & {field["name"] for field in plain.get(path, other=other["id"]).data["fields"]}
    reader = Caller(make_person("只读", firm.east_sales, {"customers": ["read"]}))
    assert (reader.get(path, other=other["id"]).status, reader.get(path, other=other["id"]).code) == (403, "not_allowed")
    own = make_person("自己的", firm.east_sales, {"customers": ["read"]})
    allow(own, {"customers": ["merge"]}, scope="own")
    assert Caller(own).get(path, other=other["id"]).code == "not_allowed_here"
