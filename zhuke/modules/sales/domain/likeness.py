"""How alike two project names are."""

from __future__ import annotations

import re
import unicodedata

# Words that nearly every project bears: they say nothing of whether two are the same.
COMMON = re.compile(r"工程|项目|总承包|承包|施工|建设|epc|标段")


def project_key(name: str) -> str:
    """The name in half width and lower case, without the words and signs that tell nothing."""
    text = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"[^\w]+|_", "", COMMON.sub("", text))[:120]


def pairs(key: str) -> set[str]:
    """The pairs of neighbouring characters of a key."""
    return {key[i : i + 2] for i in range(len(key) - 1)}


def likeness(one: str, other: str) -> float:
    """How alike two keys are, 0 to 1: the share of pairs that they have in common (Dice)."""
    a, b = pairs(one), pairs(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
