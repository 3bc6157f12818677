"""Taking a whole import back, out of history: everything written with its cause, the side records (contacts, talks) included.

Created records are archived (or deleted, where a resource knows no archive); changed ones get their old values back. Whatever somebody
changed or built upon since stays as it is and is listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.commons.imports.models import CANCELLED, CHECKED, DONE, FAILED, UNDONE, ImportBatch
from zhuke.commons.jobs.services import Cancelled, Progress
from zhuke.kernel.access import Actor, require
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError
from zhuke.kernel.events import emit
from zhuke.kernel.models import Change, Record
from zhuke.kernel.resource import Resource, by_table
from zhuke.kernel.writes import assign, save

from . import batches
from .deciding import recount

CHUNK = 500
MOST_CONFLICTS = 500
UNDOABLE = (DONE, CANCELLED, FAILED, CHECKED)


@dataclass
class Written:
    """What an import wrote: inserted ids per table, and per changed record {column: [old, new]}."""

    first: int = 0
    inserted: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    updated: dict[tuple[str, UUID], dict[str, list[Any]]] = field(default_factory=dict)

    def total(self) -> int:
        return sum(map(len, self.inserted.values())) + len(self.updated)


def prepare(actor: Actor, batch: ImportBatch) -> None:
    """Check that the batch can be undone. Raises not_allowed, nothing_to_undo, wrong_state, busy. Call it where the job is started."""
    resource = batches.importable(actor, batch.resource)
    batch = batches.locked(batch, *UNDOABLE)
    if batch.started_at is None or not batch.rows.filter(state=DONE).exists():
        raise Conflict("nothing_to_undo", _("这次导入没有写入任何数据，无需撤销。"))
    require(actor, resource, "archive" if "archived_at" in resource.specs and resource.archivable else "create")


def undo(actor: Actor, batch: ImportBatch, progress: Progress) -> None:
    """Take back what the import wrote. Doing it again takes back what was left; a killed worker goes on where it stopped."""
    written = written_by(batch)
    progress.total(written.total())
    undoer = _Undoer(actor, batch, written)
    done = 0
    try:
        for (table, key), columns in sorted(written.updated.items(), key=lambda item: str(item[0])):
            undoer.restore(table, key, columns)
            done += 1
            progress.step(done)
        for table, keys in _children_first(written.inserted):
            for start in range(0, len(keys), CHUNK):
                undoer.remove(table, keys[start : start + CHUNK])
                done += len(keys[start : start + CHUNK])
                progress.step(done)
    except Cancelled:
        undoer.finish(CANCELLED)
        raise
    undoer.finish(UNDONE)
    progress.result = {"import": str(batch.pk), **batch.undo_result}


def written_by(batch: ImportBatch) -> Written:
    """Everything that history knows under the cause of this import, oldest first."""
    found = Written()
    tables = _concerned(batches.resource_of(batch).model)
    changes = Change.objects.filter(cause=batch.cause, at__gte=batch.started_at, table__in=tables).order_by("id")
    born: set[tuple[str, UUID]] = set()
    rows = changes.values_list("id", "table", "object_id", "operation", "diff")
    for number, table, key, operation, diff in rows.iterator(chunk_size=5000):
        found.first = found.first or number
        if operation == "INSERT":
            found.inserted[table].append(key)
            born.add((table, key))
        elif operation == "UPDATE" and (table, key) not in born:
            columns = found.updated.setdefault((table, key), {})
            for column, (old, new) in diff.items():
                columns[column] = [columns[column][0] if column in columns else old, new]
    return found


def _concerned(model: type[models.Model]) -> set[str]:
    """The resource's own table and those that refer to it, directly or not; a counter that moved on the way stays where it is."""
    found, waiting = {model._meta.db_table}, [model]
    while waiting:
        for relation in waiting.pop()._meta.related_objects:
            related = relation.related_model
            if related._meta.db_table not in found and issubclass(related, Record):
                found.add(related._meta.db_table)
                waiting.append(related)
    return found


def _children_first(inserted: Mapping[str, list[UUID]]) -> Iterator[tuple[str, list[UUID]]]:
    """Tables that refer to others of the list come before these."""
    left = dict(inserted)
    while left:
        table = next((name for name in left if not _referred_by(name, left)), next(iter(left)))
        yield table, left.pop(table)


def _referred_by(table: str, others: Iterable[str]) -> bool:
    resource = by_table(table)
    relations = resource.model._meta.related_objects if resource else ()
    return any(relation.related_model._meta.db_table in others and relation.related_model._meta.db_table != table for relation in relations)


