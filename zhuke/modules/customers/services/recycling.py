"""Customers that nobody cares for go back to the pool by the calendar: told some days before, then recycled. All set-based."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Case, DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhuke.commons.notify.services import notify
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import deriving, writing
from zhuke.kernel.events import emit
from zhuke.kernel.filters import midnight
from zhuke.modules.customers.models import Cooperation, Customer, PoolMove, PoolRule

from .derive import derive
from .pool import protected, signed
from .pool_rules import units_by_rule

CHUNK = 500
NAMED = 3


def recycle(actor: Actor, today: dt.date | None = None) -> dict[str, int]:
    """Warn owners and take back what was warned of; running it again the same day changes nothing. Returns {"warned", "recycled"}."""
    day = today or timezone.localdate()
    done = {"warned": 0, "recycled": 0}
    for rule, units in units_by_rule():
        if rule.silent_days is None and rule.unsigned_days is None:
            with writing(actor, "customers.recycle"), deriving():
                Customer.objects.filter(unit__in=units, pool_due_on__isnull=False).update(pool_due_on=None)
            continue
        _forgive(actor, rule, units, day)
        done["recycled"] += _take_back(actor, rule, units, day)
        done["warned"] += _warn(actor, rule, units, day)
    return done


def endangered(rule: PoolRule, units: list[UUID], before: dt.datetime) -> QuerySet[Customer]:
    """Held customers whose time ends before ``before``, protected ones left out; ``ends_at`` and ``silent_end`` annotated."""
    rows = Customer.objects.filter(unit__in=units, owner__isnull=False, archived_at=None)
    since = Coalesce(F("owned_since"), F("created_at"))
    touched = Greatest(since, Coalesce(F("last_contact_at"), since))
    rows = rows.annotate(silent_end=_plus(touched, rule.silent_days), unsigned_end=_unsigned(since, rule.unsigned_days))
    rows = rows.annotate(ends_at=Least("silent_end", "unsigned_end"))
    return rows.filter(ends_at__lt=before).exclude(protected())


def _plus(moment: Greatest | Coalesce, days: int | None) -> ExpressionWrapper[Any] | Value:
    if days is None:
        return Value(None, output_field=DateTimeField())
    return ExpressionWrapper(moment + Value(dt.timedelta(days=days), output_field=DurationField()), output_field=DateTimeField())


def _unsigned(since: Coalesce, days: int | None) -> Case | Value:
    if days is None:
        return Value(None, output_field=DateTimeField())
    worked = Q(pk__in=Cooperation.objects.filter(archived_at=None).values("customer"))
    return Case(When(signed() | worked, then=Value(None)), default=_plus(since, days), output_field=DateTimeField())


def _forgive(actor: Actor, rule: PoolRule, units: list[UUID], day: dt.date) -> None:
    """Somebody has followed up or signed since the warning: it no longer holds."""
    soon = endangered(rule, units, midnight(day + dt.timedelta(days=rule.warn_days + 1)))
    with writing(actor, "customers.recycle"), deriving():
        Customer.objects.filter(unit__in=units, pool_due_on__isnull=False).exclude(pk__in=soon.values("pk")).update(pool_due_on=None)


def _take_back(actor: Actor, rule: PoolRule, units: list[UUID], day: dt.date) -> int:
    """Recycle those whose day has come and whose owner was told of it."""
    total = 0
    while True:
        with writing(actor, "customers.recycle"):
            due = endangered(rule, units, midnight(day + dt.timedelta(days=1))).filter(pool_due_on__lte=day)
            rows = list(due.order_by("pk").select_for_update(of=("self",), no_key=True, skip_locked=True)[:CHUNK])
            if not rows:
                return total
            _move(actor, rule, rows)
            total += len(rows)


def _move(actor: Actor, rule: PoolRule, rows: list[Customer]) -> None:
    now, told = timezone.now(), {row.pk: row.owner_id for row in rows if row.owner_id}
    silent = [row.pk for row in rows if row.silent_end is not None and row.silent_end == row.ends_at]  # type: ignore[attr-defined]
    reasons = {
        "silent": str(_("超过 %(n)s 天未跟进，自动回收") % {"n": rule.silent_days}),
        "unsigned": str(_("超过 %(n)s 天未成交，自动回收") % {"n": rule.unsigned_days}),
    }
    for name, ids in (("silent", silent), ("unsigned", [row.pk for row in rows if row.pk not in set(silent)])):
        Customer.objects.filter(pk__in=ids).update(
            last_owner=F("owner"), owner=None, pooled_at=now, pool_reason=reasons[name], pool_due_on=None
        )
    derive(told)
    why = {pk: reasons["silent" if pk in set(silent) else "unsigned"] for pk in told}
    PoolMove.objects.bulk_create(PoolMove(customer_id=pk, person_id=person, kind="recycled", reason=why[pk]) for pk, person in told.items())
    for row in rows:
        emit("customers.recycled", row, actor, {"from": str(told[row.pk]), "reason": why[row.pk]})
    _tell(actor, rows, timezone.localdate(now), "recycled")


def _warn(actor: Actor, rule: PoolRule, units: list[UUID], day: dt.date) -> int:
    """Tell owners of what ends within the days of warning. Whoever is told late keeps the customer for all those days from now."""
    last = day + dt.timedelta(days=rule.warn_days)
    with writing(actor, "customers.recycle"):
        soon = endangered(rule, units, midnight(last + dt.timedelta(days=1))).filter(pool_due_on=None)
        rows = list(soon.only("pk", "name", "owner_id").order_by("pk").select_for_update(of=("self",), no_key=True))
        with deriving():
            Customer.objects.filter(pk__in=[row.pk for row in rows]).update(pool_due_on=last)
        _tell(actor, rows, last, "warned")
    return len(rows)


def _tell(actor: Actor, rows: list[Customer], day: dt.date, what: str) -> None:
    """One message per person and night, in that person's language."""
    by_owner: dict[UUID, list[Customer]] = {}
    for row in rows:
        if row.owner_id:
            by_owner.setdefault(row.owner_id, []).append(row)
    languages = dict(get_user_model().objects.filter(pk__in=by_owner).values_list("pk", "language"))
    for person, mine in by_owner.items():
        with translation.override(languages.get(person) or "zh-hans"):
            said = {"n": len(mine), "day": day}
            title = _("%(n)s 个客户将在 %(day)s 回到公海，请尽快跟进") % said if what == "warned" else _("%(n)s 个客户已回到公海") % said
            names = _("、").join(row.name for row in mine[:NAMED])
            body = names if len(mine) <= NAMED else _("%(names)s 等") % {"names": names}
        notify([person], "pool", title, body, actor=actor, key=f"pool:{what}:{mine[0].pk}:{day}")
