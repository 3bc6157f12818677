"""Files of documents: each becomes a version that is never changed again."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from zhuke.commons.files.content import clean_name
from zhuke.commons.files.models import Attachment, FileVersion
from zhuke.commons.files.services import Upload, add
from zhuke.commons.numbering.services import next_number
from zhuke.kernel import config
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, NotFound, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import build, save
from zhuke.modules.library.domain import names
from zhuke.modules.library.models import Document, DocumentVersion, Folder

from . import documents, folders, locks

MOST_VERSIONS = 500


def upload(
    actor: Actor,
    folder_id: UUID,
    file: Upload,
    *,
    path: str = "",
    pk: UUID | None = None,
    kind: str = "",
    note: str = "",
    same: str = "version",
) -> tuple[str, Document]:
    """Put a file into a folder: a new document, or the next version of the one with its name. Returns what came of it and the document.

    ``same``: what a known name means: ``version``, ``new`` (numbered name) or ``skip``. Raises bad_file, too_big, checked_out, wrong_state,
    not_found, not_allowed_here, invalid (path), id_taken.
    """
    folder = folders.folder_of(actor, folder_id)
    steps = names.steps(path)
    if steps is None:
        raise invalid({"path": [_("文件夹路径不对：最多 10 层，不能有“..”。请检查后重试。")]})
    name = clean_name(file.name or "")
    if kind and not any(entry.code == kind and entry.active for entry in config.entries("document_kind")):
        raise invalid({"kind": [_("没有这个资料类别，请从列表中选择。")]})
    if pk and (sent := Document.objects.filter(pk=pk).first()):
        return "same", _sent_before(actor, sent, file)
    with writing(actor):
        folder = folders.folder_of(actor, folders.ensure_path(actor, folder, steps).pk) if steps else folder
        known = Document.objects.filter(folder=folder, name=name, archived_at=None).first()
        if known is not None and same == "skip":
            return "skipped", known
        if known is not None and same == "version":
            known = get_visible(actor, by_model(Document), known.pk, "update", lock=True)
            before = known.current
            receive(actor, known, file, note=note)
            return ("same" if known.current == before else "version"), known
        taken = set(Document.objects.filter(folder=folder, archived_at=None).values_list("name", flat=True)) if known else set()
        row: Document = build(actor, by_model(Document), {"kind": kind, "name": names.numbered(name, taken)}, pk=pk)
        documents.place(row, folder)
        row.number = next_number(actor, "documents", row.unit_id, timezone.localdate())
        save(row, by_model(Document))
        emit("documents.created", row, actor)
        receive(actor, row, file, note=note)
        return "created", row


def _sent_before(actor: Actor, row: Document, file: Upload) -> Document:
    """The document that the first sending with this id made. Raises id_taken."""
    first = DocumentVersion.objects.filter(document=row, number=1).first()
    found: Document | None = None
    if row.created_by_id == actor.id and first is not None and first.size == file.size:
        found = get_visible(actor, by_model(Document), row.pk)
    if found is None:
        raise Conflict("id_taken", _("这个编号已用于另一份资料，请重新上传。"))
    return found


def check_in(actor: Actor, pk: UUID, file: Upload, *, note: str = "", keep: bool = False) -> Document:
    """A new version of a document; the lock is given back unless ``keep``. Raises checked_out, wrong_state, archived, bad_file, too_big."""
    with writing(actor):
        row: Document = get_visible(actor, by_model(Document), pk, "update", lock=True)
        receive(actor, row, file, note=note)
        if not keep and row.checked_out_by_id:
            locks.clear(row)
            save(row, by_model(Document))
            emit("documents.checked_in", row, actor)
        return row


def receive(actor: Actor, row: Document, file: Upload, *, note: str = "") -> DocumentVersion:
    """Take the bytes as the next version; the same bytes again make none. The caller holds the row.

    Raises bad_file, too_big, checked_out, wrong_state, archived, too_many.
    """
    check_open(actor, row)
    newest = DocumentVersion.objects.filter(document=row, number=row.current).first()
    if newest is not None and newest.size == file.size and newest.sha256 == _hash(file):
        return newest
    version = _next(actor, row, note)
    # Whoever may change the document was let in above; the version itself is nobody's to change.
    hand = Actor(actor.id, actor.name, "system", owner_ids=actor.owner_ids)
    version.name = clean_name(file.name or "")
    version.save()
    attachment, _new = add(hand, by_model(DocumentVersion), version.pk, file)
    stored = FileVersion.objects.get(attachment=attachment, number=attachment.number)
    return _finish(actor, row, version, attachment, stored)


def _hash(file: Upload) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks(1 << 20):
        found.update(chunk)
    return found.hexdigest()


def repeat(actor: Actor, row: Document, source: DocumentVersion, *, note: str) -> DocumentVersion:
    """The bytes of another version become the newest of this document. The caller holds the row. Raises checked_out, wrong_state."""
    check_open(actor, row)
    stored = FileVersion.objects.filter(attachment=source.file).order_by("-number").first()
    if stored is None:
        raise NotFound(_("没有找到这个版本的文件，请刷新后重试。"))
    version = _next(actor, row, note)
    version.name = source.name
    version.save()
    attachment = Attachment(resource="document_versions", object_id=version.pk, name=stored.name, created_by_id=actor.id)
    attachment.save(force_insert=True)
    copied = {name: getattr(stored, name) for name in ("name", "sha256", "size", "content_type", "preview")}
    stored = FileVersion.objects.create(attachment=attachment, number=1, uploaded_by_id=actor.id, **copied)
    return _finish(actor, row, version, attachment, stored)


def make_current(actor: Actor, row: Document, *, number: int) -> Document:
    """An older version becomes the newest again. Raises not_found, invalid (it is the newest), checked_out, wrong_state."""
    source = DocumentVersion.objects.filter(document=row, number=number).first() if 0 < number <= MOST_VERSIONS else None
    if source is None:
        raise invalid({"number": [_("没有这个版本，请刷新后重新选择。")]})
    if number == row.current:
        raise invalid({"number": [_("它已经是最新版本。")]})
    repeat(actor, row, source, note=str(_("恢复自第 %(n)d 版") % {"n": number}))
    return row


def check_open(actor: Actor, row: Document) -> None:
    """Raise unless the document takes a new version from this actor."""
    if row.archived_at:
        raise Conflict("archived", _("“%(name)s”在回收站里，请先恢复再上传新版本。") % {"name": row.name})
    if row.status not in locks.STATUSES:
        raise documents.wrong_status(row)
    locks.check_free(actor, row)
    if row.current >= MOST_VERSIONS:
        raise Conflict("too_many", _("一份资料最多 %(n)d 个版本，请另存为新资料。") % {"n": MOST_VERSIONS})


def _next(actor: Actor, row: Document, note: str) -> DocumentVersion:
    revision = row.revision
    if row.kind == "drawing" or row.drawing_number or revision:
        opened = row.status == "released" or not revision or _is_in_force(row)
        revision = names.next_revision(revision) if opened else revision
    return DocumentVersion(
        document=row, number=row.current + 1, revision=revision[:4], note=" ".join(note.split())[:300], created_by_id=actor.id
    )


def _is_in_force(row: Document) -> bool:
    """Whether the newest version is the released one: what follows is the next revision."""
    return row.released_number is not None and row.released_number == row.current


def _finish(actor: Actor, row: Document, version: DocumentVersion, attachment: Attachment, stored: FileVersion) -> DocumentVersion:
    version.file, version.sha256 = attachment.pk, stored.sha256
    version.size, version.content_type = stored.size, stored.content_type
    version.save()
    row.current, row.revision, row.file = version.number, version.revision, attachment.pk
    row.size, row.previewable = stored.size, bool(stored.preview)
    row.file_type = stored.name.rsplit(".", 1)[-1].lower()[:10]
    if row.status == "released":
        row.status, row.status_note = "draft", ""
    save(row, by_model(Document))
    emit("documents.uploaded", row, actor, {"version": version.number, "revision": version.revision, "name": stored.name})
    app.configure_task("library.extract").defer(version_id=str(version.pk))
    return version


def folder_changed(folder: Folder) -> None:
    """Documents follow when the record that a tree belongs to moves to another unit or customer."""
    rows = Document.objects.filter(folder__path__contains=[folder.path[0]])
    rows.update(project_id=folder.project_id, customer_id=folder.customer_id, unit_id=folder.unit_id)
