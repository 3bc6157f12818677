"""Where the table lies in a sheet: the header among title lines, and its columns."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from . import headers
from .cells import folded, is_empty, plain
from .contents import ADDRESS, CODE, COMPANY, PERSON, TEXT, YESNO, kind_of
from .oddlines import OddLines
from .tables import ColumnInfo, RawRow, column_letter

SEARCHED = 60  # non-blank lines in which the header is looked for
MOST_HEADER_LINES = 3
_WORDY = frozenset([TEXT, PERSON, CODE, COMPANY, ADDRESS, YESNO])


@dataclass(frozen=True, slots=True)
class Header:
    """`row` is the line as the user sees it (None: the table has no header), `span` the number of header lines."""

    row: int | None
    span: int = 1


def find_header(rows: Sequence[RawRow], vocabulary: Iterable[str] = ()) -> Header:
    """The best header among the first lines. `vocabulary` are labels and synonyms of the fields one hopes to find."""
    head = list(rows[:SEARCHED])
    if not head:
        return Header(None)
    known = frozenset(folded(word) for word in vocabulary) - {""}
    width = _usual_width(head)
    scores = [_score(head, index, width, known) for index in range(min(len(head), 30))]
    best = max(range(len(scores)), key=lambda index: (scores[index], -index))
    if scores[best] < 2.6:
        return Header(None)
    top, bottom = _grown(head, best, width)
    return Header(head[top].number, head[bottom].number - head[top].number + 1)


def spread(row: RawRow) -> list[Any]:
    """The values of a header line with horizontally merged cells repeated."""
    values = list(row.values)
    for column, span in (row.spans or {}).items():
        values += [None] * (column + span - len(values))
        for offset in range(1, span):
            if values[column + offset] in (None, ""):
                values[column + offset] = values[column]
    return values


def titles(rows: Iterable[RawRow], header: Header) -> dict[int, str]:
    """Header text by column, several lines joined, markers still in it. Empty when there is no header."""
    if header.row is None:
        return {}
    lines = _lines(rows, header)
    lines = [line for line in lines if not _is_code_line(line, lines)] or lines
    width = max((len(line) for line in lines), default=0)
    found = {}
    for column in range(width):
        parts = [plain(line[column]) for line in lines if column < len(line) and not is_empty(line[column])]
        if parts:
            found[column] = headers.joined(parts)
    return found


def _lines(rows: Iterable[RawRow], header: Header) -> list[list[Any]]:
    """The header lines; where merging is unknown, a group title reaches over the gaps to its right that have a title below."""
    chosen = [row for row in rows if header.row is not None and header.row <= row.number < header.row + header.span]
    lines = [spread(row) for row in chosen]
    if any(row.spans for row in chosen):
        return lines
    for upper, lower in pairwise(lines):
        upper.extend([None] * (len(lower) - len(upper)))
        for column in range(1, len(lower)):
            if is_empty(upper[column]) and not is_empty(lower[column]) and not is_empty(lower[column - 1]):
                upper[column] = upper[column - 1]
    return lines


def columns_of(rows: Sequence[RawRow], header: Header, data: Sequence[RawRow], percent: Iterable[int] = ()) -> list[ColumnInfo]:
    """The columns that have a title or a value. `data` is a sample of the lines below the header."""
    names = titles(rows, header)
    values: dict[int, list[Any]] = {}
    for row in data:
        for column, value in enumerate(row.values):
            if not is_empty(value):
                values.setdefault(column, []).append(value)
    own = {column for row in rows if header.row is not None for column, value in enumerate(row.values) if row.number >= header.row
           and row.number < header.row + header.span and not is_empty(value)}  # fmt: skip
    used = sorted(values.keys() | (names.keys() & own))
    sheet_unit = headers.unit_line(value for row in rows if header.row and row.number < header.row for value in row.values)
    shown = headers.distinct(
        headers.cleaned(names.get(column, "")) or _("%(letter)s 列") % {"letter": column_letter(column)} for column in used
    )
    hints = _hint_marks(rows, header)
    return [
        ColumnInfo(
            index=column,
            letter=column_letter(column),
            header=title,
            samples=list(dict.fromkeys(plain(value)[:100] for value in values.get(column, ())))[:5],
            required_mark=headers.is_required(names.get(column, "")) or column in hints,
            unit=_unit(headers.cleaned(names.get(column, "")), sheet_unit, column in set(percent)),
            titled=column in names,
            filled=round(len(values.get(column, ())) / len(data), 3) if data else 0.0,
        )
        for column, title in zip(used, shown, strict=True)
    ]


def _hint_marks(rows: Sequence[RawRow], header: Header) -> set[int]:
    """Columns that a line 必填/选填 under the header marks as required."""
    if header.row is None:
        return set()
    below = next((row for row in rows if row.number >= header.row + header.span), None)
    if below is None or OddLines({}).note(below) != "hint":
        return set()
    return {
        column
        for column, value in enumerate(below.values)
        if plain(value) in ("必填", "必选", "必须") or plain(value).lower() == "required"
    }


def _unit(title: str, sheet_unit: str, percent: bool) -> str:
    if percent:
        return "%"
    return headers.unit_of(title) or (sheet_unit if sheet_unit and headers.is_money(title) else "")


# Scoring -------------------------------------------------------------------------------------------------------------------


def _usual_width(rows: Sequence[RawRow]) -> int:
    """How many cells a full line has: three quarters of the lines have no more."""
    counts = sorted(sum(1 for value in row.values if not is_empty(value)) for row in rows)
    return max(counts[int(len(counts) * 0.75)] if len(counts) > 3 else counts[-1], 1)


def _score(rows: Sequence[RawRow], index: int, width: int, known: frozenset[str]) -> float:
    values = spread(rows[index])
    filled = [(column, value) for column, value in enumerate(values) if not is_empty(value)]
    texts = [plain(value) for _column, value in filled]
    if len(set(texts)) < min(2, width):  # a title merged over the table is one wording
        return 0
    coverage = min(len(filled) / width, 1)
    likely = sum(_header_like(value) for _column, value in filled) / len(filled)
    if coverage < 0.4 or likely < 0.7:
        return 0
    unique = len(set(texts)) / len(texts)
    words = sum(bool(headers.WORDS.search(text)) for text in texts) / len(texts)
    exact = sum(folded(headers.cleaned(text)) in known for text in texts) / len(texts) if known else 0
    marked = any(headers.is_required(text) for text in texts)
    below = rows[index + 1 : index + 21]
    score = 1.5 * coverage + 1.5 * likely + 0.5 * unique + 1.5 * words + 2.5 * exact + 0.5 * marked + 1.5 * _contrast(filled, below)
    return score - 0.08 * index - 0.8 * _full_lines(rows[:index], 0.9 * len(filled)) - 2 * _recurring(filled, rows, index)


def _full_lines(above: Sequence[RawRow], width: float) -> int:
    """Lines as full as the candidate that would stand above the header: titles and remarks are not."""
    return sum(1 for row in above if sum(not is_empty(value) for value in row.values) >= max(width, 2))


def _recurring(filled: Sequence[tuple[int, Any]], rows: Sequence[RawRow], index: int) -> float:
    """Share of wordings that stand in the same column elsewhere (a repeated header line aside)."""
    others = [row for position, row in enumerate(rows) if position != index]
    same = [sum(1 for column, value in filled if column < len(row.values) and row.values[column] == value) for row in others]
    others = [row for row, count in zip(others, same, strict=True) if count < 0.8 * len(filled) or len(filled) == 1]
    recurring = sum(1 for column, value in filled if any(column < len(row.values) and row.values[column] == value for row in others))
    return recurring / len(filled)


def _header_like(value: Any) -> float:
    """1 for a short wording, 0 for what only data can be."""
    kind = kind_of(value)
    text = plain(value)
    if kind not in _WORDY:
        return 0.6 if re.fullmatch(r"(?:19|20)\d\d(?:年|年?\d{1,2}月)?", text) else 0
    if re.search(r"[:：]\s*\S", text) and len(text) > 6:
        return 0.3
    return 1 if len(text) <= 40 else 0.8 if len(text) <= 150 else 0


def _contrast(filled: Sequence[tuple[int, Any]], below: Sequence[RawRow]) -> float:
    """Share of columns whose cells below are of another kind than the wording above, or never repeat it."""
    if not below:
        return 0
    points = 0.0
    for column, value in filled:
        cells = [row.values[column] for row in below if column < len(row.values) and not is_empty(row.values[column])]
        if not cells:
            continue
        kinds = Counter(kind_of(cell) for cell in cells)
        own = kind_of(value)
        if own in (PERSON, COMPANY, ADDRESS) and kinds[own] > 0.6 * len(cells) and not headers.is_title(plain(value)):
            points -= 1
            continue
        other = sum(count for kind, count in kinds.items() if kind not in _WORDY) / len(cells)
        points += 1 if other > 0.6 else 0.4 if value not in cells else 0
    return points / len(filled)


def _grown(rows: Sequence[RawRow], best: int, width: int) -> tuple[int, int]:
    """First and last line of a header of several lines."""
    top = bottom = best
    while bottom + 1 < len(rows) and bottom - top + 1 < MOST_HEADER_LINES and _is_second_line(rows, bottom, width):
        bottom += 1
    while top > 0 and bottom - top + 1 < MOST_HEADER_LINES and _is_group_line(rows[top - 1], rows[top], width):
        top -= 1
    return top, bottom


def _is_second_line(rows: Sequence[RawRow], index: int, width: int) -> bool:
    """Below a merged group title stand its parts; below Chinese titles may stand their technical names."""
    upper, lower = rows[index], rows[index + 1]
    if lower.number != upper.number + 1 or not all(_header_like(value) for value in lower.values if not is_empty(value)):
        return False
    if _is_code_line(lower.values, [upper.values, lower.values]):
        return True
    if not upper.spans:
        return _fills_gaps(upper.values, lower.values)
    groups = [(column, span) for column, span in (upper.spans or {}).items() if 1 < span < max(0.8 * width, 2)]
    return any(len({plain(v) for v in lower.values[column : column + span] if not is_empty(v)}) > 1 for column, span in groups)


def _fills_gaps(upper: Sequence[Any], lower: Sequence[Any]) -> bool:
    """Titles in the lower line stand where the upper one is empty, and the other way round, as merged headers come out of a CSV."""
    above = {column for column, value in enumerate(upper) if not is_empty(value)}
    below = {column for column, value in enumerate(lower) if not is_empty(value)}
    words = sum(bool(headers.WORDS.search(plain(lower[column]))) for column in below)
    return len(below - above) > 0 and len(above - below) > 0 and len(below & above) > 0 and words >= 0.5 * len(below)


def _is_group_line(upper: RawRow, lower: RawRow, width: int) -> bool:
    """A line of group titles over the chosen one: merged, or (where merging is unknown) with gaps that the chosen line fills."""
    if lower.number != upper.number + 1:
        return False
    filled = [column for column, value in enumerate(upper.values) if not is_empty(value)]
    if len(filled) < 2 or not all(_header_like(upper.values[column]) == 1 for column in filled):
        return False
    if upper.spans:
        return any(1 < span < 0.8 * width for span in upper.spans.values())
    gaps = [column for column in filled if column >= len(lower.values) or is_empty(lower.values[column])]
    twice = Counter(plain(value) for value in lower.values if not is_empty(value))
    return bool(gaps) or any(count > 1 for count in twice.values())


def _is_code_line(line: Sequence[Any], lines: Sequence[Sequence[Any]]) -> bool:
    """Technical names (customer_name, phone) under titles with Chinese characters."""
    codes = [plain(value) for value in line if not is_empty(value)]
    chinese = any(re.search(r"[\u4e00-\u9fff]", plain(value)) for other in lines if other is not line for value in other)
    return len(lines) > 1 and chinese and len(codes) > 1 and all(re.fullmatch(r"[a-z][A-Za-z0-9]*(?:_[a-z0-9]+)*", code) for code in codes)
