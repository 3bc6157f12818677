"""How alike are two company names, and in which words: the part of the duplicate check that looks at names alone."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from django.utils.translation import gettext
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from .names import NameParts, confusion, parse
from .regions import Division

_NUMERALS = frozenset("零一二三四五六七八九十百0123456789甲乙丙丁")
_DIRECTIONS = frozenset("东南西北中上下左右前后新老大小")

CAP_NUMBERS_DIFFER = 45
CAP_ONE_NUMBER = 70
CAP_BRANCHES = 50
CAP_BRANCH_AND_HEAD = 66
CAP_REGIONS_DIFFER = 74
# What names of different brands can score: the index turns candidates away by these before it takes them apart.
KEY_WEIGHT, PLACE_TELLS, KIN_FROM, STRANGERS_AT_MOST = 0.85, 4, 75, 52


# A reason, put into words only when somebody will read it: most comparisons of an import end as "different", and of records outside
# one's scope no reasons are told.
Said = Callable[[], str]


class NameMatch(NamedTuple):
    """Score 0–100 and what speaks for and against. `cap` is the most that further evidence may lift the score to."""

    score: int
    said: tuple[Said, ...]
    identical: bool = False
    cap: int = 99

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons in the language of the reader."""
        return tuple(said() for said in self.said)


class Limit(NamedTuple):
    """The most that two names may score because of `about`: branch, ordinals, numerals, directions or regions."""

    most: int
    about: str
    said: Said


def compare_names(one: str, other: str) -> NameMatch:
    """Compare two company names. Symmetric in score."""
    return compare_parts(one, other, parse(one), parse(other))


def compare_parts(one: str, other: str, a: NameParts, b: NameParts, minimum: int = 0) -> NameMatch:
    """`compare_names` for two names that are taken apart already; any score below `minimum`, and no reasons, where it is not reached."""
    if not a.canonical or not b.canonical:
        return NameMatch(0, (lambda: gettext("一方没有名称"),))
    if a.canonical == b.canonical:
        return NameMatch(100, (_same_letters if one.strip() == other.strip() else _same_but_written_otherwise,), identical=True, cap=100)
    score, cap, reasons = _assessed(a, b, minimum)
    return NameMatch(score, tuple(reasons), cap=cap)


def _same_letters() -> str:
    return gettext("名称完全相同")


def _same_but_written_otherwise() -> str:
    return gettext("名称相同，仅写法不同（全半角、空格、括号、繁简或通行简称）")


def _assessed(a: NameParts, b: NameParts, minimum: int) -> tuple[int, int, list[Said]]:
    """(score, cap, reasons) of two names that are not written alike. What is surely below `minimum` is not looked at further."""
    score, reasons = _core_score(a, b)
    cap = 99
    if a.core != b.core and score >= 55:
        score += _place_tells(a, b)
    if round(score) < minimum:  # from here on it can only fall
        return max(0, round(score)), cap, reasons
    told = set()
    for limit in (_branch_limit(a, b), _ordinal_limit(a, b), _slip_limit(a, b), _region_limit(a, b)):
        if limit is None:
            continue
        cap = min(cap, limit.most)
        if score >= 40 and not (limit.about == "numerals" and "ordinals" in told):
            reasons.append(limit.said)
            told.add(limit.about)
    if score >= 60:
        score -= _small_differences(a, b, reasons)
    return max(0, min(round(score), cap)), cap, reasons


def _core_score(a: NameParts, b: NameParts) -> tuple[float, list[Said]]:
    if not a.core and not b.core:
        return _institutions(a, b)
    if a.core == b.core:
        return _same_brand(a, b)
    whole, why = _whole_key(a, b)
    slip = _brand_slip(a.core, b.core)
    if slip:
        trades = fuzz.ratio(a.trade, b.trade) if a.trade or b.trade else 100.0
        score = slip[0] - (100 - trades) * 0.25
        if score >= whole:
            return score, [slip[1]]
    return whole, [why]


def _institutions(a: NameParts, b: NameParts) -> tuple[float, list[Said]]:
    """Names without a brand (bureaus, schools, 第一建筑公司): only the same place and the same words make them alike."""
    if a.trade == b.trade:
        return 94.0, [lambda: gettext("单位名称相同")]
    return fuzz.ratio(a.trade, b.trade) * 0.8, [lambda: gettext("单位名称相近")]


