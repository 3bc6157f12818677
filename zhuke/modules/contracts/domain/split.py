"""How much of a contract each payment term is. The one place that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhuke.modules.quotes.domain.amounts import HUNDRED, ZERO, cents


@dataclass(frozen=True)
class Part:
    """One term. ``fixed`` is a sum, ``ratio`` percent; neither: the rest. ``frozen``: what it came to when it was reached."""

    kind: str
    ratio: Decimal | None = None
    fixed: Decimal | None = None
    frozen: Decimal | None = None


def split(parts: Sequence[Part], *, signed: Decimal, total: Decimal) -> list[Decimal | None]:
    """Yuan of each part, in order; None: a part without any basis.

    Shares are of the ``signed`` amount, those of retention of the ``total`` (what the contract comes to now). The last open settlement part
    takes what the others leave of the total, when it names no sum of its own or all shares add up to 100; without one, what rounding leaves
    of full shares goes to the last share. So full shares always add up to the cent.
    """
    amounts = [_own(part, signed, total) for part in parts]
    full = sum((part.ratio for part in parts if part.ratio is not None), ZERO) == HUNDRED
    rest = _rest(parts, full=full)
    if rest is not None:
        others = sum((amount for index, amount in enumerate(amounts) if index != rest and amount is not None), ZERO)
        amounts[rest] = total - others
    elif full:
        _round_off(parts, amounts, signed)
    return amounts


def _own(part: Part, signed: Decimal, total: Decimal) -> Decimal | None:
    if part.frozen is not None:
        return part.frozen
    if part.fixed is not None:
        return part.fixed
    if part.ratio is None:
        return None
    return cents((total if part.kind == "retention" else signed) * part.ratio / HUNDRED)


def _rest(parts: Sequence[Part], *, full: bool) -> int | None:
    """The part that takes the rest, if there is one."""
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if part.kind == "settlement" and part.frozen is None and part.fixed is None and (part.ratio is None or full):
            return index
    return None


def _round_off(parts: Sequence[Part], amounts: list[Decimal | None], signed: Decimal) -> None:
    shares = [index for index, part in enumerate(parts) if part.ratio is not None]
    open_shares = [index for index in shares if parts[index].frozen is None]
    if open_shares:
        left = signed - sum((cents(signed * (parts[index].ratio or ZERO) / HUNDRED) for index in shares), ZERO)
        last = open_shares[-1]
        amounts[last] = (amounts[last] or ZERO) + left
