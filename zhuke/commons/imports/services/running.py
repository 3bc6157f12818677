"""Writing the rows: chunk by chunk, each chunk and its rows' states in one transaction, so that a killed worker leaves no doubles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec.json import decode as read

from zhuke.commons.collecting import rarely
from zhuke.commons.imports.models import CANCELLED, CHECKED, CREATE, DONE, FAILED, MERGE, PENDING, TRIAL, ImportBatch
from zhuke.commons.jobs.services import Cancelled, Progress
from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError, from_validation
from zhuke.kernel.events import emit
from zhuke.kernel.ids import uuid7
from zhuke.kernel.resource import Resource

from . import batches
from .assessing import split_ready
from .deciding import recount, waiting
from .linking import link_later
from .targets import Target, targets_of
from .writing import NewRow, Writer

CHUNK = 1000
STARTABLE = (TRIAL, CHECKED, DONE, CANCELLED, FAILED)
_EXPECTED = (DomainError, ValidationError, IntegrityError, DataError)


def prepare(actor: Actor, batch: ImportBatch, limit: int | None) -> int:
    """Check that the batch may run now; returns how many rows it will write. Raises not_allowed, nothing_to_do, not_checked, busy.

    Call it in the transaction that starts the job. After a trial check only the checked rows can be written.
    """
    resource = batches.importable(actor, batch.resource)
    batch = batches.locked(batch, *STARTABLE)
    rows = waiting(batch)
    if rows.filter(decision=CREATE).exists():
        require(actor, resource, "create")
    if rows.exclude(decision=CREATE).exists():
        require(actor, resource, "update")
    count = rows.count()
    if not count:
        raise Conflict("nothing_to_do", _("没有可以写入的行：请先处理错误和疑似重复的行。"))
    return min(count, limit or count)


def run(actor: Actor, batch: ImportBatch, progress: Progress, limit: int | None = None) -> None:
    """Write the waiting rows, the first `limit` of them if given. Goes on where a killed worker stopped. Raises Cancelled."""
    started = batch.started_at is None
    if started:
        batch.started_at = timezone.now()
        batch.save(update_fields=["started_at"])
    runner = _Runner(actor, batch)
    left = min(waiting(batch).count(), limit or 10**9)
    progress.total(progress.done + left)
    try:
        with rarely():
            _write_waiting(runner, batch, progress, left)
        runner.link()
    except Cancelled:
        _finish(actor, batch, CANCELLED)
        raise
    _finish(actor, batch, DONE if not waiting(batch).exists() else CHECKED)
    progress.result = {"import": str(batch.pk), "counts": batch.counts}


def _write_waiting(runner: _Runner, batch: ImportBatch, progress: Progress, left: int) -> None:
    while left > 0 and (rows := _next_rows(batch, min(CHUNK, left))):
        runner.write(rows)
        left -= len(rows)
        progress.step(progress.done + len(rows))


@dataclass(slots=True)
class _Waiting:
    """What writing needs of an ImportRow, fetched without making one: there may be a million."""

    pk: int
    number: int
    kind: str
    decision: str
    target: UUID | None
    values: dict[str, Any]
    kept: dict[str, Any]
    state: str = PENDING
    candidates: list[dict[str, Any]] = field(default_factory=list)
    differences: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)


def _next_rows(batch: ImportBatch, count: int) -> list[_Waiting]:
    """Rows to write. What only few of them need is fetched for those alone: it is JSON, whose reading takes longer than the row's."""
    texts = (Cast("values", TextField()), Cast("kept", TextField()))
    asked = waiting(batch).order_by("number").values_list("pk", "number", "kind", "decision", "target", *texts)[:count]
    rows = [
        _Waiting(pk, number, kind, decision, target, read(values), read(kept)) for pk, number, kind, decision, target, values, kept in asked
    ]
    others = {row.pk: row for row in rows if row.decision != CREATE}
    for pk, candidates, differences in batch.rows.filter(pk__in=others).values_list("pk", "candidates", "differences"):
        others[pk].candidates, others[pk].differences = candidates, differences
    return rows


def _finish(actor: Actor, batch: ImportBatch, state: str) -> None:
    with writing(actor, batch.cause):
        recount(batch)
        batch.state, batch.finished_at = state, timezone.now()
        batch.save(update_fields=["state", "finished_at"])
        if state == DONE:
            emit("imports.finished", batch, actor, {"resource": batch.resource, "counts": batch.counts.get("done", 0)})


