"""Risks over HTTP: ratings and levels, actions, what comes true, the matrix, what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import run_jobs
from zhuke.kernel.access import system
from zhuke.modules.control import parts
from zhuke.modules.control.models import Issue, Risk, RiskScore
from zhuke.modules.control.services.scales import Bounds
from zhuke.modules.projects.models import ProjectMember
from zhuke.modules.projects.tests.factories import a_project

from .conftest import Site, made, refused, traces

TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("score", "level"),
    [(1, "low"), (4, "low"), (5, "medium"), (9, "medium"), (10, "high"), (16, "high"), (17, "extreme"), (25, "extreme")],
)
def test_a_score_lies_on_the_level_that_begins_at_or_below_it(score: int, level: str) -> None:
    assert Bounds().level(score) == level


def test_a_risk_gets_its_number_score_level_and_day_of_review(site: Site) -> None:
    row = site.risk(probability=5, impact=4, cost_impact="120000.00")
    assert (row["score"], row["level"], row["state"], row["cost_impact"]) == (20, "extreme", "open", "120000.00")
    assert row["number"].startswith("FX-")
    assert row["review_on"] == (TODAY + dt.timedelta(days=7)).isoformat()
    assert row["owner"]["id"] == str(site.manager.person.pk)
    assert [s["score"] for s in site.manager.get(f"/r/risks/{row['id']}/scores").data] == [20]


def test_the_possible_loss_is_masked(site: Site) -> None:
    row = site.risk(cost_impact="120000.00")
    assert "cost_impact" not in site.looker.get(f"/r/risks/{row['id']}").data


def test_another_rating_goes_into_the_history_and_other_changes_do_not(site: Site) -> None:
    row = site.risk()
    made(site.manager.patch(f"/r/risks/{row['id']}", {"version": row["version"], "response": "加设截水沟"}))
    assert RiskScore.objects.count() == 1
    made(
        site.do(site.manager, "risks", row, "review", probability=2, impact=2, residual_probability=1, residual_impact=2, note="已做截水沟")
    )
    scores = site.manager.get(f"/r/risks/{row['id']}/scores").data
    assert [(s["score"], s["level"], s["residual_score"], s["note"]) for s in scores] == [
        (4, "low", 2, "已做截水沟"),
        (12, "high", None, ""),
    ]
    assert scores[0]["by_name"] == "周工"
    now = site.manager.get(f"/r/risks/{row['id']}").data
    assert (now["level"], now["review_on"]) == ("low", (TODAY + dt.timedelta(days=60)).isoformat())


def test_half_a_residual_rating_is_refused(site: Site) -> None:
    row = site.risk()
    before = traces()
    refused(site.manager.patch(f"/r/risks/{row['id']}", {"version": 1, "residual_impact": 2}), 400, "invalid", field="residual_probability")
    refused(site.do(site.manager, "risks", row, "review", probability=6, impact=1), 400, "invalid", field="probability")
    past = {"probability": 2, "impact": 2, "review_on": TODAY.isoformat()}
    refused(site.do(site.manager, "risks", row, "review", **past), 400, "invalid", field="review_on")
    assert traces() == before


def test_the_first_action_means_that_the_risk_is_being_met(site: Site) -> None:
    row = site.risk()
    action = made(site.manager.post("/r/risk_actions", {"risk": row["id"], "title": "加设截水沟", "due_on": "2030-01-01"}))
    assert action["project"]["id"] == str(site.project.pk)
    assert Risk.objects.get().state == "responding"
    done = made(site.do(site.manager, "risk_actions", action, "finish", result="两道沟已完成"))
    assert (done["state"], done["done_on"], done["result"]) == ("done", TODAY.isoformat(), "两道沟已完成")
    refused(site.do(site.manager, "risk_actions", action, "finish"), 409, "wrong_state")
    assert made(site.do(site.manager, "risk_actions", action, "resume"))["done_on"] is None


def test_an_action_stays_with_its_risk(site: Site) -> None:
    one, other = site.risk(), site.risk(title="材料涨价")
    action = made(site.manager.post("/r/risk_actions", {"risk": one["id"], "title": "锁价"}))
    before = traces()
    body = {"version": action["version"], "risk": other["id"]}
    refused(site.manager.patch(f"/r/risk_actions/{action['id']}", body), 400, "invalid", field="risk")
    assert traces() == before


def test_a_risk_that_comes_true_makes_an_issue(site: Site) -> None:
    row = site.risk(probability=5, impact=4, effect="基坑积水")
    told = made(site.do(site.manager, "risks", row, "occur", note="昨夜暴雨，积水 40 cm", due_on="2030-01-05"))
    assert told["state"] == "occurred"
    issue = Issue.objects.get()
    assert (issue.title, issue.risk_id, issue.priority, issue.project_id) == (
        row["title"],
        Risk.objects.get().pk,
        "urgent",
        site.project.pk,
    )
    assert issue.description == "昨夜暴雨，积水 40 cm\n基坑积水"
    refused(site.do(site.manager, "risks", row, "occur"), 409, "wrong_state")
    assert Issue.objects.count() == 1


def test_a_closed_risk_is_left_alone_until_it_is_opened_again(site: Site) -> None:
    row = site.risk()
    refused(site.do(site.manager, "risks", row, "close"), 400, "invalid", field="note")
    closed = made(site.do(site.manager, "risks", row, "close", note="基坑已回填"))
    assert (closed["state"], closed["closed_on"]) == ("closed", TODAY.isoformat())
    before = traces()
    refused(site.manager.patch(f"/r/risks/{row['id']}", {"version": closed["version"], "title": "别的"}), 409, "risk_closed")
    refused(site.manager.post("/r/risk_actions", {"risk": row["id"], "title": "再做一道"}), 409, "risk_closed")
    refused(site.do(site.manager, "risks", row, "review", probability=1, impact=1), 409, "wrong_state")
    assert traces() == before
    assert made(site.do(site.manager, "risks", row, "reopen", note="二次开挖"))["state"] == "open"


def test_nothing_new_on_a_closed_project(site: Site) -> None:
    row = site.risk()
    site.project.phase = "closed"
    site.project.save()
    before = traces()
    refused(site.manager.post("/r/risks", {"project": site.project.pk, "title": "晚了"}), 409, "project_closed")
    refused(site.do(site.manager, "risks", row, "close", note="无"), 409, "project_closed")
    refused(site.manager.post(f"/r/risks/{row['id']}/archive", {"version": row["version"]}), 409, "project_closed")
    assert traces() == before


def test_the_other_company_learns_nothing(site: Site) -> None:
    row = site.risk()
    before = traces()
    for answer in (
        site.stranger.get(f"/r/risks/{row['id']}"), site.stranger.get(f"/r/risks/{row['id']}/scores"),
        site.stranger.get("/control/matrix", project=str(site.project.pk)), site.do(site.stranger, "risks", row, "close", note="x"),
    ):  # fmt: skip
        refused(answer, 404, "not_found")
    refused(site.stranger.post("/r/risks", {"project": site.project.pk, "title": "x"}), 400, "invalid", field="project")
    assert sum(map(sum, site.stranger.get("/control/matrix").data["cells"])) == 0
    assert traces() == before


def test_who_cannot_see_the_project_cannot_be_made_responsible(site: Site) -> None:
    before = traces()
    body = {"project": site.project.pk, "title": "渗水", "owner": site.engineer.person.pk}
    refused(site.manager.post("/r/risks", body), 400, "invalid", field="owner")
    assert traces() == before
    ProjectMember.objects.create(project=site.project, role="engineer", person=site.engineer.person)
    from zhuke.modules.projects.services.members import follow_team

    follow_team(site.project, [site.engineer.person.pk])
    row = made(site.manager.post("/r/risks", body))
    notice = Notice.objects.get(user=site.engineer.person)
    assert (str(notice.object_id), notice.kind) == (row["id"], "control")


def test_members_of_the_project_report_with_own_rights(site: Site) -> None:
    from zhuke.modules.projects.services.members import follow_team

    refused(site.engineer.post("/r/issues", {"project": site.project.pk, "title": "裂缝"}), 400, "invalid", field="project")
    ProjectMember.objects.create(project=site.project, role="engineer", person=site.engineer.person)
    follow_team(site.project, [site.engineer.person.pk])
    row = made(site.engineer.post("/r/issues", {"project": site.project.pk, "title": "裂缝"}))
    assert made(site.do(site.engineer, "issues", row, "start"))["state"] == "doing"


def test_the_matrix_counts_living_risks_by_probability_and_impact(site: Site) -> None:
    site.risk(probability=5, impact=4)
    site.risk(title="涨价", probability=2, impact=3, residual_probability=1, residual_impact=1)
    gone = site.risk(title="过去", probability=5, impact=4)
    made(site.do(site.manager, "risks", gone, "close", note="过去了"))
    found = site.manager.get("/control/matrix", project=str(site.project.pk)).data
    assert (found["cells"][4][3], found["cells"][1][2], sum(map(sum, found["cells"]))) == (1, 1, 2)
    assert (found["levels"][4][3], found["levels"][0][0]) == ("extreme", "low")
    assert found["counts"] == {"low": 0, "medium": 1, "high": 0, "extreme": 1}
    left = site.manager.get("/control/matrix", residual="true").data
    assert (left["cells"][4][3], left["cells"][0][0], left["cells"][1][2]) == (1, 1, 0)
    unit = str(site.firm.west.pk)
    assert sum(map(sum, site.manager.get("/control/matrix", unit=unit).data["cells"])) == 0


def test_the_matrix_needs_the_right_to_read_risks_and_tells_of_issues_only_who_reads_them(site: Site) -> None:
    from zhuke.commons.testing import Caller, make_person

    none = Caller(make_person("新人", site.firm.east_sales, {"projects": ["read"]}))
    refused(none.get("/control/matrix"), 403, "not_allowed")
    some = Caller(make_person("半知", site.firm.east_sales, {"projects": ["read"], "risks": ["read"]}))
    assert some.get("/control/matrix").data["issues"] is None
    site.issue(due_on=TODAY.isoformat(), priority="urgent")
    assert site.manager.get("/control/matrix").data["issues"] == {"open": 1, "overdue": 0, "urgent": 1, "resolved": 0}


def test_a_company_has_bounds_of_its_own_and_risks_follow_at_once(site: Site) -> None:
    row = site.risk(probability=3, impact=4)
    assert row["level"] == "high"
    body = {"unit": site.firm.east.pk, "medium_from": 3, "high_from": 6, "extreme_from": 12}
    scale = made(site.manager.post("/r/risk_scales", body))
    now = site.manager.get(f"/r/risks/{row['id']}").data
    assert (now["level"], now["version"]) == ("extreme", row["version"])
    before = traces()
    wrong = {"version": scale["version"], "high_from": 20}
    refused(site.manager.patch(f"/r/risk_scales/{scale['id']}", wrong), 400, "invalid", field="high_from")
    assert traces() == before
    made(site.manager.post(f"/r/risk_scales/{scale['id']}/archive", {"version": scale["version"]}))
    assert site.manager.get(f"/r/risks/{row['id']}").data["level"] == "high"


def test_an_extreme_risk_turns_the_project_red_until_it_is_closed(site: Site) -> None:
    row = site.risk(probability=5, impact=5)
    run_jobs()
    site.project.refresh_from_db()
    assert site.project.health == "red"
    assert {"source": "risks", "level": "red"}.items() <= site.project.health_reasons[0].items()
    made(site.do(site.manager, "risks", row, "close", note="消除"))
    run_jobs()
    site.project.refresh_from_db()
    assert "risks" not in [reason["source"] for reason in site.project.health_reasons]


def test_a_template_brings_risks_with_their_actions_once(site: Site) -> None:
    row = site.risk(category="safety", effect="塌方", cost_impact="1000.00", due_on="2030-01-01")
    made(site.manager.post("/r/risk_actions", {"risk": row["id"], "title": "监测位移"}))
    items = parts.take(site.project)
    assert (items[0]["title"], items[0]["actions"], "cost_impact" in items[0], "due_on" in items[0]) == (
        row["title"],
        ["监测位移"],
        False,
        False,
    )
    other = a_project(site.firm.east_sales, site.manager.person)
    assert [parts.apply(system("测试"), other, items) for _again in range(2)] == [1, 0]
    copy: Any = Risk.objects.get(project=other)
    assert (copy.state, copy.category, copy.actions.get().title, copy.owner_id) == ("responding", "safety", "监测位移", other.owner_id)
