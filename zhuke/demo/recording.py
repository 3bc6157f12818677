"""Rows that are copied in bulk leave the same trace as rows written one by one: who entered them, and when that was.

History comes from row triggers that read the actor and the event time from the transaction. A copied batch holds rows of many people
and years, so for its duration a trigger of its own runs before the history's (triggers of a row run in the order of their names) and
says for each row whose it is. Later changes take both from a temporary table of moves. Nothing of this outlives the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Model

from zhuke.kernel.access import Actor, system
from zhuke.kernel.audit import writing

from .chunk import Move
from .group import Member

ACTOR = system("演示数据")
CAUSE = "demo"


def acting(person: Any) -> Actor:
    """The demonstration in the name of a person, for what services change: history shows who did it. Nobody: itself."""
    return Actor(person.pk, str(person), "system") if person is not None else ACTOR


PREPARE = """
CREATE TEMP TABLE IF NOT EXISTS demo_people (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TEMP TABLE IF NOT EXISTS demo_move (id uuid PRIMARY KEY, actor uuid, name text NOT NULL, at timestamptz NOT NULL, v jsonb NOT NULL);
CREATE OR REPLACE FUNCTION pg_temp.demo_author() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who text; actor uuid; moment timestamptz;
BEGIN
  IF TG_OP = 'INSERT' THEN
    actor := NEW.created_by_id; moment := NEW.created_at;
    SELECT p.name INTO who FROM pg_temp.demo_people p WHERE p.id = actor;
  ELSE
    SELECT m.actor, m.name, m.at INTO actor, who, moment FROM pg_temp.demo_move m WHERE m.id = NEW.id;
  END IF;
  PERFORM set_config('zhuke.actor', coalesce(actor::text, ''), true), set_config('zhuke.actor_name', coalesce(who, %s), true),
          set_config('zhuke.event_at', coalesce(moment::text, ''), true);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION pg_temp.demo_moment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := coalesce((SELECT m.at FROM pg_temp.demo_move m WHERE m.id = NEW.id), NEW.updated_at);
  RETURN NEW;
END $$;
"""
DEAL = (
    "stage_id = (m.v ->> 'stage_id')::uuid, phase = m.v ->> 'phase', state = m.v ->> 'state', "
    "stage_since = (m.v ->> 'stage_since')::timestamptz, closed_at = (m.v ->> 'closed_at')::timestamptz, "
    "lost_reason = m.v ->> 'lost_reason', lost_note = m.v ->> 'lost_note', lost_phase = m.v ->> 'lost_phase', "
    "furthest = (m.v ->> 'furthest')::smallint, probability = (m.v ->> 'probability')::int, probability_basis = m.v -> 'basis'"
)
# How a step changes rows: table, and what it sets.
STEPS = {
    "intention": ("customers_customer", "intention = m.v ->> 'intention'"),
    "budget": ("customers_customer", "budget = (m.v ->> 'budget')::numeric"),
    "pain_points": ("customers_customer", "pain_points = m.v ->> 'pain_points'"),
    "owner": ("customers_customer", "owner_id = (m.v ->> 'owner_id')::uuid, unit_id = (m.v ->> 'unit_id')::uuid"),
    "pool": (
        "customers_customer",
        (
            "owner_id = NULL, pooled_at = (m.v ->> 'pooled_at')::timestamptz, pool_reason = m.v ->> 'pool_reason', "
            "last_owner_id = (m.v ->> 'last_owner_id')::uuid"
        ),
    ),
    "risk": (
        "customers_customer",
        "risk = m.v ->> 'risk', risk_reason = m.v ->> 'risk_reason', risk_since = (m.v ->> 'risk_since')::date",
    ),
    "credit_grade": ("customers_customer", "credit_grade = m.v ->> 'credit_grade'"),
    "answered": (
        "customers_feedback",
        (
            "state = m.v ->> 'state', answer = m.v ->> 'answer', answered_at = (m.v ->> 'answered_at')::timestamptz, "
            "answered_by_id = (m.v ->> 'answered_by_id')::uuid"
        ),
    ),
    "closed": ("customers_feedback", "state = m.v ->> 'state'"),
    # A deal takes several steps, and each is an entry of its history: the first, the second …
    **{f"deal{place}": ("sales_opportunity", DEAL) for place in range(1, 13)},
    "lead": (
        "customers_lead",
        (
            "state = m.v ->> 'state', reason = m.v ->> 'reason', customer_id = (m.v ->> 'customer_id')::uuid, "
            "owner_id = (m.v ->> 'owner_id')::uuid"
        ),
    ),
}


def prepare() -> None:
    """Make the temporary tables and functions of this connection."""
    with connection.cursor() as cursor:
        cursor.execute(PREPARE.replace("%s", f"'{ACTOR.name}'"))


def introduce(members: Iterable[Member]) -> None:
    """Tell the connection the names of the people who act."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pg_temp.demo_people")
        cursor.executemany("INSERT INTO pg_temp.demo_people VALUES (%s, %s)", [(member.id, member.name) for member in members])


