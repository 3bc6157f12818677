"""What every installation holds from its first day, and what new versions add to it."""

from __future__ import annotations

from zhuke.commons.tailoring.services import sync_dictionaries
from zhuke.kernel.access import system
from zhuke.modules.orgs.presets import sync_presets


def install() -> int:
    """Add the roles, rights and dictionary entries that this version ships and the firm was never offered; returns how many.

    Runs after every migration and may be repeated; what the firm has changed stays.
    """
    actor = system("安装程序")
    return sync_dictionaries(actor) + sync_presets(actor)
