"""The public pool 公海: return, claim, and what stands in the way. Recycling by the calendar is in ``recycling``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.records import person as person_of
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.errors import Conflict, DomainError, NotFound
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.customers.models import Customer, PoolMove
from zhuke.modules.orgs.actors import tree

from .derive import derive
from .pool_rules import rule_for

# What later modules know: () → ids of customers that must not go into the pool, and of customers that have signed something.
Ids = Callable[[], QuerySet[Any]]
_protections: list[tuple[Any, Ids]] = []
_signings: list[Ids] = []


def protect(reason: Any, customers: Ids) -> None:
    """Keep these customers out of the pool; ``reason`` is the sentence that says why. Called by ``<module>/pool.py``."""
    _protections.append((reason, customers))


def counts_as_signed(customers: Ids) -> None:
    """These customers have signed and are not recycled for want of a signature. Called by ``<module>/pool.py``."""
    _signings.append(customers)


def is_pooled(customer: Customer) -> bool:
    """Whether the customer lies in the pool."""
    return customer.pooled_at is not None and customer.archived_at is None


def is_held(customer: Customer) -> bool:
    """Whether somebody looks after the customer."""
    return customer.owner_id is not None and customer.archived_at is None


def pooled(rows: QuerySet[Customer]) -> QuerySet[Customer]:
    """Those of ``rows`` that lie in the pool."""
    return rows.filter(pooled_at__isnull=False, owner=None, archived_at=None)


def protected() -> Q:
    """The customers that must stay with their owner."""
    return _among(ids for _reason, ids in _protections)


def signed() -> Q:
    """The customers that have signed or worked with the firm."""
    return _among(_signings)


def _among(sources: Iterable[Ids]) -> Q:
    found = Q(pk__in=[])
    for ids in sources:
        found |= Q(pk__in=ids())
    return found


def held_by(person: UUID) -> int:
    """How many customers a person looks after."""
    return Customer.objects.filter(owner_id=person, archived_at=None).count()


def return_to_pool(actor: Actor, customer: Customer, *, reason: str) -> Customer:
    """Give a customer up; anybody of the company may claim it then. Raises protected."""
    for why, ids in _protections:
        if Customer.objects.filter(pk=customer.pk).filter(pk__in=ids()).exists():
            raise Conflict("protected", why)
    before = customer.owner_id
    assert before is not None
    customer.last_owner_id, customer.owner_id = before, None
    customer.pooled_at, customer.pool_reason = timezone.now(), reason
    save(customer, by_model(Customer))
    derive([customer.pk])
    PoolMove.objects.create(customer=customer, person_id=before, kind="returned", reason=reason, created_by_id=actor.id)
    emit("customers.returned", customer, actor, {"from": str(before), "reason": reason})
    return customer


def claim(actor: Actor, customer: Customer) -> Customer:
    """Take a customer out of the pool for oneself; the row is locked. Raises claimed_already, hold_limit, claimed_too_early."""
    person = person_of(actor)
    if not is_pooled(customer):
        raise taken(customer)
    check_limit(person, customer.unit_id, mine=True)
    check_interval(person, customer)
    customer.owner_id, customer.pooled_at, customer.pool_reason = person, None, ""
    units = tree()
    if actor.unit and units.company_of(actor.unit) == units.company_of(customer.unit_id):
        customer.unit_id = actor.unit  # so that the claimer's own supervisor sees it
    save(customer, by_model(Customer))
    derive([customer.pk])
    PoolMove.objects.create(customer=customer, person_id=person, kind="claimed", created_by_id=person)
    emit("customers.claimed", customer, actor, {"from": str(customer.last_owner_id or "")})
    return customer


def claim_one(actor: Actor, pk: UUID) -> Customer:
    """Claim by id, in a transaction of the caller. Raises not_found (not the actor's to claim) and what ``claim`` raises."""
    rows = visible(actor, by_model(Customer), "claim").filter(archived_at=None)
    if not rows.filter(pk=pk).exists():
        raise NotFound()
    # Two people at once: the second waits here for the first, and then reads who was quicker.
    return claim(actor, Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=pk))


def taken(customer: Customer) -> Conflict:
    """The error for a customer that is no longer in the pool, with who has it."""
    if customer.owner_id and customer.owner:
        return Conflict(
            "claimed_already", _("“%(name)s”刚刚归%(owner)s负责，请选择其他客户。") % {"name": customer.name, "owner": customer.owner}
        )
    return Conflict("claimed_already", _("“%(name)s”已不在公海，请刷新列表。") % {"name": customer.name})


def check_limit(person: UUID, unit: UUID, *, mine: bool = False) -> None:
    """Raise hold_limit when the person holds as many customers as the company allows."""
    limit = rule_for(unit).hold_limit
    if limit is None:
        return
    with connection.cursor() as cursor:  # two claims of one person at the same moment count each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('pool:' || %s, 0))", [str(person)])
    if held_by(person) < limit:
        return
    if mine:
        raise Conflict("hold_limit", _("您负责的客户已达到公司上限 %(n)s 个，请先退回或转交一些客户。") % {"n": limit})
    raise Conflict("hold_limit", _("此人负责的客户已达到公司上限 %(n)s 个，请分配给其他人。") % {"n": limit})


def check_interval(person: UUID, customer: Customer) -> None:
    """Raise claimed_too_early when the person gave this customer up a short while ago."""
    until = barred_until(person, [customer.pk], rule_for(customer.unit_id).reclaim_days).get(customer.pk)
    if until:
        raise DomainError(
            "claimed_too_early",
            _("您不久前退回过这个客户或它从您名下被回收，%(day)s 起才能再次领取；可请主管分配给您。") % {"day": until},
        )


def barred_until(person: UUID, customers: Iterable[UUID], days: int) -> dict[UUID, dt.date]:
    """The day from which the person may claim each of these customers again; those free to claim are absent."""
    since = timezone.now() - dt.timedelta(days=days)
    moves = PoolMove.objects.filter(
        person_id=person, customer_id__in=list(customers), kind__in=("returned", "recycled"), created_at__gt=since
    )
    return {
        customer: timezone.localdate(at + dt.timedelta(days=days)) + dt.timedelta(days=1)
        for customer, at in moves.order_by("created_at").values_list("customer_id", "created_at")
    }


def assigned_from_pool(actor: Actor, customer: Customer) -> None:
    """Note that a supervisor gave a pooled customer to its new owner. Raises hold_limit; called before the change is saved."""
    assert customer.owner_id is not None
    check_limit(customer.owner_id, customer.unit_id)
    customer.pooled_at, customer.pool_reason = None, ""
    PoolMove.objects.create(customer=customer, person_id=customer.owner_id, kind="assigned", created_by_id=actor.id)
