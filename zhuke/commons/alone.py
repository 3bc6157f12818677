"""One worker at a thing, without a transaction around it: PostgreSQL lets go of the lock the moment a worker is gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection


@contextmanager
def alone(space: int, thing: UUID) -> Iterator[bool]:
    """Whether this worker has the thing to itself until the end of the block. ``space`` tells kinds of things apart."""
    key = [space, thing.int & 0x7FFFFFFF]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
