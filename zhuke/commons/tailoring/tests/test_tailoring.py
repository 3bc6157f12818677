"""Own fields and dictionaries: made in the screens, they are in forms, lists, filters, exports and the API at once."""

import csv
import io
from typing import Any

import pytest

from zhuke.commons.tailoring.models import CustomField, DictionaryEntry
from zhuke.commons.testing import Caller, Firm, make_person, run_jobs

pytestmark = pytest.mark.django_db
TAILOR = {"custom_fields": ["read", "create", "update"], "dictionary_entries": ["read", "create", "update"]}
WORK = {"customers": ["read", "create", "update", "export"], "users": ["read"], "units": ["read"]}
LEVELS = [{"value": "a", "label": "甲级"}, {"value": "b", "label": "乙级"}]


@pytest.fixture
def tailor(firm: Firm) -> Caller:
    return Caller(make_person("管理员", firm.group, TAILOR, scope="group"))


@pytest.fixture
def seller(firm: Firm) -> Caller:
    return Caller(make_person("张三", firm.east_sales, WORK))


def field(tailor: Caller, **values: Any) -> dict[str, Any]:
    made = tailor.post("/r/custom_fields", {"resource": "customers", "code": "floors", "label": "楼层数", "type": "decimal", **values})
    assert made.status == 201, made.data
    return dict(made.data)


def test_an_own_field_is_everywhere_at_once(tailor: Caller, seller: Caller) -> None:
    field(tailor)
    field(tailor, code="level", label="甲方评级", type="choice", options=LEVELS)
    told = {f["name"]: f for f in seller.get("/meta/customers").data["fields"]}
    assert (told["cf_floors"]["label"], told["cf_floors"]["type"], told["cf_floors"]["custom"]) == ("楼层数", "decimal", True)
    assert [option["value"] for option in told["cf_level"]["options"]] == ["a", "b"]
    made = seller.post("/r/customers", {"name": "武汉城投", "cf_floors": 18, "cf_level": "a"})
    assert made.status == 201, made.data
    seller.post("/r/customers", {"name": "成都城投", "cf_floors": 6})
    assert [made.data["cf_level"], float(made.data["cf_floors"])] == ["a", 18]
    names = [row["name"] for row in seller.get("/r/customers", filter=["cf_floors", ">", 10], fields="cf_floors").data["items"]]
    assert names == ["武汉城投"]
    assert [r["name"] for r in seller.get("/r/customers", filter=["cf_level", "empty", True]).data["items"]] == ["成都城投"]
    history = seller.get(f"/r/customers/{made.data['id']}/history").data["items"][0]
    assert "楼层数" in {change["label"] for change in history["changes"]}
    job = seller.post("/r/customers/export", {"format": "csv", "fields": ["name", "cf_floors", "cf_level"]}).data
    run_jobs()
    file = seller.get(seller.get(f"/jobs/{job['id']}").data["result"]["url"].removeprefix("/api/v1"))
    lines = list(csv.reader(io.StringIO(b"".join(file.raw.streaming_content).decode("utf-8-sig"))))
    assert {"楼层数", "甲方评级"} <= set(lines[0])
    assert any("甲级" in line for line in lines[1:])


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"cf_floors": "十八"}, "cf_floors"), ({"cf_level": "丙"}, "cf_level"), ({"cf_level": ""}, "cf_level"),
        ({"cf_since": "2024-02-30"}, "cf_since"),
        ({"cf_partner": "01900000-0000-7000-8000-000000000001"}, "cf_partner"),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_refused_at_their_field(tailor: Caller, seller: Caller, values: dict[str, Any], name: str) -> None:
    field(tailor)
    field(tailor, code="level", label="甲方评级", type="choice", options=LEVELS, required=True)
    field(tailor, code="since", label="入库日期", type="date")
    field(tailor, code="partner", label="合作方", type="ref", ref="customers")
    answer = seller.post("/r/customers", {"name": "武汉城投", "cf_level": "a", **values})
    assert (answer.status in (400, 422), list(answer.data["fields"])) == (True, [name]), answer.data
    assert seller.get("/r/customers", count=1).data["count"] == 0


