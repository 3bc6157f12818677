"""Hundreds of thousands of receivables: ageing today and on a past day against hand-written SQL, a round of time rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count as numbers
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from zhuke.commons.automation.models import Firing, Rule
from zhuke.commons.automation.services.passes import run_pass
from zhuke.demo.rows import row
from zhuke.demo.source import Source
from zhuke.modules.billing.models import Entry, Receivable
from zhuke.modules.collection.services import ageing
from zhuke.modules.customers.models import Customer

from . import lists
from .bulk import at_rest, insert, settle
from .house import say
from .measure import Row, in_turns

STEP = 20_000
TIME_RULES = 20
BUCKETS = """
sum({amount}) FILTER (WHERE {due} >= %(on)s), sum({amount}) FILTER (WHERE {due} BETWEEN %(on)s - 30 AND %(on)s - 1),
sum({amount}) FILTER (WHERE {due} BETWEEN %(on)s - 60 AND %(on)s - 31),
sum({amount}) FILTER (WHERE {due} BETWEEN %(on)s - 90 AND %(on)s - 61),
sum({amount}) FILTER (WHERE {due} < %(on)s - 90), sum({amount})
"""
NOW = BUCKETS.format(amount="r.balance", due="r.due_on")
PAST = BUCKETS.format(amount="e.amount", due="r.due_on")
TODAY = "FROM billing_receivable r WHERE r.direction = 'income' AND r.state IN ('open', 'partial')"
THEN = (
    "FROM billing_entry e JOIN billing_receivable r ON r.id = e.receivable_id "
    "WHERE e.book = 'receivable' AND e.\"on\" <= %(on)s AND r.direction = 'income'"
)
NAMES = "JOIN customers_customer c ON c.id = g.id ORDER BY 7 DESC LIMIT 101"


def count() -> int:
    """How many receivables there are."""
    return Receivable.objects.count()


def fill_up(total: int) -> None:
    """Load receivables and their entries until there are ``total``: one in five still owed, half of those late."""
    have = count()
    if have >= total:
        return
    say(f"loading {total - have:,} receivables")
    made = _rows(have)
    with transaction.atomic(), at_rest(Receivable), at_rest(Entry):
        for first in range(have, total, STEP):
            rows = list(islice(made, min(STEP, total - first)))
            insert(Receivable, rows)
            entries = [entry for owed in rows for entry in _entries(owed)]
            insert(Entry, entries)
            say(f"  {min(first + STEP, total):,}")
    settle(Receivable._meta.db_table, Entry._meta.db_table)


def _rows(first: int) -> Iterator[Any]:
    source = Source(first, "bench receivables")
    owners = list(Customer.objects.order_by("id").values_list("id", "unit_id", "owner_id")[:20_000])
    now = dt.datetime.now(dt.UTC)
    for at in numbers(first):
        customer, unit, owner = source.one(owners)
        opened = now - dt.timedelta(days=source.randint(1, 1000))
        due = opened.date() + dt.timedelta(days=source.randint(15, 120))
        amount = Decimal(source.randint(100_000, 90_000_000)) / 100
        left = amount if source.chance(0.15) else (amount / 3).quantize(Decimal("0.01")) if source.chance(0.06) else Decimal("0.00")
        state = "settled" if not left else "open" if left == amount else "partial"
        yield row(
            Receivable, id=source.id(opened), number=f"BYS{at:07}", name=f"第 {at % 12 + 1} 期进度款", direction="income", kind="progress",
            customer_id=customer, unit_id=unit, owner_id=owner, amount=amount, settled=amount - left, balance=left, state=state,
            occurred_on=opened.date(), due_on=due, settled_on=None if left else due, reference="", created_at=opened, updated_at=opened,
        )  # fmt: skip


def _entries(owed: Any) -> Iterator[Any]:
    parts = [("opened", owed.amount, owed.occurred_on)]
    if owed.settled:
        parts.append(("allocated", -owed.settled, min(owed.due_on + dt.timedelta(days=20), dt.datetime.now(dt.UTC).date())))
    for what, amount, on in parts:
        yield row(
            Entry, book="receivable", what=what, receivable_id=owed.id, document=owed.id, unit_id=owed.unit_id, on=on, amount=amount,
            actor_name="", at=owed.created_at,
        )  # fmt: skip


def aged() -> Row:
    """Ageing by customer, today and a quarter ago, for one who sees the whole group; the worse ratio counts."""
    actor = lists.actor_of(lists.person("group_manager"))
    today = dt.datetime.now(dt.UTC).date()
    past = today - dt.timedelta(days=90)
    works: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "today": (
            lambda: ageing.ageing(actor, ageing.Asked(by="customer"), 100),
            lambda: _bare(NOW, TODAY, "r.customer_id", today),
        ),
        "a quarter ago": (
            lambda: ageing.ageing(actor, ageing.Asked(on=past, by="customer"), 100),
            lambda: _bare(PAST, THEN, "r.customer_id", past),
        ),
    }
    worst, shown, notes = 0.0, (0.0, 0.0), []
    for name, (ours, bare) in works.items():
        mine, theirs = ours(), bare()
        assert mine["total"]["total"] == f"{theirs[0][0][5]:.2f}", f"the two sums of {name} differ"
        cost = in_turns({"ours": ours, "bare": bare}, rounds=7, each=2)
        ratio = cost["ours"].cpu / cost["bare"].cpu
        notes.append(f"{name}: {cost['ours'].cpu:.0f} / {cost['bare'].cpu:.0f} ms = {ratio:.2f}")
        if ratio > worst:
            worst, shown = ratio, (cost["ours"].cpu, cost["bare"].cpu)
    note = f"Totals and the 100 largest customers, scoped, with names. The worse of two. {'; '.join(notes)}."
    what = f"ageing over {count():,} receivables"
    return Row(what, f"{shown[0]:.0f} ms", f"{shown[1]:.0f} ms: hand-written SQL", f"{worst:.2f}", "≤ 1.5", worst <= 1.5, note)


def _bare(sums: str, rows: str, key: str, on: dt.date) -> list[Any]:
    grouped = f"SELECT g.*, c.name FROM (SELECT {key}, {sums} {rows} GROUP BY 1) AS g(id, a, b, c, d, e, total) {NAMES}"
    found = []
    with connection.cursor() as cursor:
        for sql in (f"SELECT {sums} {rows}", grouped):
            cursor.execute(sql, {"on": on})
            found.append(cursor.fetchall())
    return found


def rules() -> Row:
    """Time rules over all receivables in one round: how many statements look for records."""
    timed = [rule for rule in Rule.objects.filter(active=True, archived_at=None, resource="receivables") if "events" not in rule.trigger]
    chosen = (timed * TIME_RULES)[:TIME_RULES]
    with transaction.atomic():
        with CaptureQueriesContext(connection) as caught:
            cost = in_turns({"ours": lambda: [run_pass(rule) for rule in chosen]}, rounds=1, each=1)["ours"]
        fired = Firing.objects.count()
        transaction.set_rollback(True)
    looking = sum("automation_firing" in found["sql"] and "found AS" in found["sql"] for found in caught.captured_queries) / 2
    return Row(
        f"{TIME_RULES} time rules over {count():,} receivables, one round",
        f"{looking:.0f} statements", "", "", f"≤ {TIME_RULES}", looking <= TIME_RULES,
        f"{fired:,} firings remembered; processor time of a round in which nothing is new {cost.cpu / 1000:.1f} s.",
    )  # fmt: skip
