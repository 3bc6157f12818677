"""Risks: registered, rated again, met with actions, come true, closed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuke.commons.numbering.services import next_number
from zhuke.kernel.access import Actor, require
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.control.models import Issue, Risk, RiskAction, RiskScore
from zhuke.modules.projects.services.guards import hold, keep_project

from . import issues
from .guards import check_owner, tell_owner
from .scales import bounds_of

RATING = ("probability", "impact", "residual_probability", "residual_impact")
# How long a rating holds before it is looked at again, in days, by level.
REVIEW_AFTER = {"extreme": 7, "high": 14, "medium": 30, "low": 60}
OWNED = _("您是风险“%(title)s”的责任人")
ACTS = _("风险应对措施交给您：%(title)s")


def add_risk(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Risk:
    """Register a risk of a project. Without a day for the review one is set by its level. Raises archived, project_closed, invalid."""
    project = hold(values.get("project_id"))
    row: Risk = build(actor, by_model(Risk), values, pk=pk)
    check_owner(actor, row.owner_id, "projects", project.pk)
    rate(row)
    row.review_on = row.review_on or timezone.localdate() + dt.timedelta(days=REVIEW_AFTER[row.level])
    row.number = next_number(actor, "risks", project.unit_id, timezone.localdate())
    save(row, by_model(Risk))
    _note_score(actor, row, "")
    emit("risks.created", row, actor, _told(row))
    tell_owner(actor, row, None, OWNED)
    return row


def edit_risk(actor: Actor, row: Risk, **values: Any) -> Risk:
    """Change a risk; another rating goes into its history. Raises archived, project_closed, risk_closed, invalid."""
    hold(row.project_id)
    keep_project(row, values)
    _check_alive(row)
    owner, rating, level = row.owner_id, _rating(row), row.level
    assign(row, values)
    if row.owner_id != owner:
        check_owner(actor, row.owner_id, "projects", row.project_id)
    rate(row)
    rated = _rating(row) != rating
    if rated:
        row.reviewed_at = timezone.now()
    save(row, by_model(Risk))
    if rated:
        _note_score(actor, row, "")
        emit("risks.rated", row, actor, {**_told(row), "was": level})
    emit("risks.updated", row, actor, {"fields": sorted(values)})
    tell_owner(actor, row, owner, OWNED)
    return row


def rate(row: Risk) -> None:
    """Fill score and level from probability × impact and the scale that holds for the project. Raises invalid for half a rating."""
    if (row.residual_probability is None) != (row.residual_impact is None):
        missing = "residual_probability" if row.residual_probability is None else "residual_impact"
        raise invalid({missing: [_("应对后的可能性和影响要一起填写，或都留空。")]})
    row.score = row.probability * row.impact
    row.level = bounds_of(row.project.unit_id).level(row.score)
    row.residual_score = row.residual_probability * row.residual_impact if row.residual_probability and row.residual_impact else None


def review(
    actor: Actor, row: Risk, *, probability: int, impact: int, residual_probability: int | None = None,
    residual_impact: int | None = None, review_on: dt.date | None = None, note: str | None = None,
) -> Risk:  # fmt: skip
    """Look at a risk again; every review goes into the history of scores. Raises risk_closed, invalid (a day that has passed)."""
    hold(row.project_id)
    _check_alive(row)
    if review_on and review_on <= timezone.localdate():
        raise invalid({"review_on": [_("下次复核要在今天以后，请改正日期。")]})
    level = row.level
    row.probability, row.impact = probability, impact
    if residual_probability or residual_impact:
        row.residual_probability, row.residual_impact = residual_probability, residual_impact
    rate(row)
    row.reviewed_at = timezone.now()
    row.review_on = review_on or timezone.localdate() + dt.timedelta(days=REVIEW_AFTER[row.level])
    save(row, by_model(Risk))
    _note_score(actor, row, note or "")
    emit("risks.reviewed", row, actor, _told(row))
    if row.level != level:
        emit("risks.rated", row, actor, {**_told(row), "was": level})
    return row


def occur(actor: Actor, row: Risk, *, note: str | None = None, owner: UUID | None = None, due_on: dt.date | None = None) -> Risk:
    """It has come true: an issue takes over. Raises not_allowed (issues), project_closed, wrong owner (invalid)."""
    require(actor, by_model(Issue), "create")
    hold(row.project_id)
    row.state = "occurred"
    save(row, by_model(Risk))
    made = issues.add_issue(
        actor, project_id=row.project_id, title=row.title, description="\n".join(filter(None, (note, row.effect)))[:10_000],
        owner_id=owner or row.owner_id or actor.id, due_on=due_on, risk_id=row.pk,
        priority="urgent" if row.level == "extreme" else "high" if row.level == "high" else "normal",
    )  # fmt: skip
    emit("risks.occurred", row, actor, {**_told(row), "issue": str(made.pk)})
    return row


def close(actor: Actor, row: Risk, *, note: str) -> Risk:
    """It can no longer happen, or is dealt with. Raises project_closed."""
    hold(row.project_id)
    row.state, row.closed_on, row.closing_note = "closed", timezone.localdate(), note
    save(row, by_model(Risk))
    emit("risks.closed", row, actor, _told(row))
    return row


def reopen(actor: Actor, row: Risk, *, note: str) -> Risk:
    """It may happen after all. Raises project_closed."""
    hold(row.project_id)
    row.closed_on, row.closing_note = None, ""
    row.state = "responding" if row.actions.filter(archived_at=None).exists() else "open"
    save(row, by_model(Risk))
    _note_score(actor, row, note)
    emit("risks.reopened", row, actor, {**_told(row), "note": note})
    return row


def scores_of(row: Risk) -> list[dict[str, Any]]:
    """Its ratings, the newest first."""
    names = ("at", "probability", "impact", "score", "level", "residual_score", "note", "by_name")
    return [{name: getattr(one, name) for name in names} for one in row.scores.order_by("-id")[:200]]


# ---- actions


def add_action(actor: Actor, *, pk: UUID | None = None, **values: Any) -> RiskAction:
    """Plan something against a risk; an open risk is being met from now on. Raises archived, project_closed, risk_closed, invalid."""
    risk = Risk.objects.select_for_update(of=("self",), no_key=True).get(pk=values["risk_id"])
    hold(risk.project_id)
    _check_alive(risk)
    row: RiskAction = build(actor, by_model(RiskAction), values, pk=pk)
    row.project_id = risk.project_id
    check_owner(actor, row.owner_id, "projects", risk.project_id)
    save(row, by_model(RiskAction))
    emit("risk_actions.created", row, actor, {"risk": str(risk.pk)})
    tell_owner(actor, row, None, ACTS)
    if risk.state == "open":
        risk.state = "responding"
        save(risk, by_model(Risk))
        emit("risks.responding", risk, actor, _told(risk))
    return row


def edit_action(actor: Actor, row: RiskAction, **values: Any) -> RiskAction:
    """Change what is planned. Raises other_risk (invalid), project_closed, risk_closed, invalid."""
    if values.get("risk_id", row.risk_id) != row.risk_id:
        raise invalid({"risk": [_("应对措施不能移到另一个风险，请在那个风险里新增。")]})
    hold(row.project_id)
    _check_alive(row.risk)
    before = row.owner_id
    assign(row, values)
    if row.owner_id != before:
        check_owner(actor, row.owner_id, "projects", row.project_id)
    save(row, by_model(RiskAction))
    emit("risk_actions.updated", row, actor, {"fields": sorted(values)})
    tell_owner(actor, row, before, ACTS)
    return row


def finish_action(actor: Actor, row: RiskAction, *, result: str | None = None) -> RiskAction:
    """It is done. Raises project_closed."""
    return _turn(actor, row, "done", result or "")


def resume_action(actor: Actor, row: RiskAction) -> RiskAction:
    """It is not done after all. Raises project_closed."""
    return _turn(actor, row, "open", "")


def _turn(actor: Actor, row: RiskAction, state: str, result: str) -> RiskAction:
    hold(row.project_id)
    row.state, row.result, row.done_on = state, result, timezone.localdate() if state == "done" else None
    save(row, by_model(RiskAction))
    emit(f"risk_actions.{'done' if state == 'done' else 'resumed'}", row, actor, {"risk": str(row.risk_id)})
    return row


def _check_alive(row: Risk) -> None:
    if row.state == "closed":
        raise Conflict("risk_closed", _("风险“%(title)s”已关闭，要继续请先重新打开。") % {"title": row.title})


def _rating(row: Risk) -> tuple[int | None, ...]:
    return tuple(getattr(row, name) for name in RATING)


def _told(row: Risk) -> dict[str, Any]:
    return {"project": str(row.project_id), "level": row.level, "score": row.score}


def _note_score(actor: Actor, row: Risk, note: str) -> None:
    RiskScore.objects.create(
        risk=row, probability=row.probability, impact=row.impact, score=row.score, level=row.level, residual_score=row.residual_score,
        note=note[:500], by_name=actor.name[:80],
    )  # fmt: skip
