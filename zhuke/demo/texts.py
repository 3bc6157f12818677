"""Templates with choices and slots: ``{a|b}`` chooses, ``{name}`` is filled in. Read once, rendered a million times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from .source import Source

DATA = Path(__file__).parent / "data"
BUILDING = [
    "精装",
    "样板间",
    "砌体",
    "抹灰",
    "外墙",
    "外立面",
    "门窗",
    "电梯",
    "地下室",
    "地库",
    "地下车库",
    "车库",
    "大堂",
    "主体封顶",
    "幕墙",
    "空鼓",
    "号楼",
    "样板层",
    "屋面",
    "阳角",
    "绿建",
    "户型",
    "吊顶",
    "竣工视频",
    "物业",
    "开业",
    "楼板",
    "机房",
    "结构专业",
    "消防验收",
    "亮相",
    "砖",
    "卫生间",
    "充电桩",
    "后浇带",
    "塔吊",
]
# Works in which nobody speaks of storeys and flats; words that belong to some works alone.
ROADS = ("municipal", "transport", "water", "energy")
ONLY = {
    "开学前": ("education",),
    "销售节点": ("residential", "commercial"),
    "业主投诉集中": ("residential", "commercial"),
    "业主看得明白": ("residential",),
    "路基验收": ("municipal", "transport", "water", "energy"),
}
Fill = Callable[[str], str]
Part: TypeAlias = "str | Slot | Choice"


@dataclass(frozen=True, slots=True)
class Slot:
    """A name to be filled in."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several texts."""

    options: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a data file: its text and the answers or results that fit it."""

    text: tuple[Part, ...]
    ends: tuple[tuple[Part, ...], ...]
    said: str = ""  # the line as it stands in the file

    def fits(self, industry: str) -> bool:
        """Whether this can be said of a work of the industry: nobody speaks of storeys on a dyke, or of the term's first day in a mill."""
        if industry in ROADS and any(word in self.said for word in BUILDING):
            return False
        return all(industry in industries for word, industries in ONLY.items() if word in self.said)


def compile_text(text: str) -> tuple[Part, ...]:
    """Take a template apart. Raises ValueError for braces or bars that do not match."""
    options, _end = _options(text, 0, closing=False)
    return options[0]


def _options(text: str, at: int, *, closing: bool) -> tuple[list[tuple[Part, ...]], int]:
    """Read parts up to the closing brace (or the end); a bar inside braces starts the next option."""
    options: list[list[Part]] = [[]]
    while at < len(text):
        mark = text[at]
        if mark == "{":
            inner, at = _options(text, at + 1, closing=True)
            only = inner[0][0] if len(inner) == 1 and len(inner[0]) == 1 else None
            options[-1].append(Slot(only) if isinstance(only, str) else Choice(tuple(inner)))
        elif mark in "}|" and not closing:
            raise ValueError(f"braces or bars do not match in: {text}")
        elif mark == "}":
            return [tuple(option) for option in options], at + 1
        elif mark == "|":
            options.append([])
            at += 1
        else:
            end = min((place for sign in "{}|" if (place := text.find(sign, at)) > 0), default=len(text))
            options[-1].append(text[at:end])
            at = end
    if closing:
        raise ValueError(f"a brace is not closed in: {text}")
    return [tuple(option) for option in options], at


def render(parts: tuple[Part, ...], source: Source, fill: Fill) -> str:
    """The finished text."""
    done = []
    for part in parts:
        if isinstance(part, str):
            done.append(part)
        elif isinstance(part, Slot):
            done.append(fill(part.name))
        else:
            done.append(render(source.one(part.options), source, fill))
    return "".join(done)


def names_of(parts: tuple[Part, ...]) -> set[str]:
    """The slots that a template mentions."""
    found: set[str] = set()
    for part in parts:
        if isinstance(part, Slot):
            found.add(part.name)
        elif isinstance(part, Choice):
            found = found.union(*(names_of(option) for option in part.options))
    return found


@cache
def entries(file_name: str) -> dict[tuple[str, ...], tuple[Entry, ...]]:
    """The entries of a data file by the words of their section line ``[a | b | c]``."""
    found: dict[tuple[str, ...], list[Entry]] = {}
    section: tuple[str, ...] = ()
    for line in (DATA / file_name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = tuple(word.strip() for word in line.strip("[]").split("|"))
        elif line and not line.startswith("#"):
            text, _arrow, ends = line.partition(" => ")
            parts = tuple(compile_text(end) for end in ends.split(" / ") if end)
            found.setdefault(section, []).append(Entry(compile_text(text), parts, line))
    return {key: tuple(lines) for key, lines in found.items()}


@cache
def words(file_name: str) -> dict[str, tuple[str, ...]]:
    """Sections of a data file of plain words: ``[section]``, then words parted by blanks."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in (DATA / file_name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif line and not line.startswith("#"):
            found.setdefault(section, []).extend(line.split())
    return {name: tuple(listed) for name, listed in found.items()}
