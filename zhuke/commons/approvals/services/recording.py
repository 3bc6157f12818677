"""What was submitted: the facts of the record as they were, and whether they still are; the line of what happened."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from zhuke.commons.approvals.models import Approval, ApprovalStep, ApprovalTask
from zhuke.commons.approvals.registry import Approvable
from zhuke.kernel.access import Actor, ParentScope
from zhuke.kernel.audit import shown
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.query import json_sql
from zhuke.kernel.resource import Resource, by_name

MOST_ROWS = 300


def picture(approvable: Approvable, row: Any) -> dict[str, Any]:
    """The declared fields and children of a record as they are now, as JSON."""
    resource = approvable.of()
    fields = _rows(resource.model._default_manager.filter(pk=row.pk), fact_specs(approvable))[0]
    return {"fields": fields, "children": {name: _children(approvable, name, row) for name, _fields in approvable.children}}


def fact_specs(approvable: Approvable) -> dict[str, FieldSpec]:
    """The declared fields."""
    specs = approvable.of().specs
    return {name: specs[name] for name in approvable.snapshot}


def child_specs(approvable: Approvable, child: str) -> dict[str, FieldSpec]:
    """The declared fields of a child resource."""
    resource, names = _child(child), dict(approvable.children)[child]
    return {name: resource.specs[name] for name in names}


def _child(name: str) -> Resource:
    found = by_name(name)
    assert found is not None
    return found


def _children(approvable: Approvable, child: str, row: Any) -> list[dict[str, Any]]:
    resource = _child(child)
    assert isinstance(resource.scope, ParentScope)
    rows = resource.model._default_manager.filter(**{resource.scope.parent: row.pk})
    if "archived_at" in {f.name for f in resource.model._meta.get_fields()}:
        rows = rows.filter(archived_at=None)
    order = "position" if "position" in resource.specs else "pk"
    return _rows(rows.order_by(order, "pk")[:MOST_ROWS], child_specs(approvable, child))


def _rows(rows: QuerySet[Any], specs: dict[str, FieldSpec]) -> list[dict[str, Any]]:
    try:
        sql, params = json_sql(rows, specs)
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [json.loads(found[0]) for found in cursor.fetchall()]


def text_of(spec: FieldSpec, value: Any) -> str:
    """A stored value as people read it, in the language of the request."""
    if isinstance(value, dict) and "label" in value:
        return str(value["label"])
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if spec.type == "money":
        return f"¥{Decimal(str(value)):,.2f}"
    if spec.type in ("decimal", "percent"):
        return f"{Decimal(str(value)).normalize():f}" + ("%" if spec.type == "percent" else "")
    if spec.family == "choice":
        return str(shown(spec, value))
    return "、".join(str(v) for v in value) if isinstance(value, list) else str(value)


def differences(approvable: Approvable, approval: Approval, row: Any) -> list[dict[str, Any]]:
    """What of the record is no longer as it was submitted: {name, label, old, new} as texts."""
    now, then = picture(approvable, row), approval.snapshot
    found = [
        {"name": name, "label": str(spec.label), "old": text_of(spec, then["fields"].get(name)), "new": text_of(spec, now["fields"][name])}
        for name, spec in fact_specs(approvable).items()
        if name in then["fields"] and _bare(then["fields"][name]) != _bare(now["fields"][name])
    ]
    for child, _names in approvable.children:
        before, after = then["children"].get(child, []), now["children"][child]
        if [_bare_row(r) for r in before] != [_bare_row(r) for r in after]:
            found.append({"name": child, "label": str(_child(child).label), "old": str(len(before)), "new": str(len(after))})
    return found


def _bare_row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _bare(value) for name, value in row.items()}


def _bare(value: Any) -> Any:
    """A reference counts by what it refers to, not by how that is called."""
    return value["id"] if isinstance(value, dict) and "id" in value else value


def note(
    approval: Approval,
    kind: str,
    actor: Actor | None = None,
    *,
    node: str = "",
    opinion: str = "",
    instead_of: UUID | None = None,
    reason: str = "",
    people: Iterable[UUID] = (),
) -> ApprovalStep:
    """Add a line to what happened. ``actor`` None: nobody did it, a rule of the flow did."""
    return ApprovalStep.objects.create(
        approval=approval,
        kind=kind,
        person_id=actor.id if actor else None,
        name=actor.name[:80] if actor else "",
        instead_of_id=instead_of,
        node=node[:60],
        reason=reason,
        opinion=opinion,
        people=[str(person) for person in people],
    )


def turns(approval: Approval) -> list[ApprovalTask]:
    """The turns of the node where the approval stands."""
    return list(ApprovalTask.objects.filter(approval=approval, entry=approval.entry, kind="approve").order_by("position", "pk"))
