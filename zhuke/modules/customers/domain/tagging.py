"""Automatic tags by rule (R34, R68): industry, budget, size, activity, cooperation. Rules are data; a firm may replace every keyword.

Facts are a plain mapping; what is missing gives no tag: name, business_scope, pain_points, remark (texts); budget, largest_cooperation,
cooperation_amount, registered_capital (¥); employees, cooperation_count, last_contact_days (whole numbers).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext, gettext_noop

from .value import in_words
from .wordlists import words

Facts = Mapping[str, Any]
FIELD_LABELS = {
    "name": gettext_noop("名称"),
    "pain_points": gettext_noop("痛点与需求"),
    "remark": gettext_noop("备注"),
    "business_scope": gettext_noop("经营范围"),
    "budget": gettext_noop("预算"),
    "largest_cooperation": gettext_noop("最大合作项目"),
    "registered_capital": gettext_noop("注册资本"),
    "employees": gettext_noop("员工人数"),
    "cooperation_count": gettext_noop("合作次数"),
    "cooperation_amount": gettext_noop("累计合作金额"),
    "last_contact_days": gettext_noop("最近联系"),
}
_MONEY = frozenset(["budget", "largest_cooperation", "registered_capital", "cooperation_amount"])
# A word in the name says more than one in the register's long list of permitted trades.
_FIELD_POINTS = {"name": 3, "pain_points": 2, "remark": 2, "business_scope": 1}
_ENOUGH_POINTS = 2
_AT_MOST_PER_GROUP = 3
# The register lets a builder list every trade; beyond this many industries the list says nothing about the customer.
_TOO_BROAD = 4


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and why it was given; `field` is the number that a band was judged by."""

    group: str
    name: str
    why: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class TagRule:
    """One rule. `kind` decides which of the other fields count:

    keywords: any of `keywords` in the name, the customer texts or the business scope, unless one of `except_words` covers it;
    band: `low` ≤ number in `field` < `high` (None is open).
    """

    group: str
    name: str
    kind: str
    keywords: tuple[str, ...] = ()
    except_words: tuple[str, ...] = ()
    field: str = ""
    low: int | None = None
    high: int | None = None


def _industry(name: str, keywords: str, except_words: str = "") -> TagRule:
    return TagRule("行业", name, "keywords", words(keywords), words(except_words))


def _band(group: str, name: str, field: str, low: int | None, high: int | None) -> TagRule:
    return TagRule(group, name, "band", field=field, low=low, high=high)


def _budget_bands(field: str) -> tuple[TagRule, ...]:
    return (
        _band("预算", "预算500万以下", field, 1, 5_000_000),
        _band("预算", "预算500万–3000万", field, 5_000_000, 30_000_000),
        _band("预算", "预算3000万–1亿", field, 30_000_000, 100_000_000),
        _band("预算", "预算1亿以上", field, 100_000_000, None),
    )


