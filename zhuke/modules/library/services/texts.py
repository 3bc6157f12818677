"""The text of documents: taken out by a job, found by search."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from procrastinate.contrib.django import app

from zhuke.commons.files.models import FileVersion
from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.filters import normal, search
from zhuke.kernel.resource import by_model
from zhuke.modules.library.domain.reader import NO_TEXT
from zhuke.modules.library.models import Document, DocumentVersion, Folder, PageText

from . import looking

SECONDS = 90
AROUND = 60
LOOKED_AT = 600


def extract(version_id: str) -> str:
    """Read a version; only the newest version of a document is kept in the index. Returns the state. Idempotent."""
    version = DocumentVersion.objects.select_related("document").filter(pk=version_id).first()
    if version is None or version.file is None:
        return "gone"
    if version.number != version.document.current:
        _become(version, "none")
        return "older"
    found = read(version)
    with transaction.atomic():
        # Of two versions that are read at once the newer one stays.
        newest = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=version.document_id).current
        if newest != version.number:
            return "older"
        PageText.objects.filter(document=version.document_id).delete()
        for page, text in (found or {}).get("pieces", []):
            PageText.objects.create(version=version, document_id=version.document_id, page=page, text=text, plain=normal(text))
        state = "failed" if found is None else "done" if found["pieces"] else "none"
        _become(version, state, (found or {}).get("pages"))
    if looking.is_office(version.name) and looking.office_program():
        app.configure_task("library.office").defer(version_id=str(version.pk))
    return state


def _become(version: DocumentVersion, state: str, pages: int | None = None) -> None:
    DocumentVersion.objects.filter(pk=version.pk).update(text_state=state, pages=pages)


def read(version: DocumentVersion) -> dict[str, Any] | None:
    """Pages and pieces of text of a version's file; None: it could not be read. Files without text have no pieces."""
    stored = FileVersion.objects.filter(attachment=version.file).order_by("-number").first()
    if stored is None or not default_storage.exists(stored.path):
        return None
    ending = stored.name.rsplit(".", 1)[-1].lower()
    with tempfile.TemporaryDirectory(prefix="library-") as folder:
        source, target = Path(folder) / f"in.{ending if ending.isalnum() else 'bin'}", Path(folder) / "out.json"
        looking.copy_out(stored, source)
        command = [sys.executable, "-m", "zhuke.modules.library.domain.reader", str(source), str(target)]
        try:
            done = subprocess.run(command, timeout=SECONDS, capture_output=True, check=False)
        except subprocess.TimeoutExpired:
            return None
        if done.returncode == NO_TEXT:
            return {"pages": None, "pieces": []}
        if done.returncode != 0 or not target.exists():
            return None
        found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
        return found


def find(
    actor: Actor, text: str, *, folder: UUID | None = None, project: UUID | None = None, customer: UUID | None = None, kind: str = "",
    limit: int = 20, offset: int = 0,
) -> dict[str, Any]:  # fmt: skip
    """Documents by name, number or text, among those that the actor sees; hits in the name first. Raises not_allowed."""
    require(actor, by_model(Document), "read")
    words = [word for word in normal(text.replace("\x00", ""))[:100].split() if word][:8]
    if not any(len(word) > 1 for word in words):
        return {"items": [], "more": False}
    rows = _within(visible(actor, by_model(Document)).filter(archived_at=None), folder, project, customer, kind)
    named = list(rows.filter(search(actor, by_model(Document), text)).order_by("-updated_at").values_list("pk", flat=True)[:LOOKED_AT])
    hits = _text_hits(rows, words)
    order = [*named, *(pk for pk in hits if pk not in set(named))]
    chosen = order[offset : offset + limit]
    found = {row.pk: row for row in Document.objects.filter(pk__in=chosen).select_related("folder", "project", "customer")}
    items = [_shown(found[pk], hits.get(pk), words, named=pk in set(named)) for pk in chosen if pk in found]
    return {"items": items, "more": len(order) > offset + limit}


def _within(rows: QuerySet[Document], folder: UUID | None, project: UUID | None, customer: UUID | None, kind: str) -> QuerySet[Document]:
    if folder:
        rows = rows.filter(folder__in=Folder.objects.filter(path__contains=[folder]).values("pk"))
    if project:
        rows = rows.filter(Q(project=project) | Q(ties__project=project)).distinct()
    if customer:
        rows = rows.filter(Q(customer=customer) | Q(ties__customer=customer)).distinct()
    return rows.filter(kind=kind) if kind else rows


def _text_hits(rows: QuerySet[Document], words: Iterable[str]) -> dict[UUID, PageText]:
    """The first piece of each document that holds all words, the documents changed last first."""
    pieces = PageText.objects.filter(version__number=F("document__current"), document__in=rows.order_by().values("pk"))
    for word in words:
        pieces = pieces.filter(plain__contains=word)
        if len(word) > 1:
            pieces = pieces.filter(grams__contains=sorted({word[i : i + 2] for i in range(len(word) - 1)}))
    found: dict[UUID, PageText] = {}
    for piece in pieces.order_by("-document__updated_at", "pk")[: LOOKED_AT * 2]:
        found.setdefault(piece.document_id, piece)
    return found


def _shown(row: Document, piece: PageText | None, words: list[str], *, named: bool) -> dict[str, Any]:
    return {
        "document": {"id": row.pk, "label": row.name}, "number": row.number, "folder": {"id": row.folder_id, "label": row.folder.name},
        "project": {"id": row.project_id, "label": row.project.name} if row.project else None,
        "customer": {"id": row.customer_id, "label": row.customer.name} if row.customer else None,
        "kind": row.kind, "status": row.status, "version": row.current, "revision": row.revision, "file": row.file,
        "file_type": row.file_type, "previewable": row.previewable, "matched": "name" if named else "text",
        "page": piece.page if piece else None, "snippet": snippet(piece.text, words) if piece else [], "updated_at": row.updated_at,
    }  # fmt: skip


def snippet(text: str, words: list[str]) -> list[dict[str, Any]]:
    """A few words around the first hit, cut into hits and what stands between them."""
    plain = normal(text)
    shown = text if len(plain) == len(text) else plain  # full width and ligatures may change the length
    places = [plain.find(word) for word in words if word in plain]
    first = min(places) if places else 0
    start, end = max(first - AROUND, 0), min(first + AROUND * 2, len(shown))
    marks = [False] * len(shown)
    for word in words:
        at = plain.find(word, start)
        while 0 <= at < end:
            marks[at : at + len(word)] = [True] * len(word)
            at = plain.find(word, at + len(word))
    parts: list[dict[str, Any]] = [{"text": "…", "hit": False}] if start else []
    for index in range(start, end):
        if not parts or parts[-1]["hit"] != marks[index] or parts[-1]["text"] == "…":
            parts.append({"text": "", "hit": marks[index]})
        parts[-1]["text"] += shown[index]
    return [*parts, {"text": "…", "hit": False}] if end < len(shown) else parts
