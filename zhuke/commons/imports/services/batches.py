"""Uploading a file, choosing its sheet and mapping, and finding batches again."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.core.files import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhuke.commons.imports import matching, reading
from zhuke.commons.imports.findings import MAX_BYTES, UnreadableFile
from zhuke.commons.imports.layout import Header
from zhuke.commons.imports.matching import TargetField
from zhuke.commons.imports.models import (
    CANCELLED,
    CHECKED,
    CHECKING,
    DONE,
    FAILED,
    MAPPED,
    READING,
    RUNNING,
    TRIAL,
    UNDOING,
    UPLOADED,
    ImportBatch,
)  # fmt: skip
from zhuke.commons.imports.tables import ColumnInfo, Reading, SheetInfo
from zhuke.commons.jobs.models import Job
from zhuke.commons.jobs.services import Cancelled
from zhuke.kernel.access import Actor, require
from zhuke.kernel.errors import Conflict, DomainError, NotFound, invalid
from zhuke.kernel.resource import Resource, by_name

from .options import Options
from .targets import described, maintained, targets_of

SURELY = 0.7
AT_ONCE = 3 * 1024 * 1024  # larger files are read in a job
BUSY = (READING, CHECKING, RUNNING, UNDOING)
_AFTER = {READING: FAILED, CHECKING: MAPPED, RUNNING: CANCELLED, UNDOING: DONE}


def resource_of(batch: ImportBatch) -> Resource:
    """The resource that a batch fills. Raises not_found when it exists no more."""
    resource = by_name(batch.resource)
    if resource is None:
        raise NotFound()
    return resource


def importable(actor: Actor, name: str) -> Resource:
    """The resource, if it takes imports and the actor may. Raises not_found, not_allowed, not_importable."""
    resource = by_name(name)
    if resource is None:
        raise NotFound()
    if not resource.importable:
        raise DomainError("not_importable", _("“%(resource)s”不支持导入。") % {"resource": resource.label})
    require(actor, resource, "import")
    return resource


def upload(actor: Actor, resource_name: str, file: File[Any], filename: str) -> ImportBatch:
    """Keep the file and read what it is. A large one stays `reading` for the caller to start a job that calls `inspect`.

    Raises not_found, not_allowed, not_importable, and the codes of UnreadableFile with its sentence.
    """
    resource = importable(actor, resource_name)
    size = file.size or 0
    if size > MAX_BYTES:
        raise refused(UnreadableFile("too_large", size=round(size / 1024 / 1024)))
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    name = Path(filename.replace("\\", "/")).name[:255] or "import"
    batch = ImportBatch(
        resource=resource.name, filename=name, size=size, sha256=digest.hexdigest(), user_id=actor.id, unit_id=actor.unit, state=READING
    )
    file.seek(0)
    batch.file.save(f"{batch.pk}.bin", file, save=False)
    try:
        with transaction.atomic():
            batch.save()
            if size <= AT_ONCE:
                inspect(actor, batch)
    except BaseException:
        batch.file.delete(save=False)
        raise
    return batch


def inspect(actor: Actor, batch: ImportBatch, headers: Mapping[int, Header] | None = None) -> None:
    """Read the file's sheets, choose the fullest visible one and propose a mapping. Raises what the file is refused for."""
    targets = described(targets_of(actor, resource_of(batch)))
    with local_file(batch) as path:
        try:
            workbook = reading.inspect(path, batch.filename, headers=headers, vocabulary=matching.vocabulary_of(targets))
        except UnreadableFile as problem:
            raise refused(problem) from problem
    batch.workbook = msgspec.to_builtins(workbook)
    if headers is None:
        batch.sheet = max(workbook.sheets, key=lambda sheet: _fitness(sheet, targets)).index
    _take_sheet(actor, batch)
    batch.state = UPLOADED
    batch.save()


def _fitness(sheet: SheetInfo, targets: list[TargetField]) -> tuple[bool, int, int]:
    """Of several sheets the one with most columns that are fields; a sheet of explanations has none."""
    usable = not sheet.hidden and sheet.rows > 0
    matches = matching.propose(sheet.columns, targets).matches if usable else []
    return usable, sum(match.confidence >= SURELY for match in matches), sheet.rows


