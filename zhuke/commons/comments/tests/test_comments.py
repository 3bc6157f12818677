"""Comments: who reads, writes, changes; who is told."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from zhuke.commons.comments.models import Comment, CommentsRead
from zhuke.commons.files.models import Attachment
from zhuke.commons.files.tests.samples import picture
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make, make_person, queued
from zhuke.kernel.models import Change, Event, TeamMember

pytestmark = pytest.mark.django_db
READ = {"customers": ["read"], "users": ["read"]}


@pytest.fixture
def zhang(firm: Firm) -> Caller:
    return Caller(make_person("张三", firm.east_sales, READ))


@pytest.fixture
def li(firm: Firm) -> Caller:
    return Caller(make_person("李四", firm.east_sales, READ))


@pytest.fixture
def record(firm: Firm, li: Caller) -> Any:
    return make("customers", name="武汉城投", unit=firm.east_sales, number="N1", owner=li.person)


def path(record: Any, *more: Any) -> str:
    return "/".join([f"/r/customers/{record.pk}/comments", *(str(part) for part in more)])


def test_readers_comment_and_the_mentioned_are_told(zhang: Caller, li: Caller, record: Any) -> None:
    made = zhang.post(path(record), {"body": " 请李工看看 \n<b>急</b>", "mentions": [str(li.person.pk)]})
    assert (made.status, made.data["body"], made.data["can_edit"]) == (201, "请李工看看 \n<b>急</b>", True)
    assert made.data["mentions"] == [{"id": str(li.person.pk), "label": "李四"}]
    [listed] = li.get(path(record)).data
    assert (listed["author"]["label"], listed["can_edit"], listed["edited_at"]) == ("张三", False, None)
    [notice] = li.get("/inbox").data["items"]  # mentioned, so not told a second time as the owner
    assert (notice["kind"], notice["title"]) == ("mention", "张三 在客户“武汉城投”的评论中提到了您")
    assert (notice["resource"], notice["object_id"]) == ("customers", str(record.pk))
    assert Event.objects.get(name="comment.added").subject_id == record.pk


def test_the_owner_is_told(zhang: Caller, li: Caller, record: Any) -> None:
    zhang.post(path(record), {"body": "已回访"})
    li.post(path(record), {"body": "收到"})
    assert [n["title"] for n in li.get("/inbox").data["items"]] == ["张三 评论了您负责的客户“武汉城投”"]
    assert Notice.objects.count() == 1


def test_change_and_delete_within_history(zhang: Caller, li: Caller, record: Any) -> None:
    made = zhang.post(path(record), {"body": "一", "mentions": [str(li.person.pk)]}).data
    changed = zhang.patch(path(record, made["id"]), {"body": "二"}).data
    assert (changed["body"], len(changed["mentions"]), bool(changed["edited_at"])) == ("二", 1, True)
    assert zhang.patch(path(record, made["id"]), {"body": "二", "mentions": []}).data["mentions"] == []
    assert Notice.objects.filter(kind="mention").count() == 1  # the mention was told once
    assert zhang.delete(path(record, made["id"])).status == 204
    assert zhang.get(path(record)).data == []
    wordings = [c.diff["body"] for c in Change.objects.filter(object_id=made["id"]).order_by("id") if "body" in c.diff]
    assert wordings == ["一", ["一", "二"]]


def test_sending_twice_is_harmless(zhang: Caller, record: Any) -> None:
    key = str(uuid4())
    assert [zhang.post(path(record), {"id": key, "body": "一"}).status for _time in range(2)] == [201, 200]
    taken = zhang.post(path(record), {"id": key, "body": "别的"})
    assert (taken.status, taken.code, Comment.objects.count(), Notice.objects.count()) == (409, "id_taken", 1, 1)


def test_only_the_author_changes_it(zhang: Caller, li: Caller, record: Any) -> None:
    made = zhang.post(path(record), {"body": "一"}).data
    for refused in (li.patch(path(record, made["id"]), {"body": "改"}), li.delete(path(record, made["id"]))):
        assert (refused.status, refused.code) == (403, "not_yours")
    assert Comment.objects.get().body == "一"


def test_mentions_need_sight_of_the_record(zhang: Caller, firm: Firm, record: Any) -> None:
    blind = make_person("王五", firm.east_sales, {"users": ["read"]})
    foreign = make_person("赵六", firm.west_sales, READ)
    gone = make_person("已离职", firm.east_sales, READ, is_active=False)
    by_name = zhang.post(path(record), {"body": "看", "mentions": [str(blind.pk)]})
    assert by_name.data["fields"]["mentions"] == ["王五看不到这条记录，收不到提醒。请先把对方加入团队，或改选其他人。"]
    for person in (foreign.pk, gone.pk, uuid4()):
        refused = zhang.post(path(record), {"body": "看", "mentions": [str(person)]})
        assert (refused.status, refused.code) == (400, "invalid")
        assert "赵六" not in str(refused.data)
    assert (Comment.objects.count(), Notice.objects.count(), queued()) == (0, 0, [])


def test_refusals_change_nothing(zhang: Caller, firm: Firm, record: Any) -> None:
    made = zhang.post(path(record), {"body": "一"}).data
    events, notices = Event.objects.count(), Notice.objects.count()
    foreign = Caller(make_person("赵六", firm.west_sales, READ))
    answers = [
        foreign.get(path(record)),
        foreign.post(path(record), {"body": "二"}),
        foreign.patch(path(record, made["id"]), {"body": "二"}),
        foreign.delete(path(record, made["id"])),
        zhang.patch(path(record, uuid4()), {"body": "二"}),
        zhang.post(f"/r/nothing/{record.pk}/comments", {"body": "二"}),
    ]
    assert {(a.status, a.code) for a in answers} == {(404, "not_found")}
    assert zhang.post(path(record), {"body": " \n "}).data["fields"]["body"] == ["请写点什么再发送。"]
    assert zhang.post(path(record), {"body": "字" * 5001}).status == 422
    assert Client().get(f"/api/v1{path(record)}").status_code == 401
    assert (Comment.objects.get().body, Event.objects.count(), Notice.objects.count()) == ("一", events, notices)


def test_a_comment_of_another_record_is_not_found(zhang: Caller, firm: Firm, record: Any) -> None:
    other = make("customers", name="另一家", unit=firm.east_sales, number="N2")
    made = zhang.post(path(record), {"body": "一"}).data
    assert zhang.delete(path(other, made["id"])).status == 404
    assert Comment.objects.filter(archived_at=None).count() == 1


def test_archived_record_takes_no_comments(zhang: Caller, record: Any) -> None:
    type(record).objects.filter(pk=record.pk).update(archived_at=timezone.now())
    refused = zhang.post(path(record), {"body": "一"})
    assert (refused.status, refused.code, Comment.objects.count()) == (409, "archived", 0)


def later(pk: str, minutes: int) -> None:
    """Let a comment be older than it is."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE comments_comment SET created_at = created_at - make_interval(mins => %s) WHERE id = %s", [minutes, pk])


