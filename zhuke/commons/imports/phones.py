"""Telephone numbers in a normal form: 13800138000, 0571-88001234-801, 400-800-1234, +85221234567."""

import re
import unicodedata
from typing import Any

from django.utils.translation import gettext as _

from .cells import EMPTY_WORDS, PLACEHOLDERS, Converted, lost_digits, plain, problems_of_source
from .findings import error, warning

_LABEL = re.compile(
    r"(?:联系|办公|移动|固定|手机|座机)?(?:电话|手机|座机|固话|传真)号?码?\s*:?|\b(?:tel|mobile|cell|phone|fax)\b\s*[:.]?", re.IGNORECASE
)
_BETWEEN = re.compile(r"[,;|、\n\t]+|\s*/\s*|或|和(?=\d)|\s{2,}")
_TAIL = re.compile(r"\s*(?:转|分机号?|ext\.?|x|#)\s*[:.]?\s*(\d{1,6})$", re.IGNORECASE)
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})[-\s]?([2-9]\d{6,7})(?:-(\d{1,6}))?")
_MOBILE = re.compile("1[3-9][0-9]{9}")
_LONE_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_SERVICE = re.compile(r"([48]00)-?(\d{3,4})-?(\d{3,4})(?:-(\d{1,6}))?")


def to_phone(value: Any) -> Converted[str]:
    """The first number of the cell in normal form; further ones are named in a warning."""
    text = unicodedata.normalize("NFKC", plain(value))
    if _MOBILE.fullmatch(text):  # most of them: nothing to take off
        return text, []
    if text.lower() in EMPTY_WORDS or text in PLACEHOLDERS:
        return None, []
    if findings := problems_of_source(value, text) or lost_digits(value, text):
        return None, findings
    parts = [part.strip() for part in _BETWEEN.split(_LABEL.sub(" ", text).strip()) if re.search(r"\d", part)]
    numbers = [normal_phone(part) for part in parts] or [""]
    if not numbers[0] and (found := _LONE_MOBILE.search(re.sub(r"(?<=\d)[\s-](?=\d)", "", text))) and len(re.findall(r"\d", text)) == 11:
        message = _("从“%(value)s”中采用号码 %(number)s，其余文字未导入。") % {"value": text[:40], "number": found[0]}
        return found[0], [warning("words_in_phone", message)]
    if not numbers[0]:
        return None, [_problem(text, parts[0] if parts else "")]
    rest = [number or part for number, part in zip(numbers[1:], parts[1:], strict=True)]
    if rest:
        findings.append(warning("more_values", _("单元格里有多个号码，只采用第一个；其余：%(rest)s。") % {"rest": "，".join(rest)}))
    if re.fullmatch(r"[2-9]\d{6,7}", numbers[0]):
        findings.append(warning("no_area_code", _("座机“%(value)s”没有区号，请补上，如 0571-%(value)s。") % {"value": numbers[0]}))
    return numbers[0], findings


def normal_phone(text: str) -> str:
    """The normal form of one number, or "" when it is none."""
    extension = _TAIL.search(text)
    number = (text[: extension.start()] if extension else text).strip()
    tail = f"-{extension[1]}" if extension else ""
    compact = re.sub(r"[\s().·-]", "", number)
    compact = re.sub(r"^(?:\+86|0086|86(?=1\d{10}$))", "", compact)
    if re.fullmatch(r"0?1[3-9]\d{9}", compact):
        return compact[-11:]
    if re.fullmatch(r"(?:\+|00)[1-9]\d{6,14}", compact):
        return "+" + compact.lstrip("+0")
    dashed = re.sub(r"^(?:\+86|0086|86(?=0))[-\s]?", "", re.sub(r"[()]", "-", number).strip("- ")).replace("--", "-")
    dashed = re.sub(r"(?<=\d)\s+(?=\d)", "-", dashed)
    if found := _SERVICE.fullmatch(dashed):
        digits = found[2] + found[3]
        return f"{found[1]}-{digits[:3]}-{digits[3:]}{_suffix(found[4])}{tail}" if len(digits) == 7 else ""
    if found := _LANDLINE.fullmatch(dashed) or _LANDLINE.fullmatch(compact):
        return f"{found[1]}-{found[2]}{_suffix(found[3])}{tail}"
    if found := re.fullmatch(r"(010|02\d|0[3-9]\d{2})-([2-9]\d{2,3})-(\d{4})", dashed):
        return f"{found[1]}-{found[2]}{found[3]}{tail}"
    return compact + tail if re.fullmatch(r"[2-9]\d{6,7}", compact) else ""


def _suffix(extension: str | None) -> str:
    return f"-{extension}" if extension else ""


def _problem(text: str, part: str) -> Any:
    digits = re.sub(r"\D", "", part)
    if digits.startswith("1") and len(digits) != 11:
        message = _("手机号应为 11 位，“%(value)s”是 %(n)d 位，请核对。") % {"value": text[:40], "n": len(digits)}
        return error("bad_phone", message)
    return error("bad_phone", _("“%(value)s”不是有效的电话号码，请填写 11 位手机号或带区号的座机。") % {"value": text[:40]})
