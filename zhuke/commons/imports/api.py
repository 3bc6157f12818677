"""Routes of imports: upload, map, check, decide, run, sample, undo."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, UploadedFile
from pydantic import BaseModel, Field

from zhuke.commons.jobs.api import JobOut, answer
from zhuke.http.routes import REFUSALS, actor_of, encode, raw
from zhuke.http.schemas import Ref, Strict
from zhuke.kernel.errors import DomainError

from . import jobs
from .layout import Header
from .models import READING, ImportBatch
from .services import batches, deciding, sampling, sheets
from .services.options import Options
from .services.targets import described, targets_of

router = Router(tags=["imports"])
routers = [("/imports", router)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FindingOut(BaseModel):
    """A remark on a file, a column or a row."""

    kind: Literal["error", "warning"]
    code: str
    message: str


class ImportOut(BaseModel):
    """An import in the list."""

    id: UUID
    resource: str
    resource_label: str
    filename: str
    size: int
    state: str
    state_label: str
    message: str
    counts: dict[str, Any]
    user: Ref | None
    job: UUID | None
    created_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    undone_at: dt.datetime | None


class ImportDetail(ImportOut):
    """An import with everything that the wizard draws."""

    workbook: dict[str, Any]
    sheet: int
    header_row: int | None
    header_span: int
    mapping: dict[str, str]
    options: dict[str, Any]
    proposal: dict[str, Any] | None
    targets: list[dict[str, Any]]
    undo_result: dict[str, Any]
    same_file: list[ImportOut]


class ImportsPage(BaseModel):
    """Imports, newest first."""

    items: list[ImportOut]
    next: UUID | None


class ImportsInput(Strict):
    """Query string of the list."""

    resource: Annotated[str, Field(max_length=60)] = ""
    cursor: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class HeaderInput(Strict):
    """Where the header stands, as the person sees it; row null: there is none."""

    row: Annotated[int, Field(ge=1, le=2_000_000)] | None
    span: Annotated[int, Field(ge=1, le=5)] = 1


class MappingInput(Strict):
    """What to change; everything optional. `mapping`: column index → field, columns left out are not imported."""

    sheet: Annotated[int, Field(ge=0, le=1000)] | None = None
    header: HeaderInput | None = None
    mapping: dict[str, Annotated[str, Field(max_length=60)]] | None = None
    options: Options | None = None


class LimitInput(Strict):
    """How many records; null: all."""

    limit: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class RowsInput(Strict):
    """Query string of the rows."""

    kind: Literal["", "create", "update", "same", "duplicate", "repeated", "error", "note"] = ""
    state: Literal["", "pending", "done", "failed", "undone"] = ""
    severity: Literal["", "error", "warning"] = ""
    decision: Literal["", "create", "update", "merge", "skip"] = ""
    cursor: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class RowsPage(BaseModel):
    """Rows in the order of the file."""

    items: list[dict[str, Any]]
    next: int | None


class ChooseInput(Strict):
    """A decision for all waiting rows of a kind, or some of them."""

    kind: Literal["create", "update", "duplicate", "repeated", "same"]
    decision: Literal["create", "update", "merge", "skip"]
    rows: Annotated[list[int], Field(max_length=5000)] | None = None


class RowInput(Strict):
    """Either a decision (perhaps with another record), or corrected cells by field."""

    decision: Literal["create", "update", "merge", "skip"] | None = None
    target: UUID | None = None
    values: dict[str, Annotated[str, Field(max_length=2000)]] | None = None


class VerdictInput(Strict):
    """A person's verdict on a sampled row."""

    ok: bool
    remark: Annotated[str, Field(max_length=200)] = ""


def shown(batch: ImportBatch) -> dict[str, Any]:
    """An import as the list shows it."""
    names = ("id", "resource", "filename", "size", "state", "message", "counts", "created_at", "started_at", "finished_at", "undone_at")
    user = {"id": batch.user_id, "label": getattr(batch.user, "name", "")} if batch.user_id else None
    label = str(batches.resource_of(batch).label)
    derived = {"resource_label": label, "state_label": batch.get_state_display(), "user": user, "job": batch.job_id}
    return {name: getattr(batch, name) for name in names} | derived


