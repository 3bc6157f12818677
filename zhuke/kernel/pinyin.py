"""Pinyin for sorting and searching Chinese text (the embedded PostgreSQL has no Chinese collation)."""

import re
import unicodedata
from functools import cache, lru_cache

_OTHER = "\0"  # before a run of characters that have no pinyin
_HAN = re.compile("[\u4e00-\u9fff]+")
_NO_MARKS = re.compile("[\u0300-\u036f]")


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
    """The slow part, asked for once although a saved name needs both. Only a text with a telling phrase is cut into phrases."""
    phrases = _telling_phrases()
    if _HAN.fullmatch(text) and not any(text[at : at + size] in phrases for at in range(len(text)) for size in phrases.get(text[at], ())):
        return [reading for character in text for reading in _reading(character)]
    from pypinyin.core import Pinyin  # its dictionaries take a quarter of a second, which every start would wait for

    return [reading for word in Pinyin().seg(text) for reading in _reading(word)]


@lru_cache(maxsize=100_000)
def _reading(word: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return lazy_pinyin(word, errors=lambda run: _OTHER + run)


@cache
def _telling_phrases() -> dict[str, frozenset[int]]:
    """The phrases that read a character otherwise than it is read alone (重庆), and under each first character their lengths."""
    from pypinyin.constants import PHRASES_DICT

    found: dict[str, frozenset[int]] = {}
    for phrase, readings in PHRASES_DICT.items():
        plain = [_NO_MARKS.sub("", unicodedata.normalize("NFD", reading[0].replace("ü", "v"))) for reading in readings]
        if plain != [_reading(character)[0] for character in phrase]:
            found.setdefault(phrase, frozenset())
            found[phrase[0]] = found.get(phrase[0], frozenset()) | {len(phrase)}
    return found
