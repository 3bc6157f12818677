"""What a saved change of a plan means outside it: the project's progress and days, and an event for who listens."""

from __future__ import annotations

import datetime as dt

from zhuke.kernel.access import Actor
from zhuke.kernel.events import emit
from zhuke.modules.planning.domain.network import moment
from zhuke.modules.projects.services.figures import set_progress

from .reading import Loaded
from .saving import Written


def after(actor: Actor, loaded: Loaded, written: Written) -> None:
    """Tell the project how far it is, and emit ``plans.changed``. Scenarios concern nobody else."""
    plan = loaded.plan
    if plan.kind != "live":
        return
    began, finished = _days(loaded)
    set_progress(plan.project_id, loaded.state.progress, began_on=began, finished_on=finished)
    counts = {
        "added": len(written.added) + len(written.returned), "changed": len(written.changed), "removed": len(written.removed),
    }  # fmt: skip
    emit("plans.changed", plan, actor, {"revision": plan.revision, **counts})


def _days(loaded: Loaded) -> tuple[dt.date | None, dt.date | None]:
    """The day on which work began, and the one on which all was done."""
    tasks = [task for task in loaded.state.living() if task.kind != "summary" and not task.inactive]
    begun = [task.actual_start for task in tasks if task.actual_start is not None]
    ended = [task.actual_end for task in tasks]
    finished = max((at for at in ended if at is not None), default=None) if tasks and None not in ended else None
    return (moment(min(begun)).date() if begun else None), (moment(finished).date() if finished is not None else None)
