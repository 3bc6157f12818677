"""History: who changed what, when and why. Rows come from triggers; commons/audit seals them into a hash chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from .access import Actor
from .fields import FieldSpec
from .filters import readable_specs
from .models import Change
from .resource import Resource, by_name

# The id of the request being answered, for history rows; set by the middleware, empty in jobs.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")


@contextmanager
def writing(actor: Actor, cause: str = "", *, event_at: dt.datetime | None = None, request_id: str = "") -> Iterator[None]:
    """One transaction whose changes are recorded as ``actor``'s, with the cause (default ``api``, ``system``; else ``import:<id>`` …).

    Nested blocks join the outer one and keep its cause unless they name their own.
    """
    request_id = request_id or REQUEST_ID.get()
    cause = cause or ("api" if request_id else "")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('zhuke.actor', %s, true), set_config('zhuke.actor_name', %s, true), "
                "set_config('zhuke.event_at', %s, true), "
                "set_config('zhuke.cause', coalesce(nullif(%s, ''), nullif(current_setting('zhuke.cause', true), ''), %s), true), "
                "set_config('zhuke.request', %s, true), set_config('pgtrigger.ignore', '{}', true)",  # unset, row triggers fail to read it
                [str(actor.id or ""), actor.name, event_at.isoformat() if event_at else "", cause, "system", request_id],
            )
        yield


@contextmanager
def deriving() -> Iterator[None]:
    """Inside a transaction: updates rewrite derived columns only, so they make no version and no history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('zhuke.derived', 'on', true)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('zhuke.derived', '', true)")


# What ``note`` writes beside columns of the table: {"files": "文件"}. Filled by the apps that write it.
BESIDE: dict[str, Any] = {}
Labels = Mapping[tuple[str, str], str]


def history(actor: Actor, resource: Resource, object_id: Any, *, before: int | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """Changes of one record, newest first, masked fields left out. The caller has checked that the record is visible."""
    rows = Change.objects.filter(object_id=object_id, table=resource.table)
    if before:
        rows = rows.filter(id__lt=before)
    return present(actor, [(resource, change) for change in rows.order_by("-id")[:limit]])


def present(actor: Actor, pairs: Sequence[tuple[Resource, Change]]) -> list[dict[str, Any]]:
    """Changes as people read them: labels for fields, choices and references; only what the actor may see."""
    specs = {resource.name: readable_specs(actor, resource) for resource, _change in pairs}
    labels = _labels(specs, pairs)
    return [
        {
            "id": change.id,
            "at": change.at,
            "event_at": change.event_at,
            "actor": {"id": change.actor_id, "label": change.actor_name} if change.actor_name else None,
            "cause": change.cause,
            "operation": {"INSERT": "create", "UPDATE": "update", "DELETE": "delete"}[change.operation],
            "changes": [
                {"field": name, "label": str(label), "old": shown(spec, old, labels), "new": shown(spec, new, labels)}
                for name, label, spec, old, new in _changes(specs[resource.name], resource, change)
            ],
        }
        for resource, change in pairs
    ]


def _changes(specs: Mapping[str, FieldSpec], resource: Resource, change: Change) -> Iterator[tuple[str, Any, FieldSpec | None, Any, Any]]:
    """(name, label, spec, old, new) of every field that changed and is among ``specs``."""
    by_column = {resource.model._meta.get_field(s.name).column: s for s in specs.values() if not s.custom}  # type: ignore[union-attr]
    for column, value in change.diff.items():
        old, new = value if change.operation == "UPDATE" else (None, value) if change.operation == "INSERT" else (value, None)
        if column == "custom":
            for name, spec in specs.items():
                before, after = (old or {}).get(name[3:]), (new or {}).get(name[3:])
                if spec.custom and before != after:
                    yield name, spec.label, spec, before, after
        elif column in by_column and by_column[column].name != "id":
            yield by_column[column].name, by_column[column].label, by_column[column], old, new
        elif column in BESIDE:
            yield column, BESIDE[column], None, old, new


def _labels(specs: Mapping[str, Mapping[str, FieldSpec]], pairs: Sequence[tuple[Resource, Change]]) -> Labels:
    """Labels of all references in these changes by (resource, id): one query for each resource referred to."""
    wanted: dict[str, set[str]] = {}
    for resource, change in pairs:
        for _name, _label, spec, *values in _changes(specs[resource.name], resource, change):
            if spec and spec.family == "ref":
                wanted.setdefault(spec.ref_name() or "", set()).update(str(value) for value in values if value)
    found: dict[tuple[str, str], str] = {}
    for name, ids in wanted.items():
        if target := by_name(name):
            rows = target.model._default_manager.filter(pk__in=ids).values_list("pk", target.label_field)
            found |= {(name, str(pk)): str(label) for pk, label in rows}
    return found


def shown(spec: FieldSpec | None, value: Any, labels: Labels | None = None) -> Any:
    """A stored value as people read it. Without ``labels`` that of a reference is looked up."""
    if spec is None or value in (None, "", []):
        return value or None
    if spec.family == "ref":
        target = by_name(spec.ref_name() or "")
        if labels is not None:
            return labels.get((target.name if target else "", str(value)), str(value))
        label = target.model._default_manager.filter(pk=value).values_list(target.label_field, flat=True).first() if target else None
        return str(label) if label else str(value)
    if spec.family in ("choice", "choices"):
        names = {o["value"]: o["label"] for o in spec.options()}
        return "、".join(names.get(v, str(v)) for v in (value if isinstance(value, list) else [value]))
    return value
