"""Codes and ids as people read them, for differences and samples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from zhuke.commons.imports.models import ImportRow
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.ids import parse_uuid
from zhuke.kernel.resource import Resource, by_name

from .targets import Target, targets_of
from .values import UNRESOLVED


class Labels:
    """Labels of one resource's values. Records outside the actor's scope have none."""

    def __init__(self, actor: Actor, resource: Resource) -> None:
        self._actor, self._resource = actor, resource
        self.targets: dict[str, Target] = targets_of(actor, resource)
        self._choices = {
            name: {str(option["value"]): str(option["label"]) for option in target.spec.options()} for name, target in self.targets.items()
        }
        self._records: dict[UUID, str] = {}

    def learn(self, values: Iterable[Any]) -> None:
        """Look up the labels of all ids among the values at once."""
        keys = {key for value in values if isinstance(value, str) and len(value) == 36 and (key := parse_uuid(value))}
        resources = {target.spec.ref_name() for target in self.targets.values() if target.spec.family == "ref"}
        for name in resources:
            target = by_name(name or "")
            if target and keys:
                self._records |= dict(visible(self._actor, target).filter(pk__in=keys).values_list("pk", target.label_field))

    def of(self, name: str, value: Any) -> Any:
        """One value of a field as people read it."""
        if value is None or name not in self.targets:
            return value
        if isinstance(value, list):
            return [self._choices[name].get(item, item) for item in value]
        if isinstance(value, dict):
            return value.get(UNRESOLVED, value)
        if self.targets[name].spec.family == "ref":
            key = parse_uuid(value)
            return str(self._records.get(key, "")) if key else value
        return self._choices[name].get(value, value) if isinstance(value, str) else value

    def row(self, row: ImportRow) -> dict[str, Any]:
        """A row for the screen."""
        return {
            "id": row.pk,
            "number": row.number,
            "raw": row.raw,
            "values": {name: self.of(name, value) for name, value in row.values.items()},
            "findings": row.findings,
            "severity": row.severity,
            "kind": row.kind,
            "decision": row.decision,
            "state": row.state,
            "target": row.target,
            "candidates": row.candidates,
            "differences": [
                {
                    "field": pair["field"],
                    "label": str(self.targets[pair["field"]].spec.label) if pair["field"] in self.targets else pair["field"],
                    "old": self.of(pair["field"], pair["old"]),
                    "new": self.of(pair["field"], pair["new"]),
                }
                for pair in row.differences
            ],
        }
