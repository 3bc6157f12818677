"""What a cell or a column holds, judged without its header."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, time, timedelta
from typing import Any

from .amounts import to_decimal
from .cells import EMAIL, NO, YES, is_empty, plain
from .dates import to_date
from .phones import normal_phone

EMPTY, NUMBER, DATE, YESNO, PHONE, EMAIL_KIND, CREDIT_CODE, URL, COMPANY, PERSON, ADDRESS, CODE, TEXT = (
    "empty", "number", "date", "yesno", "phone", "email", "credit_code", "url", "company", "person", "address", "code", "text",
)  # fmt: skip
STRONG = frozenset([DATE, PHONE, EMAIL_KIND, CREDIT_CODE, URL, COMPANY, ADDRESS])

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_DATE_SHAPE = re.compile(
    r"\d{2,4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,4})?|[〇零一二三四五六七八九十]{4}年|\d{1,2}[- ]?[A-Za-z]{3}|[A-Z][a-z]{2}[a-z]* \d"
)
_COMPANY = re.compile(
    r"(公司|集团|厂|中心|委员会|管理局|局|研究院|设计院|医院|学校|大学|学院|银行|合作社|事务所|经营部|工程队|政府|指挥部|酒店|商行|店)(\(.*\))?$"
)
_ENGLISH_COMPANY = re.compile(r"\b(inc|corp|corporation|co|ltd|llc|gmbh|company|group|plc)\b\.?$", re.IGNORECASE)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑罗梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹"
    "薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛"
)
_ADDRESS = re.compile(r"(省|自治区|市|区|县|镇|乡|街道?|路|道|大道|村|小区|园区|开发区).*(号|室|楼|栋|层|村|路|街|镇|区|园|厦|座|组)")


def kind_of(value: Any) -> str:
    """The kind of one cell. Numbers that a spreadsheet stored for phones or days count as what they mean."""
    if is_empty(value):
        return EMPTY
    if isinstance(value, bool):
        return YESNO
    if isinstance(value, date | time | timedelta):
        return DATE
    text = unicodedata.normalize("NFKC", plain(value))
    if isinstance(value, int | float):
        return (
            PHONE
            if re.fullmatch(r"1[3-9]\d{9}", text)
            else DATE
            if re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])", text)
            else NUMBER
        )
    return _kind_of_text(text)


def _kind_of_text(text: str) -> str:
    if len(text) > 200:
        return TEXT
    for kind, holds in _TESTS:
        if holds(text):
            return kind
    return _kind_of_words(text)


def _kind_of_words(text: str) -> str:
    if len(text) >= 4 and (_COMPANY.search(text) or _ENGLISH_COMPANY.search(text)):
        return COMPANY
    if 2 <= len(text) <= 4 and text[0] in _SURNAMES and re.fullmatch(r"[\u4e00-\u9fff·]+", text):
        return PERSON
    if len(text) >= 6 and _ADDRESS.search(text):
        return ADDRESS
    if re.fullmatch(r"[A-Za-z0-9]+(?:[-_/.][A-Za-z0-9]+)*", text) and re.search(r"\d", text):
        return CODE
    return TEXT


def could_be(kind: str, value: Any) -> bool:
    """Whether a cell may be of a kind, mistyped ones included: 1380013800 is still meant as a phone."""
    text = plain(value)
    if not text or isinstance(value, date):
        return not text or kind == DATE
    if kind == EMAIL_KIND:
        return "@" in text or "＠" in text
    digits = sum(char.isdigit() for char in text)
    if kind == CREDIT_CODE:
        return 15 <= len(text) <= 20 and digits >= 6
    return digits >= 4 and "@" not in text and (kind != PHONE or digits >= 0.6 * len(text)) if kind in (PHONE, DATE) else True


def kinds_of(values: Iterable[Any]) -> Counter[str]:
    """How often each kind occurs among the non-empty values."""
    counts = Counter(kind_of(value) for value in values)
    del counts[EMPTY]
    return counts


def main_kind(values: Iterable[Any]) -> tuple[str, float]:
    """The prevailing kind of a column and its share; ("empty", 0) for an empty column."""
    counts = kinds_of(values)
    if not counts:
        return EMPTY, 0.0
    kind, count = counts.most_common(1)[0]
    return kind, count / counts.total()


def credit_code_ok(text: str) -> bool:
    """18 characters with the check character of GB 32100."""
    code = text.strip().upper()
    if len(code) != 18 or not set(code) <= set(_ALPHABET):
        return False
    total = sum(_ALPHABET.index(char) * weight for char, weight in zip(code, _WEIGHTS, strict=False))
    return _ALPHABET[(31 - total % 31) % 31] == code[17]


def _is_date(text: str) -> bool:
    shaped = _DATE_SHAPE.match(text) or re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", text)
    return bool(shaped) and to_date(text)[0] is not None


def _has_phone(text: str) -> bool:
    if not 7 <= len(re.sub(r"\D", "", text)) <= 40:
        return False
    parts = [part for part in re.split(r"[,;/、|\s]+", text) if re.search(r"\d", part)]
    normal = normal_phone(text) or (normal_phone(parts[0]) if parts else "")
    return bool(normal) and not re.fullmatch(r"[2-9]\d{6,7}", normal)


def _is_number(text: str) -> bool:
    return bool(re.search(r"\d", text)) and to_decimal(text)[0] is not None


_TESTS: tuple[tuple[str, Callable[[str], object]], ...] = (
    (EMAIL_KIND, lambda text: "@" in text and EMAIL.search(text)),
    (CREDIT_CODE, credit_code_ok),
    (URL, re.compile(r"https?://|www\.", re.IGNORECASE).match),
    (DATE, _is_date),
    (PHONE, _has_phone),
    (NUMBER, _is_number),
    (YESNO, lambda text: text.lower() in YES | NO),
)
