"""What people say about the product, and what they hear of it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Answer, Caller, Firm, allow, make_person, queued
from zhuke.kernel.models import Change


def png() -> bytes:
    """A small picture."""
    from PIL import Image

    bytes_of = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(bytes_of, "PNG")
    return bytes_of.getvalue()


OWN = {"suggestions": ["read", "create", "update"]}


@pytest.fixture
def author(firm: Firm) -> Caller:
    """Anybody: sees what is one's own."""
    return Caller(make_person("王东", firm.east_sales, OWN, scope="own"))


@pytest.fixture
def product_owner(firm: Firm) -> Caller:
    """Answers for the whole group."""
    person = make_person("产品负责人", firm.group)
    allow(person, {"suggestions": ["read", "answer", "update"]}, scope="group")
    return Caller(person)


def write(caller: Caller, **values: str) -> dict[str, str]:
    answer = caller.post("/r/suggestions", {"text": "导出很慢", "page": "/customers", **values})
    assert answer.status == 201, answer.data
    return dict(answer.data)


def reply(caller: Caller, row: dict[str, str], **inputs: str) -> Answer:
    return caller.post(f"/r/suggestions/{row['id']}/do/answer", {"inputs": {"state": "planned", "answer": "下月改进", **inputs}})


def test_a_suggestion_is_answered_and_its_author_is_told(author: Caller, product_owner: Caller) -> None:
    row = write(author, kind="problem")
    assert (row["state"], row["owner"]["label"]) == ("new", "王东")  # type: ignore[index]
    told = reply(product_owner, row)
    assert (told.status, told.data["state"], told.data["answer"], told.data["answered_by"]["label"]) == (
        200,
        "planned",
        "下月改进",
        "产品负责人",
    )
    assert told.data["reviewed_on"] == str(timezone.localdate())
    notice = Notice.objects.get(user=author.person, kind="suggestion")
    assert (notice.title, notice.body) == ("您的意见反馈有答复：已计划", "下月改进")
    assert author.get(f"/r/suggestions/{row['id']}").data["answer"] == "下月改进"


def test_only_the_product_owner_answers(author: Caller, product_owner: Caller, firm: Firm) -> None:
    row, stranger = write(author), Caller(make_person("李西", firm.west_sales, OWN, scope="own"))
    changes, jobs = Change.objects.count(), queued()
    assert reply(author, row).code == "not_allowed"
    assert stranger.get("/r/suggestions").data["items"] == []
    assert stranger.get(f"/r/suggestions/{row['id']}").status == 404
    assert reply(product_owner, row, state="new").code == "invalid"
    assert reply(product_owner, row, answer="").code == "invalid"
    assert (Change.objects.count(), queued()) == (changes, jobs)
    assert Notice.objects.count() == 0


def test_after_the_answer_the_words_stand(author: Caller, product_owner: Caller) -> None:
    row = write(author)
    assert author.patch(f"/r/suggestions/{row['id']}", {"version": row["version"], "text": "导出太慢"}).data["text"] == "导出太慢"
    version = reply(product_owner, row).data["version"]
    refused = author.patch(f"/r/suggestions/{row['id']}", {"version": version, "text": "别的"})
    assert (refused.status, refused.code) == (409, "answered")


def test_a_screenshot_lies_beside_it(author: Caller) -> None:
    row = write(author)
    sent = author.upload(f"/r/suggestions/{row['id']}/files", file=SimpleUploadedFile("screen.png", png(), "image/png"))
    assert sent.status == 201, sent.data
    assert [one["name"] for one in author.get(f"/r/suggestions/{row['id']}/files").data] == ["screen.png"]


def test_the_review_of_the_month_is_marked_for_many(author: Caller, product_owner: Caller) -> None:
    rows = [write(author, text=f"建议{i}") for i in range(3)]
    body = {"ids": [row["id"] for row in rows], "action": "review"}
    assert author.post("/r/suggestions/bulk", body).data["done"] == 0
    assert product_owner.post("/r/suggestions/bulk", body).data == {"done": 3, "failed": []}
    assert product_owner.get("/r/suggestions", filter=["reviewed_on", "period", "this_month"], count=1).data["count"] == 3
    assert Notice.objects.count() == 0


def test_new_ones_wait_on_the_workbench(author: Caller, product_owner: Caller) -> None:
    row = write(author)
    product_owner.patch("/me/preferences", {"workbench": {"lists": ["suggestions.new"]}})
    found = {one["key"]: one for one in product_owner.get("/workbench").data["lists"]}
    assert [one["id"] for one in found["suggestions.new"]["items"]] == [row["id"]]
    assert "suggestions.new" not in [one["key"] for one in author.get("/workbench").data["available"]["lists"]]


def test_nobody_writes_an_empty_one(author: Caller) -> None:
    assert author.post("/r/suggestions", {"text": "  "}).status == 400
    assert author.post("/r/suggestions", {"page": "/x"}).status == 422
