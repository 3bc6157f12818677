"""Spreadsheets (xlsx, xlsb, xls, ods) through a child process that may fail without harm."""

import io
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from .findings import MAX_COLUMNS, MAX_SHEETS, UnreadableFile
from .merging import Merges
from .tables import RawRow, SheetStart, column_letter

_CHILD = Path(__file__).with_name("calamine_child.py")
_PLAIN = {("datetime", kind.__name__): kind for kind in (date, datetime, time, timedelta)}
_KILLED_BY_LIMIT = (-6, -9, -24, 137)  # abort (no memory), kill, processor time


class _PlainUnpickler(pickle.Unpickler):
    """The child has read a stranger's file: take nothing from it but plain values."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PLAIN:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return _PLAIN[module, name]


def stream(path: Path, kind: str, sheet: int = -1) -> Iterator[SheetStart | RawRow]:
    """One sheet, or all (-1), one after the other. Closing the iterator ends the child."""
    command = [sys.executable, "-I", str(_CHILD), str(path), kind, str(sheet)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()) as child:
        try:
            yield from _events(child)
        finally:
            child.kill()


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "RUST_BACKTRACE": "0"}


def _events(child: "subprocess.Popen[bytes]") -> Iterator[SheetStart | RawRow]:
    sheet = SheetStart(0, "")
    merges = Merges()
    for frame in _frames(child):
        if frame[0] == "sheet":
            _tag, index, name, hidden, facts = frame
            if index >= MAX_SHEETS:
                raise UnreadableFile("too_many_sheets", count=index + 1)
            merges = Merges(facts.pop("merges"))
            sheet = SheetStart(index, name, hidden, facts)
            yield sheet
        elif frame[0] == "rows":
            for number, values in frame[1]:
                yield merges.apply(number, values if len(values) <= MAX_COLUMNS else _cut(values, sheet.name, number))


def _frames(child: "subprocess.Popen[bytes]") -> Iterator[tuple[Any, ...]]:
    assert child.stdout is not None
    stdout: io.BufferedReader = child.stdout  # type: ignore[assignment]
    while True:
        try:
            frame = _PlainUnpickler(stdout).load()
        except (EOFError, pickle.UnpicklingError, ValueError, AttributeError, IndexError) as problem:
            code = "too_much_work" if child.wait() in _KILLED_BY_LIMIT else "broken"
            raise UnreadableFile(code) from problem
        if frame[0] == "problem":
            raise UnreadableFile(frame[1], **frame[2])
        if frame[0] == "end":
            return
        yield frame


def _cut(values: list[Any], sheet: str, number: int) -> list[Any]:
    """A stray cell far to the right is refused; a wide but empty area is only formatting."""
    last = max(column for column, value in enumerate(values) if value is not None)
    if last >= MAX_COLUMNS:
        raise UnreadableFile("too_many_columns", sheet=sheet, row=number + 1, column=column_letter(last))
    return values[: last + 1]
