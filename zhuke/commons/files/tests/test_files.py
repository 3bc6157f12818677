"""Files around a record: rights, versions, bytes, previews."""

import io
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from zhuke.commons.files.content import MAX_SIZE
from zhuke.commons.files.models import Attachment, FileVersion
from zhuke.commons.testing import Answer, Caller, Firm, allow, make, make_person, queued
from zhuke.kernel.models import Event

from .samples import SVG, pdf, picture, turned_photo, upload

pytestmark = pytest.mark.django_db
EDIT = {"customers": ["read", "update"]}


@pytest.fixture
def record(firm: Firm) -> Any:
    return make("customers", name="武汉城投", unit=firm.east_sales, number="N1")


@pytest.fixture
def seller(firm: Firm) -> Caller:
    return Caller(make_person("张三", firm.east_sales, EDIT))


def path(record: Any) -> str:
    return f"/r/customers/{record.pk}/files"


def body_of(answer: Answer) -> bytes:
    response = answer.raw
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_attach_list_and_fetch(seller: Caller, record: Any) -> None:
    content = pdf()
    made = seller.upload(path(record), file=upload("施工合同（终稿）.pdf", content))
    assert (made.status, made.data["name"], made.data["version"], made.data["preview"]) == (201, "施工合同（终稿）.pdf", 1, True)
    assert made.data["uploaded_by"]["label"] == "张三"
    [listed] = seller.get(path(record)).data
    assert listed == made.data
    answer = seller.get(f"/files/{listed['id']}/content")
    assert body_of(answer) == content
    assert answer.raw["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%96%BD")
    assert (answer.raw["X-Content-Type-Options"], answer.raw["Content-Type"]) == ("nosniff", "application/pdf")
    assert "object-src 'self'" in answer.raw["Content-Security-Policy"]
    assert Event.objects.get(name="file.added").subject_id == record.pk
    history = seller.get(f"/r/customers/{record.pk}/history").data["items"]
    assert history[0]["operation"] == "update"


def test_versions(seller: Caller, record: Any) -> None:
    first = seller.upload(path(record), file=upload("a.txt", b"one")).data
    second = seller.upload(path(record), file=upload("b.txt", b"two"), replaces=first["id"])
    assert (second.status, second.data["id"], second.data["name"], second.data["version"]) == (201, first["id"], "b.txt", 2)
    [listed] = seller.get(path(record)).data
    assert [(v["version"], v["name"]) for v in listed["versions"]] == [(2, "b.txt"), (1, "a.txt")]
    assert listed["versions"][0]["id"] == listed["id"] != listed["versions"][1]["id"]
    assert body_of(seller.get(f"/files/{listed['id']}/content")) == b"two"
    assert body_of(seller.get(f"/files/{listed['versions'][1]['id']}/content")) == b"one"
    again = seller.upload(path(record), file=upload("b.txt", b"two"), replaces=first["id"])
    assert (again.status, again.data["version"]) == (200, 2)


def test_sending_twice_is_harmless(seller: Caller, record: Any) -> None:
    key = str(uuid4())
    statuses = [seller.upload(path(record), file=upload("a.txt", b"one"), id=key).status for _time in range(2)]
    assert (statuses, Attachment.objects.count(), FileVersion.objects.count()) == ([201, 200], 1, 1)
    other = seller.upload(path(record), file=upload("a.txt", b"other"), id=key)
    assert (other.status, other.code, FileVersion.objects.count()) == (409, "id_taken", 1)


def test_same_bytes_lie_once_and_tell_nothing(seller: Caller, record: Any, firm: Firm) -> None:
    foreign = Caller(make_person("李四", firm.west_sales, EDIT))
    theirs = make("customers", name="成都城投", unit=firm.west_sales, number="N2")
    content = b"secret " + uuid4().hex.encode()
    mine = seller.upload(path(record), file=upload("a.txt", content)).data
    copy = foreign.upload(path(theirs), file=upload("b.txt", content))
    assert copy.status == 201
    assert not {"sha256", "path"} & set(copy.data)
    assert {v.path for v in FileVersion.objects.all()} == {FileVersion.objects.get(attachment_id=mine["id"]).path}
    seller.delete(f"{path(record)}/{mine['id']}")
    assert body_of(foreign.get(f"/files/{copy.data['id']}/content")) == content


