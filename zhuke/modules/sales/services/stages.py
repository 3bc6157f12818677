"""Whose stages hold for a unit, and how stages change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuke.kernel import config
from zhuke.kernel.access import Actor, get_visible, require
from zhuke.kernel.audit import deriving, writing
from zhuke.kernel.errors import Conflict, DomainError, NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model, by_name
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.orgs.actors import tree
from zhuke.modules.orgs.models import Role
from zhuke.modules.sales.conditions import condition
from zhuke.modules.sales.models import PHASE_CODES, WON, Opportunity, Stage

Sets = dict[UUID | None, list[Stage]]


def stage_sets() -> Sets:
    """The usable sets by unit (None: the group's): active stages in order. A unit's own count once they cover every phase."""
    return config.keep("sales.stages", _load)


def _load() -> Sets:
    found: Sets = {}
    for stage in Stage.objects.filter(active=True, archived_at=None).select_related("responsible").order_by("position", "created_at"):
        found.setdefault(stage.unit_id, []).append(stage)
    for stages in found.values():
        stages.sort(key=lambda stage: PHASE_CODES.index(stage.phase))
    return {unit: stages for unit, stages in found.items() if unit is None or {s.phase for s in stages} == set(PHASE_CODES)}


def set_of(unit: UUID | None) -> UUID | None:
    """The unit whose stages hold for ``unit``: the nearest one upward that has a set of its own; None: the group's default."""
    path = tree().paths.get(unit, "") if unit else ""
    above = [UUID(part) for part in reversed(path.split("/")) if part]
    return next((key for key in above if key in stage_sets()), None)


def stages_of(unit: UUID | None) -> list[Stage]:
    """The stages that hold for a unit, in order. Raises no_stages."""
    stages = stage_sets().get(set_of(unit), [])
    if not stages:
        raise Conflict("no_stages", _("还没有商机阶段，请管理员先在“商机阶段”中建立。"))
    return stages


def place_of(stages: Sequence[Stage], stage: Stage) -> int:
    """Where a stage stands in a set; a stage of another set stands at the first one of its phase."""
    keys = [s.pk for s in stages]
    if stage.pk in keys:
        return keys.index(stage.pk)
    index = PHASE_CODES.index(stage.phase)
    return next((i for i, s in enumerate(stages) if PHASE_CODES.index(s.phase) >= index), len(stages) - 1)


def create_stage(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Stage:
    """Add a stage to a unit's set (None: the group's). Raises invalid (unknown fields or conditions)."""
    stage: Stage = build(actor, by_model(Stage), values, pk=pk)
    return _saved(actor, stage, "stages.created")


def change_stage(actor: Actor, stage: Stage, **values: Any) -> Stage:
    """Change a stage; moving it to another phase takes its opportunities along. Raises invalid, stage_in_use, last_of_phase."""
    before = stage.phase
    unit = stage.unit_id
    assign(stage, values)
    used = Opportunity.objects.filter(stage=stage)
    if (stage.phase in WON) != (before in WON) and used.exists():
        raise Conflict("stage_in_use", _("已有商机处于这个阶段，不能在签约前后的时期之间改动。请另建一个阶段。"))
    if stage.unit_id != unit and used.exists():
        raise Conflict("stage_in_use", _("已有商机处于这个阶段，不能改到别的单位。请为该单位新建阶段。"))
    if not stage.active or stage.phase != before or stage.unit_id != unit:
        _check_left(stage, unit, before)
    saved = _saved(actor, stage, "stages.updated")
    if stage.phase != before:
        with deriving():
            used.update(phase=stage.phase)
    return saved


def _check_left(stage: Stage, unit: UUID | None, phase: str) -> None:
    """The group's set must cover every phase: it is what all others fall back to."""
    others = Stage.objects.filter(unit=None, phase=phase, active=True, archived_at=None).exclude(pk=stage.pk)
    if unit is None and not others.exists():
        raise Conflict("last_of_phase", _("这是集团默认阶段中该时期的最后一个，请先为该时期建立另一个阶段。"))


def _saved(actor: Actor, stage: Stage, event: str) -> Stage:
    problems: dict[str, list[Any]] = {}
    known = by_model(Opportunity).specs
    if unknown := [name for name in stage.required_fields if name not in known or known[name].readonly]:
        problems["required_fields"] = [_("商机没有字段“%(name)s”，请从列表中选择。") % {"name": unknown[0]}]
    if unknown := [code for code in stage.conditions if condition(code) is None]:
        problems["conditions"] = [_("没有“%(name)s”这个条件，请从列表中选择。") % {"name": unknown[0]}]
    if problems:
        raise invalid(problems)
    save(stage)
    config.forget()
    emit(event, stage, actor)
    return stage


def adopt_stages(actor: Actor, unit: UUID) -> list[Stage]:
    """Give a unit a set of its own: copies of the stages that hold for it now; its opportunities move onto the copies.

    Raises not_allowed, not_found, outside_scope, has_stages.
    """
    resource = by_model(Stage)
    require(actor, resource, "create")
    units = by_name("units")
    assert units is not None
    get_visible(actor, units, unit)
    reach = actor.reach(resource.name, "create")
    if reach is None or (reach.units is not None and unit not in reach.units):
        raise NotAllowed("outside_scope", _("您只能为自己数据范围内的单位建立阶段。"))
    with writing(actor):
        if unit in stage_sets():
            raise Conflict("has_stages", _("该单位已有自己的阶段，请直接修改。"))
        source = stages_of(unit)
        # Whatever lies there unfinished would stand beside the copies.
        Stage.objects.filter(unit_id=unit, archived_at=None).exclude(active=False).update(active=False)
        copies = [_copy(actor, stage, unit) for stage in source]
        config.forget()
        units_below = [key for key in tree().below(unit) if set_of(key) == unit]
        _repoint(units_below, dict(zip(source, copies, strict=True)))
        emit("stages.adopted", copies[0], actor, {"unit": str(unit)})
    return copies


COPIED = (
    "phase",
    "name",
    "position",
    "allowed_days",
    "probability",
    "responsible_id",
    "required_fields",
    "required_documents",
    "conditions",
)


def _copy(actor: Actor, stage: Stage, unit: UUID) -> Stage:
    copy = Stage(unit_id=unit, created_by_id=actor.id, **{name: getattr(stage, name) for name in COPIED})
    Stage.objects.filter(unit_id=unit, name=copy.name, archived_at=None).update(name=f"{copy.name[:30]}（停用）")
    save(copy)
    return copy


def _repoint(units: Iterable[UUID], copies: dict[Stage, Stage]) -> None:
    with deriving():
        for old, new in copies.items():
            Opportunity.objects.filter(unit_id__in=list(units), stage=old).update(stage=new)


def install_stages(actor: Actor, stages: Sequence[tuple[str, Any, int | None, int, str, list[str], list[str]]]) -> int:
    """The group's default set, where the group has none. Returns how many were made."""
    with transaction.atomic():
        if Stage.objects.filter(unit=None).exists():
            return 0
        roles = dict(Role.objects.values_list("code", "pk"))
        rows = [
            Stage(
                phase=phase,
                name=name,
                position=(position + 1) * 10,
                allowed_days=days,
                probability=probability,
                responsible_id=roles.get(role),
                required_fields=fields,
                conditions=conditions,
            )
            for position, (phase, name, days, probability, role, fields, conditions) in enumerate(stages)
        ]
        with writing(actor, "setup"):
            Stage.objects.bulk_create(rows)
    config.forget()
    return len(rows)


def find_stage(unit: UUID | None, key: UUID) -> Stage:
    """A stage of the set that holds for ``unit``. Raises invalid."""
    stage = next((s for s in stages_of(unit) if s.pk == key), None)
    if stage is None:
        raise DomainError("invalid", _("所选阶段不适用于该商机所属单位，请刷新后重新选择。"), fields={"stage": [_("请重新选择阶段。")]})
    return stage
