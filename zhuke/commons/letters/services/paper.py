"""A letter on paper: the same text as PDF, with the firm's name above and the date below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.commons.documents import compile_pdf

TEMPLATE = Path(__file__).parents[1] / "letter.typ"


def pdf_of(subject: str, body: str, *, to: str, sender: Any) -> bytes:
    """The letter as PDF. ``sender``: the org unit in whose name it is written."""
    today = timezone.localdate()
    day = _("%(y)s年%(m)s月%(d)s日") % {"y": today.year, "m": today.month, "d": today.day}
    return compile_pdf(TEMPLATE, {"title": subject, "body": body, "to": to, "sender": sender.name if sender else "", "day": day})
