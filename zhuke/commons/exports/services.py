"""Exports: asked for in a request, written by a job, fetched by the person who asked."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.core.exceptions import EmptyResultSet
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.commons.jobs.models import Job
from zhuke.commons.jobs.services import Progress, own, start
from zhuke.kernel import query
from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.errors import DomainError, NotFound
from zhuke.kernel.events import emit
from zhuke.kernel.filters import bad, readable_specs
from zhuke.kernel.resource import Resource, by_name

from .models import ExportFile
from .sheets import WRITERS, Column, column_of, with_unique_titles

KEPT_DAYS = 7
CHUNK = 1000
FOLDER = "exports"


def ask(actor: Actor, resource: Resource, asked: Mapping[str, Any]) -> Job:
    """Start the export of ``asked`` (format, fields, ids or filter/q/sort). Raises not_allowed, not_exportable, bad_filter.

    Everything is checked now, as the actor is now: the job may only repeat it.
    """
    from procrastinate.contrib.django import app

    check(actor, resource)
    rows = rows_of(actor, resource, asked)
    columns_of(actor, resource, asked["fields"])
    task = app.tasks["exports.write"]
    with transaction.atomic():
        job = start(actor, "export", _("导出%(label)s") % {"label": resource.label}, task=task, resource=resource.name, asked=dict(asked))
        emit(f"{resource.name}.exported", job, actor, {"asked": dict(asked), "rows": query_count(rows)})
    return job


def check(actor: Actor, resource: Resource) -> None:
    """Raise unless the actor may export this resource."""
    require(actor, resource, "read")
    if not resource.exportable:
        raise DomainError("not_exportable", _("“%(label)s”不能导出。") % {"label": resource.label})
    require(actor, resource, "export")


def rows_of(actor: Actor, resource: Resource, asked: Mapping[str, Any]) -> QuerySet[Any]:
    """The rows, in the order of the list; as far as both the right to read and the right to export reach."""
    keys = query.sort_keys(actor, resource, asked["sort"])
    if asked["ids"] is not None:
        rows = visible(actor, resource).filter(pk__in=asked["ids"])
    else:
        rows = query.base_rows(actor, resource, query.ListQuery(filter=asked["filter"], q=asked["q"]))
    rows = rows.filter(resource.scope.q(actor, resource, "export"))
    return rows.order_by(*(key.order() for key in keys), "-pk" if keys[0].descending else "pk")


def columns_of(actor: Actor, resource: Resource, names: Sequence[str]) -> list[Column]:
    """The chosen columns (none chosen: those of the list that the actor may read), id and version hidden at the end. Raises bad_filter."""
    specs = readable_specs(actor, resource)
    wanted = dict.fromkeys(names or [name for name in resource.list_display if name in specs])
    if unknown := [name for name in wanted if name not in specs]:
        raise bad(_("没有字段“%(name)s”，或您无权查看它。请重新选择导出的字段。") % {"name": unknown[0][:50]})
    shown = [column_of(specs[name]) for name in wanted if name not in ("id", "version")]
    keys = [Column(name, name, "integer" if name == "version" else "text", hidden=True) for name in ("id", "version") if name in specs]
    return with_unique_titles([*shown, *keys])


def query_count(rows: QuerySet[Any]) -> int:
    """How many rows, exactly."""
    return rows.order_by().values("pk").count()


def write(progress: Progress, resource_name: str, asked: Mapping[str, Any]) -> None:
    """The body of the job. Writing again after a killed worker starts a fresh file."""
    resource, actor = by_name(resource_name), progress.actor
    if resource is None:
        raise NotFound
    check(actor, resource)
    rows = rows_of(actor, resource, asked)
    columns = columns_of(actor, resource, asked["fields"])
    specs = readable_specs(actor, resource)
    progress.total(query_count(rows))
    source = stream(rows, {column.name: specs[column.name] for column in columns})
    save(progress, resource.name, str(resource.label), asked["format"], columns, source)


def stream(rows: QuerySet[Any], specs: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Rows as dicts, through a cursor on the server."""
    try:
        sql, params = query.json_sql(rows, dict(specs))
    except EmptyResultSet:
        return
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while chunk := cursor.fetchmany(CHUNK):
            for row in chunk:
                yield decode(row[0])


def save(
    progress: Progress,
    resource: str,
    label: str,
    kind: str,
    columns: Sequence[Column],
    source: Iterable[Mapping[str, Any]],
    *,
    action: str = "export",
) -> None:
    """Write the rows to a file, store it for the asker, and put its address into the job's result."""
    job = progress.job
    name = f"{label}_{timezone.localtime():%Y%m%d_%H%M}.{kind}"
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / f"export.{kind}"
        count = _write(progress, WRITERS[kind](path, columns, label), columns, source)
        with path.open("rb") as file:
            stored = default_storage.save(f"{FOLDER}/{job.pk}.{kind}", File(file))
        size = path.stat().st_size
    expires = timezone.now() + dt.timedelta(days=KEPT_DAYS)
    ExportFile.objects.update_or_create(
        job=job,
        defaults={
            "resource": resource, "action": action, "name": name, "path": stored, "size": size, "rows": count,
            "expires_at": expires,
        },
    )  # fmt: skip
    progress.result = {
        "url": f"/api/v1/exports/{job.pk}/content",
        "name": name,
        "rows": count,
        "size": size,
        "expires_at": expires.isoformat(),
    }
    progress.message = _("已导出 %(n)s 行。") % {"n": count}


def _write(progress: Progress, writer: Any, columns: Sequence[Column], source: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    try:
        for row in source:
            writer.row([column.value(row.get(column.name)) for column in columns])
            count += 1
            if count % CHUNK == 0:
                progress.step(count)
    finally:
        writer.close()
    progress.step(count)
    return count


def open_file(actor: Actor, job_id: UUID) -> tuple[ExportFile, File[bytes]]:
    """The finished file of one's own export. Raises not_found (also after a week), not_allowed when the right is gone."""
    job = own(actor, job_id)
    found = ExportFile.objects.filter(job=job, expires_at__gt=timezone.now()).first()
    if found is None or not default_storage.exists(found.path):
        raise NotFound(_("没有找到这个导出文件：它可能已过期（保留 7 天），请重新导出。"))
    resource = by_name(found.resource)
    if resource is not None:
        require(actor, resource, found.action)
    return found, default_storage.open(found.path)


def clean_up() -> int:
    """Delete files past their week, and files that no export knows (a worker died in between); returns how many."""
    gone = list(ExportFile.objects.filter(expires_at__lt=timezone.now()))
    for found in gone:
        default_storage.delete(found.path)
        found.delete()
    return len(gone) + _sweep()


def _sweep() -> int:
    before = timezone.now() - dt.timedelta(days=1)
    known = set(ExportFile.objects.values_list("path", flat=True))
    try:
        paths = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    except FileNotFoundError:  # a folder in which nothing was ever exported; an object store knows no folders and answers with no names
        return 0
    strays = [path for path in paths if path not in known and default_storage.get_modified_time(path) < before]
    for path in strays:
        default_storage.delete(path)
    return len(strays)
