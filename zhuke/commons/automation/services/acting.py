"""Carry out what firings ask for, a batch at a time. A batch is one transaction: killed, it is as if it had not begun."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from zhuke.commons.automation.actions import Batch, action
from zhuke.commons.automation.builtin import Definition, Do
from zhuke.commons.automation.models import DONE, WAITING, Firing, Rule, Step
from zhuke.kernel.audit import writing
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.query import json_sql
from zhuke.kernel.resource import Resource

from .definitions import definition_of, field, is_live, resource_of
from .outward import fields_of
from .passes import AUTOMATION
from .texts import holes

BATCH = 500


def act_all() -> int:
    """Work off all waiting firings that no other worker is at; returns how many."""
    done = 0
    while n := act_batch():
        done += n
    return done


def act_batch(limit: int = BATCH) -> int:
    """Carry out the actions of the next waiting firings of one rule; returns how many firings."""
    with writing(AUTOMATION, "automation"):
        waiting = Firing.objects.filter(state=WAITING).select_for_update(skip_locked=True)
        firings = list(waiting.order_by("rule_id", "id")[:limit])
        for rule_id, group in groupby(firings, key=lambda f: f.rule_id):
            _act(Rule.objects.get(pk=rule_id), list(group))
        Firing.objects.filter(pk__in=[f.pk for f in firings]).update(state=DONE)
    return len(firings)


def _act(rule: Rule, firings: list[Firing]) -> None:
    if not is_live(rule):
        return
    definition = definition_of(rule)
    resource = resource_of(definition)
    specs, rows = material(definition, resource, [f.object_id for f in firings])
    known = set(Step.objects.filter(firing__in=firings).values_list("firing_id", "action"))
    for index, do in enumerate(definition.actions):
        todo = [f for f in firings if (f.pk, index) not in known]
        if not todo:
            continue
        batch = Batch(rule, definition, resource, todo, specs, rows)
        action(do.kind).run(batch, index, do)
        Step.objects.bulk_create(batch.steps, ignore_conflicts=True)


def material(definition: Definition, resource: Resource, ids: list[UUID]) -> tuple[dict[str, FieldSpec], dict[UUID, dict[str, Any]]]:
    """The fields that the rule's texts name, and their values of these records."""
    names = [name for do in definition.actions for name in _needed(resource, do)]
    always = [name for name in ("id", resource.label_field, "created_at") if name in resource.specs]
    specs = {name: field(AUTOMATION, resource, name) for name in dict.fromkeys([*always, *names])}
    return specs, _rows(resource, specs, ids)


def _needed(resource: Resource, do: Do) -> list[str]:
    """The fields that an action names in its texts, or sends along."""
    texts = [
        do.title,
        do.body,
        *(value for value in do.values.values() if isinstance(value, str) or not isinstance(value, int | list | None)),
    ]
    sent = fields_of(resource, do) if do.kind == "webhook" else []
    return [*(name for text in texts for name in holes(text)), *sent]


def _rows(resource: Resource, specs: dict[str, FieldSpec], ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    try:
        sql, params = json_sql(resource.model._default_manager.filter(pk__in=ids).order_by(), specs)
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = [json.loads(row[0]) for row in cursor.fetchall()]
    return {UUID(row["id"]): row for row in rows}
