"""Many rows at once: what is done, what is refused and says why, what is not even begun."""

from typing import Any

import pytest

from zhuke.commons.bulk import api
from zhuke.commons.testing import Caller, Firm, make, make_person, queued
from zhuke.kernel.models import Change

pytestmark = pytest.mark.django_db
WORK = {"customers": ["read", "update", "archive"], "users": ["read"], "units": ["read"]}


@pytest.fixture
def rows(firm: Firm) -> list[Any]:
    """Two customers of the east company, one of the west."""
    places = [firm.east_sales, firm.east_sales, firm.west_sales]
    return [make("customers", name=f"{n} 号客户", unit=unit, number=f"N{n}") for n, unit in enumerate(places)]


@pytest.fixture
def seller(firm: Firm) -> Caller:
    return Caller(make_person("张三", firm.east_sales, WORK))


def ids(rows: list[Any]) -> list[str]:
    return [str(row.pk) for row in rows]


def cities(rows: list[Any]) -> list[str]:
    return [type(row).objects.get(pk=row.pk).city for row in rows]


def test_rows_out_of_sight_are_left_alone(seller: Caller, rows: list[Any]) -> None:
    answer = seller.post("/r/customers/bulk", {"ids": ids(rows), "values": {"city": "武汉"}})
    assert (answer.status, answer.data) == (200, {"done": 2, "failed": []})
    assert cities(rows) == ["武汉", "武汉", ""]
    by_filter = seller.post("/r/customers/bulk", {"filter": ["city", "=", "武汉"], "action": "archive"})
    assert by_filter.data["done"] == 2
    assert Change.objects.filter(object_id=rows[0].pk, actor_name="张三").count() == 2


def test_a_refused_row_says_why_and_stops_no_other(seller: Caller, rows: list[Any]) -> None:
    type(rows[0]).objects.filter(pk=rows[0].pk).update(name="")
    answer = seller.post("/r/customers/bulk", {"ids": ids(rows), "values": {"city": "武汉"}}).data
    assert (answer["done"], [row["id"] for row in answer["failed"]]) == (1, [str(rows[0].pk)])
    assert answer["failed"][0]["message"]
    assert cities(rows) == ["", "武汉", ""]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"ids": []}, "bad_bulk"), ({"values": {"city": "武汉"}}, "bad_bulk"),
        ({"ids": [], "values": {"city": "x"}, "action": "archive"}, "bad_bulk"),
        ({"filter": ["phone", "=", "1"], "values": {"city": "x"}}, "bad_filter"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_changes_nothing(seller: Caller, rows: list[Any], body: dict[str, Any], code: str) -> None:
    changes = Change.objects.count()
    refused = seller.post("/r/customers/bulk", body)
    assert (refused.status, refused.code, Change.objects.count(), queued()) == (400, code, changes, [])


def test_what_is_not_for_many_fails_row_by_row(seller: Caller, rows: list[Any]) -> None:
    for body in ({"action": "merge"}, {"action": "no_such_thing"}, {"values": {"number": "N9"}}, {"values": {"phone": "13800138000"}}):
        answer = seller.post("/r/customers/bulk", {"ids": ids(rows), **body}).data
        assert (answer["done"], len(answer["failed"])) == (0, 2)
        assert all(row["message"] for row in answer["failed"])
    assert [row.number for row in type(rows[0]).objects.order_by("number")] == ["N0", "N1", "N2"]


def test_too_many_are_not_begun(seller: Caller, rows: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "BULK_CAP", 1)
    refused = seller.post("/r/customers/bulk", {"filter": ["city", "=", ""], "values": {"city": "武汉"}})
    assert (refused.status, refused.code) == (400, "too_many")
    assert cities(rows) == ["", "", ""]
