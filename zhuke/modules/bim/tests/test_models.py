"""A model over the API: file, conversion, what a viewer gets, links to tasks, quantities, budget, and every refusal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from zhuke.commons.notify.models import Notice
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.commons.testing import Answer, Caller, Firm, allow, make_firm, make_person, run_jobs, unmask
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.models import Event
from zhuke.kernel.resource import by_name
from zhuke.kernel.writes import create
from zhuke.modules.bim.models import BimElement, BimLink, BimModel, BimVersion
from zhuke.modules.bim.services import conversion
from zhuke.modules.projects.models import BudgetLine
from zhuke.modules.projects.tests.factories import an_item

from .factories import a_model, a_task
from .samples import building

ROWS = ["read", "create", "update", "archive"]
WALL = f"{3:022}"  # the first wall of the sample


@pytest.fixture(autouse=True)
def _files(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def firm(db: None) -> Firm:
    config.forget()
    sync_dictionaries(system("测试"))
    return make_firm()


def caller(unit: Any, name: str, models: list[str] = ROWS, **more: list[str]) -> Caller:
    """Somebody who may do this with models, and see projects and tasks."""
    person = make_person(name, unit)
    rights = {"projects": ["read"], "tasks": ["read"], "bim_models": models, "bim_rules": ROWS, **more}
    role = allow(person, rights)
    if "budget_lines" in more:
        unmask(role, "budget_lines", "amount")
        unmask(role, "budget_lines", "note")
    return Caller(person)


@pytest.fixture
def engineer(firm: Firm) -> Caller:
    return caller(firm.east_sales, "王工", budget_lines=["read", "create", "update"], cost_items=["read"])


@pytest.fixture
def model(engineer: Caller) -> BimModel:
    return a_model(engineer.person.unit, engineer.person)


def upload(who: Caller, model: BimModel, body: bytes | None = None, name: str = "一号楼.ifc") -> Answer:
    return who.upload(f"/r/bim_models/{model.pk}/file", file=SimpleUploadedFile(name, building() if body is None else body))


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'bim.convert'")
        return int(cursor.fetchone()[0])


@pytest.fixture
def ready(engineer: Caller, model: BimModel) -> BimModel:
    assert upload(engineer, model, building(2, 2, quantity=2.25)).status == 201
    run_jobs()
    model.refresh_from_db()
    assert model.state == "ready"
    return model


def test_a_file_becomes_a_model_to_look_at(engineer: Caller, model: BimModel) -> None:
    answer = upload(engineer, model)
    assert (answer.status, answer.data["state"], answer.data["number"], answer.data["shown"]) == (201, "queued", 1, False)
    assert engineer.get(f"/r/bim_models/{model.pk}/scene").status == 404
    run_jobs()
    row = engineer.get(f"/r/bim_models/{model.pk}").data
    assert (row["state"], row["elements_count"], row["storeys_count"], row["ifc_schema"]) == ("ready", 6, 2, "IFC4")
    scene = engineer.get(f"/r/bim_models/{model.pk}/scene").data
    assert scene["types"] == ["IfcSlab", "IfcWall"] or scene["types"] == ["IfcWall", "IfcSlab"]
    assert [storey["name"] for storey in scene["storeys"]] == ["1F", "2F"]
    assert len(scene["elements"]) == 6
    drawing = engineer.client.get(f"/api/v1/r/bim_models/{model.pk}/drawing")
    assert b"".join(drawing.streaming_content)[:4] == b"glTF"  # type: ignore[attr-defined]
    one = engineer.get(f"/r/bim_models/{model.pk}/elements/{WALL}").data
    assert (one["name"], one["storey"], one["volume"], one["task"]) == ("外墙 1F-1", "1F", 2.4, None)
    assert Notice.objects.filter(user=engineer.person, kind="bim").count() == 1
    assert Event.objects.filter(name="bim_models.converted").count() == 1


def test_converting_twice_changes_nothing(engineer: Caller, ready: BimModel) -> None:
    version = BimVersion.objects.get(model=ready)
    assert conversion.convert(version.pk) == "ready"
    assert BimElement.objects.filter(version=version).count() == 6


def test_a_worker_that_died_is_followed_by_another(engineer: Caller, model: BimModel) -> None:
    upload(engineer, model)
    version = BimVersion.objects.get(model=model)
    BimVersion.objects.filter(pk=version.pk).update(state="converting")
    BimElement.objects.create(version=version, guid="half", type="IfcWall")
    assert conversion.convert(version.pk) == "ready"
    assert BimElement.objects.filter(version=version).count() == 6


def test_what_cannot_be_read_says_why_and_can_be_tried_again(engineer: Caller, model: BimModel) -> None:
    upload(engineer, model, building(0, 0))
    run_jobs()
    row = engineer.get(f"/r/bim_models/{model.pk}").data
    assert row["state"] == "failed"
    assert "没有任何构件" in row["failure"] if "failure" in row else True
    assert BimVersion.objects.get(model=model).failure == "empty"
    assert "没有任何构件" in Notice.objects.get(user=engineer.person, kind="bim").body
    again = engineer.send("post", f"/r/bim_models/{model.pk}/do/try_again", {})
    assert (again.status, waiting()) == (200, 1)
    assert engineer.send("post", f"/r/bim_models/{model.pk}/do/try_again", {}).status == 409


def test_time_limit(engineer: Caller, model: BimModel, monkeypatch: pytest.MonkeyPatch) -> None:
    upload(engineer, model)
    monkeypatch.setattr(conversion, "_run", lambda version, folder: {"error": "time"})
    run_jobs()
    model.refresh_from_db()
    assert (model.state, "时间限额" in model.failure) == ("failed", True)


def test_a_new_version_replaces_what_is_shown_and_keeps_links(engineer: Caller, ready: BimModel) -> None:
    task = a_task(ready.project)
    assert engineer.send("post", f"/r/bim_models/{ready.pk}/links", {"guids": [WALL], "task": str(task.pk)}).data == {"linked": 1}
    assert upload(engineer, ready, building(3, 2)).status == 201
    run_jobs()
    row = engineer.get(f"/r/bim_models/{ready.pk}").data
    assert (row["number"], row["elements_count"], row["linked_count"]) == (2, 9, 1)
    versions = engineer.get(f"/r/bim_models/{ready.pk}/versions").data
    assert [(one["number"], one["shown"]) for one in versions] == [(2, True), (1, False)]


def test_a_failed_version_leaves_the_old_one_to_look_at(engineer: Caller, ready: BimModel) -> None:
    upload(engineer, ready, building(0, 0))
    run_jobs()
    assert engineer.get(f"/r/bim_models/{ready.pk}").data["state"] == "failed"
    assert engineer.get(f"/r/bim_models/{ready.pk}/scene").data["version"]["number"] == 1


def test_rules_link_by_type_storey_and_words_and_hands_go_before_them(engineer: Caller, ready: BimModel) -> None:
    slabs, walls = a_task(ready.project, "楼板"), a_task(ready.project, "二层外墙")
    base = {"project": str(ready.project_id)}
    assert engineer.send("post", "/r/bim_rules", {**base, "task": str(slabs.pk), "element_type": "IfcSlab"}).status == 201
    made = engineer.send(
        "post", "/r/bim_rules", {**base, "task": str(walls.pk), "element_type": "IfcWall", "storey": "2f", "words": "外墙"}
    )
    assert made.status == 201
    assert dict(BimLink.objects.values_list("guid", "task_id")).__len__() == 4
    engineer.send("post", f"/r/bim_models/{ready.pk}/links", {"guids": [WALL], "task": str(slabs.pk)})
    ready.refresh_from_db()
    assert ready.linked_count == 5
    scene = engineer.get(f"/r/bim_models/{ready.pk}/scene").data
    assert {task["name"] for task in scene["tasks"]} == {"楼板", "二层外墙"}
    row = engineer.get(f"/r/bim_rules/{made.data['id']}").data
    assert engineer.send("post", f"/r/bim_rules/{row['id']}/archive", {"version": row["version"]}).status == 200
    ready.refresh_from_db()
    assert ready.linked_count == 3


def test_quantities(engineer: Caller, ready: BimModel) -> None:
    rows = engineer.get(f"/r/bim_models/{ready.pk}/quantities", by="storey").data
    assert [(row["storey"], row["type"], row["count"], row["volume"]) for row in rows] == [
        ("1F", "IfcSlab", 1, 7.2), ("1F", "IfcWall", 2, 4.65), ("2F", "IfcSlab", 1, 7.2), ("2F", "IfcWall", 2, 4.8),
    ]  # fmt: skip
    rows = engineer.get(f"/r/bim_models/{ready.pk}/quantities", by="type").data
    assert [(row["type"], row["count"], row["volume"]) for row in rows] == [("IfcSlab", 2, 14.4), ("IfcWall", 4, 9.45)]


def test_quantities_at_a_price_become_budget(engineer: Caller, ready: BimModel) -> None:
    item = an_item()
    row = {"type": "IfcWall", "storey": None, "measure": "volume", "price": "650.00", "cost_item": str(item.pk)}
    first = {**row, "type": "IfcSlab", "storey": 0}
    body = {"rows": [row, first]}
    for _time in range(2):  # doing it again sets the same line
        assert engineer.send("post", f"/r/bim_models/{ready.pk}/budget", body).data == {"lines": 1}
    line = BudgetLine.objects.get(project=ready.project)
    assert line.amount == Decimal("10822.50")  # (9.45 + 7.2) m³ × 650
    assert "9.45 m³" in line.note
    wrong = engineer.send("post", f"/r/bim_models/{ready.pk}/budget", {"rows": [{**row, "type": "IfcRoof"}]})
    assert (wrong.status, wrong.code) == (400, "invalid")
    assert BudgetLine.objects.get(project=ready.project).amount == Decimal("10822.50")


def test_who_has_no_budget_right_writes_none(firm: Firm, ready: BimModel) -> None:
    item = an_item()
    other = caller(firm.east_sales, "李工")
    row = {"type": "IfcWall", "measure": "count", "price": "1", "cost_item": str(item.pk)}
    assert other.send("post", f"/r/bim_models/{ready.pk}/budget", {"rows": [row]}).status in (403, 404)
    assert not BudgetLine.objects.exists()


def test_refused_uploads_queue_nothing(engineer: Caller, model: BimModel) -> None:
    wrong = upload(engineer, model, b"PK\x03\x04", "a.zip")
    assert (wrong.status, wrong.code) == (400, "bad_file")
    fake = upload(engineer, model, b"MZ\x90", "a.ifc")
    assert (fake.status, fake.code) == (400, "bad_file")
    assert (waiting(), BimVersion.objects.count()) == (0, 0)
    assert upload(engineer, model).status == 201
    second = upload(engineer, model, building(1, 1))
    assert (second.status, second.code, waiting()) == (409, "still_converting", 1)
    run_jobs()
    same = upload(engineer, model)
    assert (same.status, same.code, waiting(), BimVersion.objects.count()) == (409, "same_file", 0, 1)


def test_other_companies_see_nothing(firm: Firm, ready: BimModel) -> None:
    stranger = caller(firm.west_sales, "外人")
    base = f"/r/bim_models/{ready.pk}"
    for path in (base, f"{base}/scene", f"{base}/versions", f"{base}/drawing", f"{base}/quantities", f"{base}/elements/{WALL}"):
        assert stranger.get(path).status == 404
    assert upload(stranger, ready).status == 404
    assert stranger.send("post", f"{base}/links", {"guids": [WALL], "task": None}).status == 404
    assert BimVersion.objects.filter(model=ready).count() == 1


def test_reading_alone_neither_uploads_nor_links(firm: Firm, ready: BimModel) -> None:
    reader = caller(firm.east_sales, "读者", ["read"])
    assert upload(reader, ready, building(1, 1)).status == 403
    assert reader.send("post", f"/r/bim_models/{ready.pk}/links", {"guids": [WALL], "task": None}).status == 403
    assert (BimVersion.objects.count(), BimLink.objects.count(), waiting()) == (1, 0, 0)


def test_links_to_what_does_not_belong_are_refused(engineer: Caller, ready: BimModel) -> None:
    other = a_model(engineer.person.unit, engineer.person)
    task = a_task(other.project)
    path = f"/r/bim_models/{ready.pk}/links"
    assert engineer.send("post", path, {"guids": [WALL], "task": str(task.pk)}).code == "invalid"
    own = a_task(ready.project)
    assert engineer.send("post", path, {"guids": ["0" * 22], "task": str(own.pk)}).code == "invalid"
    rule = {"project": str(ready.project_id), "task": str(task.pk)}
    assert engineer.send("post", "/r/bim_rules", rule).code == "invalid"
    assert BimLink.objects.count() == 0


def test_open_issues_stand_at_the_elements_of_their_task(firm: Firm, engineer: Caller, ready: BimModel) -> None:
    task = a_task(ready.project)
    assert engineer.post(f"/r/bim_models/{ready.pk}/links", {"guids": [WALL], "task": str(task.pk)}).status == 200
    issues = by_name("issues")
    assert issues
    create(system("测试"), issues, {"project": ready.project_id, "title": "临边防护缺失", "priority": "urgent", "task": task.pk})
    url = f"/r/bim_models/{ready.pk}/scene"
    assert engineer.get(url).data["tasks"][0]["marks"] == []  # who may not read issues learns of none
    allow(engineer.person, {"issues": ["read"]})
    config.forget()
    [mark] = engineer.get(url).data["tasks"][0]["marks"]
    assert (mark["label"], mark["level"], mark["resource"]) == ("临边防护缺失", "bad", "issues")
