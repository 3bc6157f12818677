"""The person of a pasted text: name, position, department, found by surnames and titles and by what stands around them."""

import re
from dataclasses import dataclass, replace

from .pasted_text import READ, PastedText
from .pasted_words import ADDRESSED, COMPOUND, DEPARTMENT, HAN, NO_NAMES, PERSON, SPACED_PERSON, SURNAME, TITLE
from .regions import table

_TOKEN = re.compile(rf"[^\s|,;/·•—\-:()。、!?\"'<>\[\]【】…~*#{READ}]+")
_PIECE = re.compile(rf"[^\t\n|,;/()。、{READ}]+?(?=\t| {{2,}}|[\n|,;/()。、{READ}]|$)")
_LEAD = re.compile(r"^(?:我叫|我是|我姓|这是|这位是|本人|请?联系|请找|找|联系人是?|对接人是?|负责人是?|姓名是?|的|是|叫)")
_SAYS_WHO = re.compile(r"^(?:我叫|我是|本人|请?联系|请找|找|联系人|对接人|负责人|姓名)")
_NOT_LAST = frozenset("的了吗呢吧啊是在和与或及们要会就也都不没有")
_LAZY_PERSON = PERSON.replace("{1,2}", "{1,2}?")
_SHAPES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<title>{TITLE})",
        rf"(?P<department>{DEPARTMENT})(?P<title>{TITLE})?",
        rf"(?P<addressed>{SURNAME}{ADDRESSED})",
        rf"(?P<person>{_LAZY_PERSON})(?:先生|女士|小姐|老师|同志)?(?P<title>{TITLE})",
        rf"(?P<title>{TITLE})(?P<person>{PERSON})",
        rf"(?P<department>{DEPARTMENT})(?P<person>{_LAZY_PERSON})(?P<title>{TITLE})?",
        rf"(?P<person>{_LAZY_PERSON})(?:先生|女士|小姐|老师|同志)",
        rf"(?P<person>{PERSON})",
    )
)
_ENGLISH_TITLES = re.compile(rf"(?<![A-Za-z]){TITLE}(?![A-Za-z])", re.IGNORECASE)
_LATIN_NAME = re.compile(rf"[A-Za-z][A-Za-z.' ]{{1,38}}|[{HAN}]{{2,10}}(?:·[{HAN}]{{1,12}}){{0,3}}")
_SURE, _CERTAIN = 0.9, 0.95


@dataclass(frozen=True, slots=True)
class _Word:
    """A token that means a person, a title or a department; `line` counts lines, `alone` says that nothing else stands there."""

    start: int
    end: int
    line: int
    alone: bool
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
        _propose_role(text, word.line, word, words)
    else:
        _propose_labelled_name(text)
        lone = next((word for word in words if word.alone or text.label_at(word.start) == "contact_position"), None)
        if lone:
            _propose_role(text, lone.line, None, words)
    _propose_labelled_role(text)


def _words_of(text: PastedText) -> list[_Word]:
    found: list[_Word] = []
    at = 0
    for number, line in enumerate(text.free.split("\n")):
        found += _words_of_line(text, line, at, number)
        at += len(line) + 1
    return found


def _words_of_line(text: PastedText, line: str, at: int, number: int) -> list[_Word]:
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(line)]
    found = []
    for piece in _PIECE.finditer(line):
        spaced = re.fullmatch(rf"\s*({SPACED_PERSON})\s*", piece[0])
        if spaced and spaced[1].replace(" ", "") not in NO_NAMES:
            start, end = at + piece.start() + spaced.start(1), at + piece.start() + spaced.end(1)
            found.append(_Word(start, end, number, alone=len(piece[0].strip()) == len(line.strip()), person=(start, end)))
    for start, end in tokens:
        if not any(word.start < at + end and at + start < word.end for word in found):
            word = _read_token(line[start:end], at + start, number)
            if word:
                found.append(replace(word, alone=len(tokens) == 1 and READ not in line))
    for title in _ENGLISH_TITLES.finditer(line):
        start, end = at + title.start(), at + title.end()
        if title[0].isascii() and not any(word.start <= start < word.end for word in found):
            found.append(_Word(start, end, number, alone=title[0] == line.strip(), title=(start, end)))
    return sorted(found, key=lambda word: word.start)


def _read_token(token: str, at: int, line: int) -> _Word | None:
    cut = 0
    while lead := _LEAD.match(token, cut) if cut == 0 else re.compile(_LEAD.pattern[1:]).match(token, cut):
        cut = lead.end()
    if len(token) - cut > 30:
        return None
    for shape in _SHAPES:
        found = shape.fullmatch(token, cut)
        if found:
            groups = {name: (at + found.start(name), at + found.end(name)) for name, value in found.groupdict().items() if value}
            named = groups.get("person") or groups.get("addressed")
            if "person" in groups and not _may_be_name(found["person"]):
                continue
            return _Word(
                at + cut, at + len(token), line, alone=False, lead=bool(_SAYS_WHO.match(token)), person=named,
                title=groups.get("title"), department=groups.get("department"), addressed="addressed" in groups,
            )  # fmt: skip
    return None