def photo(name: str = "现场.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(), "image/png")


def test_a_wording_is_fixed_after_ten_minutes(zhang: Caller, record: Any) -> None:
    made = zhang.post(path(record), {"body": "一"}).data
    later(made["id"], minutes=11)
    refused = zhang.patch(path(record, made["id"]), {"body": "二"})
    assert (refused.status, refused.code, Comment.objects.get().body) == (409, "too_late", "一")
    [listed] = zhang.get(path(record)).data
    assert (listed["can_edit"], listed["can_delete"]) == (False, True)
    assert zhang.delete(path(record, made["id"])).status == 204


def test_pages_go_back_from_the_newest(zhang: Caller, record: Any) -> None:
    ids = [zhang.post(path(record), {"body": str(n)}).data["id"] for n in range(5)]
    last = zhang.get(path(record), limit=2).data
    assert [one["body"] for one in last] == ["3", "4"]
    assert [one["body"] for one in zhang.get(path(record), limit=2, before=last[0]["id"]).data] == ["1", "2"]
    zhang.delete(path(record, ids[1]))
    assert [one["body"] for one in zhang.get(path(record), limit=9, before=ids[1]).data] == ["0"]
    assert zhang.get(path(record), limit=2, before=str(uuid4())).status == 404
    assert zhang.get(path(record), limit=0).status == 422


def test_an_answer_shows_what_it_answers(zhang: Caller, li: Caller, firm: Firm, record: Any) -> None:
    first = zhang.post(path(record), {"body": "几号浇筑？"}).data
    answer = li.post(path(record), {"body": "周五", "reply_to": first["id"]}).data
    assert (answer["reply_to"]["body"], answer["reply_to"]["author"]["label"]) == ("几号浇筑？", "张三")
    other = make("customers", name="另一家", unit=firm.east_sales, number="N2")
    for target in (uuid4(), zhang.post(path(other), {"body": "别处"}).data["id"]):
        refused = li.post(path(record), {"body": "周五", "reply_to": str(target)})
        assert (refused.status, list(refused.data["fields"])) == (400, ["reply_to"])
    zhang.delete(path(record, first["id"]))
    [left] = zhang.get(path(record)).data
    assert left["reply_to"] == {"id": first["id"], "author": None, "body": "", "deleted": True}


def test_a_photo_comes_before_its_text_and_is_seen_with_the_record(zhang: Caller, li: Caller, firm: Firm, record: Any) -> None:
    key, file = str(uuid4()), str(uuid4())
    sent = [zhang.upload(path(record, key, "files"), file=photo(), id=file) for _time in range(2)]
    assert [one.status for one in sent] == [201, 200]
    assert (li.get(f"/files/{file}/content").status, zhang.get(f"/files/{file}/content").status) == (404, 200)  # not sent yet
    made = zhang.post(path(record), {"id": key, "body": ""})
    assert (made.status, made.data["files"][0]["id"], made.data["files"][0]["preview"]) == (201, file, True)
    assert li.get(f"/files/{file}/content").status == 200
    foreign = Caller(make_person("赵六", firm.west_sales, READ))
    assert foreign.get(f"/files/{file}/content").status == 404
    zhang.delete(path(record, key))
    assert zhang.get(f"/files/{file}/content").status == 404


def test_files_of_others_and_too_many_are_refused(zhang: Caller, li: Caller, firm: Firm, record: Any) -> None:
    made = zhang.post(path(record), {"body": "一"}).data
    refused = li.upload(path(record, made["id"], "files"), file=photo())
    assert (refused.status, refused.code) == (403, "not_yours")
    foreign = Caller(make_person("赵六", firm.west_sales, READ))
    assert foreign.upload(path(record, uuid4(), "files"), file=photo()).status == 404
    assert zhang.upload(path(record, uuid4(), "files"), file=SimpleUploadedFile("a.exe", b"MZ")).code == "bad_file"
    for _time in range(9):
        assert zhang.upload(path(record, made["id"], "files"), file=photo()).status == 201
    assert zhang.upload(path(record, made["id"], "files"), file=photo()).code == "too_many"
    later(made["id"], minutes=11)
    assert zhang.upload(path(record, made["id"], "files"), file=photo()).code == "too_late"
    assert Attachment.objects.count() == 9
    # A file that somebody else hung on the id of a comment to come is not shown with it.
    key = str(uuid4())
    li.upload(path(record, key, "files"), file=photo())
    assert zhang.post(path(record), {"id": key, "body": "二"}).data["files"] == []


def test_what_is_new_and_what_was_read(zhang: Caller, li: Caller, firm: Firm, record: Any) -> None:
    first = zhang.post(path(record), {"body": "一"}).data
    zhang.post(path(record), {"body": "二"})
    assert li.get(path(record, "unread")).data == {"count": 2, "first": first["id"], "read_at": None}
    assert zhang.get(path(record, "unread")).data["count"] == 0
    assert Notice.objects.filter(user=li.person, read_at=None).count() == 1  # told once, until the owner has looked
    assert li.post(path(record, "read")).status == 204
    assert (li.get(path(record, "unread")).data["count"], Notice.objects.filter(read_at=None).count()) == (0, 0)
    zhang.post(path(record), {"body": "三"})
    assert (li.get(path(record, "unread")).data["count"], Notice.objects.filter(user=li.person, read_at=None).count()) == (1, 1)
    foreign = Caller(make_person("赵六", firm.west_sales, READ))
    assert {foreign.get(path(record, "unread")).status, foreign.post(path(record, "read")).status} == {404}
    assert CommentsRead.objects.count() == 1


def test_the_team_hears_where_people_talk(zhang: Caller, li: Caller, firm: Firm, record: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    member = make_person("孙七", firm.east_sales, READ)
    blind = make_person("王五", firm.east_sales, {})
    for user in (member, blind):
        TeamMember.objects.create(resource="customers", object_id=record.pk, user=user)
    zhang.post(path(record), {"body": "一"})
    assert not Notice.objects.filter(user=member).exists()
    monkeypatch.setattr("zhuke.commons.comments.telling._talked_about", {"customers"})
    zhang.post(path(record), {"body": "二"})
    zhang.post(path(record), {"body": "三"})
    [notice] = Notice.objects.filter(user=member)
    assert (notice.title, notice.kind) == ("张三 在客户“武汉城投”里发了消息", "comment")
    zhang.post(path(record), {"body": "@孙七", "mentions": [str(member.pk)]})
    assert Notice.objects.filter(user=member).count() == 2
    assert not Notice.objects.filter(user=blind).exists()
