"""Pages of rows as JSON text that PostgreSQL builds: scoped, masked, filtered, sorted, keyset-paged."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Model, OrderBy, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from . import config
from .access import Actor, require, visible
from .errors import DomainError
from .fields import FieldSpec
from .filters import bad, compile_filter, names_in, readable_specs, search
from .resource import Resource, by_name

COUNT_CAP = 10_000
T = TypeVar("T")


@dataclass(frozen=True)
class ListQuery:
    """What a list asks for. ``fields`` empty: list_display."""

    filter: Any = None
    q: str = ""
    sort: str = ""
    cursor: str = ""
    limit: int = 50
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class SortKey:
    """One column of the order. ``path`` is what the ORM sorts by (pinyin instead of a Chinese name)."""

    name: str
    path: str
    descending: bool
    nullable: bool

    def order(self) -> OrderBy:
        """The ORM's order expression; empty values last either way."""
        last = True if self.nullable else None
        return F(self.path).desc(nulls_last=last) if self.descending else F(self.path).asc(nulls_last=last)

    def after(self, value: Any) -> Q:
        """Rows that come strictly after ``value``."""
        if value is None:
            return Q(pk__in=[])
        beyond = Q(**{f"{self.path}__{'lt' if self.descending else 'gt'}": value})
        return beyond | Q(**{f"{self.path}__isnull": True}) if self.nullable else beyond

    def same(self, value: Any) -> Q:
        """Rows that tie with ``value``."""
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})


def label_path(spec: FieldSpec) -> str:
    """The ORM path of the label of a reference."""
    target = by_name(spec.ref_name() or "")
    return f"{spec.column}__{target.label_field if target else 'name'}"


def sort_keys(actor: Actor, resource: Resource, sort: str) -> list[SortKey]:
    """Parse ``-updated_at,name``. Raises bad_filter for names that cannot be sorted or seen."""
    specs = readable_specs(actor, resource)
    keys = []
    for part in (sort or resource.ordering).split(",")[:4]:
        name = part.lstrip("-")
        spec = specs.get(name)
        if spec is None or not spec.sortable:
            raise bad(_("不能按“%(name)s”排序。") % {"name": name[:50]})
        path = resource.model.sort_columns.get(name, spec.column) if hasattr(resource.model, "sort_columns") else spec.column
        keys.append(SortKey(name, label_path(spec) if spec.family == "ref" else path, part.startswith("-"), spec.null))
    return keys


def base_rows(actor: Actor, resource: Resource, query: ListQuery) -> QuerySet[Any]:
    """Rows of a list before order and page. Archived ones are left out unless the filter asks for them."""
    require(actor, resource, "read")
    rows = visible(actor, resource).filter(compile_filter(actor, resource, query.filter))
    if query.q.strip():
        if not resource.search_fields:
            raise bad(_("该列表不支持搜索。"))
        rows = rows.filter(search(actor, resource, query.q))
    if "archived_at" in resource.specs and "archived_at" not in names_in(query.filter):
        rows = rows.filter(archived_at=None)
    return rows


def _columns(actor: Actor, resource: Resource, names: Iterable[str]) -> dict[str, FieldSpec]:
    specs = readable_specs(actor, resource)
    always = [name for name in ("id", "version", resource.label_field) if name in specs]
    wanted = dict.fromkeys([*always, *names])
    if unknown := [name for name in wanted if name not in specs]:
        raise bad(_("没有字段“%(name)s”，或您无权查看它。") % {"name": unknown[0][:50]})
    return {name: specs[name] for name in wanted}


def json_sql(rows: QuerySet[Any], columns: dict[str, FieldSpec]) -> tuple[str, Sequence[Any]]:
    """Wrap a queryset so that PostgreSQL answers one JSON text per row. Raises EmptyResultSet."""
    paths: list[str] = []
    outputs: list[str] = []
    for name, spec in columns.items():
        at = len(paths)
        if spec.family == "ref" and not spec.custom:
            paths += [spec.column if spec.column.endswith("_id") else f"{spec.column}_id", label_path(spec)]
            value = f"CASE WHEN t.c{at} IS NULL THEN NULL ELSE json_build_object('id', t.c{at}, 'label', t.c{at + 1}) END"
        else:
            paths.append(spec.column)
            value = _plain(spec, f"t.c{at}")
        outputs.append(f'{value} AS "{name}"')
    sql, params = rows.values_list(*_positions(paths)).query.sql_with_params()
    names = ", ".join(f"c{i}" for i in range(len(paths)))
    return f"SELECT row_to_json(r)::text FROM (SELECT {', '.join(outputs)} FROM ({sql}) AS t({names})) r", params


def _plain(spec: FieldSpec, column: str) -> str:
    if spec.custom and spec.family == "ref":
        target = by_name(spec.ref)
        if target is None:
            return "NULL"
        found = f"SELECT json_build_object('id', x.id, 'label', x.{target.label_field}) FROM {target.table} x"
        return f"({found} WHERE x.id = NULLIF({column} #>> '{{}}', '')::uuid)"
    return f"{column}::text" if spec.type in ("money", "percent", "decimal") and not spec.custom else column


def _positions(paths: list[str]) -> list[Any]:
    """values_list drops repeated names; an F() alias keeps every position its own column."""
    return [path if path not in paths[:i] else F(path) for i, path in enumerate(paths)]