class _Undoer:
    def __init__(self, actor: Actor, batch: ImportBatch, written: Written) -> None:
        self._actor, self._batch, self._written = actor, batch, written
        self._cause = f"import_undo:{batch.pk}"
        self._mine = {table: set(keys) for table, keys in written.inserted.items()}
        self._kept: set[UUID] = set()
        self._rows_of: dict[UUID, list[int]] = defaultdict(list)
        for target, number in batch.rows.filter(state=DONE).values_list("target", "id").iterator():
            if target:
                self._rows_of[target].append(number)
        self.removed = self.restored = 0
        self.conflicts: list[dict[str, Any]] = []

    def restore(self, table: str, key: UUID, columns: Mapping[str, Sequence[Any]]) -> None:
        """Give one changed record its old values back, unless they were changed again."""
        resource = by_table(table)
        if resource is None:
            return
        try:
            with writing(self._actor, self._cause):
                row = resource.model._default_manager.select_for_update(of=("self",)).filter(pk=key).first()
                if row is None:
                    return
                stored = _stored(table, key)
                values = _old_values(resource, row, stored, columns)
                if values is None:
                    self._conflict(resource, row, _("导入后又被修改"))
                elif values:
                    self._write(resource, row, values)
                    self.restored += 1
                    self._mark([key])
        except (DomainError, ValidationError, IntegrityError) as problem:
            self._conflict(resource, resource.model._default_manager.get(pk=key), _reason(problem))

    def _write(self, resource: Resource, row: Any, values: Mapping[str, Any]) -> None:
        if resource.update:
            resource.update(self._actor, row, **values)
        else:
            assign(row, values)
            save(row, resource)
            emit(f"{resource.name}.updated", row, self._actor, {"fields": sorted(values)})

    def remove(self, table: str, keys: Sequence[UUID]) -> None:
        """Archive or delete created records that nobody has touched or built upon."""
        resource = by_table(table)
        if resource is None:
            return
        with writing(self._actor, self._cause):
            reasons = {**self._built_upon(resource, keys), **self._touched(keys)}
            free = [key for key in keys if key not in reasons]
            self._kept |= set(reasons)
            for row in resource.model._default_manager.filter(pk__in=list(reasons)[: MOST_CONFLICTS - len(self.conflicts)]):
                self._conflict(resource, row, reasons[row.pk])
            if issubclass(resource.model, Record) and (resource.archivable or table != self._own_table()):
                waiting = resource.model._default_manager.filter(pk__in=free, archived_at=None)
                self.removed += waiting.update(archived_at=timezone.now())
                self._mark(free)
            else:
                self._delete(resource, free)

    def _own_table(self) -> str:
        return batches.resource_of(self._batch).table

    def _delete(self, resource: Resource, keys: Sequence[UUID]) -> None:
        for row in resource.model._default_manager.filter(pk__in=keys):
            key = row.pk
            try:
                with transaction.atomic():
                    row.delete()
            except (ProtectedError, RestrictedError, IntegrityError):
                row.pk = key
                self._conflict(resource, row, _("已有其他记录引用它"))
            else:
                self.removed += 1
                self._mark([key])

    def _touched(self, keys: Sequence[UUID]) -> dict[UUID, str]:
        """Records that somebody else changed after the import created them."""
        changes = Change.objects.filter(object_id__in=keys, id__gt=self._written.first).exclude(cause__in=(self._batch.cause, self._cause))
        return dict.fromkeys(changes.values_list("object_id", flat=True), _("导入后又被修改"))

    def _built_upon(self, resource: Resource, keys: Sequence[UUID]) -> dict[UUID, str]:
        """Records to which others refer that this import did not make, or that it could not take back."""
        found: dict[UUID, str] = {}
        for relation in resource.model._meta.related_objects:
            model: type[models.Model] = relation.related_model
            if not issubclass(model, Record) or relation.many_to_many:
                continue
            name = relation.field.name
            rows = model._default_manager.filter(**{f"{name}__in": keys}, archived_at=None).values_list("pk", f"{name}_id")
            mine = self._mine.get(model._meta.db_table, set())
            label = model._meta.verbose_name
            for pk, key in rows[:20_000]:
                if pk not in mine or pk in self._kept:
                    found[key] = _("已有“%(label)s”引用它") % {"label": label}
        return found

    def _conflict(self, resource: Resource, row: Any, reason: str) -> None:
        if len(self.conflicts) < MOST_CONFLICTS:
            label = str(getattr(row, resource.label_field, row.pk))
            self.conflicts.append({"resource": resource.name, "id": str(row.pk), "label": label[:100], "reason": reason})

    def _mark(self, keys: Sequence[UUID]) -> None:
        found = [number for key in keys for number in self._rows_of.get(key, ())]
        if found:
            self._batch.rows.filter(pk__in=found, state=DONE).update(state=UNDONE)

    def finish(self, state: str) -> None:
        """Store what was taken back and what was not."""
        with writing(self._actor, self._cause):
            self._batch.undo_result = {"removed": self.removed, "restored": self.restored, "conflicts": self.conflicts}
            self._batch.undone_at = timezone.now()
            self._batch.state = state
            self._batch.save(update_fields=["undo_result", "undone_at", "state"])
            recount(self._batch)
            emit("imports.undone", self._batch, self._actor, {"resource": self._batch.resource, "removed": self.removed})


def _stored(table: str, key: UUID) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) FROM {connection.ops.quote_name(table)} t WHERE id = %s", [key])  # noqa: S608 a table of ours
        row: dict[str, Any] = _loaded(cursor.fetchone()[0])
    return row


def _loaded(value: Any) -> Any:
    import json

    return json.loads(value) if isinstance(value, str) else value


def _old_values(resource: Resource, row: Any, stored: Mapping[str, Any], columns: Mapping[str, Sequence[Any]]) -> dict[str, Any] | None:
    """What to write; {} when it is as before already; None when somebody changed it since. Derived columns follow by themselves."""
    names = {resource.model._meta.get_field(name).column: name for name in resource.fields}  # type: ignore[union-attr]
    values: dict[str, Any] = {}
    for column, (old, new) in columns.items():
        if column == "custom":
            for code in set(old or {}) | set(new or {}):
                before, after, now = ((source or {}).get(code) for source in (old, new, stored[column]))
                if before == after or now == before:
                    continue
                if now != after:
                    return None
                values[f"cf_{code}"] = before
        elif column in names and stored[column] != old:
            if stored[column] != new:
                return None
            model_field = resource.model._meta.get_field(names[column])
            made = Decimal(str(old)) if isinstance(old, float) else old
            values[model_field.attname] = model_field.to_python(made) if made is not None else None  # type: ignore[union-attr]
    return values


def _reason(problem: Exception) -> str:
    if isinstance(problem, DomainError):
        return " ".join(text for texts in problem.fields.values() for text in texts) or str(problem.message)
    return _("恢复时与其他数据冲突")
