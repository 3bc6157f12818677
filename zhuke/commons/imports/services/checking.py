"""The dry run: every row converted, looked up, compared, checked for look-alikes. Writes import rows only, never a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction

from zhuke.commons.collecting import rarely
from zhuke.commons.imports import reading
from zhuke.commons.imports.dates import order_of
from zhuke.commons.imports.findings import UnreadableFile
from zhuke.commons.imports.models import CHECKED, PENDING, TRIAL, ImportBatch, ImportRow
from zhuke.commons.imports.tables import Row
from zhuke.commons.jobs.services import Progress
from zhuke.kernel.access import Actor

from . import batches
from .assessing import Assessed, Assessor
from .options import Options
from .values import dumped

T = TypeVar("T")
CHUNK = 1000
TRIAL_ROWS = 100
MOST_UNKNOWN = 50
_COLUMNS = (
    "number", "raw", "values", "findings", "severity", "kind", "decision", "state", "target", "candidates", "differences", "digest", "kept",
)  # fmt: skip


def check(actor: Actor, batch: ImportBatch, progress: Progress, limit: int | None = None) -> None:
    """Check all rows, or the first `limit` records. Starts anew each time, so a killed worker does no harm.

    Raises refusals of the file, Cancelled.
    """
    ImportRow.objects.filter(batch=batch).delete()
    progress.total(min(batches.sheet_of(batch)["rows"], limit or 10**9))
    counts: Counter[str] = Counter()
    unknown: dict[str, Counter[str]] = {}
    done = 0
    with batches.local_file(batch) as path, rarely():
        try:
            assessor = Assessor(actor, batch, date_orders(batch, lambda: reading_rows(batch, path)))
            for chunk in _chunks(_limited(reading_rows(batch, path), limit), CHUNK):
                found = assessor.assess(chunk)
                _store(batch, found)
                _count(found, counts, unknown)
                done += len(chunk)
                progress.step(done)
        except UnreadableFile as problem:
            raise batches.refused(problem) from problem
        missing = dict(assessor.missing)
        del assessor  # with all it compared with, before the collector is back and goes through that
    shown = {name: dict(texts.most_common(MOST_UNKNOWN)) for name, texts in unknown.items()}
    batch.counts = {**counts, "checked": done, "unknown": shown, "missing": missing, "complete": limit is None}
    batch.state = CHECKED if limit is None else TRIAL
    batch.save(update_fields=["counts", "state"])
    progress.result = {"import": str(batch.pk), "counts": batch.counts}


def reading_rows(batch: ImportBatch, path: Any) -> Iterator[Row]:
    """The rows of the chosen sheet below its header."""
    return reading.rows(path, batch.sheet, batch.header_row, batch.header_span, reading=batches.reading_of(batch))


def date_orders(batch: ImportBatch, open_rows: Callable[[], Iterator[Row]]) -> dict[int, Any]:
    """For each column with dates like 3/1/2017, whether month or day comes first, told by the column as a whole."""
    chosen = {int(column): order for column, order in Options(**batch.options).date_order.items() if column.isdigit()}
    doubtful = [
        column.index
        for column in batches.columns_of(batch)
        if str(column.index) in batch.mapping and column.index not in chosen and any(_looks_ambiguous(text) for text in column.samples)
    ]
    if not doubtful:
        return chosen
    values: dict[int, list[Any]] = {column: [] for column in doubtful}
    for row in islice(open_rows(), 20_000):
        for column in doubtful:
            values[column].append(row.values.get(column))
    return {**{column: order for column in doubtful if (order := order_of(values[column]))}, **chosen}


def _looks_ambiguous(text: str) -> bool:
    parts = text.replace("-", "/").replace(".", "/").split(" ")[0].split("/")
    return len(parts) == 3 and len(parts[2]) == 4 and all(part.isdigit() for part in parts)


def _limited(rows: Iterator[Row], limit: int | None) -> Iterator[Row]:
    left = limit
    for row in rows:
        if left is not None and not row.note:
            if left == 0:
                return
            left -= 1
        yield row


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _store(batch: ImportBatch, found: Sequence[Assessed]) -> None:
    """COPY, because a file may have a million rows."""
    quoted = ", ".join(f'"{name}"' for name in ("batch_id", *_COLUMNS))
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(f"COPY imports_importrow ({quoted}) FROM STDIN") as copy:
        for row in found:
            copy.write_row((batch.pk, *columns(row)))


def columns(row: Assessed) -> tuple[Any, ...]:
    """The stored form, in the order of _COLUMNS."""
    return (
        row.number, dumped(row.raw), dumped(row.values), dumped(row.findings), row.severity, row.kind, row.decision, "pending", row.target,
        dumped(row.candidates), dumped(row.differences), row.digest, dumped(row.kept),
    )  # fmt: skip


def _count(found: Sequence[Assessed], counts: Counter[str], unknown: dict[str, Counter[str]]) -> None:
    for row in found:
        counts[row.kind] += 1
        counts[f"to_{row.decision}"] += 1
        counts["warnings"] += row.severity == "warning"
        for finding in row.findings:
            if finding["code"] in ("unknown_choice", "unknown_reference", "ambiguous_reference"):
                texts = unknown.setdefault(finding["field"], Counter())
                if len(texts) < 10_000:
                    texts[row.raw.get(finding["column"], "")[:200]] += 1


def recheck(actor: Actor, batch: ImportBatch, row: ImportRow, changes: Mapping[str, str]) -> ImportRow:
    """Check one row again after a person corrected cells of it ({field: text}). Its place in the file and its raw cells stay."""
    by_field = {name: column for column, name in batch.mapping.items()}
    raw = {**row.raw, **{by_field[name]: text for name, text in changes.items() if name in by_field}}
    assessor = Assessor(actor, batch, {}, with_duplicates=False)
    found = assessor.assess([Row(row.number, {int(column): text for column, text in raw.items()})])[0]
    for name in _COLUMNS:
        if name not in ("number", "raw", "state"):
            setattr(row, name, getattr(found, name))
    row.raw, row.state = raw, PENDING
    row.save()
    return row
