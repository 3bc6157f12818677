"""A page, a search, a count: against a finished query, a read by primary key, and the bare count."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.conf import settings
from django.db import connection

from zhuke.kernel import config, query
from zhuke.kernel.access import Actor
from zhuke.kernel.ports import actors
from zhuke.kernel.resource import by_model
from zhuke.modules.customers.models import Customer
from zhuke.modules.orgs.models import User

from .customers import count, fill_up
from .floor import FILE
from .measure import Cost, Row, Visitor, backends, cost_of, in_turns, percentile

LIST = "/api/v1/r/customers"
FILTER = {"and": [["intention", "in", ["A", "B"]], ["last_contact_at", "within", "1y"]]}
ASKED = query.ListQuery(filter=FILTER, sort="-updated_at")
PAGE = urlencode({"filter": json.dumps(FILTER), "sort": "-updated_at"})
NAMES = 500_000
SEARCHES = 300


def person(role: str) -> User:
    """One who holds this preset role."""
    return User.objects.filter(memberships__role__code=role, is_active=True).order_by("id").first()  # type: ignore[return-value]


def actor_of(user: User) -> Actor:
    """The person with all rights."""
    config.refresh()
    return actors().for_user(user)


def visitor(user: User) -> Visitor:
    """The person before Django's WSGI application."""
    from django.core.wsgi import get_wsgi_application

    return Visitor(get_wsgi_application(), user)


def finish_floor(actor: Actor, model: Any = Customer, asked: query.ListQuery = ASKED) -> None:
    """Put the list's own query, finished and with its values, where bench/floor.py reads it."""
    inner, params, _keys = query._compile(actor, by_model(model), asked)  # type: ignore[misc]  # noqa: SLF001
    rows = inner.replace("SELECT row_to_json(r)::text FROM (", "SELECT r FROM (", 1)
    with connection.cursor():
        text = psycopg.ClientCursor(connection.connection).mogrify(
            f"SELECT json_build_object('items', coalesce(json_agg(row_to_json(t.r)), '[]'), 'next', NULL)::text FROM ({rows}) t", params
        )
    (Path(settings.DATA) / FILE).write_text(text, encoding="utf-8")


def page() -> Row:
    """50 of all customers: filtered, sorted, with the names of owner and unit, for a sales person who sees a department."""
    user = person("sales")
    finish_floor(actor_of(user))
    who = visitor(user)
    ours, floor = json.loads(who.get(LIST, PAGE)), json.loads(who.get("/floor"))
    assert ours["items"] == floor["items"][:50], "the floor answers other rows than the list"
    assert len(ours["items"]) == 50
    cost = in_turns({"ours": lambda: who.get(LIST, PAGE), "floor": lambda: who.get("/floor"), "bare": lambda: who.get("/floor/bare")})
    mine, least, bare = cost["ours"], cost["floor"], cost["bare"]
    ratio = mine.python / least.python
    note = (
        f"Python alone. With PostgreSQL's time {mine.cpu:.2f} / {least.cpu:.2f} = {mine.cpu / least.cpu:.2f}; on the clock "
        f"{mine.wall:.1f} / {least.wall:.1f} ms. A floor that does not even look who is signed in: {bare.python:.2f} ms."
    )
    return Row(
        f"page of 50 of {count():,} customers, processor time", f"{mine.python:.2f} ms", f"{least.python:.2f} ms: one `json_agg` query",
        f"{ratio:.2f}", "≤ 1.5", ratio <= 1.5, note,
    )  # fmt: skip


def search() -> Row:
    """Pieces of 2 to 6 characters of real names, and some that occur nowhere, as one who sees the whole group."""
    fill_up(NAMES)
    who = visitor(person("group_manager"))
    from zhuke.demo.source import Source

    source = Source(1, "searches")
    found = list(Customer.objects.order_by("id").values_list("id", "name")[:: max(1, count() // SEARCHES)][:SEARCHES])
    queries, keys = [_piece(source, name) for _key, name in found], [key for key, _name in found]
    pids = _warm(lambda: (who.get(LIST, urlencode({"q": queries[0], "limit": 20})), who.get(f"{LIST}/{keys[0]}")))
    searched, read, bare = [], [], []
    for text, key in zip(queries, keys, strict=True):
        asked = urlencode({"q": text, "limit": 20})
        searched.append(cost_of(lambda asked=asked: who.get(LIST, asked), pids))
        read.append(cost_of(lambda key=key: who.get(f"{LIST}/{key}"), pids))
        bare.append(cost_of(lambda key=key: _by_key(key), pids))
    ours, base = _share(searched, "cpu", 0.95), _share(read, "cpu", 0.5)
    note = (
        f"Both through the API, processor time of Python and PostgreSQL. Median of the searches {_share(searched, 'cpu', 0.5):.1f} ms; "
        f"on the clock p95 {_share(searched, 'wall', 0.95):.0f} ms, reading {_share(read, 'wall', 0.5):.0f} ms. PostgreSQL alone, p95 "
        f"{_share(searched, 'postgres', 0.95):.1f} ms; a bare SELECT by key takes {_share(bare, 'cpu', 0.5):.2f} ms."
    )
    what = f"search for 2–6 characters in {count():,} names, p95"
    return Row(what, f"{ours:.1f} ms", f"{base:.1f} ms: read by primary key", f"{ours / base:.1f}", "≤ 20", ours / base <= 20, note)


def _share(costs: list[Cost], part: str, share: float) -> float:
    return percentile([getattr(cost, part) for cost in costs], share)


def _piece(source: Any, name: str) -> str:
    if source.chance(0.05):
        return name[-2:] + name[:2]
    length = min(source.one((2, 2, 3, 4, 4, 6)), len(name))
    start = source.randint(0, len(name) - length)
    return name[start : start + length]


def _by_key(key: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM customers_customer WHERE id = %s", [key])
        cursor.fetchone()


def _warm(work: Callable[[], Any]) -> list[int]:
    for _ in range(10):
        work()
    return backends()


def totals() -> Row:
    """How many rows a filtered list has, for one who sees the group, and for a sales person."""
    notes, ratio, shown = [], 0.0, ("", "")
    for role in ("group_manager", "sales"):
        actor, resource = actor_of(person(role)), by_model(Customer)
        rows = query.base_rows(actor, resource, ASKED).order_by()
        capped = rows.values("pk")[: query.COUNT_CAP + 1].query.sql_with_params()
        whole = rows.values("pk").query.sql_with_params()
        cost = in_turns(
            {
                "ours": lambda actor=actor, resource=resource: query.count(actor, resource, replace(ASKED)),
                "capped": lambda capped=capped: _count(*capped),
                "whole": lambda whole=whole: _count(*whole),
            },
            rounds=9,
            each=5,
        )
        ours, bare = cost["ours"].cpu, cost["capped"].cpu
        if ours / bare > ratio:
            ratio, shown = ours / bare, (f"{ours:.1f} ms", f"{bare:.1f} ms: bare SQL, capped, too")
        notes.append(f"{role}: {ours:.1f} / {bare:.1f} ms (without a cap {cost['whole'].cpu:.1f})")
    note = "The worse of two; processor time of Python and PostgreSQL. " + "; ".join(notes) + "."
    return Row(f"count of a filtered list of {count():,}", *shown, f"{ratio:.2f}", "≤ 1.3", ratio <= 1.3, note)


def _count(sql: str, params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) t", params)
        cursor.fetchone()
