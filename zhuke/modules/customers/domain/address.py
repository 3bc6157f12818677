"""Chinese addresses taken apart: province, city, county, the rest, and coordinates (R107). Lenient with whatever people leave out."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from .regions import Division, find_city, table
from .wordlists import words

_BLANKS = re.compile(r"\s+")
_LABEL = re.compile(
    r"^\W*(?:(?:公司|单位|企业|联系|注册|办公|通讯|通信|收货|收件|邮寄|项目|工程|经营|详细|现场)*(?:地址|住所|地点|位置|所在地)|\b(?:address|addr?)\b)\s*[::.]?\s*",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"^\(?(?:邮编|邮政编码)?:?\s*[0-8]\d{5}\)?(?!\d)\s*")
_COUNTRY = re.compile(r"^(?:中华人民共和国|中国(?!\())")
_TRADE_ZONE = re.compile(r"^中国\((\w+)\)自由贸易试验区(?:\w{2,8}?片区)?")
_BETWEEN = re.compile(r"[\s,.、/\\|>·•()_;:-]+|市辖区|市辖县|(?:省|自治区)直辖县级行政区划|生产建设兵团(?:第?[一二三四五六七八九十]+师)?")
_ROAD = r"(?:[东西南北中]?[一二三四五六七八九十\d]*(?:横|环|支|新|老)?(?:路|街|大道|大街|道\d|巷|弄|胡同|高速|国道|省道))"
_IS_ROAD = re.compile(rf"{_ROAD}|市场|新?村|[东西南北]里")
_IS_BUILDING = re.compile(
    rf"{_ROAD}|[东西南北]?(?:镇|乡|新?村|庄|里|桥|港|湾|河|湖|山|寺|宫|府|城|苑|园(?!区)|花园|家园|小区|公寓|广场|大厦|大院|市场|商场|商城)"
    r"|宾馆|酒店|饭店|公园|学校|大学|学院|中学|小学|医院|银行|车站|火车站|机场|新区|新城|国际"
)
# A town, a district office or a zone right behind: then the word before it names a county.
_PLACE_FOLLOWS = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:镇|乡|街道|开发区|高新区|经开区|工业园区)")
_ZONE = re.compile(
    r"[\u4e00-\u9fff]{0,4}?(?:经济技术开发区|高新技术(?:产业)?开发区|高新开发区|经济开发区|新技术开发区|综合保税区|旅游度假区|生态新城"
    r"|合作示范区|示范区|保税区|自贸区|高新区|经开区|开发区|新区)(?![\u4e00-\u9fff]?[门口站])"
)
_MANY_ROADS = re.compile(r"[\d路街号弄巷]")
# New areas of national rank and the city each belongs to; several lie over counties of more than one city.
_NEW_AREAS = dict(
    pair.split(":")
    for pair in words(
        "雄安新区:保定 西咸新区:西安 贵安新区:贵阳 天府新区:成都 兰州新区:兰州 舟山群岛新区:舟山 赣江新区:南昌 湘江新区:长沙 滇中新区:昆明 "
        "金普新区:大连 哈尔滨新区:哈尔滨 长春新区:长春 江北新区:南京 福州新区:福州 西海岸新区:青岛 南沙新区:广州"
    )
)
# Cities whose short name is also an everyday word: without "市" they count only where the province stands before or a county behind.
_EVERYDAY_WORDS = frozenset(
    words("东方 大同 朝阳 中山 三明 长治 大庆 安康 吉安 宜春 文昌 白银 天门 和田 通化 新星 白杨 双河 桃园 黄山 万宁")
)
_LEVELS = {"province": 0, "city": 1, "county": 2}
_NUMBER = r"(\d{1,3}\.\d{2,})"
_LATITUDE = re.compile(rf"(?:纬度|北纬|latitude|lat|\bN)[::=\s]*{_NUMBER}°?", re.IGNORECASE)
_LONGITUDE = re.compile(rf"(?:经度|东经|longitude|long|lng|lon|\bE)[::=\s]*{_NUMBER}°?", re.IGNORECASE)
_PAIR = re.compile(r"[\[(]?\s*(?<![\d.])(\d{1,3}\.\d{3,})\s*[,;\s]\s*(\d{1,3}\.\d{3,})(?![\d.])\s*[\])]?")


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """An address taken apart; what is not known is empty.

    `province` and `city` are short (江苏, 南京), `district` is written in full (玄武区, 赵县), `detail` is the rest.
    Coordinates are WGS-84 degrees as they stand in the text (`exact`), or those of the city's centre, fit for maps of
    regions and for the weather, not for finding the door; None when the city is unknown.
    """

    province: str
    city: str
    district: str
    detail: str
    latitude: float | None = None
    longitude: float | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    province: Division | None = None
    city: Division | None = None
    district: str = ""


def parse_address(text: str) -> ParsedAddress:
    """Take an address of any quality apart. Never raises; a text without a region comes back as `detail`."""
    plain, written = _cut_coordinates(_tidy(text))
    plain, place = _cut_trade_zone(plain)
    start = at = 0
    place, at = _read(plain, 0, place)
    if at == 0 and place == _Place():
        start = _first_full_name(plain)
        place, at = _read(plain, start, place)
    place, at = _with_zone(plain, at, place)
    detail = (plain[:start] + plain[at:]).strip(" ,.、;:-/") if at > start else plain
    province, city = _names(place)
    latitude, longitude = written or _centre(place.city or find_city(city))
    return ParsedAddress(province, city, place.district, detail, latitude, longitude, exact=written is not None)


def _tidy(text: str) -> str:
    plain = _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    for pattern in (_LABEL, _POSTCODE, _COUNTRY):
        plain = pattern.sub("", plain)
    return plain


def _cut_coordinates(text: str) -> tuple[str, tuple[float, float] | None]:
    """The text without coordinates, and (latitude, longitude). The order of a bare pair follows from China's extent."""
    latitude, longitude = _LATITUDE.search(text), _LONGITUDE.search(text)
    if latitude and longitude:
        here = (float(latitude[1]), float(longitude[1]))
        left = _LONGITUDE.sub("", _LATITUDE.sub("", text))
    else:
        pair = _PAIR.search(text)
        if not pair:
            return text, None
        here = (min(float(pair[1]), float(pair[2])), max(float(pair[1]), float(pair[2])))
        left = text[: pair.start()] + " " + text[pair.end() :]
    if not (3 < here[0] < 54 and 73 < here[1] < 136):
        return text, None
    return re.sub(r"\(\s*[,;]?\s*\)|[\s,;]+$", "", left).strip(), here


