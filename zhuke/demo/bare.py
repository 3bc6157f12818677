"""A big load goes into bare tables: what is looked up and checked row by row otherwise is built and checked at its end in one go.

References are checked in full when they come back, and unique indexes when they are built: nothing enters that the usual way refuses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model

from .recording import settle

REFERENCES = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY 1, 2
"""
# All that is not a constraint's own: primary keys stay, for rows are found by them meanwhile. So do those of references in tables whose
# rows are rewritten before their indexes come back: an index built over rows that were updated in place is of no use to the transaction
# that built it, and for each customer the steps that follow would read all opportunities.
INDEXES = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
AND NOT (i.indrelid = ANY(%s::regclass[]) AND i.indnkeyatts = 1 AND EXISTS (
    SELECT 1 FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = i.indrelid AND c.conkey = ARRAY[i.indkey[0]]))
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """Indexes and references that were taken off, by table: the statements that bring them back."""

    indexes: list[tuple[str, str]]
    references: list[tuple[str, str]]


def strip(models: Iterable[type[Model]], *, rewritten: Iterable[type[Model]] = ()) -> Taken:
    """Take indexes and references off these tables until ``dress``, in the transaction that is under way.

    ``rewritten``: those of them whose rows are updated meanwhile; they keep the indexes of their references.
    """
    tables = [model._meta.db_table for model in models]
    settle()
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [tables, [model._meta.db_table for model in rewritten]])
        indexes = cursor.fetchall()
        cursor.execute(REFERENCES, [tables])
        references = cursor.fetchall()
        for table, name, _definition in references:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for _table, name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
    return Taken(
        [(table, definition) for table, _name, definition in indexes],
        [(table, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}') for table, name, definition in references],
    )


def index(taken: Taken, *, but: Iterable[type[Model]] = ()) -> None:
    """Bring the indexes back, but for those of these tables, which are still rewritten."""
    later = {model._meta.db_table for model in but}
    with connection.cursor() as cursor:
        for table, definition in [pair for pair in taken.indexes if pair[0] not in later]:
            cursor.execute(definition)
            taken.indexes.remove((table, definition))


def dress(taken: Taken) -> None:
    """Bring back what is still off. Raises IntegrityError where a row refers to nothing, or comes twice."""
    index(taken)
    settle()
    with connection.cursor() as cursor:
        for _table, statement in taken.references:
            cursor.execute(statement)
    taken.references.clear()
