"""Provinces, cities and counties of China: the table behind names, addresses, codes and area codes."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .wordlists import words

TABLE = Path(__file__).parent / "data" / "divisions.txt"
_GROUP_SUFFIX = {"区": "区", "县": "县", "市": "市", "全": "", "旧": ""}
_LONG_SUFFIXES = ("特别行政区", "地区", "市", "盟", "县", "区", "旗")
# Autonomous prefectures and counties whose short form is not "drop the last character".
_PEOPLES = words(
    "朝鲜族 土家族 苗族 藏族 羌族 彝族 布依族 侗族 哈尼族 壮族 傣族 "
    "白族 景颇族 傈僳族 回族 蒙古族 蒙古 哈萨克 柯尔克孜 满族 畲族 瑶族 "
    "黎族 仫佬族 毛南族 仡佬族 水族 纳西族 拉祜族 佤族 布朗族 独龙族 怒族 "
    "普米族 土族 撒拉族 东乡族 保安族 裕固族 锡伯 塔吉克 达斡尔族 鄂温克族 各族"
)


@dataclass(frozen=True, slots=True, eq=False)  # each exists once, so `is` tells them apart, and quickly
class Division:
    """One province, city or county. `parent` is None for a province; `former` marks a name no longer in use."""

    name: str
    short: str
    level: str  # province, city, county
    code: str  # 2 digits for a province, 4 for a city; a county carries the code of its city
    parent: "Division | None" = None
    area_code: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    former: bool = False

    @property
    def province(self) -> "Division":
        """The province above this division, or itself."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    @property
    def city(self) -> "Division | None":
        """The city of this division: itself, its parent, or None for a province."""
        return self if self.level == "city" else self.parent


def short_name(name: str) -> str:
    """The everyday form: 浙江省 → 浙江, 恩施土家族苗族自治州 → 恩施, 东城区 → 东城."""
    for tail in ("自治州", "自治县", "自治旗"):
        if name.endswith(tail):
            return _without_peoples(name.removesuffix(tail))
    for tail in _LONG_SUFFIXES:
        if name.endswith(tail) and len(name) > len(tail):
            return name.removesuffix(tail)
    return name


def _without_peoples(name: str) -> str:
    changed = True
    while changed:
        changed = False
        for people in _PEOPLES:
            if name.endswith(people) and len(name) > len(people):
                name, changed = name.removesuffix(people), True
    return name


@dataclass(frozen=True, slots=True)
class RegionTable:
    """All divisions, and every word that names one."""

    provinces: tuple[Division, ...]
    cities: tuple[Division, ...]
    counties: tuple[Division, ...]
    by_word: dict[str, tuple[Division, ...]]
    heads: dict[str, tuple[str, ...]]  # first two characters → words, longest first

    def longest_prefix(self, text: str, start: int = 0) -> str:
        """The longest region word at `start`, or an empty string."""
        for word in self.heads.get(text[start : start + 2], ()):
            if text.startswith(word, start):
                return word
        return ""


@cache
def table() -> RegionTable:
    """The table, read once."""
    provinces: list[Division] = []
    cities: list[Division] = []
    counties: list[Division] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            code, name, short = line[1:].split()
            provinces.append(Division(name, short, "province", code))
        elif line and not line.startswith("#"):
            _read_city(line, provinces[-1], cities, counties)
    return _indexed(provinces, cities, counties)


def _read_city(line: str, province: Division, cities: list[Division], counties: list[Division]) -> None:
    code, name, area_code, latitude, longitude, *members = line.split()
    directly_governed = "直辖县级" in name
    city = Division(name, short_name(name), "city", code, province, area_code, float(latitude), float(longitude))
    if not directly_governed:
        cities.append(city)
    group = ""
    for word in members:
        if word in _GROUP_SUFFIX:
            group = word
            continue
        full = word + _GROUP_SUFFIX[group]
        if directly_governed:
            cities.append(Division(full, short_name(full), "city", code, province, area_code, float(latitude), float(longitude)))
        else:
            counties.append(Division(full, short_name(full), "county", code, city, area_code, former=group == "旧"))


def _indexed(provinces: list[Division], cities: list[Division], counties: list[Division]) -> RegionTable:
    by_word: dict[str, list[Division]] = {}
    for division in [*provinces, *cities, *counties]:
        for word in {division.name, division.short}:
            if len(word) > 1:
                by_word.setdefault(word, []).append(division)
    heads: dict[str, list[str]] = {}
    for word in by_word:
        heads.setdefault(word[:2], []).append(word)
    return RegionTable(
        tuple(provinces),
        tuple(cities),
        tuple(counties),
        {word: tuple(found) for word, found in by_word.items()},
        {head: tuple(sorted(words, key=len, reverse=True)) for head, words in heads.items()},
    )


@cache
def province_codes() -> frozenset[str]:
    """First two digits that a division code may have; 10 stands for registration with a national body."""
    return frozenset({p.code for p in table().provinces} | {"10"})


@cache
def area_codes() -> dict[str, tuple[Division, ...]]:
    """Dialling code → cities that use it (Sichuan's 028 serves Chengdu, Meishan and Ziyang)."""
    found: dict[str, list[Division]] = {}
    for city in table().cities:
        found.setdefault(city.area_code, []).append(city)
    return {code: tuple(cities) for code, cities in found.items()}


def find_city(word: str) -> Division | None:
    """The city with this full or short name; None when unknown."""
    for division in table().by_word.get(word, ()):
        if division.level == "city":
            return division
    return None
