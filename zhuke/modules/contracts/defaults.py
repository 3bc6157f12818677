"""What contracts begin with: the clauses of the house. The firm edits them; what it has changed or put away stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing

CLAUSES = Path(__file__).resolve().parent / "data" / "clauses.txt"


def install(actor: Actor) -> int:
    """Add the clauses that the installation was never given; returns how many. May be repeated."""
    from .models import ClauseTemplate

    known = set(ClauseTemplate.objects.filter(unit=None).values_list("code", flat=True))
    rows = [ClauseTemplate(position=number * 10, **values) for number, values in enumerate(clauses(), 1) if values["code"] not in known]
    with writing(actor, "setup"):
        ClauseTemplate.objects.bulk_create(rows)
    return len(rows)


def clauses() -> Iterator[dict[str, Any]]:
    """The clauses of the file: a line ``code | name | kinds | mandatory``, then their text, parted by empty lines."""
    for block in CLAUSES.read_text(encoding="utf-8").split("\n\n")[1:]:
        head, text = block.strip().split("\n", 1)
        code, name, kinds, mandatory = (part.strip() for part in head.split("|"))
        yield {
            "code": code,
            "name": name,
            "kinds": [] if kinds == "*" else kinds.split(),
            "mandatory": mandatory == "mandatory",
            "text": text,
        }
