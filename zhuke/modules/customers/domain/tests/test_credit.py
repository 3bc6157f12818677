from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.defaults import DICTIONARIES
from zhuke.modules.customers.domain.credit import ADVICE_LABELS, GRADES, PaymentRecord, assess


def record(settled=0, late=0, longest=None, disputes=0, amount=None, projects=None):
    return PaymentRecord(settled if projects is None else projects, settled, late, longest, disputes, amount)


def test_grades_are_those_of_the_dictionary():
    assert tuple(code for code, *_ in DICTIONARIES["credit_grade"]) == GRADES


@pytest.mark.parametrize("settled", [0, 1])
def test_silent_below_a_minimum_of_data(settled):
    found = assess(record(settled, projects=9), capital=Decimal("1e9"), years=30)
    assert (found.grade, found.advice, found.advice_label) == ("", "", "数据不足")
    assert f"再补充 {2 - settled} 个项目" in found.reasons[0]


@pytest.mark.parametrize(
    ("given_record", "grade", "advice"),
    [
        (record(8), "aaa", "go"),
        (record(8, late=1, longest=10), "aa", "go"),
        (record(4), "aa", "go"),
        (record(2), "a", "go"),
        (record(4, late=2, longest=20), "bbb", "go"),
        (record(4, late=3, longest=40), "b", "care"),
        (record(4, late=4, longest=100), "d", "stop"),
        (record(6, disputes=2), "bb", "care"),
        (record(6, late=2, longest=70, disputes=1), "c", "stop"),
        (record(10, late=10, longest=400, disputes=5), "d", "stop"),
    ],
)
def test_grade_of_a_record(given_record, grade, advice):
    found = assess(given_record)
    assert (found.grade, found.advice, found.advice_label) == (grade, advice, ADVICE_LABELS[advice])


def test_one_grave_event_is_enough_to_warn():
    assert assess(record(1, late=1, longest=120)).advice == "stop"
    disputed = assess(record(0, disputes=1, projects=1))
    assert (disputed.grade, disputed.advice) == ("bb", "care")
    assert "1 个项目发生过纠纷" in disputed.reasons
    assert assess(record(1, late=1, longest=90)).advice == ""


def test_reasons_name_the_facts():
    found = assess(record(4, late=1, longest=35, disputes=1, amount=Decimal(60_000_000)), capital=Decimal(800_000), years=0)
    assert found.reasons == (
        "4 个项目中有 1 个逾期付款",
        "最长拖欠 35 天",
        "1 个项目发生过纠纷",
        "注册资本只有 80 万元",
        "累计合作 6000 万元，超过注册资本的 5 倍",
        "成立不满 1 年",
    )
    assert "注册资本 1.2 亿元" in assess(record(5), capital=Decimal(120_000_000)).reasons
    assert "可判断的项目只有 2 个，最高评为 A" in assess(record(2)).reasons


def test_a_project_still_running_late_counts_though_nothing_is_settled():
    assert assess(record(0, late=2, longest=30, projects=2)).reasons[0] == "2 个项目中有 2 个逾期付款"


def test_the_firm_moves_a_borderline_grade():
    borderline = record(8, late=1, longest=10, amount=Decimal(20_000_000))
    assert assess(borderline, capital=Decimal(900_000), years=1).grade == "bbb"
    assert assess(borderline, capital=Decimal(80_000_000), years=12).grade == "aaa"


def test_entered_grade_only_makes_it_stricter():
    assert assess(record(8), grade="b").grade == "b"
    assert any("登记的信用等级 B 低于" in reason for reason in assess(record(8), grade="b").reasons)
    assert assess(record(8, late=8, longest=200), grade="aaa").advice == "stop"
    assert assess(record(8), grade="own_entry_of_the_firm").grade == "aaa"


def test_entered_grade_stands_alone_without_a_record():
    found = assess(record(1), grade="d")
    assert (found.grade, found.advice) == ("d", "stop")
    assert "按登记的信用等级 D 判断" in found.reasons[0]


@given(
    late=st.integers(0, 20),
    paid=st.integers(0, 20),
    days=st.integers(1, 2000),
    disputes=st.integers(0, 20),
)
def test_a_worse_record_never_gets_a_better_grade(late, paid, days, disputes):
    def rank(number_late, longest, number_disputes):
        found = assess(record(late + paid, number_late, longest if number_late else None, number_disputes))
        return GRADES.index(found.grade) if found.grade else None

    here = rank(late, days, disputes)
    if here is not None:
        assert here <= (rank(late, days + 30, disputes) or 0)
        assert here <= (rank(late, days, disputes + 1) or 0)
