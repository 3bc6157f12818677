"""What a file truly is, judged by its content: the ending of its name is often wrong."""

import json
import re
import struct
import zipfile
import zlib
from pathlib import Path

from django.utils.translation import gettext as _

from .findings import MAX_BYTES, MAX_UNPACKED, UnreadableFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RATIO_WATCHED_FROM = 20 * 1024 * 1024
MAX_PARTS = 10_000
RATIO = 400  # sheets of a million empty formatted lines reach about 150

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\x00\x00\x01\x00")
_ARCHIVES = {b"Rar!": "RAR", b"7z\xbc\xaf\x27\x1c": "7z", b"\x1f\x8b": "gzip", b"BZh91AY": "bzip2", b"\xfd7zXZ": "xz"}
# Headers written by transparent encryption products (E-SafeNet, TSD) that many Chinese firms run on their desktops.
_ENTERPRISE = (b"\x62\x14\x23\x65", b"%TSD-Header-###%")
_NO_SECTOR = 0xFFFFFFFA
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x06\x00")
_SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"


def kind_of_file(path: Path) -> str:
    """xlsx, xlsb, xls, ods, html, mhtml, xml or text (= csv). Raises UnreadableFile for anything else."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("empty_file")
    if size > MAX_BYTES:
        raise UnreadableFile("too_large", size=round(size / 1024 / 1024))
    with path.open("rb") as stream:
        head = stream.read(64 * 1024)
    if head.startswith(OLE):
        return _kind_of_ole(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _kind_of_zip(path)
    _refuse_known_binary(head)
    return _kind_of_text(path, head)


def _refuse_known_binary(head: bytes) -> None:
    if head.startswith(_ENTERPRISE):
        raise UnreadableFile("enterprise_encrypted")
    if head.lstrip()[:5] == b"%PDF-":
        raise UnreadableFile("pdf")
    if _is_image(head):
        raise UnreadableFile("image")
    if head.startswith(_OLD_EXCEL):
        raise UnreadableFile("old_excel")
    for magic, what in _ARCHIVES.items():
        if head.startswith(magic):
            raise UnreadableFile("archive", what=what)
    for magics, what_else in _other_kinds():
        if head.startswith(magics) or (b"ftyp" in magics and head[4:8] == b"ftyp"):
            raise UnreadableFile("not_a_table", what=what_else)


def _other_kinds() -> tuple[tuple[tuple[bytes, ...], str], ...]:
    return (
        ((b"{\\rtf",), _("RTF 文档")),
        ((b"ID;P",), _("SYLK 文件")),
        ((b"MZ\x90\0", b"\x7fELF"), _("程序")),
        ((b"SQLite format 3",), _("数据库文件")),
        ((b"ftyp", b"ID3\x02", b"ID3\x03", b"ID3\x04", b"OggS", b"RIFF"), _("音频或视频")),
    )


def _is_image(head: bytes) -> bool:
    if head.startswith(b"BM"):
        return _is_bitmap(head)
    return head.startswith(_IMAGES) or head[8:12] == b"WEBP" or head[4:12] in (b"ftypheic", b"ftypmif1")


def _is_bitmap(head: bytes) -> bool:
    return len(head) > 14 and b"\0" in head[6:10]


def _kind_of_text(path: Path, head: bytes) -> str:
    start = _as_ascii(head).lstrip().lower()
    if start.startswith("<"):
        if _SPREADSHEET_2003.decode() in start:
            return "xml"
        if re.search(r"<(html|table|!doctype html|body|head|meta|style|div)[\s>]", start):
            return "html"
        raise UnreadableFile("not_a_table", what=_("XML 文件"))
    if start.startswith("mime-version:") or "content-type: multipart/related" in start[:4000]:
        return "mhtml"
    if start.startswith(("begin:vcard", "begin:vcalendar")):
        raise UnreadableFile("not_a_table", what=_("通讯录或日历文件"))
    if start.startswith(("{", "[")) and _is_json(path):
        raise UnreadableFile("not_a_table", what=_("JSON 文件"))
    return "text"


def _as_ascii(head: bytes) -> str:
    """The ASCII characters of a text in any encoding: enough to recognise mark-up."""
    return head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").decode("latin-1")


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return True


# Zip containers ------------------------------------------------------------------------------------------------------------


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as container:
            entries = container.infolist()
            _check_sizes(path, entries)
            if any(entry.flag_bits & 1 for entry in entries):
                raise UnreadableFile("encrypted")
            kind = _kind_by_names(container, {entry.filename.replace("\\", "/") for entry in entries})
            _check_small_parts(container, entries)
            return kind
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, struct.error) as problem:
        raise UnreadableFile("broken") from problem


def _kind_by_names(container: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names:
        kind = container.read("mimetype")[:100] if "mimetype" in names else b"spreadsheet"
        if b"spreadsheet" not in kind:
            raise UnreadableFile("not_a_table", what=_("OpenDocument 文档"))
        return "ods"
    if any(name.startswith("word/") for name in names):
        raise UnreadableFile("not_a_table", what=_("Word 文档"))
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableFile("not_a_table", what=_("演示文稿"))
    if any(name.endswith(".iwa") for name in names):
        raise UnreadableFile("numbers")
    raise UnreadableFile("archive", what="ZIP")


def _check_sizes(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    suspicious = unpacked > RATIO_WATCHED_FROM and unpacked > RATIO * max(path.stat().st_size, 1)
    if unpacked > MAX_UNPACKED or suspicious or len(entries) > MAX_PARTS:
        raise UnreadableFile("unpacked_too_large")


def _check_small_parts(container: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse document type declarations (spreadsheet programs never write them) and encrypted OpenDocument parts."""
    for entry in entries:
        if not entry.filename.endswith((".xml", ".rels")):
            continue
        with container.open(entry) as part:
            start = part.read(64 * 1024).replace(b"\0", b"")
        if b"<!ENTITY" in start or (b"<!DOCTYPE" in start and entry.filename != "META-INF/manifest.xml"):
            raise UnreadableFile("hostile")
        if entry.filename == "META-INF/manifest.xml" and b"encryption-data" in start:
            raise UnreadableFile("encrypted")


