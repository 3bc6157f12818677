"""Pinyin for sorting and searching Chinese text (the embedded PostgreSQL has no Chinese collation)."""

from functools import lru_cache

_OTHER = "\0"  # before a run of characters that have no pinyin


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """First letters of the pinyin: 武汉城投 → whct. Other characters stay."""
    return "".join(part[1:] if part[0] == _OTHER else part[0] for part in _readings(text[:60])).lower().replace(" ", "")


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> str:
    """Full pinyin in lower case, at most 120 characters: sorts Chinese names as people expect."""
    return " ".join(part.removeprefix(_OTHER) for part in _readings(text[:60])).lower()[:120]


@lru_cache(maxsize=1000)
def _readings(text: str) -> list[str]:
    """The slow part, asked for once although a saved name needs both."""
    from pypinyin import lazy_pinyin  # its dictionaries take a quarter of a second, which every start would wait for

    return lazy_pinyin(text, errors=_marked)


def _marked(run: str) -> str:
    return _OTHER + run
