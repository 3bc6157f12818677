"""The effects of an approved change: applied once, each for itself; what cannot be applied says why and waits."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from zhuke.commons.notify.services import notify, say
from zhuke.kernel.access import Actor, visible
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import Conflict, DomainError
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import save
from zhuke.modules.changes.models import ChangeEffect, ChangeRequest

from . import on_budget, on_contract, on_plan
from .parts import Found, Reading
from .requests import expect
from .texts import FAILED

PARTS: dict[str, Any] = {"plan": on_plan, "budget": on_budget, "contract": on_contract}


def apply_all(actor: Actor, row: ChangeRequest) -> bool:
    """Apply what has not been applied yet; returns whether all is done now. Part of the caller's transaction."""
    failed: list[ChangeEffect] = []
    for name, part in PARTS.items():
        if not part.wanted(row):
            continue
        effect = ChangeEffect.objects.select_for_update().filter(change=row, part=name).first()
        if effect is not None and effect.state == "done":
            continue
        effect = effect or ChangeEffect(change=row, part=name, created_by_id=actor.id)
        _apply(row, part, effect)
        if effect.state == "failed":
            failed.append(effect)
    with writing(actor):
        row.failed = bool(failed)
        save(row, by_model(ChangeRequest))
    if failed:
        title = say(FAILED, number=row.number, title=row.title)
        key = f"change:{row.pk}:{row.version}"
        notify([row.created_by_id, row.project.owner_id], "changes", title, failed[0].reason, subject=row, actor=actor, key=key)
        emit("change_requests.effects_failed", row, actor, {"parts": [one.part for one in failed]})
    return not failed


def _apply(row: ChangeRequest, part: Any, effect: ChangeEffect) -> None:
    try:
        # A part that cannot be applied leaves nothing behind, and the others stand.
        with transaction.atomic():
            found = part.apply(row)
    except DomainError as error:
        effect.state, effect.reason = "failed", _in_chinese(error)
    else:
        effect.state, effect.reason, effect.applied_at = "done", "", timezone.now()
        effect.before, effect.after, effect.target = found.before, found.after, found.target
    save(effect)


def _in_chinese(error: DomainError) -> str:
    with translation.override("zh-hans"):
        return " ".join([str(error.message), *(text for texts in error.fields.values() for text in texts)])[:500]


def apply_again(actor: Actor, row: ChangeRequest) -> ChangeRequest:
    """Try once more what could not be applied. Raises wrong_state, nothing_open."""
    expect(row, "approved")
    if not row.failed:
        raise Conflict("nothing_open", _("这个变更的影响都已生效，无需重新应用。"))
    apply_all(actor, row)
    return row


def check_possible(row: ChangeRequest) -> None:
    """Raise what would stand in the way of its effects now."""
    for part in PARTS.values():
        if part.wanted(row):
            part.foresee(row)


def shown(actor: Actor, row: ChangeRequest) -> list[dict[str, Any]]:
    """Its three effects as they are, or as they would be. ``state``: none, planned, impossible, done, failed."""
    known = {effect.part: effect for effect in ChangeEffect.objects.filter(change=row)}
    labels = dict(ChangeEffect.PARTS)
    return [{"part": name, "label": str(labels[name]), **_shown(actor, row, name, PARTS[name], known.get(name))} for name in PARTS]


def _shown(actor: Actor, row: ChangeRequest, name: str, part: Any, effect: ChangeEffect | None) -> dict[str, Any]:
    empty: dict[str, Any] = {"sentence": "", "rows": [], "target": None, "applied_at": None}
    if effect is not None and effect.state == "done":
        found = Found(effect.before, effect.after, effect.target)
        target = _target(actor, row, name, effect)
        return empty | {
            "state": "done", "sentence": _sentence(name, found, effect), "rows": Reading(actor, part.FIGURES).rows(found),
            "target": target, "applied_at": effect.applied_at,
        }  # fmt: skip
    if not part.wanted(row) or row.state in ("withdrawn", "carried_out"):
        return empty | {"state": "none"}
    try:
        found = part.foresee(row)
    except DomainError as error:
        return empty | {"state": "failed" if effect else "impossible", "sentence": str(error.message)}
    waits = {"state": "failed", "sentence": _("原因已消除，可以重新应用：%(why)s") % {"why": effect.reason}} if effect else None
    return (
        empty
        | (waits or {"state": "planned", "sentence": _sentence(name, found, None)})
        | {"rows": Reading(actor, part.FIGURES).rows(found)}
    )


def _sentence(name: str, found: Found, effect: ChangeEffect | None) -> str:
    if name == "plan":
        return on_plan.sentence(found)
    if name == "budget":
        return on_budget.sentence(found, effect is not None)
    return on_contract.sentence(found, on_contract.state_of(effect.target) if effect else None, effect is not None)


def _target(actor: Actor, row: ChangeRequest, name: str, effect: ChangeEffect) -> dict[str, Any] | None:
    """What was written, as a link, if the actor may see it."""
    if name == "contract":
        variation = on_contract.state_of(effect.target)
        resource = by_name("variations")
        if variation and resource and visible(actor, resource).filter(pk=variation.pk).exists():
            return {"resource": "variations", "id": variation.pk, "label": variation.number, "contract": variation.contract_id}
        return None
    return {"resource": "projects", "id": row.project_id, "label": row.project.name, "contract": None}
