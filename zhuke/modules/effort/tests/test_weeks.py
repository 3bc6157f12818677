"""Hours and weeks: entered, refused, approved, costed; what loads and searches tell; the feed of a project."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from zhuke.commons.testing import API, Caller, Firm, make, make_person
from zhuke.kernel import config
from zhuke.kernel.models import Event
from zhuke.modules.effort.models import Timesheet, WeeklyReport
from zhuke.modules.effort.services.sheets import monday_of
from zhuke.modules.orgs.models import Grant
from zhuke.modules.projects.models import CostItem, ProjectCost
from zhuke.modules.workforce.models import Absence, Booking, Certificate, PoolResource

from .conftest import WORKING, made

TODAY = timezone.localdate()
MONDAY = monday_of(TODAY) - dt.timedelta(weeks=1)
DAY = dt.timedelta(days=1)


def line(project: Any, n: int = 0, **values: Any) -> dict[str, Any]:
    """Eight hours on a day of last week."""
    return {"day": (MONDAY + n * DAY).isoformat(), "project": str(project.pk), "hours": "8", **values}


def written(worker: Caller, *lines: dict[str, Any]) -> Any:
    """The week as the grid saves it."""
    return worker.put("/effort/week", {"monday": MONDAY.isoformat(), "lines": list(lines)})


def sent(worker: Caller, project: Any) -> Any:
    """A week of two days that lies with the superior."""
    made(written(worker, line(project), line(project, 1, hours="9", overtime="1")))
    return made(worker.post("/effort/week/send", {"monday": MONDAY.isoformat(), "summary": "梁板完成"}))["report"]


def decided(head: Caller, report: dict[str, Any], verb: str) -> Any:
    """The superior's word."""
    running = made(head.get(f"/approvals/of/weekly_reports/{report['id']}"))["running"]
    return made(head.post(f"/approvals/{running}/{verb}", {"opinion": "好"}))


def untouched(before: tuple[int, int]) -> bool:
    """Nothing was written since."""
    return counted() == before


def counted() -> tuple[int, int]:
    """Rows and events."""
    return Timesheet.objects.filter(archived_at=None).count(), Event.objects.count()


def test_the_grid_adds_changes_and_takes_away(worker: Caller, project: Any) -> None:
    week = made(written(worker, line(project, note="放线"), line(project, 1)))
    assert [(one["day"], one["hours"], one["late_days"]) for one in week["lines"]] == [
        (str(MONDAY), "8.00", (TODAY - MONDAY).days), (str(MONDAY + DAY), "8.00", (TODAY - MONDAY).days - 1),
    ]  # fmt: skip
    first = week["lines"][0]
    again = made(written(worker, line(project, id=first["id"], hours="7.5", note="放线")))
    assert [(one["id"], one["hours"]) for one in again["lines"]] == [(first["id"], "7.50")]


def test_a_day_has_24_hours_and_quarters(worker: Caller, project: Any) -> None:
    made(written(worker, line(project, hours="20")))
    before = counted()
    for bad in (line(project, hours="5"), line(project, 1, hours="0.3"), line(project, 1, hours="2", overtime="3")):
        answer = worker.post("/r/timesheets", bad)
        assert (answer.status, answer.code) == (400, "invalid"), answer.data
    assert untouched(before)


def test_neither_tomorrow_nor_another_person_nor_a_project_out_of_sight(worker: Caller, head: Caller, firm: Firm, project: Any) -> None:
    before = counted()
    assert worker.post("/r/timesheets", {**line(project), "day": (TODAY + DAY).isoformat()}).status == 400
    assert worker.post("/r/timesheets", line(project, person=str(head.person.pk))).status in (400, 403)
    stranger = Caller(make_person("外人", firm.west_sales, WORKING))
    assert stranger.post("/r/timesheets", line(project)).status == 400
    other = make("pool_resources", name="钱工", unit=firm.east_sales, number="T2", kind="person")
    assert list(worker.post("/r/timesheets", line(project, resource=str(other.pk))).data["fields"]) == ["resource"]
    assert untouched(before)


def test_a_crew_has_as_many_hours_as_heads(worker: Caller, firm: Firm, project: Any) -> None:
    crew = make("pool_resources", name="钢筋班", unit=firm.east_sales, number="T3", kind="crew", capacity=Decimal(800))
    made(written(worker, line(project, hours="64", resource=str(crew.pk))))
    assert worker.post("/r/timesheets", line(project, hours="129", resource=str(crew.pk))).status == 400


def test_one_bad_line_spoils_the_whole_week(worker: Caller, project: Any) -> None:
    before = counted()
    answer = written(worker, line(project), line(project, 1, hours="25"))
    assert (answer.status, answer.data["data"]["line"]) == (400, 1)
    assert untouched(before)
    assert worker.put("/effort/week", {"monday": (MONDAY + DAY).isoformat(), "lines": []}).status == 400