def _take_sheet(actor: Actor, batch: ImportBatch) -> None:
    sheet = sheet_of(batch)
    batch.header_row, batch.header_span = sheet["header_row"], sheet["header_span"]
    batch.mapping = {str(match["column"]): match["field"] for match in proposal(actor, batch)["matches"] if match["field"]}


def proposal(actor: Actor, batch: ImportBatch) -> dict[str, Any]:
    """The proposed mapping of the chosen sheet, with confidence and reason per column, missing fields and findings."""
    resource = resource_of(batch)
    targets = targets_of(actor, resource)
    found = matching.propose(columns_of(batch), [*described(targets), *maintained(resource, targets)])
    shown: dict[str, Any] = msgspec.to_builtins(found)
    for match in shown["matches"]:
        if (match["field"] or "").startswith("~"):
            match |= {"field": None, "confidence": 0.0, "reason": _("由系统自动维护，不导入")}
    return shown


def set_mapping(
    actor: Actor,
    batch: ImportBatch,
    *,
    sheet: int | None = None,
    header: Header | None = None,
    mapping: Mapping[str, str] | None = None,
    options: Options | None = None,
) -> ImportBatch:
    """Choose sheet, header line, columns and options. A new sheet or header brings a new proposal unless a mapping is given, too.

    Raises busy, wrong_state, invalid.
    """
    with transaction.atomic():
        batch = locked(batch, UPLOADED, MAPPED, TRIAL, CHECKED)
        if sheet is not None and sheet != batch.sheet:
            batch.sheet = sheet
            _take_sheet(actor, batch)
        if header is not None and (header.row, header.span) != (batch.header_row, batch.header_span):
            inspect(actor, batch, {batch.sheet: header})
        if mapping is not None:
            batch.mapping = _checked_mapping(actor, batch, mapping)
        if options is not None:
            batch.options = options.model_dump(mode="json")
        batch.state = MAPPED
        batch.counts = {}
        batch.rows.all().delete()
        batch.save()
    return batch


def _checked_mapping(actor: Actor, batch: ImportBatch, mapping: Mapping[str, str]) -> dict[str, str]:
    known = targets_of(actor, resource_of(batch))
    columns = {str(column["index"]) for column in sheet_of(batch)["columns"]}
    chosen = {column: name for column, name in mapping.items() if name}
    for column, name in chosen.items():
        if column not in columns:
            raise invalid({"mapping": [_("文件里没有第 %(n)s 列，请刷新后重新匹配。") % {"n": column}]})
        if name not in known:
            raise invalid({"mapping": [_("没有“%(name)s”这个字段，或您无权导入它。") % {"name": name}]})
    twice = {name for name in chosen.values() if list(chosen.values()).count(name) > 1}
    if twice:
        label = known[min(twice)].spec.label
        raise invalid({"mapping": [_("“%(field)s”匹配了多列，请只保留一列。") % {"field": label}]})
    if not chosen:
        raise invalid({"mapping": [_("请至少匹配一列。")]})
    return chosen


def sheet_of(batch: ImportBatch) -> dict[str, Any]:
    """The chosen sheet as `inspect` described it. Raises invalid."""
    sheets = batch.workbook.get("sheets", [])
    for sheet in sheets:
        if sheet["index"] == batch.sheet:
            found: dict[str, Any] = sheet
            return found
    raise invalid({"sheet": [_("文件里没有这个工作表，请重新选择。")]})


def columns_of(batch: ImportBatch) -> list[ColumnInfo]:
    """The columns of the chosen sheet. Raises invalid."""
    return [ColumnInfo(**column) for column in sheet_of(batch)["columns"]]


def reading_of(batch: ImportBatch) -> Reading:
    """How the file is opened, as found at the upload."""
    return Reading(**batch.workbook["reading"])


