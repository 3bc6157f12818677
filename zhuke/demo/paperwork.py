"""What is written about contracts once they are there: clauses of the recent ones, the sealed vouchers of those that were signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from zhuke.modules.contracts.models import Clause, ClauseTemplate, Contract, Voucher
from zhuke.modules.contracts.services.vouchers import canonical, contract_facts, digest_of

from .pending import drafts_shown
from .recording import recorded
from .rows import copy, row
from .source import Source, moment

if TYPE_CHECKING:
    from .book import Book
    from .group import Group

RECENT = dt.timedelta(days=200)
MOST = 300
"""So many contracts get clauses, and so many vouchers: more would only take time."""
SEALED = ("signed", "performing", "settled", "closed")


def add(group: Group, book: Book) -> dict[str, int]:
    """Clauses first, for a voucher tells them; returns how many rows of each."""
    source = Source(book.seed, "paperwork")
    found = list(Contract.objects.filter(created_at__gt=book.now - RECENT).order_by("-created_at", "pk")[:MOST])
    found += [draft for draft in drafts_shown(group) if draft not in found]
    with recorded(Clause):
        clauses = copy(Clause, _clauses(source, found))
    signed = Contract.objects.filter(state__in=SEALED).order_by("-signed_on", "pk")
    with recorded(Voucher):
        vouchers = copy(Voucher, _vouchers(source, signed[:MOST], book))
    return {"clauses": clauses, "vouchers": vouchers}


def _clauses(source: Source, contracts: Iterable[Contract]) -> list[Any]:
    templates = list(ClauseTemplate.objects.filter(unit=None, archived_at=None).order_by("position", "code"))
    made = []
    for contract in contracts:
        fitting = [template for template in templates if not template.kinds or contract.kind in template.kinds]
        for place, template in enumerate(fitting, 1):
            made.append(
                row(
                    Clause, id=source.id(contract.created_at), created_at=contract.created_at, created_by_id=contract.created_by_id,
                    contract_id=contract.pk, template_id=template.pk, code=template.code, position=place, name=template.name,
                    text=template.text,
                )
            )  # fmt: skip
    return made


def _vouchers(source: Source, contracts: Iterable[Contract], book: Book) -> list[Any]:
    made = []
    for contract in contracts:
        days = {"signed": contract.signed_on, "settled": contract.settled_on}
        for kind, day in days.items():
            if day is None:
                continue
            at = min(moment(day, 17, 20), book.now)
            text = canonical(contract_facts(contract, kind))
            made.append(
                row(
                    Voucher, id=source.id(at), created_at=at, created_by_id=contract.created_by_id, contract_id=contract.pk, kind=kind,
                    content=text, digest=digest_of(text),
                )
            )  # fmt: skip
    return made
