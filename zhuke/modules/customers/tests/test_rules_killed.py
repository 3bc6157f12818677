"""Two workers, killed again and again in the middle of a pass: each person is told of each customer exactly once."""

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

from zhuke.commons.automation.models import WAITING, Clock, Firing, Rule, Step
from zhuke.commons.automation.services.managing import create_rule, install_rules
from zhuke.commons.automation.services.passes import AUTOMATION
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import allow, make, make_firm, make_person
from zhuke.commons.todos.models import Todo
from zhuke.modules.orgs.models import Membership, Role

CUSTOMERS, OWNERS, ROUNDS = 240, 8, 9
READ = {"customers": ["read"]}


@pytest.mark.django_db(transaction=True)
def test_two_workers_killed_at_random() -> None:
    firm = make_firm()
    install_rules(AUTOMATION)
    Rule.objects.exclude(code="customers.silent").update(active=False)
    owners = [make_person(f"员{n}", firm.east_sales, READ) for n in range(OWNERS)]
    boss, blind = make_person("主管", firm.east, READ, scope="below"), make_person("看不到的人", firm.west_sales, READ)
    allow(boss, {})
    role = Role.objects.create(code="sales_supervisor", name="销售主管")
    Membership.objects.create(user=boss, unit=firm.east, role=role)
    ago = timezone.now() - dt.timedelta(days=30)
    rows = [
        make("customers", name=f"客户{n}", value_class="A", last_contact_at=ago, unit=firm.east_sales, owner=owners[n % OWNERS])
        for n in range(CUSTOMERS)
    ]
    actions = [
        {"kind": "notify", "to": ["supervisor", "owner", f"person:{blind.pk}"], "title": "请跟进 {name}"},
        {"kind": "tag", "tag": "沉默"},
    ]
    create_rule(
        AUTOMATION, name="自建", resource="customers", trigger={"every": 10}, occurrence=["last_contact_at"], actions=actions,
        condition=["last_contact_at", "older_than", "20d"],
    )  # fmt: skip
    Clock.objects.update(next_at=timezone.now() - dt.timedelta(minutes=1))

    seed = random.randrange(10**9)  # noqa: S311 a test, not a secret
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    program = [sys.executable, str(Path(__file__).with_name("killed_workers.py")), str(ROUNDS), str(seed)]
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "zhuke.config.settings", "PYTHONPATH": os.getcwd()}
    ran = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, (seed, ran.stderr[-3000:])
    assert int(ran.stdout) >= ROUNDS, f"the workers of seed {seed} finished before they could be killed"

    assert (Firing.objects.count(), Firing.objects.filter(state=WAITING).count()) == (2 * CUSTOMERS, 0)
    told = Counter(Notice.objects.values_list("user_id", "object_id", "title"))
    wanted = {
        *((row.owner_id, row.pk, f"客户 {row.name} 已 30 天没有联系") for row in rows),
        *((person, row.pk, f"请跟进 {row.name}") for row in rows for person in (row.owner_id, boss.pk)),
    }
    assert set(told) == wanted, seed
    assert set(told.values()) == {1}, seed
    todos = Counter(Todo.objects.values_list("assignee_id", "object_id"))
    assert todos == Counter({(row.owner_id, row.pk): 1 for row in rows})
    assert Counter(Step.objects.values_list("outcome", flat=True)) == {"done": 5 * CUSTOMERS, "unseen": CUSTOMERS}
    for row in rows:
        row.refresh_from_db()
    assert {tuple(row.tags) for row in rows} == {("沉默",)}
