"""To-dos that event rules gave, closed when the condition no longer holds for their record. Time rules see to theirs in every pass.

An event happens once and nothing announces its end, so the open to-dos themselves are looked at: at every event of their record that rules
can hear, and all of them every few minutes. A rule without a condition asks for something that only people can call done; of such a rule
only to-dos about records that are archived or gone are closed.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

from zhuke.commons.automation.models import Rule
from zhuke.commons.live import push
from zhuke.commons.todos.models import Todo
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError

from .definitions import definition_of, is_live, resource_of
from .passes import AUTOMATION, matching

CLOSE = """
WITH held AS MATERIALIZED ({held})
UPDATE todos_todo t SET state = 'done', closed_at = %s
WHERE t.id = ANY(%s) AND t.state = 'open' AND NOT EXISTS (SELECT 1 FROM held WHERE held.id = t.object_id)
RETURNING t.id, t.assignee_id
"""


def settle(resource: str = "", object_id: UUID | None = None) -> int:
    """Close what no longer holds, of one record or of all; returns how many to-dos. A rule in a transaction."""
    todos = Todo.objects.filter(state="open", firing__isnull=False, rule__active=True, rule__archived_at=None)
    if object_id:
        todos = todos.filter(resource=resource, object_id=object_id)
    given: dict[UUID, list[tuple[UUID, UUID]]] = {}
    for rule_id, todo_id, record in todos.filter(rule__trigger__has_key="events").values_list("rule_id", "pk", "object_id"):
        if record:
            given.setdefault(rule_id, []).append((todo_id, record))
    rules = Rule.objects.in_bulk(given)
    return sum(_settle(rules[pk], given[pk]) for pk in sorted(given))


def _settle(rule: Rule, given: list[tuple[UUID, UUID]]) -> int:
    if not is_live(rule):
        return 0
    try:
        sql, params = _held(rule, sorted({record for _todo, record in given}))
    except DomainError:  # a field the rule names is gone; its page says so
        return 0
    with writing(AUTOMATION, f"rule:{rule.code or rule.pk}"):
        with connection.cursor() as cursor:
            # The inner part is compiled by Django, values stay parameters.
            cursor.execute(CLOSE.format(held=sql), [*params, timezone.now(), [todo for todo, _record in given]])
            closed = cursor.fetchall()
        for pk, assignee in closed:
            push([assignee], "changed", {"resource": "todos", "id": str(pk)})
    return len(closed)


def _held(rule: Rule, records: list[UUID]) -> tuple[str, tuple[Any, ...]]:
    """The statement that finds those of the records for which the rule's condition holds now. Raises bad_filter, bad_rule."""
    definition = definition_of(rule)
    resource = resource_of(definition)
    rows, _layers = matching(AUTOMATION, rule, definition, resource, rows=resource.model._default_manager.filter(pk__in=records))
    try:
        sql, params = rows.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::uuid AS id WHERE false", ()
    return f"SELECT * FROM ({sql}) AS m(id)", params  # noqa: S608
