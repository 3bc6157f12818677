"""An import from the upload to the undo, through the API."""

from typing import Any

import pytest
from django.apps import apps
from openpyxl import load_workbook
from procrastinate.exceptions import JobAborted

from zhuke.commons.imports import jobs as import_jobs
from zhuke.commons.imports.models import ImportBatch, ImportRow
from zhuke.commons.imports.services import running
from zhuke.commons.jobs.services import Progress
from zhuke.commons.testing import Caller, Firm, allow, make, make_person, queued, run_jobs
from zhuke.kernel.access import system
from zhuke.kernel.audit import writing
from zhuke.kernel.models import Change

from . import files
from .conftest import GRANTS, HEADER, Importer, line


def customers() -> Any:
    return apps.get_model("customers", "Customer").objects.filter(archived_at=None)


def test_from_upload_to_sample(importer: Importer) -> None:
    data = importer.upload([["客户台账"], HEADER, *[line(n) for n in range(5)], ["合计", "", "", "", "", "", 510]], merged=["A1:H1"])
    assert (data["state"], data["header_row"], data["workbook"]["kind"]) == ("uploaded", 2, "xlsx")
    assert list(data["mapping"].values()) == [
        "name", "credit_code", "kind", "contact_name", "contact_phone", "intention", "registered_capital", "last_contact_on",
    ]  # fmt: skip
    assert data["proposal"]["matches"][0]["reason"] == "标题与“客户名称”相同"
    checked = importer.step(data["id"], "check")
    assert (checked["state"], checked["counts"]["create"], checked["counts"]["note"]) == ("checked", 5, 1)
    assert not customers().exists()
    written = importer.step(data["id"], "run")
    assert (written["state"], written["counts"]["done"]) == ("done", 5)
    row = customers().get(name=line(3)[0])
    assert (row.kind, str(row.registered_capital), row.unit.name, row.owner.name) == ("private", "1030000.00", "华东市场部", "张经理")
    assert [contact.phone for contact in row.contacts.all()] == ["13800130003"]
    history = Change.objects.filter(object_id=row.pk)
    assert [(change.cause, change.actor_name) for change in history] == [(f"import:{data['id']}", "张经理")]
    sample = importer.caller.get(f"/imports/{data['id']}/sample").data
    assert (sample["size"], sample["checked"]) == (5, 0)
    fields = {field["field"]: (field["file"], field["record"]) for field in sample["items"][0]["fields"]}
    assert fields["kind"] == ("民营企业", "民营企业")
    judged = importer.caller.put(f"/imports/{data['id']}/sample/{sample['items'][0]['row']}", {"ok": False, "remark": "电话不对"}).data
    assert (judged["checked"], judged["wrong"], judged["items"][0]["verdict"]["remark"]) == (1, 1, "电话不对")


def test_the_same_file_twice_changes_nothing(importer: Importer) -> None:
    path = importer.folder / "客户.csv"
    path.write_text(files.csv_bytes([HEADER, *[[str(value) for value in line(n)] for n in range(4)]]), encoding="gb18030")
    first = importer.send(path).data["id"]
    importer.step(first, "check")
    importer.step(first, "run")
    changes = Change.objects.count()
    again = importer.send(path).data
    assert [(batch["id"], batch["counts"]["done"]) for batch in again["same_file"]] == [(first, 4)]
    checked = importer.step(again["id"], "check")
    assert checked["counts"]["same"] == 4
    refused = importer.caller.post(f"/imports/{again['id']}/run", {})
    assert (refused.status, refused.code, queued()) == (409, "nothing_to_do", [])
    assert Change.objects.count() == changes


def test_rows_without_any_natural_key_are_not_written_twice(importer: Importer) -> None:
    importer.whole([HEADER, line(1)])
    allow(importer.caller.person, {"addresses": ["read", "create", "update", "import", "archive"]})
    importer.resource = "addresses"
    lines = [("客户", "用途", "详细地址"), (line(1)[0], "办公", "文三路 1 号")]
    assert importer.whole(lines)["counts"]["done"] == 1
    batch = importer.upload(lines)["id"]
    checked = importer.step(batch, "check")
    assert (checked["counts"]["same"], importer.rows(batch)[0]["findings"][0]["code"]) == (1, "imported_before")


