"""Rows that are copied in bulk leave the same trace as rows written one by one: who entered them, and when that was.

History comes from row triggers that read the actor and the event time from the transaction. A copied batch holds rows of many people
and years, so for its duration these triggers rest, and a trigger for the whole statement writes the same entries in one go: each in the
name of the row's author, at the time of the row. Later changes take both from a temporary table of moves, and write their entries in
the statement that makes them. Nothing of this outlives the transaction.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Model

from zhuke.commons.audit.in_sets import HIDDEN
from zhuke.kernel.access import Actor, system
from zhuke.kernel.audit import writing

from .chunk import Move
from .group import Member

ACTOR = system("演示数据")
CAUSE = "demo"


def acting(person: Any) -> Actor:
    """The demonstration in the name of a person, for what services change: history shows who did it. Nobody: itself."""
    return Actor(person.pk, str(person), "system") if person is not None else ACTOR


# Each row trigger asks whether it is to be ignored. Unset, that question fails within itself, and the failure goes through all references
# that are still to be checked: a later UPDATE of 300,000 rows would never end.
PREPARE = """
SET LOCAL pgtrigger.ignore = '{}';
CREATE TEMP TABLE IF NOT EXISTS demo_people (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TEMP TABLE IF NOT EXISTS demo_move (id uuid PRIMARY KEY, actor uuid, name text NOT NULL, at timestamptz NOT NULL, v jsonb NOT NULL);
"""
# The triggers that rest: of history, of the version and the time of change, of the time since when a customer has its owner.
RESTING = """
SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid = %s::regclass AND t.tgname ~ '^pgtrigger_(history|version|without_version|owner)' ORDER BY t.tgname
"""
COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
ENTRY = 'INSERT INTO public.kernel_change (at, event_at, "table", object_id, operation, diff, actor_id, actor_name, cause, request_id)'
OF_NEW = """
CREATE OR REPLACE FUNCTION pg_temp."demo_new_{table}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {entry}
  SELECT clock_timestamp(), n.created_at, TG_TABLE_NAME, n.id, TG_OP,
         (SELECT jsonb_strip_nulls(to_jsonb(c)) FROM (SELECT {columns}) c), n.created_by_id,
         coalesce((SELECT p.name FROM pg_temp.demo_people p WHERE p.id = n.created_by_id), '{nobody}'), '{cause}', ''
  FROM new_rows n;
  RETURN NULL;
END $$;
CREATE TRIGGER a_demo AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION pg_temp."demo_new_{table}"()
"""
MOVE = """
WITH before AS MATERIALIZED (SELECT t.id, {columns} FROM "{table}" t JOIN pg_temp.demo_move m ON m.id = t.id),
after AS (
  UPDATE "{table}" t SET {assignments}, version = t.version + 1, updated_at = m.at
  FROM pg_temp.demo_move m WHERE t.id = m.id RETURNING t.id, {columns}
)
{entry}
SELECT clock_timestamp(), m.at, '{table}', m.id, 'UPDATE', d.diff, m.actor, m.name, '{cause}', ''
FROM pg_temp.demo_move m JOIN before o ON o.id = m.id JOIN after n ON n.id = m.id, LATERAL (SELECT {diff} AS diff) d
WHERE d.diff <> '{{}}' ORDER BY m.id
"""
CHANGED = "CASE WHEN o.{0} IS DISTINCT FROM n.{0} THEN jsonb_build_object('{0}', jsonb_build_array(o.{0}, n.{0})) ELSE '{{}}' END"
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
    "owner": ("customers_customer", "owner_id = (m.v ->> 'owner_id')::uuid, unit_id = (m.v ->> 'unit_id')::uuid, owned_since = m.at"),
    "pool": (
        "customers_customer",
        (
            "owner_id = NULL, owned_since = NULL, pooled_at = (m.v ->> 'pooled_at')::timestamptz, pool_reason = m.v ->> 'pool_reason', "
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
        cursor.execute(PREPARE)


def introduce(members: Iterable[Member]) -> None:
    """Tell the connection the names of the people who act."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pg_temp.demo_people")
        cursor.executemany("INSERT INTO pg_temp.demo_people VALUES (%s, %s)", [(member.id, member.name) for member in members])


@contextmanager
def recorded(*tables: type[Model]) -> Iterator[None]:
    """One transaction in which rows copied into these tables, and moved by ``make_moves``, are recorded as their own people's.

    Within, these tables are changed in no other way: their usual history rests.
    """
    names = [model._meta.db_table for model in tables]
    with writing(ACTOR, CAUSE):
        settle()
        with connection.cursor() as cursor:
            resting = [(name, trigger) for name in names for trigger in _begin(cursor, name)]
        yield
        settle()
        with connection.cursor() as cursor:
            for name, trigger in resting:
                cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER "{trigger}"')
            for name in names:
                cursor.execute(f'DROP TRIGGER IF EXISTS a_demo ON "{name}"')


def settle() -> None:
    """Make the checks that are due: a table cannot be altered before, and a queue of them takes memory."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _begin(cursor: Any, table: str) -> list[str]:
    """Let the table's own triggers rest and record its new rows by statement; returns the names of those that rest."""
    cursor.execute(RESTING, [f'"{table}"'])
    found = dict(cursor.fetchall())
    for trigger in found:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "{trigger}"')
    if sources := [source for name, source in found.items() if name.startswith("pgtrigger_history")]:
        # A table may keep more from history than all do: to_jsonb(NEW) - 'preferences'.
        hidden = {*HIDDEN, *(name for source in sources for name in re.findall(r" - '(\w+)'", source))}
        cursor.execute(COLUMNS, [f'"{table}"'])
        columns = ", ".join(f'n."{name}"' for (name,) in cursor.fetchall() if name not in hidden)
        cursor.execute(OF_NEW.format(table=table, entry=ENTRY, columns=columns, nobody=ACTOR.name, cause=CAUSE))
    return list(found)


def make_moves(moves: Sequence[Move]) -> None:
    """Make later changes, step by step in the order of STEPS; a row is moved once in a step."""
    order = {step: place for place, step in enumerate(STEPS)}
    for step, listed in groupby(sorted(moves, key=lambda move: order[move.step]), key=lambda move: move.step):
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE pg_temp.demo_move")
            with cursor.copy("COPY pg_temp.demo_move (id, actor, name, at, v) FROM STDIN") as into:
                for move in listed:
                    into.write_row([move.id, move.actor, move.actor_name, move.at, json.dumps(move.values, ensure_ascii=False)])
            cursor.execute(_statement(step))


@cache
def _statement(step: str) -> str:
    """The statement that makes the moves of a step and enters them into history."""
    table, assignments = STEPS[step]
    columns = re.findall(r"(\w+) = ", assignments)
    return MOVE.format(
        table=table,
        assignments=assignments,
        columns=", ".join(f"t.{column}" for column in columns),
        diff=" || ".join(CHANGED.format(column) for column in columns),
        entry=ENTRY,
        cause=CAUSE,
    )
