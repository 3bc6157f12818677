"""Invented people: names, numbers, addresses, positions and how they are spoken to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from pypinyin import Style, lazy_pinyin

from .source import Odds, Source
from .texts import words

# 7 of 11 digits stay in a block that carriers do not hand out to people, so that nobody is rung up by a demonstration.
PREFIXES = [
    "130",
    "131",
    "132",
    "133",
    "134",
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "151",
    "152",
    "153",
    "155",
    "156",
    "157",
    "158",
    "159",
    "166",
    "173",
    "175",
    "176",
    "177",
    "178",
    "180",
    "181",
    "182",
    "183",
    "184",
    "185",
    "186",
    "187",
    "188",
    "189",
    "191",
    "193",
    "195",
    "196",
    "198",
    "199",
]
BLOCKS = Odds({"00": 6.0, "01": 1.0, "02": 1.0})
# Position: (department, weight of the position, role in a decision, how the person is spoken to)
Position = tuple[str, str, float, str, str]
FIRM: tuple[Position, ...] = (
    ("总经理", "总经办", 9, "decider", "总"),
    ("副总经理", "总经办", 10, "decider", "总"),
    ("董事长", "董事会", 2, "decider", "董"),
    ("工程总监", "工程管理部", 8, "decider", "总"),
    ("工程部经理", "工程管理部", 16, "influencer", "经理"),
    ("项目经理", "项目部", 9, "operator", "经理"),
    ("成本部经理", "成本合约部", 12, "influencer", "经理"),
    ("招采经理", "招标采购部", 14, "operator", "经理"),
    ("设计经理", "设计管理部", 6, "technical", "工"),
    ("总工程师", "技术部", 5, "technical", "总工"),
    ("财务经理", "财务部", 6, "finance", "经理"),
    ("招采专员", "招标采购部", 5, "operator", ""),
)
PLANT: tuple[Position, ...] = (
    ("总经理", "总经办", 12, "decider", "总"),
    ("副总经理", "总经办", 9, "decider", "总"),
    ("厂长", "生产部", 5, "decider", "厂长"),
    ("基建经理", "基建办", 18, "influencer", "经理"),
    ("行政总监", "行政部", 6, "influencer", "总"),
    ("采购经理", "采购部", 12, "operator", "经理"),
    ("设备工程师", "设备部", 9, "technical", "工"),
    ("基建工程师", "基建办", 10, "technical", "工"),
    ("财务总监", "财务部", 6, "finance", "总"),
    ("EHS 经理", "安全环保部", 3, "influencer", "经理"),
)
BUREAU: tuple[Position, ...] = (
    ("主任", "办公室", 5, "decider", "主任"),
    ("副主任", "办公室", 10, "decider", "主任"),
    ("副局长", "局领导", 4, "decider", "局"),
    ("建设科科长", "建设科", 15, "influencer", "科长"),
    ("规划科科长", "规划科", 7, "influencer", "科长"),
    ("项目办主任", "项目办", 13, "influencer", "主任"),
    ("工程科科员", "工程科", 13, "operator", ""),
    ("招标办负责人", "招标办", 8, "operator", "主任"),
    ("计财科科长", "计财科", 7, "finance", "科长"),
    ("总工程师", "总工办", 5, "technical", "总工"),
)
INSTITUTION: tuple[Position, ...] = (
    ("院长", "院办", 4, "decider", "院长"),
    ("副院长", "院办", 9, "decider", "院长"),
    ("党委书记", "党委办公室", 2, "decider", "书记"),
    ("基建处处长", "基建处", 15, "influencer", "处长"),
    ("总务处主任", "总务处", 12, "influencer", "主任"),
    ("基建科科长", "基建科", 14, "operator", "科长"),
    ("后勤主管", "后勤部", 8, "operator", "主任"),
    ("审计科科长", "审计科", 4, "influencer", "科长"),
    ("财务科科长", "财务科", 6, "finance", "科长"),
    ("现场代表", "基建科", 8, "technical", "工"),
)
DESIGN: tuple[Position, ...] = (
    ("院长", "院办", 6, "decider", "院长"),
    ("总建筑师", "总师室", 8, "technical", "总"),
    ("经营部主任", "经营部", 16, "influencer", "主任"),
    ("结构专业负责人", "结构所", 12, "technical", "工"),
    ("项目负责人", "建筑一所", 16, "operator", "工"),
    ("机电专业负责人", "机电所", 9, "technical", "工"),
    ("总经理", "总经办", 6, "decider", "总"),
    ("造价工程师", "经济所", 5, "finance", "工"),
)
VENDOR: tuple[Position, ...] = (
    ("总经理", "总经办", 14, "decider", "总"),
    ("销售总监", "销售部", 14, "influencer", "总"),
    ("区域经理", "销售部", 18, "operator", "经理"),
    ("业务经理", "销售部", 16, "operator", "经理"),
    ("技术支持", "技术部", 7, "technical", "工"),
    ("财务主管", "财务部", 6, "finance", "经理"),
    ("物流调度", "物流部", 4, "operator", "师傅"),
)
CREW: tuple[Position, ...] = (
    ("总经理", "总经办", 16, "decider", "总"),
    ("项目负责人", "工程部", 18, "operator", "经理"),
    ("劳务负责人", "劳务部", 14, "operator", "总"),
    ("预算员", "预算部", 8, "finance", "工"),
    ("技术负责人", "技术部", 9, "technical", "工"),
    ("安全员", "安全部", 4, "operator", "工"),
)
POSITIONS = {
    "developer": FIRM,
    "state_owned": FIRM,
    "private": PLANT,
    "foreign": PLANT,
    "government": BUREAU,
    "institution": INSTITUTION,
    "design_institute": DESIGN,
    "supplier": VENDOR,
    "contractor": CREW,
    "other": PLANT,
}
_POSITION_ODDS = {kind: Odds({position: position[2] for position in listed}) for kind, listed in POSITIONS.items()}


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person. ``latin`` is the name in pinyin without blanks; ``woman`` decides the salutation of people without a title."""

    name: str
    latin: str
    woman: bool

    @property
    def surname(self) -> str:
        """The family name."""
        return self.name[0]


