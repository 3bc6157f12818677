"""What leaves the house: links, their page, transmittals and receipts, review; and everything that is refused on the way."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, allow, make_person
from zhuke.kernel import config
from zhuke.modules.customers.tests.factories import of_customer
from zhuke.modules.library import pages
from zhuke.modules.library.models import Document, DocumentVersion, Opening, ShareLink, Transmittal, TransmittalRecipient
from zhuke.modules.orgs.models import Membership

from .conftest import House, do, made, pdf, put, refused, send


def where(url: str) -> str:
    """The path of an address."""
    return "/" + url.split("/", 3)[3]


def body(response: Any) -> str:
    """A page as text."""
    return str(response.content.decode())


def bytes_of(response: Any) -> bytes:
    """A download."""
    return b"".join(response.streaming_content)


def link(who: Caller, **values: Any) -> Any:
    """A link."""
    return made(who.post("/library/links", values))


def test_a_link_opens_its_documents_and_nothing_else(house: House) -> None:
    row = put(house.manager, house.root, "总图.pdf", pdf("x"))
    other = put(house.manager, house.root, "内部.txt", b"secret")
    found = link(house.manager, documents=[{"document": row["id"]}], label="给设计院", days=3)
    path, outside = where(found["url"]), Client()
    page = outside.get(path)
    assert (page.status_code, "总图.pdf" in body(page), "内部" in body(page)) == (200, True, False)
    assert page["Cache-Control"] == "no-store"
    assert len(page.content) < 6000
    version = DocumentVersion.objects.get(document=row["id"])
    got = outside.get(f"{path}/{version.pk}")
    assert (got.status_code, bytes_of(got)) == (200, pdf("x"))
    assert got["Content-Disposition"].startswith("attachment")
    hidden = DocumentVersion.objects.get(document=other["id"])
    assert outside.get(f"{path}/{hidden.pk}").status_code == 404
    assert outside.get(f"{path}/no-id").status_code == 404
    log = made(house.manager.get(f"/library/links/{found['id']}/openings"))["items"]
    assert [(one["what"], one["name"]) for one in log] == [("downloaded", "总图.pdf"), ("opened", "")]
    shown = made(house.manager.get("/library/links", mine="true"))["items"][0]
    assert (shown["downloads"], shown["openings"], shown["state"], shown.get("url")) == (1, 1, "active", None)
    # Only a hash is kept.
    assert found["url"].rsplit("/", 1)[1] not in str(ShareLink.objects.values().get())


def test_links_end(house: House) -> None:
    row = put(house.manager, house.root, "a.txt", b"x")
    found = link(house.manager, documents=[{"document": row["id"]}], max_downloads=1)
    path, outside = where(found["url"]), Client()
    file = f"{path}/{DocumentVersion.objects.get().pk}"
    assert outside.get(file).status_code == 200
    assert outside.get(file).status_code == 410
    assert ShareLink.objects.get().downloads == 1
    second = link(house.manager, documents=[{"document": row["id"]}])
    path = where(second["url"])
    made(house.manager.post(f"/library/links/{second['id']}/revoke"))
    made(house.manager.post(f"/library/links/{second['id']}/revoke"))
    assert outside.get(path).status_code == 404
    third = link(house.manager, documents=[{"document": row["id"]}])
    ShareLink.objects.filter(pk=third["id"]).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    gone, never = outside.get(where(third["url"])), outside.get("/share/" + "x" * 43)
    pages_of = [re.sub(r"nonce=\S+", "", body(one)) for one in (gone, never)]
    assert (gone.status_code, never.status_code, pages_of[0] == pages_of[1]) == (404, 404, True)
    assert outside.get("/share/" + "长" * 500).status_code == 404


def test_a_link_ends_with_the_rights_of_its_maker(house: House) -> None:
    folder = house.folder("图纸")
    row = put(house.manager, folder, "a.txt", b"x")
    path = where(link(house.manager, folder=folder["id"])["url"])
    outside = Client()
    assert "a.txt" in body(outside.get(path))
    made(do(house.manager, row, "void", reason="错"))
    assert "a.txt" not in body(outside.get(path))
    put(house.manager, folder, "b.txt", b"y")
    assert "b.txt" in body(outside.get(path))
    Membership.objects.filter(user=house.manager.person).delete()
    config.forget()
    assert "b.txt" not in body(outside.get(path))
    house.manager.person.is_active = False
    house.manager.person.save()
    assert outside.get(path).status_code == 404


def test_a_link_to_a_folder_leaves_out_what_is_meant_for_few(house: House) -> None:
    folder = house.folder("图纸")
    secret = house.folder("报价", folder)
    put(house.manager, secret, "报价.txt", b"x")
    grants = [{"person": str(house.manager.person.pk), "level": "manage"}]
    made(house.manager.put(f"/library/folders/{secret['id']}/access", {"restricted": True, "grants": grants}))
    assert "报价.txt" not in body(Client().get(where(link(house.manager, folder=folder["id"])["url"])))
    assert "报价.txt" in body(Client().get(where(link(house.manager, folder=secret["id"])["url"])))


def test_a_password_is_asked_for_and_tries_are_counted(house: House) -> None:
    cache.clear()
    row = put(house.manager, house.root, "a.txt", b"x")
    found = link(house.manager, documents=[{"document": row["id"]}], password="abc123")
    path, outside = where(found["url"]), Client()
    file = f"{path}/{DocumentVersion.objects.get().pk}"
    assert "a.txt" not in body(outside.get(path))
    assert outside.get(file).status_code == 403
    assert outside.post(path, {"password": "wrong"}).status_code == 403
    assert outside.get(file).status_code == 403
    assert outside.post(path, {"password": "abc123"}).status_code == 302
    assert "a.txt" in body(outside.get(path))
    assert outside.get(file).status_code == 200
    another = Client()
    another.cookies[pages.COOKIE] = "forged"
    assert another.get(file).status_code == 403
    for _try in range(pages.TRIES_PER_HOUR):
        last = another.post(path, {"password": "guess"})
    assert last.status_code == 429
    assert another.post(path, {"password": "abc123"}).status_code == 429
    assert Opening.objects.filter(what="wrong_password").count() == pages.TRIES_PER_HOUR - 1
    assert "abc123" not in str(ShareLink.objects.values().get())
    cache.clear()


def test_openings_are_limited(house: House, monkeypatch: Any) -> None:
    cache.clear()
    monkeypatch.setattr(pages, "OPENINGS_PER_HOUR", 2)
    codes = [Client().get("/share/none").status_code for _try in range(4)]
    assert codes == [404, 404, 429, 429]
    assert Client().get("/transmittal/none").status_code == 429
    cache.clear()


def test_links_that_are_refused(house: House) -> None:
    row = put(house.manager, house.root, "a.txt", b"x")
    paper = made(house.manager.post("/r/documents", {"name": "纸质", "folder": str(house.root.pk)}))
    one = {"documents": [{"document": row["id"]}]}
    refused(lambda: house.manager.post("/library/links", {}), 400, "invalid", "documents")
    refused(lambda: house.manager.post("/library/links", {**one, "folder": str(house.root.pk)}), 400, "invalid", "documents")
    refused(lambda: house.manager.post("/library/links", {**one, "password": "123"}), 400, "invalid", "password")
    assert house.manager.post("/library/links", {**one, "days": 91}).status == 422
    assert house.manager.post("/library/links", {**one, "max_downloads": 0}).status == 422
    nine = {"documents": [{"document": row["id"], "version": 9}]}
    refused(lambda: house.manager.post("/library/links", nine), 400, "invalid", "documents")
    refused(lambda: house.manager.post("/library/links", {"documents": [{"document": paper["id"]}]}), 400, "invalid", "documents")
    refused(lambda: do(house.manager, row, "share", days=0), 400, "invalid", "days")
    refused(lambda: do(house.manager, row, "share", max_downloads=10**12), 400, "invalid", "max_downloads")
    refused(lambda: house.reader.post("/library/links", one), 403, "not_allowed")
    refused(lambda: house.stranger.post("/library/links", one), 404, "not_found")
    refused(lambda: house.stranger.post("/library/links", {"folder": str(house.root.pk)}), 404, "not_found")
    made(do(house.manager, row, "void", reason="x"))
    refused(lambda: house.manager.post("/library/links", one), 409, "wrong_state")
    assert not ShareLink.objects.exists()


def test_links_are_known_to_their_maker_and_who_manages_the_folder(house: House) -> None:
    row = put(house.manager, house.root, "a.txt", b"x")
    once = made(do(house.manager, row, "share", days=2))["_once"]
    assert once["url"].startswith("http")
    found = made(house.manager.get("/library/links"))["items"][0]
    assert [one["id"] for one in made(house.head.get("/library/links", document=row["id"]))["items"]] == [found["id"]]
    assert made(house.stranger.get("/library/links"))["items"] == []
    refused(lambda: house.stranger.get(f"/library/links/{found['id']}/openings"), 404, "not_found")
    refused(lambda: house.stranger.post(f"/library/links/{found['id']}/revoke"), 404, "not_found")
    refused(lambda: house.reader.get("/library/links"), 403, "not_allowed")
    assert ShareLink.objects.get().revoked_at is None
    assert made(house.head.post(f"/library/links/{found['id']}/revoke"))["state"] == "revoked"
    assert made(house.head.get("/library/links", active="true"))["items"] == []


def a_transmittal(house: House, **values: Any) -> Any:
    return made(
        house.manager.post("/r/transmittals", {"subject": "送审图纸", "project": str(house.project.pk), "purpose": "review", **values})
    )


def fill(house: House, row: Any, items: list[Any], recipients: list[Any]) -> Any:
    return house.manager.put(f"/library/transmittals/{row['id']}/content", {"items": items, "recipients": recipients})


def test_a_transmittal_from_draft_to_receipt(house: House) -> None:
    cache.clear()
    drawing = put(house.manager, house.root, "A-101.pdf", pdf("v1"), kind="drawing")
    row = a_transmittal(house)
    assert row["number"].startswith("FW-")
    refused(lambda: do(house.manager, row, "send", "transmittals"), 400, "nothing_to_send")
    content = made(fill(house, row, [{"document": drawing["id"]}], [{"name": "陈工", "company": "设计院"}, {"name": "吴监理"}]))
    assert [(one["version"], one["revision"]) for one in content["items"]] == [(1, "A")]
    sent = made(do(house.manager, row, "send", "transmittals", days=5))
    assert (sent["state"], sent["recipients_count"], len(sent["_once"]["links"])) == ("sent", 2, 2)
    put(house.manager, house.root, "A-101.pdf", pdf("v2"))
    outside, path = Client(), where(sent["_once"]["links"][0]["url"])
    page = outside.get(path)
    assert all(word in body(page) for word in ("送审图纸", "A-101.pdf", "设计院"))
    version = DocumentVersion.objects.get(number=1)
    assert bytes_of(outside.get(f"{path}/{version.pk}")) == pdf("v1")
    assert outside.get(f"{path}/{DocumentVersion.objects.get(number=2).pk}").status_code == 404
    assert outside.post(path, {"who": " "}).status_code == 400
    assert "已签收" in body(outside.post(path, {"who": "陈工"}))
    assert "已签收" in body(outside.post(path, {"who": "别人"}))
    now = made(house.manager.get(f"/library/transmittals/{row['id']}/content"))
    assert [(one["acknowledged_by"], bool(one["opened_at"])) for one in now["recipients"]] == [("陈工", True), ("", False)]
    assert now["items"][0]["newer"] is True
    assert Notice.objects.filter(user=house.manager.person, kind="library").count() == 1
    assert Transmittal.objects.get().state == "sent"
    refused(lambda: do(house.manager, row, "acknowledge", "transmittals", who="吴", on="2020-01-01"), 400, "invalid", "on")
    refused(lambda: do(house.manager, row, "acknowledge", "transmittals", who=" "), 400, "invalid", "who")
    done = made(do(house.manager, row, "acknowledge", "transmittals", who="吴监理"))
    assert (done["state"], done["acknowledged_count"]) == ("acknowledged", 2)
    refused(lambda: do(house.manager, row, "void", "transmittals", reason="x"), 409, "wrong_state")
    cover = house.manager.get(f"/library/transmittals/{row['id']}/cover")
    assert (cover.status, cover.raw.content[:5]) == (200, b"%PDF-")


def test_transmittals_that_are_refused(house: House) -> None:
    drawing = put(house.manager, house.root, "A-101.pdf", pdf("v1"))
    row = a_transmittal(house)
    item, person = {"document": drawing["id"]}, {"name": "陈工"}
    refused(lambda: fill(house, row, [item, item], [person]), 400, "invalid", "items")
    refused(lambda: fill(house, row, [{**item, "version": 7}], [person]), 400, "invalid", "items")
    refused(lambda: fill(house, row, [{"document": str(uuid.uuid4())}], [person]), 400, "invalid", "items")
    refused(lambda: fill(house, row, [item], [{"company": "设计院"}]), 400, "invalid", "recipients")
    refused(lambda: fill(house, row, [item], [{"contact": str(uuid.uuid4())}]), 400, "invalid", "recipients")
    stale = {"version": 99, "items": [item]}
    refused(lambda: house.manager.put(f"/library/transmittals/{row['id']}/content", stale), 409, "stale_version")
    refused(lambda: house.stranger.get(f"/library/transmittals/{row['id']}/content"), 404, "not_found")
    refused(lambda: house.stranger.put(f"/library/transmittals/{row['id']}/content", {}), 404, "not_found")
    refused(lambda: house.stranger.get(f"/library/transmittals/{row['id']}/cover"), 404, "not_found")
    refused(lambda: house.manager.post(f"/library/transmittals/{row['id']}/links", {}), 409, "wrong_state")
    assert not TransmittalRecipient.objects.exists()
    made(fill(house, row, [item], [person]))
    made(do(house.manager, drawing, "void", reason="错"))
    refused(lambda: do(house.manager, row, "send", "transmittals"), 400, "nothing_to_send")
    assert Transmittal.objects.get().state == "draft"
    other = put(house.manager, house.root, "A-102.pdf", pdf("v1"))
    made(fill(house, row, [{"document": other["id"]}], [person]))
    refused(lambda: do(house.manager, row, "send", "transmittals", days=91), 400, "invalid", "days")
    sent = made(do(house.manager, row, "send", "transmittals"))
    refused(lambda: fill(house, row, [item], [person]), 409, "wrong_state")
    now = made(house.manager.get(f"/r/transmittals/{row['id']}"))
    refused(lambda: house.manager.patch(f"/r/transmittals/{row['id']}", {"version": now["version"], "subject": "改"}), 409, "wrong_state")
    old = where(sent["_once"]["links"][0]["url"])
    fresh = made(house.manager.post(f"/library/transmittals/{row['id']}/links", {"days": 1}))
    assert (Client().get(old).status_code, Client().get(where(fresh[0]["url"])).status_code) == (404, 200)
    refused(lambda: do(house.manager, row, "void", "transmittals", reason=" "), 400, "invalid", "reason")
    made(do(house.manager, row, "void", "transmittals", reason="发错人"))
    assert Client().get(where(fresh[0]["url"])).status_code == 404
    refused(lambda: house.manager.post(f"/library/transmittals/{row['id']}/links", {}), 409, "wrong_state")


def test_who_may_not_see_a_document_cannot_read_it_out_of_a_transmittal(house: House) -> None:
    secret = house.folder("投标")
    drawing = put(house.manager, secret, "报价.txt", b"x")
    row = a_transmittal(house)
    made(fill(house, row, [{"document": drawing["id"]}], [{"name": "陈工"}]))
    grants = [{"person": str(house.manager.person.pk), "level": "manage"}]
    made(house.manager.put(f"/library/folders/{secret['id']}/access", {"restricted": True, "grants": grants}))
    allow(house.reader.person, {"transmittals": ["read"]})
    content = made(house.reader.get(f"/library/transmittals/{row['id']}/content"))
    assert (content["items"], content["hidden"]) == ([], 1)


def test_a_contact_as_recipient(house: House) -> None:
    contact = made(house.manager.post("/r/contacts", {**of_customer(house.firm.east_sales, house.manager.person), "name": "何总"}))
    drawing = put(house.manager, house.root, "a.txt", b"x")
    row = a_transmittal(house, direction="in", received_on="2026-03-01")
    content = made(fill(house, row, [{"document": drawing["id"], "copies": 2}], [{"contact": contact["id"]}]))
    assert (content["recipients"][0]["contact"]["label"], content["items"][0]["copies"]) == ("何总", 2)
    sent = made(do(house.manager, row, "send", "transmittals"))
    assert (sent["sent_on"], "_once" in sent) == ("2026-03-01", False)
    refused(lambda: house.manager.post("/r/transmittals", {"subject": "x", "direction": "in", "received_on": "2199-01-01"}), 400, "invalid")


def test_review_by_approval(house: House) -> None:
    boss = make_person("周主任", house.firm.east_sales)
    allow(boss, {"approvals": ["read", "decide"], "documents": ["read"], "folders": ["read"], "projects": ["read"]})
    house.firm.east_sales.manager = boss
    house.firm.east_sales.save()
    config.forget()
    row = put(house.manager, house.root, "方案.txt", b"one")
    sent = made(do(house.manager, row, "submit"))
    assert sent["status"] == "in_review"
    refused(lambda: send(house.manager, house.root, "方案.txt", b"two"), 409, "wrong_state")
    refused(lambda: do(house.manager, row, "release"), 409, "wrong_state")
    refused(lambda: do(house.manager, row, "void", reason="x"), 409, "wrong_state")
    refused(lambda: do(house.manager, row, "submit"), 409, "wrong_state")
    running = made(house.manager.get(f"/approvals/of/documents/{row['id']}"))["running"]
    made(Caller(boss).post(f"/approvals/{running}/reject", {"opinion": "补充计算书"}))
    assert Document.objects.get().status == "draft"
    made(do(house.manager, row, "submit"))
    running = made(house.manager.get(f"/approvals/of/documents/{row['id']}"))["running"]
    made(house.manager.post(f"/approvals/{running}/withdraw", {}))
    put(house.manager, house.root, "方案.txt", b"two")
    made(do(house.manager, row, "submit"))
    running = made(house.manager.get(f"/approvals/of/documents/{row['id']}"))["running"]
    made(Caller(boss).post(f"/approvals/{running}/approve", {"opinion": "同意"}))
    now = Document.objects.get()
    assert (now.status, now.released_number) == ("released", 2)
