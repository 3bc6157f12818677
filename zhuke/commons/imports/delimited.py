"""Comma, tab, semicolon or bar separated text: delimiter, quoting and rows."""

import csv
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from .encoding import decoded
from .findings import MAX_CELL, UnreadableFile
from .tables import RawRow

DELIMITERS = ",\t;|，"
SAMPLE_LINES = 300
LEAST_EVENNESS = 0.1
JOINED_LINES = 100  # a quoted cell with more line breaks than that is an open quotation mark
_NOTHING = " \t\n,;|\u3000\xa0"
_FIELD_LIMIT = 131_072  # csv's own limit: a longer field is an open quotation mark


@dataclass(frozen=True, slots=True)
class Dialect:
    delimiter: str
    quoting: bool = True


def dialect_of(path: Path, encoding: str) -> Dialect:
    """How the file separates and quotes, judged by how evenly its rows come out."""
    lines = list(islice(_lines(path, encoding), SAMPLE_LINES))
    if lines and (named := _named_delimiter(lines[0])):
        return Dialect(named)
    best = max(DELIMITERS, key=lambda delimiter: _evenness(lines, Dialect(delimiter)))
    if _evenness(lines, Dialect(best)) < LEAST_EVENNESS:
        best = max(DELIMITERS, key=lambda delimiter: _evenness(lines, Dialect(delimiter, quoting=False)))
        if _evenness(lines, Dialect(best, quoting=False)) < LEAST_EVENNESS:
            best = "\t"  # one column, whose commas are part of the text
    return Dialect(best, _quotes_balance(path, encoding, best))


def stream(path: Path, encoding: str, dialect: Dialect, sheet: str) -> Iterator[RawRow]:
    """Non-blank rows; `number` is the row that a spreadsheet program shows (a quoted line break does not count)."""
    number = 0
    try:
        for number, values in enumerate(_records(_lines(path, encoding), dialect), 1):
            if number == 1 and _named_delimiter(dialect.delimiter.join(values)):
                continue
            if any(len(value) > MAX_CELL for value in values):
                raise UnreadableFile("cell_too_long", sheet=sheet, row=number)
            if any(value.strip(_NOTHING) for value in values):
                yield RawRow(number, values)
    except csv.Error as problem:
        raise UnreadableFile("cell_too_long", sheet=sheet, row=number + 1) from problem


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """Lines with their ends, cut only at CR and LF, without zero characters."""
    rest = ""
    for piece in decoded(path, encoding):
        text = rest + piece.replace("\0", "").removeprefix("\ufeff")
        if "\r" in text:
            held = text.endswith("\r")
            text = (text[:-1] if held else text).replace("\r\n", "\n").replace("\r", "\n") + ("\r" if held else "")
        *lines, rest = text.split("\n")
        if len(rest) > 64 * _FIELD_LIMIT:
            raise UnreadableFile("encoding")
        for line in lines:
            yield line + "\n"
    if rest:
        yield from (piece + "\n" for piece in rest.rstrip("\r").split("\r"))


def _records(lines: Iterator[str], dialect: Dialect) -> Iterator[list[str]]:
    if not dialect.quoting:
        return _tolerant(lines, dialect.delimiter)
    return iter(csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=dialect.delimiter != "\t"))


def _tolerant(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    """A lone quotation mark stays a character: only marks that close again within a row of the usual width quote."""
    waiting: deque[str] = deque()
    usual: Counter[int] = Counter()
    while line := waiting.popleft() if waiting else next(lines, ""):
        values, used = _quoted_row(line, waiting, lines, delimiter, usual.most_common(1)[0][0] if usual else 0)
        for _line in range(used):
            waiting.popleft()
        usual[len(values)] += 1
        yield values


def _quoted_row(line: str, waiting: deque[str], lines: Iterator[str], delimiter: str, usual: int) -> tuple[list[str], int]:
    """The row that starts with `line`, and how many of the waiting lines belong to it."""
    text = line
    for used in range(JOINED_LINES):
        if text.count('"') % 2 == 0:
            values = next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), [])
            if used == 0 or len(values) == usual:
                return values, used
            break
        if used == len(waiting):
            waiting.extend(islice(lines, 1))
        if used == len(waiting):
            break
        text += waiting[used]
    return [_unquoted(value) for value in line.rstrip("\n").split(delimiter)], 0


def _unquoted(value: str) -> str:
    return value[1:-1].replace('""', '"') if len(value) > 1 and value[0] == value[-1] == '"' else value


def _named_delimiter(line: str) -> str:
    """Excel's own hint: a first line of `sep=;`."""
    hint = line.strip().strip('"').lower()
    return line.strip().strip('"')[4:5] if hint.startswith("sep=") and len(hint) == 5 else ""


def _evenness(lines: list[str], dialect: Dialect) -> float:
    """0 when nothing is separated, more the more rows share a width and the wider they are."""
    try:
        widths = [len(values) for values in _records(iter(lines), dialect) if any(value.strip() for value in values)]
    except csv.Error:
        return 0
    return _score(widths)


def _score(widths: list[int]) -> float:
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0
    width, count = wide.most_common(1)[0]
    return count / len(widths) * min(width, 8) ** 0.5


def _quotes_balance(path: Path, encoding: str, delimiter: str) -> bool:
    """False when an open quotation mark would swallow rows: then marks are taken with a grain of salt."""
    end = "\x01end"
    last: list[str] = []
    widths: Counter[int] = Counter()
    doubtful: set[int] = set()
    try:
        lines = chain(_lines(path, encoding), [end])
        for last in csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t"):
            widths[len(last)] += 1
            if any(len(value) > MAX_CELL or _swallows(value, delimiter, len(last)) for value in last):
                return False
            if any("\n" in value and delimiter in value for value in last):
                doubtful.add(len(last))
    except csv.Error:
        return False
    return last == [end] and not doubtful - {widths.most_common(1)[0][0]}


def _swallows(value: str, delimiter: str, width: int) -> bool:
    """Several whole rows inside one cell."""
    breaks = value.count("\n")
    return breaks >= 3 and width > 2 and value.count(delimiter) >= breaks * (width - 1) * 0.9