def test_half_written_bytes_are_written_again(seller: Caller, record: Any) -> None:
    content = b"whole " + uuid4().hex.encode()
    made = seller.upload(path(record), file=upload("a.txt", content)).data
    stored = FileVersion.objects.get().path
    default_storage.delete(stored)
    default_storage.save(stored, io.BytesIO(b"wh"))
    seller.upload(path(record), file=upload("b.txt", content))
    assert body_of(seller.get(f"/files/{made['id']}/content")) == content


def test_parts_of_a_file(seller: Caller, record: Any) -> None:
    made = seller.upload(path(record), file=upload("a.txt", b"0123456789")).data
    url = f"/api/v1/files/{made['id']}/content"

    def part(header: str, **more: str) -> Any:
        return seller.client.get(url, headers={"range": header, **more})

    middle = part("bytes=2-4")
    assert (middle.status_code, b"".join(middle.streaming_content), middle["Content-Range"]) == (206, b"234", "bytes 2-4/10")
    assert b"".join(part("bytes=7-").streaming_content) == b"789"
    assert b"".join(part("bytes=-2").streaming_content) == b"89"
    assert b"".join(part("bytes=8-99").streaming_content) == b"89"
    assert (part("bytes=10-").status_code, part("bytes=10-")["Content-Range"]) == (416, "bytes */10")
    for ignored in ("bytes=a-b", "bytes=1-2,4-5", "lines=1-2", "bytes=-"):
        assert b"".join(part(ignored).streaming_content) == b"0123456789"
    whole = seller.client.get(url)
    assert part("bytes=2-4", **{"if-range": '"old"'}).status_code == 200
    assert seller.client.get(url, headers={"if-none-match": whole["ETag"]}).status_code == 304


def test_preview_of_a_turned_photo_without_its_place(seller: Caller, record: Any) -> None:
    made = seller.upload(path(record), file=upload("现场.jpg", turned_photo())).data
    for size, edge in (("preview", (200, 400)), ("thumb", (160, 320))):
        answer = seller.get(f"/files/{made['id']}/preview", size=size)
        image = Image.open(io.BytesIO(body_of(answer)))
        assert (image.format, image.size, dict(image.getexif())) == ("WEBP", edge, {})
        assert "sandbox" in answer.raw["Content-Security-Policy"]
    inline = seller.get(f"/files/{made['id']}/content", inline=1)
    assert inline.raw["Content-Disposition"].startswith("inline")


def test_preview_of_a_pdf(seller: Caller, record: Any) -> None:
    made = seller.upload(path(record), file=upload("合同.pdf", pdf(3))).data
    image = Image.open(io.BytesIO(body_of(seller.get(f"/files/{made['id']}/preview"))))
    assert image.size == (800, 400)


def test_no_preview(seller: Caller, record: Any) -> None:
    broken = seller.upload(path(record), file=upload("坏.pdf", b"%PDF-1.7\nnothing " + uuid4().hex.encode())).data
    drawing = seller.upload(path(record), file=upload("图.svg", SVG)).data
    assert (broken["preview"], drawing["preview"]) == (True, False)
    for one in (broken, drawing):
        refused = seller.get(f"/files/{one['id']}/preview")
        assert (refused.status, refused.data["message"]) == (404, "这个文件没有预览，请下载后查看。")
    assert not any(f["preview"] for f in seller.get(path(record)).data)
    svg = seller.get(f"/files/{drawing['id']}/content", inline=1)
    assert svg.raw["Content-Disposition"].startswith("attachment")
    assert "sandbox" in svg.raw["Content-Security-Policy"]


