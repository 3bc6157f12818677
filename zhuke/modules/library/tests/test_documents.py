"""Documents: uploaded, checked out and in, released, revised, moved, copied, out of force; and everything that is refused on the way."""

import uuid
from functools import partial

from zhuke.commons.files.models import Attachment
from zhuke.commons.testing import Caller, allow, make_person
from zhuke.kernel import config
from zhuke.kernel.models import Change
from zhuke.modules.library.models import Document, DocumentVersion, Folder
from zhuke.modules.projects.tests.factories import a_project

from .conftest import House, do, file, made, names, pdf, put, refused, send


def test_a_dropped_folder_keeps_its_tree_and_known_names_make_versions(house: House) -> None:
    first = made(send(house.manager, house.root, "平面图.pdf", pdf("one"), path="图纸/建筑"))
    assert (first["outcome"], first["document"]["name"], first["document"]["current"]) == ("created", "平面图.pdf", 1)
    assert (first["document"]["project"]["id"], first["document"]["file_type"]) == (str(house.project.pk), "pdf")
    assert first["document"]["number"].startswith("ZL-")
    again = made(send(house.manager, house.root, "平面图.pdf", pdf("two"), path="图纸/建筑", note="改标高"))
    assert (again["outcome"], again["document"]["id"], again["document"]["current"]) == ("version", first["document"]["id"], 2)
    same = made(send(house.manager, house.root, "平面图.pdf", pdf("two"), path="图纸/建筑"))
    assert (same["outcome"], same["document"]["current"]) == ("same", 2)
    new = made(send(house.manager, house.root, "平面图.pdf", pdf("three"), path="图纸/建筑", same="new"))
    assert (new["outcome"], new["document"]["name"]) == ("created", "平面图（2）.pdf")
    skipped = made(send(house.manager, house.root, "平面图.pdf", pdf("four"), path="图纸/建筑", same="skip"))
    assert (skipped["outcome"], skipped["document"]["current"]) == ("skipped", 2)
    versions = made(house.reader.get(f"/library/documents/{first['document']['id']}/versions"))["items"]
    assert [(v["number"], v["note"], v["created_by"]["label"]) for v in versions] == [(2, "改标高", "赵经理"), (1, "", "赵经理")]
    tree = made(house.manager.get(f"/library/folders/{house.root.pk}/tree"))["folders"]
    assert [(f["name"], f["documents"]) for f in tree[1:]] == [("图纸", 0), ("建筑", 2)]
    assert house.reader.get(f"/files/{versions[1]['file']}/content").raw.getvalue() == pdf("one")


def test_sending_twice_with_the_same_id_is_harmless(house: House) -> None:
    pk = str(uuid.uuid4())
    first = made(send(house.manager, house.root, "a.txt", "内容".encode(), id=pk))
    assert (first["outcome"], first["document"]["id"]) == ("created", pk)
    again = made(send(house.manager, house.root, "a.txt", "内容".encode(), id=pk))
    assert (again["outcome"], Document.objects.count()) == ("same", 1)
    refused(lambda: send(house.manager, house.root, "b.txt", b"another", id=pk), 409, "id_taken")
    refused(lambda: send(house.head, house.root, "a.txt", "内容".encode(), id=pk), 409, "id_taken")


def test_uploads_that_are_refused(house: House) -> None:
    before = (Document.objects.count(), Folder.objects.count(), Attachment.objects.count())
    refused(lambda: send(house.manager, house.root, "病毒.exe", b"MZ..."), 400, "bad_file")
    refused(lambda: send(house.manager, house.root, "假.pdf", b"no pdf"), 400, "bad_file")
    refused(lambda: send(house.manager, house.root, "空.txt", b""), 400, "bad_file")
    refused(lambda: send(house.manager, house.root, "a.txt", b"x", path="../../etc"), 400, "invalid", "path")
    refused(lambda: send(house.manager, house.root, "a.txt", b"x", path="/".join("abcdefghijk")), 400, "invalid", "path")
    refused(lambda: send(house.manager, house.root, "病毒.exe", b"MZ...", path="新文件夹"), 400, "bad_file")
    refused(lambda: send(house.manager, house.root, "a.txt", b"x", kind="none"), 400, "invalid", "kind")
    refused(lambda: send(house.reader, house.root, "a.txt", b"x"), 403, "not_allowed")
    refused(lambda: send(house.stranger, house.root, "a.txt", b"x"), 404, "not_found")
    refused(lambda: house.manager.upload("/library/upload", file=file("a.txt", b"x"), folder=str(uuid.uuid4())), 404, "not_found")
    assert (Document.objects.count(), Folder.objects.count(), Attachment.objects.count()) == before