def _cut_trade_zone(text: str) -> tuple[str, _Place]:
    """中国(上海)自由贸易试验区…: the region stands in the brackets."""
    found = _TRADE_ZONE.match(text)
    if not found:
        return text, _Place()
    place, _ = _read(found[1], 0, _Place())
    return text[found.end() :], place


def _read(text: str, at: int, place: _Place) -> tuple[_Place, int]:
    """Region words from `at` on, each fitting the ones before it, and where they end."""
    while True:
        between = _BETWEEN.match(text, at)
        start = between.end() if between else at
        step = _new_area(text, start, place) or _division(text, start, place)
        if step is None:
            return place, at
        place, at = step


def _new_area(text: str, at: int, place: _Place) -> tuple[_Place, int] | None:
    if place.district or text.find("新区", at, at + 8) < 0:
        return None
    for area, city_name in _NEW_AREAS.items():
        city = find_city(city_name)
        if text.startswith(area, at) and city and place.city in {None, city} and place.province in {None, city.province}:
            return _Place(city.province, city, area), at + len(area)
    return None


def _division(text: str, at: int, place: _Place) -> tuple[_Place, int] | None:
    for word in _index()[1].get(text[at : at + 2], ()):
        if text.startswith(word, at):
            found = _fitting(word, text[at + len(word) :], place)
            if found:
                return found, at + len(word)
    return None


@cache
def _index() -> tuple[dict[str, tuple[Division, ...]], dict[str, tuple[str, ...]]]:
    """Words → divisions and first two characters → words, longest first: the table's own, and the usual abridged forms (恩施州, 秀山县)."""
    regions = table()
    by_word = {word: list(found) for word, found in regions.by_word.items()}
    for division in (*regions.provinces, *regions.cities, *regions.counties):
        for alias in _aliases(division):
            if alias not in regions.by_word:
                by_word.setdefault(alias, []).append(division)
    heads: dict[str, list[str]] = {}
    for word in by_word:
        heads.setdefault(word[:2], []).append(word)
    return {w: tuple(found) for w, found in by_word.items()}, {h: tuple(sorted(found, key=len, reverse=True)) for h, found in heads.items()}


def _aliases(division: Division) -> Iterable[str]:
    name, short = division.name, division.short
    if division.level == "province":
        yield from [short + "自治区"] if name.endswith("自治区") else []
        yield from ["内蒙"] if short == "内蒙古" else []
        return
    for tail in ("自治州", "自治县", "自治旗"):
        if name.endswith(tail) and name != short + tail:
            yield short + tail[-1]
            yield short + tail
    if division.level == "city" and not division.former:
        yield short + ("地区" if name.endswith("市") else "市")
    if name.endswith("新区") and len(name) > 3:
        yield name.removesuffix("新区")


