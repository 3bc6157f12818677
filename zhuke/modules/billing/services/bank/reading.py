"""Read a bank's file into movements: Excel or CSV, UTF-8 or GB18030, titles above, sums below, whatever order of columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuke.commons.imports import reading
from zhuke.commons.imports.amounts import to_decimal
from zhuke.commons.imports.cells import plain
from zhuke.commons.imports.dates import to_date
from zhuke.commons.imports.findings import UnreadableFile
from zhuke.commons.imports.layout import Header
from zhuke.commons.imports.tables import Row, SheetInfo, Workbook
from zhuke.kernel.errors import DomainError
from zhuke.modules.billing.domain.bank import WORDS, complete, movement, roles_of

MOST_LINES = 20_000
MOST_FINDINGS = 50


@dataclass(frozen=True)
class Line:
    """One movement of the file."""

    number: int
    on: dt.date
    direction: str
    amount: Decimal
    balance: Decimal | None
    party: str
    party_account: str
    summary: str
    reference: str


@dataclass(frozen=True)
class Found:
    """What a file holds, and the lines that could not be read with the reason of each."""

    lines: list[Line]
    findings: list[dict[str, Any]]
    sheet: str
    columns: dict[str, list[str]]


def read(path: Path, filename: str, *, account: str = "") -> Found:
    """The movements of a file. Raises the codes of UnreadableFile, and no_statement for a table without days or amounts."""
    try:
        workbook = reading.inspect(path, filename, vocabulary=[word for words in WORDS.values() for word in words])
        sheet, roles = _sheet_of(workbook)
        header = Header(sheet.header_row, sheet.header_span)
        found = reading.rows(path, sheet.index, header.row, header.span, reading=workbook.reading)
        return _read(found, sheet, roles, account)
    except UnreadableFile as problem:
        raise DomainError(problem.code, problem.message, fields={"file": [problem.message]}) from problem


def _sheet_of(workbook: Workbook) -> tuple[SheetInfo, dict[str, list[int]]]:
    """The sheet that looks most like a statement, and the roles of its columns."""
    best: tuple[int, SheetInfo, dict[str, list[int]]] | None = None
    for sheet in workbook.sheets:
        roles = roles_of({column.index: column.header for column in sheet.columns})
        if complete(roles) and sheet.header_row is not None and (best is None or len(roles) > best[0]):
            best = (len(roles), sheet, roles)
    if best is None:
        raise DomainError(
            "no_statement",
            _("没有在文件里找到“交易日期”和“金额（收入、支出）”的列。请上传网银导出的明细，表头保持原样。"),
            fields={"file": [_("没有找到日期和金额的列。")]},
        )
    return best[1], best[2]


def _read(rows: Iterator[Row], sheet: SheetInfo, roles: dict[str, list[int]], account: str) -> Found:
    lines: list[Line] = []
    findings: list[dict[str, Any]] = []
    for row in rows:
        if row.note in ("summary", "footer", "repeat_header", "section"):
            continue
        line, problem = _line(row, roles, account)
        if line:
            lines.append(line)
        elif problem and len(findings) < MOST_FINDINGS:
            findings.append({"row": row.number, "message": problem})
        if len(lines) > MOST_LINES:
            raise DomainError("too_many_rows", _("一份流水最多 %(n)d 笔，请按月份分开导出。") % {"n": MOST_LINES})
    titles = {column.index: column.header for column in sheet.columns}
    return Found(lines, findings, sheet.name, {role: [titles[c] for c in columns] for role, columns in roles.items()})


def _line(row: Row, roles: dict[str, list[int]], account: str) -> tuple[Line | None, str]:
    def raw(role: str) -> Any:
        return next((row.values[c] for c in roles.get(role, []) if c in row.values), None)

    def text(role: str, most: int) -> str:
        return plain(raw(role)).strip().strip("'`").strip()[:most]

    def amount(role: str) -> Decimal | None:
        return to_decimal(raw(role), places=2)[0] if raw(role) is not None else None

    on = to_date(raw("on"))[0] if raw("on") is not None else None
    ours = bool(account) and digits(text("payer_account", 60)) == digits(account) if "payer_account" in roles else None
    found = movement(amount("income"), amount("expense"), amount("amount"), text("flag", 20), ours=ours)
    if on is None or found is None:
        filled = any(raw(role) is not None for role in ("income", "expense", "amount"))
        if on is None and filled and raw("on") is not None:
            return None, _("“%(value)s”不是日期。") % {"value": plain(raw("on"))[:40]}
        return None, _("这一行没有金额。") if on is not None else ""
    side = "payer" if found.direction == "income" else "payee"
    party = text("party", 120) or text(side, 120)
    party_account = digits(text("party_account", 60) or text(f"{side}_account", 60))
    notes = dict.fromkeys(plain(row.values[c]).strip() for c in roles.get("summary", []) if c in row.values)
    summary = " ".join(note for note in notes if note)[:300]
    return Line(row.number, on, found.direction, found.amount, amount("balance"), party, party_account, summary, text("reference", 80)), ""


def digits(text: str) -> str:
    """An account number without blanks and dashes."""
    return "".join(c for c in text if c.isalnum())[:60]
