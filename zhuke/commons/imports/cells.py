"""Turning what people typed into values. Every `to_…` answers (value or None, findings) and never raises.

A warning says what was assumed; an error means that the cell keeps its row out until somebody corrects it.
Numbers live in amounts.py, dates in dates.py.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from .findings import Finding, error, warning

T = TypeVar("T")
Converted = tuple[T | None, list[Finding]]

ERROR_VALUES = frozenset(
    [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#FORMULA!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
    ]
)
EMPTY_WORDS = frozenset(["", "-", "--", "---", "—", "——", "/", "\\", "n/a", "na", "null", "none", "nan", "nil", "(null)", "(空)", "(空白)"])
PLACEHOLDERS = frozenset(
    ["无", "暂无", "未知", "不详", "待定", "待补", "待补充", "未填", "空", "没有", "tbd", "unknown", "?", "？", "x", "xxx"]
)
YES = frozenset(["是", "有", "对", "真", "y", "yes", "true", "t", "1", "√", "✓", "✔", "☑", "已", "on", "需要", "同意", "启用"])
NO = frozenset(
    ["否", "无", "没有", "错", "假", "n", "no", "false", "f", "0", "×", "✗", "✘", "x", "☐", "未", "off", "不需要", "不同意", "停用", "不是"]
)

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\ue000-\uf8ff]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
_ODD = re.compile(f"{_INVISIBLE.pattern}|{_SPACES.pattern}|{_BREAKS.pattern}")
_MARKED_TEXT = re.compile(r"""^['‘’`´]([+\-=@].*)$|^['‘’`´]([0-9A-Za-z][^'‘’]*)$|^="([^"]*)"$""", re.DOTALL)
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+?\d{2,}")
_LIST = re.compile(r"[、，,;；/|\n]+")


def plain(value: Any) -> str:
    """Any cell as clean text: no invisible characters, no float tails, dates as 2024-03-05. Empty for an empty cell."""
    if type(value) is str:
        return _clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, timedelta):
        return _hours(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)


def number_text(value: float) -> str:
    """13800000000.0 → 13800000000; 0.30000000000000004 → 0.3: the 15 digits a spreadsheet shows."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return format(Decimal(f"{value:.15g}"), "f")


def is_empty(value: Any) -> bool:
    """Nothing in it, or only a dash or the word NULL."""
    return value is None or plain(value).lower() in EMPTY_WORDS


def to_text(value: Any, max_length: int | None = None) -> Converted[str]:
    """Text as typed, cleaned, with half-width letters and digits; Chinese punctuation stays."""
    text = plain(value)
    if text.lower() in EMPTY_WORDS:
        return None, []
    findings = problems_of_source(value, text)
    text = text.translate(_WIDE)
    if max_length and len(text) > max_length:
        message = _("内容有 %(n)d 个字，最多 %(max)d 个字，请缩短。") % {"n": len(text), "max": max_length}
        return None, [*findings, error("too_long", message)]
    return (None if _blocks(findings) else text), findings


def to_code(value: Any, max_length: int | None = None) -> Converted[str]:
    """A number or code where every character counts: half width, no spaces inside; lost digits are an error."""
    text = unicodedata.normalize("NFKC", plain(value))
    if text.lower() in EMPTY_WORDS:
        return None, []
    findings = [*problems_of_source(value, text), *lost_digits(value, text)]
    text = re.sub(r"\s+", "", text)
    if max_length and len(text) > max_length:
        findings.append(error("too_long", _("“%(value)s”超过 %(max)d 个字符，请核对。") % {"value": text[:40], "max": max_length}))
    return (None if _blocks(findings) else text), findings


def to_email(value: Any) -> Converted[str]:
    """One address, half width, domain in lower case; further addresses in the cell are named in a warning."""
    text = unicodedata.normalize("NFKC", plain(value)).replace("。", ".").removeprefix("mailto:")
    if text.lower() in EMPTY_WORDS or text in PLACEHOLDERS:
        return None, []
    if findings := problems_of_source(value, text):
        return None, findings
    parts = [part for part in re.split(r"[\s,;、/|<>()]+", text) if part]
    found = [part.strip(".") for part in parts if "@" in part]
    if not found or not EMAIL.fullmatch(found[0]):
        return None, [error("bad_email", _("“%(value)s”不是有效的邮箱，应形如 name@company.com。") % {"value": text[:60]})]
    local, _at, domain = found[0].rpartition("@")
    if len(found) > 1:
        findings.append(warning("more_values", _("单元格里有多个邮箱，只采用第一个；其余：%(rest)s。") % {"rest": "，".join(found[1:])}))
    return f"{local}@{domain.lower()}", findings


EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")


def to_yesno(value: Any) -> Converted[bool]:
    """是/否, √/×, Y/N, true/false, 1/0."""
    if isinstance(value, bool):
        return value, []
    text = unicodedata.normalize("NFKC", plain(value)).strip().lower()
    if text in EMPTY_WORDS:
        return None, []
    if text in YES:
        return True, []
    if text in NO:
        return False, []
    return None, [*problems_of_source(value, text)] or [error("bad_yesno", _("“%(value)s”不是“是”或“否”，请改正。") % {"value": text[:40]})]


def choice_finder(options: Iterable[tuple[str, str]], elsewhere: Collection[tuple[str, str]] = ()) -> Callable[[Any], Converted[str]]:
    """A converter for (value, label) choices. It takes codes and labels in any width and case, a label's beginning (高 for 高意向) and,
    with a warning, an abbreviation that fits one label only (国企 for 国有企业); for the rest it suggests the nearest.
    ``elsewhere``: the choices in the other language, in which a file may be written too; they are taken, not suggested.
    """
    known: dict[str, str] = {}
    labels: dict[str, str] = {}
    for code, label in options:
        labels[folded(label)] = label
        known.setdefault(folded(label), code)
        known.setdefault(folded(code), code)
    shown = {known[key]: label for key, label in labels.items()}
    words = labels | {folded(label): shown.get(code, label) for code, label in elsewhere}
    for code, label in elsewhere:
        known.setdefault(folded(label), code)

    def find(value: Any) -> Converted[str]:
        text = plain(value)
        if text.lower() in EMPTY_WORDS:
            return None, []
        key = folded(text)
        if key in known:
            return known[key], []
        if meant := _meant(key, words):
            certain = meant.startswith(key)
            told = _("“%(value)s”按“%(label)s”导入。") % {"value": text[:40], "label": words[meant]}
            return known[meant], [] if certain else [warning("assumed_choice", told)]
        near = process.extractOne(key, list(labels), scorer=fuzz.WRatio, score_cutoff=55)
        hint = (
            _("是不是“%(label)s”？") % {"label": labels[near[0]]} if near else _("可选：%(labels)s。") % {"labels": _few(labels.values())}
        )
        message = _("没有“%(value)s”这个选项。%(hint)s") % {"value": text[:40], "hint": hint}
        return None, [*problems_of_source(value, text)] or [error("unknown_choice", message)]

    return find


def _meant(key: str, labels: Iterable[str]) -> str:
    """The one label that begins with the wording, else the one it abbreviates; "" when none or several do."""
    if not key:
        return ""
    starting = [label for label in labels if label.startswith(key)]
    abbreviated = [label for label in labels if len(key) > 1 and not key.isascii() and _is_subsequence(key, label)]
    found = starting or abbreviated
    return found[0] if len(found) == 1 else ""


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def to_list(value: Any) -> Converted[list[str]]:
    """Parts of a cell that lists several things: 住宅、市政;工业."""
    text = plain(value)
    if text.lower() in EMPTY_WORDS:
        return None, []
    findings = problems_of_source(value, text)
    parts = [part.strip().translate(_WIDE) for part in _LIST.split(text)]
    return (None if _blocks(findings) else list(dict.fromkeys(part for part in parts if part))), findings


def folded(text: str) -> str:
    """For comparisons: half width, lower case, without spaces, brackets and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def problems_of_source(value: Any, text: str) -> list[Finding]:
    """What is wrong with the cell itself, whatever the field: an error value, or characters destroyed before we saw them."""
    if type(value) is not str:
        return []
    if text[:1] == "#" and text.upper() in ERROR_VALUES:
        if text == "#FORMULA!":
            return [error("formula_without_value", _("公式没有保存计算结果。请在 Excel 中打开、保存后重新上传，或粘贴为数值。"))]
        return [error("formula_error", _("单元格是公式错误 %(value)s，请在表格中改正。") % {"value": text})]
    if "\ufffd" in text or "锟斤拷" in text:
        return [error("garbled", _("内容含乱码，原文已丢失，请从原始文件重新填写。"))]
    repaired = repaired_text(value)
    return [warning("garbled_repairable", _("内容像是乱码，可能应为“%(text)s”，请核对。") % {"text": repaired[:40]})] if repaired else []


def repaired_text(text: str) -> str:
    """UTF-8 that a program once took for Latin-1 or GBK (ä¸­å›½, 涓浗) turned back, or "" when the text is as it should be."""
    if text.isascii() or len(text) > 2000:
        return ""
    for wrong in ("latin-1", "cp1252") if max(text) < "\u2200" else ("gb18030",):
        try:
            repaired = text.encode(wrong).decode("utf-8")
        except UnicodeError:
            continue
        if any("\u4e00" <= char <= "\u9fff" for char in repaired) and len(repaired) < len(text):
            return repaired
    return ""


def lost_digits(value: Any, text: str) -> list[Finding]:
    """Codes stored as numbers keep 15 digits only; the rest cannot be brought back."""
    if isinstance(value, float | int) and not isinstance(value, bool) and abs(value) >= 1e15:
        message = _("长号码被当作数字保存，15 位以后的数字已丢失。请在原表中把该列设为“文本”后重新填写。")
        return [error("digits_lost", message)]
    if type(value) is str and _SCIENTIFIC.fullmatch(text):
        message = _("“%(value)s”是科学计数法，末尾数字已丢失。请在原表中把该列设为“文本”或“数值”后重新保存。") % {"value": text}
        return [error("digits_lost", message)]
    return []


def _clean(text: str) -> str:
    if not text.isprintable() and _ODD.search(text):  # of the odd characters none is printable
        text = _BREAKS.sub("\n", _SPACES.sub(" ", _INVISIBLE.sub("", text)))
    text = text.strip()
    if text[:1] in "'‘’`´=" and (found := _MARKED_TEXT.match(text)):
        text = next(group for group in found.groups() if group is not None).strip()
    return text


def _blocks(findings: list[Finding]) -> bool:
    return any(finding.kind == "error" for finding in findings)


def _few(labels: Iterable[str]) -> str:
    names = list(labels)
    return and_so_on(names[:8]) + ("…" if len(names) > 8 else "")


def and_so_on(names: Iterable[str]) -> str:
    """Names one after the other, as the language of the reader parts them."""
    return (", " if (get_language() or "").startswith("en") else "、").join(names)


def _hours(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def decimal_or_none(text: str) -> Decimal | None:
    """A finite number out of plain digits."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
