"""What a screen needs to draw a resource, cut to what the actor may see. A hint only: the server decides."""

from typing import Any

from .access import Actor
from .fields import FieldSpec, custom_specs
from .filters import readable_specs
from .resource import SYSTEM_FIELDS, Resource, all_resources


def overview(actor: Actor) -> list[dict[str, Any]]:
    """The resources that the actor may read."""
    return [
        {"name": r.name, "label": str(r.label), "can": rights(actor, r), "searchable": bool(r.search_fields)}
        for r in all_resources()
        if actor.can(r.name, "read") and not r.hidden
    ]


def dictionary(name: str) -> list[dict[str, Any]]:
    """The choices of a dictionary, labelled in the language of the request."""
    return FieldSpec(name, name, "choice", dictionary=name).options()


def rights(actor: Actor, resource: Resource) -> list[str]:
    """The actions that the actor holds on the resource, at any scope."""
    return [name for name in resource.actions_of() if actor.can(resource.name, name)]


def describe_resource(actor: Actor, resource: Resource) -> dict[str, Any]:
    """Everything that list, form, filter and drawer are drawn from."""
    readable = readable_specs(actor, resource)
    declared = resource.specs | custom_specs(resource.name)
    custom = [name for name, spec in declared.items() if spec.custom]
    can = rights(actor, resource)
    return {
        "name": resource.name,
        "label": str(resource.label),
        "label_field": resource.label_field,
        "ordering": resource.ordering,
        "can": can,
        "fields": [field_meta(spec, masked=name not in readable) for name, spec in declared.items()],
        "list_display": [name for name in resource.list_display if name in readable],
        "list_filter": [name for name in resource.list_filter if name in readable],
        "form": [name for name in (*resource.fields, *custom) if name in readable],
        "search": bool(resource.search_fields),
        "actions": [
            {
                "name": a.name,
                "label": str(a.label),
                "danger": a.danger,
                "confirm": str(a.confirm),
                "bulk": a.bulk,
                "inputs": [field_meta(spec) for spec in a.inputs],
            }
            for a in resource.actions
            if a.right in can and not a.hidden
        ],
        "importable": resource.importable,
        "team": bool(getattr(resource.scope, "team", False)),
        "natural_key": list(resource.natural_key),
    }


def field_meta(spec: FieldSpec, *, masked: bool = False) -> dict[str, Any]:
    """One field for screens."""
    return {
        "name": spec.name,
        "label": str(spec.label),
        "type": spec.type,
        "required": spec.required,
        "readonly": spec.readonly,
        "help": str(spec.help),
        "max_length": spec.max_length,
        "options": spec.options(),
        "dictionary": spec.dictionary or None,
        "ref": spec.ref_name() if spec.family == "ref" else None,
        "sortable": spec.sortable and not masked,
        "ops": [] if masked else list(spec.ops),
        "custom": spec.custom,
        "masked": masked,
        "system": spec.name in SYSTEM_FIELDS,
        "default": spec.default,
        "min": spec.minimum,
        "max": spec.maximum,
        "digits": spec.digits,
    }