def test_how_late_is_the_companys_rule(worker: Caller, firm: Firm, project: Any) -> None:
    make("entry_rules", unit=firm.east, most_days=0)
    config.forget()
    answer = worker.post("/r/timesheets", {**line(project), "day": (TODAY - 3 * DAY).isoformat()})
    assert (answer.status, answer.code) == (400, "too_late")
    assert not Timesheet.objects.exists()


def test_a_sent_week_stands(worker: Caller, head: Caller, project: Any) -> None:
    report = sent(worker, project)
    assert (report["state"], report["hours"], report["overtime"]) == ("submitted", "17.00", "1.00")
    before = counted()
    assert written(worker, line(project, 2)).code == "week_sent"
    row = Timesheet.objects.first()
    assert row is not None
    assert worker.post(f"/r/timesheets/{row.pk}/archive", {"version": row.version}).code == "week_sent"
    assert worker.post("/effort/week/send", {"monday": MONDAY.isoformat()}).code == "running"
    assert untouched(before)


def test_an_empty_week_is_not_sent(worker: Caller) -> None:
    answer = worker.post("/effort/week/send", {"monday": MONDAY.isoformat()})
    assert (answer.status, answer.code) == (400, "empty_week")
    assert not WeeklyReport.objects.exists()


def test_approved_hours_are_cost_of_the_project_and_come_back(worker: Caller, head: Caller, project: Any) -> None:
    CostItem.objects.get_or_create(code="01", unit=None, defaults={"name": "人工费", "kind": "labour"})
    report = sent(worker, project)
    decided(head, report, "approve")
    row = WeeklyReport.objects.get()
    assert (row.state, row.costed) == ("approved", Decimal("1700.00"))
    (cost,) = ProjectCost.objects.filter(project=project)
    assert (cost.amount, cost.cost_item.kind, cost.source) == (Decimal("1700.00"), "labour", "weekly_report_lines")
    assert "赵工" not in cost.text
    seen = made(worker.get(f"/r/weekly_reports/{row.pk}"))
    assert "costed" not in seen
    made(head.post(f"/r/weekly_reports/{row.pk}/do/reopen", {"inputs": {"reason": "项目填错"}}))
    assert sum(one.amount for one in ProjectCost.objects.filter(project=project)) == 0
    assert set(Timesheet.objects.values_list("state", "costed")) == {("rejected", None)}
    assert head.post(f"/r/weekly_reports/{row.pk}/do/reopen", {"inputs": {"reason": "再来"}}).code == "wrong_state"


def test_a_rejected_week_is_changed_and_sent_again(worker: Caller, head: Caller, project: Any) -> None:
    report = sent(worker, project)
    decided(head, report, "reject")
    assert WeeklyReport.objects.get().reason == "好"
    assert not ProjectCost.objects.filter(project=project).exists()
    made(written(worker, line(project, hours="6")))
    again = made(worker.post("/effort/week/send", {"monday": MONDAY.isoformat()}))["report"]
    assert (again["state"], again["hours"]) == ("submitted", "6.00")


def test_the_load_takes_bookings_and_absences(head: Caller, firm: Firm, project: Any) -> None:
    row = make("pool_resources", name="塔吊", unit=firm.east_sales, number="T4", kind="machine", week="seven")
    monday = monday_of(TODAY) + dt.timedelta(weeks=1)
    Booking.objects.create(resource=row, project=project, since=monday, until=monday + 6 * DAY, percent=Decimal(50))
    Absence.objects.create(resource=row, since=monday, until=monday + DAY)
    made_load = made(head.get("/effort/load", since=monday.isoformat(), weeks=1, kind="machine"))
    (cell,) = made_load["rows"][0]["cells"]
    assert (cell["capacity"], cell["load"], cell["away"], cell["percent"]) == (40.0, 20.0, 2, 50)
    assert cell["projects"] == [{"id": str(project.pk), "label": project.name, "hours": 20.0}]
    stranger = Caller(make_person("外人", firm.west_sales, {"pool_resources": ["read"]}))
    assert made(stranger.get("/effort/load", weeks=1))["rows"] == []
    assert stranger.get("/effort/load", project=str(project.pk)).status == 404
    assert Caller(make_person("无权", firm.west_sales)).get("/effort/load").status == 403