def test_removed_file_is_gone(seller: Caller, record: Any) -> None:
    made = seller.upload(path(record), file=upload("a.txt", b"one")).data
    assert seller.delete(f"{path(record)}/{made['id']}").status == 204
    assert seller.get(path(record)).data == []
    assert seller.get(f"/files/{made['id']}/content").status == 404
    assert seller.delete(f"{path(record)}/{made['id']}").status == 404


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [("foreign", 404, "not_found"), ("nothing", 404, "not_found"), ("reader", 403, "not_allowed"), ("own", 403, "not_allowed_here")],
)
def test_refusals_change_nothing(firm: Firm, seller: Caller, record: Any, who: str, status: int, code: str) -> None:
    made = seller.upload(path(record), file=upload("a.png", picture())).data
    events, versions = Event.objects.count(), FileVersion.objects.count()
    people = {
        "foreign": lambda: make_person("李四", firm.west_sales, EDIT),
        "nothing": lambda: make_person("王五", firm.east_sales),
        "reader": lambda: make_person("赵六", firm.east_sales, {"customers": ["read"]}),
        "own": lambda: _reads_all_edits_own(firm),
    }
    caller = Caller(people[who]())
    added = caller.upload(path(record), file=upload("b.txt", b"x"))
    replaced = caller.upload(path(record), file=upload("b.txt", b"x"), replaces=made["id"])
    removed = caller.delete(f"{path(record)}/{made['id']}")
    assert [(a.status, a.code) for a in (added, replaced, removed)] == [(status, code)] * 3
    reads = [caller.get(url).status for url in (path(record), f"/files/{made['id']}/content", f"/files/{made['id']}/preview")]
    assert reads == ([404] * 3 if status == 404 else [200] * 3)
    assert (Event.objects.count(), FileVersion.objects.count(), Attachment.objects.filter(archived_at=None).count()) == (
        events,
        versions,
        1,
    )
    assert queued() == []


def _reads_all_edits_own(firm: Firm) -> Any:
    person = make_person("孙七", firm.east_sales, {"customers": ["read"]})
    allow(person, {"customers": ["update"]}, scope="own")
    return person


def test_wrong_targets(seller: Caller, record: Any, firm: Firm) -> None:
    other = make("customers", name="另一家", unit=firm.east_sales, number="N3")
    made = seller.upload(path(record), file=upload("a.txt", b"one")).data
    assert seller.upload(path(other), file=upload("b.txt", b"two"), replaces=made["id"]).status == 404
    assert seller.delete(f"{path(other)}/{made['id']}").status == 404
    assert seller.upload(f"/r/nothing/{record.pk}/files", file=upload("b.txt", b"two")).status == 404
    assert seller.upload(path(record), other="x").status == 422
    assert seller.upload(path(record), file=upload("b.txt", b"two"), replaces="x").status == 422
    assert seller.upload(path(record), file=upload("b.exe", b"two")).code == "bad_file"
    assert FileVersion.objects.count() == 1
    assert Client().get(f"/api/v1/files/{made['id']}/content").status_code == 401


def test_archived_record_takes_no_files(seller: Caller, record: Any) -> None:
    type(record).objects.filter(pk=record.pk).update(archived_at=timezone.now())
    refused = seller.upload(path(record), file=upload("a.txt", b"one"))
    assert (refused.status, refused.code, Attachment.objects.count()) == (409, "archived", 0)


def test_far_too_big_is_refused_unread(seller: Caller, record: Any) -> None:
    headers = {"content-length": str(MAX_SIZE * 3)}
    kind = "multipart/form-data; boundary=x"
    response = seller.client.post(f"/api/v1{path(record)}", data=b"--x\r\n", content_type=kind, headers=headers)
    assert (response.status_code, response.json()["code"]) == (413, "too_big")
