"""What a delay costs; when a warranty ends."""

import datetime as dt
from decimal import Decimal

import pytest

from zhuke.modules.contracts.domain.months import months_after
from zhuke.modules.contracts.domain.penalty import penalty

D = Decimal


def test_a_delay_costs_so_much_a_day() -> None:
    found = penalty(D("26800000.00"), rate=D("0.5"), days=30)
    assert (found.amount, found.a_day, found.cap, found.capped, found.full_on) == (D("402000.00"), D("13400.00"), None, False, None)


def test_it_stops_at_the_cap() -> None:
    base = D(1_000_000)
    assert penalty(base, rate=D(1), days=49, cap=D(5)).amount == D("49000.00")
    reached = penalty(base, rate=D(1), days=50, cap=D(5))
    assert (reached.amount, reached.capped, reached.full_on) == (D("50000.00"), True, 50)
    assert penalty(base, rate=D(1), days=3650, cap=D(5)).amount == D("50000.00")
    assert penalty(base, rate=D("0.3"), days=0, cap=D(5)).full_on == 167  # 166 days are 4.98 %


def test_it_is_rounded_once() -> None:
    assert penalty(D("0.01"), rate=D("0.333"), days=3000).amount == D("0.01")
    assert penalty(D("100.05"), rate=D("0.1"), days=1).amount == D("0.01")
    assert penalty(D(100), rate=D(0), days=9, cap=D(5)).full_on is None


def test_no_negative_delay() -> None:
    with pytest.raises(ValueError, match="zero"):
        penalty(D(1), rate=D(1), days=-1)


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        ("2026-03-01", 24, "2028-02-29"),
        ("2026-03-15", 12, "2027-03-14"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-01", 1, "2026-12-31"),
        ("2026-06-30", 0, "2026-06-29"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_a_warranty_is_counted_in_months_of_the_calendar(day: str, months: int, last: str) -> None:
    assert months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(last)
