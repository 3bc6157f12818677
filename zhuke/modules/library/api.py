"""Routes of documents: trees, access, uploads, looking, search, bundles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from zhuke.commons.files.serving import serve
from zhuke.commons.jobs.api import JobOut, answer
from zhuke.http.routes import REFUSALS, actor_of, encode, full_row, raw
from zhuke.http.schemas import Ref
from zhuke.kernel.access import get_visible, require
from zhuke.kernel.resource import by_model

from . import api_outside
from . import api_schemas as s
from .models import Document, DocumentVersion, Folder
from .services import access, bundles, folders, looking, texts, trees, versions

router = Router(tags=["library"])
routers = [("/library", router), ("/library", api_outside.router)]

BINARY = {"responses": {200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}}}


@router.post("/open", response={200: dict[str, Any], **REFUSALS}, operation_id="library_open")
def open_root(request: HttpRequest, body: s.LibraryOpenInput) -> Any:
    """The root folder of a project, a customer, a company or the group; made when it is not there yet."""
    actor = actor_of(request)
    kind = "project" if body.project else "customer" if body.customer else "company" if body.unit else "shared"
    root = folders.open_root(actor, kind, body.project or body.customer or body.unit)
    return full_row(actor, by_model(Folder), root)


@router.get("/roots", response={200: s.LibraryRootsOut, **REFUSALS}, operation_id="library_roots")
def list_roots(request: HttpRequest, params: Query[s.LibraryRootsInput]) -> Any:
    """The trees that one sees, and folders that were opened to one in other trees."""
    found = trees.roots(actor_of(request), kind=params.kind, q=params.q, limit=params.limit, after=params.cursor)
    return raw(encode(found))


@router.get("/folders/{uuid:pk}/tree", response={200: s.LibraryTreeOut, **REFUSALS}, operation_id="library_tree")
def tree(request: HttpRequest, pk: UUID) -> Any:
    """A folder and all that is visible below it."""
    return raw(encode({"folders": trees.tree(actor_of(request), pk)}))


@router.get("/folders/{uuid:pk}/path", response={200: list[Ref], **REFUSALS}, operation_id="library_path")
def path(request: HttpRequest, pk: UUID) -> Any:
    """The way down to a folder, the root first."""
    return raw(encode(trees.path(actor_of(request), pk)))


@router.get("/folders/{uuid:pk}/access", response={200: s.LibraryAccessOut, **REFUSALS}, operation_id="library_access", by_alias=True)
def read_access(request: HttpRequest, pk: UUID) -> Any:
    """Who gets into a folder beside those of the project, customer or company."""
    actor = actor_of(request)
    return raw(encode(access.shown(actor, get_visible(actor, by_model(Folder), pk))))


@router.put("/folders/{uuid:pk}/access", response={200: s.LibraryAccessOut, **REFUSALS}, operation_id="library_access_set", by_alias=True)
def set_access(request: HttpRequest, pk: UUID, body: s.LibraryAccessInput) -> Any:
    """Set who gets into a folder."""
    actor = actor_of(request)
    wishes = [access.Wish(one.level, one.role, one.unit, one.person) for one in body.grants]
    folder = access.replace(actor, pk, version=body.version, restricted=body.restricted, wishes=wishes)
    return raw(encode(access.shown(actor, folder)))


@router.post("/upload", response={200: s.LibraryUploadOut, 201: s.LibraryUploadOut, **REFUSALS}, operation_id="library_upload")
def upload(request: HttpRequest, file: File[UploadedFile], fields: Form[s.LibraryUploadInput]) -> Any:
    """Put a file into a folder (at most 50 MB); a known name there makes the next version."""
    actor = actor_of(request)
    outcome, row = versions.upload(
        actor, fields.folder, file, path=fields.path, pk=fields.id, kind=fields.kind, note=fields.note, same=fields.same
    )
    shown = full_row(actor, by_model(Document), row)
    return raw(b'{"outcome":"' + outcome.encode() + b'","document":' + shown.content + b"}", 201 if outcome == "created" else 200)


@router.post("/documents/{uuid:pk}/check-in", response={200: dict[str, Any], **REFUSALS}, operation_id="library_check_in")
def check_in(request: HttpRequest, pk: UUID, file: File[UploadedFile], fields: Form[s.LibraryCheckInInput]) -> Any:
    """A new version of a document; gives the lock back."""
    actor = actor_of(request)
    row = versions.check_in(actor, pk, file, note=fields.note, keep=fields.keep)
    return full_row(actor, by_model(Document), row)


@router.get("/documents/{uuid:pk}/versions", response={200: s.LibraryVersionsOut, **REFUSALS}, operation_id="library_versions")
def list_versions(request: HttpRequest, pk: UUID) -> Any:
    """The versions of a document, the newest first."""
    return raw(encode({"items": trees.versions_of(actor_of(request), pk)}))


@router.get("/documents/{uuid:pk}/preview", response={200: s.LibraryPreviewOut, **REFUSALS}, operation_id="library_preview")
def preview(request: HttpRequest, pk: UUID, params: Query[s.LibraryPreviewInput]) -> Any:
    """How a document can be looked at in the browser."""
    return raw(encode(looking.describe(looking.version_of(actor_of(request), pk, params.version))))


@router.get("/versions/{uuid:pk}/pages/{int:number}", response={200: bytes, 206: bytes, **REFUSALS}, operation_id="library_page")
def page(request: HttpRequest, pk: UUID, number: int, params: Query[s.LibraryPageInput]) -> Any:
    """One page as a WebP picture."""
    actor = actor_of(request)
    require(actor, by_model(Document), "read")
    version: DocumentVersion = get_visible(actor, by_model(DocumentVersion), pk)
    file: Any = looking.open_page(version, min(number, 100_000), params.size)
    tag = f"{version.pk}-{number}-{params.size}"
    return serve(
        request, file, file.size, content_type="image/webp", name=f"{number}.webp", inline=True, tag=tag, cache="private, max-age=3600"
    )


@router.get("/search", response={200: s.LibrarySearchOut, **REFUSALS}, operation_id="library_search")
def search(request: HttpRequest, params: Query[s.LibrarySearchInput]) -> Any:
    """Documents by name, number or text."""
    asked = params.model_dump(exclude={"q"})
    return raw(encode(texts.find(actor_of(request), params.q, **asked)))


@router.get("/tied", response={200: s.LibraryRowsOut, **REFUSALS}, operation_id="library_tied")
def tied(request: HttpRequest, params: Query[s.LibraryTiedInput]) -> Any:
    """Documents that lie elsewhere and belong to this customer or project as well."""
    return raw(encode({"items": trees.tied(actor_of(request), customer=params.customer, project=params.project)}))


@router.get("/documents/{uuid:pk}/ties", response={200: s.LibraryTiesOut, **REFUSALS}, operation_id="library_ties")
def read_ties(request: HttpRequest, pk: UUID) -> Any:
    """To whom a document belongs besides its folder."""
    return raw(encode(trees.ties(actor_of(request), pk)))


@router.put("/documents/{uuid:pk}/ties", response={200: s.LibraryTiesOut, **REFUSALS}, operation_id="library_ties_set")
def set_ties(request: HttpRequest, pk: UUID, body: s.LibraryTiesInput) -> Any:
    """Set to whom a document belongs besides its folder."""
    return raw(encode(trees.tie(actor_of(request), pk, customers=body.customers, projects=body.projects)))


@router.post("/zip", response={202: JobOut, **REFUSALS}, operation_id="library_zip")
def pack(request: HttpRequest, body: s.LibraryZipInput) -> Any:
    """Start packing documents and folders; the job's result holds the address of the file."""
    return answer(bundles.ask(actor_of(request), body.documents, body.folders), 202)


@router.get("/zip/{uuid:job_id}/content", response={200: bytes, **REFUSALS}, operation_id="library_zip_content", openapi_extra=BINARY)
def packed(request: HttpRequest, job_id: UUID) -> Any:
    """The finished file; only for the person who asked, for a day."""
    found, file = bundles.open_file(actor_of(request), job_id)
    response = FileResponse(file, as_attachment=True, filename=found.name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response
