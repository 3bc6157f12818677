"""Whether a payment has the approved request that its company wants."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.billing.models import Allocation, PaymentPolicy, PaymentRequest, Receipt, Receivable

from .ledger import ZERO
from .places import company_of, line_of

# First key of the advisory locks of payments; the second is the company.
PAYMENTS = 0x504159


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


def check_covered(receipt: Receipt, row: Receivable, amount: Decimal) -> None:
    """Raise no_request unless what is paid of a payable stays within the free amount and what has been approved.

    Payments registered before the policy came into force do not count; those after it do together, so that splitting helps nobody.
    The caller holds the payable's lock.
    """
    policy = policy_for(row.unit_id)
    if row.direction != "expense" or policy is None:
        return
    since = policy_since(policy)
    if timezone.localdate(receipt.created_at) < since:
        return
    allowed = _granted(row, since)
    if _paid(row, since) + amount - allowed <= policy.threshold:
        return
    raise Conflict(
        "no_request",
        _("“%(name)s”的这笔付款要先有批准的付款申请：同一笔应付超过 ¥%(free)s 要申请，目前批准了 ¥%(allowed)s。请先提交付款申请。")
        % {"name": row.name, "free": f"{policy.threshold:,.2f}", "allowed": f"{allowed:,.2f}"},
        data={"threshold": str(policy.threshold), "granted": str(allowed)},
    )


def check_on_account(receipt: Receipt) -> None:
    """Raise no_request unless all that lies unallocated with a supplier is within the free amount and what is approved and not yet paid.

    Payments that nobody has claimed yet are judged together. The caller holds ``payments_lock``.
    """
    policy = policy_for(receipt.unit_id)
    if receipt.direction != "expense" or policy is None:
        return
    since = policy_since(policy)
    loose = _on_account(receipt, since)
    allowed = _waiting(receipt, since) if loose > policy.threshold else ZERO
    if loose - allowed <= policy.threshold:
        return
    raise Conflict(
        "no_request",
        _(
            "付给“%(name)s”而没有核销的款共 ¥%(loose)s，超过免申请额度 ¥%(free)s 加已批准待付的 ¥%(allowed)s。"
            "请先为应付提交付款申请，或先核销、冲销已付的款。"
        )
        % {
            "name": receipt.customer.name if receipt.customer else _("未认领的单位"),
            "loose": f"{loose:,.2f}",
            "free": f"{policy.threshold:,.2f}",
            "allowed": f"{allowed:,.2f}",
        },
        data={"threshold": str(policy.threshold), "granted": str(allowed), "on_account": str(loose)},
    )


def payments_lock(unit_id: UUID) -> None:
    """Payments of a company are entered one after the other, until commit: two at once cannot both use what one approval allows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PAYMENTS, company_of(unit_id).int & 0x7FFFFFFF])


def policy_since(policy: PaymentPolicy) -> dt.date:
    """The day of the first policy of its unit: a new one starts no new count."""
    rows = PaymentPolicy.objects.filter(unit=policy.unit_id, archived_at=None).order_by("since")
    return rows.values_list("since", flat=True)[0]


def _granted(row: Receivable, since: dt.date) -> Decimal:
    """What has been approved for a payable: what waits to be paid, and what payments registered since that day have paid."""
    counted = Q(state="approved") | Q(state="paid", receipt__created_at__date__gte=since)
    rows = PaymentRequest.objects.filter(counted, receivable=row)
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def _paid(row: Receivable, since: dt.date) -> Decimal:
    rows = Allocation.objects.filter(receivable=row, state="active", receipt__created_at__date__gte=since)
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def _on_account(receipt: Receipt, since: dt.date) -> Decimal:
    company = company_of(receipt.unit_id)
    rows = Receipt.objects.filter(
        direction="expense", customer=receipt.customer, unallocated__gt=0, created_at__date__gte=since
    )  # one that was reversed has nothing left
    return sum((row.unallocated for row in rows if company_of(row.unit_id) == company), ZERO)


def _waiting(receipt: Receipt, since: dt.date) -> Decimal:
    """What is approved for payables of the same supplier and company and has not been paid."""
    if receipt.customer_id is None:
        return ZERO
    company = company_of(receipt.unit_id)
    rows = Receivable.objects.filter(customer_id=receipt.customer_id, payment_requests__state="approved").distinct()
    return sum((max(_granted(row, since) - _paid(row, since), ZERO) for row in rows if company_of(row.unit_id) == company), ZERO)
