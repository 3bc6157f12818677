"""A rule as it holds now: its definition (from code or from its row), its numbers, and its condition with the numbers put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuke.commons.automation.builtin import Definition, Do, Number, by_code
from zhuke.commons.automation.models import Override, Rule
from zhuke.commons.calendars.services import days_off_ahead
from zhuke.kernel.access import Actor, OrgScope, ParentScope
from zhuke.kernel.errors import DomainError
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.filters import find_field
from zhuke.kernel.resource import Resource, by_name

SPAN_OPS = ("older_than", "within", "next")
NAME = re.compile(r"^\$([a-z][a-z_]{0,29})$")
Numbers = dict[str, int]


def definition_of(rule: Rule) -> Definition:
    """What the rule is made of: the declaration in code for built-in rules, else its own columns."""
    declared = by_code(rule.code) if rule.code else None
    if declared:
        return declared
    numbers = tuple(Number(n["name"], n.get("label", n["name"]), **_limits(n)) for n in rule.numbers)
    actions = tuple(Do(**{**a, "to": tuple(a.get("to", ()))}) for a in rule.actions)
    return Definition(rule.code, rule.name, rule.why, rule.resource, rule.trigger, rule.condition, numbers, tuple(rule.occurrence), actions)


def _limits(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "default": raw["default"],
        "minimum": raw.get("min", 0),
        "maximum": raw.get("max", 3650),
        "unit": raw.get("unit", "days"),
    }


def is_live(rule: Rule) -> bool:
    """Whether the rule can run at all: a built-in one that this version no longer has cannot, nor one about an unknown resource."""
    return (not rule.code or by_code(rule.code) is not None) and by_name(definition_of(rule).resource) is not None


def resource_of(definition: Definition) -> Resource:
    """The resource that the rule looks at. Raises bad_rule when it is gone."""
    resource = by_name(definition.resource)
    if resource is None:
        raise DomainError("bad_rule", _("规则所针对的对象“%(name)s”不存在。") % {"name": definition.resource})
    return resource


def numbers_of(definition: Definition, *edits: Mapping[str, Any]) -> Numbers:
    """The numbers that hold: the defaults, then each layer of edits over them."""
    found = definition.defaults()
    for edit in edits:
        found |= {name: int(value) for name, value in edit.items() if name in found and value is not None}
    return found


def condition_of(definition: Definition, numbers: Numbers) -> Any:
    """The condition as it holds today, with these numbers."""
    return filled(definition.condition, numbers, days_off_ahead(timezone.localdate()) if definition.before_days_off else 0)


def filled(node: Any, numbers: Numbers, further: int = 0) -> Any:
    """The condition with its numbers put in: ``["x", "older_than", "$days"]`` becomes ``["x", "older_than", "7d"]``.

    ``further``: so many days more ahead (``next``).
    """
    if isinstance(node, dict):
        return {key: filled(part, numbers, further) for key, part in node.items()}
    if isinstance(node, list) and len(node) == 3 and isinstance(node[0], str) and isinstance(node[1], str):
        return [node[0], node[1], _value(node[1], node[2], numbers, further)]
    return [filled(part, numbers, further) for part in node] if isinstance(node, list) else node


def _value(op: str, value: Any, numbers: Numbers, further: int) -> Any:
    if isinstance(value, list):
        return [_value(op, part, numbers, further) for part in value]
    match = NAME.match(value) if isinstance(value, str) else None
    if match is None or match[1] not in numbers:
        return value
    number = numbers[match[1]]
    return f"{number + further if op == 'next' else number}d" if op in SPAN_OPS else number


def leaves(node: Any) -> list[list[Any]]:
    """The comparisons of a condition, in order."""
    if isinstance(node, dict):
        parts = [part for value in node.values() for part in (value if _is_many(value) else [value])]
        return [leaf for part in parts for leaf in leaves(part)]
    return [node] if isinstance(node, list) and len(node) == 3 and isinstance(node[0], str) else []


def _is_many(value: Any) -> bool:
    return isinstance(value, list) and not (value and isinstance(value[0], str))


def field(actor: Actor, resource: Resource, name: str) -> FieldSpec:
    """A field by its dotted name, named by the whole of it."""
    spec = find_field(actor, resource, name)
    return FieldSpec(**{**spec.__dict__, "name": name})


def is_masked(resource: Resource, name: str) -> bool:
    """Whether any step of a dotted name is masked."""
    head, _dot, rest = name.partition(".")
    if head in resource.masked:
        return True
    target = by_name(resource.specs[head].ref_name() or "") if rest and head in resource.specs else None
    return target is not None and is_masked(target, rest)


def unit_column(resource: Resource) -> str:
    """The ORM path of the org unit that a record belongs to; empty for records of the whole group."""
    scope = resource.scope
    if isinstance(scope, OrgScope):
        return f"{scope.unit}_id"
    if isinstance(scope, ParentScope):
        above = unit_column(resource.parent())
        return f"{scope.parent}__{above}" if above else ""
    return str(getattr(scope, "unit_column", ""))  # a module's own scope may say


def units_by_setting(rule: Rule) -> list[tuple[Override, list[UUID]]]:
    """Each company setting with the units that it holds for: those for which it is the nearest one above."""
    settings = {o.unit_id: o for o in Override.objects.filter(rule=rule, archived_at=None)}
    if not settings:
        return []
    found: dict[UUID, list[UUID]] = {unit: [] for unit in settings}
    for key, path in apps.get_model("orgs", "Unit").objects.values_list("pk", "path"):
        above = [UUID(part) for part in reversed(path.split("/")) if part]
        nearest = next((unit for unit in above if unit in settings), None)
        if nearest:
            found[nearest].append(key)
    return [(settings[unit], units) for unit, units in found.items()]
