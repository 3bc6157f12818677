"""Approvals that wait too long: who is reminded, when, and how often; the number of days belongs to the firm."""

import datetime as dt
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from zhuke.commons.approvals.models import Approval, ApprovalTask
from zhuke.commons.automation.models import Rule
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, run_due
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import run_jobs

from .conftest import Office, act, node, person

START = dt.datetime(2026, 6, 10, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock(office: Office) -> Iterator[Any]:
    """A Wednesday at ten; the built-in rules are there."""
    with time_machine.travel(START, tick=True) as traveller:
        install_rules(AUTOMATION)
        yield traveller


def after(clock: Any, days: int) -> None:
    """So many days later both rules have had their turn."""
    clock.shift(dt.timedelta(days=days))
    for code in ("approvals.waiting", "approvals.stuck"):
        run_due(Rule.objects.get(code=code).pk, at_once=True)
    run_jobs()


def told(text: str) -> list[str]:
    """Whom notices with these words went to, by name."""
    return sorted(Notice.objects.filter(title__contains=text).values_list("user__name", flat=True))


def test_those_who_are_asked_are_reminded_once_for_each_turn(office: Office, clock: Any) -> None:
    office.flow(node("部门", person(office.head)), node("法务", person(office.law)))
    approval = office.submit()
    assert Approval.objects.get().waiting_since is not None
    after(clock, 2)
    assert told("请尽快审批") == []  # two days are not more than two
    after(clock, 1)
    assert told("请尽快审批") == ["李部"]
    after(clock, 1)
    assert told("请尽快审批") == ["李部"]
    assert act(office.head, approval, "approve").status == 200
    after(clock, 3)
    assert told("请尽快审批") == ["李部", "法务"]
    assert act(office.law, approval, "approve").status == 200
    after(clock, 30)
    assert told("请尽快审批") == ["李部", "法务"]
    assert told("审批还没有结果") == []


def test_a_deputy_is_reminded_and_the_submitter_hears_of_it(office: Office, clock: Any) -> None:
    day = START.date()
    absence = {"starts_on": day, "ends_on": day + dt.timedelta(days=30)}
    apps.get_model("orgs", "Delegation").objects.create(user=office.head.person, deputy=office.boss.person, **absence)
    office.flow(node("部门", person(office.head)))
    office.submit()
    after(clock, 3)
    assert told("请尽快审批") == ["李部", "陈总"]
    after(clock, 3)
    assert told("审批还没有结果") == ["李部", "王东", "陈总"]


def test_the_number_is_the_firms(office: Office, clock: Any) -> None:
    office.flow(node("部门", person(office.head)))
    office.submit()
    rule = Rule.objects.get(code="approvals.waiting")
    rule.values = {"days": 10}
    rule.save()
    after(clock, 10)
    assert told("请尽快审批") == []
    after(clock, 1)
    assert told("请尽快审批") == ["李部"]


def test_what_waited_before_the_update_counts_from_its_open_turn(office: Office, clock: Any) -> None:
    office.flow(node("部门", person(office.head)))
    office.submit()
    opened = ApprovalTask.objects.get(state="open").opened_at
    Approval.objects.update(waiting_since=None)
    with connection.cursor() as cursor:
        cursor.execute(import_module("zhuke.commons.approvals.migrations.0002_waiting_since").FORWARD)
    assert Approval.objects.get().waiting_since == opened
