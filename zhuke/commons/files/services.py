"""Attach files to records, replace them by new versions, remove them, find their bytes. Rights are those of the record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.records import editable, insert, note
from zhuke.kernel.access import Actor, get_visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, NotFound
from zhuke.kernel.events import emit
from zhuke.kernel.ids import uuid7
from zhuke.kernel.resource import Resource, by_name

from .content import check, clean_name
from .kinds import Kind
from .models import Attachment, FileVersion

Upload: TypeAlias = "UploadedFile[bytes]"

# Whatever carries files without being a resource (a comment): name → a door that raises not_found for who may not see a file of it.
CARRIERS: dict[str, Callable[[Actor, Attachment], None]] = {}


def files_of(actor: Actor, resource: Resource, pk: UUID) -> QuerySet[Attachment]:
    """The files of a record, newest first. Raises not_found."""
    get_visible(actor, resource, pk)
    rows = Attachment.objects.filter(resource=resource.name, object_id=pk, archived_at=None)
    return rows.prefetch_related("versions__uploaded_by").order_by("-created_at")


def add(
    actor: Actor, resource: Resource, pk: UUID, upload: Upload, *, replaces: UUID | None = None, file_id: UUID | None = None
) -> tuple[Attachment, bool]:
    """Attach ``upload`` to a record, or make it the next version of the file ``replaces``. Returns the file and whether it is new.

    With the client's ``file_id`` sending twice is harmless. Raises bad_file, too_big, id_taken, archived and what the record's door raises.
    """
    editable(actor, resource, pk)
    version = _checked(actor, upload)
    name = version.name
    if file_id and (known := _known(actor, resource, pk, file_id, version)):
        return known, False
    # Stored before the transaction: bytes nobody refers to do no harm, rows without bytes would.
    _store(version, upload)
    with writing(actor):
        row = editable(actor, resource, pk, lock=True)
        attachment, old = _to_replace(resource, pk, replaces) if replaces else (None, None)
        if attachment and old and (old.sha256, old.name) == (version.sha256, name):
            return attachment, False
        if attachment is None:
            attachment = Attachment(resource=resource.name, object_id=pk, name=name, created_by_id=actor.id, pk=file_id or uuid7())
            insert(attachment)
        else:
            attachment.number, attachment.name = attachment.number + 1, name
            attachment.save(update_fields=["number", "name"])
        version.attachment, version.number = attachment, attachment.number
        version.save()
        _tell(actor, resource, row, version, old)
    return attachment, True


def hang(actor: Actor, carrier: str, key: UUID, upload: Upload, *, file_id: UUID | None = None) -> tuple[Attachment, bool]:
    """Keep ``upload`` with a row of a carrier (CARRIERS), whose service has checked that the actor may; otherwise as ``add``."""
    version = _checked(actor, upload)
    known = Attachment.objects.filter(pk=file_id).first() if file_id else None
    if known:
        same = (known.resource, known.object_id, known.created_by_id) == (carrier, key, actor.id)
        if same and known.versions.filter(sha256=version.sha256).exists():
            return known, False
        raise Conflict("id_taken", _("这个编号已用于另一个文件，请重新上传。"))
    _store(version, upload)
    with writing(actor):
        attachment = Attachment(resource=carrier, object_id=key, name=version.name, created_by_id=actor.id, pk=file_id or uuid7())
        insert(attachment)
        version.attachment, version.number = attachment, 1
        version.save()
    return attachment, True


def _checked(actor: Actor, upload: Upload) -> FileVersion:
    name = clean_name(upload.name or "")
    size = upload.size or 0
    kind = check(name, upload, size)
    return FileVersion(
        name=name, sha256=_hash(upload), size=size, content_type=kind.type, preview=bool(kind.preview), uploaded_by_id=actor.id
    )


def _to_replace(resource: Resource, pk: UUID, file_id: UUID) -> tuple[Attachment, FileVersion]:
    found = Attachment.objects.select_for_update().filter(pk=file_id, resource=resource.name, object_id=pk, archived_at=None).first()
    if found is None:
        raise NotFound(_("没有找到要替换的文件，它可能已被删除。请刷新后重试。"))
    return found, found.versions.get(number=found.number)


def _tell(actor: Actor, resource: Resource, row: Any, version: FileVersion, old: FileVersion | None) -> None:
    shown = version.name if old is None else f"{version.name}（{version.number}）"
    note(resource, row.pk, "files", old.name if old else None, shown)
    data = {"file": str(version.attachment_id), "name": version.name, "version": version.number}
    emit("file.replaced" if old else "file.added", row, actor, data)


def _known(actor: Actor, resource: Resource, pk: UUID, file_id: UUID, version: FileVersion) -> Attachment | None:
    found = Attachment.objects.filter(pk=file_id).first()
    if found is None:
        return None
    same = (found.resource, found.object_id, found.created_by_id) == (resource.name, pk, actor.id)
    if same and found.versions.filter(number=1, sha256=version.sha256).exists():
        return found
    raise Conflict("id_taken", _("这个编号已用于另一个文件，请重新上传。"))


def _hash(upload: Upload) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()


def _store(version: FileVersion, upload: Upload) -> None:
    path = version.path
    if default_storage.exists(path):
        if default_storage.size(path) == version.size:
            return
        default_storage.delete(path)  # left half-written by a process that died
    upload.seek(0)
    stored = default_storage.save(path, upload)
    if stored != path:  # somebody stored the same bytes at the same moment
        default_storage.delete(stored)


def remove(actor: Actor, resource: Resource, pk: UUID, file_id: UUID) -> None:
    """Take a file off a record; history keeps its name. Raises not_found and what the record's door raises."""
    with writing(actor):
        row = editable(actor, resource, pk, lock=True)
        rows = Attachment.objects.select_for_update()
        found = rows.filter(pk=file_id, resource=resource.name, object_id=pk, archived_at=None).first()
        if found is None:
            raise NotFound(_("没有找到这个文件，它可能已被删除。请刷新后重试。"))
        found.archived_at = timezone.now()
        found.save(update_fields=["archived_at"])
        note(resource, pk, "files", found.name, None)
        emit("file.removed", row, actor, {"file": str(found.pk), "name": found.name})


def find(actor: Actor, file_id: UUID) -> FileVersion:
    """The bytes behind the id of a file (its newest version) or of one version, if the actor may see the record. Raises not_found."""
    attachment = Attachment.objects.filter(pk=file_id, archived_at=None).first()
    version: Any = attachment.versions.filter(number=attachment.number).first() if attachment else None
    if version is None:
        version = FileVersion.objects.select_related("attachment").filter(pk=file_id, attachment__archived_at=None).first()
    if version is None:
        raise NotFound
    resource, carrier = by_name(version.attachment.resource), CARRIERS.get(version.attachment.resource)
    if carrier:
        carrier(actor, version.attachment)
    elif resource is None:
        raise NotFound
    else:
        get_visible(actor, resource, version.attachment.object_id)
    found: FileVersion = version
    return found


def kind_of(version: FileVersion) -> Kind | None:
    """The kind that its name says; it was checked when it came."""
    from .kinds import KINDS

    return KINDS.get(version.name.rsplit(".", 1)[-1].lower())
