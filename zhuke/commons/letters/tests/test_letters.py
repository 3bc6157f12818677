"""Letters: written once, sent at most once, stopped for whoever opted out, and honest about what nobody can know."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from zhuke.commons.letters.models import Letter, LetterTemplate, OptOut
from zhuke.commons.letters.services import optouts, sending, writing
from zhuke.commons.letters.services.writing import Envelope, compose
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, allow, make_person, queued, run_jobs
from zhuke.kernel.audit import writing as transaction
from zhuke.kernel.errors import DomainError
from zhuke.kernel.models import Event
from zhuke.kernel.resource import by_name

from .smtp_server import Server, mail_server

pytestmark = pytest.mark.django_db
RIGHTS = {
    "letters": ["read", "create", "send_again"],
    "letter_templates": ["read", "create", "update", "archive"],
    "mail_opt_outs": ["read", "create", "update", "archive"],
    "units": ["read"],
    "users": ["read"],
    "customers": ["read"],
}


@pytest.fixture
def person(firm: Firm) -> Any:
    made = make_person("市场部小李", firm.east_sales, RIGHTS)
    allow(made, {name: RIGHTS[name] for name in ("letter_templates", "mail_opt_outs")}, "group")
    return made


@pytest.fixture
def caller(person: Any) -> Caller:
    return Caller(person)


@pytest.fixture
def smtp(settings: Any) -> Iterator[Server]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        yield server


def letter(firm: Firm, person: Any, key: str = "k1", to: str = "kunde@example.com", **parts: Any) -> Letter:
    with transaction(writing.POST):
        envelope = Envelope(to, "张总", unit_id=firm.east_sales.pk, owner_id=person.pk, **parts)
        return writing.send(writing.POST, key=key, subject="付款通知", body="张总：\n请查收。\n.句号开头的一行", envelope=envelope)


def test_a_letter_arrives_whole_and_once(firm: Firm, person: Any, smtp: Server) -> None:
    first = letter(firm, person, attach=[("通知.txt", "附件".encode())], cc=["caiwu@example.com"])
    assert letter(firm, person).pk == first.pk
    assert queued() == ["letters.send"]
    run_jobs()
    assert not sending.send_one(first.pk)
    assert sending.send_due() == 0
    first.refresh_from_db()
    assert (first.state, first.error, first.sent_at is not None) == ("sent", "", True)
    [message] = smtp.messages
    assert (message["Subject"], message["To"], message["Cc"], message["Reply-To"]) == (
        "付款通知",
        "kunde@example.com",
        "caiwu@example.com",
        person.email,
    )
    assert message["List-Unsubscribe"] is None
    assert message.get_body().get_content().replace("\r\n", "\n").strip() == "张总：\n请查收。\n.句号开头的一行"  # type: ignore[attr-defined]
    assert [part.get_filename() for part in message.iter_attachments()] == ["通知.txt"]  # type: ignore[attr-defined]


def test_a_server_that_is_away_is_tried_again_and_a_refusal_is_told(firm: Firm, person: Any, smtp: Server, settings: Any) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    row = letter(firm, person)
    run_jobs()
    row.refresh_from_db()
    assert (row.state, row.tries) == ("waiting", 1)
    assert row.next_at is not None
    assert dt.timedelta(0) < row.next_at - timezone.now() <= dt.timedelta(minutes=1)
    assert sending.send_due() == 0, "not before its time"
    settings.EMAIL_PORT, smtp.refuse = port, {"kunde": "450 later"}
    assert sending.send_due(timezone.now() + dt.timedelta(minutes=2)) == 0
    smtp.refuse = {"kunde": "550 no such person"}
    assert sending.send_due(timezone.now() + dt.timedelta(hours=1)) == 0
    row.refresh_from_db()
    assert (row.state, "550" in row.error, smtp.messages) == ("failed", True, [])
    assert Notice.objects.get(user=person).title == "信函没有发出：付款通知"


def test_after_so_many_tries_it_has_failed(firm: Firm, person: Any, smtp: Server, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    row = letter(firm, person)
    for _try in range(len(sending.PAUSES) + 1):
        sending.send_due(timezone.now() + dt.timedelta(days=1))
    row.refresh_from_db()
    assert row.state == "failed"


def test_a_server_that_breaks_off_after_the_dot_leaves_a_doubt_and_no_second_letter(firm: Firm, person: Any, smtp: Server) -> None:
    smtp.silent = True
    row = letter(firm, person)
    run_jobs()
    row.refresh_from_db()
    assert (row.state, len(smtp.messages)) == ("doubtful", 1)
    smtp.silent = False
    assert sending.send_due(timezone.now() + dt.timedelta(days=1)) == 0
    assert len(smtp.messages) == 1
    again = Caller(person).post(f"/r/letters/{row.pk}/do/send_again", {"version": row.version})
    assert (again.status, again.data["state"]) == (200, "waiting")
    run_jobs()
    assert len(smtp.messages) == 2
    refused = Caller(person).post(f"/r/letters/{row.pk}/do/send_again", {})
    assert (refused.status, refused.code, queued()) == (409, "wrong_state", [])


def test_what_a_dead_worker_handed_over_is_doubtful(firm: Firm, person: Any, smtp: Server) -> None:
    row = letter(firm, person)
    Letter.objects.filter(pk=row.pk).update(state="handed")
    assert sending.send_due(timezone.now() + dt.timedelta(minutes=1)) == 0
    row.refresh_from_db()
    assert (row.state, smtp.messages) == ("doubtful", [])
    assert Notice.objects.filter(user=person, title="信函不确定是否送达：付款通知").count() == 1


def test_opting_out_by_the_link(firm: Firm, person: Any) -> None:
    waiting = letter(firm, person, key="w", commercial=True)
    letter(firm, person, key="first", to="Kunde@Example.com", commercial=True)
    sending.send_one(Letter.objects.get(key="first").pk)
    [message] = mail.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in message.body
    path, client = re.sub(r"^https?://[^/]+", "", link), Client(enforce_csrf_checks=True)
    assert (client.get(path).status_code, OptOut.objects.count()) == (200, 0), "a scanner that opens links opts nobody out"
    assert client.post(path).status_code == 200
    assert "已退订" in client.post(path).content.decode()
    assert [(o.address, o.by_link) for o in OptOut.objects.all()] == [("kunde@example.com", True)]
    waiting.refresh_from_db()
    assert waiting.state == "stopped"
    late = letter(firm, person, key="late", to="KUNDE@example.com", commercial=True)
    business = letter(firm, person, key="business")
    assert (late.state, business.state) == ("stopped", "waiting")
    run_jobs()
    assert [m.subject for m in mail.outbox] == ["付款通知", "付款通知"]
    assert client.post(path[:-3] + "xyz").status_code == 404


def test_agreed_again(firm: Firm, person: Any, caller: Caller) -> None:
    made = caller.post("/r/mail_opt_outs", {"address": " Kunde@Example.com ", "reason": "来电"})
    assert (made.status, made.data["address"]) == (201, "kunde@example.com")
    twice = caller.post("/r/mail_opt_outs", {"address": "kunde@example.com"})
    assert (twice.status, OptOut.objects.count()) == (400, 1)
    assert caller.post(f"/r/mail_opt_outs/{made.data['id']}/archive", {"version": 1}).status == 200
    assert letter(firm, person, commercial=True).state == "waiting"


def test_templates_name_open_fields_only(caller: Caller) -> None:
    before = Event.objects.count()
    for body, field in (
        ({"subject": "致 {nobody}"}, "subject"),
        ({"body": "{phone}", "resource": "customers"}, "body"),
        ({"resource": "nothing"}, "resource"),
        ({"resource": "leads"}, "resource"),
    ):
        refused = caller.post("/r/letter_templates", {"name": "模板", "resource": "letters", "subject": "致 {name}", "body": "…", **body})
        assert (refused.status, list(refused.data["fields"])) == (400, [field]), refused.data
    assert (LetterTemplate.objects.count(), Event.objects.count()) == (0, before)
    made = caller.post(
        "/r/letter_templates", {"name": "模板", "resource": "letters", "subject": "致 {name}", "body": "{created_at}，{owner}"}
    )
    assert made.status == 201, made.data


def test_places_are_filled(firm: Firm, person: Any) -> None:
    row = letter(firm, person)
    template = LetterTemplate.objects.create(
        name="模板", resource="letters", subject="致 {name}\n", body="{owner}：{to}，{amount}。{error}"
    )
    assert compose(template, by_name("letters"), row.pk, {"amount": "¥5.00"}) == ("致 张总", "市场部小李：kunde@example.com，¥5.00。")  # type: ignore[arg-type]
    template.body = "{no_such}"
    with pytest.raises(DomainError) as refused:
        compose(template, by_name("letters"), row.pk)  # type: ignore[arg-type]
    assert refused.value.code == "bad_template"


def test_letters_by_hand_are_kept_as_sent(firm: Firm, caller: Caller, settings: Any) -> None:
    made = caller.post("/r/letters", {"to": "a@example.com", "subject": "问候", "body": "您好"})
    assert (made.status, made.data["state"], queued()) == (201, "waiting", ["letters.send"])
    assert caller.post("/r/letters", {"to": "nowhere", "subject": "问候", "body": "您好"}).status == 400
    run_jobs()
    assert mail.outbox[0].body == "您好"
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    refused = caller.post("/r/letters", {"to": "a@example.com", "subject": "问候", "body": "您好"})
    assert (refused.status, refused.code, Letter.objects.count(), queued()) == (400, "no_mail", 1, [])
    stranger = Caller(make_person("外人", firm.west_sales, RIGHTS, scope="own"))
    assert stranger.get(f"/r/letters/{made.data['id']}").status == 404
    assert stranger.post(f"/r/letters/{made.data['id']}/do/send_again", {}).status == 404


def test_links_hold_for_one_address_only() -> None:
    token = optouts.link_for("A@b.com").rpartition("/")[2]
    assert optouts.address_of(token) == "a@b.com"
    assert optouts.address_of(token + "x") is None
