"""Reports: their periods, what they say in which edition, photos, sending, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhuke.commons.files.tests.samples import picture
from zhuke.commons.letters.models import Letter
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import queued
from zhuke.kernel.models import Event
from zhuke.modules.customers.models import Interaction
from zhuke.modules.planning.tests.factories import add, fill, plan_of
from zhuke.modules.projects.models import Project
from zhuke.modules.reporting.domain.periods import due_on, elapsed, period
from zhuke.modules.reporting.domain.scurve import s_curve
from zhuke.modules.reporting.models import ProjectReport, ReportRhythm, Survey
from zhuke.modules.reporting.services import rhythm

from .conftest import Site
from .factories import a_contact

D = dt.date


def content(site: Site, report: Any, edition: str = "customer") -> Any:
    answer = site.head.get(f"/r/project_reports/{report['id']}/content", edition=edition)
    assert answer.status == 200, answer.data
    return answer.data


def test_periods_and_days_of_drafts() -> None:
    assert period("weekly", D(2026, 11, 22)) == (D(2026, 11, 16), D(2026, 11, 22))
    assert period("monthly", D(2024, 2, 10)) == (D(2024, 2, 1), D(2024, 2, 29))
    plain = lambda day: day.weekday() < 5  # noqa: E731
    assert due_on("weekly", D(2026, 11, 18), 0, plain) == D(2026, 11, 20)
    assert due_on("weekly", D(2026, 11, 18), 3, plain) == D(2026, 11, 18)
    assert due_on("weekly", D(2026, 11, 18), 7, plain) == D(2026, 11, 20)
    assert due_on("monthly", D(2026, 1, 5), 3, plain) == D(2026, 1, 30)
    assert due_on("weekly", D(2026, 11, 18), 0, lambda _day: False) == D(2026, 11, 22)
    a, b = (dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in (1, 11))
    assert [elapsed(a, b, a + dt.timedelta(days=n)) for n in (-1, 0, 5, 10, 20)] == [0, 0, 0.5, 1, 1]
    assert elapsed(a, a, a - dt.timedelta(days=1)) == 0


def test_the_curve_is_drawn_as_far_as_it_is_known() -> None:
    points = [
        {"on": "2026-03-01", "pv": 0, "ev": 0},
        {"on": "2026-03-11", "pv": 50, "ev": 40.0},
        {"on": "2026-03-21", "pv": 100, "ev": None},
    ]
    drawn = s_curve(points, {"pv": "计划", "ev": "<完成>"}, D(2026, 3, 11))
    assert drawn.count("<polyline") == 2
    assert "&lt;完成&gt;" in drawn
    lines = [part.split('"')[1] for part in drawn.split("<polyline ")[1:]]
    assert [len(line.split()) for line in lines] == [3, 2]
    assert s_curve(points[:1], {"pv": "计划"}, D(2026, 3, 1)) == ""


def test_a_draft_takes_its_week_and_number(site: Site) -> None:
    report = site.report()
    assert (report["since"], report["until"], report["state"], report["owner"]["label"]) == ("2026-03-02", "2026-03-08", "draft", "周工")
    assert report["number"].startswith("BB-2026-")
    assert report["name"] == f"{site.project.name}周报 2026 03-02—03-08"
    monthly = site.report(kind="monthly")
    assert (monthly["since"], monthly["until"]) == ("2026-03-02", "2026-03-31")
    refused = site.manager.post("/r/project_reports", {"project": str(site.project.pk), "since": "2026-03-02"})
    assert (refused.status, refused.code, ProjectReport.objects.count()) == (400, "invalid", 2)


@pytest.mark.parametrize(("since", "until"), [("2026-03-08", "2026-03-02"), ("2026-03-02", "2026-08-02")])
def test_days_that_make_no_period_are_refused(site: Site, since: str, until: str) -> None:
    body = {"project": str(site.project.pk), "since": since, "until": until}
    refused = site.manager.post("/r/project_reports", body)
    assert (refused.status, list(refused.data["fields"])) == (400, ["until"])
    assert not ProjectReport.objects.exists()


def test_it_is_composed_from_the_plan(site: Site) -> None:
    plan = plan_of(site.project)
    top = add("主体")
    fill(plan, top, add("一层", 5, parent=top["id"]), add("二层", 5, parent=top["id"]))
    report = site.report(next_steps="浇二层")
    said = content(site, report)
    assert said["head"]["project"] == site.project.name
    assert [phase["name"] for phase in said["phases"]] == ["一层", "二层"]  # one part at the top: what it is made of
    assert said["phases"][0]["planned"] == 100.0
    assert {task["name"] for task in said["next"]} == {"一层", "二层"}
    assert said["progress"]["planned"] is not None
    assert len(said["curve"]) > 2
    later = site.report(since="2026-03-09")
    assert content(site, later)["promised"] == "浇二层"


def test_costs_are_in_the_internal_edition_alone(site: Site) -> None:
    Project.objects.filter(pk=site.project.pk).update(cost_total="4567890.12", margin="999888.77")
    report = site.report()
    assert content(site, report, "internal")["money"]["cost_total"] == "4567890.12"
    outside = content(site, report)
    assert (outside["money"], outside["earned"], outside["risks"]) == (None, None, [])
    assert "4567890" not in str(outside)
    assert "999888" not in str(outside)
    for part in ("content", "pdf", "pages", "pages/1"):
        refused = site.manager.get(f"/r/project_reports/{report['id']}/{part}", edition="internal")
        assert (refused.status, refused.code) == (403, "not_allowed")
    pages = f"/r/project_reports/{report['id']}/pages"
    assert site.manager.get(pages).data["count"] == 1
    page = site.manager.get(f"{pages}/1")
    assert (page.status, page.raw["Content-Type"], page.raw.content[8:12]) == (200, "image/webp", b"WEBP")
    assert [site.manager.get(f"{pages}/{n}").status for n in (0, 2, 2**40)] == [404, 404, 404]
    pdf = site.manager.get(f"/r/project_reports/{report['id']}/pdf")
    assert (pdf.status, pdf.raw.content[:5]) == (200, b"%PDF-")


def upload(site: Site, name: str = "浇筑.png") -> Any:
    file = SimpleUploadedFile(name, picture(size=(80, 60)), "image/png")
    return site.manager.upload(f"/r/projects/{site.project.pk}/files", file=file).data


def test_photos_are_chosen_from_the_project_and_its_talk(site: Site) -> None:
    today = timezone.localdate()
    report = site.report(since=str(today), until=str(today))
    of_project = upload(site)
    talk = f"/r/projects/{site.project.pk}/comments"
    key = str(uuid4())
    site.manager.upload(f"{talk}/{key}/files", file=SimpleUploadedFile("群里.png", picture(), "image/png"))
    site.manager.post(talk, {"id": key, "body": "已浇筑"})
    url = f"/r/project_reports/{report['id']}/photos"
    offered = site.manager.get(url).data["offered"]
    assert {(one["name"], one["from"], one["within"]) for one in offered} == {
        ("浇筑.png", "projects", True),
        ("群里.png", "comments", True),
    }
    chosen = [{"file": one["version"], "caption": f"照片 {n}"} for n, one in enumerate(offered)]
    saved = site.manager.put(url, {"version": report["version"], "photos": chosen})
    assert (saved.status, [one["caption"] for one in saved.data["chosen"]]) == (200, ["照片 0", "照片 1"])
    assert [one["caption"] for one in content(site, report)["photos"]] == ["照片 0", "照片 1"]
    assert len(site.manager.get(f"/r/project_reports/{report['id']}/pdf").raw.content) > 5000
    stale = site.manager.put(url, {"version": report["version"], "photos": []})
    assert (stale.status, stale.code) == (409, "stale")
    unknown = site.manager.put(url, {"version": saved.data["version"], "photos": [{"file": str(uuid4())}]})
    assert (unknown.status, list(unknown.data["fields"])) == (400, ["photos"])
    assert site.stranger.put(url, {"version": saved.data["version"], "photos": []}).status == 404
    assert len(ProjectReport.objects.get().photos) == 2
    assert of_project["name"] == "浇筑.png"


def test_it_goes_to_the_customer_with_pdf_and_questionnaire(site: Site) -> None:
    report = site.report(overview="主体封顶")
    sent = site.send(site.manager, report, contacts=[str(site.contact.pk)])
    assert (sent.status, sent.data["state"]) == (200, "sent")
    letter = Letter.objects.get()
    assert (letter.to, letter.object_id, letter.unit_id) == (site.contact.email, ProjectReport.objects.get().pk, site.project.unit_id)
    assert "/survey/" in letter.body
    assert len(letter.enclosed) == 1
    assert "letters.send" in queued()
    assert Survey.objects.get().contact_id == site.contact.pk
    told = Interaction.objects.get(customer=site.project.customer)
    assert report["name"] in told.content
    assert Event.objects.filter(name="project_reports.sent").count() == 1
    # What was sent stays as it is, whatever becomes of the project.
    Project.objects.filter(pk=site.project.pk).update(name="改名")
    assert content(site, report)["head"]["project"] == site.project.name
    row = site.manager.get(f"/r/project_reports/{report['id']}").data
    refused = site.manager.patch(f"/r/project_reports/{report['id']}", {"version": row["version"], "overview": "改"})
    assert (refused.status, refused.code) == (409, "sent_already")
    assert site.manager.post(f"/r/project_reports/{report['id']}/archive", {"version": row["version"]}).code == "sent_already"
    again = a_contact(site.project)
    assert site.send(site.manager, report, contacts=[str(again.pk)], ask=False).status == 200
    assert (Letter.objects.count(), Survey.objects.count()) == (2, 1)


def test_the_internal_edition_is_told_to_colleagues(site: Site) -> None:
    report = site.report()
    people = [str(site.head.person.pk), str(site.stranger.person.pk)]
    assert site.send(site.manager, report, edition="internal", people=people).status == 200
    [notice] = Notice.objects.filter(kind="reporting")
    assert (notice.user_id, notice.object_id) == (site.head.person.pk, ProjectReport.objects.get().pk)
    assert not Letter.objects.exists()


def test_who_cannot_be_written_to_is_refused_and_nothing_leaves(site: Site) -> None:
    report = site.report()
    customer = type(site.project.customer).objects.create(name="另一家", unit=site.firm.east, number="X9")
    other = a_contact(site.project, customer=customer)
    mute = a_contact(site.project, email="")
    for contacts in ([], None, ["x"], [str(uuid4())], [str(other.pk)], [str(mute.pk)], {"a": 1}, [str(uuid4()) for _n in range(21)]):
        refused = site.send(site.manager, report, contacts=contacts)
        assert (refused.status, list(refused.data["fields"])) == (400, ["contacts"]), contacts
    assert site.send(site.manager, report, edition="internal", people=[]).data["fields"]["people"] == ["请选择收件人。"]
    assert site.send(site.manager, report, edition="secret").status == 400
    assert site.send(site.stranger, report, contacts=[str(site.contact.pk)]).status == 404
    row = ProjectReport.objects.get()
    assert (row.state, row.content, Letter.objects.count(), Survey.objects.count(), queued()) == ("draft", None, 0, 0, [])


def test_without_a_mail_server_it_stays_a_draft(site: Site, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    report = site.report()
    refused = site.send(site.manager, report, contacts=[str(site.contact.pk)])
    assert (refused.code, ProjectReport.objects.get().state) == ("no_mail", "draft")


def test_other_companies_see_nothing_of_it(site: Site) -> None:
    report = site.report()
    url = f"/r/project_reports/{report['id']}"
    answers = [site.stranger.get(url), *(site.stranger.get(f"{url}/{part}") for part in ("content", "pdf", "photos"))]
    project, customer = f"/r/projects/{site.project.pk}", f"/r/customers/{site.project.customer_id}"
    answers += [site.stranger.get(f"{project}/reporting"), site.stranger.get(f"{project}/satisfaction")]
    answers += [site.stranger.put(f"{project}/reporting", {"rhythm": "weekly"}), site.stranger.get(f"{customer}/satisfaction")]
    assert {(answer.status, answer.code) for answer in answers} == {(404, "not_found")}
    assert not ReportRhythm.objects.exists()


def test_the_rhythm_makes_drafts_once(site: Site) -> None:
    url = f"/r/projects/{site.project.pk}/reporting"
    assert site.manager.get(url).data == {"rhythm": "none", "weekday": 0, "ask": True, "contacts": [], "may_write": True}
    chosen = {"rhythm": "both", "weekday": 3, "ask": False, "contacts": [str(site.contact.pk)]}
    saved = site.manager.put(url, chosen)
    assert (saved.data["rhythm"], saved.data["contacts"][0]["label"]) == ("both", site.contact.name)
    refused = site.manager.put(url, {**chosen, "contacts": [str(uuid4())]})
    assert (refused.status, list(refused.data["fields"])) == (400, ["contacts"])
    assert site.manager.put(url, {**chosen, "weekday": 8}).status == 422
    assert rhythm.make_due(D(2026, 3, 3)) == 0
    assert [rhythm.make_due(D(2026, 3, 4)) for _time in range(2)] == [1, 0]
    assert rhythm.make_due(D(2026, 3, 31)) == 1 + 0  # Tuesday: the month's, not yet the week's
    assert set(ProjectReport.objects.values_list("kind", "automatic")) == {("weekly", True), ("monthly", True)}
    assert Notice.objects.filter(kind="reporting", user=site.manager.person).count() == 2
    Project.objects.filter(pk=site.project.pk).update(held_on=D(2026, 4, 1))
    assert rhythm.make_due(D(2026, 4, 10)) == 0
