"""How payment terms share a contract, to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.contracts.domain.split import Part, split

D = Decimal


def test_shares_with_settlement_and_retention() -> None:
    parts = [Part("advance", D(10)), Part("progress", D(70)), Part("settlement", D(17)), Part("retention", D(3))]
    signed = D("333333.33")
    found = split(parts, signed=signed, total=signed)
    assert found == [D("33333.33"), D("233333.33"), D("56666.67"), D("10000.00")]
    assert sum(amount for amount in found if amount) == signed


def test_variations_fall_into_the_settlement_and_retention_follows_the_total() -> None:
    parts = [Part("advance", D(10)), Part("settlement", D(87)), Part("retention", D(3))]
    found = split(parts, signed=D(1000), total=D(1500))
    assert found == [D("100.00"), D("1355.00"), D("45.00")]


def test_a_reached_part_stays_and_a_fixed_one_too() -> None:
    parts = [Part("advance", D(30), frozen=D("123.45")), Part("progress", fixed=D("400.00")), Part("settlement")]
    assert split(parts, signed=D(1000), total=D(900)) == [D("123.45"), D("400.00"), D("376.55")]


def test_rounding_goes_to_the_last_share() -> None:
    found = split(
        [Part("progress", D("33.33")), Part("progress", D("33.33")), Part("progress", D("33.34"))], signed=D("100.01"), total=D("100.01")
    )
    assert sum(amount for amount in found if amount) == D("100.01")


def test_shares_that_do_not_add_up_are_left_as_they_are() -> None:
    assert split([Part("advance", D(30)), Part("settlement", D(60))], signed=D(1000), total=D(1000)) == [D("300.00"), D("600.00")]
    assert split([Part("advance")], signed=D(1000), total=D(1000)) == [None]


def test_what_was_overpaid_comes_back() -> None:
    parts = [Part("progress", D(90), frozen=D(900)), Part("settlement", D(10))]
    assert split(parts, signed=D(1000), total=D(850)) == [D(900), D(-50)]


@given(
    st.lists(st.integers(min_value=1, max_value=10_000), min_size=1, max_size=9),
    st.decimals(min_value=0, max_value=D("99999999999.99"), places=2),
    st.booleans(),
)
def test_full_shares_always_add_up_to_the_cent(weights: list[int], signed: Decimal, settles: bool) -> None:
    shares = [D(weight * 10_000 // sum(weights)) / 100 for weight in weights]
    shares[-1] += 100 - sum(shares)
    kinds = ["progress"] * (len(shares) - 1) + ["settlement" if settles else "progress"]
    found = split([Part(kind, share) for kind, share in zip(kinds, shares, strict=True)], signed=signed, total=signed)
    assert sum(amount for amount in found if amount is not None) == signed


@pytest.mark.parametrize("total", [D("0.00"), D("0.01"), D("0.03")])
def test_tiny_amounts(total: Decimal) -> None:
    found = split([Part("advance", D(50)), Part("settlement", D(50))], signed=total, total=total)
    assert sum(amount for amount in found if amount is not None) == total
