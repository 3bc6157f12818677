"""What collection does when money comes, debts change, letters leave, customers are merged, business is proposed."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhuke.commons.letters.models import Letter
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import react
from zhuke.kernel.models import Event
from zhuke.modules.billing.models import Receivable

from .models import CollectionCase, CustomerCredit, DunningLadder
from .services import credit, happening, letters
from .services.standing import end


def _actor(event: Event) -> Actor:
    return Actor(event.actor_id, event.actor_name, "system")


@react("receipts.allocated")
def money_came(event: Event) -> None:
    """A payment closes the case, or rests it."""
    receivable = Receivable.objects.get(pk=UUID(event.data["receivable"]))
    if receivable.direction == "income":
        happening.paid(_actor(event), receivable, str(event.data["amount"]))


@react("receipts.unallocated")
def money_went(event: Event) -> None:
    """A payment that is taken back is owed again."""
    happening.changed(_actor(event), Receivable.objects.get(pk=UUID(event.data["receivable"])))


@react("receivables.disputed", "receivables.resolved", "receivables.settled", "receivables.cancelled", "receivables.adjusted",
       "receivables.updated")  # fmt: skip
def debt_changed(event: Event) -> None:
    """A debt is contested, agreed, gone, or of another amount or day."""
    row = Receivable.objects.get(pk=event.subject_id)
    if event.name == "receivables.disputed":
        happening.disputed(_actor(event), row, str(event.data.get("reason", "")))
    else:
        happening.changed(_actor(event), row)


@react("letters.sent", "letters.failed", "letters.doubtful")
def mail_left(event: Event) -> None:
    """What became of a dunning letter at the mail server."""
    letters.mail_changed(_actor(event), Letter.objects.get(pk=event.subject_id))


@react("customer.merged")
def one_case_of_one_customer(event: Event) -> None:
    """Two customers became one: the older of two cases goes on."""
    seen: set[UUID] = set()
    for case in CollectionCase.objects.filter(customer_id=event.subject_id).exclude(state="closed").order_by("created_at"):
        if case.company_id in seen:
            end(_actor(event), case, "merged")
        else:
            seen.add(case.company_id)
            case.slot = f"{case.customer_id}:{case.company_id}"
        case.save()


@react("quotations.created", "contracts.created")
def business_proposed(event: Event) -> None:
    """New business with a customer whose credit is used up is warned of."""
    credit.warn(_actor(event), event.resource, event.subject_id)


@react("dunning_ladders.restored")
def one_ladder_a_company(event: Event) -> None:
    """A ladder comes back only where no other has taken its place; switching it off first also helps."""
    row = DunningLadder.objects.get(pk=event.subject_id)
    others = DunningLadder.objects.filter(unit=row.unit, active=True, archived_at=None).exclude(pk=row.pk)
    if row.active and others.exists():
        raise Conflict("conflict", _("这个公司已有启用的催收阶梯，请先停用它。"))


@react("customer_credits.created")
def newest_counts(event: Event) -> None:
    """A new credit decision puts the earlier ones away."""
    row = CustomerCredit.objects.get(pk=event.subject_id)
    credit.put_away_earlier(_actor(event), row)
