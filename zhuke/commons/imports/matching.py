"""Which column is which field: by the words of the header and by what the cells hold.

Also tells when contents and headers contradict each other, as they do after somebody shifted a block of cells.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from . import contents, headers
from .cells import folded
from .findings import Finding, error, warning
from .tables import ColumnInfo

ENOUGH = 0.5  # below this confidence nothing is proposed
SURE = 0.9


@dataclass(frozen=True, slots=True)
class TargetField:
    """A field that can be filled. `options` are (value, label) pairs of a choice; `synonyms` other headers people use."""

    name: str
    label: str
    type: str
    required: bool = False
    synonyms: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A proposal for one column; `field` is None when nothing fits. `confidence` is 0 to 1, `reason` a sentence."""

    column: int
    field: str | None
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    matches: list[Match]
    missing: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


_BY_TYPE = {
    "phone": {contents.PHONE: 1.0, contents.NUMBER: 0.2},
    "email": {contents.EMAIL_KIND: 1.0},
    "url": {contents.URL: 1.0},
    "date": {contents.DATE: 1.0, contents.NUMBER: 0.2},
    "datetime": {contents.DATE: 1.0, contents.NUMBER: 0.2},
    "integer": {contents.NUMBER: 0.7, contents.YESNO: 0.4},
    "decimal": {contents.NUMBER: 0.7, contents.YESNO: 0.4},
    "money": {contents.NUMBER: 0.7, contents.YESNO: 0.4},
    "percent": {contents.NUMBER: 0.7, contents.YESNO: 0.4},
    "yesno": {contents.YESNO: 0.9, contents.NUMBER: 0.3},
}
# What the wording of a text field says about its content.
_BY_LABEL = (
    (re.compile(r"信用代码|税号|credit.?code|tax.?(no|id)", re.IGNORECASE), contents.CREDIT_CODE),
    (re.compile(r"(公司|企业|单位|客户|业主|供应商)(名称)?$|^company|account|customer.?name", re.IGNORECASE), contents.COMPANY),
    (re.compile(r"联系人|姓名|负责人|经办人|contact|person", re.IGNORECASE), contents.PERSON),
    (re.compile(r"地址|address", re.IGNORECASE), contents.ADDRESS),
    (re.compile(r"电话|手机|座机|phone|mobile|tel", re.IGNORECASE), contents.PHONE),
    (re.compile(r"邮箱|邮件|e-?mail", re.IGNORECASE), contents.EMAIL_KIND),
    (re.compile(r"网址|官网|website|url", re.IGNORECASE), contents.URL),
)


def propose(columns: Sequence[ColumnInfo], fields: Sequence[TargetField], samples: Mapping[int, Sequence[Any]] | None = None) -> Proposal:
    """The best assignment, each field and each column at most once. `samples` are raw values by column (else those of the columns)."""
    values = {column.index: (samples or {}).get(column.index) or column.samples for column in columns}
    kinds = {column.index: contents.main_kind(values[column.index]) for column in columns}
    scored = [
        (*_score(column, target, values[column.index], kinds[column.index]), -column.index, column, target)
        for column in columns
        for target in fields
    ]
    matches: dict[int, Match] = {}
    taken: set[str] = set()
    for confidence, reason, _order, column, target in sorted(scored, key=lambda item: (item[0], item[2]), reverse=True):
        if confidence >= ENOUGH and column.index not in matches and target.name not in taken:
            matches[column.index] = Match(column.index, target.name, round(min(confidence, 1.0), 2), reason)
            taken.add(target.name)
    ordered = [matches.get(column.index) or Match(column.index, None, 0.0, _("没有匹配的字段，不导入")) for column in columns]
    missing = [target.name for target in fields if target.required and target.name not in taken]
    mapping = {match.column: match.field for match in ordered if match.field}
    return Proposal(ordered, missing, contradictions(columns, fields, mapping, values))


def contradictions(
    columns: Sequence[ColumnInfo], fields: Sequence[TargetField], mapping: Mapping[int, str], values: Mapping[int, Sequence[Any]]
) -> list[Finding]:
    """Columns whose cells are plainly something else than their header says; a common shift of several columns is told as one."""
    by_name = {target.name: target for target in fields}
    wanted = {column.index: kind for column in columns if (kind := _wanted(column, by_name.get(mapping.get(column.index, ""))))}
    found = {column.index: contents.main_kind(values[column.index]) for column in columns}
    wrong = [column for column in columns if column.index in wanted and _contradicts(wanted[column.index], *found[column.index])]
    for shift in (1, -1, 2, -2):
        moved = [column for column in wrong if _moved(wanted, found, column.index, shift)]
        if len(moved) >= 2 or (moved and len(wrong) == 1 and _is_telling(found[moved[0].index][0])):
            direction = _("右") if shift > 0 else _("左")
            message = _("从“%(column)s”列起，大部分行的内容与标题对不上，像是整体%(direction)s移了 %(n)d 列。请在表格中改正后重新上传。")
            return [error("shifted_columns", message % {"column": moved[0].header, "direction": direction, "n": abs(shift)})]
    return [_contradiction(column, wanted[column.index], found[column.index][0]) for column in wrong]


