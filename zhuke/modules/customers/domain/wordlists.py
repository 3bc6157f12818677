"""Word tables: short ones stand in the code, long ones in data files beside it."""

from pathlib import Path

DATA = Path(__file__).parent / "data"


def words(text: str) -> tuple[str, ...]:
    """The words of a blank-separated text."""
    return tuple(text.split())


def read_words(file_name: str) -> dict[str, tuple[str, ...]]:
    """Sections of a data file: `[section]` lines, then words separated by blanks; `#` starts a comment line."""
    sections: dict[str, list[str]] = {}
    current = ""
    for line in (DATA / file_name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = line.strip("[] ")
        elif line and not line.startswith("#"):
            sections.setdefault(current, []).extend(line.split())
    return {section: tuple(found) for section, found in sections.items()}
