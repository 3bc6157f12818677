"""Tags of records and the names that are offered."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from zhuke.commons.tags.models import Tag
from zhuke.commons.testing import Caller, Firm, make, make_person
from zhuke.kernel.models import Event

pytestmark = pytest.mark.django_db
EDIT = {"customers": ["read", "update"], "units": ["read"]}
ADMIN = {"tags": ["read", "create", "update", "archive"], "units": ["read"]}


@pytest.fixture
def record(firm: Firm) -> Any:
    return make("customers", name="武汉城投", unit=firm.east_sales, number="N1")


@pytest.fixture
def zhang(firm: Firm) -> Caller:
    return Caller(make_person("张三", firm.east_sales, EDIT))


def path(record: Any) -> str:
    return f"/r/customers/{record.pk}/tags"


def test_put_replaces_and_lists_filter_by_them(zhang: Caller, record: Any, firm: Firm) -> None:
    make("customers", name="没有标签", unit=firm.east_sales, number="N2")
    assert zhang.put(path(record), [" 重点  客户 ", "老客户", "老客户"]).data == ["重点 客户", "老客户"]
    assert zhang.get(path(record)).data == ["重点 客户", "老客户"]
    found = zhang.get("/r/customers", filter=["tags", "has_any", ["老客户", "别的"]]).data["items"]
    assert [row["name"] for row in found] == ["武汉城投"]
    event = Event.objects.get(name="tags.changed")
    assert (event.subject_id, event.data) == (record.pk, {"old": [], "new": ["重点 客户", "老客户"]})
    history = zhang.get(f"/r/customers/{record.pk}/history").data["items"][0]
    assert [c["label"] for c in history["changes"]] == ["标签"]
    zhang.put(path(record), ["重点 客户", "老客户"])
    assert Event.objects.filter(name="tags.changed").count() == 1


def test_new_names_are_offered_to_the_company(zhang: Caller, record: Any, firm: Firm) -> None:
    make("tags", name="集团通用", color="red")
    zhang.put(path(record), ["集团通用", "华东的"])
    assert [(t.name, t.unit_id) for t in Tag.objects.order_by("created_at")] == [("集团通用", None), ("华东的", firm.east.pk)]
    west = Caller(make_person("李四", firm.west_sales, EDIT))
    assert [t["name"] for t in west.get("/r/customers/tags").data] == ["集团通用"]
    assert zhang.get("/r/customers/tags", q="通用").data == [{"name": "集团通用", "color": "red"}]
    assert [t["name"] for t in zhang.get("/r/customers/tags", limit=1).data] == ["华东的"]


@pytest.mark.parametrize(
    ("names", "status", "code"),
    [
        ([""], 400, "invalid"),
        (["字" * 41], 400, "invalid"),
        ([f"标签{n}" for n in range(31)], 400, "invalid"),
        ("不是列表", 422, "invalid_input"),
        ([1], 422, "invalid_input"),
    ],
)
def test_bad_names(zhang: Caller, record: Any, names: Any, status: int, code: str) -> None:
    refused = zhang.put(path(record), names)
    assert (refused.status, refused.code) == (status, code)
    record.refresh_from_db()
    assert (record.tags, Tag.objects.count()) == ([], 0)


def test_refusals_change_nothing(zhang: Caller, record: Any, firm: Firm) -> None:
    events = Event.objects.count()
    foreign = Caller(make_person("李四", firm.west_sales, EDIT))
    reader = Caller(make_person("王五", firm.east_sales, {"customers": ["read"]}))
    nobody = Caller(make_person("赵六", firm.east_sales))
    answers = [
        foreign.put(path(record), ["x"]),
        foreign.get(path(record)),
        nobody.put(path(record), ["x"]),
        zhang.put(f"/r/nothing/{record.pk}/tags", ["x"]),
    ]
    assert {(a.status, a.code) for a in answers} == {(404, "not_found")}
    assert reader.put(path(record), ["x"]).code == "not_allowed"
    assert nobody.get("/r/customers/tags").code == "not_allowed"
    assert zhang.get(f"/r/units/{firm.east.pk}/tags").code == "no_tags"
    type(record).objects.filter(pk=record.pk).update(archived_at=timezone.now())
    assert zhang.put(path(record), ["x"]).code == "archived"
    assert Client().put(f"/api/v1{path(record)}").status_code == 401
    record.refresh_from_db()
    assert (record.tags, Tag.objects.count(), Event.objects.count()) == ([], 0, events)


def test_administrators_keep_the_list(firm: Firm) -> None:
    admin = Caller(make_person("管理员", firm.group, ADMIN, scope="group"))
    made = admin.post("/r/tags", {"name": "战略客户", "color": "gold", "unit": None})
    assert made.status == 201
    assert admin.patch(f"/r/tags/{made.data['id']}", {"version": 1, "color": "red"}).data["color"] == "red"
    renamed = admin.patch(f"/r/tags/{made.data['id']}", {"version": 2, "name": "别名"})
    assert (renamed.status, list(renamed.data["fields"])) == (400, ["name"])
    assert admin.post("/r/tags", {"name": "战略客户", "unit": None}).status == 400
    own = Caller(make_person("华东管理员", firm.east, ADMIN))
    assert [t["name"] for t in own.get("/r/tags").data["items"]] == ["战略客户"]
    refused = own.patch(f"/r/tags/{made.data['id']}", {"version": 2, "color": "blue"})
    assert (refused.status, refused.code) == (403, "not_allowed_here")
    assert Tag.objects.get().color == "red"
