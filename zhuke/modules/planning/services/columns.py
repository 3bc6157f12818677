"""How rows of a plan lie in the database: read and written in sets, times as minutes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from zhuke.modules.planning.domain import state
from zhuke.modules.planning.domain.state import TaskRow
from zhuke.modules.planning.models import Assignment, Task, TaskLink

# 2000-01-01T00:00 in China, in minutes of Unix time: the country has had one clock since, without summer time.
OFFSET = 15_777_600

Column = tuple[str, str, str]  # name in memory, column, type
TASK: tuple[Column, ...] = (
    ("parent", "parent_id", "uuid"),
    ("position", "position", "integer"),
    ("name", "name", "text"),
    ("kind", "kind", "text"),
    ("owner", "owner_id", "uuid"),
    ("priority", "priority", "integer"),
    ("tag", "tag", "text"),
    ("duration", "duration", "integer"),
    ("elapsed", "elapsed", "boolean"),
    ("constraint", "constraint", "text"),
    ("constraint_at", "constraint_at", "time"),
    ("deadline", "deadline", "time"),
    ("progress", "progress", "number"),
    ("actual_start", "actual_start", "time"),
    ("actual_end", "actual_end", "time"),
    ("remaining", "remaining", "integer"),
    ("resume_at", "resume_at", "time"),
    ("calendar", "calendar_id", "uuid"),
    ("inactive", "inactive", "boolean"),
    ("manual", "manual", "boolean"),
    ("manual_start", "manual_start", "time"),
    ("manual_end", "manual_end", "time"),
    ("not_before", "not_before", "time"),
    ("cost_item", "cost_item_id", "uuid"),
    ("budget", "budget", "money"),
    ("note", "note", "text"),
    ("paused", "paused", "boolean"),
    ("uid", "uid", "integer"),
    ("source", "source", "jsonb"),
    ("archived", "archived_at", "gone"),
    ("state", "state", "text"),
    ("wbs", "wbs", "text"),
    ("wbs_sort", "wbs_sort", "text"),
    ("start", "starts_at", "time"),
    ("end", "ends_at", "time"),
    ("late_start", "late_start", "time"),
    ("late_end", "late_end", "time"),
    ("total_float", "total_float", "integer"),
    ("free_float", "free_float", "integer"),
    ("critical", "critical", "boolean"),
)
LINK: tuple[Column, ...] = (
    ("pred", "predecessor_id", "uuid"),
    ("succ", "successor_id", "uuid"),
    ("kind", "kind", "text"),
    ("lag", "lag", "integer"),
    ("percent", "lag_percent", "number"),
    ("elapsed", "elapsed", "boolean"),
    ("archived", "archived_at", "gone"),
)
ASSIGNMENT: tuple[Column, ...] = (
    ("task", "task_id", "uuid"),
    ("resource", "resource_id", "uuid"),
    ("units", "units", "number"),
    ("work", "work", "bigint"),
    ("archived", "archived_at", "gone"),
)
TABLES: dict[str, tuple[str, tuple[Column, ...]]] = {
    "tasks": (Task._meta.db_table, TASK),
    "links": (TaskLink._meta.db_table, LINK),
    "assignments": (Assignment._meta.db_table, ASSIGNMENT),
}
DERIVED = tuple(column for column in TASK if column[0] in (*state.DERIVED, *state.ROLLED))
_READ = {
    "time": "(floor(extract(epoch from {c}) / 60) - 15777600)::bigint",
    "number": "{c}::float8",
    "money": "{c}::text",
    "gone": "{c} IS NOT NULL",
    "jsonb": "nullif({c}, '{{}}'::jsonb)::text",
}
_SENT = {"time": "bigint", "number": "numeric", "money": "numeric", "gone": "boolean"}
_WRITTEN = {"time": "to_timestamp((r.{c} + 15777600) * 60)", "gone": "CASE WHEN r.{c} THEN coalesce(t.archived_at, now()) END"}
_ADDED = {"time": _WRITTEN["time"], "gone": "CASE WHEN r.{c} THEN now() END"}


def select(table: str, where: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows of a table as (id, columns …, version), in memory's form."""
    name, columns = TABLES[table]
    wanted = ", ".join(_READ.get(kind, "{c}").format(c=f'"{column}"') for _name, column, kind in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT id, {wanted}, version FROM "{name}" WHERE {where}', values)  # noqa: S608  names of our own tables
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def task_row(row: tuple[Any, ...]) -> TaskRow:
    """A task as ``select`` brings it, what lies in JSON taken apart."""
    task = TaskRow(*row)
    task.source = json.loads(task.source) if task.source else {}  # type: ignore[arg-type]
    return task


def update(table: str, rows: Iterable[Any], columns: Sequence[Column] | None = None) -> int:
    """Write these columns (default: all) of the rows by one statement."""
    name, every = TABLES[table]
    columns = columns or every
    sent = _packed(rows, columns)
    if not sent:
        return 0
    changes = ", ".join(f'"{c}" = ' + _WRITTEN.get(kind, "r.{c}").format(c=f'"{c}"') for _n, c, kind in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{name}" t SET {changes} FROM {_recordset(columns)} WHERE t.id = r.id', [_json(sent)])  # noqa: S608
        count: int = cursor.rowcount
    return count


def insert(table: str, rows: Iterable[Any], fixed: dict[str, Any]) -> int:
    """Add rows by one statement; ``fixed``: columns that are the same in all (plan, project, who made them)."""
    name, columns = TABLES[table]
    sent = _packed(rows, columns)
    if not sent:
        return 0
    into = ", ".join(f'"{c}"' for c in ("id", "version", "created_at", "updated_at", "custom", *fixed, *(c for _n, c, _k in columns)))
    values = ", ".join(_ADDED.get(kind, "r.{c}").format(c=f'"{c}"') for _n, c, kind in columns)
    same = "".join(f"%s::{kind}, " for kind in (_kind(value) for value in fixed.values()))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO \"{name}\" ({into}) SELECT r.id, 1, now(), now(), '{{}}', {same}{values} FROM {_recordset(columns)}",  # noqa: S608
            [*fixed.values(), _json(sent)],
        )
        count: int = cursor.rowcount
    return count


def _kind(value: Any) -> str:
    return "boolean" if isinstance(value, bool) else "uuid"


def _recordset(columns: Sequence[Column]) -> str:
    kinds = ", ".join(f'"{c}" {_SENT.get(kind, kind)}' for _n, c, kind in columns)
    return f"jsonb_to_recordset(%s::jsonb) AS r(id uuid, {kinds})"


def _packed(rows: Iterable[Any], columns: Sequence[Column]) -> list[dict[str, Any]]:
    return [{"id": row.id, **{column: getattr(row, name) for name, column, _kind in columns}} for row in rows]


def _json(rows: list[dict[str, Any]]) -> str:
    import msgspec

    return msgspec.json.encode(rows).decode()
