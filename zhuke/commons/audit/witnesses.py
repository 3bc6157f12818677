"""Rows that are never changed once written, and what must agree with them: verified together with the chain that sealed their insertion.

A module registers its table in ``AppConfig.ready``; ``zhuke audit verify`` then compares each row with the line of history that says how
it was inserted, and asks the module what else no longer agrees.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from .models import Seal

LINES = """
SELECT object_id::text, operation, diff FROM kernel_change WHERE "table" = %s AND id <= %s ORDER BY id
"""


@dataclass(frozen=True)
class Witness:
    """``table`` with the text ``columns`` that stay as they were inserted; ``differences`` says in sentences what disagrees with them."""

    table: str
    columns: tuple[str, ...]
    differences: Callable[[], Iterable[str]]


_witnesses: dict[str, Witness] = {}


def register_witness(witness: Witness) -> None:
    """Verify this table too."""
    _witnesses[witness.table] = witness


def all_witnesses() -> list[Witness]:
    """Every registered table, in order."""
    return list(_witnesses.values())


def problems() -> list[str]:
    """One sentence for each row that is not what was sealed, and what the modules find; empty: all agrees."""
    found: list[str] = []
    for witness in all_witnesses():
        found += compare(witness.table, witness.columns, lines(witness), dict(rows(witness)))
        found += witness.differences()
    return found


def lines(witness: Witness) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(id, operation, diff) of the sealed lines of history about the table, in order."""
    newest = Seal.objects.order_by("-last").values_list("last", flat=True).first() or 0
    with connection.cursor() as cursor:
        cursor.execute(LINES, [witness.table, newest])
        for pk, operation, diff in cursor.fetchall():
            yield pk, operation, json.loads(diff) if isinstance(diff, str) else diff


def rows(witness: Witness) -> Iterator[tuple[str, dict[str, str]]]:
    """(id, column → text) of the rows as they are now."""
    names = ", ".join(f'"{name}"' for name in witness.columns)
    with connection.cursor() as cursor:
        # Names come from the modules' code, never from outside.
        cursor.execute(f'SELECT id::text, {names} FROM "{witness.table}" ORDER BY id')  # noqa: S608
        for pk, *values in cursor.fetchall():
            yield pk, dict(zip(witness.columns, values, strict=True))


def sealed_rows(witness: Witness) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows whose insertion is sealed, for a dump; the others have nothing to be compared with yet."""
    known = {pk for pk, _operation, _diff in lines(witness)}
    return ((pk, values) for pk, values in rows(witness) if pk in known)


def compare(
    table: str, columns: Iterable[str], sealed: Iterable[tuple[str, str, dict[str, Any]]], now: dict[str, dict[str, str]]
) -> Iterator[str]:
    """Sentences about rows that were changed, removed, or tampered with in history."""
    for pk, operation, diff in sealed:
        if operation != "INSERT":
            yield f"{table} {pk}：写入后又有“{operation}”，这样的记录不能再改"
        elif pk not in now:
            yield f"{table} {pk}：已封存的记录不见了"
        else:
            for name in columns:
                if now[pk][name] != diff.get(name):
                    yield f"{table} {pk}：“{name}”与封存时不符"
