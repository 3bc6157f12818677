"""The public lead form: open to all, guarded against robots and floods."""

import datetime as dt
import re
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from zhuke.commons.testing import Firm, make_person
from zhuke.modules.customers import pages
from zhuke.modules.customers.models import Lead

GOOD = {"company": "泰州城建局", "contact_name": "郑六", "phone": "13612345678", "message": "想了解装配式"}


@pytest.fixture(autouse=True)
def _clean(db: None, firm: Firm) -> None:
    cache.clear()
    firm.group.manager = make_person("总经理", firm.group)
    firm.group.save()


def opened(client: Client, ago: dt.timedelta = dt.timedelta(minutes=1)) -> str:
    """The stamp of a page opened some time ago."""
    with mock.patch.object(pages.timezone, "now", return_value=timezone.now() - ago):
        page = client.get("/lead/").content.decode()
    found = re.search(r'name="stamp" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_visitor_leaves_a_lead_and_the_manager_is_told() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/lead/", {**GOOD, "stamp": opened(client)})
    assert answer.status_code == 200
    assert "已收到" in answer.content.decode()
    lead = Lead.objects.get()
    assert lead.owner
    assert (lead.company, lead.owner.name, lead.source) == ("泰州城建局", "总经理", "website")


def test_sending_the_same_twice_keeps_one() -> None:
    client = Client()
    stamp = opened(client)
    for _ in range(2):
        client.post("/lead/", {**GOOD, "stamp": stamp})
    assert Lead.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [({"phone": "12"}, 400, ""), ({"company": ""}, 400, ""), ({"homepage": "http://x"}, 200, "已收到"), ({"stamp": "forged"}, 400, "过期")],
)
def test_bad_input_and_robots_leave_nothing(change: dict[str, str], status: int, told: str) -> None:
    client = Client()
    answer = client.post("/lead/", {**GOOD, "stamp": opened(client), **change})
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert not Lead.objects.exists()


def test_too_fast_too_old_and_too_many_are_refused() -> None:
    client = Client()
    assert client.post("/lead/", {**GOOD, "stamp": opened(client, dt.timedelta(seconds=1))}).status_code == 400
    assert client.post("/lead/", {**GOOD, "stamp": opened(client, dt.timedelta(days=2))}).status_code == 400
    assert not Lead.objects.exists()
    stamp = opened(client)
    for number in range(pages.PER_HOUR):
        assert client.post("/lead/", {**GOOD, "company": f"单位{number}", "stamp": stamp}).status_code == 200
    refused = client.post("/lead/", {**GOOD, "company": "又一个", "stamp": stamp})
    assert refused.status_code == 429
    assert Lead.objects.count() == pages.PER_HOUR
