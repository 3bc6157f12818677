"""Numbers: nearest rule, periods, no gaps, two writers, patterns that cannot work."""

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from zhuke.commons.numbering import services
from zhuke.commons.numbering.models import NumberingCounter, NumberingRule
from zhuke.commons.numbering.services import TAKE, next_number, problem_of, take_numbers
from zhuke.commons.testing import Caller, Firm, make_person, queued
from zhuke.kernel.access import system
from zhuke.kernel.models import Event

pytestmark = pytest.mark.django_db
SYSTEM = system("测试")
DAY = dt.date(2026, 3, 9)
ALL = {"numbering_rules": ["read", "create", "update", "archive"], "units": ["read"]}


def rule(**values: Any) -> NumberingRule:
    return NumberingRule.objects.create(**{"resource": "users", "pattern": "R-{year}-{seq:3}", **values})


def test_first_use_makes_a_rule_of_the_label(firm: Firm) -> None:
    assert next_number(SYSTEM, "users", firm.east.pk, DAY) == "RY-2026-00001"  # 人员
    assert next_number(SYSTEM, "users", None, DAY) == "RY-2026-00002"
    assert NumberingRule.objects.count() == 1


def test_nearest_rule_upward_counts(firm: Firm) -> None:
    rule()
    rule(unit=firm.east, pattern="E{yy}{month}{day}-{company}-{unit}-{seq:2}")
    assert next_number(SYSTEM, "users", firm.east_sales.pk, DAY) == f"E260309-{firm.east.code}-{firm.east_sales.code}-01"
    assert next_number(SYSTEM, "users", firm.west_sales.pk, DAY) == "R-2026-001"


def test_signs_of_a_unit_code_stay_as_they_are(firm: Firm) -> None:
    type(firm.east).objects.filter(pk=firm.east.pk).update(code="50%d{seq:2}")
    rule(pattern="100%-{company}-{seq:3}")
    assert next_number(SYSTEM, "users", firm.east_sales.pk, DAY) == "100%-50%d{seq:2}-001"


def test_archived_rules_do_not_count(firm: Firm) -> None:
    rule()
    rule(unit=firm.east, pattern="E-{year}-{seq:2}", archived_at="2026-01-01T00:00:00Z")
    assert next_number(SYSTEM, "users", firm.east.pk, DAY) == "R-2026-001"


@pytest.mark.parametrize(
    ("reset", "numbers"),
    [("yearly", ["A2026030001", "A2026040002", "A2025120001"]), ("monthly", ["A2026030001", "A2026040001", "A2025120001"])],
)
def test_periods_also_when_dated_back(firm: Firm, reset: str, numbers: list[str]) -> None:
    rule(pattern="A{year}{month}{seq:4}", reset=reset)
    days = [DAY, dt.date(2026, 4, 1), dt.date(2025, 12, 31)]
    assert [next_number(SYSTEM, "users", None, day) for day in days] == numbers


def test_start_and_overflow(firm: Firm) -> None:
    rule(pattern="N{seq:2}", reset="never", start=98)
    assert take_numbers(SYSTEM, "users", None, DAY, 4) == ["N98", "N99", "N100", "N101"]


def test_rolled_back_number_is_given_again(firm: Firm) -> None:
    rule()

    def fail() -> None:
        with transaction.atomic():
            assert next_number(SYSTEM, "users", None, DAY) == "R-2026-001"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert next_number(SYSTEM, "users", None, DAY) == "R-2026-001"


@pytest.fixture
def other_connection() -> Iterator[Any]:
    other = connection.copy()
    yield other
    with other.cursor() as cursor:
        cursor.execute("DELETE FROM numbering_numberingcounter")
        cursor.execute("DELETE FROM numbering_numberingrule")
    other.close()