def test_round_trip_by_hidden_id_shows_differences_and_is_undone(importer: Importer) -> None:
    importer.whole([HEADER, line(1), line(2), line(3)])
    first, second, third = (customers().get(name=line(n)[0]) for n in (1, 2, 3))
    rows = [(row.name, "", row.owner.name, str(row.pk), row.version) for row in (first, second, third)]
    exported = [("客户名称", "备注", "负责人", "id", "version"), *rows]
    exported[1] = ("恒泰新名建设有限公司", "重点", *exported[1][2:])
    exported[2] = (*exported[2][:1], "次要", *exported[2][2:])
    batch = importer.upload(exported)["id"]
    counts = importer.step(batch, "check")["counts"]
    assert (counts["update"], counts["same"]) == (2, 1)
    row = importer.rows(batch)[0]
    assert row["differences"] == [
        {"field": "name", "label": "客户名称", "old": line(1)[0], "new": "恒泰新名建设有限公司"},
        {"field": "remark", "label": "备注", "old": None, "new": "重点"},
    ]
    importer.step(batch, "run")
    assert customers().get(pk=first.pk).name == "恒泰新名建设有限公司"
    importer.caller.patch(f"/r/customers/{second.pk}", {"version": customers().get(pk=second.pk).version, "remark": "人工改过"})
    undone = importer.step(batch, "undo")
    assert undone["state"] == "undone"
    assert undone["undo_result"]["restored"] == 1
    assert [(c["label"], c["reason"]) for c in undone["undo_result"]["conflicts"]] == [(line(2)[0], "导入后又被修改")]
    assert (customers().get(pk=first.pk).name, customers().get(pk=second.pk).remark) == (line(1)[0], "人工改过")


def test_a_record_changed_since_the_export_is_told(importer: Importer) -> None:
    importer.whole([HEADER, line(1)])
    row = customers().get()
    importer.caller.patch(f"/r/customers/{row.pk}", {"version": row.version, "remark": "别人改的"})
    batch = importer.upload([("客户名称", "备注", "id", "version"), (row.name, "导出的人改的", str(row.pk), row.version)])["id"]
    importer.step(batch, "check")
    assert [finding["code"] for finding in importer.rows(batch)[0]["findings"]] == ["changed_since"]


def test_undo_takes_created_records_back_with_what_came_along(importer: Importer) -> None:
    batch = importer.whole([HEADER, line(1), line(2)])["id"]
    kept = customers().get(name=line(2)[0])
    with writing(system("别人"), "api"):
        make("addresses", customer=kept, detail="后来登记的地址")
    undone = importer.step(batch, "undo")
    assert [c["reason"] for c in undone["undo_result"]["conflicts"]] == ["已有“地址”引用它"]
    assert [row.name for row in customers()] == [kept.name]
    assert not apps.get_model("customers", "Contact").objects.filter(archived_at=None).exclude(customer=kept).exists()
    assert undone["counts"]["undone"] == 1
    again = importer.upload([HEADER, line(1)])["id"]
    assert importer.step(again, "check")["counts"]["create"] == 1


def test_errors_come_back_in_the_layout_of_the_file(importer: Importer) -> None:
    lines = [["客户台账"], HEADER, line(1), line(2, phone="138001"), line(3, name=""), line(4)]
    batch = importer.upload(lines)["id"]
    counts = importer.step(batch, "check")["counts"]
    assert (counts["create"], counts["error"]) == (2, 2)
    answer = importer.caller.get(f"/imports/{batch}/errors")
    path = importer.folder / "errors.xlsx"
    path.write_bytes(answer.raw.content)
    sheet = load_workbook(path).active
    shown = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in shown] == ["客户台账", "客户名称", line(2)[0], None]
    assert (shown[1][8], shown[2][8][:8]) == ("错误原因", "第 4 行：手机")
    assert "请填写“客户名称”" in shown[3][8]
    assert sheet.cell(3, 5).fill.fgColor.rgb == "FFFDE2E1"
    sheet["E3"], sheet["A4"] = "13800138222", "补上的建设有限公司"
    load_workbook(path)
    sheet.parent.save(path)
    repaired = importer.send(path).data["id"]
    assert importer.step(repaired, "check")["counts"]["create"] == 2


