"""Invented organisations: names as they are registered, short names, credit codes with right check characters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from zhuke.modules.customers.domain.credit_code import check_character, organisation_check_character
from zhuke.modules.customers.domain.regions import Division

from .people import latin
from .places import new_areas
from .source import Odds, Source
from .texts import words

FORMS = Odds({"有限公司": 70.0, "有限责任公司": 12.0, "集团有限公司": 9.0, "股份有限公司": 6.0, "发展有限公司": 3.0})
SOE_FORMS = Odds({"集团有限公司": 55.0, "有限公司": 40.0, "发展有限公司": 5.0})
ZONES = Odds({"新区": 5.0, "高新区": 3.0, "经济开发区": 4.0, "产业新城": 1.0, "旅游度假区": 1.0})
# First two characters of a credit code by the kind of organisation.
REGISTERED = {"government": "11", "institution": "12"}
SHORT_TRADES = {
    "城市建设投资": "城投",
    "交通投资": "交投",
    "产业投资": "产投",
    "水务投资": "水投",
    "文旅投资": "文旅",
    "国有资本运营": "国资",
    "环境投资": "环投",
    "安居投资": "安居",
    "能源投资": "能投",
    "房地产开发": "地产",
    "供应链管理": "供应链",
    "商品混凝土": "商混",
    "结构设计事务所": "结构事务所",
    "管理委员会": "管委会",
    "住房和城乡建设局": "住建局",
    "卫生健康局": "卫健局",
    "教育体育局": "教体局",
    "重点项目建设中心": "重点项目中心",
    "交通运输局": "交通局",
    "城市管理局": "城管局",
    "投资促进局": "投促局",
    "农业科学研究院": "农科院",
    "职业技术学院": "职院",
}
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Company:
    """An organisation. ``domain`` is where its mail goes; ``trade`` is what it does in a word."""

    name: str
    short: str
    domain: str
    trade: str


@cache
def brands() -> tuple[str, ...]:
    """All invented brands; the real well-known ones among the combinations are left out."""
    stock = words("names.txt")
    banned = set(stock["banned"])
    return tuple(brand for first in stock["brand_first"] for second in stock["brand_second"] if (brand := first + second) not in banned)


class Namer:
    """Hands out names that are not twice the same; brand and trade together repeat only when all are used up."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._keys: set[str] = set()

    def company(self, source: Source, kind: str, city: Division) -> Company:
        """A new organisation of this kind in the city."""
        for attempt in range(30):
            made, key = _make(source, kind, city, crowded=attempt > 15)
            if made.name not in self._names and (attempt > 6 or key not in self._keys):
                self._names.add(made.name)
                self._keys.add(key)
                return made
        raise RuntimeError(f"no name is left for {kind} in {city.name}")


def _make(source: Source, kind: str, city: Division, *, crowded: bool) -> tuple[Company, str]:
    stock = words("names.txt")
    if kind in ("government", "institution"):
        return _public_body(source, kind, city)
    if kind == "foreign":
        return _foreign(source, city, crowded=crowded)
    if kind == "state_owned":
        area, trade = source.one(new_areas()), source.one(stock["soe_trade"])
        name = f"{city.short}{area}{trade}{source.pick(SOE_FORMS)}"
        return Company(name, area + _short_trade(trade), f"{latin(area)}.example.com", trade), area + trade
    brand = source.one(brands())
    trade = source.one(
        stock[{"design_institute": "design_trade"}.get(kind, f"{kind}_trade")] if kind != "other" else stock["private_trade"]
    )
    form = "" if trade.endswith("事务所") else source.pick(FORMS)
    if trade.endswith(("开发", "发展")):
        form = form.removeprefix("发展")
    where = city.name if source.chance(0.15) else city.short
    domain = f"{latin(brand)}.example.{'com' if source.chance(0.7) else 'cn'}"
    bracket = source.chance(0.06)
    name = f"{brand}{trade}（{city.short}）{form}" if bracket else f"{where}{brand}{trade}{form}"
    return Company(name, brand + _short_trade(trade), domain, trade), brand + trade


def _public_body(source: Source, kind: str, city: Division) -> tuple[Company, str]:
    """A body of an invented new district: real bureaus of real places do not come up."""
    area = source.one(new_areas())
    body = source.one(words("names.txt")[f"{kind}_body"])
    zone = source.pick(ZONES)
    if kind == "institution" and source.chance(0.6):
        zone = ""
    name = f"{city.name}{area}{zone}{body}"
    return Company(name, area + _short_trade(body), f"{latin(area)}.example.cn", body), area + zone + body


def _foreign(source: Source, city: Division, *, crowded: bool) -> tuple[Company, str]:
    """A subsidiary of a foreign firm: of those there are few brands, so in a crowded city the district tells them apart."""
    stock = words("names.txt")
    brand = source.one(stock["foreign"])
    trade = source.one(
        ("精密工业", "汽车部件", "工业自动化", "医疗科技", "食品", "化工", "电子", "物流", "新材料", "压缩机", "包装", "半导体设备")
    )
    place = city.short + (source.one(new_areas()) if crowded else "")
    return Company(f"{brand}{trade}（{place}）有限公司", brand + trade, f"{latin(brand)}.example.com", trade), brand + trade + place


def _short_trade(trade: str) -> str:
    return SHORT_TRADES.get(trade, trade)


def credit_code(source: Source, kind: str, city: Division, established: dt.date) -> str:
    """A valid code whose organisation part has not been given to anybody: numbers from 9 on, letters from MAW on."""
    head = f"{REGISTERED.get(kind, '91')}{city.code}{source.choice(('00', '00', '01', '02', '04', '05'))}"
    if established >= dt.date(2015, 10, 1):
        body = "MA" + source.choice("WXY") + "".join(source.one(CODE_ALPHABET) for _ in range(5))
    else:
        body = f"9{source.randint(0, 9_999_999):07}"
    return _closed(head + body, source)


def _closed(first16: str, source: Source) -> str:
    first17 = first16 + organisation_check_character(first16[8:])
    return first17 + check_character(first17)


def variants(source: Source, name: str, city: Division) -> str:
    """The same name as another person might have typed it: for the merge screen."""
    ways = []
    if "（" in name:
        ways.append(name.replace("（", "(").replace("）", ")"))
    if name.endswith("有限公司"):
        ways += [name.removesuffix("有限公司") + "有限责任公司", name.removesuffix("有限公司") + "公司"]
    if name.startswith(city.name):
        ways.append(name.removeprefix(city.name))
    elif name.startswith(city.short):
        ways += [name.removeprefix(city.short), city.name + name.removeprefix(city.short)]
    ways.append(f"{name[:4]} {name[4:]}")
    for one, other in (("泽", "择"), ("澜", "兰"), ("昱", "煜"), ("翰", "瀚"), ("锦", "绵"), ("宸", "辰"), ("晟", "盛"), ("璟", "景")):
        if one in name:
            ways.append(name.replace(one, other, 1))
    return source.one(ways)