def page(actor: Actor, resource: Resource, query: ListQuery) -> bytes:
    """Return the page as JSON bytes: ``{"items": […], "next": cursor|null}`` plus nothing else. Raises bad_filter, not_allowed."""
    compiled = _kept("page", actor, resource, query, _compile)
    if compiled is None:
        return b'{"items":[],"next":null'
    sql, params, keys = compiled
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = [row[0] for row in cursor.fetchall()]
    more = len(found) > query.limit
    following = f'"{_cursor(keys, found[query.limit - 1])}"' if more else "null"
    return ('{"items":[' + ",".join(found[: query.limit]) + f'],"next":{following}').encode()


def _kept(what: str, actor: Actor, resource: Resource, query: ListQuery, make: Callable[[Actor, Resource, ListQuery], T]) -> T:
    """SQL is made once for an actor, a query and a day: making it takes longer than a short list."""
    if not actor.key:
        return make(actor, resource, query)
    shape = (json.dumps(query.filter, sort_keys=True), query.q, query.sort, query.cursor, query.limit, query.fields)
    return config.keep((what, actor.key, resource.name, *shape, timezone.localdate()), lambda: make(actor, resource, query))


def _compile(actor: Actor, resource: Resource, query: ListQuery) -> tuple[str, Sequence[Any], list[SortKey]] | None:
    keys = sort_keys(actor, resource, query.sort)
    rows = base_rows(actor, resource, query)
    if query.cursor:
        rows = rows.filter(_after(keys, query.cursor, resource))
    descending = keys[0].descending
    rows = rows.order_by(*(key.order() for key in keys), "-pk" if descending else "pk")[: query.limit + 1]
    shown = query.fields or [name for name in resource.list_display if name in readable_specs(actor, resource)]
    columns = _columns(actor, resource, [*shown, *(key.name for key in keys)])
    hidden = {f"~{key.name}": FieldSpec(f"~{key.name}", "", "text", path=key.path) for key in keys if _needs_own_column(key, columns)}
    try:
        sql, params = json_sql(rows, columns | hidden)
    except EmptyResultSet:
        return None
    return sql, params, keys


def _needs_own_column(key: SortKey, columns: dict[str, FieldSpec]) -> bool:
    return columns[key.name].family != "ref" and columns[key.name].column != key.path


def _cursor(keys: list[SortKey], last: str) -> str:
    row = json.loads(last)
    values = [row.get(f"~{key.name}", row[key.name]) for key in keys]
    flat = [value["label"] if isinstance(value, dict) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps([*flat, row["id"]], ensure_ascii=False).encode()).decode().rstrip("=")


def _after(keys: list[SortKey], cursor: str, resource: Resource) -> Q:
    from .ids import parse_uuid

    try:
        *values, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        typed = [_typed(resource.model, key.path, value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, DomainError) as error:
        raise bad(_("翻页标记已失效，请从第一页重新打开列表。")) from error
    if parse_uuid(last) is None:
        raise bad(_("翻页标记已失效，请从第一页重新打开列表。"))
    tie, condition = Q(), Q()
    for key, value in zip(keys, typed, strict=True):
        condition |= tie & key.after(value)
        tie &= key.same(value)
    return condition | (tie & Q(**{"pk__lt" if keys[0].descending else "pk__gt": last}))


def _typed(model: type[Model], path: str, value: Any) -> Any:
    """The cursor's value in the column's own type. ValueError: it is not one."""
    field: Any = None
    for part in path.split("__"):
        field = model._meta.get_field(part)
        model = field.related_model or model
    if value is None:
        return None
    try:
        typed = field.to_python(value)
    except Exception as error:  # Django's fields raise ValidationError and others for foreign text
        raise ValueError(path) from error
    return timezone.make_aware(typed) if isinstance(typed, dt.datetime) and timezone.is_naive(typed) else typed


def count(actor: Actor, resource: Resource, query: ListQuery) -> tuple[int, bool]:
    """The number of rows and whether it is exact; counting stops at 10,000."""
    compiled = _kept("count", actor, resource, query, _compile_count)
    if compiled is None:
        return 0, True
    with connection.cursor() as cursor:
        cursor.execute(*compiled)
        number = cursor.fetchone()[0]
    return min(number, COUNT_CAP), number <= COUNT_CAP


def _compile_count(actor: Actor, resource: Resource, query: ListQuery) -> tuple[str, Sequence[Any]] | None:
    rows = base_rows(actor, resource, query).order_by().values("pk")[: COUNT_CAP + 1]
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return f"SELECT count(*) FROM ({sql}) t", params


def one(actor: Actor, resource: Resource, pk: Any) -> dict[str, Any]:
    """One row as the actor may read it, all readable fields. The caller has checked that it is visible."""
    specs = readable_specs(actor, resource)
    rows = resource.model._default_manager.filter(pk=pk)
    sql, params = json_sql(rows, specs)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchone()
    row: dict[str, Any] = msgspec.json.decode(found[0])
    return row


def options(actor: Actor, resource: Resource, q: str = "", ids: Sequence[str] = (), limit: int = 20) -> list[dict[str, Any]]:
    """Choices for a select: the visible rows that match, as id, label and a hint."""
    rows = base_rows(
        actor,
        resource,
        ListQuery(q=q if not ids else "", filter=["archived_at", "empty", True] if not ids and "archived_at" in resource.specs else None),
    )
    if ids:
        rows = visible(actor, resource).filter(pk__in=ids)
    fields = ["pk", resource.label_field, *([resource.hint_field] if resource.hint_field in readable_specs(actor, resource) else [])]
    order = resource.model.sort_columns.get(resource.label_field, resource.label_field) if hasattr(resource.model, "sort_columns") else "pk"
    return [
        {"id": str(row[0]), "label": str(row[1]), "hint": str(row[2]) if len(row) > 2 and row[2] else ""}
        for row in rows.order_by(order, "pk").values_list(*fields)[:limit]
    ]
