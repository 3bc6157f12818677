"""What the companies of the group charge: composite prices of works, and the quarter's prices of labour, material and machines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from zhuke.modules.quotes.models import PriceItem, PriceList

from .recording import recorded
from .rows import copy, row
from .source import Source, moment

if TYPE_CHECKING:
    from .book import Book

# Code, name, specification, unit, price with tax in ¥, cost as a share of it.
Offered = tuple[str, str, str, str, float, float]
WORKS: dict[str, tuple[Offered, ...]] = {
    "土石方与基础": (
        ("010101", "机械挖土方", "三类土，含 5 km 外运", "m³", 38, 0.9),
        ("010103", "回填土", "分层夯实，压实系数 0.94", "m³", 26, 0.9),
        ("010301", "预应力管桩", "PHC-500AB-125，含沉桩", "m", 268, 0.91),
        ("010302", "钻孔灌注桩", "Φ800，C35 水下混凝土", "m³", 1480, 0.92),
        ("010202", "基坑喷锚支护", "含锚杆、挂网", "㎡", 215, 0.9),
    ),
    "主体与装饰": (
        ("010500", "主体结构", "C30–C50 混凝土，HRB400E 钢筋", "㎡", 1380, 0.91),
        ("010401", "砌体与抹灰", "加气砌块", "㎡", 265, 0.92),
        ("010902", "屋面防水", "SBS 改性沥青双层 3+3 mm", "㎡", 96, 0.88),
        ("011003", "外墙保温", "岩棉板 60 mm，薄抹灰", "㎡", 142, 0.88),
        ("011100", "装饰装修", "公共部位精装", "㎡", 860, 0.88),
        ("011209", "幕墙", "铝板与玻璃组合", "㎡", 1150, 0.89),
        ("010807", "断桥铝合金窗", "70 系列，Low-E 中空玻璃", "㎡", 620, 0.87),
    ),
    "安装": (
        ("030901", "消防喷淋", "含管道、喷头、试压", "㎡", 78, 0.87),
        ("030400", "电气安装", "含桥架、配管配线、配电箱", "㎡", 165, 0.88),
        ("030700", "通风空调", "多联机，含风管", "㎡", 295, 0.89),
    ),
    "市政": (
        ("040101", "路基与土方", "含软基处理", "m³", 72, 0.93),
        ("040203", "路面结构", "沥青面层 18 cm", "㎡", 286, 0.9),
        ("040501", "雨污水管网", "HDPE 双壁波纹管", "m", 640, 0.9),
        ("040204", "人行道铺装", "透水砖 60 mm", "㎡", 148, 0.88),
        ("050102", "绿化种植", "乔灌草，养护一年", "㎡", 118, 0.82),
    ),
}
MEANS: dict[str, tuple[Offered, ...]] = {
    "人工": (
        ("R01", "普工", "八小时", "工日", 215, 0.86),
        ("R02", "木工", "八小时", "工日", 345, 0.86),
        ("R03", "钢筋工", "八小时", "工日", 335, 0.86),
        ("R04", "混凝土工", "八小时", "工日", 310, 0.86),
        ("R05", "电工", "持证，八小时", "工日", 330, 0.86),
        ("R06", "抹灰工", "八小时", "工日", 340, 0.86),
    ),
    "材料": (
        ("C01", "商品混凝土 C30", "坍落度 180±20，含泵送", "m³", 498, 0.93),
        ("C02", "商品混凝土 C40", "P8 抗渗，含泵送", "m³", 552, 0.93),
        ("C03", "螺纹钢 HRB400E", "Φ12–Φ25", "t", 3860, 0.95),
        ("C04", "盘螺 HRB400E", "Φ8–Φ10", "t", 3980, 0.95),
        ("C05", "普通硅酸盐水泥", "P·O 42.5，散装", "t", 395, 0.94),
        ("C06", "中砂", "细度模数 2.3–3.0", "t", 138, 0.92),
        ("C07", "加气混凝土砌块", "600×240×200，B06", "m³", 285, 0.92),
        ("C08", "木模板", "915×1830×14 mm", "㎡", 46, 0.9),
        ("C09", "电力电缆", "YJV-4×95+1×50", "m", 312, 0.93),
        ("C10", "SBS 防水卷材", "聚酯胎 3 mm", "㎡", 29, 0.9),
    ),
    "机械": (
        ("J01", "塔式起重机", "QTZ80，含司机", "台·月", 26500, 0.88),
        ("J02", "施工升降机", "SC200/200，含司机", "台·月", 18800, 0.88),
        ("J03", "履带式挖掘机", "1 m³，含油料", "台班", 1560, 0.87),
        ("J04", "汽车起重机", "25 t，含油料", "台班", 1780, 0.87),
        ("J05", "混凝土汽车泵", "48 m", "台班", 3200, 0.88),
        ("J06", "压路机", "18 t", "台班", 1120, 0.87),
    ),
}
RATES = {"材料": "13", "机械": "13"}


@dataclass(frozen=True, slots=True)
class Priced:
    """What a quotation takes from a price list: the item and its price with tax."""

    id: UUID
    price: Decimal


class Prices:
    """The price lists of all companies: ready as rows before the first quotation refers to them."""

    def __init__(self, book: Book) -> None:
        """Each company has two lists, a little dearer or cheaper than the next."""
        self.lists: list[Any] = []
        self.items: list[Any] = []
        self.by_name: dict[tuple[UUID, str], Priced] = {}
        self.admin = book.group.admin().id
        start = book.since[0] - dt.timedelta(days=1)
        quarter = (book.today.month - 1) // 3
        first = book.today.replace(month=quarter * 3 + 1, day=1)
        last = (first + dt.timedelta(days=95)).replace(day=1) - dt.timedelta(days=1)
        for firm in book.group.firms:
            source = Source(book.seed, f"prices/{firm.short}")
            level = source.uniform(0.94, 1.07)
            works = {"name": "分部分项综合单价表", "code": "ZHDJ", "remark": "含税综合单价，投标和报价以此为准。"}
            self._list(source, firm.id, start, level, WORKS, works)
            means = {
                "name": f"人材机价格表（{first.year} 年第{'一二三四'[quarter]}季度）", "code": f"RCJ{first.year}Q{quarter + 1}",
                "valid_from": first, "valid_until": last, "remark": "参照当季信息价，每季度更新。",
            }  # fmt: skip
            self._list(source, firm.id, min(moment(first, 9), book.now), level, MEANS, means)

    def find(self, firm: UUID, name: str) -> Priced | None:
        """The item of that name in the company's lists."""
        return self.by_name.get((firm, name))

    def write(self) -> dict[str, int]:
        """Enter the lists and what stands in them; returns how many."""
        with recorded(PriceList, PriceItem):
            return {"price_lists": copy(PriceList, self.lists), "price_items": copy(PriceItem, self.items)}

    def _list(
        self, source: Source, firm: UUID, at: dt.datetime, level: float, groups: dict[str, tuple[Offered, ...]], values: dict[str, Any]
    ) -> None:
        made = row(PriceList, id=source.id(at), created_at=at, created_by_id=self.admin, unit_id=firm, **values)
        self.lists.append(made)
        for series, offered in groups.items():
            for code, name, specification, uom, usual, share in offered:
                price = _rounded(usual * level * source.uniform(0.97, 1.03))
                rate = RATES.get(series, "9")
                cost = (price * Decimal(str(share)) / (1 + Decimal(rate) / 100)).quantize(Decimal("0.01"))
                item = row(
                    PriceItem, id=source.id(at), created_at=at, created_by_id=self.admin, price_list_id=made.id, code=code, name=name,
                    specification=specification, series=series, uom=uom, price=price, cost=cost, tax_rate=rate,
                )  # fmt: skip
                self.items.append(item)
                self.by_name[firm, name] = Priced(item.id, price)


def _rounded(price: float) -> Decimal:
    """As people set prices: to the ten above a thousand, to the yuan above a hundred, else to ten fen."""
    return Decimal(round(price, -1 if price > 1000 else 0 if price > 100 else 1)).quantize(Decimal("0.1"))