@contextmanager
def local_file(batch: ImportBatch) -> Iterator[Path]:
    """The uploaded file as a path on this machine. Raises file_gone when it was cleared away."""
    if not batch.file:
        raise Conflict("file_gone", _("原始文件已按保存期限清理，请重新上传。"))
    try:
        path = Path(batch.file.path)
    except NotImplementedError:  # a storage on another machine
        with tempfile.NamedTemporaryFile(suffix=".bin") as copy, batch.file.open("rb") as stored:
            for chunk in stored.chunks():
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)
    else:
        yield path


def refused(problem: UnreadableFile) -> DomainError:
    """The refusal of a file as the API answers it."""
    return DomainError(problem.code, problem.message, fields={"file": [problem.message]})


# Finding batches -----------------------------------------------------------------------------------------------------------


def visible_batches(actor: Actor) -> QuerySet[ImportBatch]:
    """One's own imports, and those of the units over which one holds the right to import that resource."""
    condition = Q(user_id__in=actor.owner_ids) | Q(user_id=actor.id) if actor.id else Q()
    for name in {resource for resource, action in actor.reaches if action == "import"}:
        reach = actor.reach(name, "import")
        if reach is not None:
            within = Q(resource=name) if reach.units is None else Q(resource=name, unit_id__in=reach.units)
            condition |= within
    return ImportBatch.objects.filter(condition)


def get(actor: Actor, batch_id: UUID) -> ImportBatch:
    """One batch. Raises not_found."""
    batch = visible_batches(actor).select_related("user", "job").filter(pk=batch_id).first()
    if batch is None:
        raise NotFound()
    return healed(batch)


def healed(batch: ImportBatch) -> ImportBatch:
    """A batch whose job ended without telling it (cancelled in the queue, killed for good) becomes workable again."""
    if batch.state in BUSY and (batch.job is None or batch.job.is_over):
        batch.state = _AFTER[batch.state]
        batch.message = batch.job.message if batch.job else ""
        batch.save(update_fields=["state", "message"])
    return batch


def locked(batch: ImportBatch, *states: str) -> ImportBatch:
    """The batch, locked, in one of the states. Raises busy, wrong_state."""
    fresh = ImportBatch.objects.select_for_update(of=("self",)).select_related("job").get(pk=batch.pk)
    if fresh.state in BUSY and fresh.job is not None and not fresh.job.is_over:
        raise Conflict("busy", _("这次导入正在处理中，请等它完成或先取消。"))
    fresh = healed(fresh)
    if fresh.state not in states:
        raise Conflict("wrong_state", _("当前状态是“%(state)s”，不能执行此操作。") % {"state": fresh.get_state_display()})
    return fresh


def discard(actor: Actor, batch: ImportBatch) -> None:
    """Remove a batch that has written nothing. Raises busy, wrong_state."""
    with transaction.atomic():
        batch = locked(batch, READING, UPLOADED, MAPPED, TRIAL, CHECKED, FAILED)
        if batch.started_at:
            raise Conflict("wrong_state", _("这次导入已写入数据，不能删除；可以撤销它。"))
        batch.file.delete(save=False)
        batch.delete()


def job_started(batch: ImportBatch, state: str, job: Job) -> None:
    """The batch is now in the hands of a job."""
    batch.state, batch.job, batch.message = state, job, ""
    batch.save(update_fields=["state", "job", "message"])


def require_mapping(batch: ImportBatch) -> None:
    """Raise invalid unless columns are mapped and there are rows."""
    sheet = sheet_of(batch)
    if not batch.mapping:
        raise invalid({"mapping": [_("请至少匹配一列。")]})
    if not sheet["rows"]:
        raise invalid({"sheet": [_("标题行下面没有数据，请检查工作表和标题行。")]})


@contextmanager
def at_work(batch_id: str) -> Iterator[ImportBatch]:
    """The batch of a running job. A failure is told on the batch, too, and leaves it workable."""
    batch = ImportBatch.objects.get(pk=batch_id)
    busy = batch.state
    try:
        yield batch
    except Cancelled:
        _leave(batch_id, busy, "")
        raise
    except DomainError as error:
        _leave(batch_id, busy, str(error.message))
        raise


def _leave(batch_id: str, busy: str, message: str) -> None:
    ImportBatch.objects.filter(pk=batch_id, state=busy).update(state=_AFTER.get(busy, busy), message=message)
