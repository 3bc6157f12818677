"""Tables that web systems save with the ending .xls: HTML, web archives and XML Spreadsheet 2003."""

import email
import email.policy
import html
import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .encoding import decoded, detect
from .findings import MAX_COLUMNS, MAX_ROWS, UnreadableFile
from .merging import Merges
from .tables import RawRow, SheetStart, Value, column_letter

_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]{0,4000})>")
_NUMBER = re.compile(r"""\b(colspan|rowspan)\s*=\s*["']?\s*(\d{1,5})""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w-]{3,20})""", re.IGNORECASE)
_SKIPPED = {"script", "style", "title", "head"}
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


# HTML ----------------------------------------------------------------------------------------------------------------------


def read_html(path: Path) -> tuple[str, str]:
    """The text of an HTML file and the encoding it was read in (its own charset only where the bytes allow it)."""
    found = detect(path)
    if found.name in ("gb18030", "cp1252", "big5hkscs") and (named := _named_charset(path.read_bytes()[:4096])):
        found = type(found)(named)
    return "".join(decoded(path, found.name)), found.name


def read_web_archive(path: Path) -> str:
    """All HTML parts of an .mht file one after the other."""
    try:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        parts = [part.get_content() for part in message.walk() if part.get_content_type() == "text/html"]
    except (LookupError, ValueError, KeyError, AttributeError, TypeError, IndexError) as problem:
        raise UnreadableFile("broken") from problem
    return "\n".join(part for part in parts if isinstance(part, str))


def html_tables(text: str) -> Iterator[SheetStart | RawRow]:
    """Every table that has a cell, with row- and column-spans resolved; a table inside a cell is a table of its own."""
    found = [rows for rows in _tables(text) if rows]
    if not found:
        raise UnreadableFile("no_table")
    for index, rows in enumerate(found):
        yield SheetStart(index, f"表格{index + 1}")
        yield from rows


def _named_charset(head: bytes) -> str:
    match = _CHARSET.search(head.decode("latin-1"))
    name = match[1].lower() if match else ""
    return {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}.get(name, "")


class _Table:
    def __init__(self) -> None:
        self.rows: list[RawRow] = []
        self.number = 0
        self.cells: list[tuple[str, int, int]] = []
        self.merges = Merges()
        self.text: list[str] | None = None
        self.span = (1, 1)

    def open_cell(self, attributes: str) -> None:
        self.close_cell()
        spans = {name.lower(): int(size) for name, size in _NUMBER.findall(attributes)}
        self.span = (min(max(spans.get("colspan", 1), 1), MAX_COLUMNS), min(max(spans.get("rowspan", 1), 1), MAX_ROWS))
        self.text = []

    def close_cell(self) -> None:
        if self.text is not None:
            self.cells.append((_cell_text(self.text), *self.span))
            self.text = None

    def close_row(self) -> None:
        self.close_cell()
        if not self.cells:
            return
        if row := self._row():
            self.rows.append(row)
        self.number += 1
        self.cells = []

    def _row(self) -> RawRow | None:
        values: list[Value] = []
        blank = not any(text for text, *_spans in self.cells)
        for text, width, height in self.cells:
            column = self.merges.next_free(self.number, len(values))
            values += [None] * (column - len(values)) + [text or None] + [None] * (width - 1)
            if width > 1 or height > 1:
                self.merges.add(self.number, column, self.number + height - 1, column + width - 1)
            if len(values) > MAX_COLUMNS * 2:
                raise UnreadableFile("too_many_columns", sheet="HTML", row=self.number + 1, column=column_letter(len(values)))
        row = self.merges.apply(self.number, values)
        return None if blank else row


def _tables(text: str) -> list[list[RawRow]]:
    finished: list[_Table] = []
    open_tables: list[_Table] = []
    skipping = ""
    for before, closing, name, attributes in _tags(text):
        if open_tables and open_tables[-1].text is not None and not skipping:
            open_tables[-1].text.append(before)
        if skipping:
            skipping = "" if closing and name == skipping else skipping
        elif name in _SKIPPED:
            skipping = "" if closing else name
        elif name == "table":
            _open_or_close(closing, open_tables, finished)
        elif open_tables:
            _tag(open_tables[-1], closing, name, attributes)
    while open_tables:
        _open_or_close("/", open_tables, finished)
    return [table.rows for table in finished]


