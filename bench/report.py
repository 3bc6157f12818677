"""The table in docs/performance.md."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterable
from pathlib import Path

from .measure import Row

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- table: written by python -m bench -->", "<!-- end of table -->"
MARKS = {True: "yes", False: "**no**", None: ""}


def write(rows: Iterable[Row]) -> None:
    """Put the table between the page's markers; the text around it stays."""
    listed = list(rows)
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    PAGE.write_text(f"{head}{BEGIN}\n{_table(listed)}\n{END}{tail}", encoding="utf-8")


def _table(rows: list[Row]) -> str:
    lines = [machine(), "", "| what | ours | baseline | ratio | figure | reached |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {row.what}{f' [{at}]' if row.note else ''} | {row.ours} | {row.baseline} | {row.ratio} | {row.figure} | {MARKS[row.good]} |"
        for at, row in enumerate(rows, 1)
    ]
    notes = [f"{at}. {row.note}" for at, row in enumerate(rows, 1) if row.note]
    return "\n".join([*lines, "", *notes])


def machine() -> str:
    """Where and when, and how busy the machine was with other things."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    load = os.getloadavg()
    return (
        f"Measured on {time.strftime('%Y-%m-%d')}: {os.cpu_count()} processors, {memory:.0f} GB of memory, {platform.system()}, "
        f"Python {platform.python_version()}, embedded PostgreSQL 18. Load of the machine at the end: {load[0]:.1f} (1 minute), "
        f"{load[2]:.1f} (15 minutes)."
    )