def _same_brand(a: NameParts, b: NameParts) -> tuple[float, list[Said]]:
    if a.trade == b.trade:
        return 96.0, [lambda: gettext("字号“%(value)s”与行业用语相同") % {"value": a.brand or b.brand}]
    if not a.trade or not b.trade:
        return 86.0, [lambda: gettext("字号“%(value)s”相同，一方没有写行业，可能是简称") % {"value": a.brand or b.brand}]
    shorter, longer = sorted((a.trade, b.trade), key=len)
    ratio = fuzz.ratio(shorter, longer)
    if longer.startswith(shorter) or longer.endswith(shorter):
        return max(84.0, 55 + ratio * 0.35), [
            lambda: gettext("字号“%(brand)s”相同，行业用语多写了“%(value)s”") % {"brand": a.brand, "value": longer.replace(shorter, "", 1)}
        ]
    return 52 + ratio * 0.35, [
        lambda: (
            gettext("字号“%(brand)s”相同，行业用语不同（%(trade)s / %(trade2)s）") % {"brand": a.brand, "trade": a.trade, "trade2": b.trade}
        )
    ]


def _brand_slip(one: str, other: str) -> tuple[float, Said] | None:
    """One character replaced, added or dropped, or two neighbours swapped."""
    if not one or not other or OSA.distance(one, other) != 1:
        return None
    differing = [(mine, theirs) for mine, theirs in zip(one, other, strict=False) if mine != theirs]
    if len(one) == len(other) and len(differing) == 1:
        [(wrong, right)] = differing
        kind = confusion(wrong, right)
        base = 90.0 if kind else (80.0 if len(one) > 2 else 58.0)
        return (
            base,
            lambda: (
                gettext("字号只差一个字（%(wrong)s / %(right)s%(value)s）")
                % {
                    "wrong": wrong,
                    "right": right,
                    "value": gettext("，%(kind)s") % {"kind": gettext(kind)} if kind else "",
                }
            ),
        )
    if len(one) == len(other):
        return 86.0, lambda: gettext("字号中两个字的次序颠倒（%(one)s / %(other)s）") % {"one": one, "other": other}
    longer = max(one, other, key=len)
    return (
        84.0 if len(longer) > 3 else 72.0
    ), lambda: gettext("字号多写或少写一个字（%(one)s / %(other)s）") % {"one": one, "other": other}


def _whole_key(a: NameParts, b: NameParts) -> tuple[float, Said]:
    """The brands differ; a dropped character may have moved the cut between brand and trade, so the whole is looked at as well."""
    one, other = a.key, b.key
    if abs(len(one) - len(other)) == 1 and Levenshtein.distance(one, other) == 1:
        return (84.0 if len(one) >= 4 else 74.0), lambda: gettext("名称多写或少写一个字")
    ratio = fuzz.ratio(one, other)
    most = 72.0 if fuzz.ratio(a.core, b.core) >= KIN_FROM else STRANGERS_AT_MOST  # a common trade makes no kinship
    return min(ratio * KEY_WEIGHT, most), lambda: gettext("名称部分相似") if ratio >= 50 else gettext("名称不同")


def _branch_limit(a: NameParts, b: NameParts) -> Limit | None:
    if a.branch == b.branch:
        return None
    if a.branch and b.branch:
        names = {"branch": a.branch, "branch2": b.branch}
        return Limit(CAP_BRANCHES, "branch", lambda: gettext("是两家不同的分支机构（%(branch)s / %(branch2)s），不是同一单位") % names)
    name = {"value": a.branch or b.branch}
    return Limit(CAP_BRANCH_AND_HEAD, "branch", lambda: gettext("“%(value)s”是分支机构，与总公司不是同一单位") % name)


