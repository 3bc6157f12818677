"""Rules tried out: which records would fire now, and what each action would say to whom. Nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone

from zhuke.commons.automation.actions import Batch, action
from zhuke.commons.automation.addressees import find_addresses
from zhuke.commons.automation.builtin import Definition, Do
from zhuke.commons.automation.models import Firing, Rule
from zhuke.commons.automation.recipients import find_people
from zhuke.commons.letters.services import writing
from zhuke.kernel.access import Actor, get_visible, require, visible
from zhuke.kernel.errors import DomainError, invalid
from zhuke.kernel.models import Event
from zhuke.kernel.resource import Resource, by_model, by_name

from . import changing
from .acting import material
from .definitions import Numbers, definition_of, numbers_of
from .managing import check_rule, check_values
from .outward import name_of, template_of
from .passes import fresh_only, matching
from .texts import condition_words

LISTED = 50
SAMPLED = 3
COUNTED = 10_000
# How far back an event rule looks for records it would have looked at.
LOOKBACK = dt.timedelta(days=30)


@dataclass
class Trial:
    """What would fire now. ``happened``: for event rules, how often the events occurred in the last 30 days."""

    count: int
    exact: bool
    items: list[dict[str, Any]]
    condition: str
    happened: int | None
    samples: list[dict[str, Any]] = field(default_factory=list)


def preview(actor: Actor, rule_id: UUID, values: Mapping[str, Any] | None) -> Trial:
    """What a stored rule would do now; ``values``: numbers not saved yet. Raises not_found, invalid."""
    rule: Rule = get_visible(actor, by_model(Rule), rule_id)
    definition = definition_of(rule)
    check_values(definition, values or {})
    return _trial(actor, rule, definition, numbers_of(definition, rule.values, values) if values else None)


def try_out(actor: Actor, parts: Mapping[str, Any], rule_id: UUID | None) -> Trial:
    """What a rule that is being written would do now. ``rule_id``: it is an edit of this one. Raises invalid, bad_filter, not_found."""
    require(actor, by_model(Rule), "read")
    rule = Rule(name="…", **parts)
    if rule_id:
        known: Rule = get_visible(actor, by_model(Rule), rule_id)
        rule.pk, rule.values = known.pk, known.values
    check_rule(actor, rule, draft=True)
    return _trial(actor, rule, definition_of(rule), None)


def _trial(actor: Actor, rule: Rule, definition: Definition, numbers: Numbers | None) -> Trial:
    resource = by_name(definition.resource)
    if resource is None or not actor.can(resource.name, "read"):
        raise invalid({"resource": []})
    rows = visible(actor, resource)
    happened = None
    if definition.events:
        events = Event.objects.filter(name__in=definition.events, resource=resource.name, at__gte=timezone.now() - LOOKBACK)
        happened = events.count()
        rows = rows.filter(pk__in=events.values("subject_id"))
    rows, layers = matching(actor, rule, definition, resource, numbers=numbers, rows=rows)
    if not definition.events:
        rows = fresh_only(rule, definition, resource, rows)
    count = rows.order_by()[: COUNTED + 1].count()
    found = list(rows.order_by("-updated_at", "pk").values_list("pk", resource.label_field, "rule_layer")[:LISTED])
    trial = Trial(
        min(count, COUNTED),
        count <= COUNTED,
        [{"id": pk, "label": str(label)[:200]} for pk, label, _layer in found],
        condition_words(actor, resource, definition, layers[0]),
        happened,
    )
    firings = [Firing(rule=rule, resource=resource.name, object_id=pk, numbers=layers[layer], at=timezone.now()) for pk, _l, layer in found]
    trial.samples = _samples(rule, definition, resource, firings[:SAMPLED], trial.items)
    return trial


def _samples(
    rule: Rule, definition: Definition, resource: Resource, firings: list[Firing], items: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    if not firings:
        return []
    specs, rows = material(definition, resource, [f.object_id for f in firings])
    batch = Batch(rule, definition, resource, firings, specs, rows)
    plans = [_plan(batch, do) for do in definition.actions]
    return [
        {"object": items[at], "actions": [plan[firing.object_id] for plan in plans if firing.object_id in plan]}
        for at, firing in enumerate(firings)
    ]


def _plan(batch: Batch, do: Do) -> dict[UUID, dict[str, Any]]:
    """What one action would do to each record: to whom, with which text."""
    ids = [f.object_id for f in batch.firings]
    to = _addresses(batch, do, ids) if do.kind == "letter" else _names(batch, do, ids)
    return {
        f.object_id: {"kind": do.kind, "label": str(action(do.kind).label), "to": to.get(f.object_id, []), "text": _text(batch, f, do)}
        for f in batch.firings
    }


def _names(batch: Batch, do: Do, ids: list[UUID]) -> dict[UUID, list[str]]:
    people = find_people(batch.resource, ids, do.to)
    wanted = {person for found in people.values() for person in found}
    names = dict(get_user_model().objects.filter(pk__in=wanted, is_active=True).values_list("pk", "name"))
    return {pk: [names[person] for person in found if person in names] for pk, found in people.items()}


def _addresses(batch: Batch, do: Do, ids: list[UUID]) -> dict[UUID, list[str]]:
    # Only the names: whoever writes rules need not be allowed to see every customer's e-mail address.
    return {pk: [address.name or "—" for address in found] for pk, found in find_addresses(batch.resource, ids, do.to).items()}


def _text(batch: Batch, firing: Firing, do: Do) -> str:
    if do.kind == "letter":
        template = template_of(do.what)
        try:
            return "\n".join(writing.compose(template, batch.resource, firing.object_id)) if template else ""
        except DomainError as error:
            return str(error.message)
    if do.kind == "webhook":
        return name_of(do)
    texts = [do.tag, changing.said(batch, firing, do.title), changing.said(batch, firing, do.body)]
    texts += [changing.said(batch, firing, value) for value in do.values.values() if isinstance(value, str)]
    return "\n".join(text for text in texts if text)
