"""The shapes that pass between the readers of the single formats and the rest of the import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .findings import Finding

Value = Any  # None, str, int, float, bool, date, datetime, time or timedelta: what a cell of a file can hold


class RawRow(NamedTuple):
    """A non-blank line of a sheet, from the leftmost column on. `spans` gives the width of horizontally merged cells by column."""

    number: int
    values: list[Value]
    spans: Mapping[int, int] | None = None


class SheetStart(NamedTuple):
    """Announces a sheet; its rows follow. `facts` are counts a reader came across (hidden rows, formulas without result …)."""

    position: int
    name: str
    hidden: bool = False
    facts: Mapping[str, Any] = {}


class Row(NamedTuple):
    """A line as the import works on it: number as the user sees it, non-empty raw values by column index (A = 0).

    `note` says why the line is probably not a record: summary, section, footer, repeat_header, hint or example.
    """

    number: int
    values: dict[int, Value]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was opened. Keep it with the file: the same answer makes later passes see the same cells."""

    kind: str
    encoding: str = ""
    delimiter: str = ""
    quoting: bool = True


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A column of a sheet. `header` is cleaned and unique in its sheet; `unit` is 万元, % … if the header or the title tells it."""

    index: int
    letter: str
    header: str
    samples: list[str]
    required_mark: bool = False
    unit: str = ""
    titled: bool = True
    filled: float = 0.0


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """A sheet as the wizard shows it. `rows` counts non-blank lines below the header; `header_row` is None where there is none."""

    index: int
    name: str
    rows: int
    cols: int
    hidden: bool
    header_row: int | None
    header_span: int
    columns: list[ColumnInfo]
    preview: list[dict[str, Any]]
    notes: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A readable file. `kind` is its true type: xlsx, xlsb, xls, ods, csv, html or xml (XML Spreadsheet 2003)."""

    kind: str
    encoding: str
    sheets: list[SheetInfo]
    reading: Reading
    notes: list[Finding] = field(default_factory=list)


def column_letter(index: int) -> str:
    """0 → A, 26 → AA: the name a spreadsheet program gives the column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
