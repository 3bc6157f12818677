"""What services refuse to callers in Python, who do not come through the verbs' own conditions."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from zhuke.commons.testing import Caller, actor_for, queued
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError
from zhuke.modules.contracts.models import Bond, Contract, PaymentTerm, Variation
from zhuke.modules.contracts.services import approving, bonds, moving, terms, variations

from .conftest import contract, do, made, part, read, signed, term

DAY = dt.date(2026, 4, 1)


@pytest.fixture
def rows(chief: Caller) -> dict[str, Any]:
    """A draft and a signed contract; terms, bonds and a variation in several states."""
    draft, live = contract(chief), contract(chief)
    milestone = term(chief, live, "advance", "10")
    monthly = term(chief, live, "progress", "10", trigger="progress")
    held = part(chief, "bonds", live, amount="1.00")
    back = part(chief, "bonds", live, amount="1.00")
    made(do(chief, live, "record", signed_on="2026-03-01", reason="补录"))
    made(do(chief, back, "give_back", "bonds", on="2026-03-05"))
    reached = term_of(live, "advance")
    made(do(chief, milestone, "reach", "payment_terms", on="2026-03-05"))
    change = part(chief, "variations", signed(chief), name="清障", amount="1.00")
    return {
        "draft": Contract.objects.get(pk=draft["id"]),
        "live": Contract.objects.get(pk=live["id"]),
        "early": PaymentTerm.objects.get(pk=term(chief, draft, "advance", "10")["id"]),
        "reached": PaymentTerm.objects.get(pk=reached),
        "monthly": PaymentTerm.objects.get(pk=monthly["id"]),
        "held": Bond.objects.get(pk=held["id"]),
        "back": Bond.objects.get(pk=back["id"]),
        "change": Variation.objects.get(pk=read(chief, change, "variations")["id"]),
    }


def term_of(row: dict[str, Any], kind: str) -> Any:
    """The id of a contract's term."""
    return PaymentTerm.objects.get(contract_id=row["id"], kind=kind).pk


CASES: dict[str, tuple[str, Callable[[Any, dict[str, Any]], Any]]] = {
    "term of a draft": ("not_live", lambda actor, r: terms.reach(actor, r["early"], on=DAY)),
    "term again": ("already_reached", lambda actor, r: terms.reach(actor, r["reached"], on=DAY)),
    "monthly term": ("not_by_hand", lambda actor, r: terms.reach(actor, r["monthly"], on=DAY)),
    "nothing to undo": ("not_reached", lambda actor, r: terms.unreach(actor, r["monthly"], reason="x")),
    "returned twice": ("bond_returned", lambda actor, r: bonds.give_back(actor, r["back"], on=DAY)),
    "prolonged after return": ("bond_returned", lambda actor, r: bonds.prolong(actor, r["back"], expires_on=DAY)),
    "not returned": ("not_returned", lambda actor, r: bonds.take_again(actor, r["held"], reason="x")),
    "signed without approval": ("wrong_state", lambda actor, r: moving.sign(actor, r["draft"])),
    "closed without settlement": ("not_settled", lambda actor, r: moving.close(actor, r["live"])),
    "closed as a draft": ("wrong_state", lambda actor, r: moving.close(actor, r["draft"])),
    "warranty of a draft": ("wrong_state", lambda actor, r: moving.start_warranty(actor, r["draft"], on=DAY, months=1)),
    "negative settlement": ("invalid", lambda actor, r: moving.settle(actor, r["live"], settlement_amount=Decimal("-0.01"))),
    "approved without submission": ("wrong_state", lambda actor, r: approving.approved(actor, r["draft"])),
    "rejected without submission": ("wrong_state", lambda actor, r: approving.rejected(actor, r["draft"])),
    "withdrawn without submission": ("wrong_state", lambda actor, r: approving.withdrawn(actor, r["live"])),
    "submitted after signing": ("wrong_state", lambda actor, r: approving.submitted(actor, r["live"])),
    "variation not submitted": ("wrong_state", lambda actor, r: variations.approved(actor, r["change"])),
    "variation not rejected": ("wrong_state", lambda actor, r: variations.rejected(actor, r["change"])),
    "variation not withdrawn": ("wrong_state", lambda actor, r: variations.withdrawn(actor, r["change"])),
}


@pytest.mark.parametrize("case", CASES)
def test_refused(chief: Caller, rows: dict[str, Any], case: str) -> None:
    code, call = CASES[case]
    actor, waiting = actor_for(chief.person), queued()
    before = {name: type(row).objects.values().get(pk=row.pk) for name, row in rows.items()}
    with pytest.raises(DomainError) as refused, writing(actor):
        call(actor, rows)
    assert refused.value.code == code
    assert {name: type(row).objects.values().get(pk=row.pk) for name, row in rows.items()} == before
    assert queued() == waiting
