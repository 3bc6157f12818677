"""Names of folders and copies, and the letters of revisions."""

from __future__ import annotations

import re
import unicodedata

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which are read as 1 and 0
MOST_STEPS = 10
LONGEST = 120
STEM = 150


def plain_name(text: str) -> str:
    """A folder's name without path, control and direction characters; empty when nothing is left."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c for c in text if c.isprintable() and unicodedata.category(c) not in ("Cf", "Cs", "Co"))
    return re.sub(r'[/\\:*?"<>|]', " ", text).strip(" .")[:LONGEST].strip(" .")


def steps(path: str) -> list[str] | None:
    """The folder names in ``图纸/建筑``; None when it climbs (``..``), is too deep, or holds an empty name."""
    parts = [part for part in path.replace("\\", "/").split("/") if part.strip()]
    names = [plain_name(part) for part in parts]
    if len(names) > MOST_STEPS or not all(names) or any(part.strip() in (".", "..") for part in parts):
        return None
    return names


def tree_of(text: str) -> list[list[str]] | None:
    """The paths of a template, one per line; None when a line is no path."""
    found = [steps(line) for line in text.splitlines() if line.strip()]
    return None if any(path is None for path in found) else [path for path in found if path]


def next_revision(letter: str) -> str:
    """A after nothing, then B … Z, AA, AB …"""
    if not letter:
        return LETTERS[0]
    last = LETTERS.find(letter[-1])
    if last < 0:
        return LETTERS[0]
    if last + 1 < len(LETTERS):
        return letter[:-1] + LETTERS[last + 1]
    return next_revision(letter[:-1]) + LETTERS[0]


def numbered(name: str, taken: set[str]) -> str:
    """The name, or ``名称（2）.pdf`` … when it is taken (capitals make no difference, as on most disks)."""
    known = {one.lower() for one in taken}
    if name.lower() not in known:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > 10:
        stem, dot, ending = name, "", ""
    number = 2
    while (made := f"{stem[: STEM - 8]}（{number}）{dot}{ending}").lower() in known:
        number += 1
    return made
