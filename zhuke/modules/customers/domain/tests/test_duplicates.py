import os
import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.domain import duplicates
from zhuke.modules.customers.domain.duplicate_index import DuplicateIndex
from zhuke.modules.customers.domain.duplicates import PartySummary, compare
from zhuke.modules.customers.domain.names import parse
from zhuke.modules.customers.domain.regions import table

CODE_A, CODE_B = "91640324MA770X823F", "91640521MA770X0M6X"
BRAND_CHARACTERS = "恒坤宏远泰盛鑫隆瑞丰嘉禾正源博雅骏驰锦程卓越凌云沐阳朗晟启辰弘毅铭扬睿思诺亚凯旋"
TRADES = ["建筑工程", "建设", "机电设备安装", "房地产开发", "装饰工程", "市政园林", "建材", "劳务", "钢结构", "勘察设计", "商贸", "置业"]


def party(name, **more):
    return PartySummary(name, **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中建一局", "中建二局"),
        ("中国建筑第一工程局有限公司", "中建二局集团有限公司"),
        ("浙江恒坤建筑有限公司第一分公司", "浙江恒坤建筑有限公司第二分公司"),
        ("浙江恒坤建筑有限公司杭州分公司", "浙江恒坤建筑有限公司宁波分公司"),
        ("浙江恒坤建筑有限公司", "浙江恒坤建筑有限公司杭州分公司"),
        ("杭州市第一人民医院", "杭州市第二人民医院"),
        ("杭州市第十一中学", "杭州市第十二中学"),
        ("上海建工一建集团有限公司", "上海建工二建集团有限公司"),
        ("北京三元食品", "北京四元食品"),
        ("恒坤置业1号项目公司", "恒坤置业2号项目公司"),
        ("杭州市住房和城乡建设局", "宁波市住房和城乡建设局"),
        ("中铁十二局集团有限公司", "中铁十二局集团第一工程有限公司"),
        ("甲恒建设", "乙恒建设"),
    ],
)
def test_sister_units_are_never_the_same(one, other):
    match = compare(party(one), party(other))
    assert match.verdict in {"different", "possible"}
    assert any(word in "".join(match.reasons) for word in ("不同", "不是同一单位"))


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("恒坤建筑（杭州）有限公司", "恒坤建筑(杭州)有限公司", "same"),
        ("浙江恒坤 建筑有限公司", "浙江恒坤建筑有限公司", "same"),
        ("浙江恒坤建筑有限公司", "恒坤建筑有限公司", "likely"),
        ("浙江恒坤建筑有限公司", "浙江恒坤建筑股份有限公司", "likely"),
        ("浙江恒坤建筑有限公司", "浙江恒昆建筑有限公司", "likely"),
        ("浙江恒坤建筑有限公司", "浙江省恒坤建筑有限责任公司", "likely"),
        ("中国建筑第三工程局有限公司", "中建三局集团有限公司", "likely"),
        ("杭州市住建局", "杭州市住房和城乡建设局", "same"),
        ("浙江恒坤建筑有限公司", "江苏恒坤建筑有限公司", "possible"),
        ("恒坤", "浙江恒坤建筑有限公司", "possible"),
        ("浙江恒坤建筑有限公司", "浙江恒坤机械有限公司", "different"),
        ("绿城房产", "绿地集团", "different"),
    ],
)
def test_verdicts(one, other, verdict):
    match = compare(party(one), party(other))
    assert match.verdict == verdict
    assert match.reasons


def test_equal_credit_code_is_the_same_party_whatever_the_name():
    match = compare(party("浙江恒坤建筑有限公司", credit_code=CODE_A), party("宏远置业", credit_code=" 91640324ma770x823f"))
    assert (match.score, match.verdict) == (100, "same")
    assert "统一社会信用代码相同" in match.reasons
    assert any("更名" in reason for reason in match.reasons)


def test_different_valid_codes_only_warn():
    match = compare(party("浙江恒坤建筑有限公司", credit_code=CODE_A), party("浙江恒坤建筑有限公司", credit_code=CODE_B))
    assert match.verdict == "possible"
    assert any("不能自动合并" in reason for reason in match.reasons)


