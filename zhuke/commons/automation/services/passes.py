"""One pass of a rule: one statement finds the records, remembers the new firings and closes the to-dos that no longer hold."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from zhuke.commons.automation.builtin import Definition, exemptions_of
from zhuke.commons.automation.models import Clock, Firing, Rule
from zhuke.commons.live import push
from zhuke.commons.switches.services import units_without
from zhuke.kernel.access import Actor, system
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError
from zhuke.kernel.filters import compile_filter
from zhuke.kernel.query import json_sql
from zhuke.kernel.resource import Resource

from .definitions import (
    Numbers,
    condition_of,
    definition_of,
    field,
    is_live,
    leaves,
    numbers_of,
    resource_of,
    unit_column,
    units_by_setting,
)

AUTOMATION = system("自动化")

FIRE = """
WITH found AS MATERIALIZED ({found}),
fresh AS (
    SELECT found.id, found.occ, found.layer FROM found
    WHERE NOT EXISTS (SELECT 1 FROM automation_firing f WHERE f.rule_id = %s AND f.resource = %s AND f.object_id = found.id
                      AND f.occurrence = found.occ)
),
fired AS (
    INSERT INTO automation_firing (rule_id, resource, object_id, occurrence, values, numbers, at, state)
    SELECT %s, %s, fresh.id, fresh.occ, r.row - 'id', %s::jsonb -> fresh.layer, %s, 'waiting'
    FROM ({rows}) AS r(row) JOIN fresh ON fresh.id = (r.row ->> 'id')::uuid
    ON CONFLICT DO NOTHING RETURNING id
),
closed AS (
    UPDATE todos_todo t SET state = 'done', closed_at = %s
    FROM automation_firing f
    WHERE %s AND t.firing_id = f.id AND t.state = 'open' AND f.rule_id = %s
      AND NOT EXISTS (SELECT 1 FROM found WHERE found.id = f.object_id AND (%s OR found.occ = f.occurrence))
    RETURNING t.id, t.assignee_id
)
SELECT (SELECT count(*) FROM fired), (SELECT coalesce(json_agg(json_build_array(id, assignee_id)), '[]') FROM closed)
"""


@dataclass(frozen=True)
class Outcome:
    """What a pass did."""

    fired: int
    closed: int
    milliseconds: int


def run_pass(rule: Rule, *, only: UUID | None = None, occurrence: str = "") -> Outcome:
    """Look once for records that the rule holds for. One statement; new firings wait for their actions (``act``).

    ``only`` and ``occurrence``: an event rule looks at the subject of one event. Raises bad_filter when a field is gone.
    """
    started = time.monotonic()
    definition = definition_of(rule)
    resource = resource_of(definition)
    with writing(AUTOMATION, f"rule:{rule.code or rule.pk}"):
        sql, params = _statement(rule, definition, resource, only, occurrence)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            fired, closed = cursor.fetchone()
        closed = json.loads(closed) if isinstance(closed, str) else closed
        for pk, assignee in closed:
            push([assignee], "changed", {"resource": "todos", "id": pk})
        if fired:
            _defer_actions()
    return Outcome(fired, len(closed), int((time.monotonic() - started) * 1000))


def _defer_actions() -> None:
    from procrastinate.contrib.django import app

    app.configure_task("automation.act").defer()


def _statement(rule: Rule, definition: Definition, resource: Resource, only: UUID | None, occurrence: str) -> tuple[str, list[Any]]:
    rows, layers = matching(AUTOMATION, rule, definition, resource)
    if only:
        rows = rows.filter(pk=only)
    key = Value(occurrence, TextField()) if only else occurrence_of(definition, resource)
    columns = {"id": resource.specs["id"]} | {leaf[0]: field(AUTOMATION, resource, leaf[0]) for leaf in leaves(definition.condition)}
    now = timezone.now()
    try:
        found, found_params = rows.annotate(rule_occ=key).order_by().values_list("pk", "rule_occ", "rule_layer").query.sql_with_params()
        fresh = resource.model._default_manager.filter(pk__in=RawSQL("SELECT id FROM fresh", [])).order_by()
        values, values_params = json_sql(fresh, columns)
    except EmptyResultSet:
        found, found_params = "SELECT NULL::uuid, ''::text, 0 WHERE false", ()
        values, values_params = "SELECT '{}'::text WHERE false", ()
    # Both parts are compiled by Django, values stay parameters.
    found, values = f"SELECT * FROM ({found}) AS m(id, occ, layer)", f"SELECT x.j::jsonb FROM ({values}) AS x(j)"  # noqa: S608
    sql = FIRE.format(found=found, rows=values)
    mine = (rule.pk, resource.name)
    return sql, [
        *found_params,
        *mine,
        *mine,
        json.dumps(layers),
        now,
        *values_params,
        now,
        only is None,
        rule.pk,
        bool(period_of(definition)),
    ]


def matching(
    actor: Actor,
    rule: Rule,
    definition: Definition,
    resource: Resource,
    *,
    numbers: Numbers | None = None,
    rows: QuerySet[Any] | None = None,
) -> tuple[QuerySet[Any], list[Numbers]]:
    """The records for which the condition holds now, each with the numbers that hold for its company (``rule_layer`` is their position).

    ``numbers`` instead of those stored: a preview of numbers not saved yet. ``rows``: only among these.
    """
    rows = resource.model._default_manager.all() if rows is None else rows
    if "archived_at" in resource.specs:
        rows = rows.filter(archived_at=None)
    column = unit_column(resource)
    # No rule speaks of records of a module that the company has switched off, nor in a company that works without rules.
    if column and (silent := units_without(resource.name) | units_without("automation_rules")):
        rows = rows.exclude(**{f"{column}__in": sorted(silent)})
    for exemption in exemptions_of(definition.code):
        rows = exemption.narrow(rows)
    layers = [numbers or numbers_of(definition, rule.values)]
    settings = units_by_setting(rule) if column else []
    own = [unit for _setting, units in settings for unit in units]
    whole = compile_filter(actor, resource, condition_of(definition, layers[0]))
    condition = whole & ~Q(**{f"{column}__in": own}) if own else whole
    params: list[tuple[list[UUID], int]] = []
    for setting, units in settings:
        if not setting.active:
            continue
        layers.append(numbers_of(definition, rule.values, setting.values))
        part = compile_filter(actor, resource, condition_of(definition, layers[-1]))
        condition |= part & Q(**{f"{column}__in": units})
        params.append((units, len(layers) - 1))
    return rows.filter(condition).annotate(rule_layer=_layer(column, params)), layers


def _layer(column: str, settings: Sequence[tuple[list[UUID], int]]) -> Any:
    whens = [When(**{f"{column}__in": units}, then=Value(position)) for units, position in settings]
    return Case(*whens, default=Value(0), output_field=IntegerField()) if whens else Value(0, IntegerField())


def occurrence_of(definition: Definition, resource: Resource) -> Any:
    """The expression that tells one occurrence from the next: the values that made the condition true, as text."""
    period = period_of(definition)
    parts: list[Any] = [Value(period, TextField())] if period else []
    parts += [
        Coalesce(Cast(F(field(AUTOMATION, resource, name).column), TextField()), Value("-"), output_field=TextField())
        for name in definition.occurrence
    ]
    if not parts:
        return Value("-", TextField())
    return parts[0] if len(parts) == 1 else Concat(*[p for part in parts for p in (part, Value("|"))], output_field=TextField())


def fresh_only(rule: Rule, definition: Definition, resource: Resource, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of ``rows`` for which the rule has not fired on this occurrence."""
    known = Firing.objects.filter(rule=rule, resource=resource.name, object_id=OuterRef("pk"), occurrence=OuterRef("rule_occ"))
    fresh: QuerySet[Any] = rows.annotate(rule_occ=occurrence_of(definition, resource)).filter(~Exists(known))
    return fresh


