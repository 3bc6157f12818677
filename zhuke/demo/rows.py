"""Rows before they are copied into their tables: plain attributes, search columns filled like the product fills them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import Model

from zhuke.kernel.models import Searchable
from zhuke.kernel.resource import Resource, resource_of_model
from zhuke.kernel.writes import fill_search

FEW = 500
"""Among so few new rows PostgreSQL finds its way without having counted them."""


class Row:
    """The values of one row under the names of their columns; what is absent takes the field's default."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.__dict__})"


@cache
def _type_of(model: type[Model]) -> tuple[type[Row], Resource | None]:
    """The rows of a model, and the resource that says which search columns are to be filled."""
    resource = resource_of_model(model) if issubclass(model, Searchable) else None
    return type(f"{model.__name__}Row", (Row,), {"sort_columns": getattr(model, "sort_columns", {})}), resource


def row(model: type[Model], **values: Any) -> Any:
    """A row of ``model``; columns that search and sorting need are filled. ``created_at`` also stands for ``updated_at``."""
    kind, resource = _type_of(model)
    made = kind()
    made.__dict__ = values
    if resource:
        fill_search(made, resource)
    return made


def plain(model: type[Model], **values: Any) -> Any:
    """A row whose search columns are filled later, together with its number."""
    made = _type_of(model)[0]()
    made.__dict__ = values
    return made


def copy(model: type[Model], rows: Iterable[Row]) -> int:
    """Write rows with COPY; returns how many. Constraints are checked by the database, triggers run."""
    listed = rows if isinstance(rows, list) else list(rows)
    if not listed:  # as of the youngest customers of a large group: nobody has paid yet
        return 0
    given = set[str]().union(*(made.__dict__ for made in listed))
    # What no row has, and is empty by default, need not be sent.
    fields = [field for field in _fields(model) if field.attname in given or _default(field) is not None or field.attname == "updated_at"]
    names = [(field.attname, _default(field)) for field in fields]
    updated = next((place for place, (name, _value) in enumerate(names) if name == "updated_at"), None)
    texts = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as into:
        for made in listed:
            get = made.__dict__.get
            values = [get(name, default) for name, default in names]
            if updated is not None and values[updated] is None:
                values[updated] = made.__dict__["created_at"]
            for place in texts:
                values[place] = _json(values[place])
            into.write_row(values)
    return len(listed)


def analyze(*models: type[Model]) -> None:
    """Have PostgreSQL count the rows of these tables: what it planned while they were nearly empty would go through all of them."""
    tables = ", ".join(f'"{model._meta.db_table}"' for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


class Statistics:
    """What PostgreSQL knows of the tables that one long transaction fills: until its end nobody else can count them."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def renew(self) -> None:
        """Have those tables counted in which much has been written since the last time, new values in old rows included."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT relid::regclass::text, n_tup_ins + n_tup_upd FROM pg_stat_xact_user_tables")
            written = dict(cursor.fetchall())
            for table, rows in written.items():
                if rows - self._known.get(table, 0) > max(FEW, rows // 10):
                    cursor.execute(f"ANALYZE {table}")
                    self._known[table] = rows


def _fields(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not (field.generated or isinstance(field, models.AutoField))]


def _json(value: Any) -> str | None:
    if value in ({}, []):  # nearly always
        return "{}" if value == {} else "[]"
    return json.dumps(value, ensure_ascii=False, default=str) if value is not None else None


def _default(field: Any) -> Any:
    return None if getattr(field, "auto_now", False) or not field.has_default() else field.get_default()
