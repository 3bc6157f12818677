"""The only place that rewrites the amounts of a contract, its lines and its payment terms."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.contracts.domain.split import Part, split
from zhuke.modules.contracts.models import Contract, Line, PaymentTerm, Variation
from zhuke.modules.quotes.domain.amounts import HUNDRED, ZERO, Amounts, added, cents, line_amounts

LINE_AMOUNTS = ("net_amount", "tax_amount", "total_amount")


def locked(pk: UUID) -> Contract:
    """The contract, held until the transaction ends."""
    return Contract.objects.select_for_update(no_key=True).get(pk=pk)


def amounts_of(line: Line) -> Amounts:
    """What a line comes to. Its price includes tax."""
    return line_amounts(Decimal(line.quantity), Decimal(line.unit_price), rate=Decimal(line.tax_rate))


def put_amounts(line: Line) -> None:
    """Write its amounts on the line, unsaved."""
    found = amounts_of(line)
    line.net_amount, line.tax_amount, line.total_amount = found.net, found.tax, found.total


def retotal(contract: Contract) -> Contract:
    """Rewrite all derived amounts and save. The caller holds the contract's lock. Raises invalid."""
    recompute(contract)
    save(contract, by_model(Contract))
    respread(contract)
    return contract


def recompute(contract: Contract) -> None:
    """Put net, tax and current amount on the contract, unsaved; with lines its amount is their sum."""
    found = [amounts_of(line) for line in Line.objects.filter(contract=contract, archived_at=None)]
    if found:
        sums = added(found)
        contract.amount, contract.amount_net, contract.tax = sums.total, sums.net, sums.tax
    elif contract.amount is None or contract.tax_rate is None:
        contract.amount_net = contract.tax = None
    else:
        amount = Decimal(contract.amount)
        contract.amount_net = cents(amount * HUNDRED / (HUNDRED + Decimal(contract.tax_rate)))
        contract.tax = amount - contract.amount_net
    contract.current_amount = None if contract.amount is None else Decimal(contract.amount) + varied(contract)


def varied(contract: Contract) -> Decimal:
    """The sum of approved variations."""
    rows = Variation.objects.filter(contract=contract, state="approved", archived_at=None).exclude(amount=None)
    return sum((Decimal(amount) for amount in rows.values_list("amount", flat=True) if amount is not None), ZERO)


def respread(contract: Contract) -> None:
    """Rewrite what the payment terms come to; reached ones stay as they were."""
    terms = list(PaymentTerm.objects.select_for_update().filter(contract=contract, archived_at=None).order_by("position", "pk"))
    amounts = terms_of(contract, terms)
    changed = []
    for term, amount in zip(terms, amounts, strict=True):
        if term.amount != amount:
            term.amount = amount
            changed.append(term)
    PaymentTerm.objects.bulk_update(changed, ["amount"])


def terms_of(contract: Contract, terms: list[PaymentTerm]) -> list[Decimal | None]:
    """What each of these terms of the contract comes to; None: not known yet."""
    if contract.amount is None:
        return [term.fixed_amount for term in terms]
    parts = [Part(term.kind, term.ratio, term.fixed_amount, frozen=term.amount if term.state == "reached" else None) for term in terms]
    return split(parts, signed=Decimal(contract.amount), total=Decimal(contract.total))