def _fitting(word: str, rest: str, place: _Place) -> _Place | None:
    """The place with the division that `word` means here, or None where it is more likely a street, a building or a brand."""
    if word.endswith("市") and rest.startswith("场"):
        return None
    candidates = [d for d in _index()[0][word] if _agrees(d, place)]
    if not candidates:
        return _moved(word, place)
    level = min(_LEVELS[d.level] for d in candidates)
    candidates = [d for d in candidates if _LEVELS[d.level] == level]
    candidates = [d for d in candidates if not d.former] or candidates
    division = candidates[0]
    full = any(word == d.name or (word != d.short and word.startswith(d.short)) for d in candidates)
    if not full and not _short_name_counts(division, candidates, rest, place):
        return None
    if division.level == "province":
        return replace(place, province=division)
    if division.level == "city":
        return replace(place, province=division.province, city=division)
    return _with_county(candidates, place)


def _agrees(division: Division, place: _Place) -> bool:
    """May this division stand behind what was read? A name that is said twice may, until a county is known."""
    if place.province and division.province != place.province:
        return False
    if division.level == "province":
        return not place.city and not place.district
    if division.level == "city":
        return not place.district and place.city in {None, division}
    return place.city in {None, division.parent}


def _short_name_counts(division: Division, candidates: list[Division], rest: str, place: _Place) -> bool:
    """A name without 省, 市, 区, 县: 南京 in 南京玄武区, but not in 南京路."""
    if division.level == "province":
        return place.province is None and not _IS_ROAD.match(rest)
    if division.level == "city":
        if place.city or _IS_ROAD.match(rest):
            return False
        doubtful = place.province is None and division.short in _EVERYDAY_WORDS
        return not doubtful or _division(rest, 0, _Place(division.province, division)) is not None
    if place.district or _IS_BUILDING.match(rest) or (not rest and not place.province):
        return False
    if place.city:
        return True
    unique = len({d.parent for d in candidates}) == 1
    return unique and (place.province is not None or bool(_PLACE_FOLLOWS.match(rest)))


def _with_county(candidates: list[Division], place: _Place) -> _Place:
    """One county fills in its city and province; several of one name only what they have in common."""
    cities = {d.parent for d in candidates}
    provinces = {d.province for d in candidates}
    city = candidates[0].parent if len(cities) == 1 else place.city
    province = candidates[0].province if len(provinces) == 1 else place.province
    return _Place(province, city, candidates[0].name)


def _moved(word: str, place: _Place) -> _Place | None:
    """A county that stands behind a city it no longer belongs to (吴忠市中宁县): the county's name decides."""
    if not place.city or place.district or len(word) < 3:
        return None
    found = [d for d in _index()[0][word] if d.level == "county" and d.name == word and d.province == place.province and not d.former]
    return _with_county(found, place) if len(found) == 1 else None


def _first_full_name(text: str) -> int:
    """Where the first province, city or unmistakable county in full stands; 0 when there is none."""
    by_word, heads = _index()
    for at in range(1, max(1, len(text) - 2)):
        for word in heads.get(text[at : at + 2], ()):
            if len(word) > 2 and text.startswith(word, at) and any(d.name == word and not d.former for d in by_word[word]):
                return at if len({d.province for d in by_word[word]}) == 1 else 0
    return 0


def _with_zone(text: str, at: int, place: _Place) -> tuple[_Place, int]:
    """A development zone stands for the county where none is given; a county right behind the zone wins over it."""
    if not place.city or place.district:
        return place, at
    between = _BETWEEN.match(text, at)
    start = between.end() if between else at
    zone = _ZONE.match(text, start)
    if not zone or _MANY_ROADS.search(zone[0]):
        return place, at
    behind, _ = _read(text, zone.end(), place)
    if behind.district:
        return behind, at
    return replace(place, district=zone[0]), zone.end()


def _names(place: _Place) -> tuple[str, str]:
    """Short names; a municipality and the two special regions are their own city."""
    province = place.province.short if place.province else ""
    if place.city:
        return province, place.city.short
    own = find_city(province) if province else None
    return province, own.short if own and own.parent == place.province and len(_cities_of(province)) == 1 else ""


@cache
def _cities_of(province: str) -> frozenset[str]:
    """Short names of the cities of a province; Chongqing's directly governed counties make it no less its own city."""
    return frozenset(city.short for city in table().cities if city.province.short == province)


def _centre(city: Division | None) -> tuple[float, float] | tuple[None, None]:
    return (city.latitude, city.longitude) if city else (None, None)