RULES: tuple[TagRule, ...] = (
    _industry(
        "住宅", "住宅 房地产 地产 置业 商品房 安置房 保障房 公寓 小区 楼盘 别墅 棚改 人才房", "房地产经纪 房地产中介 房地产估价 房地产咨询"
    ),
    _industry("商业", "商业综合体 购物中心 写字楼 商业广场 商业街 百货大楼 星级酒店 酒店项目 商业地产 商管 会展中心 商业运营"),
    _industry("市政", "市政 城建 城市建设 污水 给排水 管网 城投 道路照明 综合管廊 城市更新 住建局 住房和城乡建设 环卫 公用事业"),
    _industry("工业", "工业厂房 厂房 工业园 产业园 制造 化工 钢铁 冶金 生产线 工厂 重工 装备 半导体 新材料", "制造商代理"),
    _industry("公路", "公路 高速 路桥 桥梁 隧道 交通投资 交投 交通局 交通运输局 交建 路面 养护", "轨道 铁路桥梁"),
    _industry("轨道交通", "轨道 地铁 铁路 高铁 城际"),
    _industry("水利", "水利 水电站 河道 堤防 灌区 水库 水务 水投 防洪 泵站 引水", "水利水电机电安装"),
    _industry("电力能源", "电力 输变电 变电站 光伏 风电 储能 新能源 电网 火电 热电 充电桩 燃气 能源"),
    _industry("医疗", "医院 卫生院 卫健 医疗 康养 疾控 妇幼 养老 医药 制药", "医疗器械销售"),
    _industry("教育", "学校 小学 中学 大学 学院 幼儿园 教育局 校园 职业技术 高校", "大学城"),
    _industry("文体旅游", "体育馆 体育场 文化馆 图书馆 博物馆 剧院 文旅 景区 旅游 文化中心"),
    _industry("园林生态", "园林绿化 园林景观 绿化景观 园林 绿化 景观 生态修复 湿地 公园 水环境"),
    _industry("物流仓储", "物流 仓储 冷链 物流园 港口 航运 机场"),
    _industry("农业农村", "农业 高标准农田 乡村 农村 农田 粮库 粮食"),
    _industry("数据通信", "数据中心 通信 电信 机房 云计算"),
    *_budget_bands("budget"),
    *_budget_bands("largest_cooperation"),
    _band("规模", "小微企业", "registered_capital", 1, 5_000_000),
    _band("规模", "中型企业", "registered_capital", 5_000_000, 100_000_000),
    _band("规模", "大型企业", "registered_capital", 100_000_000, None),
    _band("规模", "小微企业", "employees", 1, 50),
    _band("规模", "中型企业", "employees", 50, 500),
    _band("规模", "大型企业", "employees", 500, None),
    _band("活跃度", "活跃", "last_contact_days", None, 31),
    _band("活跃度", "平稳", "last_contact_days", 31, 181),
    _band("活跃度", "沉睡", "last_contact_days", 181, None),
    _band("合作", "战略客户", "cooperation_amount", 100_000_000, None),
    _band("合作", "战略客户", "cooperation_count", 5, None),
    _band("合作", "多次合作", "cooperation_count", 2, None),
    _band("合作", "首次合作", "cooperation_count", 1, 2),
)


# Stored as written here; the screens show them in the reader's language.
TAG_NAMES = (
    gettext_noop("住宅"), gettext_noop("商业"), gettext_noop("市政"), gettext_noop("工业"), gettext_noop("公路"), gettext_noop("轨道交通"),
    gettext_noop("水利"), gettext_noop("电力能源"), gettext_noop("医疗"), gettext_noop("教育"), gettext_noop("文体旅游"),
    gettext_noop("园林生态"), gettext_noop("物流仓储"), gettext_noop("农业农村"), gettext_noop("数据通信"), gettext_noop("预算500万以下"),
    gettext_noop("预算500万–3000万"), gettext_noop("预算3000万–1亿"), gettext_noop("预算1亿以上"), gettext_noop("小微企业"),
    gettext_noop("中型企业"), gettext_noop("大型企业"), gettext_noop("活跃"), gettext_noop("平稳"), gettext_noop("沉睡"),
    gettext_noop("战略客户"), gettext_noop("多次合作"), gettext_noop("首次合作"),
)  # fmt: skip


def automatic_tags(facts: Facts, rules: Sequence[TagRule] = RULES) -> dict[str, str]:
    """Tag → why, in the order of `auto_tags`."""
    return {tag.name: tag.why for tag in auto_tags(facts, rules)}


def auto_tags(facts: Facts, rules: Sequence[TagRule] = RULES, *, worded: bool = True) -> list[Tag]:
    """The tags of a customer in the order of the groups. A group of bands gives at most one tag: the first rule that holds.

    Without `worded` the tags do not say why, which takes half the time.
    """
    tags: list[Tag] = []
    text = " ".join(str(facts.get(field) or "") for field in _FIELD_POINTS)
    for keywords, bands in _DEFAULT if rules is RULES else _grouped(rules):
        near = [rule for rule in keywords if _any_of(rule.keywords).search(text)]
        if near:
            tags += _by_keywords(facts, near, worded=worded)
        tags += _first_band(facts, bands, worded=worded)
    return tags


def _grouped(rules: Sequence[TagRule]) -> list[tuple[list[TagRule], list[TagRule]]]:
    """The rules by words and by numbers of each group, in the order of the groups."""
    groups: dict[str, tuple[list[TagRule], list[TagRule]]] = {}
    for rule in rules:
        keywords, bands = groups.setdefault(rule.group, ([], []))
        (keywords if rule.kind == "keywords" else bands).append(rule)
    return list(groups.values())


_DEFAULT = _grouped(RULES)


def _first_band(facts: Facts, rules: Sequence[TagRule], *, worded: bool) -> list[Tag]:
    for rule in rules:
        if facts.get(rule.field) is not None and (tag := _by_number(facts, rule, worded=worded)):
            return [tag]
    return []


