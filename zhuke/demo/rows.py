"""Rows before they are copied into their tables: plain attributes, search columns filled like the product fills them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.db import connection, models
from django.db.models import Model

from zhuke.kernel.models import Searchable
from zhuke.kernel.resource import resource_of_model
from zhuke.kernel.writes import fill_search


class Row(SimpleNamespace):
    """The values of one row under the names of their columns; what is absent takes the field's default."""


@cache
def _type_of(model: type[Model]) -> type[Row]:
    return type(f"{model.__name__}Row", (Row,), {"sort_columns": getattr(model, "sort_columns", {})})


def row(model: type[Model], **values: Any) -> Any:
    """A row of ``model``; columns that search and sorting need are filled. ``created_at`` also stands for ``updated_at``."""
    made = _type_of(model)(**values)
    if issubclass(model, Searchable):
        resource = resource_of_model(model)
        assert resource is not None
        fill_search(made, resource)
    return made


def plain(model: type[Model], **values: Any) -> Any:
    """A row whose search columns are filled later, together with its number."""
    return _type_of(model)(**values)


def copy(model: type[Model], rows: Iterable[Row]) -> int:
    """Write rows with COPY; returns how many. Constraints are checked by the database, triggers run."""
    fields = [field for field in model._meta.concrete_fields if not (field.generated or isinstance(field, models.AutoField))]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    readers = [(field.attname, _default(field), isinstance(field, models.JSONField)) for field in fields]
    count = 0
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as into:
        for made in rows:
            values = made.__dict__
            into.write_row([_plain(values, name, default, is_json) for name, default, is_json in readers])
            count += 1
    return count


def _plain(values: dict[str, Any], name: str, default: Any, is_json: bool) -> Any:
    value = values.get(name, default)
    if is_json:
        return json.dumps(value, ensure_ascii=False, default=str) if value is not None else None
    if value is None and name == "updated_at":
        return values["created_at"]
    return value


def _default(field: Any) -> Any:
    return None if getattr(field, "auto_now", False) or not field.has_default() else field.get_default()
