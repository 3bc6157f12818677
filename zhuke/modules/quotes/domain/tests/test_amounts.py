"""Amounts to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.quotes.domain.amounts import Amounts, added, cents, line_amounts


@pytest.mark.parametrize(
    ("quantity", "price", "rate", "discounts", "includes", "net", "tax", "total"),
    [
        ("1", "113.00", "13", (), True, "100.00", "13.00", "113.00"),
        ("1", "100.00", "13", (), False, "100.00", "13.00", "113.00"),
        ("3", "0.335", "0", (), True, "1.01", "0.00", "1.01"),  # 1.005 rounds up, not to even
        ("1", "2.675", "0", (), False, "2.68", "0.00", "2.68"),
        ("1", "100.00", "9", ("5",), True, "87.16", "7.84", "95.00"),
        ("1", "100.00", "9", ("10", "10"), True, "74.31", "6.69", "81.00"),  # the second is taken off what the first left
        ("2.5", "33.33", "3", (), False, "83.33", "2.50", "85.83"),  # 83.325 up, tax 2.4999
        ("0", "5.00", "13", (), True, "0.00", "0.00", "0.00"),
        ("1", "5.00", "13", ("100",), True, "0.00", "0.00", "0.00"),
        ("123.4567", "8888.88", "6", ("12.5",), True, "905865.87", "54351.95", "960217.82"),
    ],
)
def test_a_line(quantity: str, price: str, rate: str, discounts: tuple[str, ...], includes: bool, net: str, tax: str, total: str) -> None:
    found = line_amounts(Decimal(quantity), Decimal(price), rate=Decimal(rate), discounts=map(Decimal, discounts), includes_tax=includes)
    assert (found.net, found.tax, found.total) == (Decimal(net), Decimal(tax), Decimal(total))


numbers = st.decimals(0, 10**6, places=2)


@given(numbers, numbers, st.sampled_from([0, 3, 6, 9, 13]), st.decimals(0, 100, places=2), st.booleans())
def test_net_and_tax_always_make_the_total(quantity: Decimal, price: Decimal, rate: int, discount: Decimal, includes: bool) -> None:
    found = line_amounts(quantity, price, rate=Decimal(rate), discounts=(discount,), includes_tax=includes)
    assert found.net + found.tax == found.total
    assert found.net >= 0
    assert found.total == cents(found.total)
    assert (found.total if includes else found.net) <= found.full + Decimal("0.01")


def test_sums_are_those_of_the_lines() -> None:
    one = line_amounts(Decimal(1), Decimal("0.05"), rate=Decimal(9), cost=Decimal("0.01"))
    total = added([one] * 3)
    assert (one.net, one.tax) == (Decimal("0.05"), Decimal("0.00"))
    assert (total.net, total.tax, total.total, total.cost) == (Decimal("0.15"), Decimal("0.00"), Decimal("0.15"), Decimal("0.03"))
    assert total.margin == Decimal("0.12")


def test_the_cost_is_known_only_where_that_of_every_line_is() -> None:
    known = line_amounts(Decimal(1), Decimal(10), rate=Decimal(0), cost=Decimal(4))
    unknown = line_amounts(Decimal(1), Decimal(10), rate=Decimal(0))
    assert added([known, unknown]).cost is None
    assert unknown.margin is None
    assert added([]) == Amounts(Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), Decimal("0.00"), None)
