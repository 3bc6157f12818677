"""Seal history into a hash chain, verify it, and give it out for a verification that needs no database.

Each link is the SHA-256 of the link before it and of its changes in id order. Who notes the newest link somewhere else can prove later
that nothing before it was altered, added or removed, even by someone who rules the database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Sum

from zhuke.kernel.models import Change

from . import witnesses
from .models import Seal, Watermark

LINK = 5000
ENTRIES = """
SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), "table", object_id::text, operation, diff::text, actor_id::text,
       actor_name, cause, to_char(event_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
FROM kernel_change WHERE id BETWEEN %s AND %s ORDER BY id
"""
RIPE = """
SELECT last FROM audit_watermark WHERE pg_snapshot_xmin(pg_current_snapshot())::text::numeric > horizon::numeric ORDER BY last DESC LIMIT 1
"""
# The mark's own transaction id: every transaction that already has one has a smaller one (a snapshot's xmax may be below running ones).
MARK = """
INSERT INTO audit_watermark (last, horizon)
SELECT coalesce(max(id), 0), pg_current_xact_id()::text FROM kernel_change
"""


def digest_of(previous: str, entries: Iterable[tuple[Any, ...]]) -> str:
    """The link over ``entries`` (id, at, table, object, operation, diff, actor id, actor name, cause, event time), in id order."""
    chain = hashlib.sha256(previous.encode())
    for entry in entries:
        chain.update(json.dumps(list(entry), ensure_ascii=False, separators=(",", ":")).encode())
        chain.update(b"\n")
    return chain.hexdigest()


def _entries(first: int, last: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [first, last])
        return list(cursor.fetchall())


def seal() -> int:
    """Seal all changes that no running transaction can still precede; return how many. Meant for one periodic job; safe to repeat."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('zhuke.seal'))")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(RIPE)
        row = cursor.fetchone()
        sealed = _seal_up_to(row[0]) if row else 0
        if row:
            Watermark.objects.filter(last__lte=row[0]).delete()
        cursor.execute(MARK)
        return sealed


def _seal_up_to(last: int) -> int:
    link = Seal.objects.order_by("-last").first()
    position, digest, total = (link.last, link.digest, 0) if link else (0, "", 0)
    while position < last:
        ids = list(Change.objects.filter(id__gt=position, id__lte=last).order_by("id").values_list("id", flat=True)[:LINK])
        if not ids:
            break
        entries = _entries(ids[0], ids[-1])
        digest = digest_of(digest, entries)
        Seal.objects.create(first=ids[0], last=ids[-1], count=len(entries), digest=digest)
        position, total = ids[-1], total + len(entries)
    return total


def verify() -> list[str]:
    """Recompute the chain and compare the witnesses. Returns a sentence per broken link and per row that disagrees; empty: all is well."""
    problems, digest, position = [], "", 0
    for link in Seal.objects.order_by("last").iterator():
        entries = _entries(position + 1, link.last)
        digest = digest_of(digest, entries)
        if digest != link.digest or len(entries) != link.count:
            fits = "相符" if digest == link.digest else "不符"
            problems.append(f"变更 {link.first}–{link.last}：应有 {link.count} 条，实有 {len(entries)} 条，摘要{fits}")
            digest = link.digest  # one broken link must not make all later ones look broken
        position = link.last
    return problems + witnesses.problems()


def state() -> dict[str, Any]:
    """How far history is sealed: links, sealed changes, those that wait for the next link, and the newest link to note elsewhere."""
    link, totals = newest(), Seal.objects.aggregate(links=Count("pk"), sealed=Sum("count"))
    return {
        "links": totals["links"],
        "sealed": totals["sealed"] or 0,
        "waiting": Change.objects.filter(id__gt=link.last if link else 0).count(),
        "last": link.last if link else None,
        "at": link.at if link else None,
        "digest": link.digest if link else "",
    }


def newest() -> Seal | None:
    """The newest link, for noting it elsewhere."""
    return Seal.objects.order_by("-last").first()


def dump() -> Iterator[str]:
    """The chain as JSON lines: which tables are witnesses, the entries of a link, then the link, at the end the witnesses' rows.

    What is not sealed yet stays out.
    """
    position = 0
    for witness in witnesses.all_witnesses():
        yield _line({"witness": {"table": witness.table, "columns": list(witness.columns)}})
    for link in Seal.objects.order_by("last").iterator():
        for entry in _entries(position + 1, link.last):
            yield _line({"entry": list(entry)})
        sealed = {"first": link.first, "last": link.last, "count": link.count, "digest": link.digest, "at": link.at.isoformat()}
        yield _line({"seal": sealed})
        position = link.last
    for witness in witnesses.all_witnesses():
        for pk, values in witnesses.sealed_rows(witness):
            yield _line({"row": {"table": witness.table, "id": pk, "values": values}})


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