def _tags(text: str) -> Iterator[tuple[str, str, str, str]]:
    """(text before, "/" if closing, name, attributes) in one pass; comments are left out."""
    start = position = 0
    closed_comments = True
    while match := _TAG.search(text, position):
        if match[2]:
            yield text[start : match.start()], match[1], match[2].lower(), match[3]
            start = position = match.end()
            continue
        end = text.find("-->", match.end()) if closed_comments else -1
        closed_comments = end >= 0
        yield text[start : match.start()], "", "comment", ""
        start = position = end + 3 if closed_comments else match.end()


def _open_or_close(closing: str, open_tables: list[_Table], finished: list[_Table]) -> None:
    if not closing:
        open_tables.append(_Table())
        finished.append(open_tables[-1])
    elif open_tables:
        open_tables.pop().close_row()


def _tag(table: _Table, closing: str, name: str, attributes: str) -> None:
    if name in ("td", "th"):
        table.close_cell() if closing else table.open_cell(attributes)
    elif name == "tr":
        table.close_row()
    elif name in ("br", "p", "div") and table.text is not None:
        table.text.append("\n")


def _cell_text(pieces: list[str]) -> str:
    lines = (" ".join(html.unescape(line).replace("\xa0", " ").split()) for line in "".join(_flow(pieces)).split("\n"))
    return "\n".join(line for line in lines if line)


def _flow(pieces: list[str]) -> Iterator[str]:
    """Line breaks of the source are spaces; those from <br> are line breaks."""
    return (piece if piece == "\n" else piece.replace("\r", " ").replace("\n", " ") for piece in pieces)


# XML Spreadsheet 2003 ------------------------------------------------------------------------------------------------------


def xml_spreadsheet(path: Path) -> Iterator[SheetStart | RawRow]:
    """Streams the sheets of an Excel 2003 XML file."""
    try:
        yield from _xml_events(path)
    except DefusedXmlException as problem:
        raise UnreadableFile("hostile") from problem
    except (ParseError, ValueError, LookupError) as problem:
        raise UnreadableFile("broken") from problem


def _xml_events(path: Path) -> Iterator[SheetStart | RawRow]:
    index, number, merges = -1, 0, Merges()
    for event, element in iterparse(_source(path), events=("start", "end"), forbid_dtd=True):
        if event == "start" and element.tag == _SS + "Worksheet":
            index, number, merges = index + 1, 0, Merges()
            yield SheetStart(index, element.get(_SS + "Name") or f"Sheet{index + 1}")
        elif event == "end" and element.tag == _SS + "Row" and index >= 0:
            number = _position(element, number)
            if row := _xml_row(element, number - 1, merges):
                yield row
            element.clear()
        elif event == "end" and element.tag == _SS + "Worksheet":
            element.clear()


def _source(path: Path) -> Path | io.BytesIO:
    """The parser knows no Chinese encodings, so those are turned into UTF-8 first."""
    with path.open("rb") as stream:
        if not _named_charset(stream.read(200).replace(b"encoding", b"charset")):
            return path
    text = "".join(decoded(path, "gb18030"))
    return io.BytesIO(re.sub(r"^<\?xml[^>]*\?>", "", text, count=1).encode())


def _position(element: Element, last: int) -> int:
    """The one-based place of a row or cell: said by itself, or after the one before."""
    return min(max(int(element.get(_SS + "Index") or last + 1), 1), 10_000_000)


def _xml_row(element: Element, row: int, merges: Merges) -> RawRow | None:
    values: dict[int, Any] = {}
    column = -1
    for cell in element.findall(_SS + "Cell"):
        column = _position(cell, merges.next_free(row, column + 1)) - 1
        across, down = (min(max(int(cell.get(_SS + name) or 0), 0), MAX_ROWS) for name in ("MergeAcross", "MergeDown"))
        data = cell.find(_SS + "Data")
        if data is not None and (value := _xml_value(data)) is not None:
            values[column] = value
        if across or down:
            merges.add(row, column, row + down, column + across)
        column += across
    if not values:
        return None
    if max(values) >= MAX_COLUMNS:
        raise UnreadableFile("too_many_columns", sheet="XML", row=row + 1, column=column_letter(max(values)))
    return merges.apply(row, [values.get(position) for position in range(max(values) + 1)])


def _xml_value(data: Element) -> Value:
    text = "".join(data.itertext())
    kind = data.get(_SS + "Type")
    if not text.strip():
        return None
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return datetime.fromisoformat(text.strip())
    return text.strip() in ("1", "true") if kind == "Boolean" else text
