"""Company names: one writing for comparison, and the parts region, brand, trade, legal form, branch."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from django.utils.translation import gettext_noop

from .regions import Division, table
from .wordlists import read_words, words

KEY_LENGTH = 120
_SPACE_AND_POINTS = re.compile(r"[\s·•・,，.。、;；:：'\"“”‘’`_~*!?/\\|\u200b\ufeff-]+")
_OPEN = str.maketrans("[{〔【〈《<", "(((((((")
_CLOSE = str.maketrans("]}〕】〉》>", ")))))))")
_BRACKET = re.compile(r"\(([^()]*)\)")
_NUMERAL = "零〇一二两三四五六七八九十百"
_BRANCH_KINDS = "分公司|分店|分厂|分院|分部|分所|分行|支行|支公司|营业部|项目经理部|项目部|经理部|办事处|代表处"
_BEHIND_COMPANY = re.compile(r"^(?P<head>.{2,}?(?:有限责任公司|有限公司|股份公司|集团公司|总公司))\(?(?P<branch>[^()]+)\)?$")
_BEHIND_OTHER = re.compile(rf"^(?P<head>.*(?:公司|集团|厂|社|院|银行|中心|事务所|局))\(?(?P<branch>[^()]{{1,16}}?(?:{_BRANCH_KINDS}))\)?$")
_BARE_BRANCH = re.compile(r"^(?P<head>.{4,}?)\(?(?P<branch>[^()]{2,8}?分公司)\)?$")
_ORDINAL = re.compile(
    rf"第([{_NUMERAL}]+|\d+)|([{_NUMERAL}]+|\d+)(?=局|公司|分公司|处|队|院|所|厂|中学|小学|中$|小$|建|冶|航|公局|工区|工程局|项目|标|号|店|分店|期|区$)"
)
# The large state builders and the bureaus are known by their short names; both writings mean the same body.
_KNOWN_AS = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        (rf"中国建筑第?([{_NUMERAL}]+)(?:工程)?局", r"中建\1局"),
        (rf"(?:中国)?中铁第?([{_NUMERAL}]+)(?:工程)?局|铁道部第([{_NUMERAL}]+)工程局", r"中铁\1\2局"),
        (rf"(?:中国水利水电|中国水电|中水电)第?([{_NUMERAL}]+)(?:工程)?局", r"水电\1局"),
        (rf"中交第?([{_NUMERAL}]+)航务工程局", r"中交\1航局"),
        (rf"中交第?([{_NUMERAL}]+)公路工程局", r"中交\1公局"),
        (r"住房和?城乡建设(?=[局厅委部])|住房城乡建设和交通(?=[局委])", "住建"),
        (r"自然资源和规划(?=局)", "资规"),
        (r"发展和改革(?:委员会|局)", "发改委"),
        (r"国有资产监督管理委员会", "国资委"),
        (r"交通运输(?=[局厅])", "交通"),
        (r"城市管理(?:和|综合行政)?执法(?=局)", "城管"),
        (r"卫生健康委员会", "卫健委"),
        (rf"中国第?([{_NUMERAL}]+)冶金?(?:建设|集团)", r"中国\1冶"),
    )
)
_AUSPICIOUS = frozenset("兴隆泰和永安平丰富德昌宁康新万福瑞金华宏通达利顺长宝广大文仁义信嘉祥庆寿春源清乐鼎盛东方合同成天中海")
_CITY_OR_BRAND = frozenset(
    words("东方 大同 朝阳 中山 三明 长治 大庆 安康 吉安 宜春 文昌 白银 永州 天门 和田 大理 通化 新星 白杨 双河 桃园 海南 黄山 三沙")
)
_TOWN = re.compile(r"^[\u4e00-\u9fff]{2,3}?(?:镇|乡|街道)(?=.{4})")
_CONNECTORS = frozenset("与和及暨")


class NameParts(NamedTuple):
    """A company name taken apart. `core` and `trade` are in usual characters, `brand` as it was written.

    `key` (brand and trade) is what two writings of one firm have in common.
    """

    canonical: str
    regions: tuple[Division, ...]
    brand: str
    core: str
    trade: str
    legal: str
    branch: str
    ordinals: tuple[int, ...]

    @property
    def key(self) -> str:
        """Brand and trade without region and legal form; the whole name when nothing else is left."""
        return self.core + self.trade or self.canonical


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    legal: tuple[str, ...]
    legal_ends: frozenset[str]
    trade: frozenset[str]
    trade_sizes: dict[str, tuple[int, ...]]  # first two characters → lengths of the words that begin so
    one_letter_forms: frozenset[str]
    abbreviations: tuple[str, ...]
    countries: frozenset[str]
    zones: tuple[str, ...]


@cache
def _vocabulary() -> _Vocabulary:
    sections = read_words("trades.txt")
    by_length = {name: tuple(sorted(found, key=len, reverse=True)) for name, found in sections.items()}
    several = {word for name in ("form", "trade", "filler") for word in sections[name] if len(word) > 1}
    sizes: dict[str, set[int]] = {}
    for word in several:
        sizes.setdefault(word[:2], set()).add(len(word))
    return _Vocabulary(
        legal=by_length["legal"],
        legal_ends=frozenset(word[-1] for word in sections["legal"]),
        trade=frozenset(several),
        trade_sizes={head: tuple(sorted(found)) for head, found in sizes.items()},
        one_letter_forms=frozenset(word for word in sections["form"] if len(word) == 1),
        abbreviations=sections["abbreviation"],
        countries=frozenset(sections["country"]),
        zones=by_length["zone"],
    )


@cache
def _usual_form() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in read_words("variants.txt")["same"] if pair[0] != pair[1]}


@cache
def _look_alikes() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in read_words("variants.txt")["look"])


def _half_width(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).translate(_OPEN).translate(_CLOSE)
    return unicodedata.normalize("NFKC", _SPACE_AND_POINTS.sub("", text).upper())


def canonical(name: str) -> str:
    """Half width, simplified characters, upper case, no blanks or points, one kind of brackets: equal for two writings of one name."""
    return _known_as(_half_width(name).translate(_usual_form()))


def _known_as(text: str) -> str:
    if any(sign in text for sign in "局冶委厅"):
        for pattern, short in _KNOWN_AS:
            text = pattern.sub(short, text)
    return text


def same_writing(name: str) -> str:
    """`canonical` without brackets: for the question “is it letter for letter the same name?”."""
    return canonical(name).replace("(", "").replace(")", "")


@lru_cache(maxsize=65536)
def parse(name: str) -> NameParts:
    """Take a company name apart. Works on any text; parts that are not there come out empty."""
    written = _half_width(name)
    usual = written.translate(_usual_form())
    whole = _known_as(usual)
    head, branch = _cut_branch(whole)
    in_brackets: list[Division] = []
    body, legal = _cut_legal(_read_brackets(head, in_brackets))
    regions: list[Division] = []
    body = _cut_leading_regions(body, regions)
    regions += in_brackets
    body = _cut_trailing_region(body, regions)
    core, trade = split_trade(body, shop=not legal)
    at = usual.find(core)
    brand = written[at : at + len(core)] if at >= 0 else core
    return NameParts(whole.replace("(", "").replace(")", ""), tuple(regions), brand, core, trade, legal, branch, ordinals(whole))


_PACKING = "1"  # goes up when `parse` answers differently, so that what was packed before is taken apart anew


def packed(parts: NameParts) -> str:
    """The parts as one text, to be stored beside the name."""
    regions = ",".join(region.code + region.name for region in parts.regions)
    numbers = ",".join(map(str, parts.ordinals))
    brand = "" if parts.brand == parts.core else parts.brand
    return f"{_PACKING}\t{parts.core}\t{parts.trade}\t{parts.canonical}\t{regions}\t{brand}\t{parts.legal}\t{parts.branch}\t{numbers}"


def unpacked(text: str) -> NameParts | None:
    """What `packed` made; None when there is nothing, or what an earlier `parse` found."""
    found = text.split("\t")
    if found[0] != _PACKING or len(found) != 9:
        return None
    _packing, core, trade, whole, regions, brand, legal, branch, numbers = found
    ordinals_found = tuple(map(int, numbers.split(","))) if numbers else ()
    return NameParts(whole, _places(regions), brand or core, core, trade, legal, branch, ordinals_found)


@lru_cache(maxsize=8192)
def _places(packed_regions: str) -> tuple[Division, ...]:
    return tuple(_by_code_and_name()[region] for region in packed_regions.split(",")) if packed_regions else ()


def key_and_place(text: str) -> tuple[str, str, str] | None:
    """(key, short forms of the regions, `text` itself) of what `packed` made, for filing very many; None as `unpacked` answers it."""
    found = text.split("\t", 5)
    if found[0] != _PACKING or text.count("\t") != 8:
        return None
    return found[1] + found[2] or found[3], _short_places(found[4]), text


@lru_cache(maxsize=8192)
def _short_places(packed_regions: str) -> str:
    return "".join(region.short for region in _places(packed_regions))


def name_columns(name: str, known: str = "") -> dict[str, str]:
    """What is stored beside the name of a customer, so that look-alikes are found without taking all names apart.

    `known`: what `packed` made of this very name some time ago, which spares taking it apart unless that would come out otherwise now.
    """
    if found := key_and_place(known):
        return {"name_key": found[0][:KEY_LENGTH], "name_parts": known}
    parts = parse(name)
    return {"name_key": parts.key[:KEY_LENGTH], "name_parts": packed(parts)}


@cache
def _by_code_and_name() -> dict[str, Division]:
    divisions = table()
    return {division.code + division.name: division for division in (*divisions.counties, *divisions.cities, *divisions.provinces)}


def comparison_key(name: str) -> str:
    """Brand and trade of a name in one writing, at most 120 characters: equal keys mean names worth comparing."""
    return parse(name).key[:KEY_LENGTH]


def _cut_branch(text: str) -> tuple[str, str]:
    """Head office and branch: whatever stands behind a company's legal form is a part of that company."""
    if "公司" not in text[:-2] and text[-1:] not in "司店厂院部所行处":
        return text, ""
    for pattern in (_BEHIND_COMPANY, _BEHIND_OTHER, _BARE_BRANCH):
        found = pattern.match(text)
        if found and not _is_remark(found["branch"]):
            return found["head"], found["branch"]
    return text, ""