def test_an_invalid_code_proves_nothing():
    match = compare(party("恒坤建筑", credit_code="123"), party("宏远置业", credit_code="123"))
    assert match.verdict == "different"
    other = compare(party("浙江恒坤建筑有限公司", credit_code=CODE_A), party("浙江恒坤建筑有限公司", credit_code="123"))
    assert other.verdict == "same"


def test_a_name_without_brand_or_place_is_not_certain():
    assert compare(party("建设工程有限公司"), party("建设工程有限公司")).verdict == "likely"


def test_phone_lifts_the_score():
    alone = compare(party("浙江恒坤建筑有限公司"), party("浙江恒坤建材有限公司"))
    with_phone = compare(party("浙江恒坤建筑有限公司", phones=("13800138000",)), party("浙江恒坤建材有限公司", phones=("13800138000",)))
    assert with_phone.score > alone.score
    assert "电话相同（138****8000）" in with_phone.reasons
    strangers = compare(party("宏远置业", phones=("13800138000",)), party("恒坤建材", phones=("13800138000",)))
    assert strangers.verdict == "possible"


def test_public_mail_domain_says_nothing():
    one, other = party("宏远置业", email_domains=("qq.com",)), party("恒坤建材", email_domains=("qq.com",))
    assert not any("域名" in reason for reason in compare(one, other).reasons)
    one, other = party("宏远置业", email_domains=("hk.example.cn",)), party("恒坤建材", email_domains=("hk.example.cn",))
    assert any("域名相同" in reason for reason in compare(one, other).reasons)


def test_evidence_does_not_unite_numbered_sisters():
    one = party("恒坤建设第一分公司", phones=("13800138000",), address="杭州市文三路1号")
    other = party("恒坤建设第二分公司", phones=("13800138000",), address="杭州市文三路 1 号")
    assert compare(one, other).verdict in {"possible", "different"}


def test_former_name_is_recognised():
    match = compare(party("宏远置业有限公司", former_names=("浙江恒坤建筑有限公司",)), party("浙江恒坤建筑有限公司"))
    assert match.verdict == "likely"
    assert match.reasons[0] == "与曾用名“浙江恒坤建筑有限公司”相符"


names = st.builds(
    lambda region, brand, trade, legal: region + brand + trade + legal,
    st.sampled_from(["", "浙江", "江苏省", "杭州市"]),
    st.text(BRAND_CHARACTERS, min_size=2, max_size=3),
    st.sampled_from(TRADES),
    st.sampled_from(["有限公司", "股份有限公司", "集团有限公司", ""]),
)


@given(names, names, st.sampled_from(["", CODE_A, CODE_B]), st.sampled_from(["", CODE_A, CODE_B]))
def test_comparison_is_symmetric_and_respects_codes(one, other, code, other_code):
    a, b = party(one, credit_code=code), party(other, credit_code=other_code)
    match, back = compare(a, b), compare(b, a)
    assert (match.score, match.verdict) == (back.score, back.verdict)
    assert 0 <= match.score <= 100
    if code and other_code:
        assert (match.verdict == "same") == (code == other_code)


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_two_texts_can_be_compared(one, other):
    assert compare(party(one), party(other)).score == compare(party(other), party(one)).score


def many_names(count, rnd):
    places = [city.short for city in table().cities]
    found = set()
    while len(found) < count:
        brand = "".join(rnd.choice(BRAND_CHARACTERS) for _ in range(rnd.choice([2, 2, 3, 4])))
        found.add(rnd.choice(places) + brand + rnd.choice(TRADES) + "有限公司")
    return sorted(found)


def variant(name, kind, rnd):
    parts = parse(name)
    place, brand, trade = parts.regions[0].short, parts.brand, parts.trade
    at = rnd.randrange(len(brand))
    return {
        0: f"{place}{brand}{trade}股份有限公司",
        1: f"{brand}{trade}（{place}）有限公司",
        2: f"{place}{brand[:at]}{rnd.choice(BRAND_CHARACTERS)}{brand[at + 1 :]}{trade}有限公司",
        3: f"{brand}（{place}）{trade}有限责任公司",
        4: f"{brand}{trade[:2]}有限公司",
        5: f"{place}　{brand}{trade}（集团）有限公司",
    }[kind]