def test_nobody_works_on_what_another_has_checked_out(house: House) -> None:
    row = put(house.manager, house.root, "方案.txt", b"one")
    taken = made(do(house.manager, row, "check_out", hours=2))
    assert taken["checked_out_by"]["label"] == "赵经理"
    refusal = refused(lambda: send(house.head, house.root, "方案.txt", b"two"), 409, "checked_out")
    assert refusal.data["data"]["by"]["label"] == "赵经理"
    for verb, inputs in (
        ("check_out", {}),
        ("release", {}),
        ("submit", {}),
        ("void", {"reason": "x"}),
        ("move", {"folder": str(house.root.pk)}),
    ):
        refused(partial(do, house.head, row, verb, **inputs), 409, "checked_out")
    refused(lambda: house.head.upload(f"/library/documents/{row['id']}/check-in", file=file("方案.txt", b"two")), 409, "checked_out")
    refused(lambda: do(house.manager, row, "check_out", hours=0), 400, "invalid")
    refused(lambda: do(house.manager, row, "check_out", hours=9999), 400, "invalid")
    done = made(house.manager.upload(f"/library/documents/{row['id']}/check-in", file=file("方案2.txt", b"two"), note="定稿"))
    assert (done["current"], done["checked_out_by"], done["name"]) == (2, None, "方案.txt")
    refused(lambda: do(house.manager, row, "cancel_check_out"), 409, "wrong_state")
    made(do(house.manager, row, "check_out"))
    kept = made(house.manager.upload(f"/library/documents/{row['id']}/check-in", file=file("方案.txt", b"three"), keep="true"))
    assert kept["checked_out_by"]["label"] == "赵经理"
    made(do(house.head, row, "cancel_check_out"))  # the head manages the company's folders
    assert Document.objects.get().checked_out_by is None


def test_a_lock_that_ran_out_counts_no_more_and_colleagues_cannot_take_it_off(house: House) -> None:
    row = put(house.manager, house.root, "方案.txt", b"one")
    colleague = make_person("吴工", house.firm.east_sales, {"projects": ["read"], "folders": ["read"], "documents": ["read", "update"]})
    made(do(house.manager, row, "check_out", hours=1))
    refused(lambda: do(Caller(colleague), row, "cancel_check_out"), 403, "not_allowed_here")
    Document.objects.update(checked_out_until="2026-01-01T00:00:00Z")
    taken = made(do(Caller(colleague), row, "check_out"))
    assert taken["checked_out_by"]["label"] == "吴工"


def test_a_drawing_goes_from_revision_to_revision(house: House) -> None:
    row = put(house.manager, house.root, "A-101.pdf", pdf("a"), kind="drawing")
    row = made(house.manager.patch(f"/r/documents/{row['id']}", {"version": row["version"], "drawing_number": "A-101", "scale": "1:100"}))
    assert (row["revision"], row["status"], row["released_number"]) == ("A", "draft", None)
    assert made(send(house.manager, house.root, "A-101.pdf", pdf("a2")))["document"]["revision"] == "A"
    released = made(do(house.manager, row, "release"))
    assert (released["status"], released["released_number"], released["revision"]) == ("released", 2, "A")
    refused(lambda: do(house.manager, row, "release"), 409, "wrong_state")
    opened = made(do(house.manager, row, "new_revision"))
    assert (opened["status"], opened["released_number"]) == ("draft", 2)
    refused(lambda: do(house.manager, row, "new_revision"), 409, "wrong_state")
    assert made(send(house.manager, house.root, "A-101.pdf", pdf("b")))["document"]["revision"] == "B"
    made(do(house.manager, row, "release"))
    states = DocumentVersion.objects.order_by("number").values_list("revision", "state")
    assert list(states) == [("A", "draft"), ("A", "superseded"), ("B", "released")]
    # An upload on a released drawing begins the next revision by itself.
    third = made(send(house.manager, house.root, "A-101.pdf", pdf("c")))["document"]
    assert (third["revision"], third["status"], third["released_number"]) == ("C", "draft", 3)
    locked = made(house.manager.get(f"/r/documents/{row['id']}"))
    made(do(house.manager, row, "release"))
    now = made(house.manager.get(f"/r/documents/{row['id']}"))
    refused(
        lambda: house.manager.patch(f"/r/documents/{row['id']}", {"version": now["version"], "drawing_number": "X"}), 409, "wrong_state"
    )
    assert locked["number"] == now["number"]


