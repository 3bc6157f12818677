"""The inbox: told once, told only what one may see, live, by e-mail as wished."""

import datetime as dt
import smtplib
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from zhuke.commons.notify import mail, services
from zhuke.commons.notify.kinds import Wishes
from zhuke.commons.notify.models import Notice
from zhuke.commons.notify.services import notify
from zhuke.commons.testing import Caller, Firm, actor_for, make_person, queued, run_jobs
from zhuke.kernel.access import system
from zhuke.kernel.ports import actors

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
READ = {"users": ["read"]}


def wishing(person: Any, **wishes: Any) -> Any:
    person.preferences = {"notify": wishes}
    person.save(update_fields=["preferences"])
    return person


@pytest.fixture
def zhang(firm: Firm) -> Any:
    return make_person("张三", firm.east_sales, READ)


def test_told_once_for_each_key(firm: Firm, zhang: Any) -> None:
    boss = actor_for(make_person("老板", firm.group))
    assert len(notify([zhang.pk, zhang.pk, None], "mention", "请看", "正文", subject=zhang, actor=boss, key="a")) == 1
    assert notify([zhang.pk], "mention", "请看", subject=zhang, actor=boss, key="a") == []
    notify([zhang.pk], "mention", "没有键的可以重复")
    notify([zhang.pk], "mention", "没有键的可以重复")
    items = Caller(zhang).get("/inbox").data["items"]
    assert [n["title"] for n in items] == ["没有键的可以重复", "没有键的可以重复", "请看"]
    assert (items[2]["resource"], items[2]["object_id"], items[2]["actor"]) == (
        "users",
        str(zhang.pk),
        {"id": str(boss.id), "label": "老板"},
    )
    assert items[0]["actor"] is None


def test_only_those_who_may_see_the_record(firm: Firm, zhang: Any) -> None:
    foreign = make_person("李四", firm.west_sales, READ)
    gone = make_person("已离职", firm.east_sales, READ, is_active=False)
    told = notify([zhang.pk, foreign.pk, gone.pk], "mention", "华东的人", subject=zhang, actor=system("规则"))
    assert [n.user_id for n in told] == [zhang.pk]
    assert Notice.objects.count() == 1


def test_pages_counts_and_reading(firm: Firm, zhang: Any) -> None:
    caller = Caller(zhang)
    for number in range(5):
        notify([zhang.pk], "mention", f"第 {number} 条")
    first = caller.get("/inbox", limit=2).data
    second = caller.get("/inbox", limit=2, cursor=first["next"]).data
    assert [n["title"] for n in first["items"] + second["items"]] == ["第 4 条", "第 3 条", "第 2 条", "第 1 条"]
    assert caller.get("/inbox", limit=2, cursor=second["next"]).data["next"] is None
    assert caller.get("/inbox/count").data == {"unread": 5}
    assert caller.post("/inbox/read", {"ids": [first["items"][0]["id"]]}).data == {"unread": 4}
    assert caller.get("/inbox", unread=1).data["items"][0]["title"] == "第 3 条"
    assert caller.post("/inbox/read", {"all": True}).data == {"unread": 0}
    assert caller.get("/inbox").data["items"][0]["read_at"]


def test_nobody_else_reads_or_marks_it(firm: Firm, zhang: Any) -> None:
    notice = notify([zhang.pk], "mention", "私事")[0]
    other = Caller(make_person("老板", firm.group, READ, scope="group"))
    assert other.get("/inbox").data["items"] == []
    assert other.post("/inbox/read", {"ids": [str(notice.pk)]}).data == {"unread": 0}
    notice.refresh_from_db()
    assert notice.read_at is None
    assert Client().get("/api/v1/inbox").status_code == 401


def test_reading_needs_a_choice(zhang: Any) -> None:
    notify([zhang.pk], "mention", "一条")
    bodies: list[dict[str, Any]] = [{}, {"ids": []}, {"all": True, "ids": [str(zhang.pk)]}]
    for body in bodies:
        refused = Caller(zhang).post("/inbox/read", body)
        assert (refused.status, refused.code) == (400, "invalid")
    assert services.unread(actors().for_id(zhang.pk)) == 1