def _is_remark(text: str) -> bool:
    return text in table().by_word or text in _vocabulary().legal or text in {"公司", "分公司", "集团", "国际", "筹", "筹建"}


def _read_brackets(text: str, regions: list[Division]) -> str:
    """A region in brackets is taken out, so is a legal form; anything else stays where it was."""

    def replaced(found: re.Match[str]) -> str:
        inside = found[1]
        divisions = table().by_word.get(inside)
        if divisions:
            regions.append(divisions[0])
            return ""
        return "" if _is_remark(inside) or inside in _vocabulary().countries else inside

    return _BRACKET.sub(replaced, text).replace("(", "").replace(")", "") if "(" in text or ")" in text else text


def _cut_legal(text: str) -> tuple[str, str]:
    vocabulary = _vocabulary()
    cut = len(text)
    while text[cut - 1 : cut] in vocabulary.legal_ends:
        form = next((form for form in vocabulary.legal if text.endswith(form, 0, cut) and cut > len(form)), "")
        if not form:
            break
        cut -= len(form)
    return text[:cut], text[cut:]


def _cut_leading_regions(text: str, regions: list[Division]) -> str:
    country = next((text[:size] for size in (5, 4, 3, 2) if text[:size] in _vocabulary().countries), "")
    if len(text) - len(country) >= 2:
        text = text.removeprefix(country)
    while True:
        word = _leading_region(text, regions)
        if not word:
            return text
        text = text.removeprefix(word)
        if regions:
            text = _cut_zone_and_town(text, in_county=regions[-1].level == "county" or regions[-1].short in {"东莞", "中山", "儋州"})