class ShiftDetector:
    """Finds single rows whose cells slipped sideways (an unquoted comma, a cell deleted in passing)."""

    def __init__(self, columns: Sequence[ColumnInfo], fields: Sequence[TargetField], mapping: Mapping[int, str]) -> None:
        by_name = {target.name: target for target in fields}
        by_column = {column.index: column for column in columns}
        wanted = {index: _wanted(by_column[index], by_name.get(name)) for index, name in mapping.items() if index in by_column}
        self._wanted = {index: kind for index, kind in wanted.items() if kind in _TELLING}

    def check(self, values: Mapping[int, Any]) -> Finding | None:
        """An error for a slipped row, else None. Worth asking only for rows in which something is wrong."""
        odd = [index for index, kind in self._wanted.items() if index in values and not contents.could_be(kind, values[index])]
        if not odd:
            return None
        for shift in (1, -1, 2, -2):
            hits = sum(1 for index, kind in self._wanted.items() if contents.kind_of(values.get(index + shift)) == kind)
            if hits >= max(2, len(self._wanted) - 1) or (hits == 1 and len(self._wanted) == 1 and shift in (1, -1)):
                message = _("本行内容像是整体%(direction)s移了 %(n)d 列，请在表格中改正。")
                return error("shifted_row", message % {"direction": _("右") if shift > 0 else _("左"), "n": abs(shift)})
        return None


_TELLING = frozenset([contents.PHONE, contents.EMAIL_KIND, contents.CREDIT_CODE, contents.DATE, contents.URL])


def _score(column: ColumnInfo, target: TargetField, values: Sequence[Any], kind: tuple[str, float]) -> tuple[float, str]:
    by_name, reason = _name_score(column, target)
    by_content = _content_score(target, values, kind)
    if by_name >= ENOUGH:
        if by_content < 0:
            return by_name * 0.8, _("%(reason)s，但内容不像，请核对") % {"reason": reason}
        return by_name + 0.04 * by_content, reason
    if by_content >= 0.9 and not column.titled:
        return 0.65, _("根据内容判断")
    if by_content >= 0.9 and by_name > 0.3:
        return 0.6, _("标题相近，内容相符")
    if by_content >= 0.9 and kind[0] in _TELLING and kind[0] != contents.DATE:
        return 0.55, _("内容像“%(label)s”，标题却是“%(title)s”，请核对") % {"label": target.label, "title": column.header}
    return max(by_name * 0.5, 0.0), reason


def _name_score(column: ColumnInfo, target: TargetField) -> tuple[float, str]:
    if not column.titled:
        return 0.0, ""
    title = re.sub(r" \(\d+\)$", "", column.header)
    repeated = 0.06 if title != column.header else 0.0
    bare = re.sub(r"[（(\[【].*?[)）\]】]", "", title)
    forms = ((title, 1.0), (bare, 0.97), (title.rpartition("/")[2] if "/" in title else "", 0.9))
    best, reason = 0.0, ""
    for form, weight in forms:
        score, why = _words_score(folded(form), target)
        if score * weight > best:
            best, reason = score * weight, why
    return max(best - repeated, 0.0), reason


def _words_score(title: str, target: TargetField) -> tuple[float, str]:
    if not title:
        return 0.0, ""
    label, name = folded(target.label), folded(target.name)
    synonyms = [folded(synonym) for synonym in target.synonyms]
    if title == label:
        return 1.0, _("标题与“%(label)s”相同") % {"label": target.label}
    if title == name:
        return 0.98, _("标题是字段名")
    if title in synonyms:
        return 0.95, _("标题是“%(label)s”的常用叫法") % {"label": target.label}
    near = max(_similarity(title, word) for word in [label, name, *synonyms])
    return near, _("标题与“%(label)s”相近") % {"label": target.label}


def _similarity(title: str, word: str) -> float:
    if not word:
        return 0.0
    shorter, longer = sorted((title, word), key=len)
    if len(shorter) >= 2 and _is_part(title, word):
        return 0.6 + 0.25 * len(shorter) / len(longer)
    rest = longer.removeprefix(shorter)
    if rest != longer and rest in _OTHER_MATTERS:
        return 0.2
    ratio = fuzz.ratio(title, word) / 100
    return 0.85 * ratio if ratio >= 0.72 else 0.4 * ratio


