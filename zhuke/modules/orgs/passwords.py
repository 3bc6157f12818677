"""What a password must be. Everything is checked offline: the common list is Django's, drawn from published breaches."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.pinyin import sort_key

from .models import Unit, User

SHORTEST, LONGEST = 10, 128
# A word, date or run that attackers try first counts as one or two characters, however long; so much must be left.
ENOUGH = 8
ROWS = ("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "abcdefghijklmnopqrstuvwxyz", "0123456789")
COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol.", "0p;/")
LEET = str.maketrans("@4310$57!", "aaeiosstl")
DATE = re.compile(r"(?:19|20)\d\d(?:[-./]?(?:0?[1-9]|1[0-2])(?:[-./]?(?:0[1-9]|[12]\d|3[01]))?)?")
NUMBER = re.compile(r"[0-9]{4,}")
PRODUCT = ("zhuke", "筑客")


class PasswordRules:
    """Long enough, not about the person or the firm, and not made of common words, dates and keyboard runs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with what is wrong and what to do."""
        if len(password) < SHORTEST:
            raise ValidationError(_("密码太短，至少要 %(n)s 个字符。") % {"n": SHORTEST}, code="password_too_short")
        if len(password) > LONGEST:
            raise ValidationError(_("密码太长，最多 %(n)s 个字符。") % {"n": LONGEST}, code="password_too_long")
        text = unicodedata.normalize("NFKC", password).lower()
        if found := next((part for part in parts_of(user) if part in text or part in text.translate(LEET)), None):
            raise ValidationError(
                _("密码里有“%(part)s”，它是您的姓名、登录名、电话、邮箱或单位名称，容易被猜到。请去掉它。") % {"part": found},
                code="password_too_personal",
            )
        if text in common() or strength(text) < ENOUGH:
            raise ValidationError(
                _("密码太容易猜：它主要由常见词、日期、重复或键盘上相邻的字符组成。请换成几个不相干的词，或更多无规律的字符。"),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        """For forms."""
        return str(_("至少 %(n)s 个字符；不要用姓名、单位名称、常见词、日期或键盘上相邻的字符。") % {"n": SHORTEST})


def problems(password: str, user: User) -> list[str]:
    """What is wrong with a password, for commands; empty: nothing."""
    try:
        PasswordRules().validate(password, user)
    except ValidationError as error:
        return list(error.messages)
    return []


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Passwords known from breaches."""
    return frozenset(CommonPasswordValidator().passwords)


def parts_of(user: Any) -> list[str]:
    """Texts about the person and the firm that a password must not hold, in lower case: four letters or two Chinese characters at least."""
    texts: list[str] = list(PRODUCT)
    if isinstance(user, User):
        texts += [user.username, user.name, user.email.partition("@")[0], user.phone[-8:], spelled(user.name)]
        ids = user.unit.path.split("/") if user.unit else []
        for names in Unit.objects.filter(pk__in=[key for key in ids if key]).values_list("name", "short_name", "code"):
            texts += [text for name in names for text in (name, spelled(name))]
    return [text for text in (t.strip().lower() for t in texts) if len(text) >= (4 if text.isascii() else 2)]


def spelled(name: str) -> str:
    """``王伟`` → ``wangwei``."""
    return sort_key(name).replace(" ", "")


def strength(text: str) -> int:
    """How many characters are left when a common word counts two, a date, repetition or keyboard run one, a long number three."""
    score, at = 0, 0
    words = _common_words(text)
    while at < len(text):
        pieces = [(_run(text, at), 1), (_repeat(text, at), 1), (_date(text, at), 1), (words.get(at, 0), 2), (_number(text, at), 3)]
        length, worth = max(pieces, key=lambda piece: (piece[0], -piece[1]))
        score += worth if length >= 3 else 1
        at += length if length >= 3 else 1
    return score


def _common_words(text: str) -> dict[int, int]:
    plain = text.translate(LEET)
    found = {}
    for match in re.finditer(r"[a-z]{4,}", plain):
        for start in range(match.start(), match.end() - 3):
            length = next((n for n in range(match.end() - start, 3, -1) if plain[start : start + n] in common()), 0)
            if length:
                found[start] = length
    return found


def _run(text: str, at: int) -> int:
    return max(_along(text, at, line) for line in _lines())


@lru_cache(maxsize=1)
def _lines() -> tuple[str, ...]:
    lines = (*ROWS, *COLUMNS)
    return (*lines, *(line[::-1] for line in lines))


def _along(text: str, at: int, line: str) -> int:
    place, length = line.find(text[at]), 0
    while place >= 0 and at + length < len(text) and place + length < len(line) and text[at + length] == line[place + length]:
        length += 1
    return length


def _repeat(text: str, at: int) -> int:
    best = 1
    for size in (1, 2, 3):
        unit, end = text[at : at + size], at + size
        while len(unit) == size and text[end : end + size] == unit:
            end += size
        if end > at + size:
            best = max(best, end - at)
    return best


def _number(text: str, at: int) -> int:
    match = NUMBER.match(text, at)
    return len(match.group()) if match else 0


def _date(text: str, at: int) -> int:
    match = DATE.match(text, at)
    return len(match.group()) if match else 0
