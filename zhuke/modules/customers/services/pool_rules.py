"""The rules of the pool: the one of the nearest unit upward counts; one without a unit holds for the whole group."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import build, save
from zhuke.modules.customers.models import PoolRule
from zhuke.modules.orgs.actors import tree


def add_rule(actor: Actor, *, pk: UUID | None = None, **values: Any) -> PoolRule:
    """Set the rule of a unit, or of the group (no unit); it takes the place of an earlier one."""
    values.setdefault("unit_id", None)  # a setting belongs to whom it names, not to the home of its maker
    rule: PoolRule = build(actor, by_model(PoolRule), values, pk=pk)
    save(rule, by_model(PoolRule))
    emit("pool_rules.created", rule, actor)
    return rule


def rules() -> dict[UUID | None, PoolRule]:
    """The rule of each unit that has one: the newest."""
    return {rule.unit_id: rule for rule in PoolRule.objects.order_by("created_at", "pk")}


def rule_for(unit: UUID) -> PoolRule:
    """The rule that holds for ``unit``; where nobody made one, one with nothing switched on."""
    return _nearest(rules(), unit) or PoolRule()


def units_by_rule() -> list[tuple[PoolRule, list[UUID]]]:
    """Each rule with the units that it holds for."""
    found = rules()
    units: dict[UUID, list[UUID]] = {}
    for unit in tree().paths:
        rule = _nearest(found, unit)
        if rule is not None:
            units.setdefault(rule.pk, []).append(unit)
    return [(rule, units.get(rule.pk, [])) for rule in found.values()]


def _nearest(found: dict[UUID | None, PoolRule], unit: UUID) -> PoolRule | None:
    """The nearest of these rules, upward from ``unit``."""
    upward = [UUID(part) for part in reversed(tree().paths.get(unit, "").split("/")) if part]
    return next((found[key] for key in (*upward, None) if key in found), None)
