"""Into approval: the engine takes it from here and calls back (approvals.py says what)."""

from __future__ import annotations

from zhuke.commons.approvals import services as approvals
from zhuke.kernel.access import Actor
from zhuke.modules.contracts.models import Contract, Variation


def submit(actor: Actor, contract: Contract) -> Contract:
    """Ask for approval of a contract. Raises checks_failed, wrong_state, and what the engine raises."""
    approvals.submit(actor, "contracts", contract, verb="sign_off")
    return contract


def submit_variation(actor: Actor, variation: Variation) -> Variation:
    """Ask for approval of a variation. Raises empty_variation, below_zero, not_live, settled, and what the engine raises."""
    approvals.submit(actor, "variations", variation, verb="approve_change")
    return variation