def test_who_is_free_is_told_over_the_group_without_what_is_private(head: Caller, firm: Firm, project: Any) -> None:
    values = {"kind": "machine", "week": "seven", "skills": ["lifting"], "phone": "13800138000", "cost_rate": Decimal(9)}
    busy = make("pool_resources", name="塔吊甲", unit=firm.west, number="T5", **values)
    idle = make("pool_resources", name="塔吊乙", unit=firm.west, number="T6", city="武汉", **values)
    Booking.objects.create(resource=busy, project=project, since=TODAY, until=TODAY + 9 * DAY, percent=Decimal(80))
    Certificate.objects.create(resource=idle, kind="machine_inspection", number="J-1", expires_on=TODAY + 5 * DAY)
    Certificate.objects.create(resource=idle, kind="machine_record", number="B-1")
    asked = {"since": TODAY.isoformat(), "until": (TODAY + 9 * DAY).isoformat(), "kind": "machine", "skills": "lifting", "near": "武汉"}
    found = made(head.get("/effort/free", **asked))
    assert [(one["id"], one["free"], one["near"], one["readable"]) for one in found] == [
        (str(idle.pk), 100, True, False), (str(busy.pk), 20, False, False),
    ]  # fmt: skip
    assert set(found[0]) == {"id", "name", "kind", "unit", "city", "skills", "free", "hours", "away", "near", "papers", "readable"}
    day = (TODAY + 5 * DAY).isoformat()
    assert [(one["kind"], one["expires_on"], one["ends"]) for one in found[0]["papers"]] == [
        ("machine_inspection", day, True), ("machine_record", None, False),
    ]  # fmt: skip
    assert head.get("/effort/free", since=TODAY.isoformat(), until=(TODAY - DAY).isoformat()).status == 400
    nobody = Caller(make_person("无权", firm.west_sales))
    assert nobody.get("/effort/free", **asked).status == 403


def test_candidates_come_with_reasons(firm: Firm, head: Caller, worker: Caller, project: Any) -> None:
    PoolResource.objects.filter(user=worker.person).update(skills=["safety"], city="武汉")
    Grant.objects.create(role=head.person.memberships.first().role, resource="projects", action="update", scope="company")
    config.forget()
    found = made(head.get(f"/r/projects/{project.pk}/candidates", role="safety"))
    best = found[0]
    assert (best["name"], best["user"]) == ("赵工", str(worker.person.pk))
    assert {"具备该角色需要的技能", "就在本单位", "人在武汉"} <= set(best["reasons"])
    assert worker.get(f"/r/projects/{project.pk}/candidates", role="safety").status == 403


def test_utilisation_counts_what_was_sent(worker: Caller, head: Caller, project: Any) -> None:
    made(written(worker, line(project)))
    period = {"since": MONDAY.isoformat(), "until": (MONDAY + 6 * DAY).isoformat()}
    assert [one["hours"] for one in made(head.get("/effort/utilisation", **period)) if one["label"] == "赵工"] in (["0"], ["0.00"])
    sent(worker, project)
    (one,) = [one for one in made(head.get("/effort/utilisation", **period)) if one["label"] == "赵工"]
    assert (one["hours"], one["overtime"]) == ("17.00", "1.00")
    (whole,) = made(head.get("/effort/utilisation", **period, by="project"))
    assert (whole["id"], whole["hours"], whole["capacity"]) == (str(project.pk), "17.00", None)
    assert head.get("/effort/utilisation", since="2020-01-01", until="2026-01-01").status == 400


def test_the_effort_of_a_project(worker: Caller, head: Caller, firm: Firm, project: Any) -> None:
    sent(worker, project)
    found = made(head.get(f"/r/projects/{project.pk}/effort"))
    assert (found["hours"], found["waiting"], found["costed"]) == ("17.00", "17.00", None)
    assert [(one["name"], one["hours"], one["days"]) for one in found["people"]] == [("赵工", "17.00", 2)]
    assert Caller(make_person("外人", firm.west_sales, WORKING)).get(f"/r/projects/{project.pk}/effort").status == 404


def test_the_feed_of_a_project_is_read_back_and_ends_with_the_right(head: Caller, project: Any) -> None:
    type(project).objects.filter(pk=project.pk).update(starts_on=TODAY, ends_on=TODAY + 300 * DAY)
    feed = made(head.post(f"/r/projects/{project.pk}/feeds", {}))
    path = feed["url"][feed["url"].index(API) :]
    answer = Client().get(path)
    calendar = icalendar.Calendar.from_ical(answer.content)
    days = {str(event["summary"]): event.decoded("dtstart") for event in calendar.walk("VEVENT")}
    assert days == {f"计划开工：{project.name}": TODAY, f"计划竣工：{project.name}": TODAY + 300 * DAY}
    assert [one["url"] for one in made(head.get(f"/r/projects/{project.pk}/feeds"))] == [None]
    Grant.objects.filter(resource="projects").delete()
    config.forget()
    assert Client().get(path).status_code == 404


def test_a_revoked_feed_is_gone(head: Caller, worker: Caller, project: Any) -> None:
    feed = made(head.post(f"/r/projects/{project.pk}/feeds", {}))
    assert worker.delete(f"/r/projects/{project.pk}/feeds/{feed['id']}").status == 404
    assert head.delete(f"/r/projects/{project.pk}/feeds/{feed['id']}").status == 204
    assert Client().get(feed["url"][feed["url"].index(API) :]).status_code == 404
    assert head.delete(f"/r/projects/{project.pk}/feeds/{uuid.uuid4()}").status == 404


@pytest.mark.parametrize("path", ["week", "utilisation"])
def test_without_the_right_nothing_is_shown(firm: Firm, path: str) -> None:
    nobody = Caller(make_person("无权", firm.west_sales))
    period = {} if path == "week" else {"since": "2026-01-01", "until": "2026-01-31"}
    assert nobody.get(f"/effort/{path}", **period).status == 403
