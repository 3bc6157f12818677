"""Rows in bulk: triggers and search indexes rest meanwhile, columns that do not differ take their defaults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], rows: list[Any]) -> None:
    """COPY of the columns that differ into a staging table, from there on with the defaults of the others."""
    table = model._meta.db_table
    fields = [field for field in model._meta.concrete_fields if not (field.generated or isinstance(field, models.AutoField))]
    given = [field for field in fields if field.attname in rows[0].__dict__]
    fixed = [field for field in fields if field not in given]
    staged = ", ".join(f'"{field.column}"' for field in given)
    values = [_default(field) for field in fixed]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE staging ON COMMIT DROP AS SELECT {staged} FROM {table} LIMIT 0")
        with cursor.copy(f"COPY staging ({staged}) FROM STDIN") as into:
            for made in rows:
                into.write_row([getattr(made, field.attname) for field in given])
        columns = ", ".join([staged, *(f'"{field.column}"' for field in fixed)])
        marks = "".join(f", %s::{field.db_type(connection)}" for field in fixed)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {staged}{marks} FROM staging", values)
        cursor.execute("DROP TABLE staging")


def _default(field: models.Field[Any, Any]) -> Any:
    value = field.get_default()
    return field.get_db_prep_save(value, connection) if isinstance(field, models.JSONField) else value


@contextmanager
def at_rest(model: type[models.Model]) -> Iterator[None]:
    """No triggers (there is no history to keep), and search indexes built once at the end."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE %s", [table, "%USING gin%"])
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # an index cannot be made while checks are due
        for _name, definition in found:
            cursor.execute(definition)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def settle(*tables: str) -> None:
    """Statistics and visibility as in an installation that has run for a while."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(tables)}")