def test_a_cell_is_corrected_in_the_wizard(importer: Importer) -> None:
    batch = importer.upload([HEADER, line(1, phone="138001")])["id"]
    importer.step(batch, "check")
    row = importer.rows(batch, kind="error")[0]
    changed = importer.caller.patch(f"/imports/{batch}/rows/{row['id']}", {"values": {"contact_phone": "13800138000"}}).data
    assert (changed["kind"], changed["decision"], [f["code"] for f in changed["findings"]]) == ("create", "create", ["missing"])
    assert importer.step(batch, "run")["counts"]["done"] == 1
    refused = importer.caller.patch(f"/imports/{batch}/rows/{row['id']}", {"values": {"contact_phone": "1"}})
    assert refused.code == "row_done"


def test_what_the_check_found_out_is_not_found_out_again_but_for_a_corrected_row(importer: Importer) -> None:
    batch = importer.upload([HEADER, line(1), line(2)])["id"]
    importer.step(batch, "check")
    stays, changes = ImportRow.objects.filter(batch=batch).order_by("number")
    assert [row.kept["parts_of"] for row in (stays, changes)] == [line(1)[0], line(2)[0]]
    importer.caller.patch(f"/imports/{batch}/rows/{changes.pk}", {"values": {"name": "绍兴越泰幕墙装饰有限公司"}})
    changes.refresh_from_db()
    assert changes.kept == {}
    stays.kept = {**stays.kept, "name_parts": stays.kept["name_parts"].replace("公司", "会社")}  # to be told from one worked out anew
    stays.save(update_fields=["kept"])
    assert importer.step(batch, "run")["counts"]["done"] == 2
    told = dict(customers().values_list("name", "name_parts"))
    assert "会社" in told[line(1)[0]]
    assert "越泰" in told["绍兴越泰幕墙装饰有限公司"]


def test_trial_then_the_first_rows_then_the_rest(importer: Importer) -> None:
    batch = importer.upload([HEADER, *[line(n) for n in range(9)]])["id"]
    trial = importer.step(batch, "check", limit=4)
    assert (trial["state"], trial["counts"]["checked"], trial["counts"]["complete"]) == ("trial", 4, False)
    whole = importer.step(batch, "check")
    assert (whole["state"], whole["counts"]["create"]) == ("checked", 9)
    first = importer.step(batch, "run", limit=3)
    assert (first["state"], first["counts"]["done"], customers().count()) == ("checked", 3, 3)
    jobs = queued()
    for method, path, body in (("put", "mapping", {"options": {"mode": "create"}}), ("post", "check", {})):
        refused = getattr(importer.caller, method)(f"/imports/{batch}/{path}", body)
        assert (refused.status, refused.code, queued()) == (409, "wrong_state", jobs)  # or nothing would tell an undo what was written
    rest = importer.step(batch, "run")
    assert (rest["state"], rest["counts"]["done"], customers().count()) == ("done", 9, 9)
    assert importer.step(batch, "undo")["undo_result"]["removed"] >= 9
    assert not customers().exists()


def test_there_is_no_sample_of_what_is_not_written(importer: Importer) -> None:
    batch = importer.upload([HEADER, line(1)])["id"]
    importer.step(batch, "check")
    refused = importer.caller.get(f"/imports/{batch}/sample")
    assert (refused.status, refused.code) == (409, "nothing_to_sample")


