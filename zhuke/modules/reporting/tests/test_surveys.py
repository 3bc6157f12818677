"""Questionnaires: answered once by their link, expired, counted, told; what a link gives away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import make_person
from zhuke.commons.todos.models import Todo
from zhuke.modules.reporting.models import ProjectReport, Survey
from zhuke.modules.reporting.services import surveys

from .conftest import Site, everything
from .factories import a_survey

GOOD = {"quality": "5", "progress": "4", "safety": "5", "communication": "4", "overall": "5"}


@pytest.fixture
def asked(site: Site) -> tuple[Any, str]:
    """A questionnaire on a report of the project."""
    cache.clear()
    return a_survey(ProjectReport.objects.get(pk=site.report()["id"]), site.contact)


def post(token: str, **values: str) -> Any:
    return Client().post(f"/survey/{token}", {**GOOD, **values})


def test_it_is_answered_once(site: Site, asked: tuple[Any, str]) -> None:
    survey, token = asked
    shown = Client().get(f"/survey/{token}")
    assert (shown.status_code, shown["Cache-Control"], shown["X-Robots-Tag"]) == (200, "no-store", "noindex")
    assert len(shown.content) < 12_000
    assert Survey.objects.get().state == "open"  # reading changes nothing
    assert "感谢您的评价" in post(token, remark=" 钢筋绑扎规范 ").content.decode()
    survey.refresh_from_db()
    assert (survey.state, str(survey.score), survey.lowest, survey.remark) == ("answered", "4.60", 4, "钢筋绑扎规范")
    assert post(token, overall="1").status_code == 409
    survey.refresh_from_db()
    assert survey.overall == 5
    [notice] = Notice.objects.filter(user=site.manager.person, kind="reporting")
    assert (notice.title, notice.body) == (f"{site.contact.name} 对“{site.project.name}”的满意度：4.6 分", "钢筋绑扎规范")
    assert not Todo.objects.exists()


def test_a_low_score_is_something_to_do_for_the_customers_owner(site: Site, asked: tuple[Any, str]) -> None:
    seller = make_person("销售", site.firm.east_sales, everything())
    type(site.project.customer).objects.filter(pk=site.project.customer_id).update(owner=seller)
    assert post(asked[1], safety="2", remark="围挡不牢").status_code == 200
    todo = Todo.objects.get()
    assert (todo.assignee_id, todo.object_id, todo.body) == (seller.pk, site.project.customer_id, "围挡不牢")
    assert "满意度低" in todo.title


@pytest.mark.parametrize("values", [{"overall": ""}, {"overall": "6"}, {"overall": "x"}, {"remark": "字" * 1001}])
def test_half_an_answer_is_none(site: Site, asked: tuple[Any, str], values: dict[str, str]) -> None:
    assert post(asked[1], **values).status_code == 400
    assert (Survey.objects.get().state, Notice.objects.count()) == ("open", 0)


def test_links_that_are_not_ours_or_too_old_look_the_same(site: Site, asked: tuple[Any, str]) -> None:
    survey, token = asked
    foreign = Client().get("/survey/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    Survey.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    old = Client().get(f"/survey/{token}")
    assert (foreign.status_code, old.status_code) == (404, 404)
    for answer in (foreign, old):
        assert site.project.name not in answer.content.decode()
        assert site.contact.name not in answer.content.decode()
    assert post(token).status_code == 404
    assert surveys.expire() == 1
    survey.refresh_from_db()
    assert (survey.state, survey.score, surveys.expire()) == ("expired", None, 0)


def test_too_many_answers_from_one_address(site: Site, asked: tuple[Any, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuke.modules.reporting.pages.PER_HOUR", 0)
    assert post(asked[1]).status_code == 429
    assert Survey.objects.get().state == "open"


def test_the_secret_is_nowhere_to_be_read(site: Site, asked: tuple[Any, str]) -> None:
    survey, token = asked
    row = site.manager.get(f"/r/surveys/{survey.pk}").data
    assert token not in str(row)
    assert not {"token_hash", "answered_from"} & set(row)


def test_what_was_said_on_the_telephone(site: Site) -> None:
    scores = {name: int(value) for name, value in GOOD.items()}
    body = {"project": str(site.project.pk), "contact": str(site.contact.pk), **scores}
    made = site.manager.post("/r/surveys", body)
    assert (made.status, made.data["state"], made.data["name"]) == (201, "answered", site.contact.name)
    fixed = site.manager.patch(f"/r/surveys/{made.data['id']}", {"version": made.data["version"], "remark": "改"})
    assert (fixed.status, fixed.code) == (409, "fixed")
    without = site.manager.post("/r/surveys", {key: value for key, value in body.items() if key != "safety"})
    assert (without.status, list(without.data["fields"])) == (400, ["safety"])
    unnamed = site.manager.post("/r/surveys", {key: value for key, value in body.items() if key != "contact"})
    assert (unnamed.status, list(unnamed.data["fields"])) == (400, ["name"])
    assert site.stranger.post("/r/surveys", body).status in (400, 404)
    assert Survey.objects.count() == 1


def test_satisfaction_is_the_mean_of_what_one_may_see(site: Site, asked: tuple[Any, str]) -> None:
    post(asked[1])
    scores = dict.fromkeys(GOOD, 3)
    site.manager.post("/r/surveys", {"project": str(site.project.pk), "name": "李总", **scores})
    for url in (f"/r/projects/{site.project.pk}", f"/r/customers/{site.project.customer_id}"):
        found = site.manager.get(f"{url}/satisfaction").data
        assert (found["asked"], found["answered"], found["score"], found["scores"]["overall"]) == (2, 2, 3.8, 4.0)
        assert [one["name"] for one in found["items"]] == ["李总", site.contact.name]
    reader = make_person("只看客户", site.firm.east_sales, {"customers": ["read"], "projects": ["read"]})
    refused = type(site.manager)(reader).get(f"/r/customers/{site.project.customer_id}/satisfaction")
    assert (refused.status, refused.code) == (403, "not_allowed")
