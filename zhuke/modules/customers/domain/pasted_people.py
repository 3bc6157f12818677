"""The person of a pasted text: name, position, department, found by surnames and titles and by what stands around them."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from .pasted_text import READ, PastedText
from .pasted_words import ADDRESSED, DEPARTMENT, ENGLISH_TITLE, HAN, NO_NAMES, PERSON, SPACED_PERSON, SURNAME, TITLE
from .regions import table

_TOKEN = re.compile(rf"[^\s|,;/·•—\-:()。、!?\"'<>\[\]【】…~*#{READ}]+")
_SPACED = re.compile(rf"(?<![^\s|,;/(){READ}]){SPACED_PERSON}(?![^\s|,;/(){READ}])")
_MOST_WORDS = 300
_LEAD = re.compile(
    r"(?:我叫|我是|我姓|这是|这位是|本人|麻烦|可以|直接|帮忙|请|您|您好|你好|联系|找|一下|客户|甲方|业主|对方|我司|联系人|对接人|负责人|姓名|的|是|叫|跟|给)+"
)
_SAYS_WHO = re.compile(r"(?:我叫|我是|本人|联系|找|联系人|对接人|负责人|姓名|客户)(?:是|一下)?[^,;。|\n]{0,20}$")
_NOT_LAST = frozenset("的了吗呢吧啊是在和与或及们要会就也都不没有")
_LAZY_PERSON = PERSON.replace("{1,2}", "{1,2}?")
_SHAPES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<department>{DEPARTMENT})(?P<title>{TITLE})",
        rf"(?P<title>{TITLE})",
        rf"(?P<department>{DEPARTMENT})",
        rf"(?P<addressed>{SURNAME}{ADDRESSED})",
        rf"(?P<person>{_LAZY_PERSON})(?:先生|女士|小姐|老师|同志)?(?P<title>{TITLE})",
        rf"(?P<title>{TITLE})(?P<person>{PERSON})",
        rf"(?P<department>{DEPARTMENT})(?P<person>{_LAZY_PERSON})(?P<title>{TITLE})?",
        rf"(?P<person>{_LAZY_PERSON})(?:先生|女士|小姐|老师|同志)",
        rf"(?P<person>{PERSON})",
    )
)
_TITLES_IN_LINE = re.compile(rf"(?<![A-Za-z]){TITLE}(?![A-Za-z])", re.IGNORECASE)
_LATIN_NAME = re.compile(rf"[A-Za-z][A-Za-z.' ]{{1,38}}|[{HAN}]{{2,10}}(?:·[{HAN}]{{1,12}}){{0,3}}")
_LATIN_CARD = re.compile(rf"^ *([A-Z][a-z]+(?: [A-Z]\.?)?(?: [A-Z][A-Za-z'-]+){{1,2}}) *\n(?= *{ENGLISH_TITLE})", re.MULTILINE)
_LONGEST_TOKEN, _TOP_LINES = 30, 4
_SURE, _CERTAIN = 0.9, 0.95


@dataclass(frozen=True, slots=True)
class _Word:
    """A token that means a person, a title or a department. `alone`: its line holds nothing but such words and Latin letters."""

    start: int
    end: int
    line: int
    alone: bool = False
    lead: bool = False
    person: tuple[int, int] | None = None
    title: tuple[int, int] | None = None
    department: tuple[int, int] | None = None
    addressed: bool = False


def propose_person(text: PastedText, phone_starts: frozenset[int]) -> None:
    """Propose the most likely person with position and department. `phone_starts` are places where phone numbers begin."""
    words = _words_of(text)
    rated = [(confidence, word, reason) for word in words if word.person for confidence, reason in [_rate(word, words, text, phone_starts)]]
    best = max((entry for entry in rated if entry[0] > 0), key=lambda entry: (entry[0], -entry[1].start), default=None)
    if best and best[1].person:
        confidence, word, reason = best
        text.propose("contact_name", _plain_name(text, best[1].person), best[1].person, confidence, reason)
        name = _plain_name(text, best[1].person)
        lines = [word.line, *(other.line for other in words if other.person and _plain_name(text, other.person) == name)]
        _propose_role(text, lines, word, words)
    else:
        _propose_labelled_name(text)
        lone = next((word for word in words if word.alone or text.label_at(word.start) == "contact_position"), None)
        if lone:
            _propose_role(text, [lone.line], None, words)
    _propose_labelled_role(text)


def _words_of(text: PastedText) -> list[_Word]:
    found: list[_Word] = []
    at = 0
    for number, line in enumerate(text.free.split("\n")):
        found += _words_of_line(text, line, at, number)
        at += len(line) + 1
        if len(found) > _MOST_WORDS:
            break
    return found[:_MOST_WORDS]


def _words_of_line(text: PastedText, line: str, at: int, number: int) -> list[_Word]:
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(line)]
    found = []
    for spaced in _SPACED.finditer(line):
        if _may_be_name(spaced[0].replace(" ", "")):
            start, end = at + spaced.start(), at + spaced.end()
            found.append(_Word(start, end, number, person=(start, end)))
    for start, end in tokens[:_MOST_WORDS]:
        if not any(word.start < at + end and at + start < word.end for word in found):
            word = _read_token(line, start, end)
            if word:
                found.append(_moved(word, at, number))
    for title in _TITLES_IN_LINE.finditer(line):
        start, end = at + title.start(), at + title.end()
        if title[0].isascii() and not any(word.start <= start < word.end for word in found):
            found.append(_Word(start, end, number, title=(start, end)))
    alone = all(
        line[start:end].isascii() or any(word.start <= at + start and at + end <= word.end for word in found) for start, end in tokens
    )
    return sorted((replace(word, alone=alone) for word in found), key=lambda word: word.start)


def _read_token(line: str, start: int, end: int) -> _Word | None:
    """The token as person, title or department; places count from the beginning of the line."""
    lead = _LEAD.match(line, start, end)
    owner = line.rfind("的", start, end)  # 江苏华建的项目经理张伟
    for begin in dict.fromkeys([lead.end() if lead else start, start, owner + 1 if owner >= 0 else start]):
        if begin == end or end - begin > _LONGEST_TOKEN:
            continue
        for shape in _SHAPES:
            found = shape.fullmatch(line, begin, end)
            if found and _may_be_name(found.groupdict().get("person") or "王某"):
                groups = {name: found.span(name) for name, value in found.groupdict().items() if value}
                return _Word(
                    begin, end, 0, lead=bool(_SAYS_WHO.search(line, max(0, begin - 200), begin)),
                    person=groups.get("person") or groups.get("addressed"), title=groups.get("title"),
                    department=groups.get("department"), addressed="addressed" in groups,
                )  # fmt: skip
    return None


def _moved(word: _Word, by: int, line: int) -> _Word:
    def there(span: tuple[int, int] | None) -> tuple[int, int] | None:
        return (span[0] + by, span[1] + by) if span else None

    return replace(
        word, start=word.start + by, end=word.end + by, line=line,
        person=there(word.person), title=there(word.title), department=there(word.department),
    )  # fmt: skip


def _may_be_name(name: str) -> bool:
    return name not in NO_NAMES and name[:2] not in NO_NAMES and name[-1] not in _NOT_LAST and name not in table().by_word


def _rate(word: _Word, words: list[_Word], text: PastedText, phone_starts: frozenset[int]) -> tuple[float, str]:
    """(confidence, reason); 0 where nothing but the surname speaks for a name."""
    label = text.label_at(word.start)
    if label and label not in {
        "contact_name",
        "contact_phone",
        "contact_landline",
        "contact_wechat",
        "contact_position",
        "contact_department",
        "phone_wechat",
    }:
        return 0, ""
    if word.addressed:
        return (0.55 if label == "contact_name" else 0.45), gettext("只写了姓和称呼，请补全姓名")
    if label == "contact_name":
        return _CERTAIN, gettext("写在“联系人”或“姓名”之后")
    near = [other for other in words if other is not word and abs(other.line - word.line) <= 1 and not other.person]
    grounds = (
        (_SURE, bool(word.title) or any(other.line == word.line for other in near), gettext("姓氏开头，旁边写有职务或部门")),
        (0.85, any(other.alone for other in near), gettext("姓氏开头，上下行写有职务或部门")),
        (0.8, word.lead, gettext("对方自我介绍或请找的人")),
        (0.75, any(word.end <= start <= word.end + 4 for start in phone_starts), gettext("姓氏开头，后面紧跟电话")),
        (0.7 if word.line < _TOP_LINES else 0.6, word.alone, gettext("单独一行，像是姓名")),
    )
    return next(((confidence, reason) for confidence, holds, reason in grounds if holds), (0, ""))


def _plain_name(text: PastedText, span: tuple[int, int]) -> str:
    return text.plain[slice(*span)].replace(" ", "")


def _propose_role(text: PastedText, lines: list[int], own: _Word | None, words: list[_Word]) -> None:
    """The nearest title and department: of the word itself, of the lines where the name stands, of the lines around."""
    reason = gettext("职务用语") if own is None else gettext("写在姓名旁边")
    if not text.behind("contact_position"):
        titled = own if own and own.title else _nearest([word for word in words if word.title and not word.person], lines, own)
        if titled and titled.title:
            span = _with_further_titles(text, titled, words)
            text.propose("contact_position", text.plain[slice(*span)].strip(), span, 0.85 if own else 0.5, reason)
    if not text.behind("contact_department"):
        placed = own if own and own.department else _nearest([word for word in words if word.department], lines, own)
        if placed and placed.department:
            span = placed.department
            text.propose("contact_department", text.plain[slice(*span)], span, 0.8 if own else 0.5, reason)


def _nearest(candidates: list[_Word], lines: list[int], own: _Word | None) -> _Word | None:
    def distance(word: _Word) -> int:
        return min(abs(word.line - line) for line in lines)

    near = [word for word in candidates if distance(word) <= (2 if word.alone or word.department else 1)]
    return min(near, key=lambda word: (distance(word), abs(word.start - (own.end if own else 0))), default=None)


def _with_further_titles(text: PastedText, word: _Word, words: list[_Word]) -> tuple[int, int]:
    """副总经理/总工程师: titles side by side are one position."""
    start, end = word.title or (word.start, word.end)
    for other in words:
        if (
            other.title
            and other.start >= end
            and not other.person
            and not other.department
            and re.fullmatch(r"\s?[/、,兼&]\s?", text.plain[end : other.start])
        ):
            end = other.end
    return start, end


def _propose_labelled_name(text: PastedText) -> None:
    """A name behind its label that no surname explains: foreign, or of a people with other names."""
    for labelled in text.behind("contact_name"):
        found = _LATIN_NAME.match(text.plain, labelled.start, labelled.end)
        if found and found[0] not in NO_NAMES:
            end = labelled.start + len(found[0].rstrip())
            text.propose("contact_name", found[0].strip(), (labelled.start, end), 0.75, gettext("写在“联系人”或“姓名”之后"))
            return
    above = _LATIN_CARD.search(text.free)
    if above:
        text.propose("contact_name", above[1], above.span(1), 0.6, gettext("职务上一行的外文姓名"))


def _propose_labelled_role(text: PastedText) -> None:
    for field in ("contact_position", "contact_department"):
        for labelled in text.behind(field)[:1]:
            found = re.compile(r"[^,;|\n\t]{1,40}?(?= {2,}|[,;|\n\t]|$)").match(text.plain[: labelled.end], labelled.start)
            if found:
                text.propose(field, found[0].strip(), (found.start(), found.end()), _CERTAIN, gettext("写在相应标签之后"))
