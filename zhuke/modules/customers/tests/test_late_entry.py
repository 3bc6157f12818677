"""A company may forbid entering late (X3); a late entry that is allowed shows."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.testing import Caller, Firm, make, queued
from zhuke.kernel import config
from zhuke.kernel.models import Event
from zhuke.modules.customers.models import Interaction

from .conftest import child, customer


def days_ago(days: int) -> str:
    """The same hour some days ago."""
    return (timezone.now() - dt.timedelta(days=days)).isoformat()


def rule(unit: Any, most_days: int) -> None:
    """The rule of a unit; None: of the group."""
    make("entry_rules", unit=unit, most_days=most_days)
    config.forget()


def log(caller: Caller, of: dict[str, Any], days: int) -> Any:
    """Enter a talk that took place some days ago."""
    return caller.post("/r/interactions", {"customer": of["id"], "channel": "phone", "occurred_at": days_ago(days), "content": "谈价格"})


def test_without_a_rule_late_is_allowed_and_shows(seller: Caller) -> None:
    answer = log(seller, customer(seller), 30)
    assert (answer.status, answer.data["late_days"]) == (201, 30)


def test_the_company_forbids(firm: Firm, seller: Caller) -> None:
    of = customer(seller)
    rule(firm.east, 2)
    assert log(seller, of, 2).status == 201
    before = (Interaction.objects.count(), Event.objects.count(), queued())
    refused = log(seller, of, 3)
    assert (refused.status, refused.code, refused.data["data"]) == (400, "too_late", {"days": 3, "most_days": 2})
    assert "最多补录 2 天前的内容" in refused.data["fields"]["occurred_at"][0]
    assert (Interaction.objects.count(), Event.objects.count(), queued()) == before


def test_zero_days_means_the_same_day(firm: Firm, seller: Caller) -> None:
    of = customer(seller)
    rule(firm.east, 0)
    assert "只能当天录入" in log(seller, of, 1).data["message"]


@pytest.mark.parametrize(("group", "own", "status"), [(1, None, 400), (30, 1, 400), (1, 30, 201)])
def test_the_nearest_rule_counts(firm: Firm, seller: Caller, group: int, own: int | None, status: int) -> None:
    of = customer(seller)
    rule(None, group)
    if own is not None:
        rule(firm.east, own)
    assert log(seller, of, 5).status == status


def test_the_sister_companys_rule_does_not_count(firm: Firm, seller: Caller) -> None:
    of = customer(seller)
    rule(firm.west, 0)
    assert log(seller, of, 5).status == 201


def test_an_entry_cannot_be_put_back_later_on(firm: Firm, seller: Caller) -> None:
    talk = child(seller, "interactions", customer(seller), channel="phone", occurred_at=days_ago(0), content="谈价格")
    rule(firm.east, 1)
    path = f"/r/interactions/{talk['id']}"
    assert seller.patch(path, {"version": talk["version"], "occurred_at": days_ago(4)}).code == "too_late"
    assert seller.get(path).data["occurred_at"] == talk["occurred_at"]
    following = (timezone.now() + dt.timedelta(days=4)).isoformat()
    assert seller.patch(path, {"version": talk["version"], "next_contact_at": following}).status == 200
