"""History: who changed what, when and why. Rows come from triggers; a job seals them into a hash chain that anyone can verify."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

from .access import Actor
from .fields import FieldSpec
from .filters import readable_specs
from .models import Change, Seal, Watermark
from .resource import Resource, by_name

SEAL_CHUNK = 5000
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
                "SELECT set_config('zhuke.actor', %s, true), set_config('zhuke.actor_name', %s, true), set_config('zhuke.event_at', %s, true), "
                "set_config('zhuke.cause', coalesce(nullif(%s, ''), nullif(current_setting('zhuke.cause', true), ''), %s), true), "
                "set_config('zhuke.request', %s, true)",
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


def history(actor: Actor, resource: Resource, object_id: Any, *, before: int | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """Changes of one record, newest first, masked fields left out. The caller has checked that the record is visible."""
    rows = Change.objects.filter(object_id=object_id, table=resource.table)
    if before:
        rows = rows.filter(id__lt=before)
    return [present(actor, resource, change) for change in rows.order_by("-id")[:limit]]


def present(actor: Actor, resource: Resource, change: Change) -> dict[str, Any]:
    """One change as people read it: labels for fields, choices and references; only what the actor may see."""
    operation = {"INSERT": "create", "UPDATE": "update", "DELETE": "delete"}[change.operation]
    return {
        "id": change.id,
        "at": change.at,
        "event_at": change.event_at,
        "actor": {"id": change.actor_id, "label": change.actor_name} if change.actor_name else None,
        "cause": change.cause,
        "operation": operation,
        "changes": list(_changes(actor, resource, change)),
    }


def _changes(actor: Actor, resource: Resource, change: Change) -> Iterator[dict[str, Any]]:
    specs = readable_specs(actor, resource)
    by_column = {_db_column(resource, spec): spec for spec in specs.values() if not spec.custom}
    for column, value in change.diff.items():
        old, new = value if change.operation == "UPDATE" else (None, value) if change.operation == "INSERT" else (value, None)
        if column == "custom":
            yield from _custom_changes(specs, old or {}, new or {})
        elif (spec := by_column.get(column)) and spec.name != "id":
            yield {"field": spec.name, "label": str(spec.label), "old": shown(spec, old), "new": shown(spec, new)}


def _custom_changes(specs: dict[str, FieldSpec], old: dict[str, Any], new: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, spec in specs.items():
        if spec.custom and old.get(name[3:]) != new.get(name[3:]):
            yield {"field": name, "label": str(spec.label), "old": shown(spec, old.get(name[3:])), "new": shown(spec, new.get(name[3:]))}


def _db_column(resource: Resource, spec: FieldSpec) -> str:
    return str(resource.model._meta.get_field(spec.name).column)  # type: ignore[union-attr]


def shown(spec: FieldSpec, value: Any) -> Any:
    """A stored value as people read it."""
    if value in (None, ""):
        return None
    if spec.family == "ref":
        target = by_name(spec.ref_name() or "")
        label = target.model._default_manager.filter(pk=value).values_list(target.label_field, flat=True).first() if target else None
        return str(label) if label else str(value)
    if spec.family in ("choice", "choices"):
        labels = {o["value"]: o["label"] for o in spec.options()}
        return "、".join(labels.get(v, str(v)) for v in (value if isinstance(value, list) else [value]))
    return value


def digest_of(previous: str, entries: Iterable[tuple[Any, ...]]) -> str:
    """The link of the chain over ``entries`` (id, at, table, object, operation, diff, actor id, actor name, cause, event time), in id order."""
    chain = hashlib.sha256(previous.encode())
    for entry in entries:
        chain.update(json.dumps(list(entry), ensure_ascii=False, separators=(",", ":")).encode())
        chain.update(b"\n")
    return chain.hexdigest()


def _entries(first: int, last: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), \"table\", object_id::text, operation, diff::text, actor_id::text, "
            "actor_name, cause, to_char(event_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') FROM kernel_change "
            "WHERE id BETWEEN %s AND %s ORDER BY id",
            [first, last],
        )
        return list(cursor.fetchall())


def seal() -> int:
    """Seal all changes that no running transaction can still precede; return how many. Meant for one periodic job; safe to repeat."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('zhuke.seal'))")
        if not cursor.fetchone()[0]:  # type: ignore[index]
            return 0
        cursor.execute(
            "SELECT last FROM kernel_watermark WHERE pg_snapshot_xmin(pg_current_snapshot())::text::numeric >= horizon::numeric ORDER BY last DESC LIMIT 1"
        )
        row = cursor.fetchone()
        sealed = _seal_up_to(row[0]) if row else 0
        if row:
            Watermark.objects.filter(last__lte=row[0]).delete()
        cursor.execute(
            "INSERT INTO kernel_watermark (last, horizon) SELECT coalesce(max(id), 0), pg_snapshot_xmax(pg_current_snapshot())::text FROM kernel_change"
        )
        return sealed


def _seal_up_to(last: int) -> int:
    link = Seal.objects.order_by("-last").first()
    position, digest, total = (link.last, link.digest, 0) if link else (0, "", 0)
    while position < last:
        ids = list(Change.objects.filter(id__gt=position, id__lte=last).order_by("id").values_list("id", flat=True)[:SEAL_CHUNK])
        if not ids:
            break
        entries = _entries(ids[0], ids[-1])
        digest = digest_of(digest, entries)
        Seal.objects.create(first=ids[0], last=ids[-1], count=len(entries), digest=digest)
        position, total = ids[-1], total + len(entries)
    return total


def verify() -> list[str]:
    """Recompute the chain. Returns one sentence per broken link; empty: nothing sealed was altered, added or removed."""
    problems, digest, position = [], "", 0
    for link in Seal.objects.order_by("last").iterator():
        entries = _entries(position + 1, link.last)
        digest = digest_of(digest, entries)
        if digest != link.digest or len(entries) != link.count:
            problems.append(
                f"变更 {link.first}–{link.last}：应有 {link.count} 条，实有 {len(entries)} 条，摘要{'相符' if digest == link.digest else '不符'}"
            )
            digest = link.digest
        position = link.last
    return problems
