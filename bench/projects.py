"""The portfolio: a page of thousands of projects with health, progress and margin, against one `json_agg` query."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import count as numbers
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db import transaction

from zhuke.demo.rows import row
from zhuke.demo.source import Odds, Source
from zhuke.kernel import query
from zhuke.modules.customers.models import Customer
from zhuke.modules.projects.models import Project

from . import lists
from .bulk import at_rest, insert, settle
from .house import say
from .measure import Row, in_turns

LIST = "/api/v1/r/projects"
FILTER = {"and": [["phase", "in", ["design", "construction", "acceptance"]], ["health", "in", ["amber", "red"]]]}
ASKED = query.ListQuery(filter=FILTER, sort="-updated_at")
PHASES = Odds(
    {"initiation": 8.0, "design": 10.0, "construction": 45.0, "acceptance": 6.0, "settlement": 8.0, "warranty": 15.0, "closed": 8.0}
)
HEALTH = Odds({"green": 70.0, "amber": 20.0, "red": 10.0})


def count() -> int:
    """How many projects there are."""
    return Project.objects.count()


def fill_up(total: int) -> None:
    """Load projects until there are ``total``."""
    have = count()
    if have >= total:
        return
    say(f"loading {total - have:,} projects")
    with transaction.atomic(), at_rest(Project):
        insert(Project, list(islice(_rows(have), total - have)))
    settle(Project._meta.db_table)


def _rows(first: int) -> Iterator[Any]:
    source = Source(first, "bench projects")
    owners = list(Customer.objects.order_by("id").values_list("id", "name", "unit_id", "owner_id", "region", "industry")[:20_000])
    now = dt.datetime.now(dt.UTC)
    for at in numbers(first):
        key, name, unit, owner, region, industry = source.one(owners)
        changed = now - dt.timedelta(minutes=source.randint(1, 900_000))
        income = Decimal(source.randint(100, 20_000)) * 10_000
        cost = income * source.randint(80, 102) / 100
        yield row(
            Project, id=source.id(changed), number=f"BXM{at:06}", name=f"{name[:20]}{at % 9 + 1}号楼", customer_id=key, unit_id=unit,
            owner_id=owner, region=region, project_type=industry, phase=source.pick(PHASES), phase_since=changed,
            health=source.pick(HEALTH), progress=Decimal(source.randint(0, 100)), income_total=income, budget_total=income * 9 / 10,
            cost_total=cost / 2, forecast_total=cost, margin=income - cost, margin_rate=(income - cost) / income * 100,
            tags=["重点工程"] if source.chance(0.2) else [], starts_on=changed.date(), ends_on=changed.date() + dt.timedelta(days=400),
            created_at=changed, updated_at=changed,
        )  # fmt: skip


def page() -> Row:
    """50 of all projects: filtered by phase and health, sorted, with the names of customer, manager and unit, as a scoped person."""
    user = lists.person("subsidiary_manager")
    lists.finish_floor(lists.actor_of(user), Project, ASKED)
    who = lists.visitor(user)
    asked = urlencode({"filter": json.dumps(FILTER), "sort": "-updated_at"})
    ours, floor = json.loads(who.get(LIST, asked)), json.loads(who.get("/floor"))
    assert ours["items"] == floor["items"][:50], "the floor answers other rows than the list"
    cost = in_turns({"ours": lambda: who.get(LIST, asked), "floor": lambda: who.get("/floor")})
    mine, least = cost["ours"], cost["floor"]
    ratio = mine.python / least.python
    return Row(
        f"page of 50 of {count():,} projects with health, processor time",
        f"{mine.python:.2f} ms", f"{least.python:.2f} ms: one `json_agg` query", f"{ratio:.2f}", "≤ 1.5", ratio <= 1.5,
        f"Python alone. With PostgreSQL's time {mine.cpu:.2f} / {least.cpu:.2f} = {mine.cpu / least.cpu:.2f}.",
    )  # fmt: skip
