"""Which completeness is enough (R19): the target of the nearest unit upward counts; one without a unit holds for the whole group."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When

from zhuke.kernel import config
from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.customers.models_target import USUAL, CompletenessTarget
from zhuke.modules.orgs.actors import tree


def add_target(actor: Actor, *, pk: UUID | None = None, **values: Any) -> CompletenessTarget:
    """Set the target of a unit, or of the group (no unit); it takes the place of an earlier one. Raises invalid."""
    # A setting belongs to whom it names, not to the home of its maker.
    return _save(actor, build(actor, by_model(CompletenessTarget), {"unit_id": None, **values}, pk=pk), "completeness_targets.created")


def change_target(actor: Actor, target: CompletenessTarget, **values: Any) -> CompletenessTarget:
    """Change it. Raises invalid."""
    assign(target, values)
    return _save(actor, target, "completeness_targets.updated")


def target_for(unit: UUID | None) -> int:
    """The per cent that records of ``unit`` should reach."""
    found = config.keep("completeness_targets", _targets)
    upward = tree().upward(unit) if unit else []
    return next((found[key] for key in (*upward, None) if key in found), USUAL)


def target_of_row() -> Case:
    """The target of each customer in a query, by its unit."""
    units: dict[int, list[UUID]] = {}
    if config.keep("completeness_targets", _targets):
        for unit in tree().paths:
            units.setdefault(target_for(unit), []).append(unit)
    cases = [When(unit_id__in=keys, then=Value(percent)) for percent, keys in sorted(units.items()) if percent != target_for(None)]
    return Case(*cases, default=Value(target_for(None)), output_field=IntegerField())


def _save(actor: Actor, target: CompletenessTarget, event: str) -> CompletenessTarget:
    save(target, by_model(CompletenessTarget))
    config.forget()
    emit(event, target, actor)
    return target


def _targets() -> dict[UUID | None, int]:
    """The target of each unit that has one: the newest."""
    rows = CompletenessTarget.objects.filter(archived_at=None).order_by("created_at", "pk")
    return dict(rows.values_list("unit_id", "percent"))
