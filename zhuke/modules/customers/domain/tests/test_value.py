from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.domain import value
from zhuke.modules.customers.domain.value import ValueFacts, assess

TODAY = date(2026, 5, 20)
GOOD = ValueFacts(
    budget=Decimal(80_000_000), amounts=(Decimal(30_000_000), Decimal(50_000_000)), projects_in_window=4, credit_grade="AA",
    on_time_share=0.9, longest_delay_days=12,
)  # fmt: skip


def test_a_good_customer_is_class_a_with_three_reasons_and_a_summary():
    found = assess(GOOD, TODAY)
    assert found.value_class == "A"
    assert not found.provisional
    assert "预计预算 8,000 万元" in found.reasons[0]
    assert "近 36 个月 4 个项目" in found.reasons[1]
    assert "信用等级 AA，按时付款 90%、最长拖欠 12 天" in found.reasons[2]
    assert "加权几何平均" in found.reasons[3]
    assert found.strategy.startswith("战略维护")


def test_nothing_known_is_not_judged():
    found = assess(ValueFacts(), TODAY)
    assert (found.score, found.value_class) == (None, None)
    assert all("未知" in reason for reason in found.reasons[:3])
    assert "补" in found.strategy


def test_unknown_is_not_zero():
    without_record = assess(replace(GOOD, credit_grade=None, on_time_share=None, longest_delay_days=None), TODAY)
    assert without_record.value_class == "A"
    assert "支付能力未知" in without_record.reasons[2]
    zero = assess(replace(GOOD, projects_in_window=0), TODAY)
    unknown = assess(replace(GOOD, projects_in_window=None), TODAY)
    assert zero.score < unknown.score


def test_one_factor_alone_is_provisional():
    found = assess(ValueFacts(budget=Decimal(80_000_000)), TODAY)
    assert found.provisional
    assert "仅供参考" in found.reasons[-1]


def test_size_cannot_make_up_for_bad_payment():
    bad = replace(GOOD, credit_grade="D", on_time_share=0.2, longest_delay_days=200)
    assert assess(bad, TODAY).score < assess(GOOD, TODAY).score - 25


@pytest.mark.parametrize(
    ("budget", "points"),
    [(100_000, 10), (500_000, 20), (3_000_000, 40), (10_000_000, 60), (50_000_000, 80), (200_000_000, 100), (10**10, 100), (50_000, 5)],
)
def test_size_thresholds(budget, points):
    assert assess(ValueFacts(budget=Decimal(budget)), TODAY).factors[0].points == points


@pytest.mark.parametrize(("count", "points"), [(0, 10), (1, 40), (2, 60), (3, 75), (4, 82), (5, 90), (8, 100), (40, 100)])
def test_frequency_thresholds(count, points):
    assert assess(ValueFacts(projects_in_window=count), TODAY).factors[1].points == points


def test_capital_stands_in_for_a_missing_record_but_not_fully():
    assert assess(ValueFacts(registered_capital=Decimal(10**9)), TODAY).factors[2].points == 70


def test_grade_in_lower_case():
    assert assess(ValueFacts(credit_grade="aaa"), TODAY).factors[2].points == 100
    assert assess(ValueFacts(credit_grade="zz"), TODAY).score is None


def test_old_cooperation_is_mentioned():
    found = assess(ValueFacts(projects_in_window=0, last_project_on=date(2020, 3, 1)), TODAY)
    assert "2020 年" in found.reasons[1]


def test_amounts_in_words():
    assert value.in_wan(Decimal(120_000_000)) == "1.20 亿元"
    assert value.in_wan(Decimal(565_000)) == "56.5 万元"
    assert value.in_wan(Decimal(800)) == "800 元"


def test_every_class_has_a_strategy():
    assert set(value.STRATEGIES) == {letter for _, letter in value.CLASS_FROM}
    assert abs(sum(value.WEIGHTS.values()) - 1) < 1e-9


facts = st.builds(
    ValueFacts,
    budget=st.none() | st.decimals(0, 10**10, places=2),
    amounts=st.lists(st.decimals(0, 10**9, places=2), max_size=4).map(tuple),
    projects_in_window=st.none() | st.integers(0, 30),
    credit_grade=st.sampled_from([None, "", "AAA", "bbb", "D"]),
    on_time_share=st.none() | st.floats(0, 1),
    longest_delay_days=st.none() | st.integers(0, 999),
)


@given(facts)
def test_any_facts_give_a_score_in_range_and_reasons(some):
    found = assess(some, TODAY)
    assert found.score is None or 0 <= found.score <= 100
    assert (found.score is None) == (found.value_class is None)
    assert len(found.reasons) == 4


@given(facts, st.decimals(1, 10**8, places=2))
def test_a_bigger_budget_never_lowers_the_value(some, more):
    if some.budget is None or not some.budget:
        return
    assert assess(replace(some, budget=some.budget + more), TODAY).score >= assess(some, TODAY).score
