"""Where customers are: real cities with their coordinates (WGS-84) and dialling codes, invented streets and house numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zhuke.modules.customers.domain.regions import Division, table

from .source import Odds, Source
from .texts import words

# In these, a number of the year is written without the suffix; a municipality is its own city.
MUNICIPALITIES = frozenset({"北京", "上海", "天津", "重庆"})


@dataclass(frozen=True, slots=True)
class Place:
    """One address. Coordinates are degrees."""

    region: str
    city: str
    district: str
    detail: str
    longitude: float
    latitude: float


@cache
def cities_of(provinces: tuple[str, ...], base: str) -> Odds[Division]:
    """The cities in which a company works, with weights: most of the work is near its seat."""
    weights: dict[Division, float] = {}
    for place, city in enumerate(c for c in table().cities if c.province.short in provinces):
        weights[city] = 14.0 if city.short == base else max(0.6, 4.0 - 0.35 * place)
    return Odds(weights)


def districts_of(city: Division) -> tuple[str, ...]:
    """Names of the city's districts and counties of today; empty where it has none."""
    return _districts().get(city.code, ())


@cache
def _districts() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for county in table().counties:
        if not county.former:
            found.setdefault(county.code, []).append(county.name)
    return {code: tuple(names) for code, names in found.items()}


@cache
def new_areas() -> tuple[str, ...]:
    """Invented names of new districts, parks and towns; none is a division of China."""
    stock = words("names.txt")
    joined = (first + second for first in stock["place_first"] for second in stock["place_second"])
    return tuple(name for name in joined if name not in table().by_word)


def place(source: Source, city: Division, *, far: float = 0.035) -> Place:
    """An invented address in the city, within a few kilometres of its centre (``far``: the spread in degrees)."""
    stock = words("names.txt")
    districts = districts_of(city)
    district = source.one(districts) if districts else ""
    number = source.randint(2, 899)
    road = source.one(stock["road"])
    kind = source.random()
    if kind < 0.45:
        house = f"{source.one(stock['building'])}{source.choice('ABC')}座{source.randint(3, 28)}{source.randint(1, 12):02}室"
    elif kind < 0.75:
        house = f"{source.randint(1, 20)}号楼{source.randint(2, 9)}层"
    else:
        house = ""
    province = city.province
    whole = province.name if province.short in MUNICIPALITIES else province.name + city.name
    return Place(
        province.short,
        city.name,
        district,
        f"{whole}{district}{road}{number}号{house}",
        round(city.longitude + source.gauss(0, far), 6),
        round(city.latitude + source.gauss(0, far), 6),
    )


def landline(source: Source, city: Division) -> str:
    """A telephone number in normal form that belongs to nobody: local numbers do not begin with 9."""
    return f"{city.area_code}-9{source.randint(1_000_000, 9_999_999)}"
