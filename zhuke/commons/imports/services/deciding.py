"""What a person decides about rows: one by one, or all of a kind at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from zhuke.commons.imports.models import (
    CANCELLED,
    CHECKED,
    CREATE,
    DONE,
    FAILED,
    MERGE,
    PENDING,
    SKIP,
    TRIAL,
    UPDATE,
    ImportBatch,
    ImportRow,
)  # fmt: skip
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import DomainError, NotFound, invalid

from . import batches
from .checking import recheck
from .labels import Labels

WRITTEN = {CREATE: "created", UPDATE: "updated", MERGE: "merged"}
OPEN = (TRIAL, CHECKED, DONE, CANCELLED, FAILED)  # rows that wait may be decided even when others are written
# A row in error stays out until it is corrected; only look-alikes and known records can be written into one.
ALLOWED = {
    "create": (CREATE, SKIP),
    "update": (UPDATE, MERGE, SKIP),
    "duplicate": (CREATE, UPDATE, MERGE, SKIP),
    "repeated": (CREATE, MERGE, SKIP),
    "same": (SKIP, CREATE),
    "note": (SKIP,),
    "error": (SKIP,),
}


def choose(actor: Actor, batch: ImportBatch, *, kind: str, decision: str, rows: Sequence[int] | None = None) -> ImportBatch:
    """Decide all waiting rows of a kind, or those with the given ids. Raises invalid, busy, wrong_state."""
    if decision not in ALLOWED.get(kind, ()):
        raise invalid({"decision": [_("这类行不能选择该处理方式。")]})
    with transaction.atomic():
        batch = batches.locked(batch, *OPEN)
        waiting = batch.rows.filter(kind=kind, state=PENDING)
        if rows is not None:
            waiting = waiting.filter(pk__in=rows)
        if kind == "duplicate" and decision in (UPDATE, MERGE):
            waiting = waiting.filter(target__isnull=False)
        waiting.update(decision=decision)
        recount(batch)
    return batch


def decide(actor: Actor, batch: ImportBatch, row_id: int, *, decision: str, target: UUID | None = None) -> ImportRow:
    """Decide one row, for look-alikes perhaps with another record than the proposed one. Raises invalid, not_found, busy, wrong_state."""
    with transaction.atomic():
        batch = batches.locked(batch, *OPEN)
        row = waiting_row(batch, row_id)
        if decision not in ALLOWED[row.kind]:
            raise invalid({"decision": [_("这类行不能选择该处理方式。")]})
        if target is not None:
            row.target = _usable_target(actor, batch, target)
        if decision in (UPDATE, MERGE) and row.target is None and not _in_file(row):
            raise invalid({"target": [_("请选择要并入的记录。")]})
        row.decision = decision
        row.save(update_fields=["decision", "target"])
        recount(batch)
    return row


def correct(actor: Actor, batch: ImportBatch, row_id: int, values: Mapping[str, str]) -> ImportRow:
    """Replace cells of one waiting row by field and check it again. Raises invalid, not_found, busy, wrong_state."""
    with transaction.atomic():
        batch = batches.locked(batch, *OPEN)
        row = waiting_row(batch, row_id)
        unknown = set(values) - set(batch.mapping.values())
        if unknown:
            raise invalid({min(unknown): [_("这一列没有导入，不能在此修改。")]})
        row = recheck(actor, batch, row, values)
        recount(batch)
    return row


def waiting_row(batch: ImportBatch, row_id: int) -> ImportRow:
    """A row that is not written yet, locked. Raises not_found, row_done."""
    row = batch.rows.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise NotFound()
    if row.state != PENDING:
        raise DomainError("row_done", _("这一行已经处理过，不能再修改。"))
    return row


def recount(batch: ImportBatch) -> None:
    """Rewrite the counts from the rows; findings of the file stay.

    By kind and by state; ``to_<decision>`` for rows that wait, ``created``, ``updated``, ``merged`` for rows that were written,
    ``skipped`` for rows that were passed over or need nothing.
    """
    found: Counter[str] = Counter()
    for row in batch.rows.order_by().values("kind", "decision", "severity", "state").annotate(n=Count("id")):
        found[row["kind"]] += row["n"]
        found[row["state"]] += row["n"]
        found["warnings"] += row["n"] if row["severity"] == "warning" else 0
        if row["state"] == PENDING:
            found[f"to_{row['decision']}"] += row["n"]
            found["skipped"] += row["n"] if row["decision"] == SKIP and row["kind"] != "error" else 0
        elif row["state"] == DONE:
            found[WRITTEN[row["decision"]]] += row["n"]
    kept = {name: batch.counts[name] for name in ("checked", "unknown", "missing", "complete") if name in batch.counts}
    batch.counts = {**kept, **found}
    batch.save(update_fields=["counts"])


def waiting(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Rows that a run would write."""
    return batch.rows.filter(state=PENDING).exclude(decision=SKIP)


def _usable_target(actor: Actor, batch: ImportBatch, target: UUID) -> UUID:
    resource = batches.resource_of(batch)
    if not visible(actor, resource, "update").filter(pk=target).exists():
        raise invalid({"target": [_("没有找到所选记录，或您无权修改它。")]})
    return target


def _in_file(row: ImportRow) -> bool:
    return any(candidate.get("row") for candidate in row.candidates)


def presented(actor: Actor, batch: ImportBatch, rows: Sequence[ImportRow]) -> list[dict[str, Any]]:
    """Rows for the screen: differences with labels of choices and references instead of codes and ids."""
    labels = Labels(actor, batches.resource_of(batch))
    labels.learn(value for row in rows for value in (*row.values.values(), *(pair["old"] for pair in row.differences)))
    return [labels.row(row) for row in rows]