def test_variants_are_found_again():
    rnd = random.Random(20260101)  # noqa: S311 - seeded test data
    known = many_names(6000, rnd)
    index = DuplicateIndex(PartySummary(name, ident=number) for number, name in enumerate(known))
    assert len(index) == 6000
    asked = [(rnd.randrange(len(known)), kind % 6) for kind in range(300)]
    hits = 0
    for number, kind in asked:
        found = index.find(party(variant(known[number], kind, rnd)), limit=5)
        hits += any(candidate.ident == number for candidate in found)
        assert [c.match.score for c in found] == sorted((c.match.score for c in found), reverse=True)
    assert hits / len(asked) >= 0.95


def test_a_slip_of_the_pen_is_found_among_many_of_the_same_trade_and_place():
    rnd = random.Random(7)  # noqa: S311 - seeded test data
    brands = [one + other for one in BRAND_CHARACTERS for other in BRAND_CHARACTERS if one != other]
    names = [f"{place}{brand}建筑工程有限公司" for place in ("杭州", "宁波", "温州", "绍兴", "嘉兴") for brand in brands]
    index = DuplicateIndex(PartySummary(name, ident=number) for number, name in enumerate(names))
    hits = 0
    for number in rnd.sample(range(len(names)), 200):
        wrong = names[number].replace("建筑", "筑")
        hits += any(candidate.ident == number for candidate in index.find(party(wrong)))
    assert hits >= 190


def test_index_finds_by_code_and_phone_and_skips_itself():
    index = DuplicateIndex()
    index.add(party("宏远置业有限公司", ident=1, credit_code=CODE_A, phones=("13800138000",)))
    index.add(party("恒坤建材有限公司", ident=2))
    assert [c.ident for c in index.find(party("名称完全不同", credit_code=CODE_A))] == [1]
    assert [c.ident for c in index.find(party("名称完全不同", phones=("13800138000",)))] == [1]
    assert index.find(party("宏远置业有限公司", ident=1, credit_code=CODE_A)) == []


def test_index_replaces_and_removes():
    index = DuplicateIndex([party("宏远置业有限公司", ident=1)])
    index.add(party("恒坤建材有限公司", ident=1))
    assert len(index) == 1
    assert index.find(party("宏远置业有限公司")) == []
    assert index.find(party("恒坤建材公司"))[0].match.label == "很可能重复"
    index.remove(1)
    index.remove("unknown")
    assert len(index) == 0
    assert index.find(party("恒坤建材有限公司")) == []


def test_index_knows_former_names():
    index = DuplicateIndex([party("宏远置业有限公司", ident=1, former_names=("浙江恒坤建筑有限公司",))])
    found = index.find(party("恒坤建筑有限公司"))
    assert [c.ident for c in found] == [1]
    assert found[0].match.reasons[0].startswith("与曾用名")


def test_labels_cover_all_verdicts():
    assert set(duplicates.VERDICT_LABELS) == {"same", "likely", "possible", "different"}


_LOOKS = """
import random
from django.conf import settings
settings.configure(USE_I18N=False)
from zhuke.modules.customers.domain.duplicate_index import DuplicateIndex
from zhuke.modules.customers.domain.duplicates import PartySummary
draw, signs = random.Random(3), "华中建东西安泰和恒信德昌宁康新万福瑞金宏通达利顺长宝"
trades, cities = ["建设", "建筑工程", "房地产开发", "钢材贸易", "物流", "园林绿化"], ["杭州", "南京", "苏州", "宁波", "武汉", "成都"]
names = ["".join(map(draw.choice, (cities, signs, signs, trades))) + "有限公司" for _ in range(4000)]
index = DuplicateIndex(PartySummary(name, number) for number, name in enumerate(names))
print([[(one.ident, one.match.score) for one in index.find(PartySummary(name), 3)] for name in names[:400]])
"""


def test_two_processes_find_the_same() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", _LOOKS], check=True, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
