"""Designing: drafts, versions, companies, trials."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuke.commons.approvals.models import Approval, Flow, FlowVersion
from zhuke.commons.approvals.services.flows import install_flows
from zhuke.commons.testing import Caller, make_person
from zhuke.kernel import config
from zhuke.kernel.access import system

from .conftest import FLOWS, Office, act, node, person, waits_for

SUPERIOR = {"kind": "superior", "level": 1}


def made(answer: Any) -> Any:
    assert answer.status in (200, 201), answer.data
    return answer.data


def flow_node(**values: Any) -> dict[str, Any]:
    return {"id": "a", "kind": "approve", "name": "财务", "mode": "any", "who": [SUPERIOR], **values}


def test_draft_publish_restore(office: Office) -> None:
    flow = office.flow(node("上级", SUPERIOR))
    row = made(office.admin.get(f"/r/approval_flows/{flow.pk}"))
    draft = {"repeat": "always", "nodes": [flow_node(who=[person(office.finance)])]}
    row = made(office.admin.patch(f"/r/approval_flows/{flow.pk}", {"version": row["version"], "draft": draft}))
    assert waits_for(office.submit()) == ["李部"]
    row = made(office.admin.post(f"/r/approval_flows/{flow.pk}/do/publish", {"inputs": {"note": "改为财务"}}))
    assert row["number"] == 2
    assert waits_for(office.submit()) == ["钱财"]
    refused = office.admin.post(f"/r/approval_flows/{flow.pk}/do/publish", {"inputs": {}})
    assert (refused.status, refused.code, FlowVersion.objects.count()) == (409, "no_change", 2)
    versions = made(office.admin.get(f"/approvals/flows/{flow.pk}/versions"))
    assert [(v["number"], v["current"], v["note"], v["running"]) for v in versions] == [(2, True, "改为财务", 1), (1, False, "", 1)]
    assert versions[0]["published_by"]["label"] == "管理"
    row = made(office.admin.post(f"/r/approval_flows/{flow.pk}/do/restore", {"inputs": {"number": 1}}))
    assert row["draft"] == versions[1]["definition"]
    assert office.admin.post(f"/r/approval_flows/{flow.pk}/do/restore", {"inputs": {"number": 9}}).code == "invalid"


@pytest.mark.parametrize(
    "wrong",
    [
        flow_node(who=[]),
        flow_node(who=[{"kind": "person", "id": "01a20186-0000-7000-8000-000000000000"}]),
        flow_node(who=[{"kind": "role", "role": "no_such_role"}]),
        flow_node(who=[{"kind": "field", "field": "name"}]),
        flow_node(fields={"remark": "read"}),
        flow_node(fields={"name": "edit"}),
        flow_node(empty="person", fallback="01a20186-0000-7000-8000-000000000000"),
    ],
)
def test_a_draft_names_only_what_there_is(office: Office, wrong: dict[str, Any]) -> None:
    flow = office.flow(node("上级", SUPERIOR))
    refused = office.admin.patch(f"/r/approval_flows/{flow.pk}", {"version": Flow.objects.get().version, "draft": {"nodes": [wrong]}})
    assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "invalid", ["draft"])
    assert "财务" in refused.data["fields"]["draft"][0]
    flow.refresh_from_db()
    assert flow.draft["nodes"][0]["name"] == "上级"


def test_a_condition_names_fields_of_the_record(office: Office) -> None:
    flow = office.flow(node("上级", SUPERIOR))
    last: dict[str, Any] = {"id": "z", "name": "其他", "condition": None, "nodes": []}
    for condition in (["no_field", "=", 1], ["registered_capital", "contains", "x"], ["name"]):
        branch = {"id": "b", "name": "大额", "condition": condition, "nodes": []}
        draft = {"nodes": [flow_node(), {"id": "c", "kind": "branch", "name": "条件", "branches": [branch, last]}]}
        refused = office.admin.patch(f"/r/approval_flows/{flow.pk}", {"version": Flow.objects.get().version, "draft": draft})
        assert (refused.status, list(refused.data["fields"])) == (400, ["draft"]), condition


def test_a_company_has_its_own_flow(office: Office) -> None:
    office.flow(node("上级", SUPERIOR))
    body = {"name": "华东的流程", "resource": "customers", "verb": "test", "unit": str(office.firm.east.pk)}
    row = made(office.admin.post("/r/approval_flows", body))
    assert row["draft"]["nodes"][0]["name"] == "上级"
    assert waits_for(office.submit()) == ["李部"]
    draft = {"nodes": [flow_node(who=[person(office.law)])]}
    row = made(office.admin.patch(f"/r/approval_flows/{row['id']}", {"version": row["version"], "draft": draft}))
    made(office.admin.post(f"/r/approval_flows/{row['id']}/do/publish", {"inputs": {}}))
    assert waits_for(office.submit()) == ["法务"]
    assert waits_for(office.submit(unit=office.firm.west_sales, owner=None)) == ["李部"]
    made(office.admin.post(f"/r/approval_flows/{row['id']}/do/pause", {"inputs": {}}))
    assert waits_for(office.submit()) == ["李部"]
    made(office.admin.post(f"/r/approval_flows/{row['id']}/do/resume", {"inputs": {}}))
    assert waits_for(office.submit()) == ["法务"]
    twice = office.admin.post("/r/approval_flows", body)
    assert (twice.status, twice.code) == (400, "invalid")
    moved = office.admin.patch(f"/r/approval_flows/{row['id']}", {"version": row["version"] + 3, "unit": str(office.firm.west.pk)})
    assert moved.status in (400, 409)
    unknown = office.admin.post("/r/approval_flows", {**body, "verb": "nothing"})
    assert (unknown.status, unknown.code) == (400, "invalid")


def test_the_groups_flow_cannot_be_paused(office: Office) -> None:
    flow = office.flow(node("上级", SUPERIOR))
    refused = office.admin.post(f"/r/approval_flows/{flow.pk}/do/pause", {"inputs": {}})
    assert (refused.status, refused.code) == (409, "built_in")
    assert Flow.objects.get().active is True


def test_a_company_administrator_keeps_to_the_own_company(office: Office) -> None:
    flow = office.flow(node("上级", SUPERIOR))
    near = Caller(make_person("华东管理", office.firm.east, {"approval_flows": FLOWS, "customers": ["read"], "units": ["read"]}, "below"))
    refused = near.patch(f"/r/approval_flows/{flow.pk}", {"version": Flow.objects.get().version, "name": "改"})
    assert (refused.status, refused.code) == (403, "not_allowed_here")
    body = {"name": "西南的", "resource": "customers", "verb": "test", "unit": str(office.firm.west.pk)}
    assert near.post("/r/approval_flows", body).status in (400, 403)
    assert Flow.objects.count() == 1


def test_who_would_approve_this(office: Office) -> None:
    big = {"id": "", "name": "大额", "condition": ["registered_capital", ">=", 1000], "nodes": [node("经理", person(office.boss))]}
    other: dict[str, Any] = {"id": "", "name": "其他", "condition": None, "nodes": []}
    flow = office.flow(node("上级", SUPERIOR), {"id": "", "kind": "branch", "name": "金额", "branches": [big, other]})
    row = office.customer(registered_capital=20)
    about = {"resource": "customers", "verb": "test", "record": str(row.pk), "submitter": office.id(office.seller)}
    found = made(office.admin.post("/approvals/flows/simulate", about))
    assert [(n["name"], [p["person"]["label"] for p in n["people"]]) for n in found["nodes"]] == [("上级", ["李部"])]
    assert (found["outcome"], found["flow"]["number"], found["record"]["id"]) == ("asked", 1, str(row.pk))
    found = made(
        office.admin.post("/approvals/flows/simulate", {**about, "values": {"registered_capital": "5000.00"}, "flow": str(flow.pk)})
    )
    assert [n["name"] for n in found["nodes"]] == ["上级", "经理"]
    row.refresh_from_db()
    assert row.registered_capital == 20
    found = made(office.admin.post("/approvals/flows/simulate", {**about, "submitter": office.id(office.boss)}))
    assert [p["person"]["label"] for p in found["nodes"][0]["people"]] == ["董总"]
    found = made(office.admin.post("/approvals/flows/simulate", {**about, "definition": {"nodes": [flow_node(who=[])]}}))
    assert (found["nodes"], found["problems"][0]["node"]) == ([], "a")
    stuck = {"nodes": [flow_node(who=[{"kind": "superior", "level": 1}], empty="refuse")]}
    found = made(office.admin.post("/approvals/flows/simulate", {**about, "definition": stuck, "submitter": office.id(office.chief)}))
    assert (found["outcome"], found["problems"][0]["node"]) == ("no_approver", "a")
    assert not Approval.objects.exists()


def test_a_trial_stays_within_the_rights(office: Office) -> None:
    office.flow(node("上级", SUPERIOR))
    row = office.customer()
    about = {"resource": "customers", "verb": "test", "record": str(row.pk)}
    assert office.seller.post("/approvals/flows/simulate", about).status == 403
    west = Caller(
        make_person("西南管理", office.firm.west, {"approval_flows": ["read"], "customers": ["read"], "users": ["read"]}, "below")
    )
    assert west.post("/approvals/flows/simulate", about).status == 404
    assert west.post("/approvals/flows/simulate", {**about, "record": None}).data["nodes"] == []
    for values in ({"budget": "5.00"}, {"id": "x"}, {"nothing": 1}, {"registered_capital": "many"}, {"registered_capital": "9" * 30}):
        wrong = office.admin.post("/approvals/flows/simulate", {**about, "values": values})
        assert (wrong.status, wrong.code) == (400, "invalid"), values
    last: dict[str, Any] = {"id": "z", "name": "其他", "condition": None, "nodes": []}
    first = {"id": "b", "name": "预算", "condition": ["budget", ">", 1], "nodes": []}
    draft = {"nodes": [flow_node(), {"id": "c", "kind": "branch", "name": "条件", "branches": [first, last]}]}
    felt = made(office.admin.post("/approvals/flows/simulate", {**about, "definition": draft}))
    assert (felt["nodes"], felt["problems"][0]["node"]) == ([], "c")
    blind = Caller(make_person("看不到客户", office.firm.group, {"approval_flows": ["read"]}, "group"))
    assert blind.post("/approvals/flows/simulate", about).code == "invalid"
    assert [a["resource"] for a in blind.get("/approvals/flows/options").data["approvables"]] == []


def test_what_a_designer_can_choose(office: Office) -> None:
    found = made(office.admin.get("/approvals/flows/options"))
    mine = next(a for a in found["approvables"] if (a["resource"], a["verb"]) == ("customers", "test"))
    fields = {f["name"]: f for f in mine["fields"]}
    assert ">=" in fields["registered_capital"]["ops"]
    assert "budget" not in fields
    assert {"name": "owner", "label": "负责人"} in mine["people_fields"]
    assert {f["name"]: f["editable"] for f in mine["facts"]} == {"name": False, "registered_capital": True, "owner": False}
    assert [w["kind"] for w in found["who"]][:2] == ["superior", "superior_chain"]
    assert office.seller.get("/approvals/flows/options").status == 403


def test_by_whom_it_was_submitted(office: Office) -> None:
    def branch(**by: Any) -> dict[str, Any]:
        return {"id": "", "name": "由", "condition": None, "by": by, "nodes": [node("法务", person(office.law))]}

    last = {"id": "", "name": "其他", "condition": None, "nodes": [node("财务", person(office.finance))]}
    cases = [
        (branch(units=[str(office.firm.east.pk)]), ["法务"]),
        (branch(units=[str(office.firm.west.pk)]), ["钱财"]),
        (branch(people=[office.id(office.seller)]), ["法务"]),
        (branch(roles=["none"]), ["钱财"]),
    ]
    for first, names in cases:
        office.flow({"id": "", "kind": "branch", "name": "提交人", "branches": [first, last]})
        assert waits_for(office.submit()) == names


def test_installing_twice_adds_nothing_and_keeps_what_the_firm_made(db: None) -> None:
    config.forget()
    Flow.objects.all().delete()
    first = install_flows(system("安装程序"))
    assert first == Flow.objects.count() > 0
    before = list(FlowVersion.objects.values_list("flow_id", "number"))
    assert install_flows(system("安装程序")) == 0
    assert list(FlowVersion.objects.values_list("flow_id", "number")) == before


def test_a_page_of_the_centre_costs_the_same_however_long(office: Office) -> None:
    office.flow(node("上级", SUPERIOR), node("财务", person(office.finance)))
    costs = {}
    for size in (1, 12):
        for number in range(size):
            approval = office.submit(name=f"客户{size}-{number}")
            if number % 3 == 0:
                act(office.head, approval, "approve")
        for caller, box in ((office.head, "todo"), (office.head, "handled"), (office.seller, "mine"), (office.admin, "all")):
            caller.get("/approvals/centre", box=box)
            with CaptureQueriesContext(connection) as queries:
                made(caller.get("/approvals/centre", box=box))
            own = [q for q in queries if "approvals_approval" in q["sql"]]
            costs[box, size] = len(own)
        with CaptureQueriesContext(connection) as queries:
            made(office.head.get("/approvals/counts"))
        assert len([q for q in queries if "approvals_approval" in q["sql"]]) == 1
    assert set(costs.values()) == {1}, costs


def test_pages_follow_each_other(office: Office) -> None:
    office.flow(node("上级", SUPERIOR))
    titles = [office.submit(name=f"客户{n}").title for n in range(7)]
    seen: list[str] = []
    cursor = ""
    while True:
        page = made(office.head.get("/approvals/centre", limit=3, cursor=cursor))
        seen += [item["title"] for item in page["items"]]
        if not page["next"]:
            break
        cursor = page["next"]
    assert seen == titles
    assert [i["title"] for i in made(office.head.get("/approvals/centre", q="客户3"))["items"]] == ["客户3"]
    assert len(made(office.head.get("/approvals/centre", q="王东"))["items"]) == 7
    assert made(office.head.get("/approvals/centre", resource="contracts"))["items"] == []
    assert len(made(office.seller.get("/approvals/centre", box="mine", state="running"))["items"]) == 7
    assert office.head.get("/approvals/centre", cursor="xx").code == "bad_filter"