def _ordinal_limit(a: NameParts, b: NameParts) -> Limit | None:
    if a.ordinals == b.ordinals:
        return None
    if a.ordinals and b.ordinals:
        return Limit(
            CAP_NUMBERS_DIFFER, "ordinals",
            lambda: gettext("序号不同（%(one)s / %(other)s），是不同的单位") % {"one": _spoken(a.ordinals), "other": _spoken(b.ordinals)},
        )  # fmt: skip
    return Limit(CAP_ONE_NUMBER, "ordinals", lambda: gettext("只有一方带序号（%(value)s）") % {"value": _spoken(a.ordinals or b.ordinals)})


def _spoken(numbers: tuple[int, ...]) -> str:
    return "、".join(str(number) for number in numbers)


def _slip_limit(a: NameParts, b: NameParts) -> Limit | None:
    """东区 and 西区, 甲公司 and 乙公司, 1 号 and 2 号 differ by one character and still are two parties."""
    for op in Levenshtein.opcodes(a.canonical, b.canonical):
        if op.tag != "replace":
            continue
        left, right = a.canonical[op.src_start : op.src_end], b.canonical[op.dest_start : op.dest_end]
        if _NUMERALS.issuperset(left) and _NUMERALS.issuperset(right):
            return Limit(CAP_NUMBERS_DIFFER, "numerals", partial(_numerals_differ, left, right))
        if len(left) == len(right) == 1 and left in _DIRECTIONS and right in _DIRECTIONS:
            return Limit(CAP_REGIONS_DIFFER, "directions", partial(_directions_differ, left, right))
    return None


def _numerals_differ(left: str, right: str) -> str:
    return gettext("编号不同（%(left)s / %(right)s），是不同的单位") % {"left": left, "right": right}


def _directions_differ(left: str, right: str) -> str:
    return gettext("方位或新旧不同（%(left)s / %(right)s），可能是不同的单位") % {"left": left, "right": right}


def _region_limit(a: NameParts, b: NameParts) -> Limit | None:
    if not _regions_conflict(a.regions, b.regions):
        return None
    limit = CAP_REGIONS_DIFFER if a.core else CAP_NUMBERS_DIFFER
    return Limit(limit, "regions", lambda: gettext("地区不同（%(one)s / %(other)s）") % {"one": _places(a), "other": _places(b)})


@lru_cache(maxsize=65536)
def _regions_conflict(one: tuple[Division, ...], other: tuple[Division, ...]) -> bool:
    if not one or not other or one[-1] is other[-1]:
        return False
    return not (_within(one[-1], other[-1]) or _within(other[-1], one[-1]))


def _within(inner: Division, outer: Division) -> bool:
    node: Division | None = inner
    while node is not None:
        if node == outer or (node.short == outer.short and node.province.short == outer.province.short):
            return True
        node = node.parent
    return False


def _place_tells(a: NameParts, b: NameParts) -> int:
    """Where the brands are merely alike, the place decides whether a slip of the pen is likely."""
    if not a.regions or not b.regions:
        return 0
    return -14 if _regions_conflict(a.regions, b.regions) else PLACE_TELLS


def _places(parts: NameParts) -> str:
    return "".join(region.short for region in parts.regions)


def _small_differences(a: NameParts, b: NameParts, reasons: list[Said]) -> int:
    points = 0
    if bool(a.regions) != bool(b.regions):
        points += 4
        reasons.append(lambda: gettext("只有一方写了地区（%(value)s）") % {"value": _places(a) or _places(b)})
    elif a.regions != b.regions and _places(a) != _places(b) and not _regions_conflict(a.regions, b.regions):
        points += 4
        reasons.append(lambda: gettext("地区写法不同（%(one)s / %(other)s）") % {"one": _places(a), "other": _places(b)})
    if a.legal != b.legal:
        is_group = ("集团" in a.legal) != ("集团" in b.legal)
        points += 6 if is_group else 2
        reasons.append(lambda: _legal_forms(a, b, is_group=is_group))
    return points


def _legal_forms(a: NameParts, b: NameParts, *, is_group: bool) -> str:
    shown = gettext("%(one)s / %(other)s") % {"one": a.legal or gettext("无"), "other": b.legal or gettext("无")}
    if is_group:
        return gettext("一方是集团（%(shown)s），可能是母子公司") % {"shown": shown}
    return gettext("企业类型写法不同（%(shown)s）") % {"shown": shown}
