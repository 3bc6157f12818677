"""Minutes as published and reports as sent stand among the documents of the project: once, in the fitting folder, under its rights."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage

from zhuke.commons.files.models import FileVersion
from zhuke.commons.testing import Caller, make, make_person, queued, run_jobs
from zhuke.kernel.jobs import deliver_event
from zhuke.kernel.models import Delivery, Event
from zhuke.modules.library.models import Document, DocumentVersion, FiledPaper, Folder, FolderTemplate
from zhuke.modules.library.services.folders import root_for

from .conftest import Site, everything


def meeting(site: Site, **values: Any) -> Any:
    """A meeting of the project, held."""
    body = {"title": "工程例会", "project": str(site.project.pk), "starts_at": "2026-03-04T09:00:00+08:00", "minutes": "按计划推进。"}
    made = site.manager.post("/r/meetings", {**body, **values})
    assert made.status == 201, made.data
    return made.data


def do(site: Site, row: Any, verb: str, **inputs: Any) -> Any:
    done = site.manager.post(f"/r/meetings/{row['id']}/do/{verb}", {"inputs": inputs})
    assert done.status == 200, done.data
    return done.data


def document(site: Site) -> Any:
    [row] = site.manager.get("/r/documents", filter=["project", "=", str(site.project.pk)]).data["items"]
    return row


def text_of(version: DocumentVersion) -> bytes:
    stored = FileVersion.objects.get(attachment=version.file)
    with default_storage.open(stored.path) as file:
        return bytes(file.read())


def test_published_minutes_lie_in_the_folder_of_the_template_and_each_edition_is_a_version(site: Site) -> None:
    FolderTemplate.objects.create(name="标准", paths="01 合同\n04 会议纪要", for_projects=True)
    row = meeting(site)
    do(site, row, "publish_minutes")
    run_jobs()
    filed = document(site)
    assert (filed["name"], filed["kind"], filed["status"], filed["current"]) == (
        "2026-03-04 工程例会 会议纪要.pdf", "minutes", "released", 1,
    )  # fmt: skip
    assert (filed["folder"]["label"], filed["owner"]["label"]) == ("04 会议纪要", "周工")
    assert text_of(DocumentVersion.objects.get())[:5] == b"%PDF-"
    assert site.manager.get("/library/search", q="按计划推进").data["items"], "its text is found like that of any document"
    do(site, row, "withdraw_minutes", reason="漏了一条")
    run_jobs()
    back = Document.objects.get()
    assert (back.status, back.status_note, back.released_number) == ("draft", "纪要已撤回，待重新发布", None)
    do(site, row, "publish_minutes")
    run_jobs()
    again = Document.objects.get()
    assert (again.status, again.current, again.released_number, again.status_note) == ("released", 2, 2, "")
    assert [(v.number, v.note) for v in again.versions.order_by("number")] == [
        (1, f"会议 {row['number']} 第 1 版纪要"), (2, f"会议 {row['number']} 第 2 版纪要"),
    ]  # fmt: skip


def test_a_missing_folder_is_made_and_a_taken_name_gets_a_number(site: Site) -> None:
    for _n in range(2):
        do(site, meeting(site), "publish_minutes")
    run_jobs()
    assert [folder.name for folder in Folder.objects.filter(project=site.project).exclude(parent=None)] == ["会议纪要"]
    assert set(Document.objects.values_list("name", flat=True)) == {
        "2026-03-04 工程例会 会议纪要.pdf", "2026-03-04 工程例会 会议纪要（2）.pdf",
    }  # fmt: skip


def test_a_job_that_runs_again_files_nothing_twice(site: Site) -> None:
    do(site, meeting(site), "publish_minutes")
    event = Event.objects.get(name="meetings.published")
    run_jobs()
    deliver_event.func(event.pk)
    Delivery.objects.filter(event=event, subscriber="control.file_minutes").delete()  # as after a restore from a backup
    deliver_event.func(event.pk)
    assert (Document.objects.count(), DocumentVersion.objects.count(), FiledPaper.objects.count()) == (1, 1, 1)


def test_what_cannot_be_drawn_now_is_filed_by_the_next_try(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    do(site, meeting(site), "publish_minutes")
    event = Event.objects.get(name="meetings.published")

    def broken(*_args: Any) -> bytes:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("zhuke.modules.control.services.minutes.compile_pdf", broken)
        with pytest.raises(OSError, match="disk full"):
            deliver_event.func(event.pk)
    assert (Document.objects.count(), FiledPaper.objects.count(), Folder.objects.count()) == (0, 0, 0)
    deliver_event.func(event.pk)
    assert Document.objects.get().current == 1


def test_withdrawn_before_they_are_filed_they_are_kept_but_not_in_force(site: Site) -> None:
    row = meeting(site)
    do(site, row, "publish_minutes")
    do(site, row, "withdraw_minutes", reason="漏了一条")
    run_jobs()
    assert (document(site)["status"], document(site)["current"]) == ("draft", 1)


@pytest.mark.parametrize("state", ["void", "archived", "checked out", "in review"])
def test_a_document_that_takes_no_version_is_left_alone_and_the_edition_filed_beside_it(site: Site, state: str) -> None:
    row = meeting(site)
    do(site, row, "publish_minutes")
    run_jobs()
    first = Document.objects.get()
    changes: dict[str, dict[str, Any]] = {
        "void": {"status": "void"}, "archived": {"archived_at": first.created_at}, "in review": {"status": "in_review"},
        "checked out": {"checked_out_by": site.head.person},
    }  # fmt: skip
    change = changes[state]
    Document.objects.filter(pk=first.pk).update(**change)
    do(site, row, "withdraw_minutes", reason="漏了一条")
    do(site, row, "publish_minutes")
    run_jobs()
    first.refresh_from_db()
    second = Document.objects.exclude(pk=first.pk).get()
    assert (first.current, first.checked_out_by_id, second.current, second.status) == (
        1,
        change.get("checked_out_by") and site.head.person.pk,
        1,
        "released",
    )


def test_the_rights_of_the_folder_decide_who_reads_them(site: Site) -> None:
    root = root_for(site.project)
    closed = site.head.post("/r/folders", {"name": "会议纪要", "parent": str(root.pk)}).data
    access = {"restricted": True, "grants": [{"person": str(site.head.person.pk), "level": "manage"}]}
    reader = Caller(
        make_person("孙技术", site.firm.east_sales, {name: ["read"] for name in everything() if name != "folders"} | {"folders": ["read"]})
    )
    do(site, meeting(site), "publish_minutes")
    run_jobs()
    pk = document(site)["id"]
    assert reader.get(f"/r/documents/{pk}").status == 200
    answer = site.head.put(f"/library/folders/{closed['id']}/access", access)
    assert answer.status == 200, answer.data
    assert reader.get(f"/r/documents/{pk}").status == 404
    assert site.stranger.get(f"/r/documents/{pk}").status == 404
    do(site, meeting(site, title="成本会"), "publish_minutes")
    run_jobs()
    assert Document.objects.filter(folder=closed["id"]).count() == 2
    assert reader.get("/r/documents").data["items"] == []


def test_a_sent_report_is_filed_once_and_without_costs(site: Site) -> None:
    report = site.report(overview="主体封顶")
    people = [str(site.head.person.pk)]
    assert site.send(site.manager, report, edition="internal", people=people).status == 200
    run_jobs()
    filed = document(site)
    assert (filed["name"], filed["folder"]["label"], filed["kind"], filed["status"]) == (
        f"{report['name']}.pdf", "项目报告", "report", "released",
    )  # fmt: skip
    assert DocumentVersion.objects.get().note == f"项目报告 {report['number']}（客户版）"
    found = site.manager.get("/library/search", q="主体封顶").data["items"]
    assert [one["document"]["id"] for one in found] == [filed["id"]]
    assert not site.manager.get("/library/search", q="预测成本").data["items"]
    assert site.send(site.manager, report, contacts=[str(site.contact.pk)], ask=False).status == 200
    assert "kernel.deliver_event" in queued()
    run_jobs()
    assert (Document.objects.count(), DocumentVersion.objects.count()) == (1, 1)


def test_what_is_refused_files_nothing(site: Site) -> None:
    report, row = site.report(), meeting(site, minutes="")
    assert site.send(site.manager, report, contacts=[]).status == 400
    assert site.manager.post(f"/r/meetings/{row['id']}/do/publish_minutes", {"inputs": {}}).code == "nothing_to_publish"
    assert site.stranger.post(f"/r/meetings/{row['id']}/do/publish_minutes", {"inputs": {}}).status == 404
    run_jobs()
    assert (Document.objects.count(), FiledPaper.objects.count()) == (0, 0)


def test_without_a_project_or_a_document_centre_nothing_is_filed(site: Site) -> None:
    do(site, meeting(site, project=None), "publish_minutes")
    make("module_switches", module="library", unit=site.firm.east, on=False)
    row = meeting(site)
    do(site, row, "publish_minutes")
    run_jobs()
    assert (Document.objects.count(), Folder.objects.count()) == (0, 0)
