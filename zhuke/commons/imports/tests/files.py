"""Awkward files for the tests, made here byte by byte."""

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = ("客户名称", "联系人", "联系电话", "邮箱", "意向等级", "最近联系日期")
LINE = ("中建八局第三建设有限公司", "张伟", "13800138000", "zhang@example.com", "高", "2024年3月5日")


def workbook(path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]], merged: Iterable[str] = (), hidden: Iterable[str] = ()) -> Path:
    """An xlsx with the given rows; `merged` areas apply to the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
        if name in hidden:
            sheet.sheet_state = "hidden"
    for area in merged:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def raw_xlsx(path: Path, sheet_data: str, extra: Mapping[str, str | bytes] | None = None, prolog: str = "", styles: str = "") -> Path:
    """An xlsx whose only sheet holds the given XML."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{prolog}<worksheet xmlns="{MAIN}">'
        f"<sheetData>{sheet_data}</sheetData></worksheet>",
        "xl/styles.xml": styles or f'<styleSheet xmlns="{MAIN}"/>',
        **(extra or {}),
    }
    return zipped(path, parts)


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return path


def ods(path: Path, lines: Iterable[Sequence[str]]) -> Path:
    """A minimal OpenDocument spreadsheet of text cells."""
    rows = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>' for value in line)
        + "</table:table-row>"
        for line in lines
    )
    names = "".join(f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body><office:spreadsheet>'
        f'<table:table table:name="表一">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped(
        path, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, "META-INF/manifest.xml": manifest}
    )


def xls(path: Path, lines: Sequence[Sequence[str | float]], encrypted: bool = False) -> Path:
    """A BIFF8 workbook in an OLE container: text and number cells only."""
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    for number, line in enumerate(lines):
        for column, value in enumerate(line):
            place = struct.pack("<HHH", number, column, 0)
            if isinstance(value, str):
                sheet += _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            else:
                sheet += _record(0x203, place + struct.pack("<d", value))
    sheet += _record(0x0A, b"")
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    if encrypted:
        start += _record(0x2F, b"\x01\x00" + bytes(52))
    start += _record(0x42, struct.pack("<H", 1200))
    name = "表一"
    bound = struct.pack("<IHBB", 0, 0, len(name), 1) + name.encode("utf-16-le")
    offset = len(start) + 4 + len(bound) + 4
    start += _record(0x85, struct.pack("<I", offset) + bound[4:]) + _record(0x0A, b"")
    path.write_bytes(ole({"Workbook": start + sheet}))
    return path


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with streams in the root storage (each at least 4096 bytes long, so that no mini stream is needed)."""
    bodies = [content.ljust(4096, b"\0") for content in streams.values()]
    sectors: list[bytes] = []
    table: list[int] = []
    starts = []
    for body in bodies:
        count = (len(body) + 511) // 512
        starts.append(len(sectors))
        table += [*range(len(sectors) + 1, len(sectors) + count), 0xFFFFFFFE]
        sectors += [body[at : at + 512].ljust(512, b"\0") for at in range(0, len(body), 512)]
    directory_start = len(sectors)
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    names = list(streams)
    entries += [_entry(name, 2, starts[i], len(bodies[i]), right=i + 2 if i + 1 < len(names) else -1) for i, name in enumerate(names)]
    directory = b"".join(entries).ljust((len(entries) + 3) // 4 * 512, b"\0")
    count = len(directory) // 512
    table += [*range(directory_start + 1, directory_start + count), 0xFFFFFFFE]
    sectors += [directory[at : at + 512] for at in range(0, len(directory), 512)]
    fat_start = len(sectors)
    fat_count = (len(table) + 127) // 127
    table += [0xFFFFFFFD] * fat_count
    table += [0xFFFFFFFF] * (fat_count * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fat_count, directory_start, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    difat = [*range(fat_start, fat_start + fat_count)]
    header += struct.pack("<109I", *difat, *[0xFFFFFFFF] * (109 - len(difat)))
    return header + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, start: int, size: int, child: int = -1, right: int = -1) -> bytes:
    encoded = name.encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(encoded) + 2, kind, 1, -1, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def csv_bytes(lines: Iterable[Sequence[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    return end.join(delimiter.join(line) for line in lines) + end
