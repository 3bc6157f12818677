"""What the page 公海 shows: those whom one may claim, with the columns that help to choose and no way to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhuke.commons.records import person as person_of
from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.filters import bad, compile_filter, names_in, readable_specs, search
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.query import COUNT_CAP, json_sql
from zhuke.kernel.resource import by_model
from zhuke.modules.customers.models import Customer

from .pool import barred_until, held_by, pooled
from .pool_rules import rule_for

COLUMNS = (
    "id", "version", "number", "name", "kind", "industry", "region", "city", "source", "intention", "value_class", "completeness", "unit",
    "last_owner", "last_contact_at", "pooled_at", "pool_reason", "auto_tags",
)  # fmt: skip


@dataclass(frozen=True)
class PoolQuery:
    """What is asked for; ``cursor`` is the id of the last row before the page."""

    filter: Any = None
    q: str = ""
    cursor: str = ""
    limit: int = 50


def claimable(actor: Actor) -> QuerySet[Customer]:
    """The pooled customers that the actor may claim. Raises not_allowed."""
    resource = by_model(Customer)
    require(actor, resource, "claim")
    return pooled(visible(actor, resource, "claim"))


def page(actor: Actor, query: PoolQuery) -> dict[str, Any]:
    """One page, last come first. Raises bad_filter: a field that the list does not show cannot be felt out by filtering."""
    resource = by_model(Customer)
    if not names_in(query.filter) <= set(COLUMNS):
        raise bad(_("公海只能按列表中的字段筛选，请从字段列表中选择。"))
    rows = claimable(actor).filter(compile_filter(actor, resource, query.filter))
    if query.q.strip():
        rows = rows.filter(search(actor, resource, query.q))
    count = rows.order_by().values("pk")[: COUNT_CAP + 1].count()
    found = _rows(actor, rows.filter(_after(query.cursor)).order_by("-pooled_at", "-pk")[: query.limit + 1])
    shown = found[: query.limit]
    return {
        "items": _with_rights(actor, shown),
        "next": shown[-1]["id"] if len(found) > query.limit else None,
        "count": min(count, COUNT_CAP),
        "count_exact": count <= COUNT_CAP,
    }


def mine(actor: Actor) -> dict[str, Any]:
    """How many customers the asking person holds, and how many the company allows (None: as many as one likes)."""
    person = person_of(actor)
    return {"held": held_by(person), "limit": rule_for(actor.unit).hold_limit if actor.unit else None}


def _after(cursor: str) -> Q:
    if not cursor:
        return Q()
    key = parse_uuid(cursor)
    last = Customer.objects.filter(pk=key).values_list("pooled_at", flat=True).first() if key else None
    if last is None:  # it was claimed meanwhile
        raise bad(_("翻页标记已失效，请从第一页重新打开列表。"))
    return Q(pooled_at__lt=last) | Q(pooled_at=last, pk__lt=key)


def _rows(actor: Actor, rows: QuerySet[Customer]) -> list[dict[str, Any]]:
    specs = readable_specs(actor, by_model(Customer))
    try:
        sql, params = json_sql(rows, {name: specs[name] for name in COLUMNS if name in specs})
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [msgspec.json.decode(row[0]) for row in cursor.fetchall()]


def _with_rights(actor: Actor, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each row with whether the asking person may open or assign it, and until when claiming it again is barred."""
    ids = [row["id"] for row in rows]
    within = {
        right: {str(pk) for pk in visible(actor, by_model(Customer), right).filter(pk__in=ids).values_list("pk", flat=True)}
        for right in ("read", "assign")
        if actor.can("customers", right)
    }
    days = {unit: rule_for(parse_uuid(unit)).reclaim_days for unit in {row["unit"]["id"] for row in rows}}  # type: ignore[arg-type]
    barred: dict[str, Any] = {}
    for number in set(days.values()):
        of = [row["id"] for row in rows if days[row["unit"]["id"]] == number]
        barred |= {str(pk): day for pk, day in barred_until(person_of(actor), of, number).items()} if number else {}
    return [
        {
            **row,
            "_can": ["claim", *(right for right, keys in within.items() if row["id"] in keys)],
            "barred_until": barred.get(row["id"]),
        }
        for row in rows
    ]
