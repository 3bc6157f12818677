"""Saved views: one's own, shared within the company, never wider than the rights of whoever looks."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from zhuke.commons.testing import Caller, Firm, allow, make_person, unmask
from zhuke.commons.views import services
from zhuke.commons.views.models import DefaultView, SavedView

pytestmark = pytest.mark.django_db
READ = {"customers": ["read"]}
VIEW = {"name": "重点", "filter": ["name", "contains", "城投"], "sort": "-updated_at", "columns": ["name", "phone"], "q": "城"}


@pytest.fixture
def zhang(firm: Firm) -> Caller:
    return Caller(make_person("张三", firm.east_sales, READ))


@pytest.fixture
def li(firm: Firm) -> Caller:
    return Caller(make_person("李四", firm.east, READ))


def names(caller: Caller) -> list[str]:
    return [view["name"] for view in caller.get("/views/customers").data]


def test_keep_change_and_delete(zhang: Caller) -> None:
    made = zhang.post("/views/customers", VIEW)
    assert made.status == 201
    assert made.data == {**VIEW, "id": made.data["id"], "shared": False, "is_default": False, "mine": True, "usable": True}
    changed = zhang.patch(f"/views/customers/{made.data['id']}", {"name": "城投", "q": ""}).data
    assert (changed["name"], changed["q"], changed["filter"]) == ("城投", "", VIEW["filter"])
    assert zhang.patch(f"/views/customers/{made.data['id']}", {"filter": None}).data["filter"] is None
    assert zhang.delete(f"/views/customers/{made.data['id']}").status == 204
    assert names(zhang) == []


def test_shared_within_the_company(zhang: Caller, li: Caller, firm: Firm) -> None:
    made = zhang.post("/views/customers", {**VIEW, "shared": True}).data
    zhang.post("/views/customers", {**VIEW, "name": "私下"})
    [seen] = li.get("/views/customers").data
    assert (seen["name"], seen["mine"]) == ("重点", False)
    assert names(Caller(make_person("王五", firm.west_sales, READ))) == []
    for refused in (li.patch(f"/views/customers/{made['id']}", {"name": "改"}), li.delete(f"/views/customers/{made['id']}")):
        assert (refused.status, refused.code) == (403, "not_yours")
    assert SavedView.objects.get(pk=made["id"]).name == "重点"


def test_default_of_each_person(zhang: Caller, li: Caller) -> None:
    shared = zhang.post("/views/customers", {**VIEW, "shared": True, "is_default": True}).data
    own = li.post("/views/customers", VIEW).data
    assert (shared["is_default"], own["is_default"]) == (True, False)
    assert li.patch(f"/views/customers/{own['id']}", {"is_default": True}).data["is_default"] is True
    assert li.patch(f"/views/customers/{shared['id']}", {"is_default": True}).data["is_default"] is True
    assert [v["is_default"] for v in li.get("/views/customers").data] == [False, True]
    li.patch(f"/views/customers/{shared['id']}", {"is_default": False})
    assert DefaultView.objects.count() == 1
    assert zhang.get("/views/customers").data[0]["is_default"] is True


def test_a_shared_view_over_a_masked_field_is_not_shown(zhang: Caller, li: Caller) -> None:
    unmask(allow(zhang.person, {}), "customers", "phone")
    made = zhang.post("/views/customers", {**VIEW, "filter": ["phone", "=", "13800138000"], "shared": True})
    assert made.status == 201
    assert names(li) == []
    assert li.get("/views/customers").status == 200


def test_a_view_whose_field_is_gone_can_still_be_deleted(zhang: Caller) -> None:
    made = zhang.post("/views/customers", VIEW).data
    SavedView.objects.filter(pk=made["id"]).update(filter=["cf_gone", "=", "1"])
    assert zhang.get("/views/customers").data[0]["usable"] is False
    assert zhang.delete(f"/views/customers/{made['id']}").status == 204


def test_sending_twice_is_harmless(zhang: Caller) -> None:
    key = str(uuid4())
    assert [zhang.post("/views/customers", {**VIEW, "id": key}).status for _time in range(2)] == [201, 200]
    taken = zhang.post("/views/customers", {**VIEW, "id": key, "name": "别的"})
    assert (taken.status, taken.code, SavedView.objects.count()) == (409, "id_taken", 1)


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"filter": ["phone", "=", "1"]}, 400, "bad_filter"),
        ({"filter": "x"}, 400, "bad_filter"),
        ({"sort": "phone"}, 400, "bad_filter"),
        ({"columns": ["password"]}, 400, "bad_filter"),
        ({"name": " "}, 400, "invalid"),
        ({"name": "长" * 61}, 422, "invalid_input"),
        ({"extra": 1}, 422, "invalid_input"),
    ],
)
def test_what_cannot_be_saved(zhang: Caller, values: Any, status: int, code: str) -> None:
    refused = zhang.post("/views/customers", {**VIEW, **values})
    assert (refused.status, refused.code, SavedView.objects.count()) == (status, code, 0)


def test_names_are_told_apart_and_numbers_bounded(zhang: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    zhang.post("/views/customers", VIEW)
    assert zhang.post("/views/customers", VIEW).data["fields"]["name"] == ["您已有同名的场景，请换个名字。"]
    monkeypatch.setattr(services, "MOST", 1)
    assert zhang.post("/views/customers", {**VIEW, "name": "又一个"}).code == "too_many"
    assert SavedView.objects.count() == 1


def test_others_are_kept_out(zhang: Caller, firm: Firm) -> None:
    made = zhang.post("/views/customers", {**VIEW, "shared": True}).data
    foreign = Caller(make_person("王五", firm.west_sales, READ))
    nobody = Caller(make_person("赵六", firm.east_sales))
    for answer in (
        foreign.patch(f"/views/customers/{made['id']}", {"is_default": True}),
        foreign.delete(f"/views/customers/{made['id']}"),
        zhang.get("/views/nothing"),
    ):
        assert (answer.status, answer.code) == (404, "not_found")
    for answer in (nobody.get("/views/customers"), nobody.post("/views/customers", VIEW), nobody.delete(f"/views/customers/{made['id']}")):
        assert (answer.status, answer.code) == (403, "not_allowed")
    assert Client().get("/api/v1/views/customers").status_code == 401
    assert (SavedView.objects.count(), DefaultView.objects.count()) == (1, 0)
