"""The search over everything: order, closeness, and nothing that one may not see."""

from typing import Any

import pytest
from django.test import Client

from zhuke.commons.testing import Caller, Firm, allow, make, make_person, unmask

pytestmark = pytest.mark.django_db
READ = {"customers": ["read"], "users": ["read"], "units": ["read"]}


@pytest.fixture
def zhang(firm: Firm) -> Caller:
    return Caller(make_person("华东张三", firm.east_sales, READ))


def customer(firm: Firm, name: str, unit: Any = None, **values: Any) -> Any:
    return make("customers", name=name, unit=unit or firm.east_sales, number=f"N-{name}", **values)


def labels(caller: Caller, q: str) -> dict[str, list[str]]:
    return {group["resource"]: [item["label"] for item in group["items"]] for group in caller.get("/search", q=q).data}


def test_groups_in_order_and_the_closest_first(firm: Firm, zhang: Caller) -> None:
    for name in ("上海华东建设集团", "华东建设", "华东建设集团有限公司", "华东", "华东二建", "华东三建有限公司"):
        customer(firm, name)
    found = labels(zhang, "华东")
    assert list(found) == ["customers", "units", "users"]
    assert found["customers"] == ["华东", "华东二建", "华东建设", "华东三建有限公司", "华东建设集团有限公司"]
    item = zhang.get("/search", q="华东二建").data[0]["items"][0]
    assert item["hint"] == "N-华东二建"


def test_pinyin_parts_and_single_characters(firm: Firm, zhang: Caller) -> None:
    customer(firm, "武汉城投")
    assert labels(zhang, "whct") == {"customers": ["武汉城投"]}
    assert labels(zhang, "汉城") == {"customers": ["武汉城投"]}
    assert labels(zhang, "武") == {"customers": ["武汉城投"]}
    assert labels(zhang, "汉") == {}
    assert labels(zhang, "城投 武汉") == {"customers": ["武汉城投"]}


@pytest.mark.parametrize("q", ["", "   ", "%", "\\", "'", "(", "\x00"])
def test_odd_texts_find_nothing(firm: Firm, zhang: Caller, q: str) -> None:
    customer(firm, "武汉城投")
    assert zhang.get("/search", q=q).data == []


def test_masked_values_find_only_for_those_who_see_them(firm: Firm, zhang: Caller) -> None:
    customer(firm, "武汉城投", phone="13800138000")
    assert labels(zhang, "8000") == {}
    role = allow(zhang.person, {})
    for name in ("phone", "email", "budget"):
        unmask(role, "customers", name)
    assert labels(zhang, "8000") == {"customers": ["武汉城投"]}


def test_out_of_sight(firm: Firm, zhang: Caller) -> None:
    customer(firm, "成都城投", firm.west_sales)
    assert labels(zhang, "成都城投") == {}
    assert labels(Caller(make_person("无权", firm.east_sales)), "成都") == {}
    assert zhang.get("/search", q="长" * 101).status == 422
    assert Client().get("/api/v1/search?q=城投").status_code == 401
