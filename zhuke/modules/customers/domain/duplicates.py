"""Duplicate customers: the verdict on two parties, and an index in memory that finds the likely ones among very many."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from django.utils.translation import gettext, gettext_noop
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Levenshtein

from . import credit_code
from .contact_points import is_public_mail_domain, masked
from .name_match import KEY_WEIGHT, KIN_FROM, PLACE_TELLS, STRANGERS_AT_MOST, NameMatch, Said, compare_names, compare_parts, likeness
from .names import NameParts, canonical, key_and_place, packed, parse, unpacked

SAME, LIKELY, POSSIBLE, DIFFERENT = "same", "likely", "possible", "different"
VERDICT_LABELS = {
    SAME: gettext_noop("同一单位"),
    LIKELY: gettext_noop("很可能重复"),
    POSSIBLE: gettext_noop("可能重复"),
    DIFFERENT: gettext_noop("不同单位"),
}
LIKELY_FROM, POSSIBLE_FROM = 85, 60
CAP_CODES_DIFFER = 74
_MOST_CANDIDATES = 150
_POSTINGS_READ = 1000
_COMPARED_IN_FULL = 5
_BEHIND_THE_BEST = 30


@dataclass(slots=True)  # not frozen: an index holds hundreds of thousands, and a frozen one takes three times as long to make
class PartySummary:
    """What the check needs to know of a party. Phones in normal form (`contact_points`), domains in lower case."""

    name: str
    ident: Hashable = None
    former_names: tuple[str, ...] = ()
    credit_code: str = ""
    phones: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """`score` 0–100, `verdict` one of same, likely, possible, different."""

    score: int
    verdict: str
    said: tuple[Said, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Sentences for people, in the language of the reader."""
        return tuple(said() for said in self.said)

    @property
    def label(self) -> str:
        """The verdict in the language of the reader."""
        return gettext(VERDICT_LABELS[self.verdict])


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party of the index that resembles the one asked about."""

    ident: Hashable
    name: str
    match: Match


def compare(a: PartySummary, b: PartySummary) -> Match:
    """The verdict on two parties.

    Equal valid credit codes decide `same`. Two different valid codes never give more than `possible`.
    Without codes `same` needs the very same name with a brand or a place in it.
    """
    return _compared(a, b, parse(a.name), parse(b.name))


def _compared(a: PartySummary, b: PartySummary, parts: NameParts, others: NameParts) -> Match:
    """`compare` for two parties whose names are taken apart already."""
    code_a, code_b = credit_code.normalise(a.credit_code), credit_code.normalise(b.credit_code)
    name = _best_name(a, b, parts, others)
    if code_a and code_a == code_b and credit_code.is_valid(code_a):
        doubt = () if name.score >= POSSIBLE_FROM else (_names_differ_widely,)
        return Match(100, SAME, (_same_code, *name.said, *doubt))
    score, cap, said = name.score, name.cap, list(name.said)
    for points, limit, reason in _evidence(a, b, name):
        score += points
        cap = max(cap, limit)
        said.append(reason)
    conflict = _codes_differ(a, b)
    if conflict:
        cap = min(cap, CAP_CODES_DIFFER)
        if min(score, cap) >= POSSIBLE_FROM:
            said.append(partial(_different_codes, code_a[-4:], code_b[-4:]))
    elif code_a and code_a == code_b:
        said.append(_same_invalid_code)
        score += 8
    score = max(0, min(score, cap))
    certain = name.identical and not conflict and len(parts.canonical) >= 5 and bool(parts.core or parts.regions)
    return Match(score, SAME if certain else _verdict(score), tuple(said))


def _same_code() -> str:
    return gettext("统一社会信用代码相同")


def _names_differ_widely() -> str:
    return gettext("名称差异较大，可能已更名或代码录错，请核对")


def _same_invalid_code() -> str:
    return gettext("填写了同一个无效的统一社会信用代码")


def _different_codes(one: str, other: str) -> str:
    return gettext("统一社会信用代码不同（尾号 %(one)s / %(other)s），登记上是两个单位，不能自动合并") % {"one": one, "other": other}


def _codes_differ(a: PartySummary, b: PartySummary) -> bool:
    if not a.credit_code or not b.credit_code:
        return False
    code_a, code_b = credit_code.normalise(a.credit_code), credit_code.normalise(b.credit_code)
    return code_a != code_b and credit_code.is_valid(code_a) and credit_code.is_valid(code_b)


def _verdict(score: int) -> str:
    return LIKELY if score >= LIKELY_FROM else POSSIBLE if score >= POSSIBLE_FROM else DIFFERENT


def _best_name(a: PartySummary, b: PartySummary, parts: NameParts, others: NameParts) -> NameMatch:
    best = compare_parts(a.name, b.name, parts, others)
    for mine, theirs, former in _with_former_names(a, b):
        match = compare_names(mine, theirs)
        if match.score > best.score:
            best = replace(match, said=(partial(_formerly, former), *match.said), identical=False, score=min(match.score, 96))
    return best


def _formerly(name: str) -> str:
    return gettext("与曾用名“%(former)s”相符") % {"former": name}


def _with_former_names(a: PartySummary, b: PartySummary) -> Iterable[tuple[str, str, str]]:
    for former in a.former_names:
        yield former, b.name, former
    for former in b.former_names:
        yield a.name, former, former


def _evidence(a: PartySummary, b: PartySummary, name: NameMatch) -> Iterable[tuple[int, int, Said]]:
    """(points, cap that this evidence lifts to, reason). Evidence alone makes strangers `possible` at most."""
    alike = name.score >= POSSIBLE_FROM
    phones = set(a.phones) & set(b.phones)
    if phones:
        lift = 12 if alike else max(0, POSSIBLE_FROM + 2 - name.score)
        most = min(name.cap + 12, 70) if name.cap < LIKELY_FROM else name.cap
        yield lift, most, lambda: gettext("电话相同（%(value)s）") % {"value": masked(min(phones))}
    domains = {d for d in set(a.email_domains) & set(b.email_domains) if not is_public_mail_domain(d)}
    if domains:
        yield (6 if alike else 4), name.cap, lambda: gettext("邮箱域名相同（%(value)s）") % {"value": min(domains)}
    if a.address and canonical(a.address) == canonical(b.address):
        yield (5 if alike else 4), name.cap, lambda: gettext("地址相同")


class DuplicateIndex:
    """All parties of the group in memory, for imports: about 1 ms a name among 500,000.

    Each key (brand + trade) is filed under its character pairs; a query reads the rarest pairs first, counts, scores
    at most 150 keys by edit distance and the best few with `compare`. Credit codes and phones are looked up directly.
    Postings are unsigned-int arrays. Not safe for use by several threads while parties are being added.
    """

    def __init__(self, parties: Iterable[PartySummary] = ()) -> None:
        self._parties: list[PartySummary | None] = []
        self._scored: list[str] = []
        self._packed: list[str] = []  # the names of the keys, taken apart
        self._key_of_row = array("I")  # of a party's own name; those of its former names follow it
        self._party_of_key = array("I")
        self._postings: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
        self._by_code: dict[str, list[int]] = {}
        self._by_phone: dict[str, list[int]] = {}
        self._row_of: dict[Hashable, int] = {}
        for party in parties:
            self.add(party)

    def __len__(self) -> int:
        return len(self._row_of)

    def add(self, party: PartySummary, parts: str = "") -> None:
        """File a party; one with the same `ident` is replaced. `parts`: its name as `packed` stored it, which spares taking it apart."""
        row = len(self._parties)
        if (known := self._row_of.setdefault(party.ident, row)) != row:  # one look, because a UUID's hash is slow
            self._parties[known] = None
            self._row_of[party.ident] = row
        self._parties.append(party)
        self._key_of_row.append(len(self._scored))
        self._file_key(*(key_and_place(parts) or self._taken_apart(party.name)), row)
        for name in party.former_names:
            self._file_key(*self._taken_apart(name), row)
        if party.credit_code:
            _file(self._by_code, credit_code.normalise(party.credit_code), row)
        for phone in party.phones:
            _file(self._by_phone, phone, row)

    @staticmethod
    def _taken_apart(name: str) -> tuple[str, str, str]:
        stored = packed(parse(name))
        return key_and_place(stored) or (name, "", stored)

    def _file_key(self, key: str, place: str, stored: str, row: int) -> None:
        number = len(self._scored)
        self._scored.append(key + place)
        self._packed.append(stored)
        self._party_of_key.append(row)
        postings = self._postings
        for gram in _grams(key):
            postings[gram].append(number)

    def remove(self, ident: Hashable) -> None:
        """Take a party out; an unknown ident is no error."""
        row = self._row_of.pop(ident, None)
        if row is not None:
            self._parties[row] = None

    def find(self, party: PartySummary, limit: int = 5, minimum: int = POSSIBLE_FROM) -> list[Candidate]:
        """The parties most like this one, best first; itself (same `ident`) is left out."""
        rows, parts = self._rows_known(party), parse(party.name)
        named_only = not party.email_domains and not party.address
        by_name = self._rows_like(parts, minimum if named_only else 0)
        for former in party.former_names:
            rows.update(self._rows_like(parse(former), minimum if named_only else 0))
        rows.update(self._best(party, {row: score for row, score in by_name.items() if row not in rows}, limit) if named_only else by_name)
        found = []
        for row in rows:
            other = self._parties[row]
            if other is None or (party.ident is not None and other.ident == party.ident):
                continue
            match = _compared(party, other, parts, unpacked(self._packed[self._key_of_row[row]]) or parse(other.name))
            if match.score >= minimum:
                found.append(Candidate(other.ident, other.name, match))
        found.sort(key=lambda candidate: (-candidate.match.score, candidate.name))
        return found[:limit]

    def _rows_known(self, party: PartySummary) -> set[int]:
        """Those of the same credit code or phone."""
        rows = set(self._by_code.get(credit_code.normalise(party.credit_code), ())) if party.credit_code else set()
        for phone in party.phones:
            rows.update(self._by_phone.get(phone, ())[:50])
        return rows

    def _best(self, party: PartySummary, scores: dict[int, int], limit: int) -> list[int]:
        """The rows that are worth a full comparison where nothing but names speaks for them: as `compare` would rank them."""
        ranked = []
        for row, score in scores.items():
            other = self._parties[row]
            if other is not None and (party.ident is None or other.ident != party.ident):
                ranked.append((-min(score, CAP_CODES_DIFFER) if _codes_differ(party, other) else -score, other.name, row))
        return [row for _score, _name, row in sorted(ranked)[:limit]]

    def _rows_like(self, parts: NameParts, minimum: int) -> dict[int, int]:
        """Rows whose names alone may give `minimum`, with the score of the names."""
        numbers = self.candidates(parts.key)
        texts = list(map(self._scored.__getitem__, numbers))
        best = process.extract(_with_place(parts), texts, scorer=fuzz.ratio, limit=_COMPARED_IN_FULL, score_cutoff=45)
        floor = best[0][1] - _BEHIND_THE_BEST if best else 0
        found: dict[int, int] = {}
        for _text, near, at in best:
            if near >= floor and (score := self._score(minimum, parts, self._packed[numbers[at]])) >= minimum:
                row = self._party_of_key[numbers[at]]
                found[row] = max(score, found.get(row, 0))
        return found

    @staticmethod
    def _score(minimum: int, parts: NameParts, stored: str) -> int:
        """The score of two names; -1 where it is below `minimum` at first sight. Most candidates end here, and none is put into words."""
        _packing, core, trade, whole, _others = stored.split("\t", 4)
        other = unpacked(stored) if _may_reach(minimum, parts, core, core + trade or whole, whole) else None
        return likeness(parts, other, minimum) if other else -1

    def candidates(self, key: str) -> list[int]:
        """At most 150 numbers of filed keys that share rare character pairs with `key`, the rarest first."""
        grams = sorted(_grams(key))  # a set has another order in each process, and a check should find the same again
        lists = sorted((self._postings[gram] for gram in grams if gram in self._postings), key=len)
        counts: Counter[int] = Counter()
        read = 0
        for postings in lists:
            if read and read + len(postings) > _POSTINGS_READ:
                break
            counts.update(postings[-_POSTINGS_READ:])
            read += len(postings)
        found = list(counts)
        for shared in (2, 3, 4):
            if len(found) <= _MOST_CANDIDATES:
                break
            found = [number for number, times in counts.items() if times >= shared] or found
        return found[:_MOST_CANDIDATES]


def _file(where: dict[str, list[int]], key: str, row: int) -> None:
    """Under most codes and phones there is one party, so no list is made for nothing."""
    known = where.get(key)
    if known is None:
        where[key] = [row]
    else:
        known.append(row)


def _with_place(parts: NameParts) -> str:
    """The key with its place, by which candidates are scored."""
    return parts.key + "".join(region.short for region in parts.regions)


def _may_reach(minimum: int, parts: NameParts, core: str, key: str, whole: str) -> bool:
    """Whether `compare_names` can give `minimum` at all, told without taking the other name apart: most candidates end here.

    Names without a brand, with one brand, or with brands or keys one slip apart always may; of all others `_whole_key` bounds the score.
    """
    if minimum <= STRANGERS_AT_MOST or not core or not parts.core or core == parts.core or whole == parts.canonical:
        return True
    if OSA.distance(core, parts.core, score_cutoff=1) <= 1 or Levenshtein.distance(key, parts.key, score_cutoff=1) <= 1:
        return True
    return fuzz.ratio(core, parts.core) >= KIN_FROM and fuzz.ratio(key, parts.key) * KEY_WEIGHT + PLACE_TELLS >= minimum


def _grams(key: str) -> set[str]:
    """Neighbouring pairs, and pairs around one character near the front: a wrong character in the brand leaves one of them whole."""
    grams = set(map(str.__add__, key, key[1:])) or {key}
    grams.update([f"{key[i]}_{key[i + 2]}" for i in range(min(4, len(key) - 2))])
    return grams
