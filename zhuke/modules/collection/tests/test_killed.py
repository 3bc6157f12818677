"""Two workers killed and restarted in the middle of dunning passes: every letter reaches a real mail server once, and only once."""

import datetime as dt
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from zhuke.commons.automation.models import Rule
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION
from zhuke.commons.letters.models import Letter
from zhuke.commons.letters.services.writing import install_templates
from zhuke.commons.letters.tests.smtp_server import Server, mail_server
from zhuke.commons.testing import make, make_firm, make_person
from zhuke.kernel.access import system
from zhuke.modules.billing.tests.factories import make_receivable
from zhuke.modules.collection.models import CollectionCase, DunningLetter
from zhuke.modules.collection.services.ladders import install_ladder

DEBTORS, ROUNDS = 30, 6
Received = Counter[tuple[str, str]]


@pytest.mark.django_db(transaction=True)
def test_each_letter_once() -> None:
    with mail_server() as server:
        server.pause = 0.02
        _two_weeks(server)


def _two_weeks(server: Server) -> None:
    firm, tests = make_firm(), system("测试")
    install_templates(tests)
    install_ladder(tests)
    install_rules(AUTOMATION)
    Rule.objects.update(active=False)
    owner = make_person("催收人", firm.east_sales, {"collection_cases": ["read"]})
    today = timezone.localdate()
    debtors = [make("customers", name=f"欠款{n:02}", unit=firm.east_sales, owner=owner, email=f"d{n}@late.example") for n in range(DEBTORS)]
    for n, debtor in enumerate(debtors):
        due = today - dt.timedelta(days=20 + n)
        make_receivable(firm.east_sales, debtor, f"{1000 + n}.00", due_on=due, occurred_on=due)

    seed = random.randrange(10**9)  # noqa: S311 a test, not a secret
    _run(seed, server.port, ROUNDS)
    _check_first(seed, _received(server))

    # A week of silence later the second letters go out, again under fire.
    DunningLetter.objects.update(sent_on=today - dt.timedelta(days=7))
    CollectionCase.objects.filter(state="open").update(next_on=today)
    lost = Letter.objects.filter(state="doubtful").count()
    _run(seed + 1, server.port, ROUNDS)
    _check_second(seed, lost, _received(server))


def _run(seed: int, port: int, rounds: int) -> None:
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {
        **os.environ, "DATABASE_URL": address, "EMAIL_URL": f"smtp://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "zhuke.config.settings",
        "PYTHONPATH": os.getcwd(),
    }  # fmt: skip
    program = [sys.executable, str(Path(__file__).with_name("killed_workers.py")), str(rounds), str(seed)]
    ran = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=400, check=False)
    assert ran.returncode == 0, (seed, ran.stderr[-3000:])
    assert int(ran.stdout) >= 2, f"the workers of seed {seed} finished before they could be killed"


def _received(server: Server) -> Counter[tuple[str, str]]:
    """What the mail server has taken: (to, message id) → how often."""
    assert all("催款" in str(message["Subject"]) for message in server.messages)
    return Counter((str(message["To"]), str(message["Message-ID"])) for message in server.messages)


def _check_first(seed: int, received: Received) -> None:
    assert CollectionCase.objects.count() == DEBTORS, seed
    assert DunningLetter.objects.count() == Letter.objects.count() == DEBTORS, seed
    assert set(received.values()) <= {1}, (seed, received)
    sent = Letter.objects.filter(state="sent").count()
    doubtful = Letter.objects.filter(state="doubtful").count()
    assert (sent + doubtful, Letter.objects.exclude(state__in=["sent", "doubtful"]).count()) == (DEBTORS, 0), seed
    # Every letter known as sent has arrived; one whose worker died at the dot may have, and rests its case until a person has looked.
    assert {f"d{n}@late.example" for n in range(DEBTORS)} >= {to for to, _id in received}
    assert sent <= len(received) <= sent + doubtful, seed
    assert CollectionCase.objects.filter(state="paused", pause_reason="undelivered").count() == doubtful, seed


def _check_second(seed: int, lost: int, received: Received) -> None:
    assert set(received.values()) <= {1}, (seed, received)
    second = DunningLetter.objects.filter(sequence=2)
    assert second.count() == DEBTORS - lost, seed
    assert DunningLetter.objects.filter(sequence__gt=2).count() == 0, seed
    assert Letter.objects.filter(state="waiting").count() == 0, seed
    assert len(received) >= Letter.objects.filter(state="sent").count(), seed
