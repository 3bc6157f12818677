"""The file a plan was loaded from, kept beside it."""

from __future__ import annotations

import zlib

import msgspec

from zhuke.modules.planning.interchange.plan_file import PlanFile
from zhuke.modules.planning.models import Plan, PlanSource

_LEVEL = 3


def keep(plan: Plan, file: PlanFile, filename: str) -> None:
    """Keep a file as it was read; the one kept before is forgotten."""
    content = zlib.compress(msgspec.json.encode(file), _LEVEL)
    PlanSource.objects.update_or_create(plan=plan, defaults={"filename": filename[:255], "format": file.format, "content": content})


def kept(plan: Plan) -> PlanFile | None:
    """The file of a plan, or of the one it was copied from; None where there was no file or it is of an older make."""
    seen = set()
    at: Plan | None = plan
    while at is not None and at.pk not in seen:
        seen.add(at.pk)
        row = PlanSource.objects.filter(plan=at).first()
        if row is not None:
            try:
                return msgspec.json.decode(zlib.decompress(bytes(row.content)), type=PlanFile)
            except msgspec.ValidationError:
                return None
        at = at.copied_from
    return None
