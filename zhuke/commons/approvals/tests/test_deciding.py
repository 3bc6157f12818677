"""Every verb and every refusal; a refusal changes and queues nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from zhuke.commons.approvals.models import Approval, ApprovalStep, ApprovalTask
from zhuke.commons.approvals.services.ending import cancel_of
from zhuke.commons.approvals.services.starting import submit
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, actor_for, make, make_person, queued
from zhuke.kernel.errors import DomainError
from zhuke.kernel.models import Change, Event
from zhuke.kernel.resource import by_name

from .conftest import READ, Office, act, node, now, person, waits_for

SUPERIOR = {"kind": "superior", "level": 1}


@contextmanager
def untouched() -> Iterator[None]:
    """Nothing changed, nothing happened, nothing queued."""

    def state() -> tuple[Any, ...]:
        tasks = list(ApprovalTask.objects.order_by("pk").values_list("pk", "state"))
        return Change.objects.count(), Event.objects.count(), ApprovalStep.objects.count(), Notice.objects.count(), tasks, queued()

    before = state()
    yield
    assert state() == before


def refused(caller: Caller, approval: Approval, verb: str, status: int, code: str, **body: Any) -> Any:
    """Assert that a verb is refused and leaves nothing behind."""
    with untouched():
        answer = act(caller, approval, verb, **body)
    assert (answer.status, answer.code) == (status, code), answer.data
    return answer.data


@pytest.fixture
def approval(office: Office) -> Approval:
    """Waits for the head of the department, then for finance."""
    office.flow(node("上级", SUPERIOR), node("财务", person(office.finance)))
    return office.submit()


def test_only_whose_turn_it_is_decides(office: Office, approval: Approval) -> None:
    for caller in (office.seller, office.admin):
        for verb in ("approve", "reject"):
            refused(caller, approval, verb, 403, "not_your_turn", opinion="我")
        refused(caller, approval, "hand_over", 403, "not_your_turn", person=office.id(office.law))
        refused(caller, approval, "return", 403, "not_your_turn", node="start", opinion="退")
        refused(caller, approval, "add_before", 403, "not_your_turn", people=[office.id(office.law)])
        refused(caller, approval, "add_after", 403, "not_your_turn", people=[office.id(office.law)])
    refused(office.finance, approval, "approve", 404, "not_found")
    refused(office.head, approval, "withdraw", 403, "not_submitter")
    refused(office.head, approval, "remind", 403, "not_submitter")
    refused(office.head, approval, "cancel", 403, "not_allowed", opinion="终止")
    refused(
        office.head, approval, "reassign", 403, "not_allowed", opinion="x", task=str(approval.tasks.get().pk), person=office.id(office.law)
    )


def test_nobody_decides_twice_and_nothing_after_the_end(office: Office, approval: Approval) -> None:
    assert act(office.head, approval, "approve").status == 200
    refused(office.head, approval, "approve", 403, "not_your_turn")
    assert act(office.finance, approval, "reject", opinion="不行").data["state"] == "rejected"
    assert office.said[-1] == ("rejected", "钱财")
    for caller, verb in ((office.finance, "approve"), (office.seller, "withdraw"), (office.seller, "remind")):
        refused(caller, approval, verb, 409, "wrong_state")
    refused(office.admin, approval, "cancel", 409, "wrong_state", opinion="晚了")


def test_a_no_needs_a_reason_and_a_node_may_ask_for_one(office: Office) -> None:
    office.flow(node("上级", SUPERIOR, opinion="required"))
    approval = office.submit()
    assert "opinion" in refused(office.head, approval, "approve", 400, "invalid")["fields"]
    refused(office.head, approval, "reject", 400, "invalid", opinion="  ")
    refused(office.head, approval, "return", 400, "invalid", node="start")
    refused(office.head, approval, "comment", 400, "invalid")
    refused(office.admin, approval, "cancel", 400, "invalid")
    assert act(office.head, approval, "approve", opinion="同意").data["state"] == "approved"


def test_withdrawn_and_submitted_again(office: Office, approval: Approval) -> None:
    row_id = approval.object_id
    assert act(office.seller, approval, "withdraw", opinion="写错了").data["state"] == "withdrawn"
    assert office.said[-1] == ("withdrawn", "王东")
    assert Notice.objects.filter(user=office.head.person, title__startswith="审批已撤回").count() == 1
    again = office.submit(office_row(row_id))
    assert again.pk != approval.pk
    with untouched(), pytest.raises(DomainError) as second:
        office.submit(office_row(row_id))
    assert second.value.code == "running"


def office_row(pk: Any) -> Any:
    from zhuke.kernel.resource import by_name

    return by_name("customers").model.objects.get(pk=pk)  # type: ignore[union-attr]


def test_what_the_module_refuses_happens_not_at_all(office: Office, approval: Approval) -> None:
    act(office.head, approval, "approve")
    office.stop = "approved"
    refused(office.finance, approval, "approve", 409, "module_says_no")
    assert now(approval) == "running"
    office.stop, row = "submit", office.customer()
    with untouched(), pytest.raises(DomainError):
        office.submit(row)


def test_no_flow_no_approval(office: Office) -> None:
    row = office.customer()
    with untouched(), pytest.raises(DomainError) as none:
        office.submit(row)
    assert none.value.code == "no_flow"
    with pytest.raises(DomainError) as unknown:
        submit(actor_for(office.seller.person), "customers", office.customer(), verb="nothing")
    assert unknown.value.code == "no_flow"


def test_a_changed_record_is_not_approved(office: Office, approval: Approval) -> None:
    row = office_row(approval.object_id)
    row.remark = "不在审批单上"
    row.save()
    assert act(office.head, approval, "approve").status == 200
    row.registered_capital = 900
    row.save()
    data = refused(office.finance, approval, "approve", 409, "record_changed")
    assert [(c["old"], c["new"]) for c in data["data"]["changes"]] == [("¥100.00", "¥900.00")]
    refused(office.finance, approval, "add_after", 409, "record_changed", people=[office.id(office.law)])
    assert office.finance.get(f"/approvals/{approval.pk}").data["changes"][0]["name"] == "registered_capital"
    assert act(office.finance, approval, "reject", opinion="改过了").data["state"] == "rejected"


def test_a_new_child_counts_as_a_change_a_new_name_of_a_reference_does_not(office: Office, approval: Approval) -> None:
    office.seller.person.name = "王东东"
    office.seller.person.save()
    assert office.head.get(f"/approvals/{approval.pk}").data["changes"] == []
    make("contacts", customer=office_row(approval.object_id), name="钱工", position="总工")
    refused(office.head, approval, "approve", 409, "record_changed")


def test_fields_that_a_node_opens(office: Office) -> None:
    fields = {"registered_capital": "edit", "owner": "hidden"}
    office.flow(node("上级", SUPERIOR, fields=fields), node("财务", person(office.finance)))
    approval = office.submit()
    facts = {f["name"]: f["right"] for f in office.head.get(f"/approvals/{approval.pk}").data["facts"]}
    assert facts == {"name": "read", "registered_capital": "edit"}
    refused(office.head, approval, "approve", 400, "invalid", values={"name": "别名"})
    refused(office.head, approval, "approve", 400, "invalid", values={"registered_capital": "abc"})
    assert act(office.head, approval, "approve", values={"registered_capital": "80.00"}).status == 200
    assert str(office_row(approval.object_id).registered_capital) == "80.00"
    refused(office.finance, approval, "approve", 400, "invalid", values={"registered_capital": "70.00"})
    detail = act(office.finance, approval, "approve").data
    edited = [s["opinion"] for s in detail["timeline"] if s["kind"] == "edited"]
    assert (detail["state"], edited) == ("approved", ["注册资本：¥100.00 → ¥80.00"])


def test_a_masked_fact_stays_masked(office: Office, approval: Approval) -> None:
    assert "budget" not in [f["name"] for f in office.head.get(f"/approvals/{approval.pk}").data["facts"]]


def test_copies_and_comments(office: Office, approval: Approval) -> None:
    for caller in (office.law, office.finance):
        assert caller.get(f"/approvals/{approval.pk}").status == 404
    refused(office.admin, approval, "copy", 403, "not_your_turn", people=[office.id(office.law)])
    assert act(office.seller, approval, "copy", people=[office.id(office.law)], opinion="知悉").status == 200
    assert [c["person"]["label"] for c in office.law.get(f"/approvals/{approval.pk}").data["copies"]] == ["法务"]
    assert act(office.law, approval, "comment", opinion="请附合同").status == 200
    assert Notice.objects.filter(user=office.seller.person, title__contains="法务 评论了审批").count() == 1
    act(office.head, approval, "copy", people=[office.id(office.law)])
    assert ApprovalTask.objects.filter(kind="copy").count() == 1
    gone = make_person("已走", office.firm.east, READ)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    refused(office.seller, approval, "copy", 400, "invalid", people=[str(gone.pk)])


def test_reminding_once_an_hour(office: Office, approval: Approval) -> None:
    assert act(office.seller, approval, "remind").status == 200
    assert Notice.objects.filter(user=office.head.person, title__contains="催办").count() == 1
    refused(office.seller, approval, "remind", 409, "reminded_recently")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61)):
        assert act(office.seller, approval, "remind").status == 200
    assert Notice.objects.filter(user=office.head.person, title__contains="催办").count() == 2


def test_an_administrator_cancels_and_reassigns(office: Office, approval: Approval) -> None:
    task = str(approval.tasks.get().pk)
    refused(office.admin, approval, "reassign", 409, "already_asked", task=task, person=office.id(office.head), opinion="同一人")
    data = act(office.admin, approval, "reassign", task=task, person=office.id(office.law), opinion="李部出差").data
    assert waits_for(approval) == ["法务"]
    assert [s["kind"] for s in data["timeline"]][-1] == "reassigned"
    refused(office.admin, approval, "reassign", 409, "already_decided", task=task, person=office.id(office.boss), opinion="再来")
    assert act(office.admin, approval, "cancel", opinion="重复了").data["state"] == "cancelled"
    assert office.said[-1] == ("withdrawn", "管理")


def test_the_administrator_of_another_company_sees_nothing(office: Office, approval: Approval) -> None:
    rights = {"approvals": ["read", "decide", "manage"], "customers": ["read"], "users": ["read"]}
    other = Caller(make_person("西南管理", office.firm.west, rights, "below"))
    refused(other, approval, "cancel", 404, "not_found", opinion="x")
    assert other.get("/approvals/centre", box="all").data["items"] == []
    near = Caller(make_person("华东管理", office.firm.east, rights, "below"))
    assert [i["title"] for i in near.get("/approvals/centre", box="all").data["items"]] == ["江苏新筑"]
    blind = Caller(make_person("不看客户", office.firm.east, {"approvals": ["read", "manage"]}, "below"))
    assert blind.get("/approvals/centre", box="all").data["items"] == []


def test_cancelled_because_the_record_ends(office: Office, approval: Approval) -> None:
    said = list(office.said)
    assert cancel_of(actor_for(office.seller.person), "customers", approval.object_id, "合同作废") is not None
    assert (now(approval), approval.opinion, office.said) == ("cancelled", "合同作废", said)
    assert cancel_of(actor_for(office.seller.person), "customers", approval.object_id) is None
    assert waits_for(approval) == []


def test_several_at_once_each_by_itself(office: Office) -> None:
    office.flow(node("上级", SUPERIOR))
    three = [office.submit(name=f"客户{n}") for n in range(3)]
    act(office.head, three[1], "approve")
    answer = office.head.post("/approvals/batch", {"ids": [str(a.pk) for a in three], "verb": "approve", "opinion": "批量"})
    assert answer.data["done"] == 2
    assert [(f["label"], f["code"]) for f in answer.data["failed"]] == [("客户1", "wrong_state")]
    office.flow(node("上级", SUPERIOR))
    one = office.submit()
    failed = office.head.post("/approvals/batch", {"ids": [str(one.pk)], "verb": "reject"}).data["failed"]
    assert [f["code"] for f in failed] == ["invalid"]
    hidden = office.law.post("/approvals/batch", {"ids": [str(one.pk)], "verb": "approve"}).data["failed"]
    assert [(f["code"], f["label"]) for f in hidden] == [("not_found", "")]


def test_without_the_right_nothing_opens(office: Office, approval: Approval) -> None:
    bare = Caller(make_person("无权", office.firm.east))
    for path in ("centre", "counts", str(approval.pk)):
        answer = bare.get(f"/approvals/{path}")
        assert (answer.status, answer.code) == (403, "not_allowed")
    reader = make_person("只读", office.firm.east_sales, {"approvals": ["read"], "users": ["read"]}, "own")
    office.flow(node("只读", {"kind": "person", "id": str(reader.pk)}))
    second = office.submit()
    for verb in ("approve", "comment", "withdraw", "copy", "remind"):
        body: dict[str, Any] = {"people": [office.id(office.law)]} if verb == "copy" else {} if verb == "remind" else {"opinion": "x"}
        refused(Caller(reader), second, verb, 403, "not_allowed", **body)


def test_the_approvals_of_a_record(office: Office, approval: Approval) -> None:
    found = office.seller.get(f"/approvals/of/customers/{approval.object_id}").data
    assert (found["running"], [i["state"] for i in found["items"]]) == (str(approval.pk), ["running"])
    assert [n["name"] for n in found["items"][0]["nodes"]] == ["提交", "上级", "财务"]
    stranger = Caller(make_person("外人", office.firm.west, {"customers": ["read"]}))
    answer = stranger.get(f"/approvals/of/customers/{approval.object_id}")
    assert (answer.status, answer.code) == (404, "not_found")


def test_who_is_asked_without_reading_the_record_sees_that_approval_only(office: Office, approval: Approval) -> None:
    asked = make_person("只审批", office.firm.west, {"approvals": ["read", "decide"], "customers": ["read"]}, "own")
    office.head.post(f"/approvals/{approval.pk}/reject", {"opinion": "再说"})
    office.flow(node("外审", {"kind": "person", "id": str(asked.pk)}))
    customers = by_name("customers")
    assert customers is not None
    second = office.submit(customers.model._default_manager.get(pk=approval.object_id))
    assert Caller(asked).get(f"/r/customers/{approval.object_id}").status == 404
    found = Caller(asked).get(f"/approvals/of/customers/{approval.object_id}").data
    assert ([i["id"] for i in found["items"]], found["running"]) == ([str(second.pk)], str(second.pk))
    assert len(office.seller.get(f"/approvals/of/customers/{approval.object_id}").data["items"]) == 2
