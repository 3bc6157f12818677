"""The audit list as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from zhuke.commons.exports import services as exports
from zhuke.commons.exports.sheets import Column
from zhuke.commons.jobs.models import Job
from zhuke.commons.jobs.services import Progress, start
from zhuke.kernel.access import Actor, require
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_name

from . import services
from .services import Asked


def ask(actor: Actor, asked: Asked, kind: str) -> Job:
    """Start the export. Raises not_allowed, too_long, too_many_jobs."""
    from procrastinate.contrib.django import app

    services.auditor(actor)
    _check(actor)
    services.check(asked)
    plain = {name: str(value) if value is not None else None for name, value in asdict(asked).items()}
    with transaction.atomic():
        job = start(actor, "export", _("导出审计日志"), task=app.tasks["audit.export"], asked=plain, kind_of_file=kind)
        emit("audit.exported", job, actor, {"asked": {name: value for name, value in plain.items() if value}})
    return job


def _check(actor: Actor) -> None:
    resource = by_name("audit")
    assert resource is not None
    require(actor, resource, "export")


def write(progress: Progress, plain: Mapping[str, Any], kind: str) -> None:
    """The body of the job."""
    actor = services.auditor(progress.actor)
    _check(progress.actor)
    asked = _read(plain)
    progress.total(services.changes(actor, asked).count())
    columns = [
        Column("at", _("时间"), "datetime"),
        Column("actor", _("操作人")),
        Column("operation", _("操作")),
        Column("resource", _("对象")),
        Column("object", _("记录")),
        Column("field", _("字段")),
        Column("old", _("原值")),
        Column("new", _("新值")),
        Column("event_at", _("发生时间"), "datetime"),
        Column("cause", _("来源")),
    ]
    exports.save(progress, "audit", _("审计日志"), kind, columns, services.lines(actor, asked))


def _read(plain: Mapping[str, Any]) -> Asked:
    values = dict(plain)
    for name in ("who", "object_id"):
        values[name] = UUID(values[name]) if values[name] else None
    for name in ("since", "until"):
        values[name] = dt.date.fromisoformat(values[name]) if values[name] else None
    return Asked(**values)