class _Runner:
    def __init__(self, actor: Actor, batch: ImportBatch) -> None:
        self._actor, self._batch = actor, batch
        self._resource: Resource = batches.resource_of(batch)
        self._targets: dict[str, Target] = targets_of(actor, self._resource)
        self._writer = Writer(actor, self._resource, self._targets)

    def write(self, rows: Sequence[_Waiting]) -> None:
        """All rows in one transaction; when that fails, each in a savepoint of its own."""
        try:
            with writing(self._actor, self._batch.cause):
                self._mark(self._write_together(rows))
        except _EXPECTED:
            with writing(self._actor, self._batch.cause):
                self._mark([self._write_alone(row) for row in rows])

    def _write_together(self, rows: Sequence[_Waiting]) -> list[_Waiting]:
        new = [row for row in rows if row.decision == CREATE]
        for row in new:
            row.target = uuid7()
        self._check_references(rows)
        if new:
            self._writer.create([self._new(row) for row in new])
            self._check_within([row.target for row in new if row.target])
        for row in rows:
            if row.decision != CREATE:
                self._write_into(row, rows)
            row.state = DONE
        return list(rows)

    def _new(self, row: _Waiting) -> NewRow:
        values, extra = split_ready(self._targets, row.values)
        return row.target, values, extra | row.kept  # type: ignore[return-value]  # given a moment ago

    def _write_alone(self, row: _Waiting) -> _Waiting:
        known = row.target if row.decision != CREATE else None
        row.state, row.target = PENDING, known
        try:
            with transaction.atomic():
                self._write_together([row])
        except _EXPECTED as problem:
            row.state, row.target = FAILED, known
            row.problems = _findings(problem)
        return row

    def _write_into(self, row: _Waiting, chunk: Sequence[_Waiting]) -> None:
        values, extra = split_ready(self._targets, row.values)
        if row.target is None:
            row.target = self._target_in_file(row, chunk)
        fill_only = row.decision == MERGE
        if row.kind == "repeated" and fill_only:
            values = {}
        cleared = [pair["field"] for pair in row.differences if pair["new"] is None] if row.kind == "update" else []
        self._writer.update(row.target, values, extra, fill_only=fill_only, cleared=cleared)

    def _target_in_file(self, row: _Waiting, chunk: Sequence[_Waiting]) -> UUID:
        """The record that the earlier row of the same file became."""
        number = next((int(candidate["row"]) for candidate in row.candidates if candidate.get("row")), 0)
        near = next((other.target for other in chunk if other.number == number and other.state != FAILED), None)
        found = near or self._batch.rows.filter(number=number, state=DONE).values_list("target", flat=True).first()
        if found is None:
            raise Conflict("first_row_missing", _("第 %(n)s 行没有写入，因此本行无法并入它。请先处理那一行。") % {"n": number})
        return found

    def _check_references(self, rows: Sequence[_Waiting]) -> None:
        """Between check and run a referred record may have left the actor's scope."""
        for name, target in self._targets.items():
            if target.spec.family != "ref":
                continue
            keys = {row.values[name] for row in rows if isinstance(row.values.get(name), str)}
            if keys:
                self._writer.check_reference(target.spec, keys)

    def _check_within(self, keys: Sequence[UUID]) -> None:
        if visible(self._actor, self._resource, "create").filter(pk__any_of=keys).count() < len(keys):
            message = _("您只能在自己的数据范围内保存，请检查所属单位和负责人。")
            raise DomainError("outside_scope", message)

    def _mark(self, rows: Sequence[_Waiting]) -> None:
        """The states, in the transaction of the records."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE imports_importrow r SET state = v.state, target = v.target "
                "FROM unnest(%s::bigint[], %s::text[], %s::uuid[]) AS v(id, state, target) WHERE r.id = v.id",
                [f"{{{','.join(str(part) for part in parts)}}}" for parts in zip(*map(_outcome, rows), strict=True)],
            )
        for row in rows:
            if row.state == FAILED:
                told = self._batch.rows.values_list("findings", flat=True).get(pk=row.pk)
                self._batch.rows.filter(pk=row.pk).update(findings=[*told, *row.problems], severity="error")

    def link(self) -> None:
        """References to records that this file itself created (a subsidiary listed above its parent)."""
        names = [name for name, target in self._targets.items() if target.spec.ref_name() == self._resource.name and target.role == "field"]
        for name in names:
            link_later(self._actor, self._batch, self._targets[name].spec)


def _outcome(row: _Waiting) -> tuple[Any, ...]:
    return row.pk, row.state, row.target or "NULL"


def _findings(problem: Exception) -> list[dict[str, Any]]:
    error = from_validation(problem) if isinstance(problem, ValidationError) else problem
    if isinstance(error, DomainError):
        fields: Mapping[str, Sequence[str]] = error.fields or {"": [str(error.message)]}
        return [_finding(error.code, text, "" if name == "__all__" else name) for name, texts in fields.items() for text in texts]
    return [_finding("conflict", _("与已有数据冲突或超出长度，没有写入。请核对编号等不能重复的内容。"), "")]


def _finding(code: str, message: str, name: str) -> dict[str, Any]:
    return {"kind": "error", "code": code, "message": message, "field": name, "column": ""}
