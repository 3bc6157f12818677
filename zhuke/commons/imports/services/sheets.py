"""The rows that were kept out, as a workbook in the layout of their file plus the reasons."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuke.commons.imports import reading
from zhuke.commons.imports.cells import plain
from zhuke.commons.imports.findings import MAX_CELL
from zhuke.commons.imports.models import FAILED, ImportBatch
from zhuke.commons.imports.tables import RawRow

from . import batches


def errors_workbook(batch: ImportBatch, path: Path) -> int:
    """Write the lines above the data and every row in error: faulty cells marked, reasons in a last column. Returns the number of rows."""
    with batches.local_file(batch) as source:
        faulty = Q(kind="error") | Q(state=FAILED)
        rows = {row["number"]: row["findings"] for row in batch.rows.filter(faulty).values("number", "findings")}
        first = (batch.header_row or 0) + (batch.header_span if batch.header_row else 0)
        sheet = batches.sheet_of(batch)
        reason_column = max((column["index"] for column in sheet["columns"]), default=0) + 1
        book = _Book(path, sheet["name"])
        for row in reading.lines(source, batch.sheet, reading=batches.reading_of(batch)):
            if row.number < first:
                book.line(row, title=row.number == batch.header_row)
                if row.number == batch.header_row:
                    book.cell(reason_column, _("错误原因"), "header")
            elif row.number in rows:
                _write_faulty(book, row, rows[row.number], reason_column)
        book.close()
    return len(rows)


def _write_faulty(book: _Book, row: RawRow, findings: list[dict[str, Any]], reason_column: int) -> None:
    problems = [finding for finding in findings if finding["kind"] == "error"]
    marked = {int(finding["column"]) for finding in problems if finding["column"]}
    book.line(row, marked=marked)
    text = _("第 %(n)d 行：") % {"n": row.number} + " ".join(finding["message"] for finding in problems)
    book.cell(reason_column, text, "reason")


class _Book:
    """Writes line by line with little memory. Text stays text: a cell that begins with = is no formula."""

    def __init__(self, path: Path, name: str) -> None:
        import xlsxwriter  # loaded when first used: it costs a start 0.1 s

        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self._sheet = self._book.add_worksheet(_sheet_name(name))
        self._row = -1
        self._formats = {
            "": None,
            "title": self._book.add_format({"bold": True}),
            "header": self._book.add_format({"bold": True, "bg_color": "#E8EEF8", "border": 1}),
            "bad": self._book.add_format({"bg_color": "#FDE2E1"}),
            "reason": self._book.add_format({"font_color": "#C02A2A"}),
            "date": self._book.add_format({"num_format": "yyyy-mm-dd"}),
            "bad_date": self._book.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#FDE2E1"}),
        }
        self._sheet.set_column(0, 60, 16)

    def line(self, row: RawRow, *, title: bool = False, marked: set[int] | None = None) -> None:
        """One line at the next free place; `marked` columns are red, empty ones too."""
        self._row += 1
        for column, value in enumerate(row.values):
            if value not in (None, "") or column in (marked or ()):
                self._value(column, value, "header" if title else "bad" if column in (marked or ()) else "")
        for column in (marked or set()) - set(range(len(row.values))):
            self._sheet.write_blank(self._row, column, None, self._formats["bad"])

    def cell(self, column: int, text: str, style: str) -> None:
        """A text in the current line."""
        self._sheet.write_string(self._row, column, text[:MAX_CELL], self._formats[style])

    def _value(self, column: int, value: Any, style: str) -> None:
        if isinstance(value, dt.date):
            dated = self._formats["bad_date" if style == "bad" else "date"]
            self._sheet.write_datetime(self._row, column, value, dated)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self._sheet.write(self._row, column, value, self._formats[style])
        elif value in (None, ""):
            self._sheet.write_blank(self._row, column, None, self._formats[style])
        else:
            self._sheet.write_string(self._row, column, str(value) if isinstance(value, str) else plain(value), self._formats[style])

    def close(self) -> None:
        """Finish the file."""
        self._book.close()


def _sheet_name(name: str) -> str:
    """What a spreadsheet allows as the name of a sheet."""
    cleaned = "".join(" " if char in "[]:*?/\\'" else char for char in name).strip()[:31]
    return cleaned or "Sheet1"
