"""Small files of many kinds, made here."""

import io
import zipfile
from typing import Any

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, content)


def picture(form: str = "PNG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    """An image."""
    target = io.BytesIO()
    Image.new("RGB", size, "#1677ff").save(target, form, **options)
    return target.getvalue()


def turned_photo() -> bytes:
    """A photo that lies on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", (400, 200), exif=exif)


def archive(*names: str, **contents: bytes) -> bytes:
    """A zip archive with these names in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, contents.get(name, b"x"))
    return target.getvalue()


def pdf(pages: int = 1) -> bytes:
    """A PDF of empty pages."""
    document = pypdfium2.PdfDocument.new()
    for _number in range(pages):
        document.new_page(200, 100)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


SHEET = archive("[Content_Types].xml", "xl/workbook.xml")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="4" height="4"/></svg>'
