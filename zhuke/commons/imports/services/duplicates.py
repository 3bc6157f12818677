"""Look-alikes: rows that resemble a record anywhere in the group, or an earlier row of the file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhuke.commons.imports.findings import warning
from zhuke.commons.imports.models import SKIP
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.resource import Resource

if TYPE_CHECKING:
    from .assessing import Assessed

SHOWN = 3
DECIDED = ("same", "likely")  # such rows wait for a person; weaker resemblance is only told


class Finder(ABC):
    """What a resource names as `Importer.duplicates`: made once for a file, it holds all that rows are compared with in memory."""

    @abstractmethod
    def take(self, ident: Any, values: Mapping[str, Any], extra: Mapping[str, Any]) -> list[Any]:
        """Candidates with `ident`, `name` and `match` (score, verdict, reasons), best first; from now on the row is compared with, too."""

    def kept(self, ident: Any) -> dict[str, Any]:
        """What comparing found out about a row it has taken and creating it would find out again: an extra value for `create_many`.

        Whoever reads it there checks that it still fits: rows are written later, perhaps by the next version.
        """
        return {}


class Duplicates:
    """Asks the resource's finder about the rows of one file."""

    def __init__(self, actor: Actor, resource: Resource) -> None:
        self._actor, self._resource = actor, resource
        self._finder: Finder | None = None

    def mark(self, answers: Sequence[Assessed], ready: Callable[[Assessed], tuple[dict[str, Any], dict[str, Any]]]) -> None:
        """Give rows their candidates; those too similar become `duplicate` and are left out until somebody decides."""
        make = self._resource.importer.duplicates
        if make is None or not answers:
            return
        if self._finder is None:
            self._finder = make()
        found = []
        for answer in answers:
            values, extra = ready(answer)
            found.append(self._finder.take(answer.number, values, extra)[:SHOWN])
            answer.kept = self._finder.kept(answer.number)
        ids = {candidate.ident for candidates in found for candidate in candidates if isinstance(candidate.ident, UUID)}
        mine = set(visible(self._actor, self._resource).filter(pk__any_of=ids).values_list("pk", flat=True)) if ids else set()
        for answer, candidates in zip(answers, found, strict=True):
            if candidates:
                self._mark(answer, candidates, mine)

    def _mark(self, answer: Assessed, candidates: Sequence[Any], mine: set[UUID]) -> None:
        answer.candidates = [_shown(candidate, mine) for candidate in candidates]
        best = answer.candidates[0]
        if best["verdict"] in DECIDED:
            answer.becomes("duplicate", SKIP)
            answer.target = UUID(best["id"]) if best["id"] else None
        answer.tell(warning("look_alike", _sentence(best)))


def _shown(candidate: Any, mine: set[UUID]) -> dict[str, Any]:
    """Of a record outside the actor's scope only the resemblance is told, not which one it is."""
    match = candidate.match
    found = {
        "id": None,
        "row": None,
        "label": "",
        "score": match.score,
        "verdict": match.verdict,
        "reasons": [],
    }
    if isinstance(candidate.ident, UUID) and candidate.ident not in mine:
        return found
    where = {"id": str(candidate.ident)} if isinstance(candidate.ident, UUID) else {"row": candidate.ident}
    return {**found, **where, "label": candidate.name, "reasons": [str(reason) for reason in match.reasons]}


def _sentence(best: dict[str, Any]) -> str:
    certain = best["verdict"] in DECIDED
    if best["row"]:
        text = _("与第 %(n)d 行“%(label)s”很相似") if certain else _("与第 %(n)d 行“%(label)s”有些相似")
        return text % {"n": best["row"], "label": best["label"]} + "。"
    if best["id"]:
        text = _("系统里已有很相似的“%(label)s”") if certain else _("系统里有些相似的“%(label)s”")
        reasons = "；".join(best["reasons"][:3])
        return text % {"label": best["label"]} + (f"（{reasons}）。" if reasons else "。")
    return _("集团内其他单位已有相似的记录（在您的数据范围之外），请先与集团管理员核对。")
