"""Gives the preset roles what they are offered and were never offered before."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.resource import Resource, all_resources

from .models import FieldGrant, Grant, PresetOffer, Role
from .preset_parts import EVERYONE, Rights
from .presets import PRESETS, Preset


def sync_presets(actor: Actor) -> int:
    """Make the missing preset roles and offer each what it was never offered before; returns how many rights were added.

    Runs after every migration. What the firm has changed in a preset stays: a right that was once offered is never offered again.
    """
    with writing(actor, "setup"):
        return sum(_offer(_role(code, preset), preset) for code, preset in PRESETS.items())


def _role(code: str, preset: Preset) -> Role:
    values = {"name": str(preset.name), "description": str(preset.description), "preset": True}
    return Role.objects.get_or_create(code=code, defaults=values)[0]


def _offer(role: Role, preset: Preset) -> int:
    if not role.preset:
        return 0  # the firm made a role of that code before the product had one
    known = set(PresetOffer.objects.filter(role=role).values_list("resource", "action"))
    held = set(role.grants.values_list("resource", "action")) | {
        (r, f"~{f}") for r, f in role.field_grants.values_list("resource", "field")
    }
    offers, grants, fields = [], [], []
    for resource in all_resources():
        rights = rights_of(preset, resource)
        # Who does not read a record has no use for its fields, and the matrix refuses such a role.
        wanted = rights | {f"~{name}": "" for name in fields_of(preset, resource) if "read" in rights}
        for action, scope in wanted.items():
            key = (resource.name, action)
            if key in known:
                continue
            offers.append(PresetOffer(role=role, resource=resource.name, action=action))
            if key in held:
                continue
            if action.startswith("~"):
                fields.append(FieldGrant(role=role, resource=resource.name, field=action[1:]))
            else:
                grants.append(Grant(role=role, resource=resource.name, action=action, scope=scope))
    PresetOffer.objects.bulk_create(offers)
    Grant.objects.bulk_create(grants)
    FieldGrant.objects.bulk_create(fields)
    return len(grants) + len(fields)


def rights_of(preset: Preset, resource: Resource) -> dict[str, str]:
    """What the preset grants on a resource: action → scope."""
    known = list(resource.actions_of())
    named = _line(preset.rights, resource.name)
    found = _spread(EVERYONE.get("*", {}) | (_line(EVERYONE, resource.name) or {}), known)
    return found | _spread(named if named is not None else preset.rights.get("*", {}), known)


def fields_of(preset: Preset, resource: Resource) -> Iterator[str]:
    """The masked fields of a resource that the preset opens."""
    for name in resource.masked:
        if any(fnmatchcase(f"{resource.name}.{name}", pattern) for pattern in preset.unmasked):
            yield name


def _line(rights: Rights, resource: str) -> dict[str, str] | None:
    """Of the lines that name the resource the one that names fewest: ``projects tasks …`` says what holds where ``tasks`` says nothing."""
    fitting = [(len(named), actions) for names, actions in rights.items() if resource in (named := names.split())]
    return min(fitting, key=lambda line: line[0])[1] if fitting else None


def _spread(actions: dict[str, str], known: list[str]) -> dict[str, str]:
    named = {name: scope for names, scope in actions.items() for name in names.split() if name != "*"}
    rest = {name: actions["*"] for name in known if name not in named} if "*" in actions else {}
    return {name: scope for name, scope in (rest | named).items() if name in known}