def test_a_drawing_number_is_given_once_in_a_project(house: House) -> None:
    first = put(house.manager, house.root, "一层.pdf", pdf("1"), kind="drawing")
    made(house.manager.patch(f"/r/documents/{first['id']}", {"version": first["version"], "drawing_number": "S-01"}))
    second = put(house.manager, house.root, "二层.pdf", pdf("2"), kind="drawing")
    change = {"version": second["version"], "drawing_number": "S-01"}
    answer = refused(lambda: house.manager.patch(f"/r/documents/{second['id']}", change), 400, "invalid")
    assert "图号" in answer.data["message"] + str(answer.data["fields"])
    made(do(house.manager, first, "void", reason="重出"))
    made(house.manager.patch(f"/r/documents/{second['id']}", change))


def test_out_of_force(house: House) -> None:
    old, new = put(house.manager, house.root, "旧.txt", b"old"), put(house.manager, house.root, "新.txt", b"new")
    made(do(house.manager, old, "release"))
    refused(lambda: do(house.manager, old, "supersede", by=old["id"]), 400, "invalid", "by")
    refused(lambda: do(house.manager, old, "supersede", by=str(uuid.uuid4())), 400, "invalid", "by")
    gone = made(do(house.manager, old, "supersede", by=new["id"]))
    assert (gone["status"], gone["replaced_by"]["label"], gone["released_number"]) == ("superseded", "新.txt", None)
    refused(lambda: do(house.manager, new, "supersede", by=old["id"]), 400, "invalid", "by")
    refused(lambda: send(house.manager, house.root, "旧.txt", b"more"), 409, "wrong_state")
    refused(lambda: do(house.manager, new, "void", reason=" "), 400, "invalid", "reason")
    made(do(house.manager, new, "void", reason="取消"))
    refused(lambda: do(house.manager, new, "release"), 409, "wrong_state")
    refused(lambda: do(house.manager, new, "check_out"), 409, "wrong_state")
    row = made(house.manager.get(f"/r/documents/{new['id']}"))
    refused(lambda: house.manager.patch(f"/r/documents/{new['id']}", {"version": row["version"], "note": "x"}), 409, "wrong_state")


def test_a_paper_document_cannot_be_released_or_reviewed(house: House) -> None:
    row = made(house.manager.post("/r/documents", {"name": "纸质合同", "folder": str(house.root.pk)}))
    assert (row["current"], row["file"]) == (0, None)
    refused(lambda: do(house.manager, row, "release"), 400, "no_file")
    refused(lambda: do(house.manager, row, "submit"), 400, "no_file")
    refused(lambda: house.manager.post("/r/documents", {"name": "纸质合同", "folder": str(house.root.pk)}), 400, "invalid")
    refused(lambda: house.manager.post("/r/documents", {"name": "///", "folder": str(house.root.pk)}), 400, "invalid", "name")


