"""What the rights suite (``tests/rights``) needs to know of an app: ``tests/factories.py`` with ``FACTORIES`` and ``ROUTES``.

``FACTORIES = {"contacts": Factory(body, {"position": "总工"})}``: one for each resource of the app; a missing one fails the suite.
``ROUTES = {"GET /inbox": "own notices"}``: every route that is no resource's, with the right it asks for; ``public``: no sign-in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class Factory:
    """How to make records of a resource for tests.

    ``body(unit, person)`` is a valid POST body, a new one each time, with all masked fields filled, for a record that belongs to
    the unit and the person. ``change`` are the values of a harmless PATCH; empty: records are never edited. ``belongs``: ``owner``
    (to unit and person), ``unit`` (to the unit alone), ``all`` (everyone with the grant sees every record).
    ``after``: masked columns that only a verb fills, written when the record is there. ``single``: a unit has one at most, so
    that ``body`` puts a further one into a new unit below it.
    """

    body: Callable[[Any, Any], dict[str, Any]]
    change: Mapping[str, Any] = field(default_factory=dict)
    belongs: str = "owner"
    after: Mapping[str, Any] = field(default_factory=dict)
    single: bool = False


def factories() -> dict[str, Factory]:
    """The factories of all apps by resource."""
    return _collect("FACTORIES")


def listed_routes() -> dict[str, str]:
    """The routes of all apps beyond those of resources: ``METHOD /path`` → right."""
    return _collect("ROUTES")


def _collect(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("zhuke.") and find_spec(f"{app.name}.tests") and find_spec(f"{app.name}.tests.factories"):
            found |= getattr(import_module(f"{app.name}.tests.factories"), name, {})
    return found
