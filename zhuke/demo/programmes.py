"""How works of each kind are built: the steps with their usual days and what they wait for. All invented."""

from __future__ import annotations

from dataclasses import dataclass

# A step: key, name, days (0: a milestone), whom it waits for (FS; "SS+5", "FF" and lags in days otherwise), kind of node.
# {n} repeats a section for each storey or stretch; "^" is the same step one earlier.
Step = tuple[str, str, float, str, str]
Section = tuple[str, str, tuple[Step, ...]]

_READY: Section = ("ready", "施工准备", (
    ("site", "场地移交与围挡", 6, "", ""),
    ("camp", "临时设施搭建", 14, "site", ""),
    ("survey", "测量控制网建立", 4, "site", ""),
    ("plan", "施工组织设计报审", 12, "siteSS+2", "submission"),
    ("permit", "取得施工许可证", 0, "plan", "key_node"),
))  # fmt: skip
_DONE: Section = ("done", "竣工验收", (
    ("clean", "收尾与保洁", 8, "out", ""),
    ("fire", "消防验收", 6, "out", "acceptance"),
    ("joint", "各方联合预验收", 5, "clean,fire", "acceptance"),
    ("mend", "整改与复验", 8, "joint", ""),
    ("final", "竣工验收", 0, "mend", "acceptance"),
    ("papers", "竣工资料归档", 12, "jointSS+2", "submission"),
    ("hand", "工程移交", 0, "final,papers", "handover"),
))  # fmt: skip

