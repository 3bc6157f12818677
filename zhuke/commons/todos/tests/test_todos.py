"""To-dos by hand: for oneself, for a colleague within reach, about a record that both see."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, allow, make_person, queued
from zhuke.commons.todos.models import Todo
from zhuke.kernel.models import Event

pytestmark = pytest.mark.django_db
OWN = {"todos": ["read", "update", "done", "postpone", "dismiss"]}


def worker(firm: Firm, name: str, unit: Any = None) -> Caller:
    """Someone with everybody's rights: sees people, minds own to-dos, gives within the company."""
    person = make_person(name, unit or firm.east_sales, OWN, scope="own")
    allow(person, {"users": ["read"]}, "group")
    allow(person, {"todos": ["create"]}, "company")
    return Caller(person)


@pytest.fixture
def zhang(firm: Firm) -> Caller:
    return worker(firm, "张三")


@pytest.fixture
def li(firm: Firm) -> Caller:
    return worker(firm, "李四", firm.east)


def unchanged(todo: str, **values: Any) -> None:
    row = Todo.objects.get(pk=todo)
    assert {name: getattr(row, name) for name in values} == values


def test_for_oneself(zhang: Caller, li: Caller) -> None:
    made = zhang.post("/r/todos", {"title": "取图纸", "due_on": "2031-01-02"}).data
    assert (made["assignee"]["label"], made["kind"], made["state"]) == ("张三", "own", "open")
    assert set(made["_can"]) >= {"done", "postpone", "dismiss", "update"}
    assert li.get("/r/todos").data["items"] == []
    assert li.get(f"/r/todos/{made['id']}").status == 404
    assert Notice.objects.count() == 0


def test_for_a_colleague_who_is_told(zhang: Caller, li: Caller) -> None:
    with CaptureQueriesContext(connection) as queries:
        made = zhang.post("/r/todos", {"title": "取图纸", "assignee": str(li.person.pk)}).data
    assert made["kind"] == "assigned"
    assert any("pg_notify" in q["sql"] and "changed" in q["sql"] for q in queries)
    assert [t["id"] for t in li.get("/r/todos").data["items"]] == [t["id"] for t in zhang.get("/r/todos").data["items"]] == [made["id"]]
    assert [n["title"] for n in li.get("/inbox").data["items"]] == ["张三 给您一项待办：取图纸"]


def test_not_beyond_reach(firm: Firm, zhang: Caller, li: Caller) -> None:
    far = make_person("王五", firm.west_sales)
    refused = zhang.post("/r/todos", {"title": "取图纸", "assignee": str(far.pk)})
    assert (refused.status, refused.code) == (403, "outside_scope")
    assert (Todo.objects.count(), Notice.objects.count(), queued()) == (0, 0, [])
    made = zhang.post("/r/todos", {"title": "取图纸"}).data
    refused = zhang.patch(f"/r/todos/{made['id']}", {"version": 1, "assignee": str(far.pk)})
    assert (refused.status, refused.code) == (403, "outside_scope")
    unchanged(made["id"], assignee_id=zhang.person.pk, version=1)
    assert zhang.patch(f"/r/todos/{made['id']}", {"version": 1, "assignee": str(li.person.pk)}).data["kind"] == "assigned"


def test_about_a_record_that_both_see(firm: Firm, zhang: Caller, li: Caller) -> None:
    blind = make_person("赵六", firm.east_sales, OWN, scope="own")
    about = {"title": "请看", "resource": "users", "object_id": str(li.person.pk)}
    made = zhang.post("/r/todos", about).data
    assert (made["object_label"], made["object_id"]) == ("李四", str(li.person.pk))
    before = Event.objects.count()
    refused = zhang.post("/r/todos", {**about, "assignee": str(blind.pk)})
    assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "invalid", ["assignee"])
    assert zhang.post("/r/todos", {**about, "object_id": "x"}).status == 422
    for wrong in ({"resource": "nothing"}, {"object_id": None}, {"resource": "units", "object_id": str(firm.west.pk)}):
        assert list(zhang.post("/r/todos", {**about, **wrong}).data["fields"]) == ["object_id"]
    assert (Todo.objects.count(), Event.objects.count()) == (1, before)


def test_the_ways_it_ends(zhang: Caller) -> None:
    made = zhang.post("/r/todos", {"title": "取图纸"}).data
    path = f"/r/todos/{made['id']}"
    later = str(timezone.localdate() + dt.timedelta(days=3))
    assert zhang.post(f"{path}/do/postpone", {"inputs": {"due_on": later}}).data["due_on"] == later
    refused = zhang.post(f"{path}/do/postpone", {"inputs": {"due_on": "2020-01-01"}})
    assert (refused.status, list(refused.data["fields"])) == (400, ["due_on"])
    done = zhang.post(f"{path}/do/done", {}).data
    assert (done["state"], done["closed_by"]["label"]) == ("done", "张三")
    for verb, inputs in (("done", {}), ("dismiss", {"reason": "不用了"}), ("postpone", {"due_on": later})):
        refused = zhang.post(f"{path}/do/{verb}", {"inputs": inputs})
        assert (refused.status, refused.code) == (409, "wrong_state")
    unchanged(made["id"], state="done", reason="")
    assert zhang.post(f"{path}/do/reopen", {}).data["closed_at"] is None
    assert list(zhang.post(f"{path}/do/dismiss", {"inputs": {}}).data["fields"]) == ["reason"]
    assert zhang.post(f"{path}/do/dismiss", {"inputs": {"reason": "不用了"}}).data["reason"] == "不用了"
    assert list(Event.objects.filter(subject_id=made["id"]).order_by("pk").values_list("name", flat=True)) == [
        "todos.created", "todos.postponed", "todos.done", "todos.reopened", "todos.dismissed",
    ]  # fmt: skip


def test_supervisors_look_but_do_not_touch(firm: Firm, zhang: Caller) -> None:
    boss = Caller(make_person("主管", firm.east, {"todos": ["read"]}, scope="below"))
    made = zhang.post("/r/todos", {"title": "取图纸"}).data
    assert boss.get(f"/r/todos/{made['id']}").data["_can"] == ["read"]
    refused = boss.post(f"/r/todos/{made['id']}/do/done", {})
    assert (refused.status, refused.code) == (403, "not_allowed")
    unchanged(made["id"], state="open", version=1)
