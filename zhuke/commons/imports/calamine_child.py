"""Runs as a process of its own: opens a spreadsheet with calamine and writes its rows to standard output.

calamine builds a whole sheet in memory, and a cell placed far away or a damaged file makes it abort the process. Here that
ends only this child, whose memory and time are limited. The stream is a series of pickles of plain values:
("sheet", index, name, hidden, facts), ("rows", [(number, values, spans)]), ("problem", code, data), ("end",).
Nothing of the product is imported, so it starts at once.
"""

import pickle
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import python_calamine as calamine

MEMORY = 3 * 1024**3
SECONDS = 90
BATCH = 1000
MOST_MARKS = 200_000
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_TEXT = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)")
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
_XF = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_XF_FORMAT = re.compile(rb'\bnumFmtId="(\d+)"')
_FORMAT = re.compile(rb'<(?:\w+:)?numFmt\b(?=[^>]*\bnumFmtId="(\d+)")(?=[^>]*\bformatCode="([^"]*)")')


def main(path: str, kind: str, wanted: int) -> None:
    _limit()
    output = sys.stdout.buffer
    try:
        for frame in _frames(path, kind, wanted):
            pickle.dump(frame, output, pickle.HIGHEST_PROTOCOL)
        pickle.dump(("end",), output)
    except calamine.PasswordError:
        pickle.dump(("problem", "encrypted", {}), output)
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError, KeyError, EOFError, RuntimeError) as problem:
        pickle.dump(("problem", _code_of(problem), {"detail": str(problem)[:200]}), output)
    except MemoryError:
        pickle.dump(("problem", "too_much_work", {}), output)
    output.flush()


def _code_of(problem: Exception) -> str:
    return "encrypted" if "password" in str(problem).lower() else "broken"


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _frames(path: str, kind: str, wanted: int) -> Iterator[tuple[Any, ...]]:
    with Path(path).open("rb") as stream:  # not by path: calamine would believe the ending
        book = calamine.load_workbook(stream)
    sheets = [(index, meta) for index, meta in enumerate(book.sheets_metadata) if meta.typ == calamine.SheetTypeEnum.WorkSheet]
    marks = XlsxMarks(path) if kind == "xlsx" else None
    for position, (index, meta) in enumerate(sheets):
        if wanted in (-1, position):
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            yield from _sheet(book, index, position, meta.name, hidden, marks)


def _sheet(book: Any, index: int, position: int, name: str, hidden: bool, marks: "XlsxMarks | None") -> Iterator[tuple[Any, ...]]:
    cells, facts = marks.of_sheet(name) if marks else ({}, {})
    sheet = book.get_sheet_by_index(index)
    yield "sheet", position, name, hidden, {**facts, "merges": _merges(sheet)}
    if sheet.start is None and not cells:
        return
    offset = [None] * (sheet.start[1] if sheet.start else 0)
    batch = []
    for number, values in enumerate(sheet.iter_rows()):
        row = offset + [None if value == "" else value for value in values]
        for column, mark in cells.pop(number, ()):
            row += [None] * (column + 1 - len(row))
            row[column] = mark
        if any(value is not None for value in row):
            batch.append((number, row))
        if len(batch) == BATCH:
            yield "rows", batch
            batch = []
    batch += [(number, _placed(marked)) for number, marked in sorted(cells.items())]
    yield "rows", batch


def _placed(marked: list[tuple[int, str]]) -> list[str | None]:
    row: list[str | None] = [None] * (max(column for column, _mark in marked) + 1)
    for column, mark in marked:
        row[column] = mark
    return row


def _merges(sheet: Any) -> list[tuple[int, int, int, int]]:
    areas = sheet.merged_cell_ranges or []
    return [(top, left, bottom, right) for (top, left), (bottom, right) in areas[:MOST_MARKS] if bottom >= top and right >= left]


