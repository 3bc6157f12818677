"""Exports: what is in the file, what is not, who gets it."""

import csv
import io
import os
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from zhuke.commons.exports import services
from zhuke.commons.exports.models import ExportFile
from zhuke.commons.exports.sheets import Column, CsvWriter, XlsxWriter, with_unique_titles
from zhuke.commons.jobs.models import Job
from zhuke.commons.testing import Answer, Caller, Firm, allow, make, make_person, queued, run_jobs, unmask
from zhuke.kernel.models import Event

pytestmark = pytest.mark.django_db
ALL = {"customers": ["read", "export", "update"], "users": ["read"], "units": ["read"]}
FIELDS = ["name", "kind", "registered_capital", "established_on", "last_contact_at", "tags", "owner", "remark"]


def customer(firm: Firm, name: str, unit: Any = None, **values: Any) -> Any:
    return make("customers", **{"name": name, "unit": unit or firm.east_sales, "number": f"N-{name}", "phone": "13800138000", **values})


@pytest.fixture
def seller(firm: Firm) -> Caller:
    return Caller(make_person("张三", firm.east_sales, ALL))


def exported(caller: Caller, **asked: Any) -> Answer:
    started = caller.post("/r/customers/export", asked)
    assert started.status == 202, started.data
    assert started.data["state"] == "queued"
    run_jobs()
    job = caller.get(f"/jobs/{started.data['id']}").data
    assert job["state"] == "done", job["message"]
    return caller.get(job["result"]["url"].removeprefix("/api/v1"))


def csv_rows(answer: Answer) -> list[list[str]]:
    raw = b"".join(answer.raw.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def xlsx_sheet(answer: Answer) -> Any:
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.raw.streaming_content))).worksheets[0]


def test_xlsx_keeps_types_and_hides_the_keys(firm: Firm, seller: Caller) -> None:
    row = customer(
        firm, "武汉城投", kind="", registered_capital=Decimal("12345678.90"), established_on=date(2001, 2, 3), tags=["重点", "老客户"],
        owner=seller.person, remark="=1+1", last_contact_at=datetime(2026, 1, 2, 16, 30, tzinfo=UTC),
    )  # fmt: skip
    answer = exported(seller, format="xlsx", fields=FIELDS)
    sheet = xlsx_sheet(answer)
    head = [cell.value for cell in sheet[1]]
    assert head == ["客户名称", "客户类型", "注册资本", "成立日期", "最近联系", "标签", "负责人", "备注", "id", "version"]
    assert [cell.value for cell in sheet[2]] == [
        "武汉城投", None, 12345678.9, datetime(2001, 2, 3), datetime(2026, 1, 3, 0, 30), "重点、老客户", "张三", "=1+1", str(row.pk), 1,  # noqa: DTZ001 - cells have no zone
    ]  # fmt: skip
    assert sheet["H2"].data_type == "s"  # a text, never a formula
    assert (sheet["C2"].number_format, sheet["D2"].number_format) == ("#,##0.00", "yyyy-mm-dd")
    assert [sheet.column_dimensions[name].hidden for name in "HIJ"] == [False, True, True]
    assert "filename*=utf-8''" in answer.raw["Content-Disposition"]
    assert answer.raw["Cache-Control"] == "private, no-store"


def test_csv_is_harmless_in_a_spreadsheet(firm: Firm, seller: Caller) -> None:
    for text in ("=cmd|' /C calc'!A0", "+86 138", "-2+3", "@SUM(A1)", "\t=1", "正常-"):
        customer(firm, f"甲{len(text)}{text[0]}", remark=text)
    rows = csv_rows(exported(seller, format="csv", fields=["remark"], sort="created_at"))
    assert rows[0] == ["备注", "id", "version"]
    assert [row[0] for row in rows[1:]] == ["'=cmd|' /C calc'!A0", "'+86 138", "'-2+3", "'@SUM(A1)", "'\t=1", "正常-"]


def test_masked_fields_are_refused_until_opened(firm: Firm, seller: Caller) -> None:
    customer(firm, "武汉城投")
    refused = seller.post("/r/customers/export", {"format": "csv", "fields": ["name", "phone"]})
    assert (refused.status, refused.code, queued()) == (400, "bad_filter", [])
    unmask(allow(seller.person, {}), "customers", "phone")
    rows = csv_rows(exported(seller, format="csv", fields=["name", "phone"]))
    assert [rows[0][:2], rows[1][:2]] == [["客户名称", "单位电话"], ["武汉城投", "13800138000"]]


def test_selection_filter_search_and_sort(firm: Firm, seller: Caller) -> None:
    a, b, c = customer(firm, "阿城建"), customer(firm, "白城建", remark="要"), customer(firm, "陈公司", archived_at=timezone.now())
    names = lambda **asked: [row[0] for row in csv_rows(exported(seller, format="csv", fields=["name"], **asked))[1:]]  # noqa: E731
    assert names(sort="name") == ["阿城建", "白城建"]
    assert names(ids=[str(c.pk), str(a.pk)], sort="-name") == ["陈公司", "阿城建"]
    assert names(filter=["remark", "=", "要"]) == ["白城建"]
    assert names(q="城建", sort="-name") == ["白城建", "阿城建"]
    assert names(filter=["remark", "=", "没有这样的"]) == []
    assert csv_rows(exported(seller, format="csv"))[0][:2] == ["客户名称", "客户编号"]  # the columns of the list
    assert b.version == 1


