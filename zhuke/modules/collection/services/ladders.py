"""Ladders: which one counts for a company, what may stand in a step, the one that every installation starts with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhuke.commons.letters.models import LetterTemplate
from zhuke.commons.switches.services import upward
from zhuke.kernel.access import Actor
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.collection.domain.ladder import Rung
from zhuke.modules.collection.models import DunningLadder, DunningStep

CASES = "collection_cases"
FIRST, SECOND = "collection.first", "collection.second"


def ladder_of(company_id: UUID) -> DunningLadder | None:
    """The ladder of the nearest unit upward, then the group's; None: nobody is chased by letters."""
    found = {row.unit_id: row for row in DunningLadder.objects.filter(active=True, archived_at=None)}
    return next((found[key] for key in (*upward(company_id), None) if key in found), None)


def steps_of(ladder: DunningLadder | None) -> list[DunningStep]:
    """Its steps in their order."""
    if ladder is None:
        return []
    return list(DunningStep.objects.filter(ladder=ladder, archived_at=None).select_related("template").order_by("position"))


def rungs(steps: Iterable[DunningStep]) -> list[Rung]:
    """The steps as the pure rules take them."""
    return [Rung(s.position, s.days_overdue, s.silence_days, s.unanswered, s.template_id is not None) for s in steps]


def create_step(actor: Actor, *, pk: UUID | None = None, **values: Any) -> DunningStep:
    """Add a step. Raises invalid."""
    return _save(actor, build(actor, by_model(DunningStep), values, pk=pk), "created")


def change_step(actor: Actor, step: DunningStep, **values: Any) -> DunningStep:
    """Change a step; cases follow it from their next step on. Raises invalid."""
    assign(step, values)
    return _save(actor, step, "updated")


def _save(actor: Actor, step: DunningStep, what: str) -> DunningStep:
    template = step.template
    if template is not None and template.resource != CASES:
        raise invalid({"template": [_("请选择写给催收工单的信函模板。")]})
    if template is None and not (step.high_risk or step.meeting or step.tell):
        raise invalid({"template": [_("这一步什么也不做：请选择信函模板，或勾选列为高风险、召集评审会，或填写通知角色。")]})
    step.copies, step.tell = _roles("copies", step.copies), _roles("tell", step.tell)
    save(step, by_model(DunningStep))
    emit(f"dunning_steps.{what}", step, actor, {"ladder": str(step.ladder_id)})
    return step


def _roles(field: str, codes: Sequence[str]) -> list[str]:
    roles = by_name("roles")
    wanted = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    known = set(roles.model._default_manager.filter(code__in=wanted, archived_at=None).values_list("code", flat=True)) if roles else set()
    unknown = [code for code in wanted if code not in known]
    if unknown:
        raise invalid({field: [_("没有代码为“%(code)s”的角色，请到“角色”中查看代码。") % {"code": unknown[0][:40]}]})
    return wanted


def roles() -> list[dict[str, str]]:
    """The roles that a step may copy in and tell: ``value`` is the code, ``label`` the name."""
    known = by_name("roles")
    rows: Iterable[Any] = known.model._default_manager.filter(archived_at=None).exclude(code="").order_by("name") if known else ()
    return [{"value": role.code, "label": role.name} for role in rows]


# The ladder of requirements R13 and R14: (name, days overdue, silence, unanswered, template, copies, told, high risk, meeting).
STEPS: tuple[tuple[Any, int, int, int, str, list[str], list[str], bool, bool], ...] = (
    (_("第一封催款函"), 15, 0, 0, FIRST, ["finance_director"], [], False, False),
    (_("第二封催款函"), 15, 7, 0, SECOND, ["finance_director"], [], False, False),
    (_("列为高风险并评审"), 15, 7, 2, "", [], ["risk_control", "finance_director"], True, True),
)


def install_ladder(actor: Actor) -> int:
    """Give an installation that never had a ladder the usual one; returns how many were made. Templates must be there already."""
    if DunningLadder.objects.exists():
        return 0
    templates = {t.code: t for t in LetterTemplate.objects.filter(code__in=[FIRST, SECOND])}
    if len(templates) < 2:
        return 0
    with writing(actor, "setup"), translation.override("zh-hans"):
        ladder = DunningLadder(name=str(_("标准催收阶梯")), minimum=Decimal(0))
        save(ladder, by_model(DunningLadder))
        for position, (name, days, silence, unanswered, code, copies, tell, risk, meeting) in enumerate(STEPS, 1):
            step = DunningStep(ladder=ladder, position=position, name=str(name), days_overdue=days, silence_days=silence)
            step.unanswered, step.template, step.copies, step.tell = unanswered, templates.get(code), copies, tell
            step.high_risk, step.meeting = risk, meeting
            save(step, by_model(DunningStep))
    return 1
