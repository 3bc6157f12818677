"""Calls to other systems: signed, tried again, never inside our own network, and the secret shown once."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm, make_person, queued, run_jobs
from zhuke.commons.webhooks.models import Call, Webhook
from zhuke.commons.webhooks.services import calling
from zhuke.kernel.models import Event

pytestmark = pytest.mark.django_db
RIGHTS = {"webhooks": ["read", "create", "update", "archive"]}


class Other:
    """Another system: what it got, and what it answers."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        self.port = 0


@pytest.fixture
def other(settings: Any) -> Iterator[Other]:
    seen = Other()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(seen.status)
            self.send_header("Location", "http://127.0.0.1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.PRIVATE_HOSTS = frozenset({"127.0.0.1"})
    seen.port = server.server_port
    yield seen
    server.shutdown()
    server.server_close()


@pytest.fixture
def admin(firm: Firm) -> Caller:
    return Caller(make_person("管理员", firm.group, RIGHTS, scope="group"))


def hook(admin: Caller, other: Other) -> tuple[Webhook, str]:
    made = admin.post("/r/webhooks", {"name": "ERP", "url": f"http://127.0.0.1:{other.port}/in"})
    assert made.status == 201, made.data
    return Webhook.objects.get(pk=made.data["id"]), made.data["_once"]["secret"]


def ask(webhook: Webhook, key: str = "k") -> Call | None:
    with transaction.atomic():
        return calling.ask(webhook, key=key, event="test.done", payload={"名称": "一号"})


def test_a_call_is_signed_and_made_once(admin: Caller, other: Other) -> None:
    webhook, secret = hook(admin, other)
    assert "_once" not in admin.get(f"/r/webhooks/{webhook.pk}").data
    assert secret not in webhook.secret
    call = ask(webhook)
    assert (ask(webhook), call is not None, queued()) == (None, True, ["webhooks.send"])
    run_jobs()
    assert call is not None
    assert not calling.send_one(call.pk)
    [(headers, body)] = other.got
    expected = hmac.new(secret.encode(), headers["X-Zhuke-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (headers["X-Zhuke-Signature"], headers["X-Zhuke-Delivery"]) == (f"sha256={expected}", str(call.pk))
    assert body.decode() == '{"名称":"一号"}'
    [shown] = admin.get(f"/webhooks/{webhook.pk}/calls").data["items"]
    assert (shown["state"], shown["status"], shown["tries"]) == ("done", 200, 1)


@pytest.mark.parametrize(("status", "state"), [(503, "waiting"), (429, "waiting"), (404, "failed"), (302, "failed")])
def test_what_the_other_side_answers(admin: Caller, other: Other, status: int, state: str) -> None:
    webhook, _secret = hook(admin, other)
    other.status = status
    call = ask(webhook)
    run_jobs()
    assert call is not None
    call.refresh_from_db()
    assert (call.state, len(other.got), str(status) in call.error) == (state, 1, True)
    if state == "waiting":
        assert calling.send_due() == 0, "not before its time"
        other.status = 200
        assert calling.send_due(timezone.now() + dt.timedelta(minutes=2)) == 1
        assert len({headers["X-Zhuke-Delivery"] for headers, _body in other.got}) == 1
    else:
        path = f"/webhooks/{webhook.pk}/calls/{call.pk}/again"
        assert admin.post(path).data["state"] == "waiting"
        assert admin.post(path).code == "wrong_state"


def test_it_gives_up_in_the_end(admin: Caller, other: Other) -> None:
    webhook, _secret = hook(admin, other)
    other.status = 500
    ask(webhook)
    for _try in range(len(calling.PAUSES) + 2):
        calling.send_due(timezone.now() + dt.timedelta(days=1))
    assert (Call.objects.get().state, len(other.got)) == ("failed", len(calling.PAUSES) + 1)


def test_no_private_addresses(admin: Caller, other: Other, settings: Any) -> None:
    webhook, _secret = hook(admin, other)
    settings.PRIVATE_HOSTS = frozenset()
    before = Event.objects.count()
    for url in ("http://example.com/in", "https://127.0.0.1/in", "https://10.0.0.1/in", "https://user:word@example.com/"):
        refused = admin.post("/r/webhooks", {"name": "内网", "url": url})
        assert (refused.status, list(refused.data["fields"])) == (400, ["url"]), url
    assert (Webhook.objects.count(), Event.objects.count()) == (1, before)
    ask(webhook)
    run_jobs()
    assert (other.got, Call.objects.get().state) == ([], "waiting"), "an address that was private all along is not called either"


def test_switched_off_and_out_of_reach(firm: Firm, admin: Caller, other: Other) -> None:
    webhook, _secret = hook(admin, other)
    assert admin.post(f"/r/webhooks/{webhook.pk}/do/pause", {}).data["active"] is False
    assert admin.post(f"/r/webhooks/{webhook.pk}/do/try_out", {}).code == "wrong_state"
    ask(webhook)
    run_jobs()
    assert other.got == []
    admin.post(f"/r/webhooks/{webhook.pk}/do/resume", {})
    assert calling.send_due() == 1
    reader = Caller(make_person("只读", firm.group, {"webhooks": ["read"]}, scope="group"))
    refused = reader.post(f"/webhooks/{webhook.pk}/calls/{Call.objects.get().pk}/again")
    assert (refused.status, queued()) == (403, [])
    assert Caller(make_person("无权", firm.east)).get(f"/webhooks/{webhook.pk}/calls").status in (403, 404)
