"""What is around a talk: people, project, sums and days, by the names under which templates ask for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from zhuke.modules.customers.domain.regions import Division

from . import projects
from .group import Firm, Member
from .names import brands
from .places import districts_of
from .projects import Project
from .rhythm import working_day
from .source import Source
from .texts import ROADS

# What a supplier sells, by trade: (word, unit, price from, to, amounts).
MATERIALS = {
    "商品混凝土": ("C30 商砼", "方", 380, 520, 400),
    "新型建材": ("加气砌块", "方", 230, 310, 200),
    "钢材贸易": ("HRB400E 螺纹钢", "吨", 3150, 3850, 150),
    "管桩": ("PHC500 管桩", "米", 160, 230, 1500),
    "铝模科技": ("铝合金模板", "平方米", 240, 320, 900),
    "电缆": ("YJV 电缆", "米", 85, 260, 600),
    "门窗": ("断桥铝门窗", "平方米", 520, 880, 700),
    "防水材料": ("SBS 防水卷材", "平方米", 28, 45, 3000),
    "机械租赁": ("25 吨吊车", "台班", 1300, 1900, 12),
    "电梯": ("客梯", "台", 185000, 320000, 4),
    "涂料": ("外墙真石漆", "吨", 2600, 4200, 20),
    "陶瓷": ("800 规格地砖", "平方米", 48, 95, 1800),
    "砂石": ("机制砂", "吨", 85, 130, 900),
    "管业": ("HDPE 双壁波纹管", "米", 120, 340, 500),
    "水泵": ("潜污泵", "台", 3200, 8800, 12),
    "消防器材": ("消火栓箱", "套", 420, 780, 90),
    "电气": ("低压配电柜", "台", 9800, 26000, 12),
    "石材": ("芝麻灰花岗岩", "平方米", 95, 180, 1200),
    "钢模板": ("定型钢模", "吨", 5200, 6900, 30),
    "塔机租赁": ("QTZ80 塔吊", "台月", 16000, 23000, 3),
}
CREWS = {
    "建筑工程": "主体劳务",
    "建设工程": "二次结构",
    "建筑劳务": "木工",
    "机电安装": "水电安装",
    "建筑装饰": "抹灰",
    "防水工程": "防水",
    "钢结构": "钢结构安装",
    "桩基工程": "桩基",
    "土石方工程": "土方",
    "消防工程": "消防安装",
    "幕墙工程": "幕墙",
    "园林绿化": "绿化",
    "路桥工程": "桥梁",
    "脚手架工程": "架子工",
    "智能化工程": "弱电",
    "保温工程": "外墙保温",
}
DEPARTMENTS = {
    "government": ("建设科", "项目办", "计财科", "招标办"),
    "institution": ("基建处", "总务处", "财务科", "审计科"),
    "private": ("基建办", "采购部", "设备部"),
    "foreign": ("设施部", "采购部", "EHS 部"),
}
FLOORS = ("主体已施工至#层", "砌体完成至#层", "主体已封顶，转入装饰阶段", "地下结构已出正负零")
PROGRESS = ("路基完成近半", "管道已敷设过半", "主体结构完成六成", "基础已全部完成", "完成产值占合同额四成", "关键节点按期完成")
FIRM_DEPARTMENTS = ("工程管理部", "成本合约部", "招标采购部", "设计部")


@dataclass(slots=True)
class Scene:
    """One talk's surroundings. ``at`` moves with the talk, ``contact`` and ``second`` are how the people are spoken of."""

    source: Source
    firm: Firm
    owner: Member
    kind: str
    trade: str
    company: str
    city: Division
    project: Project
    references: list[Project]
    rivals: tuple[str, ...]
    share: Decimal
    contact: str = "对方"
    second: str = "工程部负责人"
    at: dt.date = field(default_factory=lambda: dt.date(2000, 1, 1))
    named: str = ""  # the competitor mentioned last

    def fill(self, name: str) -> str:
        """The text for a slot. Raises KeyError for a slot that nobody knows."""
        return SLOTS[name](self)

    def later(self) -> str:
        """A day soon after the talk, as people say it."""
        day = working_day(self.at + dt.timedelta(days=self.source.randint(1, 12)))
        ahead = (day - self.at).days
        if ahead <= 2:
            return "明天" if ahead == 1 else "后天"
        if day.isocalendar()[1] == self.at.isocalendar()[1]:
            return f"本周{'一二三四五六日'[day.weekday()]}"
        if ahead < 8 and day.weekday() < 5:
            return f"下周{'一二三四五'[day.weekday()]}"
        return f"{day.day}号" if day.month == self.at.month else f"{day.month}月{day.day}日"

    def month(self) -> str:
        """A month to come."""
        return f"{(self.at.month + self.source.randint(0, 5)) % 12 + 1}月"

    def boss(self) -> str:
        """The head of the company or of its market, as colleagues say."""
        heads = [m for m in self.firm.of("subsidiary_manager", "sales_supervisor") if m.id != self.owner.id]
        head = self.source.one(heads) if heads else self.owner
        return f"{head.name[0]}总" if head.role == "subsidiary_manager" else f"{head.name[0]}经理"

    def colleague(self, *roles: str) -> str:
        """The name of a colleague who holds one of the roles."""
        others = [m for m in self.firm.members if m.id != self.owner.id]
        return self.source.one([m for m in others if m.role in roles] or others).name

    def rival(self) -> str:
        """A competitor; twice in a text are two."""
        self.named = self.source.one([name for name in self.rivals if name != self.named])
        return self.named

    def part(self, low: float, high: float) -> str:
        """A share of the project's sum, in words."""
        part = self.project.amount * self.share * Decimal(f"{self.source.uniform(low, high):.4f}")
        return projects.spoken(max(Decimal(8000), part))

    def quantity(self) -> str:
        """An amount of what the supplier sells."""
        _word, unit, _low, _high, usual = MATERIALS.get(self.trade, MATERIALS["商品混凝土"])
        count = usual * self.source.uniform(0.4, 2.5)
        return f"{round(count / 10) * 10 if count >= 50 else max(1, round(count))}{unit}"

    def price(self) -> str:
        """A unit price of what the supplier sells."""
        _word, unit, low, high, _usual = MATERIALS.get(self.trade, MATERIALS["商品混凝土"])
        price = self.source.uniform(low, high)
        return f"{round(price / 10) * 10 if price > 1000 else round(price)}元/{unit}"


