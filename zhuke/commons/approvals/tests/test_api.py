"""The centre and one approval at the API."""

from typing import Any

from zhuke.commons.approvals.models import Approval
from zhuke.commons.approvals.services.recording import text_of
from zhuke.commons.notify.models import Notice
from zhuke.kernel.fields import FieldSpec

from .conftest import Office, act, node, now, person

SUPERIOR = {"kind": "superior", "level": 1}


def boxes(caller):
    return {
        box: [i["title"] for i in caller.get("/approvals/centre", box=box).data["items"]] for box in ("todo", "handled", "mine", "copied")
    }


def test_through_the_centre(office: Office) -> None:
    office.flow(
        node("上级", SUPERIOR),
        {"id": "", "kind": "copy", "name": "抄送", "who": [person(office.law)]},
        node("财务", person(office.finance)),
    )
    approval = office.submit()
    assert boxes(office.head) == {"todo": ["江苏新筑"], "handled": [], "mine": [], "copied": []}
    assert office.head.get("/approvals/counts").data == {"todo": 1, "mine": 0, "copied": 0}
    assert office.seller.get("/approvals/counts").data == {"todo": 0, "mine": 1, "copied": 0}
    item = office.head.get("/approvals/centre").data["items"][0]
    assert (item["label"], item["node"], [p["label"] for p in item["current"]]) == ("客户建档审批", "上级", ["李部"])
    assert [f["text"] for f in item["facts"]] == ["¥100.00", "王东"]
    told = Notice.objects.get(user=office.head.person)
    assert (told.kind, told.resource, told.object_id) == ("approval", "approvals", approval.pk)
    detail = act(office.head, approval, "approve", opinion="可以").data
    assert [n["state"] for n in detail["nodes"]] == ["passed", "passed", "passed", "current"]
    assert detail["_can"] == ["comment", "copy"]
    assert boxes(office.head)["handled"] == ["江苏新筑"]
    assert boxes(office.law)["copied"] == ["江苏新筑"]
    assert office.law.get("/approvals/counts").data["copied"] == 1
    assert office.law.get(f"/approvals/{approval.pk}").status == 200
    assert office.law.get("/approvals/counts").data["copied"] == 0
    done = act(office.finance, approval, "approve").data
    assert (done["state"], [s["kind"] for s in done["timeline"]]) == (
        "approved",
        ["submitted", "approved", "copied", "approved", "finished"],
    )
    assert now(approval) == "approved"
    assert Notice.objects.filter(user=office.seller.person, title="审批通过：客户建档审批 江苏新筑").count() == 1
    paper = office.finance.get(f"/approvals/{approval.pk}/print")
    assert paper.raw.content.startswith(b"%PDF")


def test_a_stranger_sees_nothing(office: Office) -> None:
    office.flow(node("上级", SUPERIOR))
    approval = office.submit()
    for verb in ("approve", "reject", "return", "withdraw", "comment", "add_before", "cancel"):
        bodies: dict[str, dict[str, Any]] = {"return": {"node": "start"}, "add_before": {"people": [office.id(office.law)]}}
        refused = act(office.law, approval, verb, opinion="x", **bodies.get(verb, {}))
        assert (refused.status, refused.code) == (404, "not_found"), verb
    assert office.law.get(f"/approvals/{approval.pk}").status == 404
    assert Approval.objects.get().state == "running"


def test_values_as_people_read_them() -> None:
    about = {
        "decimal": "2.0000",
        "percent": "5.00",
        "money": "1234.50",
        "yesno": True,
        "choices": ["甲", "乙"],
        "ref": {"id": "1", "label": "王东"},
    }
    texts = {kind: text_of(FieldSpec("x", "x", kind), value) for kind, value in about.items()}
    assert texts == {"decimal": "2", "percent": "5%", "money": "¥1,234.50", "yesno": "✓", "choices": "甲、乙", "ref": "王东"}
    assert text_of(FieldSpec("x", "x", "decimal"), "1200.0000") == "1200"
    assert text_of(FieldSpec("x", "x", "text"), None) == ""
