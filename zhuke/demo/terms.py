"""How contracts are paid for and what they are made of, by their kind: the usual terms, lines and changes of a building firm."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Term:
    """One payment term. ``ratio`` is percent of the contract, ``output`` percent of each month's output, ``days`` until it is due."""

    kind: str
    name: str
    trigger: str
    milestone: str
    ratio: Decimal
    days: int
    output: Decimal | None = None


TERMS = {
    "main": (
        Term("advance", "预付款", "date", "", Decimal(10), 14),
        Term("progress", "进度款", "progress", "", Decimal(70), 28, Decimal(80)),
        Term("progress", "竣工验收款", "milestone", "竣工验收合格并移交竣工资料", Decimal(10), 28),
        Term("settlement", "结算款", "milestone", "竣工结算审核完成", Decimal(7), 28),
        Term("retention", "质保金", "retention", "", Decimal(3), 14),
    ),
    "sub": (
        Term("progress", "进度款", "progress", "", Decimal(80), 30, Decimal(80)),
        Term("settlement", "结算款", "milestone", "分包结算完成", Decimal(17), 30),
        Term("retention", "质保金", "retention", "", Decimal(3), 14),
    ),
    "purchase": (
        Term("advance", "预付款", "date", "", Decimal(20), 7),
        Term("progress", "到货款", "milestone", "货到现场验收合格", Decimal(75), 30),
        Term("retention", "质保金", "retention", "", Decimal(5), 14),
    ),
}
NOTES = {
    "main": "预付款 10%，自进度款中按比例扣回；每月支付已确认产值的 80%；竣工验收后付至 90%，结算后付至 97%，质保金 3%。",
    "sub": "每月支付已确认产值的 80%，结算后付至 97%，质保金 3%，质保期满无息退还。",
    "purchase": "预付 20%，货到验收合格后 30 天内付至 95%，余 5% 为质保金。",
}
WARRANTY = {"main": 24, "sub": 24, "purchase": 12}
RATES = {"main": "9", "sub": "9", "purchase": "13"}
# What suppliers of a trade deliver: name, specification, unit, usual price in ¥. Whoever is not listed delivers the last.
GOODS: dict[str, tuple[tuple[str, str, str, int], ...]] = {
    "混凝土": (("商品混凝土 C30", "坍落度 180±20", "m³", 465), ("商品混凝土 C40", "P8 抗渗", "m³", 512), ("泵送费", "汽车泵", "m³", 22)),
    "钢": (("螺纹钢 HRB400E", "Φ12–Φ25", "t", 3680), ("盘螺 HRB400E", "Φ8–Φ10", "t", 3790), ("高线 HPB300", "Φ6.5", "t", 3710)),
    "管": (("预应力管桩", "PHC-500AB-125", "m", 218), ("桩尖", "十字型", "只", 96)),
    "电缆": (("电力电缆", "YJV-4×95+1×50", "m", 286), ("控制电缆", "KVV-10×1.5", "m", 19)),
    "租赁": (("塔式起重机租赁", "QTZ80", "台·月", 23000), ("施工电梯租赁", "SC200/200", "台·月", 16500)),
    "门窗": (("断桥铝合金窗", "70 系列", "㎡", 520), ("钢质防火门", "甲级", "樘", 1450)),
    "": (("建筑材料", "按清单", "批", 86000), ("辅材", "按清单", "批", 21000)),
}
PARTS_OF_SUB = (("人工费", 46), ("材料费", 34), ("机械费", 12), ("措施与管理费", 8))
CHANGES = (
    ("地下室底板加厚", "change", "设计变更通知单，底板由 400 mm 改为 500 mm"),
    ("基坑外运土方增加", "instruction", "现场实测土方量超出清单"),
    ("外墙保温材料调整", "change", "按节能审查意见改用岩棉"),
    ("增加临时道路硬化", "instruction", "业主要求，监理已签认"),
    ("室外管网改线", "change", "与市政接口位置调整"),
    ("增加夜间赶工费", "instruction", "业主要求提前交付样板楼"),
    ("取消部分绿化", "supplement", "补充协议约定由业主自行实施"),
)
DISPUTES = ("对工程量有异议，要求重新核对", "认为质量扣款未抵减", "要求先完成整改再付款", "对签证价格不认可", "发票信息有误，要求重开")


def goods_of(trade: str) -> tuple[tuple[str, str, str, int], ...]:
    """What a supplier of this trade delivers."""
    return next(lines for word, lines in GOODS.items() if word in trade)
