"""What people ask of automation: which rules there are, what they did, why I got this, what would fire now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext

from zhuke.commons.automation.actions import action
from zhuke.commons.automation.addressees import label_of as label_of_addressee
from zhuke.commons.automation.builtin import UNITS, Definition, Do
from zhuke.commons.automation.flags import flag
from zhuke.commons.automation.makers import maker
from zhuke.commons.automation.models import Firing, Override, Rule, Step
from zhuke.commons.notify.services import inbox
from zhuke.commons.todos.models import Todo
from zhuke.kernel.access import Actor, get_visible, require, visible
from zhuke.kernel.errors import DomainError, NotFound
from zhuke.kernel.resource import Resource, by_model, by_name

from .definitions import definition_of, field, is_live, leaves, numbers_of
from .outward import name_of
from .texts import condition_words, label_of, number_words, shown, trigger_words, words

PREVIEWED = 20


def rules(actor: Actor) -> list[dict[str, Any]]:
    """Every rule that can run, in words, with its numbers and what the companies within reach changed. Raises not_allowed."""
    resource = by_model(Rule)
    require(actor, resource, "read")
    rows = [r for r in visible(actor, resource).filter(archived_at=None).select_related("clock") if is_live(r)]
    settings: dict[UUID, list[Override]] = {}
    for override in visible(actor, by_model(Override)).filter(archived_at=None).select_related("unit").order_by("unit__path"):
        settings.setdefault(override.rule_id, []).append(override)
    may = {name: set(visible(actor, resource, name).values_list("pk", flat=True)) for name in ("update", "pause", "run", "archive")}
    found = [_rule(actor, row, settings.get(row.pk, []), [name for name, keys in may.items() if row.pk in keys]) for row in rows]
    return sorted(found, key=lambda r: (r["resource_label"], not r["builtin"], r["name"]))


def _rule(actor: Actor, rule: Rule, settings: list[Override], can: list[str]) -> dict[str, Any]:
    definition = definition_of(rule)
    resource = by_name(definition.resource)
    assert resource is not None
    numbers = numbers_of(definition, rule.values)
    clock = getattr(rule, "clock", None)
    return {
        "id": rule.pk,
        "version": rule.version,
        "builtin": bool(rule.code),
        "code": rule.code,
        "name": str(definition.name),
        "why": str(definition.why),
        "resource": resource.name,
        "resource_label": str(resource.label),
        "trigger": trigger_words(definition),
        "timed": not definition.events,
        "condition": condition_words(actor, resource, definition, numbers),
        "numbers": [
            {
                "name": n.name,
                "label": str(n.label),
                "unit": str(UNITS.get(n.unit, n.unit)),
                "default": n.default,
                "min": n.minimum,
                "max": n.maximum,
                "value": numbers[n.name],
            }
            for n in definition.numbers
        ],
        "values": rule.values,
        "actions": [_action(do) for do in definition.actions],
        "active": rule.active,
        "overrides": [
            {
                "id": o.pk,
                "version": o.version,
                "unit": {"id": o.unit_id, "label": o.unit.name},
                "active": o.active,
                "values": o.values,
            }
            for o in settings
        ],
        "last_at": clock and clock.last_at,
        "last_fired": clock.last_fired if clock else 0,
        "next_at": clock.next_at if clock and rule.active else None,
        "error": clock.error if clock else "",
        "_can": can,
    }


def _action(do: Do) -> dict[str, Any]:
    labels = [label_of_addressee(text) for text in do.to]
    return {"kind": do.kind, "label": str(action(do.kind).label), "to": labels, "title": _what(do) or str(do.title) or do.tag}


def _what(do: Do) -> str:
    """The template, flag, maker or other system that an action uses, in words."""
    if do.kind in ("letter", "webhook"):
        return name_of(do) or str(gettext("（已不存在）"))
    listed: Any = {"flag": flag, "create": maker}.get(do.kind, lambda _name: None)(do.what)
    return str(listed.label) if listed else ""


@dataclass(frozen=True)
class Asked:
    """Which runs are asked for."""

    rule: UUID | None = None
    resource: str = ""
    object_id: UUID | None = None
    before: int | None = None
    limit: int = 30


def runs(actor: Actor, asked: Asked) -> tuple[list[dict[str, Any]], int | None]:
    """Firings, newest first, of records that the actor sees, with what became of them; and the next cursor.

    Of one record everybody who sees it may ask; of all, who reads the rules. Raises not_found, not_allowed.
    """
    rows = Firing.objects.select_related("rule")
    if asked.object_id:
        resource = by_name(asked.resource)
        if resource is None or resource.hidden:
            raise NotFound()
        get_visible(actor, resource, asked.object_id)
        rows = rows.filter(resource=resource.name, object_id=asked.object_id)
    else:
        require(actor, by_model(Rule), "read")
        rows = rows.filter(_seen(actor, _resources(asked)))
    if asked.rule:
        rows = rows.filter(rule_id=asked.rule)
    if asked.before:
        rows = rows.filter(pk__lt=asked.before)
    found = list(rows.order_by("-pk")[: asked.limit + 1])
    page = found[: asked.limit]
    return described(actor, page, steps=True), page[-1].pk if len(found) > asked.limit else None


def _resources(asked: Asked) -> list[Resource]:
    names = [asked.resource] if asked.resource else Rule.objects.values_list("resource", flat=True).distinct()
    chosen = Rule.objects.filter(pk=asked.rule).values_list("resource", flat=True) if asked.rule else names
    return [r for r in map(by_name, sorted(set(chosen))) if r]


def _seen(actor: Actor, resources: Iterable[Resource]) -> Q:
    """The condition for firings whose record the actor sees."""
    seen = Q(pk__in=[])
    for resource in resources:
        reach = actor.reach(resource.name, "read")
        if reach is None:
            continue
        everything = reach.units is None
        seen |= Q(resource=resource.name) & (Q() if everything else Q(object_id__in=visible(actor, resource).order_by().values("pk")))
    return seen


def why_notice(actor: Actor, notice_id: UUID) -> list[dict[str, Any]]:
    """The firings behind one of the actor's own notices. Raises not_found."""
    if not inbox(actor).filter(pk=notice_id).exists():
        raise NotFound()
    steps = Step.objects.filter(notice_id=notice_id, recipient_id=actor.id).values("firing_id")
    return described(actor, list(Firing.objects.filter(pk__in=steps).select_related("rule").order_by("pk")[:PREVIEWED]))


