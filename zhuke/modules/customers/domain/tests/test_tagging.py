import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuke.modules.customers.domain import tagging
from zhuke.modules.customers.domain.tagging import auto_tags


def names(group="", **facts):
    return [tag.name for tag in auto_tags(facts) if not group or tag.group == group]


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("杭州恒坤置业有限公司", "住宅"),
        ("宁波市城市建设投资集团", "市政"),
        ("浙江省交通投资集团", "公路"),
        ("苏州轨道交通集团", "轨道交通"),
        ("嘉兴市水利投资有限公司", "水利"),
        ("国恒光伏科技有限公司", "电力能源"),
        ("温州市第三人民医院", "医疗"),
        ("台州市实验中学", "教育"),
        ("恒坤半导体制造有限公司", "工业"),
        ("湖州市文旅集团", "文体旅游"),
        ("恒坤冷链物流有限公司", "物流仓储"),
        ("恒坤购物中心管理有限公司", "商业"),
    ],
)
def test_industry_from_the_name(name, tag):
    found = auto_tags({"name": name})
    assert tag in [t.name for t in found]
    assert all(t.why.startswith("名称含") for t in found)


def test_industry_from_customer_text():
    (tag,) = auto_tags({"name": "恒坤集团", "pain_points": "准备新建两栋厂房"})
    assert (tag.group, tag.name, tag.why) == ("行业", "工业", "痛点与需求含“厂房”")


def test_an_agent_is_no_developer():
    assert "住宅" not in names(name="恒坤房地产经纪有限公司")


def test_a_register_that_permits_everything_says_nothing():
    scope = "住宅；市政；公路；铁路；水利；电力；医疗；学校；园林绿化；物流；农业；通信工程；污水处理；桥梁；输变电；河道"
    assert names("行业", name="恒坤建设有限公司", business_scope=scope) == []
    assert names("行业", name="恒坤建设有限公司", business_scope="市政工程、污水处理") == ["市政"]
    assert names("行业", name="恒坤市政建设有限公司", business_scope=scope) == ["市政"]


def test_at_most_three_industries():
    assert len(names("行业", name="恒坤住宅市政公路水利电力医院学校有限公司")) == 3


@pytest.mark.parametrize(
    ("budget", "tag"),
    [
        (4_999_999, "预算500万以下"),
        (5_000_000, "预算500万–3000万"),
        (30_000_000, "预算3000万–1亿"),
        (99_999_999, "预算3000万–1亿"),
        (100_000_000, "预算1亿以上"),
    ],
)
def test_budget_bands(budget, tag):
    assert names("预算", budget=Decimal(budget)) == [tag]


def test_without_a_budget_the_largest_project_speaks():
    (tag,) = auto_tags({"budget": None, "largest_cooperation": Decimal(120_000_000)})
    assert tag.name == "预算1亿以上"
    assert tag.why.startswith("最大合作项目")


def test_tags_with_their_reasons():
    facts = {"name": "杭州恒坤置业有限公司", "last_contact_days": 3, "cooperation_count": 1}
    assert tagging.automatic_tags(facts) == {"住宅": "名称含“置业”", "活跃": "最近联系在 3 天前", "首次合作": "合作次数 1"}


def test_no_budget_no_band():
    assert names(budget=None) == []
    assert names(budget=Decimal(0)) == []


@pytest.mark.parametrize(("days", "tag"), [(0, "活跃"), (30, "活跃"), (31, "平稳"), (180, "平稳"), (181, "沉睡"), (2000, "沉睡")])
def test_activity(days, tag):
    found = auto_tags({"last_contact_days": days})
    assert [(t.group, t.name) for t in found] == [("活跃度", tag)]
    assert f"{days} 天前" in found[0].why


@pytest.mark.parametrize(
    ("count", "amount", "expected"),
    [(0, None, []), (1, 10, ["首次合作"]), (2, 10, ["多次合作"]), (5, 10, ["战略客户"]), (2, 100_000_000, ["战略客户"])],
)
def test_cooperation(count, amount, expected):
    assert names("合作", cooperation_count=count, cooperation_amount=amount) == expected


def test_size_by_capital_before_headcount():
    assert names("规模", registered_capital=Decimal(200_000_000), employees=10) == ["大型企业"]
    assert names("规模", employees=10) == ["小微企业"]


def test_tags_follow_the_data():
    before = names("预算", budget=Decimal(1_000_000))
    after = names("预算", budget=Decimal(200_000_000))
    assert before != after


def test_rules_survive_a_settings_screen():
    data = json.loads(json.dumps(tagging.rules_to_data(), ensure_ascii=False))
    assert tagging.rules_from_data(data) == tagging.RULES


def test_own_rule():
    rules = tagging.rules_from_data([{"group": "重点", "name": "亚运", "kind": "keywords", "keywords": ["亚运"]}])
    assert [t.name for t in auto_tags({"remark": "亚运场馆改造"}, rules)] == ["亚运"]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"group": "a", "name": "b", "kind": "keywords"}, "没有关键词"),
        ({"group": "a", "name": "b", "kind": "band", "field": "budget"}, "不完整"),
        ({"group": "a", "name": "b", "kind": "band", "field": "budget", "low": 5, "high": 5}, "小于"),
        ({"group": "a", "name": "b", "kind": "guess"}, "不完整"),
        ({"name": "b", "kind": "band"}, "缺少分组"),
        ({"group": "a", "name": "b", "colour": "red"}, "colour"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(entry, sentence):
    with pytest.raises(ValueError, match=sentence):
        tagging.rules_from_data([entry])


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.text(max_size=30),
            "business_scope": st.text(max_size=60),
            "budget": st.none() | st.decimals(-10, 10**11, places=2),
            "employees": st.integers(0, 10**6),
            "cooperation_count": st.integers(0, 50),
            "last_contact_days": st.none() | st.integers(-5, 9000),
            "largest_cooperation": st.none() | st.integers(0, 10**10),
        },
    )
)
def test_any_facts_give_at_most_one_tag_a_band(facts):
    tags = auto_tags(facts)
    for group in ("预算", "规模", "活跃度", "合作"):
        assert sum(tag.group == group for tag in tags) <= 1
    assert all(tag.why for tag in tags)


def test_every_tag_that_comes_with_the_product_has_a_name_on_the_screens() -> None:
    assert list(dict.fromkeys(rule.name for rule in tagging.RULES)) == list(tagging.TAG_NAMES)
