"""How rules start approvals: the app of approvals says here what can be started and how, so that automation need not know it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zhuke.kernel.access import Actor
from zhuke.kernel.resource import Resource

Options = Callable[[str], list[tuple[str, Any]]]
Start = Callable[[Actor, Resource, Any, str, UUID | None, str], object]


@dataclass(frozen=True)
class Starter:
    """``options(resource name)``: verb and label of each approval; ``start(actor, resource, row, verb, submitter, note)`` begins one."""

    options: Options
    start: Start


_starters: list[Starter] = []


def register_starter(options: Options, start: Start) -> None:
    """Say how approvals start; called once, by the app of approvals, in AppConfig.ready."""
    _starters[:] = [Starter(options, start)]


def approvals_of(resource: str) -> list[tuple[str, Any]]:
    """The approvals that rules may start for records of this resource: verb and label."""
    return [option for starter in _starters for option in starter.options(resource)]


def start(actor: Actor, resource: Resource, row: Any, verb: str, submitter: UUID | None, note: str) -> None:
    """Start an approval. Raises DomainError with why it cannot be."""
    for starter in _starters:
        starter.start(actor, resource, row, verb, submitter, note)
