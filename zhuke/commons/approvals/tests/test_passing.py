"""Added before and after, handed over, returned, left, absent, empty, one's own."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from zhuke.commons.approvals.models import ApprovalTask
from zhuke.commons.approvals.services.starting import submit
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, allow, make_person
from zhuke.kernel import config
from zhuke.kernel.access import system
from zhuke.kernel.errors import DomainError
from zhuke.kernel.events import emit

from .conftest import READ, Office, act, node, now, person, waits_for
from .test_deciding import refused

SUPERIOR = {"kind": "superior", "level": 1}


def leave(who: Caller) -> None:
    """The person is switched off."""
    person = who.person
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    config.forget()
    emit("users.deactivated", person, system("人事"), {})


def deputise(who: Caller, deputy: Caller) -> None:
    """The deputy acts for that person these days."""
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    apps.get_model("orgs", "Delegation").objects.create(user=who.person, deputy=deputy.person, starts_on=today - day, ends_on=today + day)
    config.forget()


def test_asked_before(office: Office) -> None:
    office.flow(node("上级", SUPERIOR), node("财务", person(office.finance)))
    approval = office.submit()
    assert act(office.head, approval, "add_before", people=[office.id(office.law), office.id(office.boss)], opinion="先看").status == 200
    assert set(waits_for(approval)) == {"法务", "陈总"}
    refused(office.head, approval, "approve", 403, "not_your_turn")
    act(office.law, approval, "approve")
    assert waits_for(approval) == ["陈总"]
    act(office.boss, approval, "approve")
    assert waits_for(approval) == ["李部"]
    assert Notice.objects.filter(user=office.head.person, title__startswith="请审批").count() == 2
    act(office.head, approval, "approve")
    assert waits_for(approval) == ["钱财"]


def test_asked_after(office: Office) -> None:
    office.flow(node("或签", person(office.head), person(office.finance), mode="any"))
    approval = office.submit()
    data = act(office.head, approval, "add_after", people=[office.id(office.law)], opinion="同意，请法务再看").data
    assert waits_for(approval) == ["法务"]
    assert data["nodes"][1]["people"][0]["opinion"] == "同意，请法务再看"
    refused(office.finance, approval, "approve", 409, "already_decided")
    act(office.law, approval, "approve")
    assert now(approval) == "approved"


def test_a_no_of_someone_added_ends_it(office: Office) -> None:
    office.flow(node("上级", SUPERIOR))
    approval = office.submit()
    act(office.head, approval, "add_before", people=[office.id(office.law)])
    assert act(office.law, approval, "reject", opinion="不行").data["state"] == "rejected"


def test_nobody_is_added_twice(office: Office) -> None:
    office.flow(node("上级", SUPERIOR), node("财务", person(office.finance)))
    approval = office.submit()
    for verb in ("add_before", "add_after"):
        refused(office.head, approval, verb, 409, "already_asked", people=[office.id(office.head)])
        refused(office.head, approval, verb, 400, "invalid", people=[office.id(office.seller)])
    stranger = make_person("西南", office.firm.west, READ)
    type(stranger).objects.filter(pk=stranger.pk).update(is_active=False)
    refused(office.head, approval, "add_before", 400, "invalid", people=[str(stranger.pk)])
    assert act(office.head, approval, "approve").status == 200
    refused(office.finance, approval, "hand_over", 409, "already_asked", person=office.id(office.head))
    refused(office.finance, approval, "add_after", 409, "already_asked", people=[office.id(office.head)])
    refused(office.finance, approval, "hand_over", 400, "invalid", person=office.id(office.seller))


def test_handed_over(office: Office) -> None:
    office.flow(node("上级", SUPERIOR))
    approval = office.submit()
    data = act(office.head, approval, "hand_over", person=office.id(office.law), opinion="请代看").data
    assert (data["state"], waits_for(approval)) == ("running", ["法务"])
    refused(office.head, approval, "approve", 409, "already_decided")
    act(office.law, approval, "approve")
    assert now(approval) == "approved"


def test_returned_to_a_node_and_to_the_submitter(office: Office) -> None:
    office.flow(node("上级", SUPERIOR), node("财务", person(office.finance)), node("总经理", person(office.boss)))
    approval = office.submit()
    refused(office.head, approval, "return", 400, "invalid", node="n3", opinion="还没到")
    act(office.head, approval, "approve")
    act(office.finance, approval, "approve")
    assert [t["node"] for t in office.boss.get(f"/approvals/{approval.pk}").data["return_to"]] == ["start", "n1", "n2"]
    data = act(office.boss, approval, "return", node="n1", opinion="请部门再核").data
    assert waits_for(approval) == ["李部"]
    assert [n["state"] for n in data["nodes"]] == ["passed", "passed", "passed", "returned", "current", "coming", "coming"]
    act(office.head, approval, "approve")
    assert waits_for(approval) == ["钱财"]
    act(office.finance, approval, "approve")
    assert waits_for(approval) == ["陈总"]
    assert act(office.boss, approval, "return", node="start", opinion="重做").data["state"] == "returned"
    assert office.said[-1] == ("returned", "陈总")


def test_an_approver_leaves(office: Office) -> None:
    office.flow(node("财务", person(office.finance)), node("法务", person(office.law)))
    approval = office.submit()
    leave(office.law)
    leave(office.finance)
    assert waits_for(approval) == ["陈总"]
    assert [s["kind"] for s in office.boss.get(f"/approvals/{approval.pk}").data["timeline"]] == ["submitted", "left"]
    data = act(office.boss, approval, "approve").data
    assert (data["state"], [s["reason"] for s in data["nodes"]][-1:]) == ("approved", [""])
    assert ApprovalTask.objects.filter(person=office.boss.person, state="passed").count() == 1


def test_a_leaver_with_a_deputy(office: Office) -> None:
    deputise(office.finance, office.law)
    office.flow(node("财务", person(office.finance)))
    leave(office.finance)
    assert waits_for(office.submit()) == ["法务"]


def test_everybody_of_a_node_leaves(office: Office) -> None:
    office.flow(node("总", person(office.chief)))
    approval = office.submit()
    leave(office.chief)
    assert waits_for(approval) == ["管理"]
    act(office.admin, approval, "approve")
    assert now(approval) == "approved"


def test_nobody_at_all_is_left(office: Office) -> None:
    office.flow(node("总", person(office.chief)))
    approval = office.submit()
    leave(office.admin)
    leave(office.chief)
    assert (now(approval), office.said[-1][0]) == ("returned", "returned")


def test_in_absence_the_deputy_decides(office: Office) -> None:
    deputise(office.head, office.law)
    office.flow(node("上级", SUPERIOR))
    approval = office.submit()
    item = office.law.get("/approvals/centre").data["items"][0]
    assert item["acts_for"]["label"] == "李部"
    assert Notice.objects.filter(user=office.law.person, kind="approval").count() == 1
    data = act(office.law, approval, "approve", opinion="代为同意").data
    assert (data["state"], data["timeline"][1]["who"]["label"], data["timeline"][1]["for"]["label"]) == ("approved", "法务", "李部")
    assert data["nodes"][1]["people"][0]["by"]["label"] == "法务"


def test_a_deputy_does_not_approve_an_own_matter(office: Office) -> None:
    deputise(office.head, office.seller)
    office.flow(node("上级", SUPERIOR))
    approval = office.submit()
    assert "approve" not in office.seller.get(f"/approvals/{approval.pk}").data["_can"]
    refused(office.seller, approval, "approve", 403, "own_request")
    refused(office.seller, approval, "reject", 403, "own_request", opinion="x")
    assert Notice.objects.filter(user=office.seller.person, title__startswith="请审批").count() == 0
    assert act(office.head, approval, "approve").data["state"] == "approved"


@pytest.mark.parametrize(
    ("rule", "people", "names"),
    [
        ("skip", ["head"], []),
        ("superior", ["head"], ["陈总"]),
        ("allow", ["head"], ["李部"]),
        ("skip", ["head", "law"], ["法务"]),
        ("superior", ["head", "boss"], ["陈总"]),
    ],
)
def test_ones_own_matter(office: Office, rule: str, people: list[str], names: list[str]) -> None:
    office.flow(node("审批", *(person(getattr(office, p)) for p in people), self=rule, mode="all"))
    approval = office.submit(by=office.head)
    assert waits_for(approval) == names
    assert approval.state == ("running" if names else "approved")


def test_whoever_has_nobody_above_is_looked_at_by_an_administrator(office: Office) -> None:
    office.flow(node("总", person(office.chief)))
    assert waits_for(office.submit(by=office.chief)) == ["管理"]


@pytest.mark.parametrize(("rule", "names"), [("skip", []), ("admin", ["管理"]), ("person", ["法务"])])
def test_nobody_holds_the_role(office: Office, rule: str, names: list[str]) -> None:
    role = allow(office.boss.person, {})
    apps.get_model("orgs", "Membership").objects.filter(role=role).delete()
    office.flow(node("空", {"kind": "role", "role": role.code}, empty=rule, fallback=office.id(office.law)))
    approval = office.submit()
    assert waits_for(approval) == names
    assert approval.state == ("running" if names else "approved")


def test_refused_where_nobody_can_approve(office: Office) -> None:
    role = allow(office.boss.person, {})
    apps.get_model("orgs", "Membership").objects.filter(role=role).delete()
    office.flow(node("空", {"kind": "role", "role": role.code}, empty="refuse"))
    with pytest.raises(DomainError) as error:
        office.submit()
    assert error.value.code == "no_approver"
    assert "空" in str(error.value.message)
    leave(office.admin)
    office.flow(node("空", {"kind": "role", "role": role.code}, empty="admin"))
    with pytest.raises(DomainError) as error:
        office.submit()
    assert error.value.code == "no_approver"


@pytest.mark.parametrize(
    ("repeat", "asked"),
    [("never", ["李部", "钱财"]), ("consecutive", ["李部", "钱财", "李部"]), ("always", ["李部", "李部", "钱财", "李部"])],
)
def test_the_same_approver_again(office: Office, repeat: str, asked: list[str]) -> None:
    head = node("部门", person(office.head))
    office.flow(head, head, node("财务", person(office.finance)), head, repeat=repeat)
    approval = office.submit()
    callers = {"李部": office.head, "钱财": office.finance}
    seen: list[str] = []
    while now(approval) == "running":
        (name,) = waits_for(approval)
        seen.append(name)
        act(callers[name], approval, "approve")
    assert seen == asked


def test_superiors_heads_roles_and_fields(office: Office) -> None:
    role = allow(office.law.person, {}, unit=office.firm.east)
    far = allow(office.finance.person, {}, unit=office.firm.west)
    expected: list[tuple[dict[str, Any], list[str]]] = [
        ({"kind": "superior", "level": 2}, ["陈总"]),
        ({"kind": "superior", "level": 9}, ["董总"]),
        ({"kind": "superior_chain", "level": 2}, ["李部"]),
        ({"kind": "department_head", "level": 1}, ["李部"]),
        ({"kind": "department_head", "level": 2}, ["陈总"]),
        ({"kind": "role", "role": role.code}, ["法务"]),
        ({"kind": "role", "role": far.code}, ["管理"]),
        ({"kind": "field", "field": "owner"}, ["钱财"]),
    ]
    for who, names in expected:
        office.flow(node("谁", who))
        approval = office.submit(owner=office.finance.person)
        assert waits_for(approval) == names, who
    office.flow(node("本人", {"kind": "submitter"}, self="allow"))
    assert waits_for(office.submit()) == ["王东"]


def test_a_chain_is_asked_one_after_the_other(office: Office) -> None:
    office.flow(node("逐级", {"kind": "superior_chain", "level": 3}, mode="all"))
    approval = office.submit()
    for caller, name in ((office.head, "李部"), (office.boss, "陈总"), (office.chief, "董总")):
        assert waits_for(approval) == [name]
        act(caller, approval, "approve")
    assert now(approval) == "approved"


def test_a_rule_submits_on_behalf_of_the_owner(office: Office) -> None:
    office.flow(node("上级", SUPERIOR))
    approval = submit(system("自动化"), "customers", office.customer(), verb="test", submitter=office.seller.person.pk)
    assert (approval.submitter_id, waits_for(approval)) == (office.seller.person.pk, ["李部"])


def test_too_many_returns_are_refused(office: Office) -> None:
    office.flow(node("上级", SUPERIOR), node("财务", person(office.finance)))
    approval = office.submit()
    type(approval).objects.filter(pk=approval.pk).update(returns=20)
    act(office.head, approval, "approve")
    refused(office.finance, approval, "return", 409, "too_many", node="n1", opinion="再退")
    assert act(office.finance, approval, "return", node="start", opinion="退").data["state"] == "returned"
