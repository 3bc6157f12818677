"""What a delay costs under a penalty clause."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from zhuke.modules.quotes.domain.amounts import HUNDRED, cents

THOUSAND = Decimal(1000)


@dataclass(frozen=True)
class Penalty:
    """Yuan. ``capped``: the clause's limit was reached, on day ``full_on`` of the delay."""

    amount: Decimal
    a_day: Decimal
    cap: Decimal | None
    capped: bool
    full_on: int | None


def penalty(base: Decimal, *, rate: Decimal, days: int, cap: Decimal | None = None) -> Penalty:
    """The penalty for ``days`` of delay on ``base`` yuan: ``rate`` per thousand and day, at most ``cap`` percent of the base.

    Rounded to the cent once, at the end. ValueError for a negative delay.
    """
    if days < 0:
        raise ValueError("a delay is at least zero days")
    exact, most = base * rate * days / THOUSAND, None if cap is None else base * cap / HUNDRED
    limited = most is not None and exact >= most and days > 0
    full_on = None
    if cap is not None and rate:
        full_on = ceil(cap * 10 / rate)  # cap percent = 10 × cap per thousand; the first whole day that reaches it
    return Penalty(
        cents(most if limited and most is not None else exact),
        cents(base * rate / THOUSAND),
        None if most is None else cents(most),
        limited,
        full_on,
    )
