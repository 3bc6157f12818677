"""Duplicate customers: the verdict on two parties. `duplicate_index` finds the likely ones among very many."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext, gettext_noop

from . import credit_code
from .contact_points import is_public_mail_domain, masked
from .name_match import NameMatch, Said, compare_names, compare_parts
from .names import NameParts, canonical, parse

SAME, LIKELY, POSSIBLE, DIFFERENT = "same", "likely", "possible", "different"
VERDICT_LABELS = {
    SAME: gettext_noop("同一单位"),
    LIKELY: gettext_noop("很可能重复"),
    POSSIBLE: gettext_noop("可能重复"),
    DIFFERENT: gettext_noop("不同单位"),
}
LIKELY_FROM, POSSIBLE_FROM = 85, 60
CAP_CODES_DIFFER = 74


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
    parts: str = ""  # the name as `names.packed` stored it, which spares taking it apart


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


def compare(a: PartySummary, b: PartySummary) -> Match:
    """The verdict on two parties.

    Equal valid credit codes decide `same`. Two different valid codes never give more than `possible`.
    Without codes `same` needs the very same name with a brand or a place in it.
    """
    return compare_named(a, b, parse(a.name), parse(b.name))


def compare_named(a: PartySummary, b: PartySummary, parts: NameParts, others: NameParts, named: NameMatch | None = None) -> Match:
    """`compare` for two parties whose names are taken apart already; `named`: and compared, which spares that without former names."""
    code_a, code_b = credit_code.normalise(a.credit_code), credit_code.normalise(b.credit_code)
    name = named if named and not (a.former_names or b.former_names) else _best_name(a, b, parts, others)
    if code_a and code_a == code_b and credit_code.is_valid(code_a):
        doubt = () if name.score >= POSSIBLE_FROM else (_names_differ_widely,)
        return Match(100, SAME, (_same_code, *name.said, *doubt))
    score, cap, said = name.score, name.cap, list(name.said)
    for points, limit, reason in _evidence(a, b, name):
        score += points
        cap = max(cap, limit)
        said.append(reason)
    conflict = codes_differ(a, b)
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


def codes_differ(a: PartySummary, b: PartySummary) -> bool:
    """Whether both have a valid credit code, and not the same."""
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
            best = match._replace(said=(partial(_formerly, former), *match.said), identical=False, score=min(match.score, 96))
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
