"""Text out of files of all kinds, found by those who may see them; hostile files; pages to look at; bundles."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from zhuke.commons.jobs.models import Job
from zhuke.commons.testing import run_jobs
from zhuke.modules.library.domain import reader
from zhuke.modules.library.models import Bundle, Document, DocumentVersion, PageText
from zhuke.modules.library.services import bundles, looking, texts

from .conftest import House, do, docx, file, made, office, pdf, put, refused


def hits(house: House, q: str, who: Any = None, **params: Any) -> list[tuple[str, str, int | None]]:
    found = made((who or house.reader).get("/library/search", q=q, **params))["items"]
    return [(hit["document"]["label"], hit["matched"], hit["page"]) for hit in found]


def test_text_is_found_in_every_kind_of_file(house: House) -> None:
    put(house.manager, house.root, "说明.txt", "钢筋保护层厚度为二十五毫米".encode("gb18030"))
    put(house.manager, house.root, "方案.docx", docx("一、编制依据", "防水卷材采用聚氯乙烯"), kind="proposal")
    sheet = '<worksheet><sheetData><row><c t="s"><v>0</v></c><c><v>3680</v></c></row></sheetData></worksheet>'
    shared = "<sst><si><t>外墙保温岩棉板</t></si></sst>"
    book = office(xl__workbook_xml="<workbook/>", xl__sharedStrings_xml=shared, xl__worksheets__sheet1_xml=sheet)
    put(house.manager, house.root, "清单.xlsx", book)
    slide = "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>塔吊布置图</a:t></a:r></a:p></p:sld>"
    put(house.manager, house.root, "汇报.pptx", office(ppt__presentation_xml="<p/>", ppt__slides__slide3_xml=slide))
    put(house.manager, house.root, "report.pdf", pdf("first page", "Concrete C30 grade"))
    run_jobs()
    assert hits(house, "保护层厚度") == [("说明.txt", "text", None)]
    assert hits(house, "聚氯乙烯") == [("方案.docx", "text", None)]
    assert hits(house, "岩棉板 3680") == [("清单.xlsx", "text", 1)]
    assert hits(house, "塔吊") == [("汇报.pptx", "text", 3)]
    assert hits(house, "CONCRETE c30") == [("report.pdf", "text", 2)]
    assert hits(house, "汇报") == [("汇报.pptx", "name", None)]
    assert hits(house, "聚氯乙烯", kind="drawing") == []
    assert hits(house, "聚氯乙烯", kind="proposal", project=str(house.project.pk), folder=str(house.root.pk)) != []
    assert hits(house, "聚氯乙烯", house.stranger) == []
    assert hits(house, "不存在的词") == []
    assert DocumentVersion.objects.get(name="report.pdf").pages == 2
    assert house.reader.get("/library/search", q="x").status == 422
    assert made(house.reader.get("/library/search", q="a b"))["items"] == []
    snippet = made(house.reader.get("/library/search", q="保护层"))["items"][0]["snippet"]
    assert [part["text"] for part in snippet if part["hit"]] == ["保护层"]
    assert "".join(part["text"] for part in snippet) == "钢筋保护层厚度为二十五毫米"


def test_only_the_newest_version_is_found(house: House) -> None:
    row = put(house.manager, house.root, "说明.txt", "第一版写着甲方案".encode())
    run_jobs()
    put(house.manager, house.root, "说明.txt", "第二版写着乙方案".encode())
    run_jobs()
    assert hits(house, "甲方案") == []
    assert hits(house, "乙方案") == [("说明.txt", "text", None)]
    # An old job that comes late changes nothing.
    first = DocumentVersion.objects.get(document=row["id"], number=1)
    assert texts.extract(str(first.pk)) == "older"
    assert PageText.objects.count() == 1
    made(house.manager.post(f"/r/documents/{row['id']}/archive", {}))
    assert hits(house, "乙方案") == []


def test_hostile_files_break_nothing(house: House) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><w:document xmlns:w="w"><w:t>&a;&a;</w:t></w:document>'
    row = put(house.manager, house.root, "炸弹.docx", office(word__document_xml=bomb))
    broken = put(house.manager, house.root, "坏.pdf", b"%PDF-1.7\n" + b"\x00garbage" * 100)
    empty = put(house.manager, house.root, "图.dwg", b"AC1032" + b"\x00" * 100)
    run_jobs()
    states = dict(DocumentVersion.objects.values_list("document__name", "text_state"))
    assert states == {"炸弹.docx": "failed", "坏.pdf": "failed", "图.dwg": "none"}
    refused(lambda: house.reader.get(f"/library/versions/{_version(broken)}/pages/1"), 404, "not_found")
    shown = made(house.reader.get(f"/library/documents/{empty['id']}/preview"))
    assert (shown["kind"], bool(shown["reason"]), shown["text"]) == ("none", True, "")
    assert made(house.reader.get(f"/library/documents/{row['id']}/preview"))["text"] == ""


def _version(row: Any) -> str:
    return str(DocumentVersion.objects.get(document=row["id"], number=row["current"]).pk)


def test_a_part_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "in.docx"
    path.write_bytes(docx("x" * 5000))
    monkeypatch.setattr(reader, "MOST_XML", 1000)
    found = reader.read(path, "docx")
    assert found is not None
    with pytest.raises(ValueError, match="too large"):
        list(found[1])


def test_reading_as_a_process(tmp_path: Path) -> None:
    assert reader.read(tmp_path / "in.exe", "exe") is None
    assert reader.cut(iter([(1, "甲" * 4500)])) == [(1, "甲" * 2000), (1, "甲" * 2000), (1, "甲" * 580)]
    assert reader.tidy("第一\r\n行 与\x00 second\u00ad line\ud800") == "第一行与 second line"
    assert reader.decode("﻿中文".encode()) == "中文"
    assert reader.decode("中文".encode("utf-16")) == "中文"
    assert reader.decode("中文文".encode("gb18030")[:-1]).startswith("中文")


def test_pages_and_previews(house: House) -> None:
    row = put(house.manager, house.root, "图.pdf", pdf("one", "two"))
    run_jobs()
    shown = made(house.reader.get(f"/library/documents/{row['id']}/preview"))
    assert (shown["kind"], shown["pages"], shown["drawn"]) == ("pdf", 2, True)
    page = house.reader.get(f"/library/versions/{shown['version_id']}/pages/2", size="thumb")
    assert (page.status, page.raw["Content-Type"], b"".join(page.raw.streaming_content)[:4]) == (200, "image/webp", b"RIFF")
    refused(lambda: house.reader.get(f"/library/versions/{shown['version_id']}/pages/3"), 404, "not_found")
    refused(lambda: house.reader.get(f"/library/versions/{shown['version_id']}/pages/0"), 404, "not_found")
    refused(lambda: house.stranger.get(f"/library/versions/{shown['version_id']}/pages/1"), 404, "not_found")
    refused(lambda: house.reader.get(f"/library/documents/{row['id']}/preview", version=9), 404, "not_found")
    text = put(house.manager, house.root, "说明.csv", "列一,列二\r\n1,2".encode("gb18030"))
    assert made(house.reader.get(f"/library/documents/{text['id']}/preview"))["text"] == "列一,列二\n1,2"
    paper = made(house.manager.post("/r/documents", {"name": "纸质", "folder": str(house.root.pk)}))
    refused(lambda: house.reader.get(f"/library/documents/{paper['id']}/preview"), 404, "not_found")


def test_office_files_are_shown_by_an_office_suite_where_there_is_one(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row = put(house.manager, house.root, "方案.docx", docx("正文"))
    monkeypatch.setattr(looking, "office_program", lambda: None)
    run_jobs()
    shown = made(house.reader.get(f"/library/documents/{row['id']}/preview"))
    assert (shown["kind"], shown["drawn"], shown["text"], bool(shown["reason"])) == ("office", False, "正文", True)
    # A stand-in that writes what LibreOffice would write.
    program = tmp_path / "soffice"
    made_pdf = tmp_path / "made.pdf"
    made_pdf.write_bytes(pdf("office page"))
    program.write_text(f'#!/bin/sh\nwhile [ "$1" != "--outdir" ]; do shift; done\ncp {made_pdf} "$2/in.pdf"\n')
    program.chmod(0o755)
    monkeypatch.setattr(looking, "office_program", lambda: str(program))
    version = _version(row)
    assert looking.convert(version) == "done"
    assert looking.convert(version) == "nothing to do"
    shown = made(house.reader.get(f"/library/documents/{row['id']}/preview"))
    assert (shown["drawn"], shown["pages"]) == (True, 1)
    assert house.reader.get(f"/library/versions/{version}/pages/1").status == 200
    other = put(house.manager, house.root, "慢.docx", docx("慢"))
    program.write_text("#!/bin/sh\nsleep 60\n")
    monkeypatch.setattr(looking, "OFFICE_SECONDS", 1)
    assert looking.convert(_version(other)) == "failed"


def test_a_bundle_keeps_the_tree_and_holds_only_what_is_open(house: House) -> None:
    drawings = house.folder("图纸")
    inner, secret = house.folder("建筑", drawings), house.folder("投标", drawings)
    put(house.manager, inner, "一层.txt", b"one")
    hidden = put(house.manager, secret, "报价.txt", b"price")
    loose = put(house.manager, house.root, "说明.txt", b"note")
    row = put(house.manager, inner, "二层.txt", b"two")
    made(house.manager.patch(f"/r/documents/{row['id']}", {"version": row["version"], "name": "一层"}))
    grants = [{"person": str(house.manager.person.pk), "level": "manage"}]
    made(house.manager.put(f"/library/folders/{secret['id']}/access", {"restricted": True, "grants": grants}))
    job = made(house.reader.post("/library/zip", {"folders": [drawings["id"]], "documents": [loose["id"]]}))
    run_jobs()
    result = made(house.reader.get(f"/jobs/{job['id']}"))["result"]
    assert (result["files"], result["skipped"]) == (3, 0)
    answer = house.reader.get(result["url"].removeprefix("/api/v1"))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.raw.streaming_content))) as archive:
        assert set(archive.namelist()) == {"图纸/建筑/一层.txt", "图纸/建筑/一层（2）.txt", "说明.txt"}
        assert {archive.read(name) for name in archive.namelist()} == {b"one", b"two", b"note"}
    refused(lambda: house.manager.get(f"/library/zip/{job['id']}/content"), 404, "not_found")
    # What was closed since is not handed out either.
    made(house.manager.put(f"/library/folders/{inner['id']}/access", {"restricted": True, "grants": grants}))
    refused(lambda: house.reader.get(f"/library/zip/{job['id']}/content"), 404, "not_found")
    assert hidden["name"] not in str(result)


def test_bundles_that_are_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    row = put(house.manager, house.root, "a.txt", b"one")
    paper = made(house.manager.post("/r/documents", {"name": "纸质", "folder": str(house.root.pk)}))
    before = Job.objects.count()
    refused(lambda: house.reader.post("/library/zip", {}), 400, "nothing_there")
    refused(lambda: house.reader.post("/library/zip", {"documents": [paper["id"]]}), 404, "not_found")
    refused(lambda: house.reader.post("/library/zip", {"folders": [house.folder("空")["id"]]}), 400, "nothing_there")
    refused(lambda: house.stranger.post("/library/zip", {"documents": [row["id"]]}), 404, "not_found")
    monkeypatch.setattr(bundles, "MOST_BYTES", 2)
    refused(lambda: house.reader.post("/library/zip", {"documents": [row["id"]]}), 400, "too_much")
    assert Job.objects.count() == before


def test_bundles_go_after_a_day(house: House) -> None:
    row = put(house.manager, house.root, "a.txt", b"one")
    job = made(house.reader.post("/library/zip", {"documents": [row["id"]]}))
    run_jobs()
    Bundle.objects.update(expires_at="2026-01-01T00:00:00Z")
    refused(lambda: house.reader.get(f"/library/zip/{job['id']}/content"), 404, "not_found")
    assert bundles.clean_up() == 1


def test_names_in_a_bundle_cannot_climb(house: House) -> None:
    row = put(house.manager, house.root, "a.txt", b"one")
    Document.objects.filter(pk=row["id"]).update(name="../../etc/passwd")
    job = made(house.reader.post("/library/zip", {"documents": [row["id"]]}))
    run_jobs()
    answer = house.reader.get(f"/library/zip/{job['id']}/content")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.raw.streaming_content))) as archive:
        (name,) = archive.namelist()
    assert "/" not in name and ".." not in name  # noqa: PT018


def test_ties(house: House) -> None:
    from zhuke.modules.projects.tests.factories import a_project

    other = a_project(house.firm.east_sales, house.manager.person)
    row = put(house.manager, house.root, "标准.txt", b"one")
    wanted = {"projects": [str(other.pk)], "customers": [str(other.customer_id)]}
    done = made(house.manager.put(f"/library/documents/{row['id']}/ties", wanted))
    assert done["projects"] == [{"id": str(other.pk), "label": other.name}]
    assert [r["name"] for r in made(house.reader.get("/library/tied", project=str(other.pk)))["items"]] == ["标准.txt"]
    assert [r["name"] for r in made(house.reader.get("/library/tied", customer=str(other.customer_id)))["items"]] == ["标准.txt"]
    west = a_project(house.firm.west_sales, house.stranger.person)
    refused(lambda: house.manager.put(f"/library/documents/{row['id']}/ties", {"projects": [str(west.pk)]}), 400, "invalid", "projects")
    refused(lambda: house.reader.put(f"/library/documents/{row['id']}/ties", wanted), 403, "not_allowed")
    refused(lambda: house.stranger.get(f"/library/documents/{row['id']}/ties"), 404, "not_found")
    refused(lambda: house.stranger.get("/library/tied", project=str(other.pk)), 404, "not_found")
    assert house.reader.get("/library/tied").status == 422
    assert made(house.manager.put(f"/library/documents/{row['id']}/ties", {}))["projects"] == []


def test_a_version_without_its_bytes(house: House) -> None:
    row = put(house.manager, house.root, "a.txt", b"one")
    made(do(house.manager, row, "check_out"))
    made(house.manager.upload(f"/library/documents/{row['id']}/check-in", file=file("a.txt", b"two")))
    DocumentVersion.objects.filter(number=2).update(file=None)
    refused(lambda: house.reader.get(f"/library/documents/{row['id']}/preview"), 404, "not_found")
