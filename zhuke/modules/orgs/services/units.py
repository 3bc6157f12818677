"""The org tree: make, move, rename, switch off units. ``path`` of a unit and of all below it stays right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import Actor, Reach
from zhuke.kernel.errors import Conflict, NotAllowed, invalid
from zhuke.kernel.events import emit
from zhuke.kernel.resource import by_model
from zhuke.kernel.writes import assign, build, save
from zhuke.modules.orgs.models import Membership, Unit, User

from .giving import covers, keeping_an_administrator

RANK = {"group": 0, "subsidiary": 1, "department": 2, "team": 3}
DEEPEST = 20


def create_unit(actor: Actor, *, pk: UUID | None = None, **values: Any) -> Unit:
    """Add a unit below ``parent``. Raises invalid: kind and place do not fit, code taken, parent switched off."""
    _lock_tree(wait=True)
    unit: Unit = build(actor, by_model(Unit), values, pk=pk)
    _check_place(unit, [])
    unit.path = f"{unit.parent.path if unit.parent else ''}{unit.pk}/"
    save(unit, by_model(Unit))
    emit("units.created", unit, actor)
    return unit


def update_unit(actor: Actor, unit: Unit, **values: Any) -> Unit:
    """Rename, move, switch off or on. Raises invalid, outside_scope (new place), in_use (people or active units in it)."""
    before = {name: getattr(unit, name) for name in ("parent_id", "kind", "active", "path")}
    assign(unit, values)
    if unit.parent_id != before["parent_id"] or unit.kind != before["kind"]:
        _move(actor, unit, before)
    if before["active"] and not unit.active:
        with keeping_an_administrator():
            _check_unused(unit)
            save(unit, by_model(Unit))
    else:
        if unit.active and not before["active"]:
            _check_parent_active(unit)
        save(unit, by_model(Unit))
    emit("units.updated", unit, actor, {"fields": sorted(values)})
    return unit


def _lock_tree(*, wait: bool) -> None:
    """One change of the tree's shape at a time. Who already holds a row does not wait for the lock: that could block both for ever."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_{'' if wait else 'try_'}advisory_xact_lock(hashtext('zhuke.units'))")
        if not wait and not cursor.fetchone()[0]:
            raise Conflict("busy", _("另一位管理员正在调整组织架构，请稍后再试。"))


def _move(actor: Actor, unit: Unit, before: dict[str, Any]) -> None:
    _lock_tree(wait=False)
    reach = actor.reach("units", "update")
    if unit.kind != before["kind"] and not covers(reach, Reach(None)):
        # The kind says where a company begins and ends, and with it how far everybody's "own company" reaches.
        raise NotAllowed("kind_fixed", _("单位类型决定“本公司”的范围，只有能管理全集团组织的人可以修改。"))
    if unit.parent_id and not covers(reach, Reach(frozenset({unit.parent_id}))):
        raise NotAllowed("outside_scope", _("新的上级单位不在您的管理范围内，请由上级管理员移动。"))
    below = Unit.objects.filter(path__startswith=before["path"]).exclude(pk=unit.pk)
    if unit.parent_id == unit.pk or unit.parent_id in set(below.values_list("pk", flat=True)):
        raise invalid({"parent": [_("不能把单位移到它自己或它的下级之下，请选择别的上级。")]})
    _check_place(unit, list(Unit.objects.filter(parent=unit, archived_at=None).values_list("kind", flat=True)))
    unit.path = f"{unit.parent.path if unit.parent else ''}{unit.pk}/"
    if unit.path != before["path"]:
        below.update(path=Concat(Value(unit.path), Substr(F("path"), len(before["path"]) + 1)))


def _check_place(unit: Unit, kinds_below: list[str]) -> None:
    if unit.kind not in RANK:
        return  # full_clean says so
    if unit.kind == "group":
        if unit.parent_id:
            raise invalid({"parent": [_("集团是最上级，不能有上级单位。")]})
    elif unit.parent is None:
        raise invalid({"parent": [_("请选择上级单位。")]})
    elif RANK[unit.parent.kind] > RANK[unit.kind] or unit.parent.kind == "team":
        raise invalid(
            {"parent": [_("%(kind)s不能设在%(parent)s之下。顺序是集团、子公司、部门、班组。") % _kinds(unit.kind, unit.parent.kind)]}
        )
    elif unit.parent.path.count("/") >= DEEPEST:
        raise invalid({"parent": [_("组织最多 %(n)s 层，请选择更上一级的单位。") % {"n": DEEPEST}]})
    else:
        _check_parent_active(unit)
    for kind in kinds_below:
        if RANK[kind] < RANK[unit.kind] or unit.kind == "team":
            raise invalid({"kind": [_("它下面有%(kind)s，不能改为%(parent)s。请先移走下级单位。") % _kinds(kind, unit.kind)]})


def _kinds(kind: str, parent: str) -> dict[str, Any]:
    labels = dict(Unit.KINDS)
    return {"kind": labels[kind], "parent": labels[parent]}


def _check_parent_active(unit: Unit) -> None:
    if unit.parent and not unit.parent.active:
        raise invalid({"parent": [_("上级单位“%(name)s”已停用，请先启用它或选择别的上级。") % {"name": unit.parent.name}]})


def _check_unused(unit: Unit) -> None:
    if unit.kind == "group":
        raise Conflict("in_use", _("集团不能停用。"))
    counts = {
        _("名在职人员"): User.objects.filter(unit=unit, is_active=True).count(),
        _("个启用的下级单位"): Unit.objects.filter(parent=unit, active=True, archived_at=None).count(),
        _("个任职"): Membership.objects.filter(unit=unit, archived_at=None, user__is_active=True).count(),
    }
    if used := [f"{number} {label}" for label, number in counts.items() if number]:
        raise Conflict("in_use", _("该单位还有 %(what)s，不能停用。请先调走、停用或结束它们。") % {"what": "、".join(used)})
