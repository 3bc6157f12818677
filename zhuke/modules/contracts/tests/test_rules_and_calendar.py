"""What reminds by itself: bonds, warranties, retention, milestones; and their days in calendars."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from zhuke.commons.automation.models import Rule
from zhuke.commons.automation.services.acting import act_all
from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.automation.services.passes import AUTOMATION, run_pass
from zhuke.commons.notify.models import Notice
from zhuke.commons.testing import Caller
from zhuke.commons.todos.models import Todo
from zhuke.modules.contracts.models import Bond, Contract, PaymentTerm

from .conftest import contract, do, made, part, read, signed, term

TODAY = timezone.localdate()


def day(days: int) -> dt.date:
    """So many days from today."""
    return TODAY + dt.timedelta(days=days)


def go(code: str) -> int:
    """One pass of a rule; how often it fired."""
    install_rules(AUTOMATION)
    fired = run_pass(Rule.objects.get(code=f"contracts.{code}")).fired
    act_all()
    return fired


def test_bonds_before_they_run_out(chief: Caller) -> None:
    row = contract(chief, name="东湖总包合同")
    part(chief, "bonds", row, kind="performance", amount="1.00", expires_on=str(day(30)), issuer="建设银行")
    part(chief, "bonds", row, kind="advance", amount="1.00", expires_on=str(day(31)))
    back = part(chief, "bonds", row, kind="quality", amount="1.00", expires_on=str(day(5)), issued_on=str(day(-50)))
    made(do(chief, back, "give_back", "bonds", on=str(TODAY)))
    assert [go("bond_expiring"), go("bond_expiring")] == [1, 0]
    notice = Notice.objects.get()
    assert (notice.user_id, notice.title) == (chief.person.pk, f"东湖总包合同的履约保证金将在 {day(30)} 到期")
    assert Todo.objects.get().kind == "due"
    made(do(chief, {"id": str(Bond.objects.get(kind="performance").pk)}, "prolong", "bonds", expires_on=str(day(400))))
    go("bond_expiring")
    assert Todo.objects.get().state == "done", "prolonged: nobody need care any more"


def test_warranties_before_they_end(chief: Caller) -> None:
    near, far = signed(chief, name="一期"), signed(chief, name="二期")
    Contract.objects.filter(pk=near["id"]).update(warranty_until=day(10))
    Contract.objects.filter(pk=far["id"]).update(warranty_until=day(100))
    assert [go("warranty_ending"), go("warranty_ending")] == [1, 0]
    assert Notice.objects.get().title == f"一期 的质保期将在 {day(10)} 结束"


def test_retention_that_has_come_due(chief: Caller) -> None:
    row = contract(chief, name="一期", signed_on=None)
    held = term(chief, row, "retention", "3", trigger="retention")
    made(do(chief, row, "record", signed_on=str(day(-60)), reason="补录"))
    assert go("retention_due") == 0
    made(do(chief, held, "reach", "payment_terms", on=str(day(-1))))
    assert [go("retention_due"), go("retention_due")] == [1, 0]
    assert Notice.objects.get().title == "一期的质保金已到期"


def test_milestones_that_are_late(chief: Caller) -> None:
    row = contract(chief, name="一期")
    late = term(chief, row, "progress", "50", planned_on=str(day(-4)), name="封顶款")
    term(chief, row, "progress", "50", planned_on=str(day(-2)))
    assert go("milestone_late") == 0, "a draft owes nothing"
    made(do(chief, row, "record", signed_on=str(day(-60)), reason="补录"))
    assert [go("milestone_late"), go("milestone_late")] == [1, 0]
    assert Notice.objects.get().title == f"一期：封顶款已过计划日期 {day(-4)}"
    made(do(chief, late, "reach", "payment_terms", on=str(TODAY)))
    go("milestone_late")
    assert Todo.objects.get().state == "done"


@pytest.fixture
def busy(chief: Caller) -> dict[str, Any]:
    """A signed contract with a milestone, a bond and a warranty in the coming days."""
    row = contract(chief, name="一期")
    term(chief, row, "progress", "50", planned_on=str(day(3)), name="封顶款")
    part(chief, "bonds", row, kind="performance", amount="1.00", expires_on=str(day(4)))
    row = made(do(chief, row, "record", signed_on=str(day(-60)), reason="补录"))
    Contract.objects.filter(pk=row["id"]).update(warranty_until=day(5))
    return read(chief, row)


def entries(caller: Caller) -> dict[str, str]:
    """Title → day of the coming days' entries."""
    found = made(caller.get("/calendar", since=str(TODAY), until=str(day(10)), who="me"))["items"]
    return {item["title"]: item["start"][:10] for item in found if item["kind"] in ("payment_term", "bond", "warranty")}


def test_days_in_the_calendar(chief: Caller, writer: Caller, busy: dict[str, Any]) -> None:
    assert entries(chief) == {
        "封顶款 一期": str(day(3)),
        "履约保证金到期 一期": str(day(4)),
        "质保到期 一期": str(day(5)),
    }
    assert entries(writer) == {}, "they are the owner's days"
    PaymentTerm.objects.update(archived_at=timezone.now())
    assert "封顶款 一期" not in entries(chief)
