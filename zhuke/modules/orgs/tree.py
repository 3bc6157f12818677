"""The org tree as screens draw it."""

from typing import Any

from django.db.models import Count

from zhuke.kernel.access import Actor, require, visible
from zhuke.kernel.resource import by_model

from .models import Unit, User


def tree_of(actor: Actor) -> list[dict[str, Any]]:
    """Units in depth-first order, siblings by position and name; people count those whom the actor may see. Four queries."""
    units = by_model(Unit)
    require(actor, units, "read")
    rows = list(visible(actor, units).select_related("manager").order_by("position", "pinyin", "pk"))
    people = dict(visible(actor, by_model(User)).filter(is_active=True).values_list("unit").annotate(Count("pk")).order_by())
    can = {
        action: set(visible(actor, units, action).values_list("pk", flat=True))
        for action in ("update", "create")
        if actor.can("units", action)
    }
    below: dict[Any, list[Unit]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found: list[dict[str, Any]] = []

    def walk(unit: Unit, depth: int) -> int:
        entry = _entry(unit, depth, people.get(unit.pk, 0), [action for action, keys in can.items() if unit.pk in keys])
        found.append(entry)
        entry["people_below"] = entry["people"] + sum(walk(child, depth + 1) for child in below.get(unit.pk, []))
        return int(entry["people_below"])

    for root in below.get(None, []):
        walk(root, 0)
    return found


def _entry(unit: Unit, depth: int, people: int, can: list[str]) -> dict[str, Any]:
    return {
        "id": unit.pk,
        "version": unit.version,
        "name": unit.name,
        "short_name": unit.short_name,
        "code": unit.code,
        "kind": unit.kind,
        "parent": unit.parent_id,
        "depth": depth,
        "position": unit.position,
        "active": unit.active,
        "manager": {"id": unit.manager.pk, "label": unit.manager.name} if unit.manager else None,
        "people": people,
        "people_below": people,
        "_can": can,
    }
