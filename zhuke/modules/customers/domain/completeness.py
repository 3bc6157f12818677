"""How complete a customer record is (R19, X4): weighted items, a score of 0–100, and what to fill next.

The facts are a plain mapping. Keys are the customer's field names, and of what hangs on it:
`contacts` (a sequence of mappings with name, phone, landline, email, wechat, position), `addresses` (a sequence of
mappings with detail, latitude, longitude), `last_contact_on` (date), `cooperations` (a count).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

Facts = Mapping[str, Any]
RECENT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a complete record has. `field` is the field to open for filling it in."""

    field: str
    label: str
    weight: int
    present: Callable[[Facts, date], bool]
    hint: str = ""
    not_for_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap: `gain` is by how many points the score rises once it is filled."""

    field: str
    label: str
    weight: int
    gain: float
    hint: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """`score` is 100 only when nothing is missing; `missing` stands in the order in which to fill it."""

    score: int
    missing: tuple[Missing, ...]


def is_filled(value: Any) -> bool:
    """True for a value that says something; 暂无, 无, - and the like do not."""
    if value is None or value == "" or value is False:
        return False
    if isinstance(value, str):
        return value.strip().lower() not in {
            "",
            "无",
            "暂无",
            "未知",
            "不详",
            "待补充",
            "待定",
            "-",
            "--",
            "/",
            "n/a",
            "na",
            "null",
            "none",
        }
    if isinstance(value, (Sequence, Mapping)):
        return len(value) > 0
    return True


def _field(name: str) -> Callable[[Facts, date], bool]:
    return lambda facts, today: is_filled(facts.get(name))


def _any_of(*names: str) -> Callable[[Facts, date], bool]:
    return lambda facts, today: any(is_filled(facts.get(name)) for name in names)


def _contact(*names: str) -> Callable[[Facts, date], bool]:
    def present(facts: Facts, today: date) -> bool:
        return any(any(is_filled(person.get(name)) for name in names) for person in facts.get("contacts") or ())

    return present


def _address(facts: Facts, today: date) -> bool:
    return is_filled(facts.get("registered_address")) or any(is_filled(place.get("detail")) for place in facts.get("addresses") or ())


def _coordinates(facts: Facts, today: date) -> bool:
    return any(place.get("latitude") is not None and place.get("longitude") is not None for place in facts.get("addresses") or ())


def _recent_contact(facts: Facts, today: date) -> bool:
    last = facts.get("last_contact_on")
    return last is not None and (today - last).days <= RECENT_DAYS


_NOT_FIRMS = frozenset({"government", "institution"})

ITEMS: tuple[Item, ...] = (
    Item("name", "客户名称", 8, _field("name"), "填写营业执照上的全称"),
    Item("credit_code", "统一社会信用代码", 8, _field("credit_code"), "营业执照或国家企业信用信息公示系统可查"),
    Item("kind", "客户类型", 5, _field("kind"), "选择政府、开发商、国企、民企等"),
    Item("roles", "合作角色", 4, _field("roles"), "业主、合作方、供应商或分包"),
    Item("industry", "行业", 4, _field("industry"), "住宅、市政、工业等"),
    Item("region", "地区", 4, _field("region"), "客户所在省市"),
    Item("owner", "负责人", 5, _field("owner"), "指定一位客户经理"),
    Item("intention", "意向级别", 4, _field("intention"), "高、中、低或暂无"),
    Item("source", "客户来源", 3, _field("source"), "转介绍、招标公告、展会等"),
    Item("contacts", "联系人", 10, _contact("name"), "至少一位联系人"),
    Item("contact_phone", "联系人电话", 10, _contact("phone", "landline"), "联系人的手机或座机"),
    Item("contact_email", "联系人邮箱", 4, _contact("email"), "用于发送报价与案例"),
    Item("contact_position", "联系人职务", 4, _contact("position"), "知道谁能拍板"),
    Item("phone", "单位电话", 3, _any_of("phone", "email"), "总机电话或单位邮箱"),
    Item("addresses", "地址", 6, _address, "办公或注册地址"),
    Item("coordinates", "地址坐标", 2, _coordinates, "在地图上选点，勘察和送货时导航"),
    Item("last_contact_on", f"近 {RECENT_DAYS} 天的沟通记录", 8, _recent_contact, "补上最近一次拜访或电话"),
    Item("budget", "预算金额", 3, _field("budget"), "可以填大致金额"),
    Item("pain_points", "痛点与需求", 4, _field("pain_points"), "客户最关心质量、工期还是价格"),
    Item("competitors", "竞争对手", 2, _field("competitors"), "同时在接触的其他单位"),
    Item("legal_representative", "法定代表人", 2, _field("legal_representative"), "营业执照可查", _NOT_FIRMS),
    Item("registered_capital", "注册资本", 2, _field("registered_capital"), "营业执照可查", _NOT_FIRMS),
    Item("business_scope", "经营范围", 2, _field("business_scope"), "营业执照可查", _NOT_FIRMS),
    Item("credit_grade", "信用等级", 3, _field("credit_grade"), "按付款记录评定", frozenset({"government"})),
)


def with_weights(weights: Mapping[str, int], items: Sequence[Item] = ITEMS) -> tuple[Item, ...]:
    """The items with the firm's own weights; weight 0 leaves an item out. Raises ValueError for an unknown field or a negative weight."""
    known = {item.field for item in items}
    unknown = sorted(set(weights) - known)
    if unknown:
        raise ValueError(f"没有这些完整度项目：{'、'.join(unknown)}，可用的是：{'、'.join(sorted(known))}。")
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("完整度权重不能为负数，请填 0 或正整数；0 表示不计入。")
    weighted = (replace(item, weight=weights.get(item.field, item.weight)) for item in items)
    return tuple(item for item in weighted if item.weight > 0)


def assess(facts: Facts, today: date, items: Sequence[Item] = ITEMS) -> Completeness:
    """Score one customer. Items that its `kind` cannot have (a bureau has no registered capital) do not count."""
    counted = [item for item in items if facts.get("kind") not in item.not_for_kinds]
    total = sum(item.weight for item in counted)
    if not total:
        return Completeness(100, ())
    gaps = [item for item in counted if not item.present(facts, today)]
    lost = sum(item.weight for item in gaps)
    score = 100 * (total - lost) // total
    missing = tuple(Missing(item.field, item.label, item.weight, round(100 * item.weight / total, 1), item.hint) for item in gaps)
    return Completeness(score, tuple(sorted(missing, key=lambda gap: -gap.gain)))


def average(scores: Sequence[int]) -> Decimal | None:
    """Mean of many scores to one decimal, None without any: for a person, a subsidiary, the group."""
    return (Decimal(sum(scores)) / len(scores)).quantize(Decimal("0.1")) if scores else None
