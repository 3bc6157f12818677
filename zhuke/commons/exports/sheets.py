"""Rows as xlsx or csv, written as they come: memory does not grow with the number of rows."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Protocol

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from zhuke.kernel.fields import FieldSpec

ROWS_OF_A_SHEET = 1_000_000  # Excel ends at 1,048,576
FORMATS = {
    "integer": "0",
    "money": "#,##0.00",
    "percent": '0.00"%"',
    "decimal": "0.######",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}
WIDTHS = {"date": 12, "datetime": 17, "money": 16, "percent": 10, "integer": 10, "decimal": 12, "yesno": 8, "longtext": 40}
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """One column: where its value lies in a row, its header, and how it is written."""

    name: str
    title: str
    type: str = "text"
    labels: dict[str, str] = field(default_factory=dict)
    hidden: bool = False

    def value(self, raw: Any) -> Any:
        """A value out of a JSON row as str, int, Decimal, date, naive local datetime or None."""
        if raw in (None, "", []):
            return None
        reader = READERS.get(self.type)
        return reader(raw) if reader else self._text(raw)

    def _text(self, raw: Any) -> str:
        if isinstance(raw, dict) and "label" in raw:
            return str(raw["label"])
        if isinstance(raw, list):
            return "、".join(self._text(item) for item in raw)
        if isinstance(raw, dict):
            return json.dumps(raw, ensure_ascii=False)
        return self.labels.get(str(raw), str(raw))


def column_of(spec: FieldSpec) -> Column:
    """The column of a field; choices by their labels in the current language."""
    labels = {o["value"]: o["label"] for o in spec.options()} if spec.family in ("choice", "choices") else {}
    return Column(spec.name, str(spec.label), spec.type, labels)


def with_unique_titles(columns: Iterable[Column]) -> list[Column]:
    """The same columns, a second one of the same title numbered: headers are what an import finds columns by."""
    seen: dict[str, int] = {}
    result = []
    for column in columns:
        seen[column.title] = seen.get(column.title, 0) + 1
        title = column.title if seen[column.title] == 1 else f"{column.title}（{seen[column.title]}）"
        result.append(Column(column.name, title, column.type, column.labels, column.hidden))
    return result


def _number(raw: Any) -> Any:
    try:
        return Decimal(str(raw))
    except InvalidOperation:
        return str(raw)


def _moment(raw: Any) -> Any:
    moment = parse_datetime(str(raw))
    return timezone.localtime(moment).replace(tzinfo=None) if moment and timezone.is_aware(moment) else moment or str(raw)


READERS = {
    **dict.fromkeys(("integer", "decimal", "money", "percent"), _number),
    "date": lambda raw: parse_date(str(raw)) or str(raw),
    "datetime": _moment,
    "yesno": lambda raw: _("是") if raw is True else _("否") if raw is False else str(raw),
}


class Writer(Protocol):
    """A file being written, row by row."""

    def row(self, values: Sequence[Any]) -> None:
        """Add one row, a value for each column."""

    def close(self) -> None:
        """Finish the file."""


class XlsxWriter:
    """An Excel workbook. Text is never a formula or a number; hidden columns carry what a later import needs."""

    def __init__(self, path: Path, columns: Sequence[Column], sheet: str) -> None:
        import xlsxwriter  # loaded when first used: it costs a start 0.1 s

        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self._columns = columns
        self._name = "".join(c for c in sheet if c not in "[]:*?/\\'")[:25] or "Sheet"
        self._head = self._book.add_format({"bold": True, "bg_color": "#F2F4F7", "border": 1, "border_color": "#D9DDE3"})
        self._formats = {kind: self._book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        self._sheets = 0
        self._next_sheet()

    def _next_sheet(self) -> None:
        self._sheets += 1
        self._sheet = self._book.add_worksheet(self._name if self._sheets == 1 else f"{self._name} {self._sheets}")
        self._at = 1
        for at, column in enumerate(self._columns):
            options = {"hidden": True} if column.hidden else {}
            self._sheet.set_column(at, at, WIDTHS.get(column.type, 20), None, options)
            self._sheet.write_string(0, at, column.title, self._head)
        self._sheet.freeze_panes(1, 0)

    def row(self, values: Sequence[Any]) -> None:
        """Add one row."""
        if self._at > ROWS_OF_A_SHEET:
            self._next_sheet()
        for at, value in enumerate(values):
            if value is not None:
                self._cell(at, value)
        self._at += 1

    def _cell(self, at: int, value: Any) -> None:
        if isinstance(value, dt.date):
            kind = "datetime" if isinstance(value, dt.datetime) else "date"
            if value.year >= 1900:
                self._sheet.write_datetime(self._at, at, value, self._formats[kind])
                return
        elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            self._sheet.write_number(self._at, at, float(value), self._formats.get(self._columns[at].type))
            return
        self._sheet.write_string(self._at, at, str(value))

    def close(self) -> None:
        """Finish the file."""
        self._book.close()


class CsvWriter:
    """Text with commas, in UTF-8 with a mark at the start so that Excel reads Chinese.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; the import takes it off again.
    """

    def __init__(self, path: Path, columns: Sequence[Column], sheet: str) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow([harmless(column.title) for column in columns])

    def row(self, values: Sequence[Any]) -> None:
        """Add one row."""
        self._csv.writerow([self._text(value) for value in values])

    @staticmethod
    def _text(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, dt.datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        return harmless(value) if isinstance(value, str) else str(value)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


WRITERS: dict[str, type[XlsxWriter] | type[CsvWriter]] = {"xlsx": XlsxWriter, "csv": CsvWriter}
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
