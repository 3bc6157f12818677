"""The warranty clock: when it has run out, retention comes due by itself."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.kernel.access import system
from zhuke.kernel.audit import writing
from zhuke.modules.contracts.models import Contract, PaymentTerm
from zhuke.modules.contracts.models.parts import TermSet

from .terms import reach


def release_retention(today: dt.date | None = None) -> int:
    """Reach the retention terms of live contracts whose warranty has run out; returns how many. May be repeated.

    One transaction for each term. ``reached_on`` is the day after the last day of the warranty.
    """
    day, done = today or timezone.localdate(), 0
    for pk in list(_ripe(day).order_by("contract_id", "position").values_list("pk", flat=True)):
        actor = system("质保期")
        with writing(actor, "contracts.warranty"):
            term = _ripe(day).select_for_update(of=("self",)).filter(pk=pk).first()
            if term and term.contract.warranty_until:
                reach(actor, term, on=term.contract.warranty_until + dt.timedelta(days=1), note=_("质保期满"))
                done += 1
    return done


def _ripe(day: dt.date) -> TermSet:
    return PaymentTerm.objects.planned().filter(
        trigger="retention",
        amount__isnull=False,
        contract__archived_at=None,
        contract__state__in=Contract.LIVE,
        contract__warranty_until__lt=day,
    )
