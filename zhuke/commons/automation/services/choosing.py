"""What whoever writes a rule may choose from: the words of all rules, and those of rules about one resource."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from zhuke.commons.automation.actions import all_actions
from zhuke.commons.automation.addressees import addressees_of
from zhuke.commons.automation.builtin import UNITS, offered_events
from zhuke.commons.automation.flags import flags_of
from zhuke.commons.automation.makers import makers_of
from zhuke.commons.automation.models import Rule
from zhuke.commons.automation.recipients import all_recipients, owner_columns
from zhuke.commons.automation.starting import approvals_of
from zhuke.commons.letters.models import LetterTemplate
from zhuke.commons.letters.services.writing import extra_places
from zhuke.commons.todos.models import Todo
from zhuke.commons.webhooks.models import Webhook
from zhuke.kernel import meta
from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.errors import NotFound
from zhuke.kernel.fields import custom_specs
from zhuke.kernel.resource import Resource, all_resources, by_model, by_name

TEXTLESS = ("json",)


def choices(actor: Actor) -> dict[str, Any]:
    """The words that all rules share, cut to the resources that the actor reads. Raises not_allowed."""
    require(actor, by_model(Rule), "read")
    roles = apps.get_model("orgs", "Role").objects.filter(archived_at=None, active=True).order_by("name")
    known = {r.name for r in all_resources() if not r.hidden and actor.can(r.name, "read")}
    return {
        "events": [
            {"value": event.name, "label": str(event.label), "resource": event.resource}
            for event in offered_events().values()
            if event.resource in known
        ],
        "recipients": [{"value": r.name, "label": str(r.label), "argument": r.argument} for r in all_recipients()],
        "actions": [{"value": a.name, "label": str(a.label)} for a in all_actions()],
        "todo_kinds": [{"value": value, "label": str(label)} for value, label in Todo.KINDS],
        "units": [{"value": value, "label": str(label)} for value, label in UNITS.items()],
        "roles": [{"value": role.code, "label": role.name} for role in roles if role.code],
    }


def choices_for(actor: Actor, name: str) -> dict[str, Any]:
    """The words of rules about one resource. Raises not_found, not_allowed."""
    require(actor, by_model(Rule), "read")
    resource = by_name(name)
    if resource is None or resource.hidden or not actor.can(name, "read"):
        raise NotFound()
    templates = visible(actor, by_model(LetterTemplate)).filter(archived_at=None, resource=name).order_by("name")
    hooks = visible(actor, by_model(Webhook)).filter(archived_at=None).order_by("name")
    return {
        "resource": name,
        "places": places(actor, resource),
        "tags": "tags" in resource.specs,
        "owned": bool(owner_columns(resource)),
        "addressees": [{"value": a.name, "label": str(a.label)} for a in addressees_of(resource)],
        "flags": [{"value": f.name, "label": str(f.label)} for f in flags_of(name)],
        "makers": [
            {"value": m.name, "label": str(m.label), "inputs": [meta.field_meta(spec) for spec in m.inputs]} for m in makers_of(name)
        ],
        "approvals": [{"value": verb, "label": str(label)} for verb, label in approvals_of(name)],
        "templates": [{"value": t.code or str(t.pk), "label": t.name} for t in templates],
        "template_places": {
            t.code: [{"value": place, "label": str(label)} for place, label in extra_places(t.code).items()] for t in templates if t.code
        },
        "webhooks": [{"value": str(h.pk), "label": h.name} for h in hooks],
    }


def places(actor: Actor, resource: Resource) -> list[dict[str, Any]]:
    """The fields that texts may name: open ones of the record, and the names of what it refers to."""
    specs = {**resource.specs, **custom_specs(resource.name)}
    return [
        {"value": name, "label": str(spec.label), "type": spec.type}
        for name, spec in specs.items()
        if name not in resource.masked and spec.type not in TEXTLESS and name not in ("id", "version", "archived_at")
    ]
