"""Quotations that run out, tenders whose day comes."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.automation.models import Rule
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, run_pass
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller, Firm, make, make_person, run_jobs
from zhuke.commons.todos.models import Todo
from zhuke.modules.quotes.models import Tender

from .conftest import approved, do, made

pytestmark = pytest.mark.django_db


def go(code: str) -> int:
    install_rules(AUTOMATION)
    fired = run_pass(Rule.objects.get(code=code)).fired
    act_all()
    return fired


@pytest.fixture
def owned(firm: Firm, seller: Caller) -> dict[str, Any]:
    """What every record of the seller's has."""
    customer = make("customers", name="江城城投", unit=firm.east_sales, owner=seller.person)
    return {"customer": customer, "unit": firm.east_sales, "owner": seller.person}


def test_a_quotation_about_to_expire(owned: dict[str, Any], seller: Caller) -> None:
    last = timezone.localdate() + dt.timedelta(days=3)
    make("quotations", title="一期", number="BJ-1", state="sent", valid_until=last, **owned)
    make("quotations", title="二期", number="BJ-2", state="sent", valid_until=last + dt.timedelta(days=1), **owned)
    make("quotations", title="草稿", number="BJ-3", state="draft", valid_until=last, **owned)
    assert [go("quotations.expiring"), go("quotations.expiring")] == [1, 0]
    notice = Notice.objects.get()
    assert (notice.user_id, notice.title) == (seller.person.pk, f"报价 BJ-1（一期）将在 {last} 过期")
    assert Todo.objects.get().kind == "due"


def test_tenders_are_announced_twice(owned: dict[str, Any], seller: Caller) -> None:
    at = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + dt.timedelta(days=3)
    tender = make("tenders", name="体育馆", state="preparing", submission_deadline=at, opening_at=at, **owned)
    codes = ("deadline_early", "deadline_late", "opening_early", "opening_late")
    assert [go(f"tenders.{code}") for code in codes] == [1, 0, 0, 0]
    assert Notice.objects.get().title == f"体育馆 的投标截止时间是 {at:%Y-%m-%d %H:%M}"
    nearer = at - dt.timedelta(days=2)
    Tender.objects.filter(pk=tender.pk).update(submission_deadline=nearer, opening_at=nearer, state="submitted")
    assert [go(f"tenders.{code}") for code in codes] == [0, 0, 1, 1]
    assert Notice.objects.filter(user=seller.person).count() == 3
    assert Todo.objects.filter(state="open").count() == 2, "the bid is in: its deadline needs nobody any more"


def test_a_bond_that_does_not_come_back(owned: dict[str, Any], seller: Caller) -> None:
    today = timezone.localdate()
    paid = today - dt.timedelta(days=60)
    tender = make("tenders", name="体育馆", state="lost", decided_on=today - dt.timedelta(days=15), bond_paid_on=paid, **owned)
    make("tenders", name="已退", state="won", decided_on=paid, bond_paid_on=paid, bond_returned_on=today, **owned)
    make("tenders", name="未交", state="lost", decided_on=paid, **owned)
    assert go("tenders.bond_return") == 0
    Tender.objects.filter(pk=tender.pk).update(decided_on=today - dt.timedelta(days=16))
    assert [go("tenders.bond_return"), go("tenders.bond_return")] == [1, 0]
    assert Notice.objects.get(user=seller.person).title == "体育馆 的投标保证金已 16 天没有退回"
    Tender.objects.filter(pk=tender.pk).update(bond_returned_on=today)
    go("tenders.bond_return")
    assert Todo.objects.get().state == "done"


def test_the_registration_ends_tomorrow(owned: dict[str, Any], seller: Caller) -> None:
    at = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    make("tenders", name="体育馆", state="preparing", registration_deadline=at, **owned)
    make("tenders", name="图书馆", state="preparing", registration_deadline=at + dt.timedelta(days=1), **owned)
    assert go("tenders.registration") == 1
    assert Notice.objects.get().title == f"体育馆 的报名截止时间是 {at:%Y-%m-%d %H:%M}"


def test_an_answer_of_the_customer_may_start_a_rule_and_end_its_to_do(firm: Firm, seller: Caller, supervisor: Caller) -> None:
    rights = {"automation_rules": ["read", "create"], "quotations": ["read"], "users": ["read"]}
    admin = Caller(make_person("管理员", firm.group, rights, scope="group"))
    body = {"name": "催答复", "resource": "quotations", "trigger": {"events": ["quotations.sent"]}, "condition": ["state", "=", "sent"]}
    todo = {"kind": "todo", "to": ["owner"], "title": "问 {customer} 对报价的意见", "due_in": 3, "category": "contact"}
    assert admin.post("/r/automation_rules", {**body, "actions": [todo]}).status == 201
    row = approved(seller, supervisor)
    made(do(seller, row, "mark_sent", channel="visit"))
    run_jobs()
    asked = Todo.objects.filter(rule__name="催答复")
    assert [(t.state, t.assignee_id) for t in asked] == [("open", seller.person.pk)]
    made(do(seller, row, "accept"))
    run_jobs()
    assert [t.state for t in asked.all()] == ["done"]