def _may_be_name(name: str) -> bool:
    return name not in NO_NAMES and name[:2] not in NO_NAMES and name[-1] not in _NOT_LAST and name not in table().by_word


def _rate(word: _Word, words: list[_Word], text: PastedText, phone_starts: frozenset[int]) -> tuple[float, str]:
    """(confidence, reason); 0 where nothing but the surname speaks for a name."""
    label = text.label_at(word.start)
    if label and label not in {"contact_name", "contact_phone", "contact_landline", "contact_wechat", "contact_position"}:
        return 0, ""
    if word.addressed:
        return (0.55 if label == "contact_name" else 0.45), "只写了姓和称呼，请补全姓名"
    if label == "contact_name":
        return _CERTAIN, "写在“联系人”或“姓名”之后"
    near = [other for other in words if other is not word and abs(other.line - word.line) <= 1 and not other.person]
    if word.title or any(other.line == word.line for other in near):
        return _SURE, "姓氏开头，旁边写有职务或部门"
    if any(other.alone for other in near):
        return 0.85, "姓氏开头，上下行写有职务或部门"
    if word.lead:
        return 0.8, "对方自我介绍或请找的人"
    if any(word.end <= start <= word.end + 4 for start in phone_starts):
        return 0.75, "姓氏开头，后面紧跟电话"
    if word.alone:
        return (0.7 if word.line < 4 else 0.6), "单独一行，像是姓名"
    return 0, ""


def _plain_name(text: PastedText, span: tuple[int, int]) -> str:
    return text.plain[slice(*span)].replace(" ", "")


def _propose_role(text: PastedText, line: int, own: _Word | None, words: list[_Word]) -> None:
    """The nearest title and department: of the word itself, of its line, of the lines around."""
    reason = "职务用语" if own is None else "写在姓名旁边"
    if not text.behind("contact_position"):
        titled = own if own and own.title else _nearest([word for word in words if word.title and not word.person], line, own)
        if titled and titled.title:
            span = _with_further_titles(text, titled, words)
            text.propose("contact_position", text.plain[slice(*span)].strip(), span, 0.85 if own else 0.5, reason)
    if not text.behind("contact_department"):
        placed = own if own and own.department else _nearest([word for word in words if word.department], line, own)
        if placed and placed.department:
            span = placed.department
            text.propose("contact_department", text.plain[slice(*span)], span, 0.8 if own else 0.5, reason)


def _nearest(candidates: list[_Word], line: int, own: _Word | None) -> _Word | None:
    near = [word for word in candidates if abs(word.line - line) <= (2 if word.alone or word.department else 1)]
    return min(near, key=lambda word: (abs(word.line - line), abs(word.start - (own.end if own else 0))), default=None)


def _with_further_titles(text: PastedText, word: _Word, words: list[_Word]) -> tuple[int, int]:
    """副总经理/总工程师: titles side by side are one position."""
    start, end = word.title or (word.start, word.end)
    for other in words:
        if other.title and other.start >= end and not other.person and not other.department and re.fullmatch(r"\s?[/、,兼&]\s?", text.plain[end : other.start]):
            end = other.end
    return start, end


def _propose_labelled_name(text: PastedText) -> None:
    """A name behind its label that no surname explains: foreign, or of a people with other names."""
    for labelled in text.behind("contact_name"):
        found = _LATIN_NAME.match(text.plain, labelled.start, labelled.end)
        if found and found[0] not in NO_NAMES:
            end = labelled.start + len(found[0].rstrip())
            text.propose("contact_name", found[0].strip(), (labelled.start, end), 0.75, "写在“联系人”或“姓名”之后")
            return


def _propose_labelled_role(text: PastedText) -> None:
    for field in ("contact_position", "contact_department"):
        for labelled in text.behind(field)[:1]:
            found = re.compile(r"[^,;|\n\t]{1,40}?(?= {2,}|[,;|\n\t]|$)").match(text.plain[: labelled.end], labelled.start)
            if found:
                text.propose(field, found[0].strip(), (found.start(), found.end()), _CERTAIN, "写在相应标签之后")


def surname_text(value: str) -> bool:
    """True when the text begins like a Chinese name of 2 to 4 characters."""
    return bool(re.fullmatch(rf"{PERSON}|(?:{COMPOUND})[{HAN}]{{1,2}}", value)) and _may_be_name(value)