class XlsxMarks:
    """What calamine leaves out: error values, formulas without a result, hidden rows, columns shown as percentages."""

    def __init__(self, path: str) -> None:
        self._container = zipfile.ZipFile(path)
        self._names = {entry.replace("\\", "/"): entry for entry in self._container.namelist()}
        self._parts = self._sheet_parts()
        self._percent = self._percent_styles()

    def of_sheet(self, name: str) -> tuple[dict[int, list[tuple[int, str]]], dict[str, Any]]:
        """Marked cells as {row: [(column, "#N/A")]}, and facts about the sheet."""
        cells: dict[int, list[tuple[int, str]]] = {}
        facts: dict[str, Any] = {"uncached": 0, "hidden_rows": 0, "percent": set()}
        part = self._names.get(self._parts.get(name, ""))
        if part is None:
            return cells, facts
        with self._container.open(part) as stream:
            for number, piece in enumerate(_whole_rows(stream)):
                facts["hidden_rows"] += len(_HIDDEN.findall(piece)) if b"hidden=" in piece else 0
                if b't="e"' in piece or b"<f" in piece or b":f>" in piece or b":f " in piece:
                    self._mark(piece, cells, facts)
                if number == 0 and self._percent:
                    facts["percent"] = self._percent_columns(piece)
        facts["percent"] = sorted(facts["percent"])
        return cells, facts

    def _mark(self, piece: bytes, cells: dict[int, list[tuple[int, str]]], facts: dict[str, Any]) -> None:
        for attributes, content in _CELL.findall(piece):
            mark = _mark_of(attributes, content)
            place = _PLACE.search(attributes) if mark else None
            if place is None or len(cells) > MOST_MARKS:
                continue
            facts["uncached"] += mark == "#FORMULA!"
            cells.setdefault(int(place[2]) - 1, []).append((_column(place[1]), mark))

    def _percent_columns(self, piece: bytes) -> set[int]:
        columns = set()
        for attributes, _content in _CELL.findall(piece):
            style, place = _STYLE.search(attributes), _PLACE.search(attributes)
            if style and place and int(style[1]) in self._percent:
                columns.add(_column(place[1]))
        return columns

    def _sheet_parts(self) -> dict[str, str]:
        from xml.etree.ElementTree import ParseError

        from defusedxml.ElementTree import fromstring

        try:
            workbook = fromstring(self._read("xl/workbook.xml"))
            relations = fromstring(self._read("xl/_rels/workbook.xml.rels"))
        except (ParseError, KeyError, ValueError):
            return {}
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        parts = {}
        for sheet in workbook.iter():
            if sheet.tag.rpartition("}")[2] == "sheet":
                key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
                target = targets.get(key, "")
                parts[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else "xl/" + target
        return parts

    def _percent_styles(self) -> set[int]:
        try:
            styles = self._read("xl/styles.xml")
        except KeyError:
            return set()
        formats = {b"9", b"10"} | {number for number, code in _FORMAT.findall(styles) if b"%" in re.sub(rb"&quot;.*?&quot;", b"", code)}
        used = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
        numbers = [_XF_FORMAT.search(xf) for xf in _XF.findall(used[0])] if used else []
        return {index for index, number in enumerate(numbers) if number and number[1] in formats}

    def _read(self, name: str) -> bytes:
        with self._container.open(self._names[name]) as part:
            return part.read(50 * 1024 * 1024)


def _mark_of(attributes: bytes, content: bytes) -> str:
    if b't="e"' in attributes:
        value = _TEXT.search(content)
        return value[1].decode("ascii", "replace").strip() if value else "#VALUE!"
    if b"<f" not in content and b":f" not in content:
        return ""
    has_result = _TEXT.search(content) or (b't="str"' in attributes and (b"<v" in content or b":v" in content))
    return "" if has_result else "#FORMULA!"


def _whole_rows(stream: BinaryIO | Any) -> Iterator[bytes]:
    """The part in pieces of some megabytes, cut behind a row."""
    rest = b""
    while chunk := stream.read(4 * 1024 * 1024):
        text = rest + chunk
        cut = text.rfind(b"row>") + 4
        if cut > 4:
            yield text[:cut]
            text = text[cut:]
        if len(text) > 64 * 1024 * 1024:
            return
        rest = text
    yield rest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
