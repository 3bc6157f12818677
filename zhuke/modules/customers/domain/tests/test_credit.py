from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.domain import credit
from zhuke.modules.customers.domain.credit import PaymentFacts, assess


def test_silent_below_the_minimum():
    found = assess(PaymentFacts(payments=2))
    assert (found.grade, found.score, found.advice, found.label) == (None, None, "unknown", "数据不足")
    assert "2 笔" in found.reasons[0]


def test_always_in_time_is_aaa():
    found = assess(PaymentFacts(payments=8))
    assert (found.grade, found.score, found.label) == ("AAA", 100, "继续合作")
    assert found.reasons[0] == "8 笔付款全部按时"


@pytest.mark.parametrize(
    ("facts", "grade", "advice"),
    [
        (PaymentFacts(payments=10, late=1, longest_delay_days=10), "AAA", "go_on"),
        (PaymentFacts(payments=10, late=2, longest_delay_days=20), "AA", "go_on"),
        (PaymentFacts(payments=10, late=4, longest_delay_days=45), "BBB", "careful"),
        (PaymentFacts(payments=10, late=5, longest_delay_days=80), "BB", "careful"),
        (PaymentFacts(payments=10, late=5, longest_delay_days=150, disputes=1), "C", "stop"),
        (PaymentFacts(payments=4, late=4, longest_delay_days=200, disputes=2), "D", "stop"),
    ],
)
def test_grades(facts, grade, advice):
    found = assess(facts)
    assert (found.grade, found.advice) == (grade, advice)


def test_every_lost_point_has_its_reason():
    found = assess(
        PaymentFacts(
            payments=10,
            late=2,
            longest_delay_days=20,
            disputes=1,
            amount=Decimal(1000000),
            overdue_now=Decimal(200000),
            unanswered_letters=1,
        )
    )
    text = "；".join(found.reasons)
    for part in (
        "2 笔逾期（20%），扣 8 分",
        "最长逾期 20 天，扣 8 分",
        "1 次纠纷，扣 8 分",
        "20.00 万元 逾期未付，扣 12 分",
        "1 封催款函未回复，扣 10 分",
    ):
        assert part in text
    assert found.score == 100 - 8 - 8 - 8 - 12 - 10


def test_two_silent_letters_stop_new_work():
    found = assess(PaymentFacts(payments=20, late=1, longest_delay_days=5, unanswered_letters=2))
    assert (found.grade, found.advice) == ("C", "stop")


def test_contradictions_are_refused():
    with pytest.raises(ValueError, match="自相矛盾"):
        assess(PaymentFacts(payments=1, late=2))
    with pytest.raises(ValueError, match="自相矛盾"):
        assess(PaymentFacts(payments=5, longest_delay_days=-1))


records = st.integers(3, 40).flatmap(
    lambda n: st.builds(
        PaymentFacts, payments=st.just(n), late=st.integers(0, n), longest_delay_days=st.integers(0, 400), disputes=st.integers(0, 5)
    )
)


@given(records)
def test_more_disputes_never_raise_the_grade(facts):
    worse = PaymentFacts(facts.payments, facts.late, facts.longest_delay_days, facts.disputes + 1)
    one, other = assess(facts), assess(worse)
    assert one.score >= other.score
    assert credit.GRADES.index(one.grade) <= credit.GRADES.index(other.grade)
    assert one.advice in credit.ADVICE_LABELS
