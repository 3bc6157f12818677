"""What contracts do when something happens around them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.services import is_on
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import react
from zhuke.kernel.models import Event
from zhuke.modules.sales.models import Opportunity

from .models import Bond, Clause, Contract, Line, Party, PaymentTerm, Variation
from .services.amounts import retotal
from .services.drafting import draft_for
from .services.guards import hold_draft, hold_open
from .services.signatures import signed_photos

AGREED: dict[str, Any] = {"contract_lines": Line, "contract_parties": Party, "contract_clauses": Clause}


@react("opportunities.moved")
def draft_when_signing(event: Event) -> None:
    """An opportunity that reaches 签约, or passes it, gets its contract draft, once, however often it goes back and forth."""
    if event.data.get("to_phase") not in ("signing", "start"):
        return
    opportunity = Opportunity.objects.get(pk=event.subject_id)
    if is_on("contracts", opportunity.unit_id):
        draft_for(Actor(event.actor_id, event.actor_name, "system"), opportunity)


@react("contracts.archived")
def keep_running_ones(event: Event) -> None:
    """A contract that binds, or that somebody is deciding on, is not put away."""
    contract = Contract.objects.get(pk=event.subject_id)
    if contract.is_live or contract.state == "approving":
        raise Conflict(
            "contract_live", _("合同现在是“%(state)s”，不能归档。请先关闭、终止或撤回。") % {"state": contract.get_state_display()}
        )


@react(*(f"{name}.{what}" for name in AGREED for what in ("archived", "restored")))
def parts_left(event: Event) -> None:
    """Taking a part of what was agreed away, or back, is a change of the draft."""
    row = AGREED[event.resource].objects.get(pk=event.subject_id)
    retotal(hold_draft(row.contract_id))


@react("payment_terms.archived", "payment_terms.restored")
def terms_left(event: Event) -> None:
    """A term of a draft may go, and one that a variation has brought as long as nothing has come of it."""
    term = PaymentTerm.objects.get(pk=event.subject_id)
    if term.state == "reached":
        raise Conflict("term_reached", _("这笔款项的条件已经达成，不能移除。确需更正时请先撤销达成。"))
    contract = hold_open(term.contract_id) if term.variation_id else hold_draft(term.contract_id)
    retotal(contract)


@react("variations.archived", "variations.restored")
def variations_left(event: Event) -> None:
    """What was approved stays; what is being decided must be withdrawn first."""
    variation = Variation.objects.get(pk=event.subject_id)
    if variation.state in ("approving", "approved"):
        raise Conflict(
            "variation_fixed",
            _("变更已是“%(state)s”，不能移除。请先撤回；已批准的请另外登记变更来更正。") % {"state": variation.get_state_display()},
        )


@react("file.removed", "file.replaced")
def signed_photos_stay(event: Event) -> None:
    """A photo that somebody has signed for is neither taken away nor exchanged."""
    if event.resource != "variations":
        return
    variation = Variation.objects.get(pk=event.subject_id)
    if variation.signed_on and event.data["file"] in signed_photos(variation):
        raise Conflict("variation_signed", _("这张照片已随签证单签字，不能删除或替换。可以另外补充照片。"))


@react("bonds.restored")
def bonds_back(event: Event) -> None:
    """A bond comes back only onto a contract that is not over."""
    hold_open(Bond.objects.get(pk=event.subject_id).contract_id)
