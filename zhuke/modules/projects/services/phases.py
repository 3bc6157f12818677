"""Projects move through their phases here and nowhere else: forward behind gates, back and on hold with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuke.commons.files.models import Attachment
from zhuke.commons.notify.services import notify, say
from zhuke.commons.switches.services import upward
from zhuke.kernel.access import Actor
from zhuke.kernel.errors import Conflict, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import save
from zhuke.modules.projects.conditions import condition
from zhuke.modules.projects.models import PHASE_CODES, PHASES, Project, ProjectGate, ProjectPhase
from zhuke.modules.projects.papers import shelf

from . import health

LABELS = dict(PHASES)
CONSTRUCTION, SETTLEMENT = PHASE_CODES.index("construction"), PHASE_CODES.index("settlement")


@dataclass(frozen=True)
class Check:
    """One thing that a gate asks for."""

    code: str
    label: str
    ok: bool
    message: str


def gate_of(unit_id: UUID, phase: str) -> ProjectGate | None:
    """What the nearest unit upward, then the group, asks before the phase; None: nothing."""
    found = {gate.unit_id: gate for gate in ProjectGate.objects.filter(phase=phase, archived_at=None)}
    return next((found[key] for key in (*upward(unit_id), None) if key in found), None)


def checks_for(project: Project, phases: Sequence[str]) -> list[Check]:
    """Everything that the gates of these phases ask for, each once. Passing over a phase does not pass over its gate."""
    found: dict[str, Check] = {}
    specs = by_model(Project).specs
    for gate in filter(None, (gate_of(project.unit_id, phase) for phase in phases)):
        for name in gate.required_fields:
            if name in specs:
                found[f"field:{name}"] = _field(project, name, str(specs[name].label))
        for word in gate.required_documents:
            found[f"document:{word}"] = _document(project, word)
        for code in gate.conditions:
            if rule := condition(code):
                message = rule.check(project)
                found[code] = Check(code, str(rule.label), message is None, str(message or ""))
    return list(found.values())


def _field(project: Project, name: str, label: str) -> Check:
    ok = getattr(project, name) not in (None, "", [])
    return Check(f"field:{name}", label, ok, "" if ok else gettext("请填写“%(field)s”。") % {"field": label})


def _document(project: Project, word: str) -> Check:
    rows = Attachment.objects.filter(resource="projects", object_id=project.pk, archived_at=None)
    ok = rows.filter(name__icontains=word).exists() or shelf().holds(project.pk, word)
    message = "" if ok else gettext("请在项目的“资料”或附件里上传名称含“%(word)s”的文件。") % {"word": word}
    return Check(f"document:{word}", gettext("文件：%(word)s") % {"word": word}, ok, message)


def gates(project: Project) -> dict[str, Any]:
    """Where the project stands, and what each later phase asks for."""
    here = PHASE_CODES.index(project.phase)
    return {
        "phase": project.phase,
        "since": project.phase_since,
        "days": (timezone.localdate() - timezone.localdate(project.phase_since)).days,
        "held": {"on": project.held_on, "reason": project.held_reason} if project.held_on else None,
        "next": [_way(project, here, there) for there in range(here + 1, len(PHASE_CODES))],
    }


def _way(project: Project, here: int, there: int) -> dict[str, Any]:
    checks = checks_for(project, PHASE_CODES[here + 1 : there + 1])
    code = PHASE_CODES[there]
    return {
        "phase": code,
        "label": str(LABELS[code]),
        "ok": all(check.ok for check in checks),
        "checks": [asdict(check) for check in checks],
    }


def advance(actor: Actor, project: Project, *, to: str | None = None, on: dt.date | None = None, note: str | None = None) -> Project:
    """Enter the next phase, or a later one, on a day (default today). Raises archived, held, wrong_state, conditions_unmet, invalid."""
    _check_moving(project)
    here = PHASE_CODES.index(project.phase)
    if here == len(PHASE_CODES) - 1:
        raise Conflict("wrong_state", _("项目已经关闭，没有下一个阶段。"))
    there = PHASE_CODES.index(to) if to else here + 1
    if there <= here:
        raise Conflict("wrong_state", _("项目已经到了“%(phase)s”，请选择后面的阶段；要退回请用“退回”。") % {"phase": LABELS[project.phase]})
    failed = [check for check in checks_for(project, PHASE_CODES[here + 1 : there + 1]) if not check.ok]
    if failed:
        raise Conflict(
            "conditions_unmet",
            _("还不能进入“%(phase)s”：%(missing)s")
            % {"phase": LABELS[PHASE_CODES[there]], "missing": "".join(check.message for check in failed)},
            data={"checks": [asdict(check) for check in failed]},
        )
    day = _day(project, on)
    if here < CONSTRUCTION <= there:
        project.began_on = project.began_on or day
    if here < SETTLEMENT <= there:
        project.finished_on = project.finished_on or day
    return _enter(actor, project, there, "forward", note, _moment(day))


def go_back(actor: Actor, project: Project, *, to: str | None = None, reason: str) -> Project:
    """Return to the phase before, or an earlier one. Raises archived, held, wrong_state."""
    _check_moving(project)
    here = PHASE_CODES.index(project.phase)
    if here == 0:
        raise Conflict("wrong_state", _("项目还在“%(phase)s”，不能再退回。") % {"phase": LABELS[project.phase]})
    there = PHASE_CODES.index(to) if to else here - 1
    if there >= here:
        raise Conflict("wrong_state", _("请选择“%(phase)s”之前的阶段。") % {"phase": LABELS[project.phase]})
    if there < CONSTRUCTION:
        project.began_on = None
    if there < SETTLEMENT:
        project.finished_on = None
    return _enter(actor, project, there, "back", reason, timezone.now())


def put_on_hold(actor: Actor, project: Project, *, reason: str) -> Project:
    """Stop work for the time being. Raises archived, held, wrong_state (closed)."""
    _check_moving(project)
    if project.phase == "closed":
        raise Conflict("wrong_state", _("项目已经关闭，无需暂停。"))
    project.held_on, project.held_reason = timezone.localdate(), reason
    return _noted(actor, project, "held", "projects.held", reason)


def resume(actor: Actor, project: Project, *, note: str | None = None) -> Project:
    """Go on with work. Raises archived, wrong_state (not on hold)."""
    if project.archived_at:
        raise Conflict("archived", _("该项目已归档，请先恢复再操作。"))
    if not project.held_on:
        raise Conflict("wrong_state", _("项目没有暂停，无需恢复。"))
    project.held_on, project.held_reason = None, ""
    return _noted(actor, project, "resumed", "projects.resumed", note)


def _check_moving(project: Project) -> None:
    if project.archived_at:
        raise Conflict("archived", _("该项目已归档，请先恢复再操作。"))
    if project.held_on:
        raise Conflict("held", _("项目已暂停（%(reason)s）。请先恢复，再操作。") % {"reason": project.held_reason})


def _day(project: Project, on: dt.date | None) -> dt.date:
    today = timezone.localdate()
    if on and on > today:
        raise invalid({"on": [_("日期不能在将来，请改正。")]})
    if on and on < timezone.localdate(project.phase_since):
        since = timezone.localdate(project.phase_since)
        raise invalid({"on": [_("不能早于进入当前阶段的日期 %(day)s，请改正。") % {"day": since.isoformat()}]})
    return on or today


def _moment(day: dt.date) -> dt.datetime:
    now = timezone.localtime()
    return now if day == now.date() else timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def _enter(actor: Actor, project: Project, there: int, move: str, note: str | None, at: dt.datetime) -> Project:
    before, since = project.phase, project.phase_since
    project.phase, project.phase_since = PHASE_CODES[there], max(at, since) if move == "forward" else at
    save(project, by_model(Project))
    _record(actor, project, move, before, project.phase_since, (project.phase_since - since).days, note)
    name = "projects.advanced" if move == "forward" else "projects.went_back"
    emit(name, project, actor, {"from": before, "to": project.phase, "note": note or ""})
    title = say(_("项目“%(name)s”进入%(phase)s"), name=project.name, phase=LABELS[project.phase])
    people = [key for key in (project.owner_id,) if key != actor.id]
    notify(people, "projects", title, note or "", subject=project, actor=actor, key=f"phase:{project.pk}:{project.version}")
    health.refresh([project.pk])
    project.refresh_from_db()
    return project


def _noted(actor: Actor, project: Project, move: str, event: str, note: str | None) -> Project:
    save(project, by_model(Project))
    _record(actor, project, move, project.phase, timezone.now(), 0, note)
    emit(event, project, actor, {"reason": note or ""})
    health.refresh([project.pk])
    project.refresh_from_db()
    return project


def _record(actor: Actor, project: Project, move: str, before: str, at: dt.datetime, days: int, note: str | None) -> None:
    step = ProjectPhase(
        project=project, move=move, from_phase=before, to_phase=project.phase, at=at, days=max(days, 0), note=(note or "")[:300],
        person_id=actor.id, created_by_id=actor.id,
    )  # fmt: skip
    save(step)


def record_start(actor: Actor, project: Project) -> None:
    """The first line of a project's way."""
    _record(actor, project, "forward", "", project.phase_since, 0, "")


def way_of(project: Project) -> list[dict[str, Any]]:
    """Every step of the project, the newest first."""
    rows = ProjectPhase.objects.filter(project=project).select_related("person").order_by("-at", "-pk")
    return [
        {
            "id": row.pk, "move": row.move, "label": str(row.get_move_display()), "from": row.from_phase, "to": row.to_phase, "at": row.at,
            "days": row.days, "note": row.note, "person": {"id": row.person_id, "label": row.person.name} if row.person else None,
        }
        for row in rows[:500]
    ]  # fmt: skip