def period_of(definition: Definition, now: dt.datetime | None = None) -> str:
    """The week or month of a rule that fires once in each; empty for the others. To-dos of the last period stay open while it holds."""
    day = timezone.localdate(now)
    if "weekly" in definition.trigger:
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{day:%Y-%m}" if "monthly" in definition.trigger else ""


def next_time(definition: Definition, now: dt.datetime) -> dt.datetime | None:
    """When a time rule runs after ``now``; None for event rules."""
    kind, value = next(iter(definition.trigger.items()))
    if kind == "every":
        return now + dt.timedelta(minutes=int(value))
    if kind == "daily":
        value = {"hour": value}
    elif kind not in ("weekly", "monthly"):
        return None
    local = timezone.localtime(now).replace(minute=0, second=0, microsecond=0, hour=int(value["hour"]))
    while not (local > now and _is_day(kind, value, local.date())):
        local += dt.timedelta(days=1)
    return local


def _is_day(kind: str, value: Mapping[str, Any], day: dt.date) -> bool:
    if kind == "weekly":
        return bool(day.isoweekday() == value["day"])
    return kind == "daily" or bool(day.day == value["day"] and (day.month - 1) % value.get("every", 1) == 0)


def run_due(rule_id: UUID, *, at_once: bool = False) -> Outcome | None:
    """Run a time rule if it is due (``at_once``: in any case), once even with many workers; None: it was not due or is switched off.

    Its clock moves in the same transaction, so a worker killed on the way leaves the rule due.
    """
    with writing(AUTOMATION, "automation"):
        now = timezone.now()
        clock = Clock.objects.select_for_update().filter(pk=rule_id).first()
        rule = Rule.objects.filter(pk=rule_id, archived_at=None).first()
        if clock is None or rule is None or not is_live(rule) or not (at_once or (rule.active and clock.next_at and clock.next_at <= now)):
            return None
        definition = definition_of(rule)
        outcome, clock.error = None, ""
        try:
            outcome = run_pass(rule)
            clock.last_fired, clock.last_closed, clock.last_ms = outcome.fired, outcome.closed, outcome.milliseconds
        except DomainError as error:
            clock.error = str(error.message)[:300]
        clock.last_at, clock.next_at = now, next_time(definition, now)
        clock.save()
    return outcome


def due_rules() -> list[UUID]:
    """The time rules that are due."""
    rows = Clock.objects.filter(next_at__lte=timezone.now(), rule__active=True, rule__archived_at=None)
    return list(rows.order_by("next_at").values_list("pk", flat=True))