def rivals_of(seed: int, city: Division) -> tuple[str, ...]:
    """Invented competitors of a province."""
    source = Source(seed, f"rivals/{city.province.short}")
    short = city.province.short
    return (*tuple(source.one(brands()) + tail for tail in ("建设", "建工", "建设集团", "工程")), f"{short}{source.one(brands())}建筑")


SLOTS: dict[str, Callable[[Scene], str]] = {
    "c": lambda s: s.contact,
    "c2": lambda s: s.second,
    "co": lambda s: s.company,
    "p": lambda s: s.project.name,
    "ptype": lambda s: s.project.label,
    "area": lambda s: s.project.area or projects.square(s.source.uniform(4000, 60000)),
    "structure": lambda s: s.project.structure,
    "spec": lambda s: s.project.spec,
    "amt": lambda s: projects.spoken(s.project.amount * s.share if s.kind in ("supplier", "contractor") else s.project.amount),
    "city": lambda s: s.city.short,
    "dist": lambda s: s.source.one(districts_of(s.city) or (s.city.name,)),
    "our": lambda s: s.firm.short,
    "mate": lambda s: s.colleague("project_manager", "technical"),
    "peer": lambda s: s.colleague("sales", "marketing"),
    "buyer": lambda s: s.colleague("purchaser"),
    "boss": Scene.boss,
    "rival": Scene.rival,
    "ref": lambda s: s.source.one(s.references).name,
    "dept": lambda s: s.source.one(DEPARTMENTS.get(s.kind, FIRM_DEPARTMENTS)),
    "gb": lambda s: s.source.one(("绿建二星", "绿建三星", "装配率不低于五成", "装配率三成", "智慧工地接入", "争创市优")),
    "day": Scene.later,
    "days": lambda s: s.source.one(("3个工作日", "5个工作日", "两天", "三天", "一周", "7天")),
    "mon": Scene.month,
    "n": lambda s: str(s.source.randint(2, 5)),
    "m": lambda s: str(s.source.randint(6, 48)),
    "progress": lambda s: s.source.one(PROGRESS if s.project.industry in ROADS else FLOORS).replace("#", str(s.source.randint(3, 22))),
    "floor": lambda s: str(s.source.randint(3, 22)),
    "pct": lambda s: f"{s.source.randint(78, 97)}%",
    "pct2": lambda s: f"{s.source.uniform(1.1, 5.2):.1f}%",
    "money": lambda s: s.part(0.03, 0.15),
    "save": lambda s: s.part(0.004, 0.02),
    "diff": lambda s: f"{s.source.uniform(0.6, 28):.2f}万元",
    "bond": lambda s: s.source.one(("20万元", "30万元", "50万元", "80万元")),
    "prepay": lambda s: s.source.one(("10%", "15%", "20%", "30%")),
    "long1": lambda s: f"{s.source.randint(30, 48) * 10}天",
    "long2": lambda s: f"{s.source.randint(22, 29) * 10}天",
    "mat": lambda s: MATERIALS.get(s.trade, MATERIALS["商品混凝土"])[0],
    "qty": Scene.quantity,
    "price": Scene.price,
    "crew": lambda s: CREWS.get(s.trade, "主体劳务"),
}
