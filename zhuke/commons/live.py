"""Live messages to open browsers: sent in the transaction, delivered by PostgreSQL after its commit."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

CHANNEL = "zhuke_stream"


def push(to: Iterable[UUID] | None, event: str, data: Mapping[str, Any]) -> None:
    """Send ``event`` (inbox, job or changed) to these people (None: everyone signed in). ``data``: only ids (under 8,000 bytes)."""
    people = None if to is None else [str(user) for user in to]
    if people == []:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps({"to": people, "event": event, "data": dict(data)})])
