"""Invented projects: what a customer builds, how large, for how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from .places import new_areas
from .source import Odds, Source
from .texts import words

# Contract sums in 万元 as (median, spread of the logarithm), and ¥ for each square metre where an area is spoken of.
SIZES = {
    "residential": (11000, 0.8),
    "commercial": (13500, 0.9),
    "municipal": (5200, 0.95),
    "industrial": (4300, 0.85),
    "transport": (12500, 0.95),
    "water": (4600, 0.9),
    "energy": (5800, 0.9),
    "medical": (12500, 0.75),
    "education": (6500, 0.7),
    "other": (2100, 0.8),
}
UNIT_PRICE = {"residential": 2900, "commercial": 4600, "industrial": 2300, "medical": 5600, "education": 3900, "other": 3100}
# What each kind of customer builds.
INDUSTRIES: dict[str, dict[str, float]] = {
    "developer": {"residential": 72, "commercial": 28},
    "state_owned": {"municipal": 40, "transport": 16, "water": 10, "residential": 14, "commercial": 8, "energy": 7, "industrial": 5},
    "private": {"industrial": 82, "commercial": 8, "energy": 6, "other": 4},
    "foreign": {"industrial": 92, "commercial": 8},
    "government": {"municipal": 48, "education": 16, "water": 12, "transport": 12, "medical": 7, "other": 5},
    "institution": {"education": 45, "medical": 45, "other": 10},
    "design_institute": {"commercial": 20, "residential": 25, "education": 20, "medical": 15, "municipal": 20},
    "contractor": {"residential": 45, "municipal": 25, "industrial": 20, "commercial": 10},
    "supplier": {"residential": 40, "municipal": 25, "industrial": 20, "commercial": 15},
    "other": {"other": 100},
}
# Words in a name that decide what is built.
TELLING = {
    "医院": "medical",
    "保健": "medical",
    "疾控": "medical",
    "福利": "medical",
    "卫生": "medical",
    "学": "education",
    "教育": "education",
    "图书": "education",
    "文化中心": "education",
    "体育": "education",
    "科技馆": "education",
    "档案": "other",
    "监测": "other",
    "公路": "transport",
    "交通": "transport",
    "轨道": "transport",
    "水库": "water",
    "水利": "water",
    "水务": "water",
    "能源": "energy",
    "文旅": "commercial",
    "安居": "residential",
    "园区": "industrial",
    "城市管理": "municipal",
}
_INDUSTRY_ODDS = {kind: Odds(weights) for kind, weights in INDUSTRIES.items()}
# Parts of a work that cost a fraction of the whole.
SMALL_PARTS = ("净化", "改造", "幕墙", "装修", "配套", "附属", "送出", "机电", "绿化", "路面")


@dataclass(frozen=True, slots=True)
class Project:
    """One work. ``amount`` is the contract sum in ¥; ``area`` a text, empty where nobody speaks of one."""

    name: str
    industry: str
    label: str
    amount: Decimal
    area: str
    structure: str
    spec: str


def industry_of(source: Source, kind: str, trade: str) -> str:
    """What a customer of this kind and trade builds."""
    for word, industry in TELLING.items():
        if word in trade and kind in ("government", "institution", "state_owned"):
            return industry
    return source.pick(_INDUSTRY_ODDS[kind])


def project(source: Source, industry: str, place: str = "", scale: float = 1.0) -> Project:
    """A work of this industry; ``place`` is the invented neighbourhood it is named after, ``scale`` how large the customer builds."""
    stock = words("projects.txt")
    named = source.one(stock[f"{industry}.name"]).replace("{a}", place or source.one(new_areas()))
    part = source.one(stock[f"{industry}.part"]).replace("{n}", str(source.randint(1, 9)))
    median, spread = SIZES[industry]
    wan = max(60.0, min(median * scale * source.lognormvariate(0, spread), median * 5))
    if any(word in part for word in SMALL_PARTS):
        wan *= 0.15
    amount = Decimal(_rounded(wan)) * 10000 + (Decimal(source.randint(0, 999999)) / 100 if source.chance(0.5) else 0)
    price = UNIT_PRICE.get(industry)
    return Project(
        named + part,
        industry,
        _labels()[industry],
        amount,
        square(wan * 10000 / (price * source.uniform(0.85, 1.25))) if price else "",
        source.one(stock[f"{industry}.structure"]),
        source.one(stock[f"{industry}.spec"]),
    )


@cache
def _labels() -> dict[str, str]:
    return dict(pair.split("=") for pair in words("projects.txt")["label"])


def _rounded(wan: float) -> int:
    step = 1 if wan < 300 else 5 if wan < 2000 else 20
    return round(wan / step) * step


def square(metres: float) -> str:
    """A floor area as people say it."""
    return f"{metres / 10000:.1f}万平方米" if metres >= 9500 else f"{round(metres / 50) * 50:.0f}平方米"


def spoken(amount: Decimal) -> str:
    """A sum as people say it: 1.35亿元, 8,600万元."""
    wan = amount / 10000
    if wan >= 10000:
        return f"{wan / 10000:.2f}".rstrip("0").rstrip(".") + "亿元"
    return f"{wan:.0f}万元" if wan >= 10 else f"{wan:.1f}万元"