BUILDING: tuple[Section, ...] = (
    _READY,
    ("base", "地基与基础", (
        ("pit", "基坑支护", 18, "permit,camp,survey", ""),
        ("dig", "土方开挖", 16, "pitSS+8", ""),
        ("piles", "桩基施工", 22, "dig", ""),
        ("test", "桩基检测", 7, "piles", "acceptance"),
        ("mat", "垫层与防水", 8, "test", ""),
        ("steel0", "基础钢筋进场", 3, "matSS", "delivery"),
        ("raft", "筏板基础", 18, "mat,steel0", ""),
        ("cellar", "地下室结构", 28, "raft", ""),
        ("zero", "结构出正负零", 0, "cellar", "key_node"),
        ("back", "地下室防水与回填", 14, "cellar+5", ""),
    )),
    ("floors", "主体结构", (
        ("steel", "主体钢筋进场", 3, "zero-10", "delivery"),
        ("crane", "塔吊安装与验收", 6, "cellarSS+10", "acceptance"),
        ("floor{n}", "{n} 层梁板柱", 7, "^,zero,steel,crane", ""),
        ("top", "主体结构封顶", 0, "^", "key_node"),
        ("struct", "主体结构验收", 5, "top+10", "acceptance"),
    )),
    ("walls", "二次结构与屋面", (
        ("brick", "砌体工程", 34, "floor1SS+40,topFF+18", ""),
        ("plaster", "内墙抹灰", 30, "brickSS+15,brickFF+8", ""),
        ("roof", "屋面防水与保温", 18, "top+6", ""),
        ("facade", "外立面与门窗", 40, "struct", ""),
        ("glass", "门窗型材进场", 3, "facadeSS+6", "delivery"),
        ("down", "塔吊拆除", 4, "roof", ""),
    )),
    ("mep", "机电安装", (
        ("pipes", "给排水管道", 32, "brickSS+20", ""),
        ("wires", "电气管线与桥架", 34, "brickSS+20", ""),
        ("ducts", "通风与空调", 30, "pipesSS+10", ""),
        ("lifts", "电梯进场", 3, "struct", "delivery"),
        ("lift", "电梯安装与验收", 28, "lifts", "acceptance"),
        ("weak", "智能化系统", 24, "wires", ""),
        ("trial", "机电联合调试", 10, "pipes,wires,ducts,lift,weak", ""),
    )),
    ("in", "装饰与室外", (
        ("floor", "楼地面", 24, "plaster", ""),
        ("paint", "涂料与饰面", 26, "floorSS+10,facade", ""),
        ("net", "室外管网", 22, "down", ""),
        ("road", "道路与绿化", 24, "net", ""),
        ("out", "工程完工", 0, "paint,road,trial", "key_node"),
    )),
    _DONE,
)  # fmt: skip
ROADS: tuple[Section, ...] = (
    _READY,
    ("move", "迁改与交通导改", (
        ("tree", "绿化迁移", 8, "permit", ""),
        ("pipe0", "管线迁改", 24, "permit,survey", ""),
        ("detour", "交通导改", 6, "camp", "submission"),
    )),
    ("parts", "分段施工", (
        ("cut{n}", "第 {n} 段清表与路基", 14, "^,detour,tree", ""),
        ("rain{n}", "第 {n} 段雨污水管", 16, "cut{n}SS+6,pipe0", ""),
        ("test{n}", "第 {n} 段闭水试验", 4, "rain{n}", "acceptance"),
        ("fill{n}", "第 {n} 段沟槽回填", 6, "test{n}", ""),
        ("base{n}", "第 {n} 段水稳基层", 10, "fill{n},cut{n}", ""),
        ("kerb{n}", "第 {n} 段侧石与人行道", 9, "base{n}SS+4", ""),
        ("tar{n}", "第 {n} 段沥青面层", 6, "base{n}+7,tarmac", ""),
    )),
    ("bridge", "桥涵工程", (
        ("bpile", "桥梁桩基", 22, "permit,survey", ""),
        ("pier", "承台与墩柱", 26, "bpile+5", ""),
        ("beam0", "预制梁进场", 4, "pierSS+18", "delivery"),
        ("beam", "梁板架设", 12, "pier,beam0", "key_node"),
        ("deck", "桥面系", 18, "beam", ""),
        ("load", "荷载试验", 5, "deck+14", "acceptance"),
    )),
    ("along", "附属工程", (
        ("tarmac", "沥青混合料供应落实", 5, "permit+20", "delivery"),
        ("light", "路灯照明", 20, "kerb1", ""),
        ("signal", "交通设施与标线", 14, "^tar,load", ""),
        ("green", "绿化工程", 22, "kerb1+10", ""),
        ("out", "主线贯通", 0, "signal,light,green", "key_node"),
    )),
    _DONE,
)  # fmt: skip
PLANT: tuple[Section, ...] = (
    _READY,
    ("base", "基础工程", (
        ("dig", "土方与地基处理", 14, "permit,survey", ""),
        ("foot", "独立基础", 18, "dig", ""),
        ("bolt", "预埋锚栓", 4, "footFF", "acceptance"),
        ("pit", "设备基础", 20, "footSS+6", ""),
    )),
    ("frame", "钢结构", (
        ("draw", "钢结构深化设计", 15, "permitSS", "submission"),
        ("make", "构件加工", 30, "draw", ""),
        ("bring", "构件进场", 4, "makeSS+15", "delivery"),
        ("col{n}", "{n} 轴区柱梁吊装", 6, "^,bolt,bring", ""),
        ("brace", "支撑与檩条", 12, "^colSS", ""),
        ("stand", "主钢构安装完成", 0, "brace", "key_node"),
        ("fireproof", "防火涂料", 14, "stand", "acceptance"),
    )),
    ("skin", "围护与地坪", (
        ("roof", "屋面板安装", 14, "stand", ""),
        ("wall", "墙面板与门窗", 18, "roofSS+5", ""),
        ("shut", "厂房封闭", 0, "roof,wall", "key_node"),
        ("slab", "耐磨地坪", 16, "shut,pit", ""),
    )),
    ("mep", "机电与工艺", (
        ("power", "变配电房", 26, "foot", ""),
        ("kit", "变压器与高低压柜进场", 3, "powerSS+15", "delivery"),
        ("on", "正式送电", 0, "power,kit,wires", "key_node"),
        ("wires", "动力照明", 24, "shut", ""),
        ("fire0", "消防喷淋", 26, "shut", ""),
        ("air", "通风与压缩空气", 20, "shutSS+6,roof", ""),
        ("tools", "工艺设备就位", 18, "slab", ""),
        ("trial", "单机与联动试车", 12, "tools,on,air", ""),
    )),
    ("yard", "室外工程", (
        ("net", "室外管网", 20, "wall", ""),
        ("road", "厂区道路", 18, "net", ""),
        ("fence", "围墙大门与绿化", 14, "roadSS+8", ""),
        ("out", "工程完工", 0, "trial,road,fence,fireproof,fire0", "key_node"),
    )),
    _DONE,
)  # fmt: skip
FITTING: tuple[Section, ...] = (
    ("ready", "进场准备", (
        ("site", "现场移交与复尺", 3, "", ""),
        ("draw", "深化设计", 10, "site", "submission"),
        ("sample", "样板与材料封样", 8, "draw", "submission"),
        ("permit", "样板确认", 0, "sample", "key_node"),
        ("order", "主材订货", 12, "sampleFF+2", ""),
    )),
    ("open", "拆改与隐蔽", (
        ("strip", "拆除与清运", 7, "site", ""),
        ("line", "放线与墙体改造", 8, "strip,draw", ""),
        ("pipes", "水电管线敷设", 12, "line", ""),
        ("ducts", "空调与新风管", 10, "lineSS+4", ""),
        ("hidden", "隐蔽工程验收", 2, "pipes,ducts", "acceptance"),
    )),
    ("rooms", "分区装修", (
        ("stuff", "石材与木饰面进场", 3, "order", "delivery"),
        ("ceil{n}", "{n} 区吊顶", 8, "^,hidden", ""),
        ("wall{n}", "{n} 区墙面基层与饰面", 11, "ceil{n}SS+3,permit,stuff", ""),
        ("floor{n}", "{n} 区地面", 7, "wall{n}SS+6", ""),
        ("fix{n}", "{n} 区灯具洁具与五金", 5, "floor{n},ceil{n}", ""),
    )),
    ("end", "安装与调试", (
        ("doors", "门与固定家具", 10, "^floor", ""),
        ("weak", "智能化与标识", 9, "fix1", ""),
        ("trial", "机电联合调试", 5, "^fix,weak", ""),
        ("out", "装修完工", 0, "doors,trial", "key_node"),
    )),
    _DONE,
)  # fmt: skip
OF_TYPE = {
    "municipal": ROADS,
    "transport": ROADS,
    "water": ROADS,
    "industrial": PLANT,
    "energy": PLANT,
}
FITTING_WORDS = ("装修", "净化", "改造", "幕墙", "机电", "路面")


