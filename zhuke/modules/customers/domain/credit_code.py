"""Unified social credit codes (统一社会信用代码) and the business licence numbers before them.

Rules: GB 32100-2015 for the 18-character code, GB 11714-1997 for the organisation code inside it,
GS 15-2006 for the 15-digit licence number that was issued until 2015.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext

from .regions import province_codes

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(3**position % 31 for position in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_NOISE = re.compile(r"[\s\-_.·'\"`‘’“”\u200b\ufeff]+")
_LOOKALIKE = {"O": "0", "I": "1", "S": "5", "Z": "2", "V": "U"}

AUTHORITIES = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "工商（市场监管）",
    "A": "中央军委改革和编制办公室",
    "N": "农业农村",
    "Y": "其他",
}
KINDS = {
    "11": "机关",
    "12": "事业单位",
    "13": "中央编办管理的群众团体",
    "19": "其他机构编制单位",
    "21": "外国常驻新闻机构",
    "29": "其他外交登记机构",
    "31": "律师执业机构",
    "32": "公证处",
    "33": "基层法律服务所",
    "34": "司法鉴定机构",
    "35": "仲裁委员会",
    "39": "其他司法登记机构",
    "41": "外国在华文化中心",
    "49": "其他文化登记机构",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "54": "村（居）民委员会",
    "55": "其他民政登记组织",
    "59": "其他民政登记机构",
    "61": "外国旅游部门常驻代表机构",
    "62": "港澳台地区旅游部门常驻内地代表机构",
    "69": "其他旅游登记机构",
    "71": "宗教活动场所",
    "72": "宗教院校",
    "79": "其他宗教登记机构",
    "81": "基层工会",
    "89": "其他工会登记机构",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "A1": "军队事业单位",
    "A9": "其他军队登记机构",
    "N1": "组级集体经济组织",
    "N2": "村级集体经济组织",
    "N3": "乡镇级集体经济组织",
    "N9": "其他农业登记机构",
    "Y1": "其他机构",
}


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code taken apart. `kind` is the sort of organisation, empty when the prefix is unknown."""

    code: str
    kind: str
    division: str
    organisation_code: str
    valid: bool


def normalise(text: str) -> str:
    """Half width, upper case, without spaces and dashes. Letters that look like digits stay as they are: `explain` reports them."""
    if text.isascii() and text.isalnum():  # most of them: nothing to take out
        return text.upper()
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_character(first17: str) -> str:
    """The 18th character by GB 32100. Raises KeyError for a character outside the alphabet."""
    total = sum(_VALUE[character] * weight for character, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(first8: str) -> str:
    """The ninth character of an organisation code by GB 11714; `X` stands for 10."""
    total = sum(_ORGANISATION_ALPHABET.index(character) * weight for character, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True))
    remainder = 11 - total % 11
    return {10: "X", 11: "0"}.get(remainder, str(remainder))


def licence_check_digit(first14: str) -> str:
    """The 15th digit of the old licence number (ISO 7064 MOD 11,10)."""
    product = 10
    for character in first14:
        product = (product + int(character)) % 10 or 10
        product = product * 2 % 11
    return str((11 - product) % 10)


@lru_cache(maxsize=200_000)  # an import compares each code with dozens of look-alikes
def is_valid(text: str) -> bool:
    """True for an 18-character code whose check character is right. Normalises first."""
    code = normalise(text)
    return len(code) == 18 and all(c in _VALUE for c in code) and check_character(code[:17]) == code[17]


def is_old_licence(text: str) -> bool:
    """True for a 15-digit business licence number with the right check digit."""
    number = normalise(text)
    return len(number) == 15 and number.isdigit() and number.isascii() and licence_check_digit(number[:14]) == number[14]


def parse(text: str) -> CreditCode:
    """Take a code of any quality apart; missing parts come out empty."""
    code = normalise(text)
    return CreditCode(code, KINDS.get(code[:2], ""), code[2:8], code[8:17], is_valid(code))


