"""Whether a payment has the approved request that its company wants."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import Allocation, PaymentPolicy, PaymentRequest, Receivable

from .ledger import ZERO
from .places import line_of

GRANTED = ("approved", "paid")


def add_policy(actor: Actor, *, pk: UUID | None = None, **values: Any) -> PaymentPolicy:
    """Lay down from which amount requests are wanted; without a unit for the whole group. Raises invalid."""
    row: PaymentPolicy = build(actor, by_model(PaymentPolicy), {"unit_id": None, **values}, pk=pk)
    save(row, by_model(PaymentPolicy))
    emit("payment_policies.created", row, actor)
    return row


def edit_policy(actor: Actor, row: PaymentPolicy, **values: Any) -> PaymentPolicy:
    """Change it, for payments from now on. Raises invalid."""
    assign(row, values)
    save(row, by_model(PaymentPolicy))
    emit("payment_policies.updated", row, actor, {"fields": sorted(values)})
    return row


def policy_for(unit_id: UUID) -> PaymentPolicy | None:
    """What is in force for a unit today: its own, the nearest above, the group's; None: nothing is."""
    line = line_of(unit_id)
    rows = PaymentPolicy.objects.filter(Q(unit_id__in=line) | Q(unit=None), archived_at=None, since__lte=timezone.localdate())
    order: dict[UUID | None, int] = {pk: number for number, pk in enumerate(line)}
    return min(rows, key=lambda row: (order.get(row.unit_id, len(line)), -row.since.toordinal()), default=None)


def granted(row: Receivable) -> Decimal:
    """How much of a payable has been approved for payment, what is paid already included."""
    rows = PaymentRequest.objects.filter(receivable=row, state__in=GRANTED)
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def check_covered(row: Receivable, amount: Decimal) -> None:
    """Raise no_request unless what is paid of a payable stays within the free amount and what has been approved.

    Payments entered before the policy came into force do not count; those after it do together, so that splitting helps nobody.
    The caller holds the payable's lock.
    """
    policy = policy_for(row.unit_id)
    if row.direction != "expense" or policy is None:
        return
    allowed = granted(row)
    if _paid(row, policy_since(policy)) + amount - allowed <= policy.threshold:
        return
    raise Conflict(
        "no_request",
        _("“%(name)s”的这笔付款要先有批准的付款申请：同一笔应付超过 ¥%(free)s 要申请，目前批准了 ¥%(allowed)s。请先提交付款申请。")
        % {"name": row.name, "free": f"{policy.threshold:,.2f}", "allowed": f"{allowed:,.2f}"},
        data={"threshold": str(policy.threshold), "granted": str(allowed)},
    )


def policy_since(policy: PaymentPolicy) -> dt.date:
    """The day of the first policy of its unit: a new one starts no new count."""
    rows = PaymentPolicy.objects.filter(unit=policy.unit_id, archived_at=None).order_by("since")
    return rows.values_list("since", flat=True)[0]


def _paid(row: Receivable, since: dt.date) -> Decimal:
    rows = Allocation.objects.filter(receivable=row, state="active", created_at__date__gte=since)
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO
