"""A random sample of what was written, for a person to compare with the file (R17)."""

from __future__ import annotations

import random
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.commons.imports.models import CREATE, DONE, ImportBatch, ImportRow
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import Conflict, invalid

from . import batches
from .labels import Labels
from .values import current

SIZE = 20


def sample(actor: Actor, batch: ImportBatch, size: int = SIZE) -> dict[str, Any]:
    """The drawn rows, each with what the file said and what the record holds now, and the verdicts so far. Drawn once, then kept."""
    if not batch.sample:
        _draw(batch, size)
    rows = list(batch.rows.filter(pk__in=batch.sample["rows"]).order_by("number"))
    resource = batches.resource_of(batch)
    records = {row.pk: row for row in visible(actor, resource).filter(pk__in=[row.target for row in rows if row.target])}
    labels = Labels(actor, resource)
    labels.learn(current(labels.targets[name].spec, record) for record in records.values() for name in _own(labels))
    verdicts = batch.sample.get("verdicts", {})
    return {
        "size": len(rows),
        "checked": len(verdicts),
        "wrong": sum(not verdict["ok"] for verdict in verdicts.values()),
        "items": [_compared(batch, labels, row, records.get(row.target), verdicts.get(str(row.pk))) for row in rows],
    }


def judge(actor: Actor, batch: ImportBatch, row_id: int, *, ok: bool, remark: str = "") -> None:
    """Keep a person's verdict on one drawn row. Raises invalid."""
    with transaction.atomic():
        fresh = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if row_id not in fresh.sample.get("rows", ()):
            raise invalid({"row": [_("这一行不在抽查名单里。")]})
        verdict = {"ok": ok, "remark": remark, "by": actor.name, "at": timezone.now().isoformat()}
        fresh.sample = {**fresh.sample, "verdicts": {**fresh.sample.get("verdicts", {}), str(row_id): verdict}}
        fresh.save(update_fields=["sample"])
        batch.sample = fresh.sample


def _draw(batch: ImportBatch, size: int) -> None:
    written = list(batch.rows.filter(state=DONE).order_by("number").values_list("pk", flat=True))
    if not written:
        raise Conflict("nothing_to_sample", _("还没有写入任何行，暂时无法抽查。"))
    drawn = random.SystemRandom().sample(written, min(size, len(written)))
    batch.sample = {"rows": sorted(drawn), "verdicts": {}}
    batch.save(update_fields=["sample"])


def _own(labels: Labels) -> list[str]:
    return [name for name, target in labels.targets.items() if target.role == "field"]


def _compared(batch: ImportBatch, labels: Labels, row: ImportRow, record: Any, verdict: dict[str, Any] | None) -> dict[str, Any]:
    fields = []
    for column, name in batch.mapping.items():
        target = labels.targets.get(name)
        if target is None:
            continue
        now = labels.of(name, current(target.spec, record)) if record is not None and target.role == "field" else None
        shown = {"field": name, "label": str(target.spec.label), "file": row.raw.get(column, ""), "record": now}
        fields.append({**shown, "comparable": target.role == "field"})
    return {
        "row": row.pk,
        "number": row.number,
        "target": row.target,
        "operation": "create" if row.decision == CREATE else "update",
        "gone": record is None,
        "fields": fields,
        "verdict": verdict,
    }
