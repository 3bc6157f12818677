"""All parties of the group in memory: those most like a given one are found in a fraction of a millisecond."""

from array import array
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Levenshtein

from . import credit_code
from .duplicates import CAP_CODES_DIFFER, POSSIBLE_FROM, Match, PartySummary, codes_differ, compare_named
from .name_match import KEY_WEIGHT, KIN_FROM, PLACE_TELLS, STRANGERS_AT_MOST, NameMatch, compare_parts
from .names import NameParts, key_and_place, packed, parse, unpacked
from .pairs import Pairs

_COMPARED_IN_FULL = 5
_BEHIND_THE_BEST = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party of the index that resembles the one asked about."""

    ident: Hashable
    name: str
    match: Match


class DuplicateIndex:
    """All parties of the group in memory, for imports: a fifth of a millisecond a name among 300,000.

    Each key (brand + trade) is filed under its character pairs; a query takes the keys that share most of its rarer pairs, scores
    them by edit distance and compares the best few in full. Credit codes and phones are looked up directly.
    Not safe for use by several threads while parties are being added.
    """

    def __init__(self, parties: Iterable[PartySummary] = ()) -> None:
        self._parties: list[PartySummary | None] = []
        self._scored: list[str] = []
        self._packed: list[str] = []  # the names of the keys, taken apart
        self._key_of_row = array("I")  # of a party's own name; those of its former names follow it
        self._party_of_key = array("I")
        self._by_code: dict[str, list[int]] = {}
        self._by_phone: dict[str, list[int]] = {}
        self._row_of: dict[Hashable, int] = {}
        keys, places = list[str](), list[str]()
        for party in parties:
            self._file(party, keys, places)
        self._pairs = Pairs(keys, places)

    def __len__(self) -> int:
        return len(self._row_of)

    def add(self, party: PartySummary) -> None:
        """File a party; one with the same `ident` is replaced."""
        keys, places = list[str](), list[str]()
        self._file(party, keys, places)
        for key, place in zip(keys, places, strict=True):
            self._pairs.add(key, place)

    def _file(self, party: PartySummary, keys: list[str], places: list[str]) -> None:
        """Take a party in; the keys and places of its names are added to these lists, for `Pairs`."""
        row = len(self._parties)
        if (known := self._row_of.setdefault(party.ident, row)) != row:  # one look, because a UUID's hash is slow
            self._parties[known] = None
            self._row_of[party.ident] = row
        self._parties.append(party)
        self._key_of_row.append(len(self._scored))
        names = [key_and_place(party.parts) or _taken_apart(party.name), *map(_taken_apart, party.former_names)]
        for key, place, stored in names:
            keys.append(key)
            places.append(place)
            self._scored.append(key + place)
            self._packed.append(stored)
            self._party_of_key.append(row)
        if party.credit_code:
            _put(self._by_code, credit_code.normalise(party.credit_code), row)
        for phone in party.phones:
            _put(self._by_phone, phone, row)

    def remove(self, ident: Hashable) -> None:
        """Take a party out; an unknown ident is no error."""
        row = self._row_of.pop(ident, None)
        if row is not None:
            self._parties[row] = None

    def packed_name(self, ident: Hashable) -> tuple[str, str]:
        """The name of a party of the index, and what `names.packed` made of it. Raises KeyError."""
        row = self._row_of[ident]
        party = self._parties[row]
        assert party is not None, ident
        return party.name, self._packed[self._key_of_row[row]]

    def find(self, party: PartySummary, limit: int = 5, minimum: int = POSSIBLE_FROM) -> list[Candidate]:
        """The parties most like this one, best first; itself (same `ident`) is left out."""
        parts = parse(party.name)
        named_only = not party.email_domains and not party.address
        least = minimum if named_only else 0
        rows = self._rows_known(party)
        for former in party.former_names:
            rows.update(self._rows_like(former, parse(former), least))
        names = self._rows_like(party.name, parts, least)
        rows.update(self._best(party, {row: match for row, match in names.items() if row not in rows}, limit) if named_only else names)
        found = []
        for row in rows:
            if (other := self._other(row, party)) is not None:
                match = compare_named(party, other, parts, self._parts_of(row, other), names.get(row))
                if match.score >= minimum:
                    found.append(Candidate(other.ident, other.name, match))
        found.sort(key=lambda candidate: (-candidate.match.score, candidate.name))
        return found[:limit]

    def _other(self, row: int, party: PartySummary) -> PartySummary | None:
        """The party of a row; None where it was taken out or is the one asked about."""
        other = self._parties[row]
        return None if other is None or (party.ident is not None and other.ident == party.ident) else other

    def _parts_of(self, row: int, party: PartySummary) -> NameParts:
        return unpacked(self._packed[self._key_of_row[row]]) or parse(party.name)

    def _rows_known(self, party: PartySummary) -> set[int]:
        """Those of the same credit code or phone."""
        rows = set(self._by_code.get(credit_code.normalise(party.credit_code), ())) if party.credit_code else set()
        for phone in party.phones:
            rows.update(self._by_phone.get(phone, ())[:50])
        return rows

    def _best(self, party: PartySummary, names: dict[int, NameMatch], limit: int) -> list[int]:
        """The rows that are worth a full comparison where nothing but names speaks for them: as `compare` would rank them."""
        if len(names) <= limit:
            return list(names)
        ranked = []
        for row, match in names.items():
            if (other := self._other(row, party)) is not None:
                score = min(match.score, CAP_CODES_DIFFER) if codes_differ(party, other) else match.score
                ranked.append((-score, other.name, row))
        return [row for _score, _name, row in sorted(ranked)[:limit]]

    def _rows_like(self, name: str, parts: NameParts, minimum: int) -> dict[int, NameMatch]:
        """Rows whose names alone may give `minimum`, and what their names give."""
        place = "".join(region.short for region in parts.regions)
        numbers = self._pairs.candidates(parts.key, place)
        texts = list(map(self._scored.__getitem__, numbers))
        best = process.extract(parts.key + place, texts, scorer=fuzz.ratio, limit=_COMPARED_IN_FULL, score_cutoff=45)
        floor = best[0][1] - _BEHIND_THE_BEST if best else 0
        found: dict[int, NameMatch] = {}
        for _text, near, at in best:
            number = numbers[at]
            other = self._parties[row := self._party_of_key[number]]
            if near < floor or other is None or (match := _matched(minimum, name, parts, other.name, self._packed[number])) is None:
                continue
            if row not in found or found[row].score < match.score:
                found[row] = match
        return found


def _matched(minimum: int, name: str, parts: NameParts, other: str, stored: str) -> NameMatch | None:
    """What two names give; None below `minimum`. Most candidates end here at first sight."""
    _packing, core, trade, whole, _others = stored.split("\t", 4)
    if not _may_reach(minimum, parts, core, core + trade or whole, whole):
        return None
    match = compare_parts(name, other, parts, unpacked(stored) or parse(other), minimum)
    return match if match.score >= minimum else None


def _taken_apart(name: str) -> tuple[str, str, str]:
    stored = packed(parse(name))
    return key_and_place(stored) or (name, "", stored)


def _put(where: dict[str, list[int]], key: str, row: int) -> None:
    """Under most codes and phones there is one party, so no list is made for nothing."""
    known = where.get(key)
    if known is None:
        where[key] = [row]
    else:
        known.append(row)


def _may_reach(minimum: int, parts: NameParts, core: str, key: str, whole: str) -> bool:
    """Whether `compare_names` can give `minimum` at all, told without taking the other name apart: most candidates end here.

    Names without a brand, with one brand, or with brands or keys one slip apart always may; of all others `_whole_key` bounds the score.
    """
    if minimum <= STRANGERS_AT_MOST or not core or not parts.core or core == parts.core or whole == parts.canonical:
        return True
    if OSA.distance(core, parts.core, score_cutoff=1) <= 1 or Levenshtein.distance(key, parts.key, score_cutoff=1) <= 1:
        return True
    return fuzz.ratio(core, parts.core) >= KIN_FROM and fuzz.ratio(key, parts.key) * KEY_WEIGHT + PLACE_TELLS >= minimum
