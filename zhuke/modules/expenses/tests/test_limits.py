"""What is usual, and what goes beyond it."""

import datetime as dt
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhuke.commons.testing import Caller, Firm
from zhuke.modules.billing.tests.test_ledger import refused
from zhuke.modules.expenses.domain.invoices import fits, plain
from zhuke.modules.expenses.domain.limits import Over, Spent, overs
from zhuke.modules.expenses.models import ExpenseClaim

from .conftest import a_claim, an_approved, do, made, put, spend

DAY = dt.date(2026, 3, 2)
HUNDRED = Decimal(100)


def test_the_line_that_passes_the_limit_bears_the_rest() -> None:
    limits = {("meals", "day"): HUNDRED}
    lines = [Spent("meals", DAY, Decimal(80)), Spent("meals", DAY, Decimal(50)), Spent("meals", DAY + dt.timedelta(days=1), Decimal(90))]
    assert overs(lines, [], limits) == [None, Over(Decimal(30), "day", HUNDRED), None]
    assert overs(lines[:1], [Spent("meals", DAY, Decimal(60))], limits) == [Over(Decimal(40), "day", HUNDRED)]
    assert overs(lines, [], {("travel", "day"): HUNDRED}) == [None] * 3


def test_of_several_limits_the_farthest_counts() -> None:
    limits = {("meals", "line"): Decimal(40), ("meals", "month"): HUNDRED}
    lines = [Spent("meals", DAY, Decimal(90)), Spent("meals", DAY + dt.timedelta(days=9), Decimal(60))]
    assert overs(lines, [], limits) == [Over(Decimal(50), "line", Decimal(40)), Over(Decimal(50), "month", HUNDRED)]


amounts = st.decimals(min_value="0.01", max_value="5000", places=2)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.builds(Spent, st.just("meals"), st.just(DAY), amounts), max_size=12), amounts)
def test_together_they_go_beyond_by_what_the_day_does(lines: list[Spent], limit: Decimal) -> None:
    found = overs(lines, [], {("meals", "day"): limit})
    total = sum((line.amount for line in lines), Decimal(0))
    assert sum((over.amount for over in found if over), Decimal(0)) == max(Decimal(0), total - limit)


def test_numbers_of_invoices() -> None:
    assert plain(" 2632-7000 ０１") == "2632700001"
    assert fits("", "")
    assert fits("2" * 20, "")
    assert fits("1" * 8, "2" * 10)
    assert fits("1" * 8, "2" * 12)
    assert not any((fits("", "1" * 10), fits("1" * 8, ""), fits("1" * 20, "1" * 10), fits("1" * 19, ""), fits("1" * 8, "1" * 11)))


def test_the_nearest_limit_is_shown_and_hinders_nobody(worker: Caller, finance: Caller, firm: Firm) -> None:
    body = {"kind": "meals", "period": "day", "note": "每日餐补"}
    made(finance.post("/r/expense_limits", {**body, "amount": "80.00", "unit": str(firm.east.pk)}))
    refused(lambda: finance.post("/r/expense_limits", {**body, "amount": "90.00", "unit": str(firm.east.pk)}), 400, "invalid")
    refused(lambda: finance.post("/r/expense_limits", {**body, "amount": "500.00"}), 403, "outside_scope")
    refused(lambda: worker.post("/r/expense_limits", {**body, "amount": "500.00"}), 403, "not_allowed")
    row = a_claim(worker, spend("100.00"), spend("30.00"))
    assert row["over_limit"] == "50.00"
    lines = made(worker.get(f"/r/expense_claims/{row['id']}/lines"))["lines"]
    assert [line["over_limit"] for line in lines] == ["20.00", "30.00"]
    assert "80.00" in lines[0]["warnings"][0]
    assert "20.00" in lines[0]["warnings"][0]
    made(do(worker, row, "submit"))
    assert ExpenseClaim.objects.get().state == "approving"


def test_what_was_spent_before_counts(worker: Caller, finance: Caller, firm: Firm) -> None:
    made(finance.post("/r/expense_limits", {"kind": "meals", "period": "day", "amount": "80.00", "unit": str(firm.east.pk)}))
    an_approved(worker, finance, spend("60.00"))
    draft = a_claim(worker, spend("50.00"))
    assert draft["over_limit"] == "30.00"
    assert put(worker, draft, spend("20.00"))["claim"]["over_limit"] == "0.00"