def test_look_alikes_wait_for_a_decision(importer: Importer) -> None:
    importer.whole([HEADER, line(1, name="浙江恒泰建设集团有限公司")])
    known = customers().get()
    batch = importer.upload([HEADER, line(2, name="浙江省恒泰建设集团公司", contact="李娜"), line(3)])["id"]
    counts = importer.step(batch, "check")["counts"]
    assert (counts["duplicate"], counts["create"]) == (1, 1)
    row = importer.rows(batch, kind="duplicate")[0]
    assert (row["decision"], row["candidates"][0]["id"], row["candidates"][0]["label"]) == ("skip", str(known.pk), known.name)
    chosen = importer.caller.post(f"/imports/{batch}/choose", {"kind": "duplicate", "decision": "merge"}).data
    assert (chosen["counts"]["to_merge"], chosen["counts"]["to_create"]) == (1, 1)
    importer.step(batch, "run")
    after = customers().get(pk=known.pk)
    assert (after.name, str(after.registered_capital)) == (known.name, "1010000.00")
    assert sorted(after.contacts.values_list("phone", flat=True)) == ["13800130001", "13800130002"]
    assert customers().count() == 2


def test_a_look_alike_outside_the_scope_stays_unnamed(importer: Importer, firm: Firm) -> None:
    make("customers", name="浙江恒泰建设集团有限公司", name_key="恒泰", unit=firm.west_sales)
    batch = importer.upload([HEADER, line(2, name="浙江恒泰建设集团有限公司")])["id"]
    importer.step(batch, "check")
    row = importer.rows(batch)[0]
    assert row["kind"] == "duplicate"
    assert [(c["id"], c["label"], c["reasons"]) for c in row["candidates"]] == [(None, "", [])]
    refused = importer.caller.patch(f"/imports/{batch}/rows/{row['id']}", {"decision": "merge"})
    assert (refused.status, refused.code) == (400, "invalid")


def test_several_contacts_of_one_customer_on_rows_of_their_own(importer: Importer) -> None:
    lines = [HEADER, line(1), line(1, contact="李娜", phone="13900139000"), line(1)]
    batch = importer.upload(lines)["id"]
    counts = importer.step(batch, "check")["counts"]
    assert (counts["create"], counts["repeated"]) == (1, 2)
    importer.step(batch, "run")
    assert sorted(customers().get().contacts.values_list("name", flat=True)) == ["张伟", "李娜"]


def test_references_to_other_rows_of_the_file(importer: Importer) -> None:
    lines = [(*HEADER, "上级单位"), [*line(1), line(2)[0]], [*line(2), ""], [*line(3), "没有这家公司"]]
    done = importer.whole(lines)
    assert customers().get(name=line(1)[0]).parent.name == line(2)[0]
    assert customers().get(name=line(3)[0]).parent is None
    assert {"reference_later", "not_linked"} <= {f["code"] for f in importer.rows(done["id"])[2]["findings"]}


def test_options_defaults_value_map_and_lenient_cells(importer: Importer, firm: Firm) -> None:
    lines = [HEADER, line(1, kind="外星人", phone="138"), line(2, intention="特别高")]
    batch = importer.upload(lines)["id"]
    counts = importer.step(batch, "check")["counts"]
    assert (counts["error"], counts["unknown"]) == (2, {"kind": {"外星人": 1}, "intention": {"特别高": 1}})
    options = {
        "value_map": {"kind": {"外星人": "private"}, "intention": {"特别高": ""}},
        "blank_on_error": ["contact_phone"],
        "defaults": {"source": "referral", "unit": str(firm.east.pk)},
    }
    importer.map(batch, options=options)
    assert importer.step(batch, "check")["counts"]["create"] == 2
    importer.step(batch, "run")
    row = customers().get(name=line(1)[0])
    assert (row.kind, row.source, row.unit_id, row.contacts.get().phone) == ("private", "referral", firm.east.pk, "")


def test_own_fields_of_the_firm_are_imported(importer: Importer) -> None:
    from zhuke.commons.tailoring.models import CustomField
    from zhuke.kernel import config

    CustomField.objects.create(resource="customers", code="grade", label="内部评级", type="decimal")
    config.forget()
    importer.whole([(*HEADER, "内部评级"), [*line(1), "3.5"]])
    assert customers().get().custom == {"grade": 3.5}


