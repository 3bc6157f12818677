"""Companies × modules, with how many people and records a switch concerns."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Count

from zhuke.kernel.access import Actor, OrgScope, visible
from zhuke.kernel.resource import Resource, by_model
from zhuke.kernel.resource import by_name as resource_by_name

from .models import ModuleSwitch
from .registry import Module, all_modules
from .services import modules_off, upward


def matrix(actor: Actor) -> dict[str, Any]:
    """What the page 功能模块 draws: the companies whose switches the actor may see, one cell for each module."""
    switches = by_model(ModuleSwitch)
    units = _units()
    reach = {action: actor.reach("module_switches", action) for action in ("read", "update")}
    companies = [u for u in units.values() if u["kind"] in ("group", "subsidiary") and u["active"]]
    seen = [u for u in companies if _within(reach["read"], u["id"]) or u["id"] == actor.company]
    own = {(row.module, row.unit_id): row for row in visible(actor, switches).all()}
    company_of = {key: _company(units, key) for key in units}
    modules = sorted(all_modules(), key=lambda module: module.can_be_off)
    records = {module.name: _records(module, company_of) for module in modules if module.can_be_off}
    return {
        "modules": [{"name": m.name, "label": str(m.label), "about": str(m.about), "can_be_off": m.can_be_off} for m in modules],
        "default": {
            "can": reach["update"] is not None and reach["update"].units is None,
            "cells": {m.name: _cell(own.get((m.name, None)), m, ()) for m in modules},
        },
        "companies": [
            {
                "id": u["id"],
                "name": u["name"],
                "kind": u["kind"],
                "people": people,
                "can": _within(reach["update"], u["id"]),
                "cells": {
                    m.name: _cell(own.get((m.name, u["id"])), m, upward(u["id"])) | {"records": _at(records.get(m.name), u["id"])}
                    for m in modules
                },
            }
            for u, people in ((u, _people(company_of).get(u["id"], 0)) for u in seen)
        ],
    }


def _cell(row: ModuleSwitch | None, module: Module, units: tuple[UUID, ...]) -> dict[str, Any]:
    on = all(off.name != module.name for off in modules_off(units))
    return {"on": on, "own": row is not None}


def _at(records: Counter[UUID | None] | None, unit: UUID) -> int | None:
    return None if records is None else records[unit]


def _within(reach: Any, unit: UUID) -> bool:
    return reach is not None and (reach.units is None or unit in reach.units)


def _units() -> dict[UUID, dict[str, Any]]:
    units = resource_by_name("units")
    rows = units.model._default_manager.order_by("position", "pinyin", "pk").values("id", "name", "kind", "active") if units else ()
    return {row["id"]: row for row in rows}


def _company(units: dict[UUID, dict[str, Any]], key: UUID) -> UUID | None:
    return next((u for u in upward(key) if units[u]["kind"] in ("group", "subsidiary")), None)


def _people(company_of: dict[UUID, UUID | None]) -> Counter[UUID | None]:
    users = resource_by_name("users")
    rows = users.model._default_manager.filter(is_active=True).values_list("unit").annotate(Count("pk")).order_by() if users else ()
    return _add(rows, company_of)


def _records(module: Module, company_of: dict[UUID, UUID | None]) -> Counter[UUID | None] | None:
    """Records of the module by company, in one query for each of its resources that belong to units; None: none of them does."""
    found: Counter[UUID | None] | None = None
    for name in module.resources:
        resource: Resource | None = resource_by_name(name)
        if resource and isinstance(resource.scope, OrgScope):
            rows = resource.model._default_manager.values_list(f"{resource.scope.unit}_id").annotate(Count("pk")).order_by()
            found = (found or Counter()) + _add(rows, company_of)
    return found


def _add(rows: Any, company_of: dict[UUID, UUID | None]) -> Counter[UUID | None]:
    found: Counter[UUID | None] = Counter()
    for unit, count in rows:
        found[company_of.get(unit)] += count
    return found
