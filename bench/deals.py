"""The pipeline with hundreds of thousands of opportunities: page, board, totals, funnel, one move, one entry, a round of rules."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count as numbers
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from zhuke.commons.automation.models import Firing, Rule
from zhuke.commons.automation.services.passes import run_pass
from zhuke.demo.rows import row
from zhuke.demo.source import Odds, Source
from zhuke.kernel import query, writes
from zhuke.kernel.resource import by_model
from zhuke.modules.customers.models import Customer
from zhuke.modules.sales.models import PHASE_CODES, Opportunity, StageChange
from zhuke.modules.sales.services import analysis, board, rates
from zhuke.modules.sales.services.stages import stages_of

from . import lists
from .bulk import at_rest, insert, settle
from .house import say
from .measure import Cost, Row, in_turns

LIST = "/api/v1/r/opportunities"
BOARD = "/api/v1/sales/board"
FILTER = {"and": [["state", "=", "open"], ["amount", ">=", "5000000"]]}
ASKED = query.ListQuery(filter=FILTER, sort="-updated_at")
STEP = 20_000
# How many stand where: (phase, state).
PLACES = Odds(
    {
        (0, "open"): 20.0, (1, "open"): 16.0, (2, "open"): 8.0, (3, "won"): 3.0, (4, "won"): 15.0,
        (0, "lost"): 10.0, (1, "lost"): 16.0, (2, "lost"): 12.0,
    }
)  # fmt: skip
TIME_RULES = 20


def count() -> int:
    """How many opportunities there are."""
    return Opportunity.objects.count()


def fill_up(total: int) -> None:
    """Load opportunities with their stage history until there are ``total``."""
    have = count()
    if have >= total:
        return
    say(f"loading {total - have:,} opportunities")
    made = _rows(have)
    with transaction.atomic(), at_rest(Opportunity):
        for first in range(have, total, STEP):
            rows = list(islice(made, min(STEP, total - first)))
            insert(Opportunity, rows)
            insert(StageChange, [change for deal in rows for change in _changes(deal)])
            say(f"  {min(first + STEP, total):,}")
    settle(Opportunity._meta.db_table, StageChange._meta.db_table)
    rates.refresh_rates(lists.actor_of(lists.person("administrator")))


def _rows(first: int) -> Iterator[Any]:
    source, stages = Source(first, "bench deals"), stages_of(None)
    owners = list(Customer.objects.order_by("id").values_list("id", "name", "unit_id", "owner_id", "region", "industry")[:50_000])
    now = dt.datetime.now(dt.UTC)
    for at in numbers(first):
        key, name, unit, owner, region, industry = source.one(owners)
        phase, state = source.pick(PLACES)
        changed = now - dt.timedelta(minutes=source.randint(1, 1_500_000))
        opened = changed - dt.timedelta(days=source.randint(5, 200))
        yield row(
            Opportunity, id=source.id(opened), number=f"B{at:07}", name=f"{name[:20]}{source.randint(1, 9)}期", customer_name=name,
            customer_id=key, unit_id=unit, owner_id=owner, stage_id=stages[phase].pk, phase=PHASE_CODES[phase], furthest=phase, state=state,
            amount=Decimal(source.randint(10, 20_000)) * 10_000, opened_on=opened.date(), region=region, project_type=industry,
            expected_on=(now + dt.timedelta(days=source.randint(-60, 300))).date(), stage_since=changed,
            probability=stages[phase].probability, closed_at=None if state == "open" else changed,
            lost_reason="price" if state == "lost" else "",
            lost_phase=PHASE_CODES[phase] if state == "lost" else "", created_at=opened, updated_at=changed,
            last_followed_at=changed if source.chance(0.8) else None,
        )  # fmt: skip


def _changes(deal: Any) -> Iterator[Any]:
    stages = stages_of(None)
    for phase in range(deal.furthest + 1):
        yield row(
            StageChange, opportunity_id=deal.id, from_stage_id=stages[phase - 1].pk if phase else None, to_stage_id=stages[phase].pk,
            from_phase=PHASE_CODES[phase - 1] if phase else "", to_phase=PHASE_CODES[phase], direction="forward" if phase else "created",
            at=deal.created_at + (deal.updated_at - deal.created_at) * phase / 5, days=(7 * phase) if phase else None,
        )  # fmt: skip


def page() -> Row:
    """50 of all opportunities: filtered, sorted, with the names of customer, owner, unit and stage, as a scoped person."""
    user = lists.person("sales_supervisor")
    lists.finish_floor(lists.actor_of(user), Opportunity, ASKED)
    who = lists.visitor(user)
    asked = urlencode({"filter": json.dumps(FILTER), "sort": "-updated_at"})
    ours, floor = json.loads(who.get(LIST, asked)), json.loads(who.get("/floor"))
    assert ours["items"] == floor["items"][:50], "the floor answers other rows than the list"
    cost = in_turns({"ours": lambda: who.get(LIST, asked), "floor": lambda: who.get("/floor")})
    mine, least = cost["ours"], cost["floor"]
    note = f"Python alone. With PostgreSQL's time {mine.cpu:.2f} / {least.cpu:.2f} = {mine.cpu / least.cpu:.2f}."
    return _row(f"page of 50 of {count():,} opportunities, processor time", mine.python, least.python, "one `json_agg` query", 1.5, note)


def kanban() -> Row:
    """The whole board over the API, against its own statements run bare."""
    user = lists.person("subsidiary_manager")
    who, actor = lists.visitor(user), lists.actor_of(user)
    with CaptureQueriesContext(connection) as caught:
        board.board(actor, board.Asked())
    statements = [found["sql"] for found in caught.captured_queries]
    cost = in_turns({"ours": lambda: who.get(BOARD), "bare": lambda: _run(statements)}, rounds=9, each=5)
    note = (
        f"{len(statements)} statements: totals of all columns, 20 cards of each, worst risks, rights. {_split(cost['ours'], cost['bare'])}"
    )
    return _row(f"board over {count():,} opportunities", cost["ours"].cpu, cost["bare"].cpu, "its statements, bare", 2.0, note)


def totals() -> Row:
    """Totals per stage, and the funnel, for one who sees the whole group."""
    actor = lists.actor_of(lists.person("group_manager"))
    asked = analysis.Asked()
    works: dict[str, Callable[[], Any]] = {
        "totals": lambda: list(query.base_rows(actor, by_model(Opportunity), board.Asked().query()).totals()),  # type: ignore[attr-defined]
        "funnel": lambda: analysis.funnel(actor, asked),
    }
    worst, shown, notes = 0.0, (0.0, 0.0), []
    for name, work in works.items():
        with CaptureQueriesContext(connection) as caught:
            work()
        statements = [found["sql"] for found in caught.captured_queries]
        cost = in_turns({"ours": work, "bare": lambda statements=statements: _run(statements)}, rounds=7, each=3)
        ratio = cost["ours"].cpu / cost["bare"].cpu
        notes.append(f"{name}: {cost['ours'].cpu:.1f} / {cost['bare'].cpu:.1f} ms = {ratio:.2f}")
        if ratio > worst:
            worst, shown = ratio, (cost["ours"].cpu, cost["bare"].cpu)
    return _row(f"pipeline totals and funnel over {count():,}", *shown, "bare SQL", 1.3, "The worse of two. " + "; ".join(notes) + ".")


def moved() -> Row:
    """A move with its checks, history and events, against one bare UPDATE."""
    actor, resource = lists.actor_of(lists.person("administrator")), by_model(Opportunity)
    stages = stages_of(None)
    keys = iter(Opportunity.objects.filter(phase="quotation", state="open").values_list("pk", flat=True)[:4000])

    def ours() -> None:
        writes.act(actor, resource, next(keys), "move", {"stage": str(stages[1].pk), "reason": "重新确认需求"})

    def bare() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE sales_opportunity SET stage_id = %s, phase = %s WHERE id = %s", [stages[1].pk, "intention", next(keys)])

    cost = in_turns({"ours": ours, "bare": bare}, rounds=7, each=10)
    note = f"Rights, lock, checks, stage history, audit trail, event, notice. {_split(cost['ours'], cost['bare'])}"
    return _row("moving an opportunity to another stage", cost["ours"].cpu, cost["bare"].cpu, "one bare UPDATE", None, note)


def entered() -> Row:
    """An opportunity is entered: rights, checks, number, search columns, history; against one bare INSERT."""
    actor, resource = lists.actor_of(lists.person("administrator")), by_model(Opportunity)
    customer, unit = Customer.objects.values_list("pk", "unit_id")[0]
    model = Opportunity.objects.filter(state="open").first()
    names = numbers(1)

    def ours() -> None:
        values = {"name": f"测试项目{next(names)}期工程", "customer": str(customer), "unit": str(unit), "amount": "12000000"}
        writes.create(actor, resource, values)

    def bare() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns WHERE table_name = "
                           "'sales_opportunity' AND is_generated = 'NEVER' AND column_name NOT IN ('id', 'number')")  # fmt: skip
            columns = cursor.fetchone()[0]
            cursor.execute(
                f"INSERT INTO sales_opportunity (id, number, {columns}) SELECT gen_random_uuid(), %s, {columns} "
                "FROM sales_opportunity WHERE id = %s",
                [f"X{next(names)}", model.pk],
            )

    cost = in_turns({"ours": ours, "bare": bare}, rounds=7, each=10)
    note = f"The INSERT fires the history's trigger, too. {_split(cost['ours'], cost['bare'])}"
    return _row("entering an opportunity", cost["ours"].cpu, cost["bare"].cpu, "one bare INSERT", None, note)


def rules() -> Row:
    """Time rules over all opportunities and customers in one round: how many statements look for records."""
    timed = [rule for rule in Rule.objects.filter(active=True, archived_at=None) if rule.resource in ("opportunities", "customers")]
    chosen = (timed * TIME_RULES)[:TIME_RULES]
    with transaction.atomic():
        with CaptureQueriesContext(connection) as caught:
            cost = in_turns({"ours": lambda: [run_pass(rule) for rule in chosen]}, rounds=1, each=1)["ours"]
        fired = Firing.objects.count()
        transaction.set_rollback(True)
    looking = sum("automation_firing" in found["sql"] and "found AS" in found["sql"] for found in caught.captured_queries) / 2
    return Row(
        f"{TIME_RULES} time rules over {count():,} opportunities and {Customer.objects.count():,} customers, one round",
        f"{looking:.0f} statements", "", "", f"≤ {TIME_RULES}", looking <= TIME_RULES,
        f"{fired:,} firings remembered; processor time of a round in which nothing is new {cost.cpu / 1000:.1f} s.",
    )  # fmt: skip


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.replace("%", "%%"), ())
            cursor.fetchall()


def _split(ours: Cost, bare: Cost) -> str:
    return f"Python + PostgreSQL: {ours.python:.1f} + {ours.postgres:.1f} ms against {bare.python:.1f} + {bare.postgres:.1f} ms."


def _row(what: str, ours: float, base: float, baseline: str, most: float | None, note: str) -> Row:
    ratio = ours / base
    figure, good = ("", None) if most is None else (f"≤ {most}", ratio <= most)
    return Row(what, f"{ours:.1f} ms", f"{base:.1f} ms: {baseline}", f"{ratio:.2f}", figure, good, note)
