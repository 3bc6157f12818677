"""What a saved change of a plan means outside it: the project's progress, and events for who listens."""

from __future__ import annotations

from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit

from .reading import Loaded
from .saving import Written


def after(actor: Actor, loaded: Loaded, written: Written) -> None:
    """Tell the project how far it is, and emit ``plans.changed``. Scenarios concern nobody else."""
    plan = loaded.plan
    if plan.kind != "live":
        return
    counts = {"added": len(written.added), "changed": len(written.changed), "removed": len(written.removed)}
    emit("plans.changed", plan, actor, {"revision": plan.revision, **counts})
