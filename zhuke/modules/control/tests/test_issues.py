"""Issues over HTTP: from the report to the check, and back."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, make_person, run_jobs
from zhuke.kernel import config
from zhuke.modules.planning.models import Plan, Task
from zhuke.modules.projects.tests.factories import a_project

from .conftest import Site, made, refused, traces

TODAY = timezone.localdate()


def test_an_issue_goes_from_reported_to_checked(site: Site) -> None:
    row = site.issue(priority="high", place="2 层东侧")
    assert (row["state"], row["priority"], row["found_on"]) == ("open", "high", TODAY.isoformat())
    assert row["number"].startswith("WT-")
    assert made(site.do(site.manager, "issues", row, "start"))["state"] == "doing"
    done = made(site.do(site.manager, "issues", row, "resolve", resolution="凿毛后用高一级砂浆修补"))
    assert (done["state"], done["resolution"]) == ("resolved", "凿毛后用高一级砂浆修补")
    closed = made(site.do(site.manager, "issues", row, "close", note="复查合格"))
    assert (closed["state"], closed["resolution"]) == ("closed", "凿毛后用高一级砂浆修补\n复查合格")


def test_each_step_waits_for_the_one_before(site: Site) -> None:
    row = site.issue()
    before = traces()
    refused(site.do(site.manager, "issues", row, "close"), 409, "wrong_state")
    refused(site.do(site.manager, "issues", row, "reopen", reason="x"), 409, "wrong_state")
    refused(site.do(site.manager, "issues", row, "resolve"), 400, "invalid", field="resolution")
    assert traces() == before


def test_what_was_not_put_right_is_opened_again(site: Site) -> None:
    row = site.issue(owner=str(site.looker.person.pk))
    made(site.do(site.manager, "issues", row, "resolve", resolution="修补"))
    again = made(site.do(site.manager, "issues", row, "reopen", reason="仍有空鼓"))
    assert (again["state"], again["resolved_at"]) == ("reopened", None)
    assert [n.title for n in Notice.objects.filter(user=site.looker.person).order_by("pk")] == [
        "问题交给您处理：梁底蜂窝麻面", "问题被重新打开：梁底蜂窝麻面",
    ]  # fmt: skip


def test_a_closed_issue_is_not_changed(site: Site) -> None:
    row = site.issue()
    made(site.do(site.manager, "issues", row, "resolve", resolution="修补"))
    closed = made(site.do(site.manager, "issues", row, "close"))
    before = traces()
    refused(site.manager.patch(f"/r/issues/{row['id']}", {"version": closed["version"], "title": "别的"}), 409, "issue_closed")
    assert traces() == before


def test_days_and_risks_must_fit(site: Site) -> None:
    other = a_project(site.firm.east_sales, site.manager.person)
    risk = made(site.manager.post("/r/risks", {"project": other.pk, "title": "别处的风险"}))
    row, before = site.issue(), traces()
    url = f"/r/issues/{row['id']}"
    refused(site.manager.patch(url, {"version": 1, "risk": risk["id"]}), 400, "invalid", field="risk")
    early = (TODAY - dt.timedelta(days=1)).isoformat()
    refused(site.manager.patch(url, {"version": 1, "due_on": early}), 400, "invalid", field="due_on")
    refused(site.manager.patch(url, {"version": 1, "project": other.pk}), 400, "invalid", field="project")
    refused(site.manager.patch(url, {"version": 1, "owner": site.stranger.person.pk}), 400, "invalid", field="owner")
    assert traces() == before


def test_who_only_reads_changes_nothing_and_the_other_company_sees_nothing(site: Site) -> None:
    row = site.issue()
    before = traces()
    refused(site.do(site.looker, "issues", row, "start"), 403, "not_allowed")
    refused(site.stranger.get(f"/r/issues/{row['id']}"), 404, "not_found")
    refused(site.do(site.stranger, "issues", row, "start"), 404, "not_found")
    assert traces() == before


def test_late_issues_show_in_the_health_of_the_project(site: Site) -> None:
    early, late = (TODAY - dt.timedelta(days=n) for n in (9, 2))
    row = site.issue(found_on=early.isoformat(), due_on=late.isoformat())
    run_jobs()
    site.project.refresh_from_db()
    assert {"source": "issues", "level": "amber"}.items() <= next(r for r in site.project.health_reasons if r["source"] == "issues").items()
    made(site.do(site.manager, "issues", row, "resolve", resolution="修补"))
    run_jobs()
    site.project.refresh_from_db()
    assert "issues" not in [r["source"] for r in site.project.health_reasons]


def test_issues_stand_at_tasks_of_the_plan(site: Site) -> None:
    plan = Plan.objects.get(project=site.project, kind="live")
    task = Task.objects.create(plan=plan, project=site.project, name="三层梁板柱")
    late = (TODAY - dt.timedelta(days=1)).isoformat()
    first = site.issue(task=str(task.pk), due_on=(TODAY + dt.timedelta(days=3)).isoformat())
    site.issue(task=str(task.pk), title="临边防护缺失", priority="urgent")
    site.issue(task=str(task.pk), title="箍筋间距超差", found_on=late, due_on=late)
    site.issue(title="不在计划里")
    url = f"/r/plans/{plan.pk}/marks"
    shown = made(site.manager.get(url))
    assert [(one["label"], one["level"], one["task"]) for one in shown] == [
        ("箍筋间距超差", "bad", str(task.pk)), ("临边防护缺失", "bad", str(task.pk)), ("梁底蜂窝麻面", "warn", str(task.pk)),
    ]  # fmt: skip
    made(site.do(site.manager, "issues", first, "resolve", resolution="修补"))
    assert [one["level"] for one in made(site.manager.get(url))] == ["bad", "bad"]
    without = make_person("只看计划", site.firm.east_sales, {"projects": ["read"], "plans": ["read"], "tasks": ["read"]})
    config.forget()
    assert made(Caller(without).get(url)) == []
    refused(site.stranger.get(url), 404, "not_found")
    other = a_project(site.firm.east_sales, site.manager.person)
    foreign = Task.objects.create(plan=Plan.objects.get(project=other, kind="live"), project=other, name="别的项目")
    before = traces()
    refused(
        site.manager.post("/r/issues", {"project": site.project.pk, "title": "x", "task": str(foreign.pk)}), 400, "invalid", field="task"
    )
    assert traces() == before