def _by_keywords(facts: Facts, rules: Sequence[TagRule], *, worded: bool) -> list[Tag]:
    scored = []
    for rule in rules:
        points, where = _keyword_points(facts, rule)
        if points:
            scored.append((points, rule, where))
    broad = sum("business_scope" in where for _, _, where in scored) > _TOO_BROAD
    kept = []
    for points, rule, where in scored:
        if broad and set(where) == {"business_scope"}:
            continue
        if points >= _ENOUGH_POINTS:
            kept.append((points, Tag(rule.group, rule.name, _why_keywords(where) if worded else "")))
    kept.sort(key=lambda pair: -pair[0])
    return [tag for _, tag in kept[:_AT_MOST_PER_GROUP]]


def _why_keywords(where: Mapping[str, Sequence[str]]) -> str:
    return "；".join(
        gettext("%(one)s含“%(other)s”") % {"one": gettext(FIELD_LABELS[field]), "other": "、".join(found)} for field, found in where.items()
    )


def _keyword_points(facts: Facts, rule: TagRule) -> tuple[int, dict[str, list[str]]]:
    points, where = 0, {}
    for field, worth in _FIELD_POINTS.items():
        text = str(facts.get(field) or "")
        if not text or not _any_of(rule.keywords).search(text):
            continue
        for word in rule.except_words:
            text = text.replace(word, " ")
        found = [word for word in rule.keywords if word in text]
        found = [word for word in found if not any(word in other and word != other for other in found)]
        if found:
            points += worth * min(2, len(found))
            where[field] = found[:3]
    return points, where


@cache
def _any_of(keywords: tuple[str, ...]) -> re.Pattern[str]:
    """Most texts hold none of a rule's words, which one search tells."""
    return re.compile("|".join(map(re.escape, keywords)))


def _by_number(facts: Facts, rule: TagRule, *, worded: bool) -> Tag | None:
    number = Decimal(facts[rule.field])
    if (rule.low is not None and number < rule.low) or (rule.high is not None and number >= rule.high):
        return None
    return Tag(rule.group, rule.name, _why_number(rule.field, number) if worded else "", rule.field)


def _why_number(field: str, number: Decimal) -> str:
    label = gettext(FIELD_LABELS[field]) if field in FIELD_LABELS else field
    if field == "last_contact_days":
        return gettext("%(label)s在 %(value)s 天前") % {"label": label, "value": f"{max(number, Decimal(0)):f}"}
    return f"{label} {in_words(number)}" if field in _MONEY else f"{label} {number:f}"


def rules_to_data(rules: Sequence[TagRule] = RULES) -> list[dict[str, Any]]:
    """Rules as JSON-ready mappings, for a settings screen; empty entries are left out."""
    return [{key: list(v) if isinstance(v, tuple) else v for key, v in asdict(rule).items() if v not in ((), "", None)} for rule in rules]


def rules_from_data(data: Iterable[Mapping[str, Any]]) -> tuple[TagRule, ...]:
    """The reverse of `rules_to_data`. Raises ValueError with a sentence for a rule that cannot work."""
    return tuple(_checked(entry) for entry in data)


def _checked(entry: Mapping[str, Any]) -> TagRule:
    unknown = sorted(set(entry) - set(TagRule.__dataclass_fields__))
    if unknown or not entry.get("name") or not entry.get("group"):
        problem = gettext("有不认识的项 %(value)s") % {"value": "、".join(unknown)} if unknown else gettext("缺少分组或名称")
        raise ValueError(gettext("标签规则%(problem)s，请填写分组、名称和条件。") % {"problem": problem})
    rule = TagRule(group=str(entry["group"]), name=str(entry["name"]), kind=str(entry.get("kind", "")))
    if rule.kind == "keywords":
        keywords = tuple(str(word).strip() for word in entry.get("keywords", ()) if str(word).strip())
        if not keywords:
            raise ValueError(gettext("标签“%(name)s”没有关键词，请至少填写一个。") % {"name": rule.name})
        return replace(rule, keywords=keywords, except_words=tuple(str(word) for word in entry.get("except_words", ()) if word))
    low, high = entry.get("low"), entry.get("high")
    if rule.kind != "band" or not entry.get("field") or (low is None and high is None):
        raise ValueError(gettext("标签“%(name)s”的条件不完整，请选择字段并填写上限或下限。") % {"name": rule.name})
    if low is not None and high is not None and low >= high:
        raise ValueError(gettext("标签“%(name)s”的下限应小于上限。") % {"name": rule.name})
    return replace(rule, field=str(entry["field"]), low=low, high=high)