def test_second_writer_waits_for_the_first(other_connection: Any) -> None:
    key = uuid4()
    with other_connection.cursor() as cursor:  # committed, so that both writers see it
        cursor.execute(
            "INSERT INTO numbering_numberingrule (id, version, created_at, updated_at, custom, resource, pattern, reset, start) "
            "VALUES (%s, 1, now(), now(), '{}', 'users', 'W{seq:3}', 'never', 1)",
            [key],
        )
    other_connection.set_autocommit(False)
    try:
        with other_connection.cursor() as cursor:
            cursor.execute(TAKE, [key, "", 1, 1])
            assert cursor.fetchone()[0] == 1
        connection.cursor().execute("SET LOCAL lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            next_number(SYSTEM, "users", None, DAY)
        other_connection.rollback()
        with transaction.atomic():
            assert next_number(SYSTEM, "users", None, DAY) == "W001"  # the first writer gave up: no gap
            transaction.set_rollback(True)  # lets the fixture clean up
    finally:
        other_connection.set_autocommit(True)


def test_numbers_need_a_transaction(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError):
        next_number(SYSTEM, "users", None, DAY)


@pytest.mark.parametrize(
    ("pattern", "reset", "word"),
    [
        ("KH-{year}", "yearly", "只有一个序号"),
        ("{seq:3}{seq:4}-{year}", "yearly", "只有一个序号"),
        ("KH-{seq:5}", "yearly", "{year}"),
        ("KH-{year}-{seq:5}", "monthly", "{month}"),
        ("KH-{jahr}-{seq:5}", "never", "{jahr}"),
        ("KH-{seq:0}", "never", "{seq:0}"),
        ("KH-{{seq:5}", "never", "无法识别"),
        ("<b>{seq:5}", "never", "字符"),
    ],
)
def test_patterns_that_cannot_work(pattern: str, reset: str, word: str) -> None:
    assert word in str(problem_of(pattern, reset))


def test_administrator_edits_rules_with_preview(firm: Firm) -> None:
    admin = Caller(make_person("管理员", firm.group, ALL, scope="group"))
    shown = admin.post("/numbering/preview", {"pattern": "RY{yy}-{company}-{seq:3}", "start": 7, "unit": str(firm.east.pk)})
    assert shown.data["number"].endswith(f"-{firm.east.code}-007")
    made = admin.post(
        "/r/numbering_rules", {"resource": "users", "unit": None, "pattern": "RY-{year}-{seq:4}", "reset": "yearly", "start": 1}
    )
    assert made.status == 201
    assert next_number(SYSTEM, "users", firm.east.pk, DAY) == "RY-2026-0001"
    again = admin.post("/r/numbering_rules", {"resource": "users", "unit": None, "pattern": "X-{year}-{seq:4}"})
    assert (again.status, NumberingRule.objects.count()) == (400, 1)
    bad = admin.patch(f"/r/numbering_rules/{made.data['id']}", {"version": made.data["version"], "pattern": "RY"})
    assert (bad.status, bad.code) == (400, "invalid")
    assert "序号" in bad.data["fields"]["pattern"][0]
    moved = admin.patch(f"/r/numbering_rules/{made.data['id']}", {"version": made.data["version"], "resource": "units"})
    assert (moved.status, list(moved.data["fields"])) == (400, ["resource"])
    assert NumberingRule.objects.get().pattern == "RY-{year}-{seq:4}"


def test_a_company_administrator_changes_only_the_own_company(firm: Firm) -> None:
    shared, foreign = rule(), rule(unit=firm.west)
    admin = Caller(make_person("华东管理员", firm.east, ALL))
    events = Event.objects.count()
    assert [r["id"] for r in admin.get("/r/numbering_rules").data["items"]] == [str(shared.pk)]
    assert admin.get(f"/r/numbering_rules/{foreign.pk}").status == 404
    refused = admin.patch(f"/r/numbering_rules/{shared.pk}", {"version": 1, "pattern": "Z-{year}-{seq:4}"})
    assert (refused.status, refused.code) == (403, "not_allowed_here")
    assert admin.patch(f"/r/numbering_rules/{foreign.pk}", {"version": 1, "pattern": "Z-{year}-{seq:4}"}).status == 404
    outside = admin.post("/r/numbering_rules", {"resource": "units", "unit": None, "pattern": "Z-{year}-{seq:4}"})
    assert (outside.status, outside.code) == (403, "outside_scope")
    assert set(NumberingRule.objects.values_list("pattern", flat=True)) == {"R-{year}-{seq:3}"}
    assert (Event.objects.count(), queued(), NumberingCounter.objects.count()) == (events, [], 0)
    assert admin.post("/r/numbering_rules", {"resource": "units", "pattern": "Z-{year}-{seq:4}"}).data["unit"]["id"] == str(firm.east.pk)


def test_preview_of_a_rule_goes_on_from_its_count(firm: Firm) -> None:
    admin = Caller(make_person("管理员", firm.group, ALL, scope="group"))
    used = rule(pattern="R-{seq:3}", reset="never", start=5)
    body = {"pattern": "N-{seq:4}", "reset": "never", "start": 5, "rule": str(used.pk)}
    assert admin.post("/numbering/preview", body).data == {"number": "N-0005"}
    assert next_number(SYSTEM, "users", None, DAY) == "R-005"
    assert admin.post("/numbering/preview", body).data == {"number": "N-0006"}
    assert admin.post("/numbering/preview", {**body, "rule": str(uuid4())}).status == 404
    theirs = rule(resource="units", unit=firm.west)
    eastern = Caller(make_person("东部", firm.east, ALL))
    assert eastern.post("/numbering/preview", {**body, "rule": str(theirs.pk)}).status == 404


def test_preview_is_not_for_everyone(firm: Firm) -> None:
    nobody = Caller(make_person("无权", firm.east))
    assert nobody.post("/numbering/preview", {"pattern": "N{seq:3}", "reset": "never"}).code == "not_allowed"
    admin = Caller(make_person("管理员", firm.east, ALL))
    assert admin.post("/numbering/preview", {"pattern": "N{seq:3}", "reset": "never", "unit": str(uuid4())}).status == 404
    assert admin.post("/numbering/preview", {"pattern": "N" * 61, "reset": "never"}).status == 422
    assert admin.post("/numbering/preview", {"pattern": "N{seq:3}"}).data["fields"]["pattern"]
    assert Client().post("/api/v1/numbering/preview").status_code == 401
