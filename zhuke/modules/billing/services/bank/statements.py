"""Statements: made, filled from a file, counted."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db.models import Count, Max, Min, Q, Sum
from django.utils.translation import gettext_lazy as _

from zhuke.commons.imports.findings import MAX_BYTES
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import BankLine, BankStatement
from zhuke.modules.billing.services.ledger import ZERO
from zhuke.modules.billing.services.places import company_of

from .reading import Found, Line, digits, read


def begin(actor: Actor, *, pk: UUID | None = None, **values: Any) -> BankStatement:
    """An empty statement of an account; its file comes with ``fill``. Raises invalid."""
    row: BankStatement = build(actor, by_model(BankStatement), values, pk=pk)
    save(row, by_model(BankStatement))
    emit("bank_statements.created", row, actor)
    return row


def edit(actor: Actor, row: BankStatement, **values: Any) -> BankStatement:
    """Change it; unit and account only while it is empty, for they tell its lines from others. Raises invalid."""
    if row.state != "empty" and any(name in values and values[name] != getattr(row, name) for name in ("unit_id", "account")):
        raise invalid({"account": [_("已导入流水，不能再换公司和账户。请新建一份。")]})
    assign(row, values)
    save(row, by_model(BankStatement))
    emit("bank_statements.updated", row, actor, {"fields": sorted(values)})
    return row


def fill(actor: Actor, row: BankStatement, file: File[Any], filename: str) -> BankStatement:
    """Read a file into the locked statement; movements that are known already are counted and left out.

    Raises the codes of unreadable files, no_statement, no_lines.
    """
    if (file.size or 0) > MAX_BYTES:
        raise DomainError("too_large", _("文件超过 50 MB，请按月份分开导出。"), fields={"file": [_("文件太大。")]})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statement.bin"
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        found = read(path, filename, account=row.account)
    if not found.lines:
        raise DomainError("no_lines", _("文件里没有一笔收支。请检查导出的日期范围。"), fields={"file": [_("没有收支明细。")]})
    return take(actor, row, found)


def take(actor: Actor, row: BankStatement, found: Found) -> BankStatement:
    """Add what was read; the same movement again, from this file or an older one, is counted as repeated."""
    known, fresh = Counter[str](), []
    for line in found.lines:
        base = _base(row, line)
        known[base] += 1
        fresh.append(_bank_line(row, line, hashlib.sha256(f"{base}|{known[base]}".encode()).hexdigest()))
    before = row.lines.count()
    BankLine.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000)
    row.repeated_count += len(fresh) - (row.lines.count() - before)
    row.findings = found.findings
    recount(row)
    emit("bank_statements.read", row, actor, {"lines": len(found.lines), "repeated": row.repeated_count})
    return row


def _base(row: BankStatement, line: Line) -> str:
    """What makes a movement the same in two files. Two equal ones of a day are told apart by their count."""
    parts = [company_of(row.unit_id), digits(row.account), line.on, line.direction, line.amount, line.party, line.party_account]
    # The bank's own number is sure where there is one; else the balance behind the movement tells as much.
    return "|".join(str(part) for part in [*parts, line.reference or line.balance])


def _bank_line(row: BankStatement, line: Line, fingerprint: str) -> BankLine:
    return BankLine(
        statement=row,
        number=line.number,
        on=line.on,
        direction=line.direction,
        amount=line.amount,
        balance=line.balance,
        party=line.party,
        party_account=line.party_account,
        summary=line.summary,
        reference=line.reference,
        fingerprint=fingerprint,
    )


def recount(row: BankStatement) -> BankStatement:
    """Rewrite the counts and sums of a statement, and save."""
    sums = row.lines.aggregate(
        since=Min("on"),
        until=Max("on"),
        lines=Count("id"),
        waiting=Count("id", filter=Q(state="waiting")),
        income=Sum("amount", filter=Q(direction="income")),
        expense=Sum("amount", filter=Q(direction="expense")),
    )
    row.since, row.until, row.lines_count, row.waiting_count = sums["since"], sums["until"], sums["lines"], sums["waiting"]
    row.income, row.expense = sums["income"] or ZERO, sums["expense"] or ZERO
    row.state = "empty" if not row.lines_count else "open" if row.waiting_count else "done"
    save(row, by_model(BankStatement))
    return row


def refresh(actor: Actor, row: BankStatement) -> BankStatement:
    """Count again what waits; the right to do so is the right to match lines."""
    return recount(row)