def test_live_message_holds_only_ids(firm: Firm, zhang: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        notice = notify([zhang.pk], "mention", "机密标题", "机密正文")[0]
    [sent] = [q["sql"] for q in queries if "pg_notify" in q["sql"]]
    assert str(notice.pk) in sent
    assert str(zhang.pk) in sent
    assert "机密" not in sent
    with CaptureQueriesContext(connection) as queries:
        notify([wishing(zhang, mention=[]).pk], "mention", "不想看")
    assert not [q for q in queries if "pg_notify" in q["sql"]]


def test_email_by_wish_and_only_once(zhang: Any) -> None:
    wishing(zhang, mention=["inbox", "email"], comment=["email"])
    notice = notify([zhang.pk], "mention", "请看\n合同", "正文", key="a")[0]
    notify([zhang.pk], "job", "导出完成")
    only_mail = notify([zhang.pk], "comment", "只发邮件")[0]
    assert queued() == ["notify.send_email", "notify.send_email"]
    assert [n["title"] for n in Caller(zhang).get("/inbox").data["items"]] == ["导出完成", "请看\n合同"]
    run_jobs()
    assert mail.send_one(notice.pk) is False
    assert [(m.subject, m.to) for m in outbox.outbox] == [("请看 合同", [zhang.email]), ("只发邮件", [zhang.email])]
    assert "正文" in outbox.outbox[0].body
    assert set(Notice.objects.filter(pk__in=[notice.pk, only_mail.pk]).values_list("email", flat=True)) == {"sent"}


def test_mail_server_away_then_back(zhang: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    wishing(zhang, mention=["email"])
    notice = notify([zhang.pk], "mention", "请看")[0]
    send = EmailMessage.send

    def refused(self: EmailMessage, *args: Any) -> int:
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr(EmailMessage, "send", refused)
    with pytest.raises(OSError, match="no server"):
        mail.send_one(notice.pk)
    notice.refresh_from_db()
    assert (notice.email, notice.email_error) == ("wanted", "no server")
    monkeypatch.setattr(EmailMessage, "send", send)
    assert mail.send_one(notice.pk) is True
    assert len(outbox.outbox) == 1


def test_refused_address_is_final(zhang: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    wishing(zhang, mention=["email"])
    notice = notify([zhang.pk], "mention", "请看")[0]

    def refused(self: EmailMessage, *args: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({zhang.email: (550, b"no such user")})

    monkeypatch.setattr(EmailMessage, "send", refused)
    assert mail.send_one(notice.pk) is False
    notice.refresh_from_db()
    assert notice.email == "failed"


def test_digest_once_a_day(zhang: Any) -> None:
    wishing(zhang, mention=["inbox", "email"], digest="08:30")
    notify([zhang.pk], "mention", "甲")
    notify([zhang.pk], "mention", "乙")
    assert queued() == []
    day = dt.datetime(2026, 11, 20, 8, 29, tzinfo=SHANGHAI)
    assert mail.send_digests(day) == 0
    assert mail.send_digests(day + dt.timedelta(minutes=1)) == 1
    assert ("甲" in outbox.outbox[0].body, "乙" in outbox.outbox[0].body, outbox.outbox[0].subject) == (True, True, "筑客：您有 2 条消息")
    notify([zhang.pk], "mention", "丙")
    assert mail.send_digests(day + dt.timedelta(hours=5)) == 0
    assert mail.send_digests(day + dt.timedelta(days=1, hours=1)) == 1
    assert outbox.outbox[1].subject == "丙"


@pytest.mark.parametrize(
    ("quiet", "now", "then"),
    [
        (["22:00", "07:00"], "2026-11-20 23:10", "2026-11-21 07:00"),
        (["22:00", "07:00"], "2026-11-20 06:59", "2026-11-20 07:00"),
        (["22:00", "07:00"], "2026-11-20 07:00", "2026-11-20 07:00"),
        (["12:00", "13:30"], "2026-11-20 12:00", "2026-11-20 13:30"),
        (["25:00", "x"], "2026-11-20 12:00", "2026-11-20 12:00"),
        ("无效", "2026-11-20 12:00", "2026-11-20 12:00"),
    ],
)
def test_quiet_hours(quiet: Any, now: str, then: str) -> None:
    def at(text: str) -> dt.datetime:
        return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)

    assert Wishes({"quiet": quiet}).may_send_at(at(now)) == at(then)


def test_quiet_hours_hold_the_email_back(zhang: Any) -> None:
    local = dt.datetime.now(SHANGHAI)
    window = [f"{local - dt.timedelta(hours=1):%H:%M}", f"{local + dt.timedelta(hours=1):%H:%M}"]
    wishing(zhang, mention=["email"], quiet=window)
    notify([zhang.pk], "mention", "不急")
    assert run_jobs() == 0
    assert queued() == ["notify.send_email"]


def test_kinds_for_the_settings_screen(zhang: Any) -> None:
    shown = Caller(zhang).get("/inbox/kinds").data
    assert {"name": "mention", "label": "有人 @我", "channels": ["inbox"]} in shown["kinds"]
    assert shown["email"] is True


def test_old_ones_are_forgotten(zhang: Any) -> None:
    old, waiting = notify([zhang.pk], "mention", "旧")[0], notify([zhang.pk], "mention", "未读")[0]
    Notice.objects.filter(pk=old.pk).update(read_at="2020-01-01T00:00:00Z")
    Notice.objects.filter(pk=waiting.pk).update(created_at="2020-01-01T00:00:00Z")
    assert services.forget_old() == 1
    assert list(Notice.objects.values_list("title", flat=True)) == ["未读"]


def test_each_reads_it_in_an_own_language(firm: Firm, zhang: Any) -> None:
    """Not in the language of whoever acts: the text is put together for each receiver."""
    smith = make_person("Smith", firm.east_sales, READ, language="en")
    with translation.override("en"):
        notify(
            [zhang.pk, smith.pk],
            "customer",
            services.say(gettext_lazy("客户已分配给您：%(name)s"), name="甲"),
            services.say(gettext_lazy("客户")),
        )
    told = {n.user_id: (n.title, n.body) for n in Notice.objects.all()}
    assert told[zhang.pk] == ("客户已分配给您：甲", "客户")
    with translation.override("en"):
        english = gettext("客户已分配给您：%(name)s") % {"name": "甲"}, gettext("客户")
    assert told[smith.pk] == english
    assert english[0] != told[zhang.pk][0]


def test_several_to_one_person_at_the_price_of_one(firm: Firm, zhang: Any) -> None:
    colleague, far = make_person("李四", firm.east_sales), make_person("王五", firm.west_sales)
    messages = [services.Message(f"看 {p.name}", "", p, f"k{n}") for n, p in enumerate((zhang, colleague, far))]
    with CaptureQueriesContext(connection) as queries:
        told = services.notify_each(zhang.pk, "mention", messages)
    assert {key: n.title for key, n in told.items()} == {"k0": "看 张三", "k1": "看 李四"}
    assert services.notify_each(zhang.pk, "mention", messages) == {}
    assert len([q for q in queries if "INSERT INTO" in q["sql"]]) == 1
    assert Notice.objects.count() == 2
