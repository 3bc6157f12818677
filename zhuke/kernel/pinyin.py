"""Pinyin for sorting and searching Chinese text (the embedded PostgreSQL has no Chinese collation)."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """First letters of the pinyin: 武汉城投 → whct. Other characters stay."""
    return "".join(lazy_pinyin(text[:60], style=Style.FIRST_LETTER, errors="default")).lower().replace(" ", "")


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> str:
    """Full pinyin in lower case, at most 120 characters: sorts Chinese names as people expect."""
    return " ".join(lazy_pinyin(text[:40], errors="default")).lower()[:120]
