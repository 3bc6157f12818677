"""Rules of automation may start what modules declare as approvable, on behalf of whoever is responsible for the record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from zhuke.commons.automation.starting import register_starter
from zhuke.kernel.access import Actor
from zhuke.kernel.resource import Resource

from . import registry
from .services import starting


def _options(resource: str) -> list[tuple[str, Any]]:
    return [(one.verb, one.label) for one in registry.startable(resource)]


def _start(actor: Actor, resource: Resource, row: Any, verb: str, submitter: UUID | None, note: str) -> object:
    return starting.submit(actor, resource.name, row, verb=verb, note=note, submitter=submitter)


register_starter(_options, _start)
