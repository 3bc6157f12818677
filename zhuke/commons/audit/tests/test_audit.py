"""The audit list: who did what, as far as one may audit and read."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from zhuke.commons.jobs.models import Job
from zhuke.commons.testing import Caller, Firm, allow, make, make_person, queued, run_jobs, unmask
from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.models import Change, Event

pytestmark = pytest.mark.django_db
LOOK = {"audit": ["read", "export"], "customers": ["read"], "users": ["read"], "units": ["read"]}
EDIT = {"customers": ["read", "update", "create"]}


@pytest.fixture
def auditor(firm: Firm) -> Caller:
    return Caller(make_person("审计员", firm.group, LOOK, scope="group"))


@pytest.fixture
def zhang(firm: Firm) -> Caller:
    return Caller(make_person("张三", firm.east_sales, EDIT))


@pytest.fixture
def record(firm: Firm) -> Any:
    return make("customers", name="武汉城投", unit=firm.east_sales, number="N1", phone="13800138000")


def change(caller: Caller, record: Any, **values: Any) -> None:
    version = caller.get(f"/r/customers/{record.pk}").data["version"]
    assert caller.patch(f"/r/customers/{record.pk}", {"version": version, **values}).status == 200


def items(caller: Caller, **params: Any) -> list[dict[str, Any]]:
    answer = caller.get("/audit", **params)
    assert answer.status == 200, answer.data
    return answer.data["items"]


def test_who_what_old_and_new(auditor: Caller, zhang: Caller, record: Any) -> None:
    change(zhang, record, remark="回访过")
    entry = items(auditor, resource="customers", operation="update")[0]
    assert (entry["actor"], entry["object"]) == ({"id": str(zhang.person.pk), "label": "张三"}, {"id": str(record.pk), "label": "武汉城投"})
    assert (entry["resource_label"], entry["cause"], entry["operation"]) == ("客户", "api", "update")
    assert {"field": "remark", "label": "备注", "old": None, "new": "回访过"} in entry["changes"]


def test_filters(auditor: Caller, zhang: Caller, record: Any, firm: Firm) -> None:
    change(zhang, record, remark="甲")
    change(zhang, record, remark="乙")
    today = timezone.localdate().isoformat()
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    assert len(items(auditor, who=str(zhang.person.pk))) == 2
    assert len(items(auditor, object=str(record.pk))) == 3
    assert len(items(auditor, object=str(record.pk), operation="create")) == 1
    assert len(items(auditor, object=str(record.pk), cause="api")) == 2
    assert len(items(auditor, object=str(record.pk), since=today, until=today)) == 3
    assert items(auditor, object=str(record.pk), since=tomorrow) == []
    assert items(auditor, resource="units", object=str(record.pk)) == []
    assert len(items(auditor, object=str(record.pk), text="乙", since=today)) == 1


def test_pages(auditor: Caller, zhang: Caller, record: Any) -> None:
    for number in range(4):
        change(zhang, record, remark=str(number))
    first = auditor.get("/audit", who=str(zhang.person.pk), limit=3).data
    second = auditor.get("/audit", who=str(zhang.person.pk), limit=3, cursor=first["next"]).data
    shown = [c["new"] for entry in first["items"] + second["items"] for c in entry["changes"] if c["field"] == "remark"]
    assert shown == ["3", "2", "1", "0"]
    assert second["next"] is None


def test_masks_hold_in_list_and_search(auditor: Caller, record: Any) -> None:
    today = timezone.localdate().isoformat()
    [entry] = items(auditor, object=str(record.pk))
    assert "phone" not in {c["field"] for c in entry["changes"]}
    assert items(auditor, text="13800138000", since=today) == []
    unmask(allow(auditor.person, {}), "customers", "phone")
    assert len(items(auditor, text="13800138000", since=today)) == 1


def test_a_company_auditor_sees_the_own_company(firm: Firm, zhang: Caller, record: Any) -> None:
    theirs = make("customers", name="成都城投", unit=firm.west_sales, number="N2")
    role = apps.get_model("orgs", "Role").objects.create(code="x1", name="岗位")
    person = make_person("华东审计", firm.east, {"audit": ["read"], "customers": ["read"]})
    allow(person, {"customers": ["read"]}, scope="group")  # reads further than the audit reaches
    caller = Caller(person)
    assert {entry["object"]["label"] for entry in items(caller)} == {"武汉城投"}
    assert items(caller, object=str(theirs.pk)) == []
    assert items(caller, object=str(role.pk)) == []


def test_what_gives_rights_is_shown_to_the_auditor_of_the_whole_group(auditor: Caller, zhang: Caller) -> None:
    role = allow(zhang.person, {"customers": ["archive"]})
    grant = role.grants.get()
    [entry] = items(auditor, object=str(grant.pk))
    assert {c["label"]: c["new"] for c in entry["changes"]} == {
        "角色": role.name,
        "对象": "customers",
        "操作": "archive",
        "数据范围": "company",
    }


def test_team_and_files_in_the_history_of_the_record(auditor: Caller, firm: Firm, record: Any) -> None:
    editor = Caller(make_person("李四", firm.east_sales, {**EDIT, "users": ["read"]}))
    editor.put(f"/r/customers/{record.pk}/team", [{"user": str(editor.person.pk), "can_write": True}])
    [entry] = [e for e in items(auditor, object=str(record.pk)) if e["operation"] == "update"]
    assert entry["changes"] == [{"field": "team", "label": "团队", "old": None, "new": "李四（可编辑）"}]
    assert editor.get(f"/r/customers/{record.pk}/history").data["items"][0]["changes"] == entry["changes"]


def test_deleted_records_keep_their_name(auditor: Caller, record: Any) -> None:
    pk = record.pk
    record.delete()
    entries = items(auditor, object=str(pk))
    assert [(e["operation"], e["object"]["label"]) for e in entries] == [("delete", "武汉城投"), ("create", "武汉城投")]


def test_sign_ins_and_exports(auditor: Caller, zhang: Caller, firm: Firm, record: Any) -> None:
    foreign = make_person("李四", firm.west_sales)
    for person in (zhang.person, foreign):
        emit("user.signed_in", person, Actor(person.pk, person.name), {"ip": "10.0.0.1", "user_agent": "Chrome", "session": "x"})
    entries = items(auditor, operation="sign_in")
    assert [(e["operation"], e["actor"]["label"]) for e in entries] == [("signed_in", "李四"), ("signed_in", "张三")]
    assert {c["label"]: c["new"] for c in entries[0]["changes"]} == {"地址": "10.0.0.1", "设备": "Chrome"}
    assert [e["actor"]["label"] for e in items(auditor, operation="sign_in", who=str(zhang.person.pk))] == ["张三"]
    company = Caller(make_person("华东审计", firm.east, {"audit": ["read"], "users": ["read"]}))
    assert [e["actor"]["label"] for e in items(company, operation="sign_in")] == ["张三"]
    allow(zhang.person, {"customers": ["export"]})
    assert zhang.post("/r/customers/export", {"fields": ["name"]}).status == 202
    [exported] = items(auditor, operation="export")
    assert (exported["actor"]["label"], exported["resource"], exported["operation"]) == ("张三", "customers", "export")


def test_export_one_line_for_each_field(auditor: Caller, zhang: Caller, record: Any) -> None:
    change(zhang, record, remark="=1+1")
    started = auditor.post("/audit/export", {"who": str(zhang.person.pk), "format": "csv"})
    assert started.status == 202
    run_jobs()
    job = auditor.get(f"/jobs/{started.data['id']}").data
    assert job["state"] == "done", job
    answer = auditor.get(job["result"]["url"].removeprefix("/api/v1"))
    rows = list(csv.reader(io.StringIO(b"".join(answer.raw.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["时间", "操作人", "操作", "对象", "记录", "字段", "原值", "新值", "发生时间", "来源"]
    assert ["张三", "修改", "客户", "武汉城投", "备注", "", "'=1+1"] in [row[1:8] for row in rows[1:]]
    assert Event.objects.filter(name="audit.exported").count() == 1
    apps.get_model("orgs", "Membership").objects.filter(user=auditor.person).delete()
    assert auditor.get(job["result"]["url"].removeprefix("/api/v1")).code == "not_allowed"


@pytest.mark.parametrize(
    ("grants", "params", "status", "code"),
    [
        ({"customers": ["read"]}, {}, 403, "not_allowed"),
        (LOOK, {"text": "武汉"}, 400, "too_long"),
        (LOOK, {"text": "武汉", "since": "2024-01-01", "until": "2026-01-01"}, 400, "too_long"),
        (LOOK, {"operation": "steal"}, 422, "invalid_input"),
        (LOOK, {"limit": 100000}, 422, "invalid_input"),
        (LOOK, {"since": "0001-01-01"}, 422, "invalid_input"),
        (LOOK, {"cursor": 2**63}, 422, "invalid_input"),
    ],
)
def test_refusals(firm: Firm, record: Any, grants: Any, params: dict[str, Any], status: int, code: str) -> None:
    caller, before = Caller(make_person("某人", firm.east, grants)), Change.objects.count()
    refused = caller.get("/audit", **params)
    assert (refused.status, refused.code) == (status, code)
    if "limit" not in params and "cursor" not in params:
        refused = caller.post("/audit/export", params)
        assert (refused.status, refused.code) == (status, code)
    assert (Job.objects.count(), queued(), Change.objects.count()) == (0, [], before)


def test_export_has_a_right_of_its_own(firm: Firm) -> None:
    reader = Caller(make_person("某人", firm.east, {"audit": ["read"], "customers": ["read"]}))
    refused = reader.post("/audit/export", {})
    assert (refused.status, refused.code, Job.objects.count()) == (403, "not_allowed", 0)
    assert Client().get("/api/v1/audit").status_code == 401


def test_nothing_else_hangs_on_the_list(auditor: Caller) -> None:
    number = Change.objects.order_by("-id").values_list("id", flat=True).first()
    for path in ("/r/audit", f"/r/audit/{number}", "/r/audit/options", "/meta/audit", "/views/audit", "/r/audit/tags"):
        assert auditor.get(path).status == 404
    assert auditor.post("/r/audit/export", {}).status == 404


def test_the_catalogue_offers_no_screen_for_it(auditor: Caller) -> None:
    names = [one["name"] for one in auditor.get("/meta").data["resources"]]
    assert "customers" in names
    assert "audit" not in names
    assert auditor.get("/me").data["grants"]["audit"] == ["read", "export"]
