"""An uploaded plan file, read and loaded."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError, invalid
from zhuke.modules.planning.interchange import reading
from zhuke.modules.planning.interchange.refusals import MAX_BYTES, BadPlanFile
from zhuke.modules.planning.models import Plan

from .editing import locked
from .loading import Mode, load_file
from .reading import calendars_of
from .worktimes import compiled


class TooBig(DomainError):
    """413: more than is read."""

    status = 413


def receive(actor: Actor, pk: UUID, upload: UploadedFile[Any], *, mode: Mode, preview: bool, project: str = "") -> dict[str, Any]:
    """Read an uploaded file and load it into a plan (see loading.load_file). Raises bad_file, too_big and what that raises."""
    with writing(actor):
        plan = locked(actor, pk)  # who may not is told before anything is read
        minutes = _minutes_per_day(plan)
    name = Path(upload.name or "plan").name[:200]
    if (upload.size or 0) > MAX_BYTES:
        refused = BadPlanFile("too_large", size=round((upload.size or 0) / 1024 / 1024))
        raise TooBig("too_big", refused.message, fields={"file": [refused.message]})
    with TemporaryDirectory(prefix="plan-") as folder:
        path = Path(folder) / "plan"
        with path.open("wb") as stream:
            for chunk in upload.chunks():
                stream.write(chunk)
        try:
            file = reading.read(path, name, project or None, minutes)
        except BadPlanFile as problem:
            raise invalid({"file": [problem.message]}, problem.message) from problem
    return load_file(actor, pk, file, mode=mode, preview=preview, filename=name)


def _minutes_per_day(plan: Plan) -> int:
    own = next(row for row in calendars_of(plan) if row.pk == plan.calendar_id)
    return compiled(own).minutes_per_day()
