"""How projects are doing: the worst that any source says, with every reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils import translation

from zhuke.kernel.access import Actor
from zhuke.kernel.audit import deriving
from zhuke.modules.projects.health import LEVELS, all_sources, source
from zhuke.modules.projects.models import Project

LANGUAGES = ("zh-hans", "en")
CHUNK = 500


def refresh(ids: Iterable[UUID] | None = None) -> int:
    """Ask every source about these projects (None: all that run) and rewrite health and reasons; returns how many changed."""
    rows = Project.objects.running() if ids is None else Project.objects.filter(pk__in=list(ids))
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return sum(_refresh(keys[at : at + CHUNK]) for at in range(0, len(keys), CHUNK))


def _refresh(keys: Sequence[UUID]) -> int:
    projects = list(Project.objects.filter(pk__in=keys).select_related("owner"))
    open_ones = [p for p in projects if p.phase != "closed" and not p.archived_at]
    reasons: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for one in all_sources():
        for key, (level, sentence) in one.find(open_ones).items():
            reasons[key].append({"source": one.key, "level": level, "text": _told(sentence)})
    changed = []
    for project in projects:
        found = sorted(reasons[project.pk], key=lambda reason: -LEVELS.index(reason["level"]))
        level = found[0]["level"] if found else "green"
        if (project.health, project.health_reasons) != (level, found):
            project.health, project.health_reasons = level, found
            changed.append(project)
    if changed:
        with deriving():
            Project.objects.bulk_update(changed, ("health", "health_reasons"))
    return len(changed)


def _told(sentence: Any) -> dict[str, str]:
    """The sentence in every language, so that each reader gets it in an own one."""
    told = {}
    for language in LANGUAGES:
        with translation.override(language):
            told[language] = str(sentence)
    return told


def reasons_for(actor: Actor, project: Project) -> list[dict[str, str]]:
    """The reasons in the reader's language; of sources about money only the level, where the reader sees no amounts."""
    language = "en" if (translation.get_language() or "").startswith("en") else "zh-hans"
    answer = []
    for reason in project.health_reasons:
        one = source(reason["source"])
        if one is not None:
            hidden = one.private and not actor.sees("projects", "cost_total")
            text = "" if hidden else reason["text"].get(language, "")
            answer.append({"source": one.key, "label": str(one.label), "level": reason["level"], "text": text})
    return answer