_OTHER_MATTERS = frozenset(["id", "no", "code", "number", "name", "type", "date", "phone", "email", "address", "status", "count"])


def _is_part(title: str, word: str) -> bool:
    """客户联系电话 is about a 联系电话; but "customer id" is no "customer", nor "first name" a "name"."""
    if word.isascii():
        return len(title) >= 6 and word.endswith(title)
    return title.endswith(word) or title.startswith(word) or word.endswith(title)


def _content_score(target: TargetField, values: Sequence[Any], kind: tuple[str, float]) -> float:
    """1 for a column that holds just what the field takes, -1 for one that cannot be it, 0 when the cells do not tell."""
    if kind[0] == contents.EMPTY:
        return 0.0
    if target.type in ("choice", "choices"):
        return _share_of_options(target, values)
    expected = _BY_TYPE.get(target.type)
    if expected is not None:
        return expected[kind[0]] * kind[1] if kind[0] in expected else (-1.0 if kind[1] >= 0.6 else 0.0)
    hinted = _hint_of(target)
    if hinted == kind[0]:
        return kind[1]
    if target.type in ("text", "longtext") and kind[0] in _TELLING and kind[1] >= 0.6:
        return -1.0 if hinted else -0.2
    return 0.0


def _share_of_options(target: TargetField, values: Sequence[Any]) -> float:
    known = {folded(text) for option in target.options for text in option}
    given = [folded(str(value)) for value in values]
    given = [value for value in given if value]
    return sum(value in known for value in given) / len(given) if known and given else 0.0


def _hint_of(target: TargetField) -> str:
    return next((kind for pattern, kind in _BY_LABEL if pattern.search(target.label) or pattern.search(target.name)), "")


def _wanted(column: ColumnInfo, target: TargetField | None) -> str:
    """The kind of content that the mapped field, or at least the header, announces."""
    if target is not None:
        expected = _BY_TYPE.get(target.type)
        return max(expected, key=lambda kind: expected[kind]) if expected else _hint_of(target)
    if not column.titled:
        return ""
    if re.search(r"日期|时间|\bdate\b", column.header, re.IGNORECASE):
        return contents.DATE
    if headers.is_money(column.header) and not column.header.endswith(("款", "费", "价")):
        return contents.NUMBER
    return next((kind for pattern, kind in _BY_LABEL if pattern.search(column.header)), "")


def _contradicts(wanted: str, found: str, share: float) -> bool:
    if found in (contents.EMPTY, wanted) or share < 0.6:
        return False
    if wanted == contents.NUMBER:
        return found in _TELLING | {contents.COMPANY, contents.ADDRESS, contents.PERSON}
    if wanted in (contents.COMPANY, contents.PERSON, contents.ADDRESS):
        return found in _TELLING | {contents.NUMBER} or (wanted == contents.PERSON and found == contents.COMPANY)
    if wanted in (contents.PHONE, contents.CREDIT_CODE):
        return found in (_TELLING - {wanted}) | {contents.COMPANY, contents.PERSON, contents.ADDRESS, contents.TEXT}
    return wanted in _TELLING or wanted == contents.YESNO


def _moved(wanted: Mapping[int, str], found: Mapping[int, tuple[str, float]], index: int, shift: int) -> bool:
    kind, share = found.get(index + shift, ("", 0.0))
    return kind == wanted[index] and share >= 0.6 and kind != contents.NUMBER


def _is_telling(kind: str) -> bool:
    return kind in _TELLING


def _contradiction(column: ColumnInfo, wanted: str, found: str) -> Finding:
    names = _kind_names()
    message = _("“%(column)s”列应为%(wanted)s，但大部分内容是%(found)s，请核对是否错列。")
    return warning("content_contradicts_header", message % {"column": column.header, "wanted": names[wanted], "found": names[found]})


def _kind_names() -> dict[str, str]:
    return {
        contents.NUMBER: _("数字"),
        contents.DATE: _("日期"),
        contents.YESNO: _("是/否"),
        contents.PHONE: _("电话"),
        contents.EMAIL_KIND: _("邮箱"),
        contents.CREDIT_CODE: _("统一社会信用代码"),
        contents.URL: _("网址"),
        contents.COMPANY: _("公司名称"),
        contents.PERSON: _("姓名"),
        contents.ADDRESS: _("地址"),
        contents.CODE: _("编号"),
        contents.TEXT: _("文字"),
    }


def vocabulary_of(fields: Iterable[TargetField]) -> list[str]:
    """All wordings of the fields, for finding the header."""
    return [word for target in fields for word in (target.label, target.name, *target.synonyms)]