@dataclass(frozen=True, slots=True)
class Planned:
    """A step that has been spelt out: ``waits`` as (key of the other, kind, days)."""

    key: str
    name: str
    days: float
    tag: str
    waits: tuple[tuple[str, str, int], ...]


def of(project_type: str, name: str) -> tuple[Section, ...]:
    """How a work of this type and name is built."""
    if any(word in name for word in FITTING_WORDS):
        return FITTING
    return OF_TYPE.get(project_type, BUILDING)


def spelt(sections: tuple[Section, ...], times: int) -> list[tuple[str, list[Planned]]]:
    """The sections with their steps, those of {n} ``times`` times over."""
    found: list[tuple[str, list[Planned]]] = []
    keys: set[str] = set()
    for _key, title, steps in sections:
        made: list[Planned] = []
        for key, name, days, waits, tag in steps:
            for n in range(1, times + 1) if "{n}" in key else (0,):
                one = Planned(key.format(n=n), name.format(n=n), days, tag, _waits(waits, key, n, times))
                keys.add(one.key)
                made.append(one)
        found.append((title, made))
    return [(title, [_known(one, keys) for one in made]) for title, made in found]


def _known(one: Planned, keys: set[str]) -> Planned:
    return Planned(one.key, one.name, one.days, one.tag, tuple(wait for wait in one.waits if wait[0] in keys and wait[0] != one.key))


def _waits(text: str, key: str, n: int, times: int) -> tuple[tuple[str, str, int], ...]:
    found = []
    for part in filter(None, text.split(",")):
        word, kind, days = part.format(n=n), "FS", 0
        for sign in "+-":
            head, found_sign, tail = word.rpartition(sign)
            if found_sign and tail.isdigit():
                word, days = head, int(sign + tail)
        if word[-2:] in ("SS", "FF"):
            word, kind = word[:-2], word[-2:]
        if word.startswith("^"):
            word = _earlier(word[1:], key, n, times)
        if word:
            found.append((word, kind, days))
    return tuple(found)


def _earlier(word: str, key: str, n: int, times: int) -> str:
    """ "^" in a repeated step: the one before; elsewhere the last of the floors, "^tar" the last of those."""
    if word:
        return f"{word}{times}"
    if "{n}" in key:
        return key.format(n=n - 1) if n > 1 else ""
    return f"floor{times}"