def explain(text: str) -> list[str]:
    """Every problem of a code as a sentence that says what to do; an empty list means the code is good."""
    code = normalise(text)
    if is_valid(code) and not _structure_problems(code):
        return []
    if not code:
        return [gettext("统一社会信用代码为空，请填写 18 位代码。")]
    if len(code) == 15 and code.isdigit() and code.isascii():
        return [_about_old_licence(code)]
    scientific = re.fullmatch(r"(\d+)E\+?(\d+)", code)
    if scientific:
        return [gettext("代码被表格软件存成了科学计数法，位数已经丢失，请从营业执照重新录入并把单元格设为文本。")]
    problems = _length_problems(code) + _character_problems(code) or _structure_problems(code) + _check_problems(code)
    guesses = suggestions(code) if problems else []
    return (
        [*problems, gettext("可能是 %(value)s，请对照营业执照确认。") % {"value": " 或 ".join(guesses)}]
        if 0 < len(guesses) <= 2
        else problems
    )


def warnings(text: str) -> list[str]:
    """Oddities of a code that passes `explain`: worth a look, no reason to refuse."""
    code = normalise(text)
    if explain(code) or organisation_check_character(code[8:16]) == code[16]:
        return []
    return [
        gettext("代码中第 9 至 17 位（主体标识码 %(value)s）的校验位与 GB 11714 不符，请与营业执照再核对一次。") % {"value": code[8:17]}
    ]


def _about_old_licence(number: str) -> str:
    if is_old_licence(number):
        return gettext("这是旧的 15 位营业执照注册号，请换成营业执照上的 18 位统一社会信用代码。")
    return gettext("这是 15 位数字，但不是有效的旧营业执照注册号（校验位不符），请填写 18 位统一社会信用代码。")


def _length_problems(code: str) -> list[str]:
    if len(code) == 18:
        return []
    if len(code) == 9 and code[:8].isalnum():
        return [gettext("这是 9 位组织机构代码，请填写完整的 18 位统一社会信用代码。")]
    missing = 18 - len(code)
    advice = gettext("少了 %(missing)s 位") % {"missing": missing} if missing > 0 else gettext("多了 %(value)s 位") % {"value": -missing}
    return [
        gettext("统一社会信用代码应为 18 位，现在是 %(value)s 位，%(advice)s，请对照营业执照核对。")
        % {"value": len(code), "advice": advice}
    ]


def _character_problems(code: str) -> list[str]:
    problems = []
    for position, character in enumerate(code, start=1):
        if character in _VALUE:
            continue
        hint = gettext("，可能应为 %(value)s") % {"value": _LOOKALIKE[character]} if character in _LOOKALIKE else ""
        problems.append(
            gettext("第 %(position)s 位“%(character)s”不会出现在统一社会信用代码里%(hint)s，请核对。")
            % {"position": position, "character": character, "hint": hint}
        )
    return problems


def _structure_problems(code: str) -> list[str]:
    problems = []
    if code[0] not in AUTHORITIES:
        problems.append(gettext("第 1 位“%(value)s”不是登记管理部门代码，企业应以 9 开头，请核对。") % {"value": code[0]})
    elif code[:2] not in KINDS:
        problems.append(gettext("前两位“%(value)s”不是已知的机构类别，企业应以 91 开头，请核对。") % {"value": code[:2]})
    if not code[2:8].isdigit():
        problems.append(gettext("第 3 至 8 位“%(value)s”应为 6 位行政区划数字，请核对。") % {"value": code[2:8]})
    elif code[2:4] not in province_codes():
        problems.append(gettext("第 3 至 8 位“%(value)s”的前两位不是任何省份的代码，请核对。") % {"value": code[2:8]})
    return problems


def _check_problems(code: str) -> list[str]:
    if check_character(code[:17]) == code[17]:
        return []
    if code.isdigit() and code.endswith("000"):
        return [gettext("代码末尾是 000 且校验位不符，很可能被表格软件当作数字截断了精度，请从营业执照重新录入并把单元格设为文本。")]
    inner_ok = organisation_check_character(code[8:16]) == code[16]
    where = gettext("很可能是第 1 至 8 位或最后一位录错") if inner_ok else gettext("可能有一位录错或两位颠倒")
    return [
        gettext("校验位不符：最后一位应为 %(one)s，现在是 %(other)s，%(where)s，请对照营业执照核对。")
        % {"one": check_character(code[:17]), "other": code[17], "where": where}
    ]


def suggestions(text: str) -> list[str]:
    """Valid codes reached by undoing one look-alike letter or one swap of neighbours; for “did you mean”, never applied silently."""
    code = normalise(text)
    if len(code) != 18 or is_valid(code):
        return []
    plain = "".join(_LOOKALIKE.get(character, character) for character in code)
    tries = {plain} | {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(17)}
    return sorted(candidate for candidate in tries if candidate != code and is_valid(candidate) and not _structure_problems(candidate))
