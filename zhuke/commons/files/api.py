"""Routes of files around a record, and of their bytes."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from pydantic import BaseModel

from zhuke.http.routes import REFUSALS, actor_of, encode, raw, resource_or_404
from zhuke.http.schemas import Ref, Strict

from . import previews, services
from .models import Attachment, FileVersion
from .serving import serve

around = Router(tags=["files"])
direct = Router(tags=["files"])
routers = [("/r", around), ("/files", direct)]


class VersionOut(BaseModel):
    """One version of a file. The newest carries the id of the file itself."""

    id: UUID
    version: int
    name: str
    size: int
    content_type: str
    uploaded_by: Ref | None
    created_at: dt.datetime


class FileOut(VersionOut):
    """A file of a record: its newest version, and all of them."""

    preview: bool
    versions: list[VersionOut]


class UploadInput(Strict):
    """Fields beside the file: the client's id for a new one, or the file that it replaces."""

    id: UUID | None = None
    replaces: UUID | None = None


class ContentInput(Strict):
    """``inline``: show it in the browser where its kind allows that, instead of saving it."""

    inline: bool = False


class PreviewInput(Strict):
    """Small for lists, large for looking at."""

    size: Literal["thumb", "preview"] = "preview"


def _version(version: FileVersion, *, newest_of: Attachment | None = None) -> dict[str, Any]:
    by = version.uploaded_by
    return {
        "id": newest_of.pk if newest_of else version.pk,
        "version": version.number,
        **{name: getattr(version, name) for name in ("name", "size", "content_type", "created_at")},
        "uploaded_by": {"id": by.pk, "label": str(by)} if by else None,
    }


def shown(attachment: Attachment) -> dict[str, Any]:
    """A file as the API answers it."""
    versions = sorted(attachment.versions.all(), key=lambda version: -version.number)
    entries = [_version(v, newest_of=attachment if v is versions[0] else None) for v in versions]
    return {**entries[0], "preview": versions[0].preview, "versions": entries}


@around.get("/{name}/{uuid:pk}/files", response={200: list[FileOut], **REFUSALS}, operation_id="files_list")
def list_files(request: HttpRequest, name: str, pk: UUID) -> Any:
    """The files of a record."""
    return raw(encode([shown(a) for a in services.files_of(actor_of(request), resource_or_404(name), pk)]))


@around.post("/{name}/{uuid:pk}/files", response={200: FileOut, 201: FileOut, **REFUSALS}, operation_id="files_add")
def add_file(request: HttpRequest, name: str, pk: UUID, file: File[UploadedFile], fields: Form[UploadInput]) -> Any:
    """Attach a file (at most 50 MB), or a new version of one."""
    actor = actor_of(request)
    made, fresh = services.add(actor, resource_or_404(name), pk, file, replaces=fields.replaces, file_id=fields.id)
    return raw(encode(shown(made)), 201 if fresh else 200)


@around.delete("/{name}/{uuid:pk}/files/{uuid:file_id}", response={204: None, **REFUSALS}, operation_id="files_remove")
def remove_file(request: HttpRequest, name: str, pk: UUID, file_id: UUID) -> Any:
    """Take a file off a record."""
    services.remove(actor_of(request), resource_or_404(name), pk, file_id)
    return HttpResponse(status=204)


@direct.get("/{uuid:file_id}/content", response={200: bytes, 206: bytes, **REFUSALS}, operation_id="file_content")
def content(request: HttpRequest, file_id: UUID, params: Query[ContentInput]) -> Any:
    """The bytes of a file, or of one of its versions."""
    version = services.find(actor_of(request), file_id)
    kind = services.kind_of(version)
    inline = params.inline and kind is not None and kind.inline
    return serve(
        request,
        default_storage.open(version.path),
        version.size,
        content_type=version.content_type,
        name=version.name,
        inline=inline,
        tag=str(version.pk),
        cache="private, no-cache",
    )


@direct.get("/{uuid:file_id}/preview", response={200: bytes, 206: bytes, **REFUSALS}, operation_id="file_preview")
def preview(request: HttpRequest, file_id: UUID, params: Query[PreviewInput]) -> Any:
    """A picture of an image or of a PDF's first page, as WebP."""
    version = services.find(actor_of(request), file_id)
    file: Any = previews.open_preview(version, params.size)
    tag, name = f"{version.pk}-{params.size}", f"{version.name}.webp"
    return serve(request, file, file.size, content_type="image/webp", name=name, inline=True, tag=tag, cache="private, max-age=3600")
