"""Opening a table file that somebody uploaded: `inspect` for the wizard, `rows` for the work. No database, no settings.

`inspect` reads the whole file once (100,000 rows of 15 columns: some 5 seconds) and keeps only samples in memory. Whatever cannot be
read is refused with UnreadableFile, never with another exception.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from . import delimited, encoding, layout, markup, workbooks
from .cells import plain, repaired_text
from .findings import MAX_COLUMNS, MAX_ROWS, Finding, UnreadableFile, warning
from .layout import Header
from .oddlines import OddLines
from .sniff import kind_of_file
from .tables import RawRow, Reading, Row, SheetInfo, SheetStart, Workbook, column_letter

HEAD = 200  # first lines kept of each sheet
SPREAD = 200  # lines kept from all over the sheet
TAIL = 5
PREVIEW = 20
NOTE_LINES = 30


def inspect(
    path: Path | str, filename: str = "", *, headers: Mapping[int, Header] | None = None, vocabulary: Iterable[str] = ()
) -> Workbook:
    """Everything the wizard shows about a file. `headers` overrules the guessed header by sheet index; `vocabulary` helps guessing.

    Raises UnreadableFile.
    """
    path = Path(path)
    reading = how_to_read(path)
    sketches: list[_Sketch] = []
    for event in _events(path, reading, filename or path.name):
        if isinstance(event, SheetStart):
            sketches.append(_Sketch(event))
        else:
            sketches[-1].add(event)
    if not any(sketch.count for sketch in sketches):
        raise UnreadableFile("empty")
    chosen = headers or {}
    words = list(vocabulary)
    sheets = [_described(sketch, chosen.get(sketch.start.position), words) for sketch in sketches]
    return Workbook(reading.kind, encoding.label(reading.encoding) if reading.encoding else "", sheets, reading, _file_notes(path, reading))


def rows(
    path: Path | str, sheet: int = 0, header_row: int | None = None, header_span: int = 1, *, reading: Reading | None = None
) -> Iterator[Row]:
    """The lines below the header, one at a time, blank ones left out. Pass the `reading` of `inspect` to see the same cells again.

    Raises UnreadableFile, also midway.
    """
    path = Path(path)
    header = Header(header_row, header_span)
    first = header_row + header_span if header_row is not None else 0
    head: list[RawRow] = []
    odd: OddLines | None = None
    for row in _rows_of_sheet(path, reading or how_to_read(path), sheet):
        if row.number < first:
            head.append(row)
            continue
        if odd is None:
            odd = OddLines(layout.titles(head, header))
        yield Row(
            row.number, {column: value for column, value in enumerate(row.values) if value is not None and value != ""}, odd.note(row)
        )


def lines(path: Path | str, sheet: int = 0, *, reading: Reading | None = None) -> Iterator[RawRow]:
    """Every non-blank line of a sheet, title and header lines included, as the file has them."""
    path = Path(path)
    return _rows_of_sheet(path, reading or how_to_read(path), sheet)


def how_to_read(path: Path) -> Reading:
    """The true type, encoding and separators of a file. Raises UnreadableFile."""
    kind = kind_of_file(path)
    if kind == "html":
        return Reading("html", markup.read_html(path)[1])
    if kind != "text":
        return Reading(kind)
    found = encoding.detect(path)
    dialect = delimited.dialect_of(path, found.name)
    return Reading("csv", found.name, dialect.delimiter, dialect.quoting)


def _rows_of_sheet(path: Path, reading: Reading, sheet: int) -> Iterator[RawRow]:
    current, seen = -1, False
    for event in _events(path, reading, path.name, sheet):
        if isinstance(event, SheetStart):
            current = event.position
            seen = seen or current == sheet
        elif current == sheet:
            yield event
        elif seen:
            return
    if not seen:
        raise UnreadableFile("no_such_sheet", sheet=sheet + 1)


def _events(path: Path, reading: Reading, filename: str, sheet: int = -1) -> Iterator[SheetStart | RawRow]:
    """Sheets and rows of any kind of file, within the limits."""
    current, count = "", 0
    for event in _raw_events(path, reading, filename, sheet):
        if isinstance(event, SheetStart):
            current, count = event.name, 0
            yield event
            continue
        count += 1
        if count > MAX_ROWS:
            raise UnreadableFile("too_many_rows", sheet=current)
        yield event if len(event.values) <= MAX_COLUMNS else _narrowed(event, current)


def _raw_events(path: Path, reading: Reading, filename: str, sheet: int) -> Iterator[SheetStart | RawRow]:
    if reading.kind == "csv":
        name = Path(filename).stem[:60] or "CSV"
        yield SheetStart(0, name)
        yield from delimited.stream(path, reading.encoding, delimited.Dialect(reading.delimiter, reading.quoting), name)
    elif reading.kind == "html":
        yield from markup.html_tables("".join(encoding.decoded(path, reading.encoding)))
    elif reading.kind == "mhtml":
        yield from markup.html_tables(markup.read_web_archive(path))
    elif reading.kind == "xml":
        yield from markup.xml_spreadsheet(path)
    else:
        yield from workbooks.stream(path, reading.kind, sheet)


def _narrowed(row: RawRow, sheet: str) -> RawRow:
    last = max((column for column, value in enumerate(row.values) if value not in (None, "")), default=0)
    if last >= MAX_COLUMNS:
        raise UnreadableFile("too_many_columns", sheet=sheet, row=row.number, column=column_letter(last))
    return row._replace(values=row.values[: last + 1])


class _Sketch:
    """Samples of a sheet, gathered while its rows pass by."""

    def __init__(self, start: SheetStart) -> None:
        self.start = start
        self.count = 0
        self.columns = 0
        self.head: list[RawRow] = []
        self.spread: list[RawRow] = []
        self.tail: list[RawRow] = []
        self._chance = random.Random(20240305)  # noqa: S311 the same file gives the same sample

    def add(self, row: RawRow) -> None:
        self.count += 1
        self.columns = max(self.columns, len(row.values))
        if len(self.head) < HEAD:
            self.head.append(row)
            return
        self.tail = [*self.tail[1 - TAIL :], row]
        if len(self.spread) < SPREAD:
            self.spread.append(row)
        elif (place := self._chance.randrange(self.count)) < SPREAD:
            self.spread[place] = row

    def below(self, header: Header) -> tuple[list[RawRow], list[RawRow]]:
        """(all kept lines below the header, those of the head)."""
        first = header.row + header.span if header.row is not None else 0
        near = [row for row in self.head if row.number >= first]
        return [*near, *self.spread], near

    def rows_below(self, header: Header) -> int:
        return self.count - sum(1 for row in self.head if header.row is not None and row.number < header.row + header.span)


def _described(sketch: _Sketch, header: Header | None, vocabulary: list[str]) -> SheetInfo:
    header = header or layout.find_header(sketch.head, vocabulary)
    kept, near = sketch.below(header)
    titles = layout.titles(sketch.head, header)
    odd = OddLines(titles)
    records = [row for row in kept if not odd.note(row)]
    columns = layout.columns_of(sketch.head, header, records, sketch.start.facts.get("percent", ()))
    return SheetInfo(
        index=sketch.start.position,
        name=sketch.start.name,
        rows=sketch.rows_below(header),
        cols=len(columns),
        hidden=sketch.start.hidden,
        header_row=header.row,
        header_span=header.span,
        columns=columns,
        preview=[_shown(row, odd if header.row is None or row.number > header.row else None) for row in sketch.head[:PREVIEW]],
        notes=_sheet_notes(sketch, header, titles, near, odd),
    )


def _shown(row: RawRow, odd: OddLines | None) -> dict[str, Any]:
    return {"number": row.number, "values": [plain(value)[:200] for value in row.values], "note": odd.note(row) if odd else ""}


def _sheet_notes(sketch: _Sketch, header: Header, titles: dict[int, str], near: list[RawRow], odd: OddLines) -> list[Finding]:
    notes = []
    facts = sketch.start.facts
    if facts.get("uncached"):
        message = _("有 %(n)d 个公式没有保存计算结果。请在 Excel 中打开、保存后重新上传，否则这些单元格无法导入。") % {
            "n": facts["uncached"]
        }
        notes.append(warning("formula_without_value", message))
    if facts.get("hidden_rows"):
        notes.append(warning("hidden_rows", _("有 %(n)d 行被隐藏或筛选掉，导入时也会读取。") % {"n": facts["hidden_rows"]}))
    if header.row is None and sketch.count:
        notes.append(warning("no_header", _("没有找到标题行，列按字母命名。如果有标题行，请手动指定。")))
    noted = {odd.note(row) for row in [*near[:NOTE_LINES], *near[-TAIL:], *sketch.tail]}
    if "summary" in noted:
        notes.append(warning("summary_rows", _("有合计、小计之类的行，导入时默认跳过。")))
    if noted & {"section", "footer", "repeat_header", "hint", "example"}:
        notes.append(warning("odd_rows", _("有分节标题、表尾说明、示例或重复标题之类的行，导入时默认跳过。")))
    if wide := sum(1 for row in near if header.row and len(row.values) > len(titles) and any(row.values[max(titles, default=0) + 1 :])):
        notes.append(warning("wider_rows", _("有 %(n)d 行的内容比标题多出几列，可能错位，请核对。") % {"n": wide}))
    if broken := [text for text in titles.values() if repaired_text(text) or "\ufffd" in text]:
        message = _("标题含乱码（%(text)s），请检查原文件的编码，或在 Excel 中另存为 xlsx。") % {"text": broken[0][:20]}
        notes.append(warning("garbled", message))
    return notes


def _file_notes(path: Path, reading: Reading) -> list[Finding]:
    notes = []
    if reading.kind == "csv":
        damaged = encoding.detect(path).damaged
        if damaged:
            notes.append(warning("damaged_characters", _("有 %(n)d 个字符无法识别，已用“\ufffd”代替，请核对原文件。") % {"n": damaged}))
        if not reading.quoting:
            notes.append(warning("open_quote", _("文件里有没有配对的引号，已按普通字符处理，请核对相关行。")))
    if reading.kind in ("html", "mhtml"):
        notes.append(warning("web_page", _("这是网页格式的表格（扩展名虽然可能是 xls），已按表格读取。")))
    return notes
