"""How invoices of the People's Republic are numbered."""

from __future__ import annotations

import re

# Since 2024 all-digital invoices: 20 digits and no code. Before: 8 digits under a code of 10 (paper) or 12 (electronic, rolls) digits.
DIGITAL = re.compile(r"\d{20}")
NUMBER = re.compile(r"\d{8}")
CODE = re.compile(r"\d{10}|\d{12}")


def plain(text: str) -> str:
    """As it is stored: without blanks and dashes, full-width digits made plain."""
    return re.sub(r"[\s\-－—]", "", text).translate(str.maketrans("０１２３４５６７８９", "0123456789"))


def fits(number: str, code: str) -> bool:
    """Whether number and code belong together; both empty is no invoice, which is allowed."""
    if not number:
        return not code
    return bool(DIGITAL.fullmatch(number) and not code) or bool(NUMBER.fullmatch(number) and CODE.fullmatch(code))