def test_a_reference_out_of_sight_is_none(tailor: Caller, seller: Caller, firm: Firm) -> None:
    field(tailor, code="partner", label="合作方", type="ref", ref="customers")
    foreign = Caller(make_person("李四", firm.west_sales, WORK)).post("/r/customers", {"name": "成都城投"}).data
    answer = seller.post("/r/customers", {"name": "武汉城投", "cf_partner": foreign["id"]})
    assert (answer.status, list(answer.data["fields"])) == (400, ["cf_partner"])


@pytest.mark.parametrize(
    ("values", "status", "name"),
    [
        ({"resource": "nothing"}, 400, "resource"), ({"type": "choice"}, 400, "options"),
        ({"type": "choice", "options": [{"value": "a"}]}, 400, "options"), ({"type": "ref", "ref": "nothing"}, 400, "ref"),
        ({"code": "Gro ß"}, 400, "code"),
    ],
)  # fmt: skip
def test_fields_that_cannot_work_are_refused(tailor: Caller, values: dict[str, Any], status: int, name: str) -> None:
    asked = {"resource": "customers", "code": "floors", "label": "楼层数", "type": "decimal", **values}
    answer = tailor.post("/r/custom_fields", asked)
    assert (answer.status, list(answer.data["fields"])) == (status, [name]), answer.data
    assert not CustomField.objects.exists()


def test_what_values_rest_on_stays_and_a_field_switched_off_hides(tailor: Caller, seller: Caller) -> None:
    made = field(tailor)
    again = tailor.post("/r/custom_fields", {"resource": "customers", "code": "floors", "label": "层", "type": "text"})
    assert (again.status, CustomField.objects.count()) == (400, 1)
    refused = tailor.patch(f"/r/custom_fields/{made['id']}", {"version": made["version"], "type": "text"})
    assert (refused.status, list(refused.data["fields"])) == (400, ["type"])
    row = seller.post("/r/customers", {"name": "武汉城投", "cf_floors": 18}).data
    off = tailor.patch(f"/r/custom_fields/{made['id']}", {"version": made["version"], "active": False})
    assert off.status == 200
    assert "cf_floors" not in seller.get(f"/r/customers/{row['id']}").data
    assert seller.get("/r/customers", filter=["cf_floors", "=", 18]).code == "bad_filter"
    tailor.patch(f"/r/custom_fields/{made['id']}", {"version": off.data["version"], "active": True})
    assert float(seller.get(f"/r/customers/{row['id']}").data["cf_floors"]) == 18


def test_a_dictionary_grows_and_its_codes_stay(tailor: Caller, seller: Caller) -> None:
    made = tailor.post("/r/dictionary_entries", {"dictionary": "customer_kind", "code": "fund", "label": "产业基金", "label_en": "Fund"})
    assert made.status == 201, made.data
    assert seller.post("/r/customers", {"name": "武汉基金", "kind": "fund"}).status == 201
    path, version = f"/r/dictionary_entries/{made.data['id']}", made.data["version"]
    refused = tailor.patch(path, {"version": version, "code": "funds"})
    assert (refused.status, list(refused.data["fields"])) == (400, ["code"])
    off = tailor.patch(path, {"version": version, "active": False, "label": "基金"})
    assert off.status == 200
    assert seller.post("/r/customers", {"name": "成都基金", "kind": "fund"}).status == 400
    assert seller.get("/r/customers", q="武汉", fields="kind").data["items"][0]["kind"] == "fund"
    twice = tailor.post("/r/dictionary_entries", {"dictionary": "customer_kind", "code": "fund", "label": "又一个"})
    assert (twice.status, DictionaryEntry.objects.filter(code="fund").count()) == (400, 1)


def test_tailoring_is_for_those_who_hold_it_for_the_group(firm: Firm, seller: Caller) -> None:
    company = Caller(make_person("子公司", firm.east, TAILOR))
    body = {"resource": "customers", "code": "floors", "label": "楼层数", "type": "decimal"}
    for caller in (company, seller):
        assert caller.post("/r/custom_fields", body).status == 403
        assert caller.post("/r/dictionary_entries", {"dictionary": "customer_kind", "code": "x", "label": "某"}).status == 403
    assert not CustomField.objects.exists()
    assert not DictionaryEntry.objects.filter(code="x").exists()
