"""Two workers, killed again and again while rules write letters, call other systems and create records.

Nothing is created twice and no letter leaves twice. A letter whose worker died between the closing dot and the server's answer is called
doubtful, and only such a letter; a call that came twice carries the same id, by which its receiver knows it.
"""

import hashlib
import hmac
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from zhuke.commons.automation.models import WAITING, Clock, Firing, Step
from zhuke.commons.automation.services.managing import create_rule
from zhuke.commons.automation.services.passes import AUTOMATION
from zhuke.commons.letters.models import Letter, LetterTemplate
from zhuke.commons.letters.tests.smtp_server import mail_server
from zhuke.commons.sealing import seal
from zhuke.commons.testing import make, make_firm, make_person
from zhuke.commons.webhooks.models import Call
from zhuke.modules.sales.models import Opportunity

from .factories import ensure_stages

CUSTOMERS, ROUNDS, SECRET = 60, 8, "zks_test"
Got = list[tuple[dict[str, str], bytes]]


@contextmanager
def receiver() -> Iterator[tuple[int, Got]]:
    """Another system that keeps what it was sent."""
    got: Got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, got
    server.shutdown()
    server.server_close()


def run_workers(mail_port: int) -> int:
    """Let the program run against this test's database; returns how many workers were killed."""
    seed = random.randrange(10**9)  # noqa: S311 a test, not a secret
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    program = [sys.executable, str(Path(__file__).with_name("killed_outward.py")), str(ROUNDS), str(seed)]
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "zhuke.config.settings",
        "PYTHONPATH": os.getcwd(),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "ZHUKE_PRIVATE_HOSTS": "127.0.0.1",
    }
    ran = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, (seed, ran.stderr[-3000:])
    return int(ran.stdout)


@pytest.mark.django_db(transaction=True)
def test_two_workers_killed_at_random() -> None:
    firm = make_firm()
    ensure_stages(open_doors=True)
    owner = make_person("王东", firm.east_sales, {"customers": ["read"]})
    rows = [make("customers", name=f"客户{n}", unit=firm.east_sales, owner=owner, email=f"c{n}@example.com") for n in range(CUSTOMERS)]
    LetterTemplate.objects.create(name="问候", resource="customers", subject="致 {name}", body="{name}，您好！", code="test.greeting")
    with mail_server() as smtp, receiver() as (port, got):
        smtp.pause = 0.005
        hook = make("webhooks", name="外部系统", url=f"http://127.0.0.1:{port}/in")
        type(hook).objects.filter(pk=hook.pk).update(secret=seal(SECRET, hook.pk))
        actions: list[dict[str, Any]] = [
            {"kind": "letter", "to": ["main_contact"], "what": "test.greeting"},
            {"kind": "webhook", "what": str(hook.pk), "values": {"fields": ["owner"]}},
            {"kind": "create", "what": "opportunity", "values": {"name": "{name} 的新项目"}},
            {"kind": "tag", "tag": "已联系"},
        ]
        create_rule(
            AUTOMATION, name="自建", resource="customers", trigger={"every": 10}, actions=actions, condition=["name", "starts", "客户"]
        )
        Clock.objects.update(next_at=timezone.now())
        killed = run_workers(smtp.port)
        received = Counter(message["To"] for message in smtp.messages)
    assert killed >= ROUNDS, "the workers finished before they could be killed"

    assert (Firing.objects.count(), Firing.objects.filter(state=WAITING).count()) == (CUSTOMERS, 0)
    assert Counter(Step.objects.values_list("kind", "outcome")) == {(a["kind"], "done"): CUSTOMERS for a in actions}
    states = dict(Letter.objects.values_list("to", "state"))
    assert set(states) == {row.email for row in rows}
    assert set(states.values()) <= {"sent", "doubtful"}
    assert set(received.values()) == {1}, "no letter leaves twice"
    assert {to for to, state in states.items() if state == "sent"} <= set(received)
    assert sum(state == "doubtful" for state in states.values()) <= killed

    calls = Call.objects.all()
    assert (calls.count(), set(calls.values_list("state", flat=True))) == (CUSTOMERS, {"done"})
    bodies = {headers["X-Zhuke-Delivery"]: body for headers, body in got}
    assert set(bodies) == {str(call.pk) for call in calls}, "one id for each record, however often it came"
    assert len(got) - len(bodies) <= killed
    assert Counter(json.loads(body)["record"]["id"] for body in bodies.values()) == Counter(str(row.pk) for row in rows)
    for headers, body in got:
        expected = hmac.new(SECRET.encode(), headers["X-Zhuke-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
        assert headers["X-Zhuke-Signature"] == f"sha256={expected}"
    assert Counter(Opportunity.objects.values_list("customer_id", "name")) == Counter({(row.pk, f"{row.name} 的新项目"): 1 for row in rows})
