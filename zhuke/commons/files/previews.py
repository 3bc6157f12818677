"""Small pictures of images and of the first page of PDFs, made when first asked for and kept beside the files."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from zhuke.kernel.errors import NotFound

from .models import FileVersion

SIZES = {"thumb": 320, "preview": 1600}
MAX_PIXELS = 100_000_000
PDF_SECONDS = 20


def open_preview(version: FileVersion, size: str) -> IO[bytes]:
    """The WebP picture of a version. Raises not_found when there is none."""
    none = NotFound(_("这个文件没有预览，请下载后查看。"))
    if not version.preview:
        raise none
    path = f"previews/{version.sha256[:2]}/{version.sha256}-{size}.webp"
    if not default_storage.exists(path):
        picture = _make(version, SIZES[size])
        if picture is None:
            FileVersion.objects.filter(sha256=version.sha256).update(preview=False)
            raise none
        default_storage.save(path, ContentFile(picture))
    file: IO[bytes] = default_storage.open(path)
    return file


def _make(version: FileVersion, edge: int) -> bytes | None:
    with default_storage.open(version.path) as file:
        return _of_pdf(file, edge) if version.content_type == "application/pdf" else of_image(file, edge)


def of_image(file: IO[bytes], edge: int) -> bytes | None:
    """The picture turned as the camera was held, at most ``edge`` pixels wide and high, without EXIF (place and time stay out)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(file)
            if image.width * image.height > MAX_PIXELS:
                return None
            image.draft("RGB", (edge * 2, edge * 2))
            image = ImageOps.exif_transpose(image)
            image.thumbnail((edge, edge))
            target = io.BytesIO()
            image.convert("RGBA" if image.has_transparency_data else "RGB").save(target, "WEBP", quality=80, exif=b"")
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None
    return target.getvalue()


def _of_pdf(file: IO[bytes], edge: int) -> bytes | None:
    # In a process of its own: a hostile PDF may crash or hang the library, not the server.
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        source, target = Path(folder) / "in.pdf", Path(folder) / "out.webp"
        with source.open("wb") as copy:
            while chunk := file.read(1 << 20):
                copy.write(chunk)
        command = [sys.executable, "-m", "zhuke.commons.files.pdf_page", str(source), str(target), str(edge)]
        try:
            done = subprocess.run(command, timeout=PDF_SECONDS, capture_output=True, check=False)
        except subprocess.TimeoutExpired:
            return None
        return target.read_bytes() if done.returncode == 0 and target.exists() else None
