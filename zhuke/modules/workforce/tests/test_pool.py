"""The pool: people come in by their roles, absences and bookings do not overlap, requests are granted or refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make_person, unmask
from zhuke.kernel.access import system
from zhuke.kernel.models import Event
from zhuke.modules.orgs.models import Membership, Role
from zhuke.modules.projects.models import ProjectMember
from zhuke.modules.workforce.domain.availability import Span, peak, works
from zhuke.modules.workforce.models import Absence, Booking, PoolResource, ResourceRequest
from zhuke.modules.workforce.services import pool

from .conftest import made, pooled

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


def day(n: int) -> str:
    """So many days from today."""
    return (TODAY + n * DAY).isoformat()


def asked(manager: Caller, project: Any, resource: Any, **values: Any) -> Any:
    """A request for a resource found in the search."""
    body = {"resource": str(resource.pk), "project": str(project.pk), "since": day(1), "until": day(10), **values}
    return manager.post("/workforce/ask", body)


def granting(west: Caller, request: dict[str, Any], resource: Any, **values: Any) -> Any:
    """The head gives it."""
    return west.post(f"/r/resource_requests/{request['id']}/do/grant", {"inputs": {"resource": str(resource.pk), **values}})


def test_people_come_into_the_pool_by_their_roles(firm: Firm) -> None:
    person = make_person("赵工", firm.east_sales, job_title="技术员", phone="13900000000")
    role = Role.objects.create(code="technical", name="技术")
    Membership.objects.create(user=person, unit=firm.east_sales, role=role)
    assert pool.enrol_engaged(system("测试")) == 1
    assert pool.enrol_engaged(system("测试")) == 0
    row = PoolResource.objects.get()
    assert (row.user, row.name, row.unit, row.position, row.kind) == (person, "赵工", firm.east_sales, "技术员", "person")
    assert row.number


def test_an_account_is_in_the_pool_once(west: Caller, firm: Firm) -> None:
    person = make_person("赵工", firm.west)
    body = {"name": "赵工", "user": str(person.pk), "unit": str(firm.west.pk)}
    made(west.post("/r/pool_resources", body))
    answer = west.post("/r/pool_resources", body)
    assert (answer.status, answer.code) == (400, "invalid")
    assert PoolResource.objects.count() == 1


def test_a_machine_has_no_account(west: Caller, firm: Firm) -> None:
    body = {"name": "挖机", "kind": "machine", "user": str(west.person.pk), "unit": str(firm.west.pk)}
    assert west.post("/r/pool_resources", body).status == 400
    assert not PoolResource.objects.exists()


def test_the_cost_rate_is_masked(west: Caller, firm: Firm) -> None:
    row = pooled(firm.west, cost_rate=Decimal("80"), phone="13800138000")
    assert not {"cost_rate", "phone"} & set(made(west.get(f"/r/pool_resources/{row.pk}")))
    unmask(Membership.objects.get(user=west.person).role, "pool_resources", "cost_rate")
    assert made(west.get(f"/r/pool_resources/{row.pk}"))["cost_rate"] == "80.00"


def test_absences_do_not_overlap(west: Caller, firm: Firm) -> None:
    row = pooled(firm.west)
    body = {"resource": str(row.pk), "kind": "repair", "since": day(1), "until": day(5)}
    first = made(west.post("/r/absences", body))
    answer = west.post("/r/absences", {**body, "since": day(5), "until": day(6)})
    assert (answer.status, list(answer.data["fields"])) == (400, ["since"])
    made(west.patch(f"/r/absences/{first['id']}", {"version": first["version"], "until": day(4)}))
    made(west.post("/r/absences", {**body, "since": day(5), "until": day(6)}))


def test_nothing_is_promised_twice(west: Caller, firm: Firm, project: Any) -> None:
    row = pooled(firm.west)
    body = {"resource": str(row.pk), "project": str(project.pk), "since": day(1), "until": day(10), "percent": "60"}
    Booking.objects.create(resource=row, project=project, since=TODAY + DAY, until=TODAY + 10 * DAY, percent=Decimal(60))
    before = Event.objects.count()
    answer = west.post("/r/bookings", {**body, "since": day(10), "until": day(12), "percent": "50"})
    assert (answer.status, answer.code) in ((409, "overbooked"), (400, "invalid"))  # the west sees no project of the east
    assert (Booking.objects.count(), Event.objects.count()) == (1, before)


def test_a_request_is_granted_and_the_person_becomes_a_member(manager: Caller, west: Caller, firm: Firm, project: Any) -> None:
    person = make_person("焊工老李", firm.west)
    row = pooled(firm.west, "焊工老李", kind="person", user=person, skills=["welding"])
    request = made(asked(manager, project, row, role="crew_leader", note="钢结构焊接"))
    assert request["unit"]["id"] == str(firm.west.pk)
    assert Notice.objects.filter(user=west.person, kind="workforce").count() == 1
    answer = made(granting(west, request, row))
    assert (answer["state"], answer["granted"]) == ("granted", 1)
    booking = Booking.objects.get()
    assert (booking.resource, booking.project, booking.percent) == (row, project, 100)
    assert Notice.objects.filter(user=manager.person, kind="workforce").count() == 1
    assert ProjectMember.objects.filter(project=project, person=person, role="crew_leader").count() == 1


def test_whoever_is_taken_is_not_given_again(manager: Caller, west: Caller, firm: Firm, project: Any) -> None:
    row = pooled(firm.west)
    made(granting(west, made(asked(manager, project, row)), row))
    second = made(asked(manager, project, row, since=day(10), until=day(20)))
    before = Event.objects.count()
    answer = granting(west, second, row)
    assert (answer.status, answer.code) == (409, "overbooked")
    assert (Booking.objects.count(), Event.objects.count()) == (1, before)
    made(granting(west, second, row, since=day(11)))


def test_a_resource_that_is_away_or_gone_is_not_given(manager: Caller, west: Caller, firm: Firm, project: Any) -> None:
    away = pooled(firm.west, "塔吊")
    Absence.objects.create(resource=away, since=TODAY, until=TODAY + 30 * DAY)
    late = pooled(firm.west, "挖机", available_from=TODAY + 5 * DAY)
    request = made(asked(manager, project, away))
    for row in (away, late):
        answer = granting(west, request, row)
        assert (answer.status, answer.code) == (409, "not_available"), answer.data
    assert not Booking.objects.exists()


def test_who_decides_nothing_gives_nothing(manager: Caller, west: Caller, firm: Firm, project: Any) -> None:
    row = pooled(firm.west)
    request = made(asked(manager, project, row))
    answer = granting(manager, request, row)
    assert answer.status == 403
    east = pooled(firm.east)
    assert granting(west, request, east).status == 400  # not in sight
    person = pooled(firm.west, "张三", kind="person")
    answer = granting(west, request, person)
    assert (answer.status, list(answer.data["fields"])) == (400, ["resource"])
    assert not Booking.objects.exists()


def test_a_refusal_ends_it_and_says_why(manager: Caller, west: Caller, firm: Firm, project: Any) -> None:
    request = made(asked(manager, project, pooled(firm.west)))
    path = f"/r/resource_requests/{request['id']}/do"
    assert west.post(f"{path}/refuse", {"inputs": {}}).status == 400
    answer = made(west.post(f"{path}/refuse", {"inputs": {"reason": "全部在用"}}))
    assert (answer["state"], answer["answer"]) == ("refused", "全部在用")
    assert west.post(f"{path}/refuse", {"inputs": {"reason": "再来"}}).code == "wrong_state"
    assert manager.post(f"{path}/withdraw", {"inputs": {}}).code == "wrong_state"


def test_a_request_names_a_day_to_come_and_a_project_in_sight(manager: Caller, firm: Firm, project: Any) -> None:
    row = pooled(firm.west)
    assert asked(manager, project, row, since=day(-9), until=day(-1)).status == 400
    assert asked(manager, project, row, since=day(9), until=day(1)).status == 400
    assert (
        manager.post("/workforce/ask", {"resource": str(project.pk), "project": str(project.pk), "since": day(1), "until": day(2)}).status
        == 404
    )
    stranger = Caller(make_person("外人", firm.west, {"resource_requests": ["create", "read"]}))
    assert asked(stranger, project, row).status == 400
    nobody = Caller(make_person("无权", firm.east_sales, {"projects": ["read"]}))
    assert asked(nobody, project, row).status == 403
    assert not ResourceRequest.objects.exists()


def test_an_answered_request_stands(manager: Caller, west: Caller, firm: Firm, project: Any) -> None:
    row = pooled(firm.west)
    request = made(asked(manager, project, row))
    made(granting(west, request, row))
    now = made(manager.get(f"/r/resource_requests/{request['id']}"))
    answer = manager.patch(f"/r/resource_requests/{request['id']}", {"version": now["version"], "note": "改"})
    assert (answer.status, answer.code) == (409, "wrong_state")


@pytest.mark.parametrize(
    ("week", "weekday", "worked"), [("six", 5, True), ("six", 6, False), ("seven", 6, True), ("office", 5, False), ("office", 0, True)]
)
def test_weeks(week: str, weekday: int, worked: bool) -> None:
    monday = dt.date(2026, 3, 2)
    assert works(week, monday + weekday * DAY, lambda each: each.weekday() < 5) is worked


def test_the_peak_of_overlapping_promises() -> None:
    first = dt.date(2026, 3, 2)
    spans = [Span(first, first + 4 * DAY, Decimal(60)), Span(first + 4 * DAY, first + 8 * DAY, Decimal(30))]
    assert peak(spans, first, first + 20 * DAY) == (Decimal(90), first + 4 * DAY)
    assert peak(spans, first + 5 * DAY, first + 20 * DAY) == (Decimal(30), first + 5 * DAY)
    assert peak([], first, first) == (Decimal(0), None)
