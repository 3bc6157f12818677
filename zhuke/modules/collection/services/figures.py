"""Days sales outstanding, the collection cycle, and when money is likely to come. Each figure is one statement over what the actor sees."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import by_model
from zhuke.modules.collection.domain.ageing import DAY, month_end, months_back, periods
from zhuke.modules.contracts.models import Contract, PaymentTerm

from .ageing import Asked, chosen
from .places import units_below

ZERO = Decimal("0.00")
# Months of sales that the closing balance is held against.
WINDOW = 3
# Months of payments out of which a customer's habit is known.
HABIT = 24

MONTHS = """
WITH mine AS MATERIALIZED ({mine}), e AS (
  SELECT date_trunc('month', e."on")::date AS month,
    sum(e.amount) FILTER (WHERE e.what IN ('opened', 'adjusted', 'cancelled')) AS sales,
    -sum(e.amount) FILTER (WHERE e.what IN ('allocated', 'unallocated')) AS collected,
    sum(e.amount) AS net
  FROM billing_entry e JOIN mine ON mine.id = e.receivable_id WHERE e.book = 'receivable' AND e."on" <= %s GROUP BY 1),
a AS (
  SELECT date_trunc('month', a."on")::date AS month, sum(a.amount) AS paid,
    sum(a.amount * (a."on" - mine.occurred_on)) AS held, sum(a.amount * greatest(a."on" - mine.due_on, 0)) AS late
  FROM billing_allocation a JOIN mine ON mine.id = a.receivable_id WHERE a.state = 'active' AND a."on" <= %s GROUP BY 1)
SELECT coalesce(e.month, a.month), coalesce(e.sales, 0), coalesce(e.collected, 0), coalesce(e.net, 0),
  coalesce(a.paid, 0), coalesce(a.held, 0), coalesce(a.late, 0)
FROM e FULL JOIN a ON a.month = e.month ORDER BY 1
"""

COMING = """
WITH mine AS MATERIALIZED ({mine}), habit AS (
  SELECT r.customer_id, sum(a.amount * greatest(a."on" - r.due_on, 0)) / sum(a.amount) AS days
  FROM billing_allocation a JOIN billing_receivable r ON r.id = a.receivable_id
  WHERE a.state = 'active' AND r.direction = %s AND a."on" >= %s AND r.customer_id IN (SELECT customer_id FROM mine)
  GROUP BY 1),
promised AS (
  SELECT c.customer_id, max(p.promised_on) AS day FROM collection_promise p JOIN collection_collectioncase c ON c.id = p.case_id
  WHERE p.state = 'open' AND c.state <> 'closed' GROUP BY 1),
coming AS (
  SELECT mine.balance, mine.due_on, mine.disputed,
    CASE WHEN promised.day >= %s AND mine.due_on < %s THEN promised.day
         ELSE mine.due_on + coalesce(round(habit.days), 0)::int END AS likely
  FROM mine LEFT JOIN habit USING (customer_id) LEFT JOIN promised USING (customer_id))
