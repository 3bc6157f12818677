"""Many documents as one ZIP file: asked for in a request, written by a job, fetched by the person who asked, kept for a day."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from zhuke.commons.jobs.models import Job
from zhuke.commons.jobs.services import Progress, own, start
from zhuke.kernel.access import Actor, get_visible, require, visible
from zhuke.kernel.errors import DomainError, NotFound
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.modules.library.domain import names
from zhuke.modules.library.models import Bundle, Document, DocumentVersion, Folder

from . import looking

MOST_FILES = 2000
MOST_BYTES = 1 << 30
KEPT = dt.timedelta(days=1)
FOLDER = "bundles"
PACKED = ("pdf", "docx", "xlsx", "pptx", "zip", "rar", "7z", "jpg", "jpeg", "png", "webp", "mp4", "mov", "mp3", "dwg")


def ask(actor: Actor, documents: Sequence[UUID], folders: Sequence[UUID]) -> Job:
    """Start packing documents and whole folders. Raises not_allowed, not_found, nothing_there, too_much, too_many_jobs."""
    require(actor, by_model(Document), "read")
    if not documents and not folders:
        raise DomainError("nothing_there", _("请先选择要下载的资料或文件夹。"))
    for pk in folders:
        get_visible(actor, by_model(Folder), pk)
    rows = visible(actor, by_model(Document)).filter(archived_at=None, current__gt=0)
    if documents and rows.filter(pk__in=documents).count() < len(set(documents)):
        raise NotFound(_("有些资料已被删除、还没有文件，或不对您开放。请刷新后重新选择。"))
    wanted = Q(pk__in=documents)
    for pk in folders:
        wanted |= Q(folder__path__contains=[pk], folder__archived_at=None)
    rows = rows.filter(wanted)
    found = list(rows.values_list("pk", flat=True)[: MOST_FILES + 1])
    if not found:
        raise DomainError("nothing_there", _("所选文件夹里没有可以下载的文件。"))
    if len(found) > MOST_FILES or (rows.aggregate(total=Sum("size"))["total"] or 0) > MOST_BYTES:
        raise DomainError("too_much", _("一次最多打包 %(n)d 个文件、1 GB，请分几次下载。") % {"n": MOST_FILES})
    with transaction.atomic():
        task = app.tasks["library.bundle"]
        picked = {"documents": [str(pk) for pk in found], "folders": [str(pk) for pk in folders]}
        job = start(actor, "library_zip", _("打包下载资料"), task=task, total=len(found), **picked)
        emit("documents.bundled", job, actor, {"documents": len(found)})
    return job


def write(progress: Progress, documents: list[str], folders: list[str]) -> None:
    """The body of the job: what the asker may still see is packed, the rest skipped. Writing again starts afresh."""
    actor, job = progress.actor, progress.job
    rows = {row.pk: row for row in visible(actor, by_model(Document)).filter(pk__in=documents, archived_at=None).select_related("folder")}
    versions = DocumentVersion.objects.filter(document__in=rows, number=F("document__current")).select_related("document")
    places = _places(actor, list(rows.values()), [UUID(pk) for pk in folders])
    size, packed = 0, []
    with tempfile.TemporaryDirectory(prefix="bundle-") as scratch:
        path = Path(scratch) / "bundle.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for done, version in enumerate(versions.order_by("document_id"), 1):
                size += version.size
                if size > MOST_BYTES:
                    raise DomainError("too_much", _("一次最多打包 %(n)d 个文件、1 GB，请分几次下载。") % {"n": MOST_FILES})
                if _add(archive, version, places[version.document_id]):
                    packed.append(str(version.document_id))
                progress.step(done)
        with path.open("rb") as file:
            stored = default_storage.save(f"{FOLDER}/{job.pk}.zip", File(file))
        size = path.stat().st_size
    name = _("资料") + f"_{timezone.localtime():%Y%m%d_%H%M}.zip"
    expires = timezone.now() + KEPT
    values = {"name": name, "path": stored, "size": size, "documents": packed, "expires_at": expires}
    Bundle.objects.update_or_create(job=job, defaults=values)
    skipped = len(documents) - len(packed)
    progress.result = {
        "url": f"/api/v1/library/zip/{job.pk}/content", "name": name, "size": size, "files": len(packed), "skipped": skipped,
        "expires_at": expires.isoformat(),
    }  # fmt: skip
    progress.message = _("已打包 %(n)d 个文件。") % {"n": len(packed)}


def _places(actor: Actor, rows: list[Document], tops: list[UUID]) -> dict[UUID, str]:
    """The path of each document in the archive: below the chosen folders their tree, else at the top; each path once."""
    seen = {pk for row in rows for pk in row.folder.path}
    titles = dict(visible(actor, by_model(Folder)).filter(pk__in=seen).values_list("pk", "name"))
    taken: dict[str, set[str]] = {}
    found: dict[UUID, str] = {}
    for row in sorted(rows, key=lambda one: one.pk):
        top = next((row.folder.path.index(pk) for pk in tops if pk in row.folder.path), None)
        below = row.folder.path[top:] if top is not None else []
        folder = "/".join(names.plain_name(titles[pk]) or "_" for pk in below if pk in titles)
        used = taken.setdefault(folder.lower(), set())
        name = names.numbered(_file_name(row), used)
        used.add(name)
        found[row.pk] = f"{folder}/{name}" if folder else name
    return found


def _file_name(row: Document) -> str:
    """The document's name with the ending of its newest file."""
    stem, dot, ending = row.name.rpartition(".")
    stem = stem if dot and ending.lower() == row.file_type else row.name
    return f"{names.plain_name(stem) or row.number or '_'}.{row.file_type}"


def _add(archive: zipfile.ZipFile, version: DocumentVersion, place: str) -> bool:
    try:
        stored = looking.stored_of(version)
    except NotFound:
        return False
    moment = timezone.localtime(version.created_at).timetuple()[:6]
    info = zipfile.ZipInfo(place, moment)
    packed = looking.ending_of(stored.name) in PACKED
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    with default_storage.open(stored.path) as source, archive.open(info, "w", force_zip64=True) as target:
        while chunk := source.read(1 << 20):
            target.write(chunk)
    return True


def open_file(actor: Actor, job_id: UUID) -> tuple[Bundle, Any]:
    """The finished file of one's own job. Raises not_found: somebody else's, past its day, or something in it was closed since."""
    gone = NotFound(_("没有找到这个下载：它可能已过期（保留 1 天），请重新打包。"))
    found = Bundle.objects.filter(job=own(actor, job_id), expires_at__gt=timezone.now()).first()
    if found is None or not default_storage.exists(found.path):
        raise gone
    if visible(actor, by_model(Document)).filter(pk__in=found.documents).count() < len(found.documents):
        raise NotFound(_("压缩包里有些资料已不对您开放，请重新打包。"))
    return found, default_storage.open(found.path)


def clean_up() -> int:
    """Delete files past their day; returns how many."""
    old = list(Bundle.objects.filter(expires_at__lt=timezone.now()))
    for found in old:
        default_storage.delete(found.path)
        found.delete()
    return len(old)
