"""Figures that other modules tell a project: how far it is, when it began and ended."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

from zhuke.kernel.audit import deriving
from zhuke.modules.projects.models import Project


def set_progress(
    project_id: UUID, percent: Decimal | float | int, *, began_on: dt.date | None = None, finished_on: dt.date | None = None
) -> bool:
    """Write how far the project is (0–100) and, where known, its actual days; returns whether anything changed. No version, no history.

    Days that are given replace those of the phases; None leaves them.
    """
    value = min(Decimal(100), max(Decimal(0), Decimal(percent))).quantize(Decimal("0.01"))
    wanted = {"progress": value, **({"began_on": began_on} if began_on else {}), **({"finished_on": finished_on} if finished_on else {})}
    row = Project.objects.filter(pk=project_id).values(*wanted).first()
    if row is None or row == wanted:
        return False
    with deriving():
        Project.objects.filter(pk=project_id).update(**wanted)
    return True
