"""Value-added tax of one amount: net + tax = amount to the cent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from zhuke.modules.quotes.domain.amounts import HUNDRED, cents

# Invoices round each line, so the tax of a whole one may differ from the rate by some cents.
TOLERANCE = Decimal("1.00")
DIGITAL = re.compile(r"^\d{20}$")
PAPER = re.compile(r"^\d{8}$")
PAPER_CODE = re.compile(r"^\d{10}(\d{2})?$")
# 18 characters of GB 32100, or the 15 to 20 of older registrations.
TAX_CODE = re.compile(r"^[0-9A-Z]{15,20}$")


def tax_of(amount: Decimal, rate: Decimal) -> Decimal:
    """The tax inside a tax-inclusive amount at ``rate`` percent."""
    return amount - cents(amount * HUNDRED / (HUNDRED + rate))


def taken_back(left: Mapping[str, tuple[Decimal, Decimal]], part: Decimal | None) -> dict[str, tuple[Decimal, Decimal]]:
    """Net and tax by rate that a red invoice of ``part`` yuan takes from what is ``left`` by rate; None: all of it.

    A part of an invoice of several rates is taken from each in proportion to what is left of it; the last takes the odd cents.
    """
    if part is None:
        return dict(left)
    total, rest = sum((net + tax for net, tax in left.values()), Decimal(0)), part
    found = {}
    for number, (rate, (net, tax)) in enumerate(left.items(), 1):
        share = rest if number == len(left) else cents(part * (net + tax) / total)
        found[rate] = (share - tax_of(share, Decimal(rate)), tax_of(share, Decimal(rate)))
        rest -= share
    return found


def tax_fits(amount: Decimal, tax: Decimal, rate: Decimal) -> bool:
    """Whether a tax as printed goes with the rate."""
    return abs(tax - tax_of(amount, rate)) <= TOLERANCE


def number_fits(kind: str, number: str, code: str) -> bool:
    """Whether number and code have the form of that kind: 20 digits, or 8 with a code of 10 or 12."""
    if kind.startswith("digital"):
        return bool(DIGITAL.match(number)) and not code
    return bool(PAPER.match(number) and PAPER_CODE.match(code))
