"""Which files are taken, told by name and by first bytes. Whatever is not listed is refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

HEAD = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
STEP = b"ISO-10303-21"
Check = Callable[[bytes, IO[bytes]], bool]


@dataclass(frozen=True)
class Kind:
    """One type of file. ``preview``: image, pdf or none; ``inline``: browsers may show the bytes themselves.

    ``most``: megabytes taken of it, where that is more than of others.
    """

    type: str
    fits: Check
    preview: str = ""
    inline: bool = False
    most: int = 0


def starts(*magics: bytes, at: int = 0) -> Check:
    """The bytes at ``at`` are one of these."""
    return lambda head, _file: any(head[at : at + len(magic)] == magic for magic in magics)


def zip_names(file: IO[bytes]) -> list[str] | None:
    """The names in a zip archive, nothing unpacked; None: it is none, or broken."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        return None


def zip_with(*wanted: str) -> Check:
    """A zip archive that holds all of these (a folder ends with a slash)."""

    def fits(head: bytes, file: IO[bytes]) -> bool:
        names = zip_names(file) if head.startswith(ZIP) else None
        return names is not None and all(any(n == w or (w.endswith("/") and n.startswith(w)) for n in names) for w in wanted)

    return fits


def text(*, step: bool = False) -> Check:
    """Readable text without binary bytes; UTF-16 only with its mark."""

    def fits(head: bytes, _file: IO[bytes]) -> bool:
        if step:
            return STEP in head[:200]
        return head.startswith((b"\xff\xfe", b"\xfe\xff")) or not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head)

    return fits


def either(*checks: Check) -> Check:
    """One of several forms."""
    return lambda head, file: any(check(head, file) for check in checks)


def riff(form: bytes) -> Check:
    """A RIFF container of this form."""
    return lambda head, _file: head[:4] == b"RIFF" and head[8:12] == form


_office = "application/vnd.openxmlformats-officedocument."
_ftyp = starts(b"ftyp", at=4)
_plain = text()
KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", starts(b"%PDF-"), "pdf", True),
    "png": Kind("image/png", starts(b"\x89PNG\r\n\x1a\n"), "image", True),
    "gif": Kind("image/gif", starts(b"GIF87a", b"GIF89a"), "image", True),
    "webp": Kind("image/webp", riff(b"WEBP"), "image", True),
    "bmp": Kind("image/bmp", starts(b"BM"), "image"),
    "svg": Kind("image/svg+xml", _plain),
    "docx": Kind(f"{_office}wordprocessingml.document", zip_with("[Content_Types].xml", "word/")),
    "xlsx": Kind(f"{_office}spreadsheetml.sheet", zip_with("[Content_Types].xml", "xl/")),
    "pptx": Kind(f"{_office}presentationml.presentation", zip_with("[Content_Types].xml", "ppt/")),
    "odt": Kind("application/vnd.oasis.opendocument.text", zip_with("mimetype", "content.xml")),
    "ods": Kind("application/vnd.oasis.opendocument.spreadsheet", zip_with("mimetype", "content.xml")),
    "odp": Kind("application/vnd.oasis.opendocument.presentation", zip_with("mimetype", "content.xml")),
    "ofd": Kind("application/ofd", zip_with("OFD.xml")),
    "doc": Kind("application/msword", starts(OLE)),
    "xls": Kind("application/vnd.ms-excel", starts(OLE)),
    "ppt": Kind("application/vnd.ms-powerpoint", starts(OLE)),
    "msg": Kind("application/vnd.ms-outlook", starts(OLE)),
    "mpp": Kind("application/vnd.ms-project", starts(OLE)),
    "rvt": Kind("application/octet-stream", starts(OLE)),
    "zip": Kind("application/zip", starts(ZIP, b"PK\x05\x06")),
    "rar": Kind("application/vnd.rar", starts(b"Rar!\x1a\x07")),
    "7z": Kind("application/x-7z-compressed", starts(b"7z\xbc\xaf\x27\x1c")),
    "dwg": Kind("image/vnd.dwg", starts(b"AC10")),
    "dxf": Kind("image/vnd.dxf", either(starts(b"AutoCAD Binary DXF"), _plain)),
    "skp": Kind("application/vnd.sketchup.skp", lambda head, _file: "SketchUp".encode("utf-16-le") in head),
    "ifc": Kind("application/x-step", text(step=True), most=500),  # a building's model is that large
    "stp": Kind("application/x-step", text(step=True)),
    "eml": Kind("message/rfc822", _plain),
    "xml": Kind("application/xml", _plain),
    "json": Kind("application/json", _plain),
    "mp3": Kind("audio/mpeg", starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"), inline=True),
    "wav": Kind("audio/wav", riff(b"WAVE"), inline=True),
    "amr": Kind("audio/amr", starts(b"#!AMR")),
    "webm": Kind("video/webm", starts(b"\x1a\x45\xdf\xa3"), inline=True),
    "avi": Kind("video/x-msvideo", riff(b"AVI ")),
    **dict.fromkeys(("jpg", "jpeg"), Kind("image/jpeg", starts(b"\xff\xd8\xff"), "image", True)),
    **dict.fromkeys(("tif", "tiff"), Kind("image/tiff", starts(b"II*\x00", b"MM\x00*"), "image")),
    **dict.fromkeys(("heic", "heif"), Kind("image/heic", _ftyp)),
    **dict.fromkeys(("wps", "et", "dps"), Kind("application/octet-stream", either(starts(OLE), zip_with("[Content_Types].xml")))),
    **dict.fromkeys(("mp4", "m4v"), Kind("video/mp4", _ftyp, inline=True)),
    **dict.fromkeys(("m4a", "mov", "3gp"), Kind("video/quicktime", _ftyp)),
    **dict.fromkeys(("txt", "csv", "md", "log", "xer", "ics", "vcf", "geojson"), Kind("text/plain", _plain)),
}
# fmt: off
PROGRAMS = frozenset((
    "exe", "dll", "com", "scr", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "msi", "msp", "jar", "class",
    "apk", "ipa", "app", "sh", "bin", "run", "deb", "rpm", "lnk", "url", "reg", "pif", "cpl", "sys", "chm", "iso", "img", "py",
    "php", "asp", "aspx", "jsp", "html", "htm", "xhtml", "shtml", "mht", "mhtml", "swf", "xlsm", "xlsb", "docm", "pptm", "dotm",
    "xltm", "xlam", "ppam",
))
PROGRAM_STARTS = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!/", b"#! /", b"<?php",
)
# fmt: on
