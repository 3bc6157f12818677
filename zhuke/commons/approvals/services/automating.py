"""Approvals that rules start."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from zhuke.commons.approvals.registry import startable
from zhuke.kernel.access import Actor
from zhuke.kernel.resource import Resource

from .starting import submit


def options(resource: str) -> list[tuple[str, Any]]:
    """The approvals that a rule may start for records of a resource: verb and label."""
    return [(one.verb, one.label) for one in startable(resource)]


def start(actor: Actor, resource: Resource, row: Any, verb: str, submitter: UUID | None, note: str) -> None:
    """Start one on behalf of ``submitter``. Raises what ``submit`` raises."""
    locked = resource.model._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    submit(actor, resource.name, locked, verb=verb, note=note, submitter=submitter)