def _leading_region(text: str, regions: list[Division]) -> str:
    for word in table().heads.get(text[:2], ()):
        if text.startswith(word):
            division = _fitting(word, text[len(word) :], regions)
            if division:
                regions.append(division)
                return word
    return ""


def _fitting(word: str, rest: str, regions: list[Division]) -> Division | None:
    """The division that `word` means here, or None where it is more likely a brand."""
    inside = [r.province for r in regions]
    candidates = [d for d in table().by_word[word] if not inside or d.province in inside]
    same_place = bool(candidates)
    candidates = candidates or [d for d in table().by_word[word] if d.level == "city"]
    if not candidates:
        return None
    division = candidates[0]
    if division.level == "province":
        return None if regions else division
    if word == division.name:
        return division if len(word) > 2 or regions else None
    leaves_brand = bool(split_trade(rest)[0])
    if division.level == "city":
        return division if (word not in _CITY_OR_BRAND or leaves_brand) and (same_place or word not in _CITY_OR_BRAND) else None
    if any(division.parent == region for region in regions):  # 深圳福田策划公司
        return division if leaves_brand or not _AUSPICIOUS.issuperset(word) else None
    may_stand_bare = division.name.endswith(("县", "市", "旗")) and leaves_brand
    return division if may_stand_bare and (regions or not _AUSPICIOUS.issuperset(word)) else None


