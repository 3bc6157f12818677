"""One search over everything that a person may see."""

from __future__ import annotations

from typing import Any

from zhuke.kernel import query
from zhuke.kernel.access import Actor
from zhuke.kernel.filters import normal
from zhuke.kernel.resource import Resource, all_resources

FIRST = ("customers", "contacts", "leads", "units", "users")
OF_EACH = 5
LOOKED_AT = 100


def search_all(actor: Actor, text: str) -> list[dict[str, Any]]:
    """Hits by resource, at most five of each, the closest first. Two characters find any part of a text, one its beginning."""
    text = text.replace("\x00", "")
    if not normal(text):
        return []
    groups = []
    for resource in _searched(actor):
        items = hits(actor, resource, text)
        if items:
            groups.append({"resource": resource.name, "label": str(resource.label), "items": items})
    return groups


def _searched(actor: Actor) -> list[Resource]:
    found = [r for r in all_resources() if r.search_fields and not r.hidden and actor.can(r.name, "read")]
    return sorted(found, key=lambda r: FIRST.index(r.name) if r.name in FIRST else len(FIRST))


def hits(actor: Actor, resource: Resource, text: str) -> list[dict[str, Any]]:
    """The closest hits of one resource: same name, then names that begin with the text, then the shortest.

    Only the first hundred rows that the index gives are compared: sorting all rows with a common word would cost more than it helps.
    """
    hint = resource.hint_field if resource.hint_field not in resource.masked or actor.sees(resource.name, resource.hint_field) else ""
    fields = ["pk", resource.label_field, *([hint] if hint else [])]
    rows = query.base_rows(actor, resource, query.ListQuery(q=text)).order_by().values_list(*fields)[:LOOKED_AT]
    wanted = normal(text)
    ranked = sorted(rows, key=lambda row: _rank(normal(str(row[1])), wanted))
    return [{"id": str(row[0]), "label": str(row[1]), "hint": str(row[2] or "") if hint else ""} for row in ranked[:OF_EACH]]


def _rank(label: str, wanted: str) -> tuple[int, int, str]:
    closeness = 0 if label == wanted else 1 if label.startswith(wanted) else 2 if wanted in label else 3
    return closeness, len(label), label