def why_todo(actor: Actor, todo_id: UUID) -> list[dict[str, Any]]:
    """The firing behind a to-do that the actor sees. Raises not_found."""
    todo: Todo = get_visible(actor, by_model(Todo), todo_id)
    return described(actor, list(Firing.objects.filter(pk=todo.firing_id).select_related("rule"))) if todo.firing_id else []


def described(actor: Actor, firings: list[Firing], *, steps: bool = False) -> list[dict[str, Any]]:
    """Firings in words: rule, condition with the numbers of that moment, the values that met it as far as the actor may see them."""
    labels = _labels(actor, firings)
    done = _steps(firings) if steps else {}
    return [_firing(actor, f, labels.get((f.resource, f.object_id)), done.get(f.pk, [])) for f in firings]


def _firing(actor: Actor, firing: Firing, label: str | None, steps: list[dict[str, Any]]) -> dict[str, Any]:
    definition = definition_of(firing.rule)
    resource = by_name(firing.resource)
    seen = resource is not None and label is not None
    return {
        "id": firing.pk,
        "rule": {"id": firing.rule_id, "label": str(definition.name)},
        "why": str(definition.why),
        "trigger": trigger_words(definition),
        "condition": words(actor, resource, definition.condition, firing.numbers) if resource and seen else "",
        "numbers": number_words(definition, firing.numbers),
        "values": _values(actor, definition, resource, firing) if resource and seen else [],
        "resource": firing.resource,
        "object": {"id": firing.object_id, "label": label} if seen else None,
        "at": firing.at,
        "waiting": firing.state == "waiting",
        "steps": steps,
    }


def _values(actor: Actor, definition: Definition, resource: Resource, firing: Firing) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, _op, _value in leaves(definition.condition):
        if name not in firing.values or name in found:
            continue
        try:
            spec = field(actor, resource, name)
        except DomainError:  # masked, or gone
            continue
        found[name] = {"label": label_of(resource, name, spec), "value": shown(spec, firing.values[name])}
    return list(found.values())


def _labels(actor: Actor, firings: list[Firing]) -> dict[tuple[str, UUID], str]:
    """Labels of the records that the actor sees."""
    wanted: dict[str, set[UUID]] = {}
    for firing in firings:
        wanted.setdefault(firing.resource, set()).add(firing.object_id)
    found: dict[tuple[str, UUID], str] = {}
    for name, ids in wanted.items():
        if resource := by_name(name):
            rows = visible(actor, resource).filter(pk__in=ids).values_list("pk", resource.label_field)
            found |= {(name, pk): str(label)[:200] for pk, label in rows}
    return found


def _steps(firings: list[Firing]) -> dict[int, list[dict[str, Any]]]:
    rows = list(Step.objects.filter(firing__in=firings).order_by("pk"))
    names = dict(get_user_model().objects.filter(pk__in={s.recipient_id for s in rows if s.recipient_id}).values_list("pk", "name"))
    found: dict[int, list[dict[str, Any]]] = {}
    for step in rows:
        person = {"id": step.recipient_id, "label": names.get(step.recipient_id, "")} if step.recipient_id else None
        found.setdefault(step.firing_id, []).append(
            {
                "kind": step.kind,
                "label": str(action(step.kind).label),
                "recipient": person,
                "outcome": step.outcome,
                "outcome_label": step.get_outcome_display(),
                "detail": step.detail,
            }
        )
    return found