# OLE containers ------------------------------------------------------------------------------------------------------------


def _kind_of_ole(path: Path) -> str:
    try:
        container = _Ole(path.read_bytes())
        names = container.entries
        if {"workbook", "book"} & names.keys() and container.has_file_password():
            raise UnreadableFile("encrypted")
    except (struct.error, IndexError, ValueError) as problem:
        raise UnreadableFile("broken") from problem
    if {"encryptedpackage", "\x06dataspaces", "drmencryptedtransform"} & names.keys():
        raise UnreadableFile("encrypted")
    if {"workbook", "book"} & names.keys():
        return "xls"
    if "worddocument" in names:
        raise UnreadableFile("not_a_table", what=_("Word 文档"))
    if "powerpoint document" in names:
        raise UnreadableFile("not_a_table", what=_("演示文稿"))
    if any(name.startswith("__substg") for name in names):
        raise UnreadableFile("not_a_table", what=_("Outlook 邮件"))
    raise UnreadableFile("broken")


class _Ole:
    """The directory of a compound file ([MS-CFB] 2.6): names in lower case with first sector and size."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise ValueError("sector size")
        self._sector = 1 << shift
        self.entries: dict[str, tuple[int, int]] = {}
        self._read_directory(struct.unpack_from("<I", data, 48)[0], self._allocation())

    def has_file_password(self) -> bool:
        """A FILEPASS record among the first records of the workbook ([MS-XLS] 2.4.117)."""
        at = self._start_of("workbook" if "workbook" in self.entries else "book")
        for _record in range(8):
            if at + 4 > len(self._data):
                return False
            number, length = struct.unpack_from("<HH", self._data, at)
            if number == 0x2F:
                return True
            at += 4 + length
        return False

    def _start_of(self, name: str) -> int:
        sector, size = self.entries[name]
        if size >= 4096:
            return (sector + 1) * self._sector
        return (self.entries["root entry"][0] + 1) * self._sector + sector * 64 if "root entry" in self.entries else len(self._data)

    def _allocation(self) -> list[int]:
        table: list[int] = []
        for sector in struct.unpack_from("<109I", self._data, 76):
            if sector < _NO_SECTOR:
                table += struct.unpack_from(f"<{self._sector // 4}I", self._data, (sector + 1) * self._sector)
        return table

    def _read_directory(self, sector: int, table: list[int]) -> None:
        for _step in range(len(self._data) // self._sector + 1):
            if sector >= _NO_SECTOR:
                return
            base = (sector + 1) * self._sector
            for entry in range(base, min(base + self._sector, len(self._data) - 127), 128):
                length = struct.unpack_from("<H", self._data, entry + 64)[0]
                if 2 < length <= 64:
                    name = self._data[entry : entry + length - 2].decode("utf-16-le", "replace").lower()
                    self.entries[name] = struct.unpack_from("<II", self._data, entry + 116)
            sector = table[sector] if sector < len(table) else _NO_SECTOR