def detailed(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    """An import as the wizard draws it."""
    actor = actor_of(request)
    targets = targets_of(actor, batches.resource_of(batch))
    same = batches.visible_batches(actor).filter(resource=batch.resource, sha256=batch.sha256).exclude(pk=batch.pk)
    names = ("workbook", "sheet", "header_row", "header_span", "mapping", "options", "undo_result")
    return (
        shown(batch)
        | {name: getattr(batch, name) for name in names}
        | {
            "proposal": batches.proposal(actor, batch) if batch.workbook else None,
            "targets": [
                {"name": t.name, "label": t.label, "type": t.type, "wanted": t.required, "role": targets[t.name].role,
                 "required": targets[t.name].spec.required, "ref": targets[t.name].spec.ref_name() if t.type == "ref" else None,
                 "options": [{"value": v, "label": label} for v, label in t.options]}
                for t in described(targets)
            ],
            "same_file": [shown(other) for other in same.exclude(started_at=None).order_by("-id")[:5]],
        }
    )  # fmt: skip


@router.get("", response={200: ImportsPage, **REFUSALS}, operation_id="imports_list")
def list_imports(request: HttpRequest, params: Query[ImportsInput]) -> Any:
    """Imports one may see, newest first."""
    rows = batches.visible_batches(actor_of(request)).select_related("user", "job")
    if params.resource:
        rows = rows.filter(resource=params.resource.replace("\x00", ""))
    if params.cursor:
        rows = rows.filter(pk__lt=params.cursor)
    found = list(rows.order_by("-id")[: params.limit + 1])
    page = [shown(batches.healed(batch)) for batch in found[: params.limit]]
    return raw(encode({"items": page, "next": found[params.limit - 1].pk if len(found) > params.limit else None}))


@router.post("", response={201: ImportDetail, **REFUSALS}, operation_id="imports_upload")
def upload(request: HttpRequest, file: File[UploadedFile], resource: Annotated[str, Form(max_length=60)]) -> Any:
    """Upload a file for a resource."""
    with transaction.atomic():
        batch = batches.upload(actor_of(request), resource, file, file.name or "")
        if batch.state == READING:
            jobs.start_reading(actor_of(request), batch)
    return raw(encode(detailed(request, batch)), 201)


@router.get("/{uuid:batch_id}", response={200: ImportDetail, **REFUSALS}, operation_id="imports_read")
def read(request: HttpRequest, batch_id: UUID) -> Any:
    """One import with sheets, columns, proposal and counts."""
    return raw(encode(detailed(request, batches.get(actor_of(request), batch_id))))


@router.put("/{uuid:batch_id}/mapping", response={200: ImportDetail, **REFUSALS}, operation_id="imports_map")
def set_mapping(request: HttpRequest, batch_id: UUID, body: MappingInput) -> Any:
    """Choose sheet, header, columns and options."""
    actor = actor_of(request)
    header = Header(body.header.row, body.header.span) if body.header else None
    batch = batches.set_mapping(
        actor, jobs.unwritten(batches.get(actor, batch_id)), sheet=body.sheet, header=header, mapping=body.mapping, options=body.options
    )
    return raw(encode(detailed(request, batch)))


@router.post("/{uuid:batch_id}/check", response={202: JobOut, **REFUSALS}, operation_id="imports_check")
def check(request: HttpRequest, batch_id: UUID, body: LimitInput) -> Any:
    """Dry run over all rows, or a trial over the first `limit`."""
    return answer(jobs.start_check(actor_of(request), batch_id, body.limit), 202)


@router.post("/{uuid:batch_id}/run", response={202: JobOut, **REFUSALS}, operation_id="imports_run")
def run(request: HttpRequest, batch_id: UUID, body: LimitInput) -> Any:
    """Write the waiting rows, or the first `limit` of them."""
    return answer(jobs.start_run(actor_of(request), batch_id, body.limit), 202)


@router.post("/{uuid:batch_id}/undo", response={202: JobOut, **REFUSALS}, operation_id="imports_undo")
def undo(request: HttpRequest, batch_id: UUID) -> Any:
    """Take back what the import wrote."""
    return answer(jobs.start_undo(actor_of(request), batch_id), 202)


@router.delete("/{uuid:batch_id}", response={204: None, **REFUSALS}, operation_id="imports_discard")
def discard(request: HttpRequest, batch_id: UUID) -> Any:
    """Remove an import that has written nothing."""
    actor = actor_of(request)
    batches.discard(actor, batches.get(actor, batch_id))
    return HttpResponse(status=204)


@router.get("/{uuid:batch_id}/rows", response={200: RowsPage, **REFUSALS}, operation_id="imports_rows")
def rows(request: HttpRequest, batch_id: UUID, params: Query[RowsInput]) -> Any:
    """Checked rows in the order of the file."""
    actor = actor_of(request)
    batch = batches.get(actor, batch_id)
    chosen = {name: value for name in ("kind", "state", "severity", "decision") if (value := getattr(params, name))}
    found = list(batch.rows.filter(number__gt=params.cursor, **chosen).order_by("number")[: params.limit + 1])
    items = deciding.presented(actor, batch, found[: params.limit])
    return raw(encode({"items": items, "next": items[-1]["number"] if len(found) > params.limit else None}))


@router.post("/{uuid:batch_id}/choose", response={200: ImportOut, **REFUSALS}, operation_id="imports_choose")
def choose(request: HttpRequest, batch_id: UUID, body: ChooseInput) -> Any:
    """Decide all waiting rows of a kind, or some."""
    actor = actor_of(request)
    batch = deciding.choose(actor, batches.get(actor, batch_id), kind=body.kind, decision=body.decision, rows=body.rows)
    return raw(encode(shown(batch)))


@router.patch("/{uuid:batch_id}/rows/{int:row_id}", response={200: dict[str, Any], **REFUSALS}, operation_id="imports_row")
def change_row(request: HttpRequest, batch_id: UUID, row_id: int, body: RowInput) -> Any:
    """Decide one row, or correct cells of it."""
    actor = actor_of(request)
    batch = batches.get(actor, batch_id)
    if row_id > 2**62 or (body.decision is None) == (body.values is None):
        raise DomainError("invalid", _("请给出处理方式，或要修改的内容，二者选一。"))
    if body.values is not None:
        row = deciding.correct(actor, batch, row_id, body.values)
    else:
        row = deciding.decide(actor, batch, row_id, decision=str(body.decision), target=body.target)
    return raw(encode(deciding.presented(actor, batch, [row])[0]))


@router.get("/{uuid:batch_id}/errors", response={200: None, **REFUSALS}, operation_id="imports_errors")
def errors(request: HttpRequest, batch_id: UUID) -> Any:
    """The rows in error as a workbook in the layout of the file, with reasons."""
    batch = batches.get(actor_of(request), batch_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "errors.xlsx"
        sheets.errors_workbook(batch, path)
        return attachment(path, _("%(name)s-错误行.xlsx") % {"name": Path(batch.filename).stem})


@router.get("/{uuid:batch_id}/sample", response={200: dict[str, Any], **REFUSALS}, operation_id="imports_sample")
def sample(request: HttpRequest, batch_id: UUID) -> Any:
    """Twenty random rows, file against record."""
    actor = actor_of(request)
    return raw(encode(sampling.sample(actor, batches.get(actor, batch_id))))


@router.put("/{uuid:batch_id}/sample/{int:row_id}", response={200: dict[str, Any], **REFUSALS}, operation_id="imports_judge")
def judge(request: HttpRequest, batch_id: UUID, row_id: int, body: VerdictInput) -> Any:
    """Keep a verdict on a sampled row."""
    actor = actor_of(request)
    batch = batches.get(actor, batch_id)
    sampling.judge(actor, batch, row_id, ok=body.ok, remark=body.remark)
    return raw(encode(sampling.sample(actor, batch)))


def attachment(path: Path, name: str) -> HttpResponse:
    """A finished workbook as a download."""
    response = HttpResponse(path.read_bytes(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
