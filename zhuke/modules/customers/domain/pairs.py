"""Which of very many short texts share rare character pairs with another one: a first choice, to be compared in full afterwards."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

MOST = 20
"""So many candidates at most."""
_ENTRIES = 2000  # so many entries of the rarest pairs are read
_FOR_THE_PLACE = 2
_BLOCK = 50_000
_NEAR_THE_FRONT = 4
_RANK_BITS = 4  # beside a number stands the rank of the pair under which it was found: 0 for the rarest
_RANKS = 1 << _RANK_BITS


class Pairs:
    """Texts filed under their character pairs. The number of a text is its place in the order in which they came.

    Texts given at the start are sorted by numpy in one go, ten times as fast as one after the other; those added later lie beside them.
    A pair is one number of 43 bits: two characters, and whether they are neighbours.
    """

    def __init__(self, texts: Sequence[str] = (), places: Sequence[str] = ()) -> None:
        self._slots, self._bounds, self._numbers = _sorted_by_pair(texts)
        self._later: dict[int, array[int]] = {}
        self._known_places: dict[str, int] = {}
        self._places = array("I", map(self._place, places or [""] * len(texts)))

    def _place(self, name: str) -> int:
        return self._known_places.setdefault(name, len(self._known_places))

    def add(self, text: str, place: str = "") -> None:
        """File one more text."""
        number = len(self._places) * _RANKS
        for pair in pairs_of(text):
            if (known := self._later.get(pair)) is None:
                known = self._later[pair] = array("I")
            known.append(number)
        self._places.append(self._place(place))

    def candidates(self, text: str, place: str = "", most: int = MOST) -> list[int]:
        """Numbers of the texts that share most pairs with this one; among equals those that share a rarer pair, then the newest.

        The same place counts like two pairs. Pairs are read from the rarest on, of frequent ones only the newest texts.
        """
        lists = sorted(map(self._under, sorted(pairs_of(text))), key=_size)
        taken, sizes, read = [], [], 0
        for size, numbers, later in lists:
            if read and read + size > _ENTRIES:
                break
            parts = [numbers[-_ENTRIES:], np.frombuffer(later[-_ENTRIES:], dtype=np.uint32)] if later else [numbers[-_ENTRIES:]]
            sizes.append(sum(map(len, parts)))
            taken += parts
            read += size
        if not read:
            return []
        ranks = np.minimum(np.arange(len(sizes), dtype=np.uint32), _RANKS - 1)
        found, worth = _ranked(np.concatenate(taken) + ranks.repeat(sizes))
        worth += (np.frombuffer(self._places, dtype=np.uint32).take(found) == self._known_places.get(place, -1)) * (_FOR_THE_PLACE * _RANKS)
        best = worth << 32 | found  # sorting one array of numbers is several times as fast as finding the order of another
        best.sort()
        numbers_of_best: list[int] = (best[: -most - 1 : -1] & 0xFFFFFFFF).tolist()
        return numbers_of_best

    def _under(self, pair: int) -> tuple[int, Any, array[int] | None]:
        """(how many, those of the start, those added later) under a pair."""
        slot, later = self._slots.get(pair), self._later.get(pair)
        known = self._numbers[:0] if slot is None else self._numbers[self._bounds[slot] : self._bounds[slot + 1]]
        return len(known) + (len(later) if later else 0), known, later


def _size(found: tuple[int, Any, Any]) -> int:
    return found[0]


def pairs_of(text: str) -> set[int]:
    """Neighbouring pairs, and pairs around one character near the front: a wrong character in the brand leaves one of them whole."""
    signs = list(map(ord, text))
    if len(signs) < 2:
        return {_pair(signs[0], 0) if signs else 0}
    found = set(map(_pair, signs, signs[1:]))
    found.update(map(partial(_pair, apart=1), signs[:_NEAR_THE_FRONT], signs[2:]))
    return found


def _pair(one: int, other: int, apart: int = 0) -> int:
    return one << 22 | other << 1 | apart


def _ranked(entries: Any) -> tuple[Any, Any]:
    """(each text once, what speaks for it: how often it is there, then how rare the rarest of its pairs is)."""
    entries.sort()
    numbers = entries >> _RANK_BITS
    first = np.empty(len(numbers) + 1, dtype=bool)
    first[0] = first[-1] = True
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:-1])
    bounds = first.nonzero()[0]
    starts = bounds[:-1]
    return numbers[starts], (bounds[1:] - starts) * _RANKS - (entries[starts] & (_RANKS - 1))


def _sorted_by_pair(texts: Sequence[str]) -> tuple[dict[int, int], list[int], Any]:
    """(slot of each pair, bounds of the slots, numbers of the texts times _RANKS slot by slot)."""
    blocks = [_pairs_and_numbers(texts[first : first + _BLOCK], first) for first in range(0, len(texts), _BLOCK)]
    if not blocks:
        return {}, [0], np.empty(0, dtype=np.uint32)
    pairs, slots = np.unique(np.concatenate([pairs for pairs, _numbers in blocks]), return_inverse=True)
    together = slots.astype(np.uint64) << np.uint64(32) | np.concatenate([numbers for _pairs, numbers in blocks])
    together.sort()
    together = together[np.concatenate(([True], together[1:] != together[:-1]))]  # a pair that a text has twice counts once
    bounds = np.searchsorted(together, np.arange(len(pairs) + 1, dtype=np.uint64) << np.uint64(32))
    return dict(zip(pairs.tolist(), range(len(pairs)), strict=True)), bounds.tolist(), together.astype(np.uint32) * np.uint32(_RANKS)


def _pairs_and_numbers(texts: Sequence[str], first: int) -> tuple[Any, Any]:
    """The pairs of these texts one after the other, and the number of the text of each."""
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    signs = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    texts_of = np.repeat(np.arange(len(texts)), sizes)
    within = np.arange(len(signs)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    rest = sizes[texts_of] - within  # how many characters follow, this one counted
    beside, around = np.flatnonzero(rest > 1), np.flatnonzero((rest > 2) & (within < _NEAR_THE_FRONT))
    alone, empty = np.flatnonzero(sizes[texts_of] == 1), np.flatnonzero(sizes == 0)
    left, right = signs << np.uint64(22), signs << np.uint64(1)
    pairs = [
        left[beside] | right[beside + 1],
        left[around] | right[around + 2] | np.uint64(1),
        left[alone],
        np.zeros(len(empty), np.uint64),
    ]
    numbers = [texts_of[beside], texts_of[around], texts_of[alone], empty]
    return np.concatenate(pairs), (np.concatenate(numbers) + first).astype(np.uint64)
