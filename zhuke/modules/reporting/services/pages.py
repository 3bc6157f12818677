"""The pages of a report as pictures, for looking at it while it is written."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from functools import lru_cache
from typing import Any

from .papers import report_pdf

WIDTH = 1100
_lock = threading.Lock()  # PDFium knows no threads
MOST_PAGES = 60


def stamp_of(content: dict[str, Any]) -> str:
    """Changes with everything that the report says."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()[:16]


@lru_cache(maxsize=8)
def _pdf(text: str) -> bytes:
    # What is looked at page by page is set once; the key is all that it says.
    return report_pdf(json.loads(text))


def pdf_of(content: dict[str, Any]) -> bytes:
    """The PDF of an edition, kept for a moment."""
    return _pdf(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str))


def count(content: dict[str, Any]) -> int:
    """How many pages it has."""
    import pypdfium2  # loaded when first used: it costs a start 0.1 s

    pdf = pdf_of(content)
    with _lock:
        return min(len(pypdfium2.PdfDocument(pdf)), MOST_PAGES)


def picture(content: dict[str, Any], number: int) -> bytes | None:
    """Page ``number`` (from 1) as WebP; None: there is no such page."""
    import pypdfium2  # loaded when first used: it costs a start 0.1 s

    pdf = pdf_of(content)
    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        if not 1 <= number <= min(len(document), MOST_PAGES):
            return None
        page = document[number - 1]
        image = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    target = io.BytesIO()
    image.save(target, "WEBP", quality=82)
    return target.getvalue()
