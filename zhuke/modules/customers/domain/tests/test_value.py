from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.domain.value import GRADE_POINTS, ValueFacts, assess, in_words

FACTS = st.builds(
    ValueFacts,
    largest_project=st.none() | st.decimals(0, 10**10, places=2),
    budget=st.none() | st.decimals(0, 10**10, places=2),
    projects=st.integers(0, 20),
    projects_last_3_years=st.integers(0, 20),
    credit_grade=st.sampled_from(["", *GRADE_POINTS]),
    longest_late_days=st.none() | st.integers(0, 2000),
    disputes=st.integers(0, 5),
)


def test_too_little_known_gives_no_score_and_says_what_is_missing() -> None:
    value = assess(ValueFacts(budget=Decimal(80_000_000)))
    assert (value.score, value.grade) == (None, "")
    assert any("尚无合作" in reason for reason in value.reasons)
    assert any("支付能力：未知" in reason for reason in value.reasons)


def test_a_big_returning_customer_that_pays_is_class_a() -> None:
    value = assess(
        ValueFacts(largest_project=Decimal(300_000_000), projects=5, projects_last_3_years=3, credit_grade="aa", longest_late_days=0)
    )
    assert value.grade == "A"
    assert "3 亿元" in value.reasons[0]


def test_one_very_weak_part_cannot_be_bought_off() -> None:
    good = ValueFacts(largest_project=Decimal(300_000_000), projects=6, projects_last_3_years=6, longest_late_days=0)
    bad = ValueFacts(largest_project=Decimal(300_000_000), projects=6, projects_last_3_years=6, longest_late_days=700)
    assert assess(good).grade == "A"
    assert assess(bad).grade in ("C", "D")


def test_an_unknown_part_does_not_count_as_zero() -> None:
    without = assess(ValueFacts(largest_project=Decimal(40_000_000), projects=2, projects_last_3_years=1))
    assert without.score is not None
    assert without.score > 50


@given(FACTS)
def test_every_judgement_is_within_bounds_and_has_three_reasons(facts: ValueFacts) -> None:
    value = assess(facts)
    assert len(value.reasons) == 3
    assert (value.score is None) == (value.grade == "")
    assert value.score is None or 0 <= value.score <= 100


@given(FACTS, st.integers(1, 500))
def test_paying_later_never_raises_the_score(facts: ValueFacts, more: int) -> None:
    from dataclasses import replace

    sooner = replace(facts, longest_late_days=facts.longest_late_days or 0)
    later = replace(sooner, longest_late_days=(sooner.longest_late_days or 0) + more)
    one, other = assess(sooner).score, assess(later).score
    assert one is None or other is None or other <= one


def test_amounts_in_words() -> None:
    assert in_words(Decimal("12345678")) == "1,234.57 万元"
    assert in_words(Decimal("320000000")) == "3.2 亿元"
