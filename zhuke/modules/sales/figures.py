"""Named querysets over opportunities. They start from what ``visible`` answers, so no figure counts what its reader may not see."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, Avg, Count, DecimalField, ExpressionWrapper, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from zhuke.kernel.fields import MoneyField

QUOTED = 2  # index of the phase 正式报价
# Divided once, not for every row.
WEIGHTED = ExpressionWrapper(Sum(ExpressionWrapper(F("amount") * F("probability"), DecimalField())) / 100, DecimalField())


class Median(Aggregate):
    """The middle value."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class Figures(QuerySet[Any]):
    """Opportunities, counted and summed."""

    def totals(self) -> Figures:
        """Per stage and phase: count, amount, weighted amount."""
        return self.order_by().values("stage_id", "phase").annotate(count=Count("*"), total=Sum("amount"), weighted=WEIGHTED)

    def by_position(self) -> Figures:
        """Per phase where they stand, furthest phase they reached, and state: count and amount."""
        return self.order_by().values("phase", "furthest", "state").annotate(count=Count("*"), total=Sum("amount"))

    def dwell(self, phases: int) -> dict[str, Any]:
        """Days stood in each phase by those who left it: ``average0``, ``median0``, ``count0`` … in one pass."""
        wanted: dict[str, Any] = {}
        for index in range(phases):
            days = F(f"phase_days__{index}")
            wanted |= {f"average{index}": Avg(days), f"median{index}": Median(days), f"count{index}": Count(days)}
        return self.order_by().aggregate(**wanted)

    def lost_by(self, column: str, within: str) -> Figures:
        """Lost ones per value of a column and, inside it, of another: count and amount, most first."""
        rows = self.filter(state="lost").order_by().values(value=F(column), part=F(within))
        return rows.annotate(count=Count("pk"), total=Sum("amount")).order_by("-count", "value", "part")

    def decided_by(self, column: str) -> Figures:
        """Decided ones per value of a column: won, lost, those that had been quoted, and the amount won."""
        won, quoted = Q(state="won"), Q(furthest__gte=QUOTED)
        return (
            self.exclude(state="open")
            .order_by()
            .values(value=F(column))
            .annotate(
                decided=Count("pk"),
                won=Count("pk", filter=won),
                quoted=Count("pk", filter=quoted),
                quoted_won=Count("pk", filter=won & quoted),
                won_amount=Coalesce(Sum("amount", filter=won), 0, output_field=MoneyField()),
            )
            .order_by("-decided", "value")
        )

    def silent_since(self, moment: Any) -> Figures:
        """Open ones that nobody has followed up since ``moment`` (and that are older than it)."""
        return self.filter(Q(last_followed_at__lt=moment) | Q(last_followed_at=None, created_at__lt=moment), state="open", archived_at=None)


class Departures(QuerySet[Any]):
    """Customers that have left, counted."""

    def left_by(self, column: str, within: str) -> Departures:
        """Per value of a column and, inside it, of another: how many left and how many of those came back, most first."""
        rows = self.order_by().values(value=F(column), part=F(within))
        return rows.annotate(count=Count("pk"), back=Count("pk", filter=Q(won_back_on__isnull=False))).order_by("-count", "value", "part")
