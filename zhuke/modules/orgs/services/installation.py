"""What every installation holds from its first day, and what new versions add to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from zhuke.commons.automation.services.managing import install_rules
from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.kernel.access import Actor, system
from zhuke.modules.orgs.preset_offers import sync_presets


def install() -> int:
    """Add the roles, rights and dictionary entries and rules that this version ships and the firm was never offered; returns how many.

    Runs after every migration and may be repeated; what the firm has changed stays.
    """
    actor = system("安装程序")
    return sync_dictionaries(actor) + sync_presets(actor) + install_rules(actor) + sum(add(actor) for add in _of_modules())


def _of_modules() -> Iterator[Callable[[Actor], int]]:
    """``defaults.install(actor)`` of every module that has more to begin with than dictionaries."""
    for app in apps.get_app_configs():
        if app.name.startswith("zhuke.") and find_spec(f"{app.name}.defaults"):
            add = getattr(import_module(f"{app.name}.defaults"), "install", None)
            if add:
                yield add
