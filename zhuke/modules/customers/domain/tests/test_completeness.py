from zhuke.modules.customers.domain.completeness import PARTS, missing, score


def test_the_weights_add_up_to_a_hundred_and_each_thing_is_asked_once() -> None:
    assert sum(part.weight for part in PARTS) == 100
    assert len({part.field for part in PARTS}) == len(PARTS)


def test_nothing_known_is_nothing_and_all_known_is_a_hundred() -> None:
    assert score({}) == 0
    assert score({part.field: "x" for part in PARTS}) == 100
    assert missing({part.field: "x" for part in PARTS}) == []


def test_empty_values_do_not_count_but_a_zero_does() -> None:
    assert score({"name": "", "roles": [], "has_contact": False, "owner": None}) == 0
    assert score({"registered_capital": 0}) == 3


def test_gaps_come_with_the_most_rewarding_first_and_filling_one_gains_just_that() -> None:
    facts = {"name": "甲"}
    gaps = missing(facts)
    assert [gap.gain for gap in gaps] == sorted((gap.gain for gap in gaps), reverse=True)
    assert gaps[0].field == "credit_code"
    assert score({**facts, "credit_code": "x"}) == score(facts) + gaps[0].gain