SELECT 'due', date_trunc(%s, due_on)::date, sum(balance) FROM coming WHERE due_on >= %s GROUP BY 2
UNION ALL SELECT 'likely', date_trunc(%s, likely)::date, sum(balance) FROM coming WHERE NOT disputed AND likely >= %s GROUP BY 2
UNION ALL SELECT 'overdue', NULL, sum(balance) FROM coming WHERE due_on < %s
UNION ALL SELECT 'late_beyond_habit', NULL, sum(balance) FROM coming WHERE NOT disputed AND likely < %s
UNION ALL SELECT 'disputed', NULL, sum(balance) FROM coming WHERE disputed
"""


def dso(actor: Actor, asked: Asked, months: int = 12) -> dict[str, Any]:
    """Month by month: sales, money collected, closing balance, DSO and the days from debt to money, weighted by amount.

    DSO = closing balance ÷ sales of the last three months × their days; null without sales. The last month ends on that day.
    """
    found = {row[0]: row[1:] for row in _run(MONTHS, chosen(actor, asked), [asked.day, asked.day])}
    wanted = months_back(asked.day, months)
    closing = sum((row[2] for month, row in found.items() if month < wanted[0]), ZERO)
    items = []
    for month in wanted:
        sales, collected, net, paid, held, late = found.get(month, (ZERO,) * 6)
        closing += net
        last = min(month_end(month), asked.day)
        window = months_back(month, WINDOW)
        sold = sum((found[m][0] for m in window if m in found), ZERO)
        days = (last - window[0]).days + 1
        items.append(
            {
                "month": month, "sales": f"{sales:.2f}", "collected": f"{collected:.2f}", "closing": f"{closing:.2f}",
                "dso": _days(closing * days, sold), "cycle_days": _days(held, paid), "late_days": _days(late, paid),
            }
        )  # fmt: skip
    return {"on": asked.day, "window_months": WINDOW, "items": items}


def _days(weighted: Decimal, amount: Decimal) -> float | None:
    return round(float(weighted / amount), 1) if amount > 0 else None


def forecast(actor: Actor, asked: Asked, by: str = "month", count: int = 6) -> dict[str, Any]:
    """Money to come, by month or week: by due day, by the customer's habit or promise, contract terms not reached yet, and what we owe.

    ``overdue`` is already late; ``late_beyond_habit`` is later than the customer usually pays; ``disputed`` is in neither likely figure.
    """
    spans = periods(timezone.localdate(), by, count)
    income = _coming(actor, Asked(unit=asked.unit, customer=asked.customer, owner=asked.owner), by)
    expense = _coming(actor, Asked(unit=asked.unit, customer=asked.customer, owner=asked.owner, direction="expense"), by)
    planned = _planned(actor, asked, by)
    items = [
        {
            "since": first, "until": last,
            "due": _sum(income, "due", first), "likely": _sum(income, "likely", first), "planned": _money(planned.get(first)),
            "payable": _sum(expense, "due", first),
        }
        for first, last in spans
    ]  # fmt: skip
    names = ("overdue", "late_beyond_habit", "disputed")
    later = {name: _money(sum((v for (what, day), v in income.items() if what == name and day and day > spans[-1][1]), ZERO)) for name in
             ("due", "likely")}  # fmt: skip
    whole = {name: _sum(income, name, None) for name in names} | {"payable_overdue": _sum(expense, "overdue", None)}
    return {"on": timezone.localdate(), "by": by, "items": items, **whole, "later": later}


def _coming(actor: Actor, asked: Asked, by: str) -> dict[tuple[str, dt.date | None], Decimal]:
    today = timezone.localdate()
    rows = chosen(actor, asked).filter(state__in=("open", "partial"))
    params = [asked.direction, today - DAY * 30 * HABIT, today, today, by, today, by, today, today, today]
    return {(what, day): amount or ZERO for what, day, amount in _run(COMING, rows, params)}


def _planned(actor: Actor, asked: Asked, by: str) -> dict[dt.date, Decimal]:
    """Payment terms of live income contracts that are still to be reached, by the day on which they would be due."""
    if not actor.can("payment_terms", "read") or ("amount" in by_model(PaymentTerm).masked and not actor.sees("payment_terms", "amount")):
        return {}
    contracts = Contract.objects.live().income()
    rows = visible(actor, by_model(PaymentTerm)).filter(contract__in=contracts, state="planned", archived_at=None, planned_on__isnull=False)
    if asked.unit:
        rows = rows.filter(contract__unit_id__in=units_below(asked.unit))
    if asked.customer:
        rows = rows.filter(contract__customer_id=asked.customer)
    if asked.owner:
        rows = rows.filter(contract__owner_id=asked.owner)
    found: dict[dt.date, Decimal] = {}
    for planned_on, due_days, amount in rows.values_list("planned_on", "due_days", "amount"):
        day = planned_on + DAY * due_days
        first = day - DAY * day.weekday() if by == "week" else day.replace(day=1)
        found[first] = found.get(first, ZERO) + (amount or ZERO)
    return found


def _run(sql: str, rows: QuerySet[Any], params: list[Any]) -> list[Any]:
    columns = ("id", "customer_id", "balance", "due_on", "occurred_on", "disputed")
    try:
        mine, own = rows.order_by().values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return []
    named = f"SELECT * FROM ({mine}) AS m(id, customer_id, balance, due_on, occurred_on, disputed)"  # noqa: S608 compiled by Django
    with connection.cursor() as cursor:
        cursor.execute(sql.format(mine=named), [*own, *params])
        return list(cursor.fetchall())


def _sum(found: dict[tuple[str, dt.date | None], Decimal], what: str, day: dt.date | None) -> str:
    return _money(found.get((what, day)))


def _money(value: Decimal | None) -> str:
    return f"{value or ZERO:.2f}"
