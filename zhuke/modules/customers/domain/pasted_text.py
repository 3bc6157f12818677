"""A pasted text in half width that still knows where each character came from, what is labelled in it, and what is already read."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext

from .pasted_words import FIELD_LABELS, LABEL, LINE_LABEL

LONGEST = 20_000
READ = "\x00"  # stands for characters that have been understood
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_AROUND = " \t,;。|、·•-—_*#~<>\"'“”" + READ


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a field of the customer or of its contact, read out of pasted text.

    `label` is the field's name for people. `start` and `end` point into the text as it was pasted, so that the screen can
    mark the place. `confidence` runs from 0 to 1; `reason` says how it was recognised and what to check.
    """

    field: str
    label: str
    value: str
    start: int
    end: int
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """Text behind a label: from `start` to `end` of the plain text."""

    field: str
    start: int
    end: int


class PastedText:
    """`plain` is the text in half width, `free` the same with everything understood so far blotted out."""

    def __init__(self, text: str) -> None:
        characters: list[str] = []
        self._origin: list[int] = []
        for position, character in enumerate(text[:LONGEST]):
            for half in _half_width(character):
                characters.append(half)
                self._origin.append(position)
        self.plain = "".join(characters)
        self._free = characters
        self.proposals: list[Proposal] = []
        self.labelled: list[Labelled] = []
        self._read_labels()

    @property
    def free(self) -> str:
        """The text with what has been read replaced by NUL characters; same length as `plain`."""
        return "".join(self._free)

    def propose(self, field: str, value: str, span: tuple[int, int], confidence: float, reason: str) -> None:
        """Note a proposal for `plain[start:end]`. An empty value is no proposal."""
        start, end = span
        if value and start < end:
            found = Proposal(
                field, gettext(FIELD_LABELS[field]), value, self._origin[start], self._origin[end - 1] + 1, round(confidence, 2), reason
            )
            self.proposals.append(found)

    def blot(self, start: int, end: int) -> None:
        """Take characters out of the free text; line ends stay."""
        self._free[start:end] = ["\n" if c == "\n" else READ for c in self._free[start:end]]

    def behind(self, field: str) -> list[Labelled]:
        """What stands behind the labels of a field, in order."""
        return [found for found in self.labelled if found.field == field]

    def label_at(self, position: int) -> str:
        """The field whose label governs this place of the text; empty when none does."""
        return next((found.field for found in reversed(self.labelled) if found.start <= position < found.end), "")

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The span without blanks and points around it."""
        while start < end and self.plain[start] in _AROUND:
            start += 1
        while start < end and self.plain[end - 1] in _AROUND:
            end -= 1
        return start, end

    def _read_labels(self) -> None:
        marks = [(found.lastgroup or "", found.start(), found.end()) for found in LABEL.finditer(self.plain)]
        taken = {start for _, start, _ in marks}
        for line in re.finditer(r"[^\n]+", self.plain):
            found = LINE_LABEL.match(line[0])
            starts_here = any(line.start() <= start < line.start() + (found.end() if found else 0) for start in taken)
            if found and not starts_here:
                marks.append((found.lastgroup or "", line.start(), line.start() + found.end()))
        marks.sort(key=lambda mark: mark[1])
        for number, (field, start, value_start) in enumerate(marks, start=1):
            border = marks[number][1] if number < len(marks) else len(self.plain)
            value = self._value_span(field, value_start, max(border, value_start))
            self.labelled.append(Labelled(field, *value))
            self.blot(start, value_start)

    def _value_span(self, field: str, start: int, border: int) -> tuple[int, int]:
        """To the end of the line; to the next label for long texts; the next line where the label stands alone."""
        if field == "business_scope":
            blank_line = self.plain.find("\n\n", start, border)
            return self._without_edges(start, border if blank_line < 0 else blank_line)
        line_end = self.plain.find("\n", start, border)
        end = border if line_end < 0 else line_end
        if line_end >= 0 and not self.plain[start:end].strip(_AROUND):
            next_start = end + 1
            next_end = self.plain.find("\n", next_start, border)
            return self._without_edges(next_start, border if next_end < 0 else next_end)
        return self._without_edges(start, end)

    def _without_edges(self, start: int, end: int) -> tuple[int, int]:
        while start < end and (self.plain[start].isspace() or self.plain[start] in _AROUND):
            start += 1
        while start < end and (self.plain[end - 1].isspace() or self.plain[end - 1] in _AROUND):
            end -= 1
        return start, end


def _half_width(character: str) -> str:
    if character in _INVISIBLE or character == READ:
        return ""
    if character in "\n\r\u2028\u2029\x0b\x0c\x85":
        return "\n"
    half = unicodedata.normalize("NFKC", character)
    return "".join(" " if c.isspace() and c != "\t" else c for c in half)
