"""Stages move here and nowhere else: forward behind checks, back and out with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuke.commons.files.models import Attachment
from zhuke.commons.notify.services import say
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.sales.conditions import condition
from zhuke.modules.sales.models import WON, Competitor, Opportunity, Stage

from .entering import not_archived, place, record_change, tell_owner
from .rates import set_probability, told
from .stages import find_stage, place_of, stages_of

_titled: Callable[[Stage], Any] = lazy(lambda stage: stage.title, str)  # the name of a stage in the language of whoever reads it


@dataclass(frozen=True)
class Check:
    """One thing that a stage asks for before it is entered."""

    code: str
    label: str
    ok: bool
    message: str


def checks_for(row: Opportunity, stages: Sequence[Stage]) -> list[Check]:
    """Everything that these stages ask for, each once. Jumping over a stage does not jump over its conditions."""
    found: dict[str, Check] = {}
    specs = by_model(Opportunity).specs
    names = _file_names(row) if any(stage.required_documents for stage in stages) else []
    for stage in stages:
        for name in stage.required_fields:
            if name in specs:
                found[f"field:{name}"] = _field_check(row, name, str(specs[name].label))
        for word in stage.required_documents:
            found[f"document:{word}"] = _document_check(word, names)
        for code in stage.conditions:
            if rule := condition(code):
                message = rule.check(row)
                found[code] = Check(code, str(rule.label), message is None, str(message or ""))
    return list(found.values())


def _field_check(row: Opportunity, name: str, label: str) -> Check:
    ok = getattr(row, name) not in (None, "", [])
    return Check(f"field:{name}", label, ok, "" if ok else gettext("请填写“%(field)s”。") % {"field": label})


def _document_check(word: str, names: Sequence[str]) -> Check:
    ok = any(word.lower() in name for name in names)
    message = "" if ok else gettext("请上传文件名含“%(word)s”的文件。") % {"word": word}
    return Check(f"document:{word}", gettext("文件：%(word)s") % {"word": word}, ok, message)


def _file_names(row: Opportunity) -> list[str]:
    files = Attachment.objects.filter(resource="opportunities", object_id=row.pk, archived_at=None)
    return [name.lower() for name in files.values_list("name", flat=True)]


def moves(row: Opportunity) -> dict[str, Any]:
    """Every stage that the opportunity can go to, with what each asks for, and where it stands now."""
    stages = stages_of(row.unit_id)
    here = place_of(stages, row.stage)
    items = [] if row.state == "lost" or row.archived_at else [_move_out(row, stages, here, i) for i in range(len(stages)) if i != here]
    return {"items": items, "current": current(row)}


def _move_out(row: Opportunity, stages: Sequence[Stage], here: int, there: int) -> dict[str, Any]:
    checks = checks_for(row, stages[here + 1 : there + 1]) if there > here else []
    stage = stages[there]
    return {
        "stage": {"id": stage.pk, "label": stage.title},
        "phase": stage.phase,
        "direction": "forward" if there > here else "back",
        "ok": all(check.ok for check in checks),
        "needs_reason": there < here,
        "checks": [asdict(check) for check in checks],
    }


def current(row: Opportunity) -> dict[str, Any]:
    """Where the opportunity stands: stage, how long, how long is allowed, who is to act, and its odds with their basis."""
    stage = row.stage
    return {
        "stage": {"id": stage.pk, "label": stage.title},
        "phase": row.phase,
        "state": row.state,
        "since": row.stage_since,
        "days": row.days_in_stage,
        "allowed_days": stage.allowed_days,
        "overdue": bool(row.state == "open" and stage.allowed_days and row.days_in_stage > stage.allowed_days),
        "responsible": stage.responsible.name if stage.responsible else None,
        "probability": told(row),
    }


def move(actor: Actor, row: Opportunity, *, stage: UUID, reason: str | None = None, at: dt.datetime | None = None) -> Opportunity:
    """Put an opportunity into another stage of its unit. Signing or later means won; going back before it opens the opportunity again.

    The caller holds the row's lock. Raises wrong_state (lost, or there already), archived, invalid (stage, reason), conditions_unmet.
    """
    not_archived(row)
    if row.state == "lost":
        raise Conflict("wrong_state", _("商机已丢单，请先重新打开再移动阶段。"))
    stages = stages_of(row.unit_id)
    target = find_stage(row.unit_id, stage)
    here, there = place_of(stages, row.stage), place_of(stages, target)
    if here == there:
        raise Conflict("wrong_state", _("商机已经在“%(stage)s”阶段，请刷新后查看。") % {"stage": target.title})
    if there > here:
        _require_checks(row, stages[here + 1 : there + 1], target)
    elif not (reason or "").strip():
        raise invalid({"reason": [_("退回到前面的阶段，请说明原因。")]})
    before = row.stage
    _enter(actor, row, target, "forward" if there > here else "back", reason or "", at or timezone.now())
    direction = "forward" if there > here else "back"
    data = {"from": str(before.pk), "to": str(target.pk), "from_phase": before.phase, "to_phase": target.phase, "direction": direction}
    emit("opportunities.moved", row, actor, data)
    tell_owner(actor, row, _("商机“%(name)s”的阶段有变化"), say("%(before)s → %(after)s", before=_titled(before), after=_titled(target)))
    return row


def _require_checks(row: Opportunity, stages: Sequence[Stage], target: Stage) -> None:
    failed = [check for check in checks_for(row, stages) if not check.ok]
    if failed:
        raise Conflict(
            "conditions_unmet",
            _("还不能进入“%(stage)s”：%(missing)s") % {"stage": target.title, "missing": "".join(check.message for check in failed)},
            data={"checks": [asdict(check) for check in failed]},
        )


def _enter(actor: Actor, row: Opportunity, target: Stage, direction: str, reason: str, at: dt.datetime) -> None:
    before, since = row.stage, row.stage_since
    place(row, target)
    won = target.phase in WON
    if won != (row.state == "won"):
        row.state, row.closed_at = ("won", at) if won else ("open", None)
    row.stage_since = at
    set_probability(row)
    save(row, by_model(Opportunity))
    record_change(actor, row, direction, before, at=at, reason=reason, since=since)


def lose(
    actor: Actor, row: Opportunity, *, reason: str, competitor: str | None = None, note: str | None = None, at: dt.datetime | None = None
) -> Opportunity:
    """Close an opportunity as lost, with its reason; ``competitor`` names who won it. Raises archived, wrong_state."""
    not_archived(row)
    if row.state != "open":
        raise Conflict("wrong_state", _("只有进行中的商机才能丢单，请刷新后查看最新状态。"))
    moment = at or timezone.now()
    row.state, row.closed_at, row.lost_phase = "lost", moment, row.phase
    row.lost_reason, row.lost_note = reason, note or ""
    set_probability(row)
    save(row, by_model(Opportunity))
    record_change(actor, row, "lost", row.stage, at=moment, reason=note or "", since=row.stage_since)
    if competitor and competitor.strip():
        _mark_winner(actor, row, " ".join(competitor.split())[:120])
    emit("opportunities.lost", row, actor, {"reason": reason, "phase": row.phase})
    tell_owner(actor, row, _("商机“%(name)s”已丢单"))
    return row


def _mark_winner(actor: Actor, row: Opportunity, name: str) -> None:
    known = Competitor.objects.filter(opportunity=row, name=name, archived_at=None).first()
    rival = known or Competitor(opportunity=row, name=name, created_by_id=actor.id)
    rival.winner = True
    save(rival, by_model(Competitor))


def reopen(actor: Actor, row: Opportunity, *, reason: str) -> Opportunity:
    """Take up a lost opportunity again, in the stage in which it was lost. Raises archived, wrong_state."""
    not_archived(row)
    if row.state != "lost":
        raise Conflict("wrong_state", _("只有已丢单的商机才能重新打开，请刷新后查看最新状态。"))
    now = timezone.now()
    Competitor.objects.filter(opportunity=row, winner=True).update(winner=False)
    row.state, row.closed_at, row.stage_since = "open", None, now
    row.lost_reason = row.lost_note = row.lost_phase = ""
    set_probability(row)
    save(row, by_model(Opportunity))
    record_change(actor, row, "reopened", row.stage, at=now, reason=reason)
    emit("opportunities.reopened", row, actor, {"reason": reason})
    tell_owner(actor, row, _("商机“%(name)s”已重新打开"))
    return row
