"""Teams: what a member may do, who may change a team."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, allow, make, make_person
from zhuke.kernel.models import Change, Event, TeamMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhang(firm: Firm) -> Caller:
    person = make_person("张三", firm.east_sales, {"customers": ["read", "update"]}, scope="own")
    allow(person, {"users": ["read"]})
    return Caller(person)


@pytest.fixture
def li(firm: Firm) -> Caller:
    return Caller(make_person("李四", firm.east, {"customers": ["read", "update"]}, scope="own"))


@pytest.fixture
def record(firm: Firm, zhang: Caller) -> Any:
    return make("customers", name="武汉城投", unit=firm.east_sales, number="N1", owner=zhang.person)


def path(record: Any) -> str:
    return f"/r/customers/{record.pk}/team"


def members(caller: Caller, can_write: bool = False) -> list[dict[str, Any]]:
    return [{"user": str(caller.person.pk), "can_write": can_write}]


def test_a_member_sees_and_with_the_right_changes_the_record(zhang: Caller, li: Caller, record: Any) -> None:
    one = f"/r/customers/{record.pk}"
    assert li.get(one).status == 404
    made = zhang.put(path(record), members(li))
    assert (made.status, made.data) == (200, [{"user": {"id": str(li.person.pk), "label": "李四"}, "can_write": False}])
    assert li.get(path(record)).data == made.data
    assert li.patch(one, {"version": 1, "remark": "改"}).code == "not_allowed_here"
    zhang.put(path(record), members(li, True))
    assert li.patch(one, {"version": li.get(one).data["version"], "remark": "改"}).status == 200
    assert zhang.put(path(record), []).data == []
    assert li.get(one).status == 404


def test_told_once_and_kept_in_history(zhang: Caller, li: Caller, record: Any) -> None:
    assert li.get(path(record)).status == 404  # the process remembers: no team
    for can_write in (False, True, True):
        zhang.put(path(record), members(li, can_write))
    assert [n["title"] for n in li.get("/inbox").data["items"]] == ["张三 邀请您参与客户“武汉城投”"]
    changes = Change.objects.filter(object_id=record.pk, operation="UPDATE").order_by("id")
    assert [c.diff["team"] for c in changes] == [["", "李四"], ["李四", "李四（可编辑）"]]
    assert {c.actor_id for c in changes} == {zhang.person.pk}
    assert Event.objects.filter(name="team.changed").count() == 2


def test_refusals_change_nothing(zhang: Caller, li: Caller, record: Any, firm: Firm) -> None:
    foreign = make_person("王五", firm.west_sales)
    gone = make_person("已离职", firm.east_sales, is_active=False)
    events = Event.objects.count()
    for person in (foreign.pk, gone.pk, uuid4()):
        refused = zhang.put(path(record), [{"user": str(person), "can_write": True}])
        assert (refused.status, refused.code) == (400, "invalid")
    assert (li.put(path(record), members(li, True)).status, li.get(path(record)).status) == (404, 404)
    reader = Caller(make_person("赵六", firm.east_sales, {"customers": ["read"]}))
    assert reader.put(path(record), members(reader, True)).code == "not_allowed"
    assert zhang.get(f"/r/users/{zhang.person.pk}/team").code == "no_team"
    assert zhang.put(path(record), [{"user": str(uuid4()), "can_write": False} for _n in range(51)]).code == "invalid"
    assert zhang.put(path(record), [{"user": "x"}]).status == 422
    assert Client().put(f"/api/v1{path(record)}").status_code == 401
    type(record).objects.filter(pk=record.pk).update(archived_at=timezone.now())
    assert zhang.put(path(record), members(li)).code == "archived"
    assert (TeamMember.objects.count(), Notice.objects.count(), Event.objects.count()) == (0, 0, events)


def test_members_one_cannot_see_stay_when_others_change(zhang: Caller, li: Caller, record: Any, firm: Firm) -> None:
    foreign = make_person("王五", firm.west_sales)
    TeamMember.objects.create(resource="customers", object_id=record.pk, user=foreign)
    both = [{"user": str(foreign.pk), "can_write": False}, *members(li)]
    assert [m["user"]["label"] for m in zhang.put(path(record), both).data] == ["王五", "李四"]