def person(source: Source) -> Person:
    """A new person; the names of well-known people do not come up."""
    stock = words("names.txt")
    while True:
        woman = source.chance(0.3)
        place = min(int(source.expovariate(1 / 24)), len(stock["surname"]) - 1)
        name = stock["surname"][place] + source.one(stock["female" if woman else "male"])
        if name not in _banned():
            return Person(name, latin(name), woman)


@cache
def _banned() -> frozenset[str]:
    return frozenset(words("names.txt")["banned_person"])


@lru_cache(maxsize=50_000)
def latin(text: str) -> str:
    """Chinese text in pinyin without tones and blanks; other characters fall away."""
    return "".join(lazy_pinyin(text, style=Style.NORMAL, errors="ignore"))


def mobile(source: Source) -> str:
    """A mobile number of valid form in a block that is not handed out."""
    return f"{source.one(PREFIXES)}00{source.pick(BLOCKS)}{source.randint(1, 9999):04}"


def mail(source: Source, who: Person, domain: str) -> str:
    """An address under a domain that is reserved for examples."""
    tail = "" if source.chance(0.7) else str(source.randint(1, 99))
    return f"{who.latin}{tail}@{domain}"


def position(source: Source, kind: str) -> Position:
    """A position in an organisation of this kind, as (position, department, weight, decision role, salutation)."""
    return source.pick(_POSITION_ODDS[kind])


def spoken(who: Person, salutation: str) -> str:
    """How a salesperson writes of the person: 王总, 李科长, 陈女士."""
    return who.surname + (salutation or ("女士" if who.woman else "先生"))