def test_moving_and_copying(house: House) -> None:
    other = a_project(house.firm.east_sales, house.manager.person)
    target = made(house.manager.post("/library/open", {"project": str(other.pk)}))
    row = put(house.manager, house.root, "说明.txt", b"one", kind="proposal")
    moved = made(do(house.manager, row, "move", folder=target["id"]))
    assert (moved["folder"]["id"], moved["project"]["id"]) == (target["id"], str(other.pk))
    made(do(house.manager, row, "copy_to", folder=target["id"]))
    made(do(house.manager, row, "copy_to", folder=str(house.root.pk)))
    assert names(house.manager, filter=["folder", "=", target["id"]]) == {"说明.txt", "说明（2）.txt"}
    copy = Document.objects.get(folder=house.root)
    assert (copy.name, copy.current, copy.status, copy.kind, copy.project_id) == ("说明.txt", 1, "draft", "proposal", house.project.pk)
    refused(lambda: do(house.manager, row, "move", folder=str(house.root.pk)), 400, "invalid")
    west = a_project(house.firm.west_sales, house.stranger.person)
    closed = made(house.stranger.post("/library/open", {"project": str(west.pk)}))
    refused(lambda: do(house.manager, row, "move", folder=closed["id"]), 400, "invalid", "folder")
    refused(lambda: do(house.manager, row, "copy_to", folder=closed["id"]), 400, "invalid", "folder")
    refused(lambda: do(house.reader, row, "copy_to", folder=target["id"]), 403, "not_allowed")
    bulk = made(house.manager.post("/r/documents/bulk", {"ids": [row["id"]], "action": "void", "inputs": {"reason": "整理"}}))
    assert bulk["done"] == 1


def test_an_older_version_becomes_the_newest_again(house: House) -> None:
    row = put(house.manager, house.root, "说明.txt", b"one")
    put(house.manager, house.root, "说明.txt", b"two")
    refused(lambda: do(house.manager, row, "make_current", number=2), 400, "invalid", "number")
    refused(lambda: do(house.manager, row, "make_current", number=7), 400, "invalid", "number")
    back = made(do(house.manager, row, "make_current", number=1))
    assert (back["current"], house.manager.get(f"/files/{back['file']}/content").raw.getvalue()) == (3, b"one")


def test_the_recycle_bin(house: House) -> None:
    row = put(house.manager, house.root, "说明.txt", b"one")
    folder = house.folder("往来")
    made(do(house.manager, row, "move", folder=folder["id"]))
    gone = made(house.manager.post(f"/r/documents/{row['id']}/archive", {}))
    assert names(house.manager) == set()
    refused(lambda: house.manager.upload(f"/library/documents/{row['id']}/check-in", file=file("a.txt", b"2")), 409, "archived")
    refused(lambda: do(house.manager, row, "release"), 409, "wrong_state")
    made(house.manager.post(f"/r/folders/{folder['id']}/archive", {}))
    made(house.manager.post(f"/r/documents/{row['id']}/restore", {"version": gone["version"]}))
    assert Folder.objects.get(pk=folder["id"]).archived_at is None


def test_the_file_of_a_version_is_nobody_elses(house: House) -> None:
    row = put(house.manager, house.root, "说明.txt", b"one")
    assert house.reader.get(f"/files/{row['file']}/content").raw.getvalue() == b"one"
    refused(lambda: house.stranger.get(f"/files/{row['file']}/content"), 404, "not_found")
    refused(lambda: house.stranger.get(f"/library/documents/{row['id']}/preview"), 404, "not_found")
    refused(lambda: house.stranger.get(f"/library/documents/{row['id']}/versions"), 404, "not_found")
    version = DocumentVersion.objects.get()
    # No way around the check-out: nobody attaches to a version.
    refused(lambda: house.head.upload(f"/r/document_versions/{version.pk}/files", file=file("a.txt", b"2")), 404, "not_found")
    assert Change.objects.filter(table="library_document", object_id=row["id"]).exists()


def test_rights_end_with_the_role(house: House) -> None:
    row = put(house.manager, house.root, "说明.txt", b"one")
    outsider = make_person("郑", house.firm.east_sales, {"projects": ["read"], "folders": ["read"]})
    config.forget()
    refused(lambda: Caller(outsider).get(f"/r/documents/{row['id']}"), 403, "not_allowed")
    allow(outsider, {"documents": ["read"]})
    assert made(Caller(outsider).get(f"/r/documents/{row['id']}"))["_can"] == ["read"]