def test_one_bad_row_does_not_take_its_chunk_along(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    importer.resource = "dictionary_entries"
    allow(importer.caller.person, {"dictionary_entries": ["read", "create", "update", "import"]}, scope="group")
    header = ("字典", "代码", "名称")
    batch = importer.upload([header, ("colour", "red", "红"), ("colour", "Not A Code", "坏"), ("colour", "blue", "蓝")])["id"]
    importer.step(batch, "check")
    done = importer.step(batch, "run")
    assert (done["state"], done["counts"]["done"], done["counts"]["failed"]) == ("done", 2, 1)
    failed = importer.rows(batch, state="failed")[0]
    assert (failed["number"], failed["findings"][-1]["field"]) == (3, "code")
    entries = apps.get_model("tailoring", "DictionaryEntry").objects.filter(dictionary="colour")
    assert sorted(entries.values_list("code", flat=True)) == ["blue", "red"]


def test_a_killed_worker_leaves_no_doubles(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    batch = importer.upload([HEADER, *[line(n) for n in range(6)]])["id"]
    importer.step(batch, "check")
    job = importer.caller.post(f"/imports/{batch}/run", {}).data["id"]
    step, calls = Progress.step, []

    def killed(self: Progress, done: int, message: str = "") -> None:
        calls.append(done)
        if len(calls) == 2:
            raise SystemExit
        step(self, done, message)

    monkeypatch.setattr(Progress, "step", killed)
    with pytest.raises(SystemExit):
        run_jobs()
    assert customers().count() == 4
    monkeypatch.setattr(Progress, "step", step)
    import_jobs.run.func(job_id=job, batch_id=batch, limit=None)
    assert (importer.read(batch)["state"], customers().count(), ImportRow.objects.filter(state="done").count()) == ("done", 6, 6)


def test_cancelling_keeps_what_is_written_and_the_rest_waits(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    monkeypatch.setattr("zhuke.commons.jobs.services.SECONDS_BETWEEN_REPORTS", 0)
    batch = importer.upload([HEADER, *[line(n) for n in range(6)]])["id"]
    importer.step(batch, "check")
    job = importer.caller.post(f"/imports/{batch}/run", {}).data["id"]
    write = running._Runner.write

    def write_then_ask(self: Any, rows: Any) -> None:
        write(self, rows)
        apps.get_model("jobs", "Job").objects.filter(pk=job).update(cancel_requested=True)

    monkeypatch.setattr(running._Runner, "write", write_then_ask)
    run_jobs()
    stopped = importer.read(batch)
    assert (stopped["state"], stopped["counts"]["done"], stopped["counts"]["pending"]) == ("cancelled", 2, 4)
    monkeypatch.setattr(running._Runner, "write", write)
    assert importer.step(batch, "run")["counts"]["done"] == 6


def test_a_job_cancelled_in_the_queue_frees_the_import(importer: Importer) -> None:
    batch = importer.upload([HEADER, line(1)])["id"]
    job = importer.caller.post(f"/imports/{batch}/check", {}).data["id"]
    busy = importer.caller.post(f"/imports/{batch}/check", {})
    assert (busy.status, busy.code) == (409, "busy")
    importer.caller.post(f"/jobs/{job}/cancel")
    with pytest.raises(JobAborted):
        run_jobs()
    assert importer.read(batch)["state"] == "mapped"
    assert importer.step(batch, "check")["state"] == "checked"


def test_another_sheet_or_header_brings_another_proposal(importer: Importer) -> None:
    path = files.workbook(importer.folder / "a.xlsx", {"填写": [("列", "怎么填")] * 9, "客户": [("甲", "乙"), HEADER, line(1)]})
    data = importer.send(path).data
    assert (data["sheet"], data["header_row"]) == (1, 2)
    other = importer.map(data["id"], sheet=0)
    assert (other["sheet"], other["mapping"]) == (0, {})
    moved = importer.map(data["id"], sheet=1, header={"row": 1, "span": 1})
    assert (moved["header_row"], moved["workbook"]["sheets"][1]["columns"][0]["header"]) == (1, "甲")


def test_wrong_mappings_are_refused(importer: Importer) -> None:
    batch = importer.upload([HEADER, line(1)])["id"]
    for mapping in ({"0": "name", "1": "name"}, {"0": "nothing"}, {"99": "name"}, {}):
        refused = importer.caller.put(f"/imports/{batch}/mapping", {"mapping": mapping})
        assert (refused.status, refused.code, list(refused.data["fields"])) == (400, "invalid", ["mapping"])


def test_unreadable_files_are_refused_and_leave_nothing(importer: Importer) -> None:
    path = importer.folder / "a.xlsx"
    path.write_bytes(b"%PDF-1.7")
    refused = importer.send(path)
    assert (refused.status, refused.code, ImportBatch.objects.count()) == (400, "pdf", 0)
    assert not [found for found in (importer.folder / "media").rglob("*") if found.is_file()]


def test_a_large_file_is_read_in_a_job(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuke.commons.imports.services.batches.AT_ONCE", 10)
    data = importer.upload([HEADER, line(1)])
    assert (data["state"], queued()) == ("reading", ["imports.read"])
    run_jobs()
    assert importer.read(data["id"])["mapping"]["0"] == "name"


def test_rights(importer: Importer, firm: Firm) -> None:
    batch = importer.upload([HEADER, line(1)])["id"]
    stranger = Caller(make_person("李某", firm.west_sales, GRANTS))
    for method, path in (
        ("get", ""), ("get", "/rows"), ("get", "/errors"), ("get", "/sample"), ("post", "/check"), ("post", "/run"), ("post", "/undo"),
        ("delete", ""), ("put", "/mapping"), ("post", "/choose"),
    ):  # fmt: skip
        body = {"kind": "create", "decision": "skip"} if path == "/choose" else {}
        answer = stranger.get(f"/imports/{batch}{path}") if method == "get" else stranger.send(method, f"/imports/{batch}{path}", body)
        assert answer.status == 404, (method, path)
    assert stranger.get("/imports").data["items"] == []
    reader = Caller(make_person("王某", firm.east_sales, {"customers": ["read", "create", "update"]}))
    refused = Importer(reader, importer.folder).send(files.workbook(importer.folder / "b.xlsx", {"表": [HEADER]}))
    assert (refused.status, refused.code) == (403, "not_allowed")
    assert importer.caller.delete(f"/imports/{batch}").status == 204
    assert ImportBatch.objects.count() == 0


def test_masked_fields_and_foreign_records_stay_closed(importer: Importer, firm: Firm) -> None:
    other = make("customers", name="西南某建设有限公司", name_key="西南某", unit=firm.west_sales)
    lines = [("客户名称", "单位电话", "上级单位", "id"), ("新公司甲建设", "0571-88001234", other.name, ""), ("x", "", "", str(other.pk))]
    data = importer.upload(lines)
    names = {target["name"] for target in data["targets"]}
    assert "phone" not in names
    assert "contact_phone" in names
    importer.step(data["id"], "check")
    first, second = importer.rows(data["id"])
    assert [f["code"] for f in first["findings"] if f["field"] == "parent"] == ["reference_later"]
    assert [f["code"] for f in second["findings"] if f["kind"] == "error"] == ["unknown_id"]


def test_creating_outside_ones_scope_is_told_in_the_check(importer: Importer, firm: Firm) -> None:
    """Somebody else's customer in a sister company: neither unit nor owner is within reach."""
    allow(importer.caller.person, {"units": ["read"], "users": ["read"]}, scope="group")
    make_person("西南的人", firm.west_sales)
    lines = [(*HEADER, "所属单位", "负责人"), [*line(1), "西南市场部", "西南的人"], [*line(2), "华东公司", ""]]
    batch = importer.upload(lines)["id"]
    importer.step(batch, "check")
    first, second = importer.rows(batch)
    assert (first["kind"], [f["code"] for f in first["findings"] if f["kind"] == "error"]) == ("error", ["outside_scope"])
    assert (second["kind"], [f for f in second["findings"] if f["kind"] == "error"]) == ("create", [])


def test_old_files_are_cleared_away(importer: Importer) -> None:
    from zhuke.commons.imports.services.housekeeping import forget_files

    batch = importer.whole([HEADER, line(1)])["id"]
    assert forget_files(days=-1) == 1
    assert (importer.read(batch)["counts"]["done"], ImportRow.objects.get().raw) == (1, {})
    assert importer.caller.get(f"/imports/{batch}/errors").code == "file_gone"
