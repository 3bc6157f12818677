"""The first choice of look-alikes by shared character pairs."""

import random

import pytest

from zhuke.modules.customers.domain.pairs import MOST, Pairs, pairs_of

SIGNS = "恒坤宏远泰盛鑫隆建筑工程装饰𠮷A1"


def some_texts(count: int) -> list[str]:
    rnd = random.Random(11)  # noqa: S311 - seeded test data
    return ["".join(rnd.choice(SIGNS) for _ in range(rnd.randrange(9))) for _ in range(count)]


def test_pairs_are_neighbours_and_pairs_around_one_near_the_front() -> None:
    assert pairs_of("恒坤建") == pairs_of("恒坤") | pairs_of("坤建") | (pairs_of("恒×建") - pairs_of("恒×") - pairs_of("×建"))
    assert pairs_of("") != pairs_of("恒") != pairs_of("恒恒")
    assert len(pairs_of("ABCDEFGH")) == 7 + 4


def test_filed_in_one_go_or_one_after_the_other_is_the_same() -> None:
    texts = some_texts(600)
    places = [text[:1] for text in texts]
    together, apart = Pairs(texts, places), Pairs()
    for text, place in zip(texts, places, strict=True):
        apart.add(text, place)
    mixed = Pairs(texts[:400], places[:400])
    for text, place in zip(texts[400:], places[400:], strict=True):
        mixed.add(text, place)
    for asked in [*texts, *some_texts(50)]:
        assert together.candidates(asked, asked[:1]) == apart.candidates(asked, asked[:1]) == mixed.candidates(asked, asked[:1])


def test_who_shares_most_comes_first_and_the_place_speaks_for_two_pairs() -> None:
    pairs = Pairs(["恒坤建筑装饰", "恒坤劳务", "恒坤建材"], ["杭州", "杭州", "宁波"])
    assert pairs.candidates("恒坤建筑", "上海")[0] == 0
    assert pairs.candidates("恒坤建筑", "上海") == [0, 2, 1]
    assert pairs.candidates("恒坤建材", "杭州") == [2, 0, 1]
    assert pairs.candidates("沐阳") == []


@pytest.mark.parametrize("text", ["", "恒"])
def test_short_texts_find_their_equals(text: str) -> None:
    assert Pairs(["恒坤", text, "坤"]).candidates(text) == [1]


def test_of_two_that_share_as_many_the_rarer_pair_decides() -> None:
    pairs = Pairs(["恒坤甲乙", *["宏远甲乙"] * 9, "恒坤丙丁", *["宏远丙丁"] * 30])
    assert pairs.candidates("宏远恒坤", most=2) == [10, 0]


def test_nothing_is_found_among_nothing() -> None:
    assert Pairs().candidates("恒坤建筑") == []


def test_only_so_many_are_named_however_common_the_pairs() -> None:
    pairs = Pairs(["恒坤建筑工程"] * 5000, ["杭州"] * 5000)
    assert pairs.candidates("恒坤建筑工程", "杭州") == list(range(4999, 4999 - MOST, -1))
    for _ in range(5000):
        pairs.add("恒坤建筑工程", "杭州")
    assert pairs.candidates("恒坤建筑工程", "杭州") == list(range(9999, 9999 - MOST, -1))
