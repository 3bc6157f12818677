"""What a line of a quotation comes to. The one place that multiplies, discounts, taxes and rounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Amounts:
    """Yuan, two decimals. ``full`` is what the line would come to without any discount, in the basis of its price."""

    full: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal
    cost: Decimal | None = None

    @property
    def margin(self) -> Decimal | None:
        """What is left of the tax-exclusive amount after the cost; None: the cost is not known."""
        return None if self.cost is None else self.net - self.cost


def cents(value: Decimal) -> Decimal:
    """Rounded to the cent, halves away from zero, as invoices are."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def line_amounts(
    quantity: Decimal,
    price: Decimal,
    *,
    rate: Decimal,
    discounts: Iterable[Decimal] = (),
    includes_tax: bool = True,
    cost: Decimal | None = None,
) -> Amounts:
    """Amounts of one line. ``rate`` and ``discounts`` (each taken off what the one before left) are percent; ``cost`` is that of one unit.

    The discounted amount is rounded first; of a tax-inclusive price the net amount is taken out and the tax is the rest, of a
    tax-exclusive one the tax is added: net + tax = total to the cent either way.
    """
    full = quantity * price
    charged = full
    for discount in discounts:
        charged = charged * (HUNDRED - discount) / HUNDRED
    charged = cents(charged)
    if includes_tax:
        net = cents(charged * HUNDRED / (HUNDRED + rate))
        total, tax = charged, charged - net
    else:
        net, tax = charged, cents(charged * rate / HUNDRED)
        total = net + tax
    return Amounts(cents(full), net, tax, total, None if cost is None else cents(quantity * cost))


def added(lines: Iterable[Amounts]) -> Amounts:
    """The sums of the lines, nothing rounded again. The cost is known where that of every line is."""
    rows = list(lines)
    costs = [row.cost for row in rows if row.cost is not None]
    return Amounts(
        sum((row.full for row in rows), ZERO),
        sum((row.net for row in rows), ZERO),
        sum((row.tax for row in rows), ZERO),
        sum((row.total for row in rows), ZERO),
        sum(costs, ZERO) if rows and len(costs) == len(rows) else None,
    )