def _cut_zone_and_town(text: str, *, in_county: bool) -> str:
    for zone in _vocabulary().zones:
        if text.startswith(zone) and len(text) - len(zone) >= 2:
            return text.removeprefix(zone)
    town = _TOWN.match(text) if in_county else None
    return text[town.end() :] if town else text


def _cut_trailing_region(text: str, regions: list[Division]) -> str:
    """新月能源石家庄公司, 环球国际航运青岛有限公司: the place stands before the legal form."""
    for size in (4, 3, 2):
        divisions = [d for d in table().by_word.get(text[-size:], ()) if d.level != "county"]
        rest = text[:-size]
        if divisions and len(rest) >= 4 and text[-size:] not in _CITY_OR_BRAND and split_trade(rest)[1]:
            regions.append(divisions[0])
            return rest
    return text


@lru_cache(maxsize=1024)  # a region at the front asks first whether a brand is left behind it
def split_trade(text: str, *, shop: bool = False) -> tuple[str, str]:
    """Cut a name without region and legal form into brand and trade.

    The trade is the longest tail made of trade words that leaves a brand of two or more characters, or nothing.
    `shop` also allows a one-letter form (店, 行, 厂) at the very end.
    """
    size, vocabulary = len(text), _vocabulary()
    sizes_of, trade = vocabulary.trade_sizes.get, vocabulary.trade
    tail_from = [False] * size + [True]
    if shop and size > 2 and text[-1] in vocabulary.one_letter_forms:
        tail_from[size - 1] = True
    best = size
    for start in range(size - 1, -1, -1):
        if text[start] in _CONNECTORS:
            tail_from[start] = tail_from[start] or (start + 1 < size and tail_from[start + 1])
            continue  # no tail begins with one
        if not tail_from[start]:
            for length in sizes_of(text[start : start + 2], ()):
                end = start + length
                if end <= size and tail_from[end] and text[start:end] in trade:
                    tail_from[start] = True
                    break
        if tail_from[start] and start != 1:
            best = start
    if best == 0:  # 宁夏交投工程建设: all trade words, but the first one serves as the brand
        best = next((len(word) for word in vocabulary.abbreviations if text.startswith(word)), 0)
    return text[:best], text[best:]


def ordinals(name: str) -> tuple[int, ...]:
    """The numbers that tell sister firms apart: 中建三局 → (3,), 第一分公司 → (1,)."""
    return tuple(_number(found[1] or found[2]) for found in _ORDINAL.finditer(name))


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    total = current = 0
    for character in text:
        if character in "十百":
            total += (current or 1) * (10 if character == "十" else 100)
            current = 0
        else:
            digit = _NUMERAL.index(character)
            current = 0 if digit < 2 else {2: 1, 3: 2, 4: 2}.get(digit, digit - 2)
    return total + current


@lru_cache(maxsize=65536)
def confusion(one: str, other: str) -> str:
    """Why two different characters may be one slip: 同音 or 形近, to be translated; empty when they do not resemble each other."""
    if frozenset((one, other)) in _look_alikes():
        return gettext_noop("形近")
    return gettext_noop("同音") if _syllables(one) & _syllables(other) else ""


@lru_cache(maxsize=8192)
def _syllables(character: str) -> frozenset[str]:
    from pypinyin import Style, lazy_pinyin  # its dictionaries are loaded on first use: no start waits for them

    return frozenset(lazy_pinyin(character, style=Style.NORMAL, errors="ignore"))