@contextmanager
def recorded(*tables: type[Model]) -> Iterator[None]:
    """One transaction in which rows copied into these tables, and moved later, are recorded as their own people's."""
    names = [model._meta.db_table for model in tables]
    with writing(ACTOR, CAUSE):
        with connection.cursor() as cursor:
            for name in names:
                cursor.execute(
                    f'CREATE TRIGGER a_demo AFTER INSERT OR UPDATE ON "{name}" FOR EACH ROW EXECUTE FUNCTION pg_temp.demo_author()'
                )
                cursor.execute(f'CREATE TRIGGER z_demo BEFORE UPDATE ON "{name}" FOR EACH ROW EXECUTE FUNCTION pg_temp.demo_moment()')
            in_sets = [(name, *found) for name in names if (found := _history_in_sets(cursor, name))]
            for name, of_new, log in in_sets:
                cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER "{of_new}"')
                cursor.execute(f'CREATE TRIGGER b_demo AFTER INSERT ON "{name}" FOR EACH ROW EXECUTE FUNCTION "{log}"()')
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a trigger cannot go while checks are due
            for name, of_new, _log in in_sets:
                cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER "{of_new}"; DROP TRIGGER b_demo ON "{name}"')
            for name in names:
                cursor.execute(f'DROP TRIGGER a_demo ON "{name}"; DROP TRIGGER z_demo ON "{name}"')
            cursor.execute("DELETE FROM pg_temp.demo_move")


def _history_in_sets(cursor: Any, table: str) -> tuple[str, str] | None:
    """Of a table whose new rows enter history by statement: that trigger, and the function of the one that does it row by row.

    A statement has one actor, but a copied batch has many; while it loads, each row is written down by itself.
    """
    cursor.execute(
        "SELECT t.tgname, p.proname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgrelid = %s::regclass AND t.tgname ~ '^pgtrigger_history_([0-9a-f]{5}|of_new_[0-9a-f]{5})$' ORDER BY t.tgname DESC",
        [f'"{table}"'],
    )
    found = cursor.fetchall()
    return (found[0][0], found[1][1]) if len(found) == 2 else None


def make_moves(moves: Sequence[Move]) -> None:
    """Make later changes, step by step in the order of STEPS; a row is moved once in a step."""
    order = list(STEPS)
    for step, listed in groupby(sorted(moves, key=lambda move: order.index(move.step)), key=lambda move: move.step):
        table, assignments = STEPS[step]
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM pg_temp.demo_move")
            with cursor.copy("COPY pg_temp.demo_move (id, actor, name, at, v) FROM STDIN") as into:
                for move in listed:
                    into.write_row([move.id, move.actor, move.actor_name, move.at, _json(move.values)])
            cursor.execute(f'UPDATE "{table}" t SET {assignments} FROM pg_temp.demo_move m WHERE t.id = m.id')  # noqa: S608 - the names stand above


def _json(values: dict[str, Any]) -> str:
    import json

    return json.dumps(values, ensure_ascii=False)