def test_other_companies_stay_out(firm: Firm, seller: Caller) -> None:
    mine, foreign = customer(firm, "自己的"), customer(firm, "别人的", firm.west_sales)
    rows = csv_rows(exported(seller, format="csv", fields=["name"], ids=[str(mine.pk), str(foreign.pk)]))
    assert [row[0] for row in rows[1:]] == ["自己的"]


def test_export_reaches_no_further_than_its_own_grant(firm: Firm) -> None:
    person = make_person("组长", firm.east_sales, {"customers": ["read"]})
    allow(person, {"customers": ["export"]}, scope="own")
    customer(firm, "我负责的", owner=person)
    customer(firm, "同事的")
    assert [row[0] for row in csv_rows(exported(Caller(person), format="csv", fields=["name"]))[1:]] == ["我负责的"]


@pytest.mark.parametrize(
    ("grants", "resource", "body", "status", "code"),
    [
        ({"customers": ["read"]}, "customers", {}, 403, "not_allowed"),
        ({"customers": ["export"]}, "customers", {}, 403, "not_allowed"),
        (ALL, "nothing", {}, 404, "not_found"),
        ({"work_calendars": ["read", "export"]}, "work_calendars", {}, 400, "not_exportable"),
        (ALL, "customers", {"fields": ["password"]}, 400, "bad_filter"),
        (ALL, "customers", {"filter": ["phone", "=", "13800138000"]}, 400, "bad_filter"),
        (ALL, "customers", {"sort": "phone"}, 400, "bad_filter"),
        (ALL, "customers", {"format": "exe"}, 422, "invalid_input"),
        (ALL, "customers", {"ids": []}, 422, "invalid_input"),
    ],
)
def test_refusals_queue_nothing(firm: Firm, grants: Any, resource: str, body: Any, status: int, code: str) -> None:
    events = Event.objects.count()
    refused = Caller(make_person("某人", firm.east_sales, grants)).post(f"/r/{resource}/export", body)
    assert (refused.status, refused.code) == (status, code)
    assert (Job.objects.count(), queued(), Event.objects.count()) == (0, [], events)


def test_only_the_asker_gets_the_file(firm: Firm, seller: Caller) -> None:
    customer(firm, "武汉城投")
    assert exported(seller, format="csv").status == 200
    url = f"/exports/{Job.objects.get().pk}/content"
    boss = Caller(make_person("老板", firm.group, ALL, scope="group"))
    assert (boss.get(url).status, boss.get(f"/exports/{uuid4()}/content").status) == (404, 404)
    assert Client().get(f"/api/v1{url}").status_code == 401
    type(seller.person).objects.get(pk=seller.person.pk).memberships.all().delete()
    refused = seller.get(url)
    assert (refused.status, refused.code) == (403, "not_allowed")


def test_a_week_later_it_is_gone(firm: Firm, seller: Caller) -> None:
    customer(firm, "武汉城投")
    exported(seller, format="csv")
    found = ExportFile.objects.get()
    stray = default_storage.save("exports/stray.csv", io.BytesIO(b"x"))
    assert services.clean_up() == 0
    ExportFile.objects.update(expires_at=timezone.now())
    assert seller.get(f"/exports/{found.pk}/content").status == 404
    old = timezone.now().timestamp() - 2 * 86400
    os.utime(default_storage.path(stray), (old, old))
    assert services.clean_up() == 2
    assert not default_storage.exists(found.path)
    assert not default_storage.exists(stray)


def test_killed_worker_writes_a_fresh_file(firm: Firm, seller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    customer(firm, "武汉城投")
    started = seller.post("/r/customers/export", {"format": "csv", "fields": ["name"]}).data
    write = services._write

    def killed(*args: Any) -> int:
        write(*args)
        raise SystemExit

    monkeypatch.setattr(services, "_write", killed)
    with pytest.raises(SystemExit):
        run_jobs()
    assert ExportFile.objects.count() == 0
    monkeypatch.setattr(services, "_write", write)
    from zhuke.commons.exports.jobs import write as task

    asked = {"format": "csv", "fields": ["name"], "ids": None, "filter": None, "q": "", "sort": ""}
    task.func(job_id=started["id"], resource="customers", asked=asked)
    assert csv_rows(seller.get(f"/exports/{started['id']}/content"))[1][0] == "武汉城投"


def test_an_export_leaves_a_trace(firm: Firm, seller: Caller) -> None:
    customer(firm, "武汉城投")
    seller.post("/r/customers/export", {"format": "csv", "fields": ["name"]})
    event = Event.objects.get(name="customers.exported")
    assert (event.actor_id, event.data["rows"], event.data["asked"]["fields"]) == (seller.person.pk, 1, ["name"])


@pytest.mark.parametrize("writer", [XlsxWriter, CsvWriter])
def test_memory_does_not_grow_with_the_rows(writer: Any, tmp_path: Path) -> None:
    columns = [Column("a", "甲"), Column("b", "乙", "money"), Column("c", "丙")]

    def peak(rows: int) -> int:
        tracemalloc.start()
        target = writer(tmp_path / f"{rows}", columns, "表")
        for number in range(rows):
            target.row([f"第 {number} 行", Decimal(number), "相同的文字" * 4 + str(number)])
        target.close()
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    small, large = peak(500), peak(10_000)
    assert large < small * 2 + 2_000_000


def test_columns_of_one_title_are_told_apart() -> None:
    assert [c.title for c in with_unique_titles([Column("a", "电话"), Column("b", "电话"), Column("c", "邮箱")])] == [
        "电话",
        "电话（2）",
        "邮箱",
    ]
