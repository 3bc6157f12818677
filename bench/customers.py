"""Customers in bulk: invented names, search columns as the product fills them; triggers and search indexes rest meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from zhuke.demo.names import Company, Namer
from zhuke.demo.rows import row
from zhuke.demo.source import Odds, Source
from zhuke.kernel import config
from zhuke.modules.customers.domain.names import name_columns
from zhuke.modules.customers.domain.regions import Division, table
from zhuke.modules.customers.models import Customer
from zhuke.modules.orgs.models import Membership

from .bulk import at_rest, insert, settle
from .house import say

STEP = 20_000
KINDS = Odds(
    {"private": 30.0, "developer": 20.0, "state_owned": 12.0, "government": 8.0, "institution": 8.0, "contractor": 10.0, "supplier": 12.0}
)


def count() -> int:
    """How many customers there are."""
    return Customer.objects.count()


def names(seed: int) -> Iterator[tuple[str, Division, Company]]:
    """Invented organisations without end: kind, city, names."""
    source, namer = Source(seed, "bench"), Namer()
    cities = [city for city in table().cities if not city.former]
    while True:
        kind, city = source.pick(KINDS), source.one(cities)
        yield kind, city, namer.company(source, kind, city)


def fill_up(total: int) -> None:
    """Load customers until there are ``total``."""
    have = count()
    if have >= total:
        return
    say(f"loading {total - have:,} customers")
    made = _rows(have)
    with transaction.atomic(), at_rest(Customer):
        for first in range(have, total, STEP):
            insert(Customer, list(islice(made, min(STEP, total - first))))
            say(f"  {min(first + STEP, total):,}")
    settle(Customer._meta.db_table)


def _rows(first: int) -> Iterator[Any]:
    source = Source(first, "bench rows")
    people = list(Membership.objects.filter(role__code="sales").order_by("id").values_list("user_id", "unit_id"))
    industries = [entry.code for entry in config.entries("industry")]
    now = dt.datetime.now(dt.UTC)
    for at, (kind, city, company) in enumerate(names(first), first):
        owner, unit = source.one(people)
        changed = now - dt.timedelta(minutes=source.randint(1, 2_000_000))
        yield row(
            Customer, id=source.id(changed), number=f"B{at:07}", name=company.name, short_name=company.short,
            **name_columns(company.name), kind=kind, industry=source.one(industries), region=city.province.short, city=city.short,
            unit_id=unit, owner_id=owner, employees=at, completeness=source.randint(20, 100), value_class=source.one("ABCD"),
            intention=source.one(("", "A", "B", "C")), phone=f"0571-8{source.randint(0, 9_999_999):07}",
            last_contact_at=changed if source.chance(0.8) else None, created_at=changed, updated_at=changed,
        )  # fmt: skip
